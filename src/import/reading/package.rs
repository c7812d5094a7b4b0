//! The package of an Excel workbook: its parts name each other by address.

use quick_xml::events::Event;

use super::archive::{Archive, attribute};
use crate::import::errors::RowError;

/// The name of the part that describes the workbook; `None` when the archive is no workbook.
///
/// # Errors
/// Broken XML.
pub(super) fn workbook_part(archive: &mut Archive<'_>) -> Result<Option<String>, RowError> {
    let root = relations(archive, "_rels/.rels", "")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let is_book = archive.has(&root) && !root.contains("word/") && !root.contains("ppt/");
    Ok(is_book.then_some(root))
}

/// A part that another part of the package names.
pub(super) struct Relation {
    pub id: String,
    /// The last word of its type: "worksheet", "sharedStrings", "styles".
    pub kind: String,
    pub target: String,
}

/// What a part names.
///
/// # Errors
/// Broken XML.
pub(super) fn relations(
    archive: &mut Archive<'_>,
    part: &str,
    base: &str,
) -> Result<Vec<Relation>, RowError> {
    let mut found = Vec::new();
    let Some(mut xml) = archive.xml(part)? else {
        return Ok(found);
    };
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let kind = attribute(&e, "Type")?.unwrap_or_default();
                let target = attribute(&e, "Target")?.unwrap_or_default();
                found.push(Relation {
                    id: attribute(&e, "Id")?.unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: resolved(base, &target),
                });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The part that a target names, seen from a folder: an address as on the web, with "." and "..",
/// and letters written as %20.
fn resolved(base: &str, target: &str) -> String {
    let target = unescaped_address(target.trim()).replace('\\', "/");
    let whole = match target.trim_start().strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{base}{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn unescaped_address(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_as_on_the_web() {
        for target in [
            "ark/a.xml",
            "./ark/a.xml",
            "../xl/ark/a.xml",
            " /xl/ark/a.xml",
            "ark/x/../a.xml",
            "ark\\a.xml",
            "/xl/ark/%61.xml",
        ] {
            assert_eq!(resolved("xl/", target), "xl/ark/a.xml", "{target}");
        }
        assert_eq!(resolved("", "xl/100%.xml"), "xl/100%.xml");
    }
}

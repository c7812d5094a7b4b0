//! What a file is, decided by its content; its name only tells what it was meant to be.

use std::ops::ControlFlow;

use super::archive::Archive;
use super::csv::CsvText;
use super::package::workbook_part;
use super::rows::{Budget, Row, Take, Until};
use super::{ods, xlsx};
use crate::import::errors::RowError;
use crate::import::{Limits, messages};

/// What was found.
#[derive(Debug)]
pub(in crate::import) enum Detected<'a> {
    Text,
    Xlsx(Archive<'a>),
    Ods(Archive<'a>),
}

const ZIP: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];
/// The compound file of older Office formats, and of encrypted newer ones.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const ODS_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Tells text from XLSX and ODS.
///
/// # Errors
/// Workbooks that cannot be read: encrypted, of an old or foreign format, broken, too large when
/// unpacked; and files named as a workbook that are none.
pub(in crate::import) fn detect<'a>(
    bytes: &'a [u8],
    file_name: &str,
    limits: &Limits,
    until: Until,
) -> Result<Detected<'a>, RowError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(messages::empty_file());
    }
    if bytes.starts_with(OLE) {
        return Err(compound_file(bytes));
    }
    if ZIP.iter().any(|magic| bytes.starts_with(magic)) {
        return archive(bytes, limits, until);
    }
    if let Some(what) = other_format(bytes) {
        return Err(messages::old_workbook(what));
    }
    let name = file_name.to_lowercase();
    for ending in ["xlsx", "xlsm", "xlsb", "xls", "ods"] {
        if name.ends_with(&format!(".{ending}")) {
            return Err(messages::not_a_workbook(&format!(
                "en fil, der hedder .{ending} uden at være et regneark"
            )));
        }
    }
    Ok(Detected::Text)
}

/// What a file of another format is called: a page or a tree that a program calls a spreadsheet,
/// or no figures at all.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 7] = [
        (b"%PDF", "et PDF-dokument"),
        (b"{\\rtf", "et tekstdokument (RTF)"),
        (b"\x89PNG", "et billede"),
        (b"\xFF\xD8\xFF", "et billede"),
        (b"ID;P", "et gammelt regneark (SYLK)"),
        (b"MIME-Version:", "en gemt webside (MHTML)"),
        (b"7z\xBC\xAF", "en pakket fil (7z)"),
    ];
    let start = STARTS.iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, what)) = start {
        return Some(what);
    }
    // UTF-16 has a zero beside each letter.
    let head: String = bytes
        .iter()
        .take(4_096)
        .filter(|b| b.is_ascii() && **b != 0)
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect();
    let head = head.trim_start();
    let holds = |what: &str| head.contains(what);
    if ["<!doctype html", "<html", "<table", "<body"]
        .iter()
        .any(|tag| head.starts_with(tag))
    {
        Some("en webside (HTML), der er gemt som et regneark")
    } else if !head.starts_with("<?xml") && !head.starts_with("<office:") {
        None
    } else if holds("schemas-microsoft-com:office:spreadsheet") {
        Some("et XML-regneark fra Excel 2003")
    } else if holds("oasis:names:tc:opendocument") {
        Some("et fladt OpenDocument-regneark (.fods)")
    } else if holds("<html") {
        Some("en webside (HTML), der er gemt som et regneark")
    } else {
        Some("en XML-fil")
    }
}

fn archive<'a>(bytes: &'a [u8], limits: &Limits, until: Until) -> Result<Detected<'a>, RowError> {
    let mut archive = Archive::open(bytes, limits.unpacked_bytes, until)?;
    if archive.has("xl/workbook.bin") {
        return Err(messages::old_workbook("en binær projektmappe (.xlsb)"));
    }
    if archive.has("[Content_Types].xml") && workbook_part(&mut archive)?.is_some() {
        return Ok(Detected::Xlsx(archive));
    }
    if archive.has("mimetype") && is_spreadsheet(&archive.start_of("mimetype", 100)?) {
        if archive
            .text_of("META-INF/manifest.xml")?
            .is_some_and(|manifest| manifest.contains("encryption-data"))
        {
            return Err(messages::password_protected());
        }
        return Ok(Detected::Ods(archive));
    }
    Err(messages::not_a_workbook(
        if archive.has("word/document.xml") {
            "et Word-dokument"
        } else {
            "en zip-fil uden et regneark"
        },
    ))
}

/// A spreadsheet, or a template of one: it holds the same.
fn is_spreadsheet(kind: &str) -> bool {
    let kind = kind.trim();
    kind.strip_suffix("-template").unwrap_or(kind) == ODS_TYPE
}

/// An encrypted workbook, an old one, or something else of the same family. The names of the
/// streams stand in the file as UTF-16.
fn compound_file(bytes: &[u8]) -> RowError {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") {
        messages::password_protected()
    } else if holds("Workbook") || holds("Book") {
        messages::old_workbook("en gammel Excel-fil (.xls)")
    } else {
        messages::not_a_workbook("et ældre Office-dokument")
    }
}

/// A workbook with its sheet chosen.
#[derive(Debug)]
pub(in crate::import) enum Workbook<'a> {
    Xlsx(xlsx::Sheet<'a>),
    Ods(ods::Sheet<'a>),
}

impl Workbook<'_> {
    pub(in crate::import) fn sheet_name(&self) -> &str {
        match self {
            Workbook::Xlsx(sheet) => &sheet.name,
            Workbook::Ods(sheet) => &sheet.name,
        }
    }

    /// The sheets that are not read.
    pub(in crate::import) fn others(&self) -> &[String] {
        match self {
            Workbook::Xlsx(sheet) => &sheet.others,
            Workbook::Ods(sheet) => &sheet.others,
        }
    }

    /// Which of the cells, by line and place, lie under a merged one; of those walked through.
    fn merged(&mut self, cells: &[(u32, usize)]) -> Vec<bool> {
        match self {
            Workbook::Xlsx(sheet) => sheet.merged(cells),
            Workbook::Ods(sheet) => sheet.merged(cells),
        }
    }

    pub(in crate::import) fn each(&mut self, take: &mut Take<'_>) -> Result<(), RowError> {
        match self {
            Workbook::Xlsx(sheet) => sheet.each(take),
            Workbook::Ods(sheet) => sheet.each(take),
        }
    }
}

/// A file whose rows can be walked through, more than once.
#[derive(Debug)]
pub(in crate::import) enum Source<'a> {
    Csv(CsvText<'a>),
    Sheet(Box<Workbook<'a>>),
}

impl Source<'_> {
    /// Which of the cells, by line and place, lie under a merged one; of those walked through.
    pub(in crate::import) fn merged(&mut self, cells: &[(u32, usize)]) -> Vec<bool> {
        match self {
            Source::Csv(_) => vec![false; cells.len()],
            Source::Sheet(workbook) => workbook.merged(cells),
        }
    }

    /// Walks through the rows in the order of the file, from the first.
    ///
    /// # Errors
    /// What makes the file itself unreadable from there on.
    pub(in crate::import) fn each(
        &mut self,
        mut budget: Budget,
        take: &mut Take<'_>,
    ) -> Result<(), RowError> {
        let mut spent = None;
        let mut counted = |row: &Row<'_>| match budget.spend(row) {
            Ok(()) => take(row),
            Err(error) => {
                spent = Some(error);
                ControlFlow::Break(())
            }
        };
        let walked = match self {
            Source::Csv(text) => text.each(&mut counted),
            Source::Sheet(workbook) => workbook.each(&mut counted),
        };
        spent.map_or(walked, Err)
    }
}

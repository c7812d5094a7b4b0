//! What a document is: by its content, never by its name.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::domain::workplan::DocumentKind;

/// Bytes of a document.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// What a list of a package's types may unpack to.
const LARGEST_TYPES: u64 = 1024 * 1024;
/// More parts than any document has.
const MAX_PARTS: usize = 20_000;

const PDF: &[u8] = b"%PDF-";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const ZIP: &[u8] = b"PK\x03\x04";
const TYPES: &str = "[Content_Types].xml";
const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

const NEITHER: &str =
    "Filen er hverken PDF, Word (DOCX), Excel (XLSX) eller PNG. Gem den som en af dem.";
const MACROS: &str = "Filen har makroer. Gem den uden makroer som DOCX eller XLSX, eller som PDF.";
const BROKEN: &str = "Filen er beskadiget eller har adgangskode. Gem den igen, og prøv med den.";

/// The kind of a document.
///
/// # Errors
/// What is wrong with it, in Danish.
pub fn document_kind(bytes: &[u8]) -> Result<DocumentKind, &'static str> {
    if bytes.len() > LARGEST {
        return Err("Filen fylder mere end 5 MB. Gør den mindre, eller del den.");
    }
    if bytes.starts_with(PDF) {
        Ok(DocumentKind::Pdf)
    } else if bytes.starts_with(PNG) {
        Ok(DocumentKind::Png)
    } else if bytes.starts_with(ZIP) {
        package(bytes)
    } else {
        Err(NEITHER)
    }
}

/// What the list of types in a package says that it is.
fn package(bytes: &[u8]) -> Result<DocumentKind, &'static str> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    if zip.len() > MAX_PARTS {
        return Err(BROKEN);
    }
    let names: Result<Vec<String>, _> = zip
        .file_names()
        .map(|name| name.map(|name| name.to_lowercase()))
        .collect();
    let is_macro =
        |name: &String| name.ends_with("vbaproject.bin") || name.contains("macrosheets/");
    if names.map_err(|_| BROKEN)?.iter().any(is_macro) {
        return Err(MACROS);
    }
    let types = zip.by_name(TYPES).map_err(|_| NEITHER)?;
    let mut text = String::new();
    let read = types.take(LARGEST_TYPES).read_to_string(&mut text);
    read.map_err(|_| BROKEN)?;
    if text.to_lowercase().contains("macro") {
        return Err(MACROS);
    }
    match (text.contains(WORD), text.contains(EXCEL)) {
        (true, false) => Ok(DocumentKind::Docx),
        (false, true) => Ok(DocumentKind::Xlsx),
        _ => Err(NEITHER),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn types(of: &str) -> String {
        format!(r#"<Types><Override PartName="/x.xml" ContentType="{of}"/></Types>"#)
    }

    #[test]
    fn a_document_is_what_its_content_says() {
        assert_eq!(document_kind(b"%PDF-1.7\n"), Ok(DocumentKind::Pdf));
        assert_eq!(
            document_kind(b"\x89PNG\r\n\x1a\n..."),
            Ok(DocumentKind::Png)
        );
        let word = zipped(&[(TYPES, &types(WORD)), ("word/document.xml", "<w/>")]);
        assert_eq!(document_kind(&word), Ok(DocumentKind::Docx));
        let excel = zipped(&[(TYPES, &types(EXCEL)), ("xl/workbook.xml", "<w/>")]);
        assert_eq!(document_kind(&excel), Ok(DocumentKind::Xlsx));
        for neither in [
            &b"MZ\x90"[..],
            b"<html><script>",
            b"",
            &zipped(&[("a.txt", "x")]),
            &zipped(&[(TYPES, &types("application/vnd.oasis"))]),
        ] {
            assert_eq!(document_kind(neither), Err(NEITHER));
        }
        assert_eq!(document_kind(&word[..word.len() / 2]), Err(BROKEN));
    }

    #[test]
    fn macros_are_refused_wherever_they_show() {
        let hidden = zipped(&[(TYPES, &types(WORD)), ("word/vbaProject.bin", "x")]);
        assert_eq!(document_kind(&hidden), Err(MACROS));
        let said = types("application/vnd.ms-excel.sheet.macroEnabled.main+xml");
        assert_eq!(document_kind(&zipped(&[(TYPES, &said)])), Err(MACROS));
        let old = zipped(&[(TYPES, &types(EXCEL)), ("xl/macrosheets/sheet1.xml", "x")]);
        assert_eq!(document_kind(&old), Err(MACROS));
    }

    #[test]
    fn a_document_has_its_largest_size() {
        let mut large = PDF.to_vec();
        large.resize(LARGEST, b' ');
        assert_eq!(document_kind(&large), Ok(DocumentKind::Pdf));
        large.push(b' ');
        assert!(document_kind(&large).is_err());
    }
}

//! What files are read, and that no file whatsoever brings the reader down.

mod robust;
mod text;
mod workbooks;

use std::io::{Cursor, Write as _};

use super::*;
use crate::domain::area::AreaKind;

const HEADER: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau";
const ROW: &str = "Aalborg;SEL § 107;2024;1000;2,5;2023";

fn areas() -> Vec<Area> {
    let area = |code: &str, name: &str, kind| Area {
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        kkr: None,
    };
    vec![
        area("KKR_NORDJYLLAND", "KKR Nordjylland", AreaKind::Kkr),
        area("773", "Morsø", AreaKind::Municipality),
        area("825", "Læsø", AreaKind::Municipality),
        area("851", "Aalborg", AreaKind::Municipality),
    ]
}

fn read_with(
    bytes: &[u8],
    name: &str,
    options: &Options,
) -> Result<Parsed<ComponentFact>, Vec<RowError>> {
    components(bytes, name, options, &areas())
}

fn read(bytes: &[u8]) -> Parsed<ComponentFact> {
    read_with(bytes, "fil", &Options::default()).unwrap()
}

fn codes(bytes: &[u8]) -> Vec<ErrorCode> {
    let errors = read_with(bytes, "fil", &Options::default()).unwrap_err();
    errors.iter().map(|error| error.code).collect()
}

/// A fact in one line.
fn brief(line: &Line<ComponentFact>) -> String {
    let fact = &line.value;
    let key = &fact.key;
    let mut text = format!(
        "{}: {} {} {} {} {} p/l-{}",
        line.line,
        key.area,
        key.paragraph.key(),
        key.year,
        fact.expenditure.decimal(),
        fact.persons.decimal(),
        key.price_level
    );
    if let Some(supplier) = key.supplier {
        text.push_str(&format!(" {}", supplier.key()));
    }
    if let Some(group) = &key.target_group {
        text.push_str(&format!(" [{group}]"));
    }
    text
}

fn briefs(parsed: &Parsed<ComponentFact>) -> Vec<String> {
    parsed.rows.iter().map(brief).collect()
}

fn skipped(parsed: &Parsed<ComponentFact>) -> Vec<String> {
    let skipped = parsed.meta.skipped.iter();
    skipped
        .map(|s| format!("{}: {} ({})", s.line, s.what, s.reason))
        .collect()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

//! No bytes bring the reader down: it reads them, or says what is wrong.

use proptest::prelude::*;

use super::*;

fn survives(bytes: &[u8], name: &str) {
    let options = Options::default();
    let faults = [
        read_with(bytes, name, &options).err(),
        price_index(bytes, name, &options).err(),
        population(bytes, name, &options, &areas()).err(),
    ];
    for errors in faults.into_iter().flatten() {
        assert!(!errors.is_empty() && errors.len() <= LISTED_ERRORS + 1);
        for error in errors {
            assert!(error.at(name).len() < 2_000, "{error:?}");
        }
    }
}

/// Changes some bytes and cuts some off.
fn mutated(mut bytes: Vec<u8>, changes: &[(usize, u8)], keep: usize) -> Vec<u8> {
    for (at, value) in changes {
        let length = bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(at % length) {
            *byte = *value;
        }
    }
    bytes.truncate(keep.max(1));
    bytes
}

fn good_text() -> Vec<u8> {
    format!("{HEADER};målgruppe\n{ROW};\"a\nb\"\nMorsø;107;2023;1.000,50;1,5;løbende;\n")
        .into_bytes()
}

/// A workbook's parts without compression, so that a changed byte changes the XML.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        to.start_file(name, options).unwrap();
        std::io::copy(&mut part, &mut to).unwrap();
    }
    to.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&bytes, "fil.csv");
    }

    #[test]
    fn arbitrary_text_below_a_header(rows in "([-0-9a-zæøå;,.\"\t\r\n §]|Aalborg|107|2024|I alt){0,80}") {
        survives(format!("{HEADER}\n{rows}").as_bytes(), "fil.csv");
        survives(format!("aar,indeks,kilde\n{rows}").as_bytes(), "fil.csv");
        survives(format!("kommune;aar;alder_fra;alder_til;antal\n{rows}").as_bytes(), "fil.csv");
    }

    #[test]
    fn mutated_text(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..8), keep in 0usize..400) {
        survives(&mutated(good_text(), &changes, keep), "fil.csv");
    }

    #[test]
    fn mutated_workbooks(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..20), cut in 0usize..8_000) {
        for bytes in [workbooks::xlsx(), workbooks::ods()] {
            let keep = if cut < 4_000 { bytes.len() - cut.min(bytes.len()) } else { usize::MAX };
            survives(&mutated(bytes.clone(), &changes, keep), "fil.xlsx");
            survives(&mutated(stored(&bytes), &changes, usize::MAX), "fil.xlsx");
        }
    }
}

#[test]
fn reading_ends_when_nobody_waits() {
    let options = Options::default();
    options.cancel.cancel();
    let text = format!("{HEADER}\n{ROW}\n");
    let errors = read_with(text.as_bytes(), "fil.csv", &options).unwrap_err();
    assert_eq!(errors[0].code, ErrorCode::TakesTooLong, "{errors:?}");
}

//! Excel and OpenDocument workbooks.

use rust_xlsxwriter::{Format as CellFormat, Formula, Workbook};

use super::*;

pub(super) fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("Forside").unwrap();
    cover.write(0, 0, "Læs mig").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Tal").unwrap();
    sheet.write(0, 1, "Udgifter & personer").unwrap();
    let header = [
        "Område",
        "Paragraf",
        "År",
        "Udgift",
        "Helårspersoner",
        "Prisniveau",
        "Målgruppe",
    ];
    sheet.write_row(2, 0, header).unwrap();
    let kroner = CellFormat::new().set_num_format("#,##0.00 \"kr. i dag\"");
    // Values as types, as texts, as a formula with its result; an area by its number.
    sheet.write_row(3, 0, ["Aalborg", "SEL § 107"]).unwrap();
    sheet.write_row(3, 2, [2024.0, 0.0, 616.4, 2023.0]).unwrap();
    sheet
        .write_with_format(3, 3, 532_477_630.0 + 6e-8, &kroner)
        .unwrap();
    sheet
        .write_row(5, 0, ["", "§ 108", "2024", "1.234,50", "2,5", "løbende"])
        .unwrap();
    sheet.write(5, 0, 773).unwrap();
    sheet.write(5, 6, "autisme < 18 & \"ung\"").unwrap();
    sheet.write_row(6, 0, ["Læsø", "85"]).unwrap();
    sheet.write_row(6, 2, [2024.0, 0.0, 1.0, 2023.0]).unwrap();
    sheet
        .write(6, 3, Formula::new("=500*2").set_result("1000"))
        .unwrap();
    sheet.write(7, 0, "I alt").unwrap();
    sheet.write(7, 3, 1).unwrap();
    sheet.write_blank(500, 3, &kroner).unwrap();
    book.save_to_buffer().unwrap()
}

fn tal() -> Options {
    Options {
        sheet: Some("tal".to_owned()),
        ..Options::default()
    }
}

#[test]
fn an_excel_workbook_is_read_by_its_values() {
    let parsed = read_with(&xlsx(), "navnet siger intet.csv", &tal()).unwrap();
    assert_eq!(
        briefs(&parsed),
        [
            "4: 851 SEL_107 2024 532477630.00 616.4 p/l-2023",
            "6: 773 SEL_108 2024 1234.50 2.5 p/l-2024 [autisme < 18 & \"ung\"]",
            "7: 825 SEL_85 2024 1000.00 1.0 p/l-2023",
        ]
    );
    assert_eq!(
        skipped(&parsed),
        [
            "1: Udgifter & personer (titelrække over overskriften)",
            "2:  (tom række)",
            "5:  (tom række)",
            "8: I alt | 1 (I alt-række)",
        ]
    );
    assert_eq!(parsed.meta.format, Format::Xlsx);
    assert_eq!(parsed.meta.sheet.as_deref(), Some("Tal"));
    assert_eq!((parsed.meta.header_line, parsed.meta.rows_in), (3, 4));
}

#[test]
fn the_first_sheet_is_the_first_that_is_shown() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Skjult")
        .unwrap()
        .set_hidden(true);
    let sheet = book.add_worksheet();
    sheet.set_active(true);
    sheet.write_row(0, 0, HEADER.split(';')).unwrap();
    sheet.write_row(1, 0, ROW.split(';')).unwrap();
    let parsed = read(&book.save_to_buffer().unwrap());
    assert_eq!(parsed.meta.sheet.as_deref(), Some("Sheet2"));
    assert_eq!(codes(&xlsx()), [ErrorCode::NoHeader]);
}

#[test]
fn a_number_cell_keeps_the_strict_rules() {
    let with = |put: fn(&mut rust_xlsxwriter::Worksheet)| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet
            .write_row(0, 0, format!("{HEADER};maalgruppe").split(';'))
            .unwrap();
        sheet.write_row(1, 0, ROW.split(';')).unwrap();
        put(sheet);
        codes(&book.save_to_buffer().unwrap())
    };
    assert_eq!(
        with(|s| drop(s.write(1, 3, 1e300).map(drop))),
        [ErrorCode::NumberTooLarge]
    );
    assert_eq!(
        with(|s| drop(s.write(1, 2, 2024.5).map(drop))),
        [ErrorCode::NotAYear]
    );
    assert_eq!(
        with(|s| drop(s.write(1, 4, -1).map(drop))),
        [ErrorCode::NegativeNumber]
    );
    // Excel drops the zero that such a number begins with.
    assert_eq!(
        with(|s| drop(s.write(1, 6, 101_901_234).map(drop))),
        [ErrorCode::CprNumber]
    );
    assert_eq!(
        with(|s| drop(s.write(1, 7, "uden overskrift").map(drop))),
        [ErrorCode::ExtraCell]
    );
}

pub(super) fn ods() -> Vec<u8> {
    let text = |t: &str| {
        format!(
            r#"<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>"#
        )
    };
    let number = |n: &str| {
        format!(
            r#"<table:table-cell office:value-type="float" office:value="{n}"><text:p>vist</text:p></table:table-cell>"#
        )
    };
    let header: String = HEADER.split(';').map(text).collect();
    let rest = r#"<table:table-cell table:number-columns-repeated="16378"/>"#;
    let row = |area: &str, expenditure: &str| {
        format!(
            "<table:table-row>{}{}{}{}{}{}{rest}</table:table-row>",
            text(area),
            text("SEL <text:span>§</text:span><text:s/>107"),
            number("2024"),
            number(expenditure),
            text("2,5<office:annotation><text:p>bemærkning</text:p></office:annotation>"),
            text("l&#248;bende"),
        )
    };
    let content = format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="Ark1">
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        <table:table-row>{header}</table:table-row>{}{}
        <table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table><table:table table:name="Ark2"></table:table></office:spreadsheet></office:body></office:document-content>"#,
        row("Aalborg", "532477630.00000006"),
        row("Læsø", "1234.5"),
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn an_opendocument_sheet_is_read_by_its_values() {
    let parsed = read(&ods());
    assert_eq!(
        briefs(&parsed),
        [
            "4: 851 SEL_107 2024 532477630.00 2.5 p/l-2024",
            "5: 825 SEL_107 2024 1234.50 2.5 p/l-2024",
        ]
    );
    assert_eq!(parsed.meta.format, Format::Ods);
    assert_eq!(parsed.meta.sheet.as_deref(), Some("Ark1"));
    assert_eq!((parsed.meta.header_line, parsed.meta.rows_in), (3, 2));
}

#[test]
fn cells_of_an_opendocument_sheet_that_hold_no_plain_value_are_refused() {
    let with = |cell: &str| {
        let header: String = HEADER
            .split(';')
            .map(|t| format!(r#"<c:table-cell office:value-type="string"><text:p>{t}</text:p></c:table-cell>"#))
            .collect();
        let content = format!(
            r#"<d><table:table table:name="A"><table:table-row>{header}</table:table-row><table:table-row>{cell}</table:table-row></table:table></d>"#
        );
        let bytes = zipped(&[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            ("content.xml", content.as_bytes()),
        ]);
        codes(&bytes)[0]
    };
    for (attributes, code) in [
        (r#"table:formula="of:=A1""#, ErrorCode::FormulaWithoutValue),
        (
            r#"office:value-type="percentage" office:value="0.5""#,
            ErrorCode::PercentCell,
        ),
        (
            r#"office:value-type="date" office:date-value="2024-01-01""#,
            ErrorCode::DateCell,
        ),
        (
            r#"office:value-type="boolean" office:boolean-value="true""#,
            ErrorCode::BooleanCell,
        ),
        (
            r#"table:formula="of:=A1" office:value-type="string" calcext:value-type="error" office:string-value="""#,
            ErrorCode::ErrorCell,
        ),
    ] {
        let cell =
            format!("<table:table-cell {attributes}><text:p>#REF!</text:p></table:table-cell>");
        let cell = match code {
            ErrorCode::FormulaWithoutValue => format!("<table:table-cell {attributes}/>"),
            _ => cell,
        };
        assert_eq!(with(&cell), code, "{attributes}");
    }
}

#[test]
fn a_bomb_is_refused_by_what_it_unpacks_to_even_if_it_declares_little() {
    let zeros = vec![b' '; 8 << 20];
    let mut bytes = zipped(&[("[Content_Types].xml", b""), ("xl/workbook.xml", &zeros)]);
    let small = Options {
        limits: Limits {
            unpacked_bytes: 4 << 20,
            ..Limits::default()
        },
        ..Options::default()
    };
    let refused = |bytes: &[u8]| read_with(bytes, "fil.xlsx", &small).unwrap_err()[0].code;
    assert_eq!(refused(&bytes), ErrorCode::UnpacksTooLarge);
    // The same, declaring ten bytes wherever the size stands.
    let size = (8u32 << 20).to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size {
            bytes[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
        }
    }
    assert!(matches!(
        refused(&bytes),
        ErrorCode::UnpacksTooLarge | ErrorCode::BrokenWorkbook | ErrorCode::SheetNotFound
    ));
}

#[test]
fn other_packages_are_no_workbooks() {
    let word = zipped(&[("[Content_Types].xml", b""), ("word/document.xml", b"")]);
    assert_eq!(codes(&word), [ErrorCode::NotAWorkbook]);
    assert_eq!(codes(&zipped(&[("a.txt", b"")])), [ErrorCode::NotAWorkbook]);
    assert_eq!(
        codes(&zipped(&[("xl/workbook.bin", b"")])),
        [ErrorCode::OldWorkbook]
    );
    let locked = zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            "META-INF/manifest.xml",
            b"<m><manifest:encryption-data/></m>",
        ),
        ("content.xml", b"\x01\x02"),
    ]);
    assert_eq!(codes(&locked), [ErrorCode::PasswordProtected]);
}

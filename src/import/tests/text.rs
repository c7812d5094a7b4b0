//! Text files.

use super::*;

#[test]
fn the_published_components_are_read() {
    let bytes = include_bytes!("../../../reference/components_nordjylland_pl2023.csv");
    let parsed = read(bytes);
    assert_eq!(parsed.rows.len(), 12);
    assert_eq!(
        brief(&parsed.rows[0]),
        "2: KKR_NORDJYLLAND SEL_107 2022 532477630.00 626.0 p/l-2023"
    );
    assert_eq!(parsed.meta.format, Format::Csv { separator: ';' });
    assert_eq!(parsed.meta.convention, Some(Convention::Comma));
    assert_eq!((parsed.meta.header_line, parsed.meta.rows_in), (1, 12));
    assert_eq!(parsed.meta.bytes, bytes.len() as u64);
    assert_eq!(parsed.meta.sha256.len(), 64);
}

#[test]
fn titles_totals_and_empty_rows_are_passed_over_and_named() {
    let file = format!(
        "sep=;\nUdgifter i Nordjylland;;\n\n Område ;PARAGRAF;År;Udgift;Helårs-personer;Prisniveau;;\n\
         {ROW};;\n;;\n\nMorsø;§ 108;2023;\"1.234.567,89\";0,2;løbende\n\
         I alt;;2024;1.235.567,89\n;;;Ialt;;\nAalborg;85;2024;-5;0;2024\nTotal alle;;;;;;\n\n;;\n"
    );
    let parsed = read(file.as_bytes());
    assert_eq!(
        briefs(&parsed),
        [
            "5: 851 SEL_107 2024 1000.00 2.5 p/l-2023",
            "8: 773 SEL_108 2023 1234567.89 0.2 p/l-2023",
            "11: 851 SEL_85 2024 -5.00 0.0 p/l-2024",
        ]
    );
    assert_eq!(
        skipped(&parsed),
        [
            "1: sep= (titelrække over overskriften)",
            "2: Udgifter i Nordjylland (titelrække over overskriften)",
            "3:  (tom række)",
            "6:  (tom række)",
            "7:  (tom række)",
            "9: I alt | 2024 | 1.235.567,89 (I alt-række)",
            "10: Ialt (I alt-række)",
            "12: Total alle (I alt-række)",
        ]
    );
    assert_eq!((parsed.meta.header_line, parsed.meta.rows_in), (4, 6));
}

#[test]
fn each_encoding_and_line_end_gives_the_same_facts() {
    let file =
        format!("{HEADER};målgruppe\n{ROW};Hjerneskade på \"dag\"\nLæsø;107;2024;1;1;2024;\n");
    let want = briefs(&read(file.as_bytes()));
    assert_eq!(want.len(), 2);
    let utf16: Vec<u8> = format!("\u{feff}{file}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&file);
    for (bytes, encoding) in [
        (utf16, "UTF-16BE"),
        (latin.into_owned(), "windows-1252"),
        (format!("\u{feff}{file}").into_bytes(), "UTF-8"),
        (file.replace('\n', "\r\n").into_bytes(), "UTF-8"),
        (file.replace('\n', "\r").into_bytes(), "UTF-8"),
    ] {
        let parsed = read(&bytes);
        assert_eq!(briefs(&parsed), want, "{encoding}");
        assert_eq!(parsed.meta.encoding, Some(encoding));
    }
}

#[test]
fn the_separator_decides_the_convention_unless_it_is_stated() {
    let header = HEADER.replace(';', ",");
    let point = format!("{header}\nAalborg,SEL § 107,2024,1234567.50,2.5,2023\n");
    let parsed = read(point.as_bytes());
    assert_eq!(parsed.meta.convention, Some(Convention::Point));
    assert_eq!(parsed.rows[0].value.expenditure.oere(), 123_456_750);
    let grouped = point.replace("1234567.50", "\"1,234,567\"");
    assert_eq!(codes(grouped.as_bytes()), [ErrorCode::WrongConvention]);

    let stated = |decimal| Options {
        decimal: Some(decimal),
        ..Options::default()
    };
    let tabs = format!("{HEADER}\n{ROW}\n").replace(';', "\t");
    let parsed = read_with(tabs.as_bytes(), "fil.txt", &stated(Convention::Comma)).unwrap();
    assert_eq!(parsed.rows[0].value.persons.ten_thousandths(), 25_000);
    assert_eq!(parsed.meta.format, Format::Csv { separator: '\t' });

    let semicolons = format!("{HEADER}\n{}\n", ROW.replace("2,5", "2.5"));
    assert_eq!(codes(semicolons.as_bytes()), [ErrorCode::WrongConvention]);
    let parsed = read_with(semicolons.as_bytes(), "fil", &stated(Convention::Point)).unwrap();
    assert_eq!(parsed.rows[0].value.persons.ten_thousandths(), 25_000);
}

#[test]
fn every_fault_is_told_at_once_and_in_its_place() {
    let file = format!("{HEADER}\nÅlborg;109;24;x;-1;faste\n\n{ROW}\nAalborg;\n");
    let errors = read_with(file.as_bytes(), "fil", &Options::default()).unwrap_err();
    let brief: Vec<String> = errors
        .iter()
        .map(|e| {
            let column = e.column.as_deref().unwrap_or("-");
            format!("{}:{column}:{}", e.line.unwrap_or(0), e.code.key())
        })
        .collect();
    assert_eq!(
        brief,
        [
            "2:paragraf:unknown-paragraph",
            "2:aar:year-out-of-range",
            "2:udgift:not-a-number",
            "2:helaarspersoner:negative-number",
            "2:prisniveau:unknown-price-level",
            "5:-:missing-cell",
        ]
    );
}

#[test]
fn facts_differ_by_supplier_target_group_and_price_level() {
    let file = format!(
        "{HEADER};leverandør;Målgruppe\n{ROW};;\n{ROW};privat;\n{ROW};Kommune;autisme\n\
         Aalborg;107;2024;1000;2,5;løbende;;\nKKR Nordjylland;107;2024;1000;2,5;2023;;\n"
    );
    assert_eq!(read(file.as_bytes()).rows.len(), 5);
}

#[test]
fn no_cpr_number_is_repeated_and_no_amount_is_taken_for_one() {
    let amount = format!("{HEADER}\n{}\n", ROW.replace("1000", "1012024000"));
    assert_eq!(
        read(amount.as_bytes()).rows[0].value.expenditure.oere(),
        101_202_400_000
    );
    for (file, line) in [
        (
            format!("{HEADER}\n{}\n", ROW.replace("1000", "101202-4000")),
            2,
        ),
        (
            format!("{HEADER}\n{}\n", ROW.replace("Aalborg", "1012024000")),
            2,
        ),
        (format!("{HEADER}\n{};101202 4000\n", ROW), 2),
        (format!("{HEADER}\n{ROW}\nI alt 1012024000;;;;;\n"), 3),
        (format!("Udtræk for 1012024000\n{HEADER}\n{ROW}\n"), 1),
        (
            format!("{HEADER}\n{}\n", ROW.replace("1000", "1012024000 kr")),
            2,
        ),
    ] {
        let errors = read_with(file.as_bytes(), "fil", &Options::default()).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].code, ErrorCode::CprNumber, "{file}");
        assert_eq!(errors[0].line, Some(line));
        assert!(!errors[0].at("fil").contains("4000"));
    }
    let header = format!("{HEADER};1012024000\n{ROW};\n");
    let errors = read_with(header.as_bytes(), "fil", &Options::default()).unwrap_err();
    assert!(errors.iter().all(|e| !e.at("fil").contains("2024000")));
}

#[test]
fn the_index_and_the_population_are_read() {
    let file = "År;Indeks;Kilde\n2023;100;KL\n2024;103,912345;KL, juni\n";
    let parsed = price_index(file.as_bytes(), "fil", &Options::default()).unwrap();
    let values: Vec<i64> = parsed.rows.iter().map(|r| r.value.millionths).collect();
    assert_eq!(values, [100_000_000, 103_912_345]);
    assert_eq!(parsed.rows[1].value.source, "KL, juni");

    let file = "Kommune;År;Alder fra;Alder til;Antal\n851;2024;0;17;40.000\nAalborg;2024;18;125;180000\nLæsø;2024;0;125;1700\n";
    let parsed = population(file.as_bytes(), "fil", &Options::default(), &areas()).unwrap();
    let brief: Vec<String> = parsed
        .rows
        .iter()
        .map(|r| {
            let v = &r.value;
            format!(
                "{} {}-{} {}",
                v.municipality, v.age_from, v.age_to, v.inhabitants
            )
        })
        .collect();
    assert_eq!(
        brief,
        ["851 0-17 40000", "851 18-125 180000", "825 0-125 1700"]
    );
}

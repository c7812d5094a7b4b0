//! What is clear is taken, however it is written, and what was made of it is told.

use std::io::{Cursor, Write as _};

use cockpit::domain::offers::Offer;
use cockpit::import::{self, Options};
use rust_xlsxwriter::{Format as CellFormat, Workbook, Worksheet};
use zip::write::SimpleFileOptions;

use super::{FACTS, Kind, OFFERS, PEOPLE, TARIFFS, areas, check, groups, known, outcome};

#[test]
fn what_is_clear_is_taken() {
    for (kind, rows, want) in [
        (
            Kind::Components,
            "0773;§ 107 SEL;2024;73.100.000;412;p/l-23;\n",
            Ok(1),
        ),
        (
            Kind::Components,
            "Morsø Kommune;SEL_107;2024;1;2;2023-p/l;\nMorsø;107;2024;1;2;2024-priser;\n",
            Ok(2),
        ),
        (
            Kind::Components,
            "Morsø;107;2024;1;2;Løbende priser;\n\u{1a}",
            Ok(1),
        ),
        (
            Kind::Population,
            "Morsø;2024;0;17;4.100\nChristiansø;2024;0;17;12\n411;2024;18;125;70\n",
            Ok(1),
        ),
        // An empty target group, Excel's words for yes and no, and the supervisor's dash.
        (
            Kind::Offers,
            "B-8;Elmen;Aalborg Kommune;kommunal;Aalborg;107;;9;SAND;FALSK\nB-9;Asken;Aalborg Kommune;kommunal;Aalborg;107;;9;true;False\n",
            Ok(2),
        ),
        (
            Kind::Tariffs,
            "Birkegården;Dagtilbud;107;2025;100;døgn;97,5 %\n",
            Ok(1),
        ),
        (
            Kind::Tariffs,
            "BIRKEGA\u{30a}RDEN ;Dagtilbud;107;2025;100;døgn;\n",
            Ok(1),
        ),
        (
            Kind::Tariffs,
            "Birkegaard;Dagtilbud;107;2025;100;døgn;\n",
            Err("unknown-offer"),
        ),
    ] {
        check(kind, rows, want);
    }
    // In a column of whole numbers a point is never a decimal point.
    check(
        Kind::Population,
        "Morsø;2024;0;17;4.100\nAalborg;2024;0;17;41000\n",
        Ok(2),
    );
}

#[test]
fn an_offer_is_found_by_a_name_that_no_other_has() {
    let twin = Offer {
        id: "B-70".to_owned(),
        ..known().remove(0)
    };
    let offers = [known().remove(0), twin];
    let text = format!("{TARIFFS}Birkegården;Dagtilbud;107;2025;100;døgn;\n");
    let read = |offers: &[Offer]| {
        let options = Options::default();
        import::tariffs(text.as_bytes(), "fil.csv", &options, &areas(), offers)
    };
    let one = read(&offers[..1]).unwrap();
    assert_eq!(&*one.rows[0].value.offer_id, "B-7");
    assert_eq!(
        one.meta.notes,
        ["1 række nævner tilbuddet ved dets navn: linje 2."]
    );
    let error = &read(&offers).unwrap_err()[0];
    assert_eq!(error.code.key(), "offer-name-twice");
    assert_eq!(error.problem, "Flere tilbud har det navn: »B-7«, »B-70«.");
}

#[test]
fn a_calculated_number_is_rounded_to_what_is_kept_and_told() {
    let rounded = |expenditure: f64, persons: f64| {
        let file = workbook(&FACTS.trim().split(';').collect::<Vec<_>>(), |sheet| {
            sheet.write_row(1, 0, ["Aalborg", "107"]).unwrap();
            let numbers = [2024.0, expenditure, persons, 2023.0];
            sheet.write_row(1, 2, numbers).unwrap();
        });
        let read = import::components(&file, "fil.xlsx", &Options::default(), &areas()).unwrap();
        let fact = &read.rows[0].value;
        let values = (fact.expenditure.oere(), fact.persons.ten_thousandths());
        (values, read.meta.notes)
    };
    let note = |words: &str| {
        vec![format!(
            "{words} er afrundet til de decimaler, der gemmes: linje 2."
        )]
    };
    assert_eq!(
        rounded(7_654_321.987_654_3, 250.0 / 366.0),
        ((765_432_199, 6831), note("2 tal"))
    );
    assert_eq!(rounded(-0.125, 1.0), ((-13, 10_000), note("1 tal")));
    assert_eq!(rounded(0.12, 0.5), ((12, 5_000), Vec::new()));
    // A count is whole, and what is not was never a count.
    let file = workbook(&PEOPLE.trim().split(';').collect::<Vec<_>>(), |sheet| {
        sheet.write(1, 0, "Aalborg").unwrap();
        sheet.write_row(1, 1, [2024.0, 0.0, 17.0, 30.5]).unwrap();
    });
    let got = outcome(Kind::Population, &file, "fil.xlsx", &Options::default());
    assert_eq!(got, Err("too-many-decimals".to_owned()));
}

#[test]
fn a_percentage_is_read_as_it_is_shown_where_percent_is_meant() {
    let tariff = |occupancy: f64| {
        workbook(&TARIFFS.trim().split(';').collect::<Vec<_>>(), |sheet| {
            sheet.write_row(1, 0, ["B-7", "Dagtilbud", "107"]).unwrap();
            sheet.write_row(1, 3, [2025.0, 100.0]).unwrap();
            sheet.write(1, 5, "døgn").unwrap();
            let percent = CellFormat::new().set_num_format("0.0%");
            sheet.write_with_format(1, 6, occupancy, &percent).unwrap();
        })
    };
    let read = |file: &[u8]| {
        let options = Options::default();
        import::tariffs(file, "fil.xlsx", &options, &areas(), &known())
            .map(|read| read.rows[0].value.parts.as_ref().unwrap().occupancy)
            .map_err(|errors| errors[0].code.key())
    };
    assert_eq!(read(&tariff(0.975)), Ok(Some(9_750)));
    assert_eq!(
        read(&tariff(97.5)),
        Err("occupancy-out-of-range".to_owned())
    );
}

fn workbook(header: &[&str], fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, header.iter().copied()).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

#[test]
fn yes_and_no_are_read_from_logical_cells() {
    let file = workbook(&OFFERS.trim().split(';').collect::<Vec<_>>(), |sheet| {
        let row = ["B-8", "Elmen", "Aalborg Kommune", "kommunal", "851", "107"];
        sheet.write_row(1, 0, row).unwrap();
        sheet.write(1, 7, 9).unwrap();
        sheet.write_row(1, 8, [true, false]).unwrap();
    });
    let options = Options::default();
    let read = import::offers(&file, "fil.xlsx", &options, &areas(), &groups(), &[]).unwrap();
    let offer = &read.rows[0].value;
    assert_eq!((offer.in_agreement, offer.standard_contract), (true, false));
    assert!(offer.target_groups.is_empty());
}

/// A workbook whose sheet is named by some address, in some bytes.
fn package(target: &str, sheet: &[u8]) -> Vec<u8> {
    let relations = format!(
        r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="{target}"/></Relationships>"#
    );
    let book = r#"<workbook><sheets><sheet name="Ark1" r:id="r1"/></sheets></workbook>"#;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/ark/tal.xml", sheet),
    ];
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn odd_but_valid_packages_are_read() {
    let text = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let header: String = ["aar", "indeks", "kilde"].map(text).concat();
    let sheet = format!(
        "<worksheet><sheetData><row>{header}</row><row><c><v>2024</v></c><c><v>103.9</v></c>{}</row></sheetData></worksheet>",
        text("KL, p\u{e5} \u{f8}")
    );
    let wide = |mark: u16, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = std::iter::once(mark).chain(sheet.encode_utf16());
        units.flat_map(bytes).collect()
    };
    let plain = sheet.as_bytes().to_vec();
    for (target, bytes) in [
        ("ark/tal.xml", &plain),
        ("/xl/ark/tal.xml", &plain),
        (" ../xl/ark/tal.xml", &plain),
        ("andet/../ark/tal.xml", &plain),
        ("ark\\t%61l.xml", &plain),
        ("ark/tal.xml", &wide(0xfeff, u16::to_le_bytes)),
        ("ark/tal.xml", &wide(0xfeff, u16::to_be_bytes)),
    ] {
        let file = package(target, bytes);
        let read = import::price_index(&file, "fil.xlsx", &Options::default()).unwrap();
        assert_eq!(read.rows[0].value.source, "KL, p\u{e5} \u{f8}", "{target}");
    }
    // Half a letter is a damaged part.
    let mut half = wide(0xfeff, u16::to_le_bytes);
    half.pop();
    let got = outcome(
        Kind::PriceIndex,
        &package("ark/tal.xml", &half),
        "fil.xlsx",
        &Options::default(),
    );
    assert_eq!(got, Err("broken-workbook".to_owned()));
}

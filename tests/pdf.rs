//! PDF read back by an independent reader: the figures, the marks, the tags, and that no text of
//! anybody's is ever read as markup.

use cockpit::domain::period::Year;
use cockpit::domain::report::{
    Cell, Chart, ChartKind, Column, Filter, Line, Report, Source, Table, Unit, Value,
};
use cockpit::export::document::{Card, Document, Section};
use cockpit::export::pdf::Sharing;
use cockpit::export::{DocumentFormat, write_document};
use cockpit::export::{Format, SYNTHETIC_MARK, write};
use jiff::civil::date;
use lopdf::{Dictionary, Object};
use rust_decimal::Decimal;

fn kroner(text: &str) -> Cell {
    Value::Kroner(text.parse::<Decimal>().unwrap()).into()
}

fn percent(text: &str) -> Cell {
    Value::Percent(text.parse::<Decimal>().unwrap()).into()
}

fn report(rows: Vec<Vec<Cell>>) -> Report {
    Report {
        name: "unit-costs",
        title: "Enhedsudgifter".to_owned(),
        filters: vec![Filter::new("area", "Område", "KKR Nordjylland".to_owned())],
        data_version: 7,
        synthetic: false,
        masks: false,
        rows: Table {
            columns: vec![
                Column::new("group", "Gruppe", Unit::Text),
                Column::new("year", "År", Unit::Year),
                Column::new("expenditure", "Udgift", Unit::Kroner),
                Column::new("change_pct", "Ændring", Unit::Percent),
            ],
            rows,
        },
        totals: Table::default(),
        notes: Vec::new(),
        sources: vec![Source {
            batch: 7,
            file: "komponenter.csv".to_owned(),
            sha256: "ab".repeat(32),
            uploaded_at: "2025-06-20T22:15:00Z".to_owned(),
            uploaded_by: "sekretariatet".to_owned(),
        }],
        series: Vec::new(),
    }
}

fn row(name: &str, year: i32, amount: &str, change: Cell) -> Vec<Cell> {
    let year = Value::Year(Year::new(year.into()).unwrap()).into();
    vec![Cell::text(name), year, kroner(amount), change]
}

fn small() -> Report {
    report(vec![
        row("SEL § 107", 2022, "532477630.00", percent("-3.34")),
        row(
            "SEL § 108",
            2022,
            "-1234567.89",
            Cell::missing("Ingen personer i 2022."),
        ),
    ])
}

fn pdf(report: &Report) -> Vec<u8> {
    write(report, Format::Pdf).unwrap()
}

fn read(bytes: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(bytes).unwrap()
}

/// The words of each page, with all white space made one space.
fn pages(bytes: &[u8]) -> Vec<String> {
    let file = read(bytes);
    let numbers: Vec<u32> = file.get_pages().into_keys().collect();
    let words = |number: u32| {
        let text = file.extract_text(&[number]).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    numbers.into_iter().map(words).collect()
}

fn assert_says(page: &str, expected: &[&str]) {
    // Readers put their own spaces between pieces of a line.
    let squeeze = |text: &str| text.split_whitespace().collect::<String>();
    for expected in expected {
        assert!(
            squeeze(page).contains(&squeeze(expected)),
            "{expected} in {page}"
        );
    }
}

fn catalog(file: &lopdf::Document) -> Dictionary {
    file.catalog().unwrap().clone()
}

#[test]
fn figures_are_danish_and_gaps_give_their_reason() {
    let pages = pages(&pdf(&small()));
    assert_eq!(pages.len(), 1);
    assert_says(
        &pages[0],
        &[
            "Enhedsudgifter",
            "Område KKR Nordjylland",
            "Datastand 7",
            "Udgift (kr.)",
            "532.477.630,00",
            "\u{2212}1.234.567,89",
            "\u{2212}3,34 %",
            "\u{2013}1)",
            "1) Ingen personer i 2022.",
            "komponenter.csv (upload 7, 21. juni 2025, sekretariatet)",
            "side 1 af 1",
        ],
    );
    assert!(!pages[0].contains(SYNTHETIC_MARK));
}

#[test]
fn every_figure_of_the_csv_stands_in_the_pdf() {
    let report = small();
    let csv = String::from_utf8(write(&report, Format::Csv).unwrap()).unwrap();
    let page = pages(&pdf(&report))
        .remove(0)
        .replace(['.', ' ', '\u{a0}'], "");
    let rows = csv.lines().skip(1).take(report.rows.rows.len());
    for field in rows.flat_map(|row| row.split(';')) {
        let shown = field.replace('-', "\u{2212}").replace([' ', '.'], "");
        assert!(page.contains(&shown), "{field} in {page}");
    }
}

#[test]
fn no_text_is_markup() {
    let names = [
        "#eval(\"1+1\")",
        "= Overskrift",
        "*fed* _kursiv_ `kode` $x^2$",
        "#image(\"/etc/passwd\")",
        "a \\ b // c /* d */ <mærke> @henvisning",
        "\"},{\"title\":\"x",
        "https://example.dk --- ... ~",
    ];
    let rows = names
        .iter()
        .map(|name| row(name, 2022, "1.00", percent("0.00")));
    let mut report = report(rows.collect());
    report.title = "#panic() *Titel*".to_owned();
    report.notes = vec!["- #emph[note]".to_owned()];
    let page = pages(&pdf(&report)).remove(0);
    assert_says(&page, &names);
    assert_says(&page, &["#panic() *Titel*", "- #emph[note]"]);
}

#[test]
fn what_no_font_has_is_spelled_out_instead_of_failing() {
    let name = "Bo\u{1f3e0} \u{e000} \u{202e}";
    let report = report(vec![row(name, 2022, "1.00", percent("0.00"))]);
    assert_says(&pages(&pdf(&report))[0], &["Bo[U+1F3E0] [U+E000] [U+202E]"]);
}

#[test]
fn long_tables_go_over_pages_under_the_same_head() {
    let line = |n: i32| row(&format!("Tilbud {n:03}"), 2022, "1.00", percent("0.00"));
    let pages = pages(&pdf(&report((1..=120).map(line).collect())));
    assert!(pages.len() > 2, "{}", pages.len());
    for (at, page) in (1..).zip(&pages) {
        let number = format!("side {at} af {}", pages.len());
        assert_says(page, &[&number]);
        if page.contains("Tilbud") {
            assert_says(page, &["Udgift (kr.)"]);
        }
    }
    let all = pages.join(" ");
    for n in 1..=120 {
        assert_says(&all, &[&format!("Tilbud {n:03}")]);
    }
}

#[test]
fn a_wide_table_is_read_upright_and_stands_whole_in_an_annex_that_lies() {
    let lies = |report: &Report| -> Vec<bool> {
        let file = read(&pdf(report));
        let pages = file.get_pages().into_values();
        let lies = pages.map(|page| {
            let dictionary = file.get_dictionary(page).unwrap();
            let sides = dictionary
                .get(b"MediaBox")
                .and_then(Object::as_array)
                .unwrap();
            let side = |at: usize| sides[at].as_float().unwrap();
            side(2) > side(3)
        });
        lies.collect()
    };
    assert!(!lies(&small()).contains(&true));
    let mut wide = small();
    for n in 0..8 {
        wide.rows
            .columns
            .push(Column::new("more", format!("Kolonne {n}"), Unit::Kroner));
        for row in &mut wide.rows.rows {
            row.push(kroner("1234567890.12"));
        }
    }
    let pages_lie = lies(&wide);
    assert!(!pages_lie[0] && pages_lie.contains(&true), "{pages_lie:?}");
    let all = pages(&pdf(&wide));
    assert_says(&all[0], &["Kolonne 0", "Alle kolonner står i bilaget."]);
    assert!(!all[0].contains("Kolonne 7"), "{}", all[0]);
    assert_says(&all.join(" "), &["Bilag: alle kolonner", "Kolonne 7"]);
}

/// The sizes of the letters on the pages, in points.
fn sizes(bytes: &[u8]) -> Vec<f32> {
    let file = read(bytes);
    let mut sizes = Vec::new();
    for page in file.get_pages().into_values() {
        let content = file.get_page_content(page);
        let content = lopdf::content::Content::decode(&content).unwrap();
        let set = content.operations.iter().filter(|o| o.operator == "Tf");
        sizes.extend(set.map(|o| o.operands[1].as_float().unwrap()));
    }
    sizes
}

#[test]
fn a_table_too_wide_to_be_read_is_divided_and_its_long_texts_stand_under_it() {
    let mut wide = small();
    for n in 0..20 {
        let column = Column::new("more", format!("Kolonne {n:02}"), Unit::Kroner);
        wide.rows.columns.push(column);
        for row in &mut wide.rows.rows {
            row.push(kroner("1234567890.12"));
        }
    }
    let long = "En forklaring, som er længere, end en kolonne er bred.\r\nOg en linje til.";
    wide.rows
        .columns
        .push(Column::new("why", "Forklaring", Unit::Text));
    wide.rows.rows[0].push(Cell::text(long));
    wide.rows.rows[1].push(Cell::text(""));
    for row in &mut wide.rows.rows {
        row[3] = percent("1.00");
    }
    let bytes = pdf(&wide);
    let smallest = sizes(&bytes).into_iter().fold(f32::MAX, f32::min);
    assert!(smallest >= 8.0, "{smallest} pt");
    let all = pages(&bytes).join(" ");
    for n in 0..20 {
        assert_says(&all, &[&format!("Kolonne {n:02}")]);
    }
    assert!(
        all.matches("SEL § 108").count() > 1,
        "each part names the rows: {all}"
    );
    assert_says(&all, &["SEL § 107, 2022", "er bred. Og en linje til."]);
    assert!(!all.contains("U+000D"), "{all}");
}

#[test]
fn the_file_is_danish_titled_and_tagged() {
    let file = read(&pdf(&small()));
    let catalog = catalog(&file);
    assert_eq!(
        catalog.get(b"Lang").and_then(Object::as_str).unwrap(),
        b"da"
    );
    assert!(catalog.has(b"StructTreeRoot"));
    let text: Vec<u8> = file.objects.values().fold(Vec::new(), |mut all, object| {
        if let Object::Stream(stream) = object {
            let plain = stream.decompressed_content();
            all.extend(plain.unwrap_or_else(|_| stream.content.clone()));
        }
        all
    });
    let xmp = String::from_utf8_lossy(&text);
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(xmp.contains("Enhedsudgifter"));
    let kinds: Vec<&[u8]> = file
        .objects
        .values()
        .filter_map(|o| o.as_dict().ok()?.get(b"S").ok()?.as_name().ok())
        .collect();
    for kind in [&b"Table"[..], b"TH", b"TD", b"H1"] {
        assert!(kinds.contains(&kind), "{}", String::from_utf8_lossy(kind));
    }
}

#[test]
fn a_bar_chart_is_drawn_and_told_to_screen_readers() {
    let line = |label: &str, points: [Option<i64>; 3]| Line {
        label: label.to_owned(),
        points: points.iter().map(|p| p.map(Decimal::from).into()).collect(),
    };
    let mut report = small();
    let without = read(&pdf(&report));
    report.series = vec![Chart {
        key: "distribution".to_owned(),
        title: "Ydelser efter ændring <\u{1F3E0}>".to_owned(),
        kind: ChartKind::Bar,
        unit: Unit::Count,
        labels: ["3 til 4 %", "4 til 5 %", "5 til 6 %"]
            .map(str::to_owned)
            .into(),
        lines: vec![
            line("Højst 5 %", [Some(0), Some(12), None]),
            line("Over 5 %", [None, None, Some(3)]),
        ],
    }];
    let bytes = pdf(&report);
    assert_says(
        &pages(&bytes).join(" "),
        &[
            "Ydelser efter ændring",
            "Højst 5 %",
            "Over 5 %",
            "4 til 5 %",
        ],
    );
    let told = |file: &lopdf::Document| -> Vec<String> {
        let dictionaries = file.objects.values().filter_map(|o| o.as_dict().ok());
        dictionaries
            .filter_map(|d| lopdf::decode_text_string(d.get(b"Alt").ok()?).ok())
            .collect()
    };
    assert!(told(&without).is_empty());
    assert_eq!(
        told(&read(&bytes)),
        ["Ydelser efter ændring <[U+1F3E0]>. 4 til 5 %: 12; 5 til 6 %: 3."]
    );
    // Lines are told as well, each by its name.
    report.series[0].kind = ChartKind::Line;
    let lines = told(&read(&pdf(&report)));
    let [lines] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    for name in ["Højst 5 %", "Over 5 %", "12"] {
        assert!(lines.contains(name), "{lines}");
    }
}

#[test]
fn synthetic_data_is_marked_on_every_page() {
    let line = |n: i32| row(&format!("Tilbud {n:03}"), 2022, "1.00", percent("0.00"));
    let mut report = report((1..=80).map(line).collect());
    report.synthetic = true;
    let pages = pages(&pdf(&report));
    assert!(pages.len() > 1);
    for page in &pages {
        assert_says(page, &[SYNTHETIC_MARK]);
    }
}

fn letter() -> Document {
    let mut other = small();
    other.data_version = 9;
    Document {
        title: "Takststigninger over 5 %".to_owned(),
        addressee: Some("Socialtilsyn Nord".to_owned()),
        date: Some(date(2025, 6, 20)),
        lead: vec!["Hermed årets liste.".to_owned()],
        sections: vec![
            Section {
                heading: "Baggrund".to_owned(),
                paragraphs: vec!["Rammeaftalen, punkt 4.".to_owned()],
                ..Section::default()
            },
            Section {
                heading: "Liste: kommunale".to_owned(),
                paragraphs: Vec::new(),
                report: Some(small()),
                cards: vec![Card {
                    heading: "Bakkehuset, Døgn".to_owned(),
                    facts: vec![("Driftsherre".to_owned(), "Aalborg".to_owned())],
                    text: "Første linje\r\nAnden linje".to_owned(),
                }],
                ..Section::default()
            },
            Section {
                heading: "Liste: regionale".to_owned(),
                paragraphs: Vec::new(),
                report: Some(other),
                ..Section::default()
            },
        ],
        front: None,
    }
}

#[test]
fn a_document_has_its_words_and_the_reports() {
    let bytes = write_document(&letter(), DocumentFormat::Pdf).unwrap();
    let all = pages(&bytes).join(" ");
    assert_says(
        &all,
        &[
            "Takststigninger over 5 %",
            "Til Socialtilsyn Nord",
            "Dato 20. juni 2025",
            "Hermed årets liste.",
            "Baggrund Rammeaftalen, punkt 4.",
            "Liste: kommunale",
            "Bakkehuset, Døgn Driftsherre: Aalborg Første linje Anden linje",
            "Datastand 7",
            "Datastand 9",
        ],
    );
    // The same upload is one source.
    assert_eq!(all.matches("komponenter.csv").count(), 1);
}

#[test]
fn a_document_is_a_workbook_too() {
    use calamine::{Data, Reader, Xlsx};
    let bytes = write_document(&letter(), DocumentFormat::Xlsx).unwrap();
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let names = [
        "Tekst",
        "Liste- kommunale",
        "Forklaringer",
        "Liste- regionale",
        "Om",
    ];
    assert_eq!(book.sheet_names(), names);
    let words = book.worksheet_range("Tekst").unwrap();
    let words: Vec<String> = words.used_cells().map(|(_, _, c)| c.to_string()).collect();
    for expected in [
        "Socialtilsyn Nord",
        "20. juni 2025",
        "Hermed årets liste.",
        "Baggrund",
        "Rammeaftalen, punkt 4.",
    ] {
        assert!(
            words.iter().any(|word| word == expected),
            "{expected} in {words:?}"
        );
    }
    let said = book.worksheet_range("Forklaringer").unwrap();
    let said = |row, col| said.get_value((row, col)).map(ToString::to_string);
    assert_eq!(said(0, 1).as_deref(), Some("Driftsherre"));
    assert_eq!(said(1, 2).as_deref(), Some("Første linje\nAnden linje"));
    let list = book.worksheet_range("Liste- regionale").unwrap();
    assert_eq!(list.get_value((1, 2)), Some(&Data::Float(532_477_630.0)));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for format in [DocumentFormat::Pdf, DocumentFormat::Xlsx] {
        let first = write_document(&letter(), format).unwrap();
        assert_eq!(first, write_document(&letter(), format).unwrap());
    }
    let bytes = write_document(&letter(), DocumentFormat::Pdf).unwrap();
    let file = read(&bytes);
    let info = file.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(info) = info {
        let info = file.get_dictionary(info).unwrap();
        assert!(!info.has(b"CreationDate"), "a clock is in the file");
    }
}

#[test]
fn what_the_typesetter_remembers_changes_no_byte() {
    let alone = write_document(&letter(), DocumentFormat::Pdf).unwrap();
    let _sharing = Sharing::begin();
    pdf(&small());
    for _ in 0..2 {
        let shared = write_document(&letter(), DocumentFormat::Pdf).unwrap();
        assert_eq!(alone, shared);
    }
}

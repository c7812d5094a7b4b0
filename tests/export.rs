//! Every writer on one report: what others script against, what Excel shows, what must never leak.

mod support;

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use cockpit::domain::period::Year;
use cockpit::domain::report::{
    Cell, Chart, ChartKind, Column, Filter, Line, Point, Report, Source, Table, Unit, Value,
};
use cockpit::export::{ExportError, Format, SYNTHETIC_MARK, file_name, write};
use rust_decimal::Decimal;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// One of everything: every kind of value, a missing figure with and without its note, a negative
/// zero, and texts that would be formulas.
fn report() -> Report {
    let year = |n| Cell::from(Value::Year(Year::new(n).unwrap()));
    let mut zero = d("0.00");
    zero.set_sign_negative(true);
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
                Column::new("effect", "Virkning", Unit::WholeKroner),
                Column::new("full_year_persons", "Helårspersoner", Unit::Persons),
                Column::new("unit_cost", "Enhedsudgift", Unit::Kroner),
                Column::new("agrees", "Stemmer", Unit::YesNo),
                Column::new("cases", "Sager", Unit::Count),
                Column::new("note", "Tekst", Unit::Text),
            ],
            rows: vec![
                vec![
                    Cell::text("SEL_107"),
                    year(2022),
                    Value::Kroner(d("532477630.00")).into(),
                    Value::WholeKroner(d("-40439877")).into(),
                    Value::Persons(d("626.0")).into(),
                    Value::Kroner(d("850603.24")).into(),
                    Value::YesNo(true).into(),
                    Value::Count(1234).into(),
                    Cell::text("=1+1"),
                ],
                vec![
                    Cell::text("ABL_105"),
                    year(2024),
                    Value::Kroner(d("-12.5")).into(),
                    Value::Empty.into(),
                    Cell::missing("personer er ikke indberettet"),
                    Cell::missing("ingen helårspersoner"),
                    Value::YesNo(false).into(),
                    Value::Count(0).into(),
                    Cell::text("-a;\"b\""),
                ],
            ],
        },
        totals: Table {
            columns: vec![
                Column::new("group", "Gruppe", Unit::Text),
                Column::new("change_pct", "Ændring", Unit::Percent),
            ],
            rows: vec![
                vec![Cell::text("SEL_107"), Value::Percent(d("-3.34")).into()],
                vec![Cell::text("ABL_105"), Value::Percent(zero).into()],
            ],
        },
        notes: vec!["ABL_105, 2024: personer er ikke indberettet.".to_owned()],
        sources: vec![Source {
            batch: 7,
            file: "komponenter.csv".to_owned(),
            sha256: "ab".repeat(32),
            uploaded_at: "2025-06-20T08:15:00Z".to_owned(),
            uploaded_by: "sekretariat@example.dk".to_owned(),
        }],
        series: vec![Chart {
            key: "unit_cost".to_owned(),
            title: "Enhedsudgift".to_owned(),
            kind: ChartKind::Line,
            unit: Unit::Kroner,
            labels: vec!["2022".to_owned(), "2024".to_owned()],
            lines: vec![Line {
                label: "SEL § 107".to_owned(),
                points: vec![Point::At(d("850603.24")), Point::Gap],
            }],
        }],
    }
}

fn synthetic() -> Report {
    Report {
        synthetic: true,
        ..report()
    }
}

fn text(report: &Report, format: Format) -> String {
    String::from_utf8(write(report, format).unwrap()).unwrap()
}

fn book(report: &Report) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(write(report, Format::Xlsx).unwrap())).unwrap()
}

fn sheet(report: &Report, name: &str) -> Range<Data> {
    book(report).worksheet_range(name).unwrap()
}

/// One file of the package that a workbook is.
fn part(report: &Report, name: &str) -> String {
    let bytes = write(report, Format::Xlsx).unwrap();
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(package.by_name(name).unwrap()).unwrap()
}

#[test]
fn json_has_the_published_shape() {
    let json: serde_json::Value = serde_json::from_str(&text(&report(), Format::Json)).unwrap();
    insta::assert_json_snapshot!(json);
}

#[test]
fn csv_is_what_danish_excel_opens() {
    let csv = text(&report(), Format::Csv);
    assert!(csv.starts_with('\u{feff}'));
    assert_eq!(csv.matches('\n').count(), csv.matches("\r\n").count());
    insta::assert_snapshot!(csv.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
}

/// What a program makes of the file that is told `sep=';'` and `decimal=','` and nothing else: a
/// strict reader, which refuses a line of another width than the heading's.
fn as_a_table(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes);
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let heading = texts(reader.headers().unwrap());
    let rows = reader.records().map(|record| texts(&record.unwrap()));
    (heading, rows.collect())
}

fn is_number(field: &str) -> bool {
    let number: Result<Decimal, _> = field.replace(',', ".").parse();
    number.is_ok() && !field.contains('.')
}

#[test]
fn every_csv_is_one_table_whose_figures_are_numbers() {
    let database = support::TestDatabase::new();
    let store = database.store();
    cockpit::demo::fill(&store, support::clock()).unwrap();
    let figures = [
        Unit::Year,
        Unit::Kroner,
        Unit::WholeKroner,
        Unit::Persons,
        Unit::Percent,
        Unit::Mixed,
        Unit::Count,
    ];
    let (mut gaps, mut masked) = (0, 0);
    for question in cockpit::reports::questions() {
        let query = question.query(Vec::<(String, String)>::new()).unwrap();
        let report = store.read(|db| (question.report)(db, &query)).unwrap();
        let (heading, rows) = as_a_table(&write(&report, Format::Csv).unwrap());
        let name = question.name;
        assert_eq!(rows.len(), report.rows.rows.len(), "{name}");
        assert_eq!(heading.len(), report.rows.columns.len() + 1, "{name}");
        let different: std::collections::BTreeSet<&String> = heading.iter().collect();
        assert_eq!(different.len(), heading.len(), "{name}: {heading:?}");
        for (at, column) in report.rows.columns.iter().enumerate() {
            let figure = figures.contains(&column.unit);
            for row in rows.iter().filter(|_| figure) {
                gaps += usize::from(row[at].is_empty());
                if row[at] == "skjult" {
                    masked += 1;
                    continue;
                }
                let told = || format!("{name}, {}: {:?}", heading[at], row[at]);
                assert!(row[at].is_empty() || is_number(&row[at]), "{}", told());
            }
        }
    }
    assert!(
        gaps > 0 && masked > 0,
        "no figure was missing, or none masked: the test proves less than it says"
    );
}

#[test]
fn every_missing_figure_gives_its_reason_once() {
    let json: serde_json::Value = serde_json::from_str(&text(&report(), Format::Json)).unwrap();
    assert_eq!(
        json["notes"],
        serde_json::json!([
            "ABL_105, 2024: personer er ikke indberettet.",
            "ABL_105, 2024, -a;\"b\": ingen helårspersoner",
        ])
    );
}

#[test]
fn cells_of_the_workbook_are_typed() {
    let rows = sheet(&report(), "Enhedsudgifter");
    let row = |n: u32| -> Vec<Data> {
        (0..9)
            .map(|col| rows.get_value((n, col)).cloned().unwrap_or(Data::Empty))
            .collect()
    };
    let word = |text: &str| Data::String(text.to_owned());
    assert_eq!(row(0)[2], word("Udgift (kr.)"));
    assert_eq!(
        row(1),
        [
            word("SEL_107"),
            Data::Float(2022.0),
            Data::Float(532_477_630.0),
            Data::Float(-40_439_877.0),
            Data::Float(626.0),
            Data::Float(850_603.24),
            word("ja"),
            Data::Float(1234.0),
            word("=1+1"),
        ]
    );
    assert_eq!(row(2)[3], Data::Empty);
    assert_eq!(row(2)[5], word("–"));
    let changes = sheet(&report(), "Ændringer");
    assert_eq!(changes.get_value((1, 1)), Some(&Data::Float(-3.34)));
    assert_eq!(changes.get_value((2, 1)), Some(&Data::Float(0.0)));
}

#[test]
fn no_cell_of_the_workbook_is_a_formula() {
    let mut book = book(&report());
    let names = book.sheet_names();
    assert_eq!(
        names,
        [
            "Enhedsudgifter",
            "Ændringer",
            "Diagrammer",
            "Diagramdata",
            "Om"
        ]
    );
    for name in names {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{name}");
    }
}

#[test]
fn the_workbook_explains_its_gaps_and_draws_its_charts() {
    let notes = part(&report(), "xl/comments1.xml");
    assert!(notes.contains("ingen helårspersoner"), "{notes}");
    let chart = part(&report(), "xl/charts/chart1.xml");
    for expected in [
        "Diagramdata!$A$3:$A$4",
        "Diagramdata!$B$3:$B$4",
        "Enhedsudgift",
        "År",
        "kr.",
    ] {
        assert!(chart.contains(expected), "{expected} in {chart}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for format in Format::ALL {
        let first = write(&report(), format).unwrap();
        assert_eq!(first, write(&report(), format).unwrap(), "{format:?}");
    }
    let dates = part(&report(), "docProps/core.xml");
    assert!(dates.contains("2025-06-20T08:15:00Z"), "{dates}");
    assert!(!text(&report(), Format::Json).contains("synthetic"));
}

#[test]
fn synthetic_data_is_marked_in_every_format() {
    let json: serde_json::Value = serde_json::from_str(&text(&synthetic(), Format::Json)).unwrap();
    assert_eq!(json["synthetic"], true);
    let csv = text(&synthetic(), Format::Csv);
    let marked = csv
        .lines()
        .skip(1)
        .filter(|l| l.ends_with(";SYNTETISKE DATA"));
    assert!(csv.lines().next().unwrap().ends_with(";Datagrundlag"));
    assert_eq!(marked.count(), 2, "{csv}");
    for (at, name) in (1..).zip(book(&synthetic()).sheet_names()) {
        let first = sheet(&synthetic(), &name);
        assert_eq!(
            first.get_value((0, 0)),
            Some(&Data::String(SYNTHETIC_MARK.to_owned())),
            "{name}"
        );
        let xml = part(&synthetic(), &format!("xl/worksheets/sheet{at}.xml"));
        let marks = xml.matches(SYNTHETIC_MARK).count();
        assert_eq!(marks, 2, "header and footer of {name}");
    }
    assert!(!part(&report(), "xl/sharedStrings.xml").contains(SYNTHETIC_MARK));
}

#[test]
fn an_empty_report_can_be_written() {
    let empty = Report {
        rows: Table::default(),
        totals: Table::default(),
        series: Vec::new(),
        sources: Vec::new(),
        ..report()
    };
    for format in Format::ALL {
        assert!(!write(&empty, format).unwrap().is_empty());
    }
}

#[test]
fn a_row_of_another_width_is_refused() {
    let mut ragged = report();
    ragged.rows.rows[1].pop();
    for format in Format::ALL {
        assert!(matches!(
            write(&ragged, format),
            Err(ExportError::Ragged {
                table: "rows",
                row: 2,
                cells: 8,
                columns: 9
            })
        ));
    }
}

#[test]
fn formats_are_known_by_their_keys() {
    for format in Format::ALL {
        assert_eq!(Format::from_key(format.extension()), Some(format));
    }
    assert_eq!(Format::from_key("ods"), None);
    assert_eq!(
        file_name(&report(), Format::Xlsx),
        "enhedsudgifter-kkr-nordjylland-datastand-7.xlsx"
    );
    assert_eq!(
        file_name(&synthetic(), Format::Csv),
        "enhedsudgifter-kkr-nordjylland-syntetisk-datastand-7.csv"
    );
}

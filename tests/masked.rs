//! A masked figure in every file: a kind of its own, which nobody takes for a number, for nothing or
//! for a figure that is missing.

mod support;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use cockpit::domain::people::Right;
use cockpit::domain::report::{
    Cell, Chart, ChartKind, Column, Derivation, Line, Point, Report, Role, Table, Unit, Value,
};
use cockpit::export::{DocumentFormat, ExportError, Format, document, write, write_document};
use cockpit::reports::{FigureAt, Query, Question, ReportError, origin};
use serde_json::json;

const REASON: &str = "Tallet kan vise noget om enkelte borgere.";
const SAID: &str = "Skjult: Tallet kan vise noget om enkelte borgere.";

/// What is masked, missing and nothing beside each other, in rows and totals.
fn report() -> Report {
    let row = |name: &str, cases: Cell, cost: Cell| vec![Cell::text(name), cases, cost];
    let columns = || {
        let cost = Column::new("cost", "Udgift", Unit::Kroner);
        vec![
            Column::new("municipality", "Kommune", Unit::Text),
            Column::new("cases", "Sager", Unit::Count),
            Column {
                role: Role::Figure,
                ..cost
            },
        ]
    };
    let cost = || Cell::from(Value::Kroner("12345678.50".parse().unwrap()));
    Report {
        name: "costly-cases",
        title: "Dyre sager".to_owned(),
        filters: Vec::new(),
        data_version: 7,
        synthetic: false,
        masks: true,
        rows: Table {
            columns: columns(),
            rows: vec![
                row("Aalborg", Value::Count(12).into(), cost()),
                row("Læsø", Cell::masked(REASON), Cell::masked(REASON)),
                row(
                    "Thisted",
                    Value::Count(0).into(),
                    Cell::missing("Ingen sager."),
                ),
                row("Rebild", Value::Count(9).into(), Cell::masked(REASON)),
            ],
        },
        totals: Table {
            columns: columns(),
            rows: vec![row("I alt", Cell::masked(REASON), cost())],
        },
        notes: Vec::new(),
        sources: Vec::new(),
        series: Vec::new(),
    }
}

fn text(report: &Report, format: Format) -> String {
    String::from_utf8(write(report, format).unwrap()).unwrap()
}

fn of_json(report: &Report) -> serde_json::Value {
    serde_json::from_str(&text(report, Format::Json)).unwrap()
}

#[test]
fn json_gives_null_and_names_the_key_last_in_the_row() {
    let file = of_json(&report());
    let masked = |of: &str| -> Vec<serde_json::Value> {
        let rows = file[of].as_array().unwrap().iter();
        rows.map(|row| row["masked"].clone()).collect()
    };
    let both = json!(["cases", "cost"]);
    assert_eq!(
        masked("rows"),
        [json!([]), both, json!([]), json!(["cost"])]
    );
    assert_eq!(masked("totals"), [json!(["cases"])]);
    assert!(file["rows"][1]["cases"].is_null() && file["rows"][1]["cost"].is_null());
    // A missing figure is null too and stands in no list; a zero is a zero.
    assert!(file["rows"][2]["cost"].is_null());
    assert_eq!(file["rows"][2]["cases"], 0);
    let bytes = text(&report(), Format::Json);
    assert!(
        bytes.contains(r#""cost":null,"masked":["cases","cost"]}"#),
        "{bytes}"
    );
    assert_eq!(file["notes"], json!([SAID, "Thisted: Ingen sager."]));
}

#[test]
fn a_report_that_masks_nothing_has_no_such_member() {
    let mut plain = report();
    plain.masks = false;
    plain.totals = Table::default();
    plain
        .rows
        .rows
        .retain(|row| !row.iter().any(|c| c.value.is_masked()));
    assert!(!text(&plain, Format::Json).contains("masked"));
}

#[test]
fn csv_has_the_word_and_only_where_something_is_masked() {
    let file = text(&report(), Format::Csv);
    let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "Kommune;Sager (antal);Udgift (kr.)",
            "Aalborg;12;12345678,50",
            "Læsø;skjult;skjult",
            "Thisted;0;",
            "Rebild;9;skjult",
        ]
    );
}

#[test]
fn excel_has_the_word_as_a_text_that_no_formula_counts() {
    let bytes = write(&report(), Format::Xlsx).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let rows = book.worksheet_range("Dyre sager").unwrap();
    let word = Data::String("skjult".to_owned());
    assert_eq!(rows.get_value((2, 1)), Some(&word));
    assert_eq!(rows.get_value((2, 2)), Some(&word));
    assert_eq!(rows.get_value((3, 1)), Some(&Data::Float(0.0)));
    assert_eq!(rows.get_value((3, 2)), Some(&Data::String("–".to_owned())));
    let totals = book.worksheet_range("Totaler").unwrap();
    assert_eq!(totals.get_value((1, 1)), Some(&word));
    let about = book.worksheet_range("Om").unwrap();
    let told = about
        .cells()
        .filter(|(_, _, cell)| **cell == Data::String(SAID.to_owned()));
    assert_eq!(told.count(), 1);
}

/// The words of a file, with all white space made one space.
fn words(bytes: &[u8]) -> String {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let numbers: Vec<u32> = file.get_pages().into_keys().collect();
    let text = file.extract_text(&numbers).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_pdf_has_a_dot_and_the_reason_once() {
    let paper = words(&write(&report(), Format::Pdf).unwrap());
    // Four masked cells, all with the number of the one reason.
    assert_eq!(paper.matches('●').count(), 4, "{paper}");
    assert_eq!(paper.matches(SAID).count(), 1, "{paper}");
    assert!(paper.contains(&format!("1) {SAID}")), "{paper}");
    assert!(paper.contains("2) Ingen sager."), "{paper}");
    assert!(!paper.contains("U+25CF"), "{paper}");
}

/// The report with a bar for each row.
fn drawn() -> Report {
    let mut report = report();
    let rows = &report.rows.rows;
    report.series = vec![Chart {
        key: "cases".to_owned(),
        title: "Sager".to_owned(),
        kind: ChartKind::Bar,
        unit: Unit::Count,
        labels: rows.iter().map(|row| row[0].value.danish()).collect(),
        lines: vec![Line {
            label: "Antal".to_owned(),
            points: rows.iter().map(|row| Point::from(&row[1].value)).collect(),
        }],
    }];
    report
}

#[test]
fn a_masked_bar_is_told_in_the_pdf_and_in_the_workbook_without_a_figure() {
    let bytes = write(&drawn(), Format::Pdf).unwrap();
    let paper = words(&bytes);
    assert!(paper.contains("Antal skjult"), "{paper}");
    assert_eq!(paper.matches('●').count(), 5, "{paper}");
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let alts: Vec<String> = file
        .objects
        .values()
        .filter_map(|o| o.as_dict().ok()?.get(b"Alt").ok())
        .filter_map(|alt| lopdf::decode_text_string(alt).ok())
        .collect();
    assert_eq!(
        alts,
        ["Sager. Aalborg: 12; Læsø: skjult; Thisted: 0; Rebild: 9."]
    );

    let bytes = write(&drawn(), Format::Xlsx).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let data = book.worksheet_range("Diagramdata").unwrap();
    let label = Data::String("Læsø (skjult)".to_owned());
    assert_eq!(data.get_value((3, 0)), Some(&label));
    assert_eq!(data.get_value((3, 1)), Some(&Data::Empty));
    assert_eq!(data.get_value((4, 1)), Some(&Data::Float(0.0)));
}

#[test]
fn a_masked_figure_where_none_is_told_of_is_refused_in_every_form() {
    let mut report = report();
    report.masks = false;
    for format in Format::ALL {
        let refused = write(&report, format).unwrap_err();
        let found = matches!(
            refused,
            ExportError::Masked {
                table: "rows",
                row: 2
            }
        );
        assert!(found, "{format:?}: {refused}");
    }
    let mut picture = drawn();
    picture.masks = false;
    (picture.rows, picture.totals) = (Table::default(), Table::default());
    let refused = write(&picture, Format::Pdf).unwrap_err();
    assert!(matches!(
        refused,
        ExportError::Masked {
            table: "series",
            ..
        }
    ));
    let paper = document::Document::of_report(&report);
    for format in [DocumentFormat::Pdf, DocumentFormat::Xlsx] {
        assert!(write_document(&paper, format).is_err(), "{format:?}");
    }
}

/// A question whose masked cells were made with how they were made, and whose other figures tell it too.
static QUESTION: Question = Question {
    name: "costly-cases",
    row: "a municipality",
    right: Right::ReadFigures,
    filters: &[],
    shapes: Vec::new,
    report: |_, _| {
        let mut derived = report();
        let made = Derivation {
            formula: "sager".to_owned(),
            with_numbers: "1 + 2 = 3".to_owned(),
            facts: Vec::new(),
        };
        for column in &mut derived.rows.columns {
            column.told = column.role == Role::Figure;
        }
        for cell in derived.rows.rows.iter_mut().flatten() {
            cell.derivation = Some(Box::new(made.clone()));
        }
        Ok(derived)
    },
};

#[test]
fn where_from_tells_nothing_of_a_masked_figure() {
    let database = support::TestDatabase::new();
    let store = database.store();
    let asked = |municipality: &str, column: &str| {
        let which = FigureAt {
            question: &QUESTION,
            query: Query::default(),
            row: vec![("municipality".to_owned(), municipality.to_owned())],
            column: column.to_owned(),
        };
        store
            .read::<_, ReportError>(|db| origin::find(db, &which))
            .unwrap()
    };
    for column in ["cases", "cost"] {
        assert!(asked("Læsø", column).is_none(), "{column}");
    }
    let told = asked("Rebild", "cases").unwrap();
    assert_eq!(told.derivation.with_numbers, "1 + 2 = 3");
}

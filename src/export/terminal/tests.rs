use rust_decimal::Decimal;

use super::*;
use crate::domain::report::Cell;

const TEXT: &str = "En forklaring, der er så lang, at den ikke står på en linje for sig selv";

fn report(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Report {
    Report {
        name: "unit-costs",
        title: "Enhedsudgifter".to_owned(),
        filters: Vec::new(),
        data_version: 7,
        synthetic: false,
        masks: false,
        rows: Table { columns, rows },
        totals: Table::default(),
        notes: vec!["Tallene er i løbende priser.".to_owned()],
        sources: Vec::new(),
        series: Vec::new(),
    }
}

fn kroner(units: i64, scale: u32) -> Cell {
    Value::Kroner(Decimal::new(units, scale)).into()
}

fn three_rows(text: &str) -> Report {
    let columns = vec![
        Column::new("group", "Gruppe", Unit::Text),
        Column::new("unit_cost", "Enhedsudgift", Unit::Kroner),
        Column::new("note", "Bemærkning", Unit::Text),
    ];
    let rows = vec![
        vec![
            Cell::key("SEL_107", "SEL § 107"),
            kroner(85_060_324, 2),
            Cell::text(text),
        ],
        vec![Cell::text("SEL § 108"), kroner(-125, 1), Cell::text("")],
        vec![
            Cell::text("ABL"),
            Cell::missing("Ingen personer."),
            Cell::text("kort"),
        ],
    ];
    report(columns, rows)
}

fn longest(text: &str) -> usize {
    text.lines().map(length).max().unwrap_or(0)
}

#[test]
fn numbers_stand_under_each_other_and_a_gap_says_why() {
    let text = write(&three_rows("x"), 80);
    let expected = "\
Enhedsudgifter

Gruppe     Enhedsudgift  Bemærkning
                  (kr.)
─────────  ────────────  ──────────
SEL § 107    850.603,24  x
SEL § 108        \u{2212}12,5
ABL                \u{2013}     kort

Datastand: 7

Tallene er i løbende priser.

ABL, kort: Ingen personer.
";
    assert_eq!(text, expected);
}

#[test]
fn no_line_is_longer_than_the_terminal_is_wide() {
    for width in [20, 40, 60, 80, 120, 200] {
        let text = write(&three_rows(&TEXT.repeat(3)), width);
        assert!(longest(&text) <= width, "{width}:\n{text}");
        assert!(text.contains("850.603,24"), "{width}:\n{text}");
        let words: String = text.split_whitespace().collect();
        assert!(
            words.contains("forklaring,") && words.contains("selv"),
            "{width}"
        );
    }
}

#[test]
fn what_no_terminal_is_wide_enough_for_stands_as_cards() {
    let text = write(&three_rows("x"), 32);
    assert!(
        text.contains("Gruppe: SEL § 107\nEnhedsudgift (kr.): 850.603,24\nBemærkning: x\n"),
        "{text}"
    );
    assert!(!text.contains('─'));
}

#[test]
fn no_upload_moves_the_cursor() {
    let text = write(&three_rows("rød \u{1b}[31m\r\nog \u{9b}2J færdig\u{7}"), 80);
    assert!(text.contains("rød  [31m"), "{text}");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
}

#[test]
fn nothing_and_what_is_made_up_are_said() {
    let mut empty = report(vec![Column::new("group", "Gruppe", Unit::Text)], Vec::new());
    empty.synthetic = true;
    let text = write(&empty, 80);
    assert!(
        text.starts_with("SYNTETISKE DATA\nEnhedsudgifter\n"),
        "{text}"
    );
    assert!(text.contains("Ingen rækker."));
}

use askama::Template;

use super::*;
use crate::domain::report::{Derivation, Value};
use crate::reports::Query;
use crate::reports::components::UNIT_COSTS;

#[derive(Template)]
#[template(
    source = "{% import \"macros.html\" as m %}{{ m::table(t) }}",
    ext = "html"
)]
struct Partial {
    t: TableView,
}

const REASON: &str = "Tallet kan vise noget om enkelte borgere.";

/// What two columns tell of a row: the second one's figures are told about when somebody asks.
const COLUMNS: Cols<fn() -> Cell> = &[
    &Col::names("name", "Kommune", Unit::Text, |_| Cell::text("Læsø")),
    &Col::figure("cases", "Sager", Unit::Count, |cell: &fn() -> Cell| cell()).told(),
];

/// A cell as whoever forgot the constructor would make it: its formula tells the figure.
fn derived() -> Cell {
    Cell {
        derivation: Some(Box::new(Derivation {
            formula: "sager".to_owned(),
            with_numbers: "1 + 2 = 3".to_owned(),
            facts: Vec::new(),
        })),
        ..Cell::masked(REASON)
    }
}

fn html(cells: &[fn() -> Cell]) -> String {
    let links = Links {
        question: &UNIT_COSTS,
        query: &Query::default(),
    };
    let t = TableView::of("Sager", (COLUMNS, COLUMNS), cells, &links, |_| None);
    Partial { t }.render().unwrap()
}

#[test]
fn a_masked_figure_is_a_dot_that_is_read_aloud_and_leads_nowhere() {
    let page = html(&[|| Cell::masked(REASON), derived]);
    let cell = format!(
        "<td class=\"num\"><span aria-hidden=\"true\">●<sup>1</sup></span>\
         <span class=\"sr-only\">Skjult: {REASON}</span></td>"
    );
    assert_eq!(page.matches(&cell).count(), 2, "{page}");
    assert!(!page.contains("/hvorfra"), "{page}");
    // One footnote for both, and what is no figure keeps its own sign.
    let foot = format!("<ol class=\"footnotes\"><li>Skjult: {REASON}</li></ol>");
    assert!(page.contains(&foot), "{page}");
}

#[test]
fn masked_missing_and_nothing_are_told_apart() {
    let page = html(&[
        || Cell::missing(REASON),
        || Cell::masked(REASON),
        || Value::Count(0).into(),
    ]);
    assert!(
        page.contains("<td class=\"num\">–<sup>1</sup></td>"),
        "{page}"
    );
    assert!(page.contains("●<sup>2</sup>"), "{page}");
    assert!(page.contains(">0</a></td>"), "{page}");
    let foot = format!("<li>{REASON}</li><li>Skjult: {REASON}</li>");
    assert!(page.contains(&foot), "{page}");
}

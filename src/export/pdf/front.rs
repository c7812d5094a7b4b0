//! The first page of a meeting's paper, and what its last page says.

use serde::Serialize;

use super::world::{Fact, pairs, printable};
use crate::domain::report::Value;
use crate::export::document;

#[derive(Serialize)]
pub struct Front {
    number: String,
    print: String,
    facts: Vec<Fact>,
    asked: Vec<Fact>,
    figures: Vec<Figure>,
    parameters: Vec<Fact>,
    data_version: i64,
}

#[derive(Serialize)]
struct Figure {
    label: String,
    figure: String,
    note: String,
}

impl Front {
    pub fn of(front: &document::Front) -> Front {
        Front {
            number: printable(&front.number),
            print: front.print.clone(),
            facts: pairs(&front.facts),
            asked: pairs(&front.asked),
            figures: front.figures.iter().map(figure).collect(),
            parameters: pairs(&front.parameters),
            data_version: front.data_version,
        }
    }
}

fn figure(figure: &document::KeyFigure) -> Figure {
    let lack = figure.value.lack();
    let shown = match &figure.value {
        Value::Missing { .. } | Value::Masked { .. } => figure.value.danish(),
        value if figure.unit.is_empty() => value.danish(),
        value => format!("{}\u{a0}{}", value.danish(), figure.unit),
    };
    Figure {
        label: printable(&figure.label),
        figure: printable(&shown),
        note: printable(lack.as_deref().unwrap_or(&figure.note)),
    }
}

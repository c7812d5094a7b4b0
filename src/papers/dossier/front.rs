//! The first page: what is to be decided, and the three figures that matter. Each is worked out by the
//! report that the cockpit shows it with.

use super::{Item, Paper};
use crate::domain::components::reconciliation::Measure;
use crate::domain::danish::danish_date;
use crate::domain::dossier::Part;
use crate::domain::parameters::{Known, Parameter};
use crate::domain::report::{Report, Value};
use crate::export::document::{Front, KeyFigure};
use crate::reports::components::basis::Basis;
use crate::reports::components::decomposition::USUAL_GROUP;
use crate::reports::components::{items, unit_costs};
use crate::reports::tariffs::increases;
use crate::reports::{AsOf, Query, ReportError};
use crate::storage::Db;
use crate::storage::data::parameters;

/// What first pages are made of: the figures, and the limits that hold.
pub struct Figures {
    figures: Vec<KeyFigure>,
    limits: Vec<(String, String)>,
}

impl Figures {
    /// Works them out; the figures only where a page will have them.
    ///
    /// # Errors
    /// As the reports' own.
    pub fn of(db: &mut Db, paper: &Paper, has_figures: bool) -> Result<Figures, ReportError> {
        Ok(Figures {
            figures: if has_figures {
                figures(db, paper.as_of)?
            } else {
                Vec::new()
            },
            limits: limits(db, paper)?,
        })
    }

    /// The first page of a paper or of a part of it. An extract has no figures but its own.
    pub fn front(&self, paper: &Paper, items: &[(&Item, Option<Report>)], part: Part) -> Front {
        let asked = items.iter().filter(|(item, _)| !item.asked.is_empty());
        let asked = asked.map(|(item, _)| {
            let name = format!("Punkt {}: {}", item.number, item.heading);
            (name, item.asked.clone())
        });
        let facts = [
            ("Møde", paper.kind.clone()),
            ("Dato", danish_date(paper.date)),
            ("Sted", paper.place.clone()),
        ];
        Front {
            number: match part {
                Part::All => paper.number.clone(),
                Part::Public => format!("{}-offentlig", paper.number),
                Part::Item(at) => format!("{}-punkt-{}", paper.number, at + 1),
            },
            print: String::new(),
            facts: (facts.into_iter())
                .filter(|(_, value)| !value.is_empty())
                .map(|(label, value)| (label.to_owned(), value))
                .collect(),
            asked: asked.collect(),
            figures: match part {
                Part::All | Part::Public => self.figures.clone(),
                Part::Item(_) => Vec::new(),
            },
            parameters: self.limits.clone(),
            data_version: paper.as_of,
        }
    }
}

fn figures(db: &mut Db, as_of: i64) -> Result<Vec<KeyFigure>, ReportError> {
    let query = Query {
        as_of: Some(AsOf::Version(as_of)),
        ..Query::default()
    };
    let mut figures = Vec::new();
    let basis = Basis::load(db, &query)?;
    let answer = unit_costs::of(db, &basis)?;
    let newest = (answer.rows.iter())
        .filter(|row| row.item.key == USUAL_GROUP)
        .max_by_key(|row| row.year);
    if let Some(row) = newest {
        figures.push(KeyFigure {
            label: "Udgift pr. helårsperson".to_owned(),
            value: whole(unit_costs::UNIT_COST.of(row).value),
            unit: "kr.",
            note: format!(
                "{} i {} ({})",
                row.item.label,
                row.year,
                basis.level.label()
            ),
        });
    }
    let change = answer
        .totals
        .iter()
        .find(|change| change.item.key == USUAL_GROUP && change.measure == Measure::UnitCost);
    if let Some(change) = change {
        figures.push(KeyFigure {
            label: "Ændring i udgift pr. helårsperson".to_owned(),
            value: items::CHANGE.of(change).value,
            unit: "%",
            note: format!("fra {} til {}", change.span.from, change.span.to),
        });
    }
    let all = increases::of_year(db, &query)?;
    if let Some(asked) = &all.asked {
        let count = i64::try_from(all.increases.rows.len()).unwrap_or(i64::MAX);
        figures.push(KeyFigure {
            label: format!("Takster steget mere end {} %", asked.limit),
            value: match &all.incomparable {
                None => Value::Count(count),
                Some(reason) => Value::Missing {
                    reason: reason.clone(),
                },
            },
            unit: "ydelser",
            note: format!("i {} ({})", asked.year, asked.basis.label()),
        });
    }
    Ok(figures)
}

/// A figure that stands alone is read in whole kroner.
fn whole(value: Value) -> Value {
    match value {
        Value::Kroner(kroner) => Value::WholeKroner(
            kroner.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        ),
        value => value,
    }
}

/// The limits that hold on the day of the meeting, each with its day and source.
fn limits(db: &mut Db, paper: &Paper) -> Result<Vec<(String, String)>, ReportError> {
    let all = parameters::holding(db, paper.as_of)?;
    let of = |known: &'static Known| {
        let ours = || all.iter().filter(|p| p.key == known.key);
        let newest = ours().filter(|p| p.valid_from <= paper.date);
        let holds = newest.max_by_key(|p| p.valid_from);
        let first = || ours().min_by_key(|p| p.valid_from);
        Some((known.label.to_owned(), words(holds.or_else(first)?)))
    };
    Ok(Known::ALL.iter().filter_map(of).collect())
}

fn words(parameter: &Parameter) -> String {
    format!(
        "{} {} fra {} ({})",
        parameter.danish(),
        parameter.unit,
        danish_date(parameter.valid_from),
        parameter.source
    )
}

//! Rows by year and changes between years: the shape that several reports share.

use crate::domain::components::figures::{Figure, Gap};
use crate::domain::components::reconciliation::Measure;
use crate::domain::components::unit_cost;
use crate::domain::number::Exact;
use crate::domain::period::{Span, Year};
use crate::domain::report::{self, Cell, Chart, ChartKind, Derivation, FactRef, Line, Unit, Value};
use crate::reports::words::with_unit;

/// One thing that has a figure in each year: a group, a paragraph, an area.
pub struct Item {
    pub key: String,
    pub label: String,
    pub years: Vec<(Year, Result<Figure, String>)>,
    /// What the figure is a sum of, by year, in words: "SEL § 107 532.477.630,00 kr.".
    pub parts: Vec<(Year, Vec<String>)>,
}

impl Item {
    /// Makes the figures of one thing; `reason` puts a gap into words.
    pub fn new(
        key: impl Into<String>,
        label: impl Into<String>,
        years: &[Year],
        figure: impl Fn(Year) -> Result<Figure, Gap>,
        reason: impl Fn(&Gap) -> String,
    ) -> Item {
        Item {
            key: key.into(),
            label: label.into(),
            years: years
                .iter()
                .map(|y| (*y, figure(*y).map_err(|gap| reason(&gap))))
                .collect(),
            parts: Vec::new(),
        }
    }

    pub fn key_cell(&self) -> Cell {
        Cell::key(&self.key, &self.label)
    }

    fn figure(&self, year: Year) -> Option<&Result<Figure, String>> {
        self.years
            .iter()
            .find(|(y, _)| *y == year)
            .map(|(_, figure)| figure)
    }

    /// The exact value of a measure in a year, or why there is none.
    pub fn value(&self, measure: Measure, year: Year) -> Result<Exact, String> {
        let figure = self
            .figure(year)
            .ok_or_else(|| "Der er ingen tal.".to_owned())?
            .as_ref()
            .map_err(Clone::clone)?;
        match measure {
            Measure::Expenditure => Ok(figure.expenditure.clone()),
            Measure::FullYearPersons => Ok(figure.persons.clone()),
            Measure::UnitCost => unit_cost::unit_cost(&figure.expenditure, &figure.persons)
                .ok_or_else(|| {
                    "Der er ingen helårspersoner, så der er ingen enhedsudgift.".to_owned()
                }),
        }
    }

    /// The stored facts under the figure of a year.
    pub fn facts(&self, year: Year) -> Vec<FactRef> {
        self.figure(year)
            .and_then(|f| f.as_ref().ok())
            .map(|f| f.facts.clone())
            .unwrap_or_default()
    }

    /// The cell of a measure in a year.
    pub fn cell(&self, measure: Measure, year: Year) -> Cell {
        match self.value(measure, year) {
            Err(reason) => Cell::missing(reason),
            Ok(exact) => {
                let value = shown(measure, &exact);
                let derivation = self.derive(measure, year, &value);
                Cell {
                    value,
                    derivation: Some(Box::new(derivation)),
                }
            }
        }
    }

    fn derive(&self, measure: Measure, year: Year, value: &Value) -> Derivation {
        let facts = self.facts(year);
        let result = with_unit(value);
        if measure == Measure::UnitCost {
            let of = |m| {
                self.value(m, year)
                    .map_or_else(|_| "\u{2013}".to_owned(), |e| with_unit(&shown(m, &e)))
            };
            return Derivation {
                formula: "enhedsudgift = udgift / helårspersoner".to_owned(),
                with_numbers: format!(
                    "{} / {} = {result}",
                    of(Measure::Expenditure),
                    of(Measure::FullYearPersons)
                ),
                facts,
            };
        }
        let figure = self.figure(year).and_then(|f| f.as_ref().ok());
        let converted =
            measure == Measure::Expenditure && figure.is_some_and(|f| !f.converted_from.is_empty());
        let what = measure.label().to_lowercase();
        let formula = match (facts.len(), converted) {
            (1, false) => format!("{what} = det indlæste tal"),
            (1, true) => format!(
                "{what} = det indlæste tal × indeks(prisniveau) / indeks(tallets prisniveau)"
            ),
            (n, false) => format!("{what} = summen af {n} indlæste tal"),
            (n, true) => format!(
                "{what} = summen af {n} indlæste tal, hvert × indeks(prisniveau) / indeks(tallets prisniveau)"
            ),
        };
        let parts = self
            .parts
            .iter()
            .find(|(y, _)| *y == year)
            .map(|(_, parts)| parts.join(" + "));
        let with_numbers = match parts.filter(|p| measure == Measure::Expenditure && !p.is_empty())
        {
            Some(parts) => format!("{parts} = {result}"),
            None => result,
        };
        Derivation {
            formula,
            with_numbers,
            facts,
        }
    }

    /// The cell of a change between two years.
    pub fn change(&self, measure: Measure, span: Span) -> Cell {
        let values = self
            .value(measure, span.from)
            .and_then(|a| Ok((a, self.value(measure, span.to)?)));
        let (a, b) = match values {
            Ok(values) => values,
            Err(reason) => return Cell::missing(reason),
        };
        let Some(change) = unit_cost::change_pct(&a, &b) else {
            return Cell::missing(format!(
                "{} er nul, så ændringen kan ikke beregnes.",
                span.from
            ));
        };
        let value = report::percent(&change);
        let (from, to) = (
            with_unit(&shown(measure, &a)),
            with_unit(&shown(measure, &b)),
        );
        let mut facts = self.facts(span.from);
        facts.extend(self.facts(span.to));
        let derivation = Derivation {
            formula: format!(
                "ændring = ({} \u{2212} {}) / {} × 100",
                span.to, span.from, span.from
            ),
            with_numbers: format!(
                "({to} \u{2212} {from}) / {from} × 100 = {}",
                with_unit(&value)
            ),
            facts,
        };
        Cell {
            value,
            derivation: Some(Box::new(derivation)),
        }
    }

    /// Notes on what is missing: one for each reason, with the years it holds for.
    pub fn notes(&self) -> Vec<String> {
        let mut by_reason: Vec<(String, Vec<String>)> = Vec::new();
        for (year, _) in &self.years {
            if let Err(reason) = self.value(Measure::UnitCost, *year) {
                match by_reason.iter_mut().find(|(r, _)| *r == reason) {
                    Some((_, years)) => years.push(year.to_string()),
                    None => by_reason.push((reason, vec![year.to_string()])),
                }
            }
        }
        by_reason
            .into_iter()
            .map(|(reason, years)| {
                format!(
                    "{} {}: {reason}",
                    self.label,
                    crate::reports::words::list(&years)
                )
            })
            .collect()
    }
}

/// A value of a measure as it is shown.
pub fn shown(measure: Measure, value: &Exact) -> Value {
    match measure {
        Measure::FullYearPersons => report::persons(value),
        Measure::Expenditure | Measure::UnitCost => report::kroner(value),
    }
}

/// The unit of a measure.
pub fn unit(measure: Measure) -> Unit {
    match measure {
        Measure::FullYearPersons => Unit::Persons,
        Measure::Expenditure | Measure::UnitCost => Unit::Kroner,
    }
}

/// The changes of items: item, measure, from, to, percent.
pub fn changes(items: &[Item], years: &[Year]) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for item in items {
        for measure in Measure::ALL {
            for span in Span::shown(years) {
                rows.push(vec![
                    item.key_cell(),
                    Cell::key(measure.key(), measure.label()),
                    Value::Year(span.from).into(),
                    Value::Year(span.to).into(),
                    item.change(measure, span),
                ]);
            }
        }
    }
    rows
}

/// One picture for a measure, a line for each item.
pub fn chart(key: &str, title: String, measure: Measure, items: &[Item], years: &[Year]) -> Chart {
    let point = |item: &Item, year: &Year| {
        item.value(measure, *year)
            .ok()
            .and_then(|exact| shown(measure, &exact).number())
    };
    Chart {
        key: key.to_owned(),
        title,
        kind: ChartKind::Line,
        unit: unit(measure),
        labels: years.iter().map(Year::to_string).collect(),
        lines: items
            .iter()
            .map(|item| Line {
                label: item.label.clone(),
                points: years.iter().map(|year| point(item, year)).collect(),
            })
            .collect(),
    }
}

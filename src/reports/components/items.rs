//! Rows by year and changes between years: the shape that several reports share.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::domain::components::figures::{Figure, Gap, Moved};
use crate::domain::components::reconciliation::Measure;
use crate::domain::components::unit_cost;
use crate::domain::number::{self, Exact, danish};
use crate::domain::period::{Span, Year};
use crate::domain::report::{
    self, Cell, Chart, ChartKind, Derivation, FactRef, Line, Point, Unit, Value,
};
use crate::reports::columns::{Col, Cols};
use crate::reports::words::{list, with_unit};

/// One thing that has a figure in each year: a group, a paragraph, an area.
pub struct Item {
    pub key: String,
    pub label: String,
    pub years: Vec<(Year, Result<Figure, String>)>,
    /// What the figure is a sum of, by year, in words: "SEL § 107 532.477.630,00 kr.".
    pub parts: Vec<(Year, Vec<String>)>,
    /// Whether it is a sum of other items of the same list.
    pub sum: bool,
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
            sum: false,
        }
    }

    /// Whether it is a sum of other items: a group of paragraphs, or a KKR of municipalities.
    pub fn is_sum(&self) -> bool {
        self.sum
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
                    "Der er ingen helårspersoner at dele udgiften med, så der er ingen enhedsudgift.".to_owned()
                }),
        }
    }

    /// Why figures are missing, each reason with the years it holds for.
    fn missing(&self) -> Vec<(String, Vec<String>)> {
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
    }

    /// The stored facts under a measure of a year, and the index numbers that moved them: persons
    /// have no price.
    pub fn facts(&self, measure: Measure, year: Year) -> Vec<FactRef> {
        let figure = self.figure(year).and_then(|f| f.as_ref().ok());
        let under = |figure: &Figure| match measure {
            Measure::FullYearPersons => figure.facts.clone(),
            Measure::Expenditure | Measure::UnitCost => figure.under(),
        };
        figure.map(under).unwrap_or_default()
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

    /// The same as pages show it: amounts in whole kroner.
    pub fn whole_cell(&self, measure: Measure, year: Year) -> Cell {
        let cell = self.cell(measure, year);
        match self.value(measure, year) {
            Ok(exact) if unit(measure) == Unit::Kroner => Cell {
                value: report::whole_kroner(&exact),
                ..cell
            },
            _ => cell,
        }
    }

    /// A measure by year, as it is shown.
    pub fn line(&self, label: &str, measure: Measure, years: &[Year]) -> Line {
        let point = |year: &Year| {
            let value = self.value(measure, *year);
            value.map_or(Point::Gap, |exact| Point::from(&shown(measure, &exact)))
        };
        Line {
            label: label.to_owned(),
            points: years.iter().map(point).collect(),
        }
    }

    /// A measure by year as an index: 100 in the first of the years, with one decimal. None where that
    /// year has no figure, or nought.
    pub fn indexed(&self, measure: Measure, years: &[Year]) -> Option<Line> {
        let first = self.value(measure, *years.first()?).ok()?;
        let point = |year: &Year| {
            let value = self.value(measure, *year).ok()?;
            let change = unit_cost::change_pct(&first, &value)?;
            number::rounded(&(change + number::exact(100, 0)), 1)
        };
        let points: Vec<Point> = years.iter().map(|year| point(year).into()).collect();
        points.first()?.number()?;
        Some(Line {
            label: self.label.clone(),
            points,
        })
    }

    fn derive(&self, measure: Measure, year: Year, value: &Value) -> Derivation {
        let facts = self.facts(measure, year);
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
        let stated = figure.map_or(0, |f| f.facts.len());
        let formula = match (stated, converted) {
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
        let parts = parts.filter(|p| measure == Measure::Expenditure && !p.is_empty());
        let moved = figure.and_then(|f| f.moved).filter(|_| converted);
        let with_numbers = match (parts, moved) {
            (Some(parts), _) => format!("{parts} = {result}"),
            (None, Some(moved)) => format!("{} = {result}", moved_words(moved)),
            (None, None) => result,
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
                "Tallet for {} er nul, så ændringen i procent kan ikke regnes ud.",
                span.from
            ));
        };
        let value = report::percent(&change);
        let (from, to) = (
            with_unit(&shown(measure, &a)),
            with_unit(&shown(measure, &b)),
        );
        let mut facts = self.facts(measure, span.from);
        facts.extend(self.facts(measure, span.to));
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
}

/// A stated expenditure moved to another price level: "1.000,00 kr. × 104 / 100".
fn moved_words(moved: Moved) -> String {
    let index = |millionths| danish(Decimal::new(millionths, 6).normalize());
    let stated = with_unit(&Value::Kroner(moved.stated.decimal()));
    format!("{stated} × {} / {}", index(moved.to), index(moved.from))
}

/// Notes on what is missing: one for each reason and the years it holds for, which names the items.
pub fn notes<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<String> {
    // A reason with the years it holds for, and the items that it holds for.
    type Missing = (String, Vec<String>);
    let mut grouped: Vec<(Missing, Vec<String>)> = Vec::new();
    for item in items {
        for (reason, years) in item.missing() {
            let what = (reason, years);
            match grouped.iter_mut().find(|(known, _)| *known == what) {
                Some((_, names)) => names.push(item.label.clone()),
                None => grouped.push((what, vec![item.label.clone()])),
            }
        }
    }
    let words = |((reason, years), names): (Missing, Vec<String>)| {
        format!("{} {}: {reason}", list(&names), list(&years))
    };
    grouped.into_iter().map(words).collect()
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

/// A row of an answer: an item in one year.
pub trait ItemYear {
    fn item(&self) -> &Item;
    fn year(&self) -> Year;
}

/// An item in one year, and no more.
pub struct OfYear {
    pub item: Arc<Item>,
    pub year: Year,
}

impl ItemYear for OfYear {
    fn item(&self) -> &Item {
        &self.item
    }

    fn year(&self) -> Year {
        self.year
    }
}

/// Each item in each year, in order.
pub fn by_year(items: &[Arc<Item>], years: &[Year]) -> Vec<OfYear> {
    let of = |item: &Arc<Item>, year: &Year| OfYear {
        item: item.clone(),
        year: *year,
    };
    let rows = items.iter();
    rows.flat_map(|item| years.iter().map(move |year| of(item, year)))
        .collect()
}

/// The column that names the item.
pub const fn item_col<R: ItemYear>(key: &'static str, label: &'static str) -> Col<R> {
    Col::names(key, label, Unit::Text, |row: &R| row.item().key_cell())
}

/// The column of the year.
pub const fn year_col<R: ItemYear>() -> Col<R> {
    Col::names("year", "År", Unit::Year, |row: &R| {
        Value::Year(row.year()).into()
    })
}

/// The column of the expenditure.
pub const fn expenditure_col<R: ItemYear>() -> Col<R> {
    Col::figure("expenditure", "Udgift", Unit::Kroner, |row: &R| {
        row.item().cell(Measure::Expenditure, row.year())
    })
}

/// The column of the full-year persons.
pub const fn persons_col<R: ItemYear>() -> Col<R> {
    Col::figure(
        "full_year_persons",
        "Helårspersoner",
        Unit::Persons,
        |row: &R| row.item().cell(Measure::FullYearPersons, row.year()),
    )
}

/// The column of the unit cost.
pub const fn unit_cost_col<R: ItemYear>() -> Col<R> {
    Col::figure("unit_cost", "Enhedsudgift", Unit::Kroner, |row: &R| {
        row.item().cell(Measure::UnitCost, row.year())
    })
}

/// The columns of amounts as pages show them, where øre are noise; the whole figure is behind its link.
pub const fn whole_expenditure_col<R: ItemYear>() -> Col<R> {
    Col::figure("expenditure", "Udgift", Unit::WholeKroner, |row: &R| {
        row.item().whole_cell(Measure::Expenditure, row.year())
    })
}

/// As [`whole_expenditure_col`].
pub const fn whole_unit_cost_col<R: ItemYear>() -> Col<R> {
    Col::figure("unit_cost", "Enhedsudgift", Unit::WholeKroner, |row: &R| {
        row.item().whole_cell(Measure::UnitCost, row.year())
    })
}

/// A change of an item between two years.
pub struct Change {
    pub item: Arc<Item>,
    pub measure: Measure,
    pub span: Span,
}

impl Change {
    /// In percent, as it is shown; `None` when it cannot be computed.
    pub fn percent(&self) -> Option<Decimal> {
        self.item.change(self.measure, self.span).value.number()
    }
}

/// The changes of items that are shown.
pub fn changes(items: &[Arc<Item>], years: &[Year]) -> Vec<Change> {
    let spans = Span::shown(years);
    let mut changes = Vec::new();
    for item in items {
        for measure in Measure::ALL {
            changes.extend(spans.iter().map(|span| Change {
                item: item.clone(),
                measure,
                span: *span,
            }));
        }
    }
    changes
}

const fn changed_col(key: &'static str, label: &'static str) -> Col<Change> {
    Col::names(key, label, Unit::Text, |change| change.item.key_cell())
}

static CHANGED_GROUP: Col<Change> = changed_col("group", "Gruppe");
static CHANGED_MUNICIPALITY: Col<Change> = changed_col("municipality", "Kommune");
pub static MEASURE: Col<Change> =
    Col::names("measure", "Nøgletal", Unit::Text, |change: &Change| {
        Cell::key(change.measure.key(), change.measure.label())
    })
    .one_of(|| Measure::ALL.map(Measure::key).to_vec());
pub static FROM: Col<Change> = Col::names("from", "Fra", Unit::Year, |change| {
    Value::Year(change.span.from).into()
});
pub static TO: Col<Change> = Col::names("to", "Til", Unit::Year, |change| {
    Value::Year(change.span.to).into()
});
pub static CHANGE: Col<Change> = Col::figure("change_pct", "Ændring", Unit::Percent, |change| {
    change.item.change(change.measure, change.span)
});

/// The columns of changes where an item is a paragraph or group.
pub static OF_GROUPS: Cols<Change> = &[&CHANGED_GROUP, &MEASURE, &FROM, &TO, &CHANGE];
/// The columns of changes where an item is a municipality or KKR.
pub static OF_MUNICIPALITIES: Cols<Change> =
    &[&CHANGED_MUNICIPALITY, &MEASURE, &FROM, &TO, &CHANGE];

/// One picture for a measure, a line for each item.
pub fn chart(
    key: &str,
    title: String,
    measure: Measure,
    items: &[Arc<Item>],
    years: &[Year],
) -> Chart {
    Chart {
        key: key.to_owned(),
        title,
        kind: ChartKind::Line,
        unit: unit(measure),
        labels: years.iter().map(Year::to_string).collect(),
        lines: items
            .iter()
            .map(|item| item.line(&item.label, measure, years))
            .collect(),
    }
}

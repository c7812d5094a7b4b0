//! `reconciliation`: every printed figure against what follows from its parts, and a KKR's own
//! figures against the sum of its municipalities.

use std::collections::BTreeSet;

use super::against::{self, Against};
use super::basis::Basis;
use crate::domain::components::figures::Facts;
use crate::domain::components::reconciliation::{
    Estimate, Interval, Measure, Of, Part, Row, allowed,
};
use crate::domain::number::{self, Exact};
use crate::domain::paragraph::{Group, Paragraph};
use crate::domain::period::{Span, Year};
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{Cell, Derivation, FactRef, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::{Query, ReportError, words};
use crate::storage::Db;
use crate::storage::components::published::{self, Published};

/// A printed figure against what follows from its parts.
pub struct Printed {
    group: Group,
    pub measure: Measure,
    pub of: Of,
    published: Value,
    /// The paper that printed it.
    source: String,
    /// What follows from the parts; or why nothing does, in Danish.
    pub recomputed: Result<Recomputed, String>,
}

/// What follows from the parts of a printed figure.
pub struct Recomputed {
    value: Value,
    derivation: Derivation,
    low: Value,
    high: Value,
    pub agrees: bool,
    /// The usual slip that would give the printed figure, in Danish.
    pub slip: Option<String>,
}

impl Printed {
    /// Whether the parts say another figure than the paper.
    pub fn is_off(&self) -> bool {
        self.recomputed.as_ref().is_ok_and(|found| !found.agrees)
    }

    /// "Samlet, enhedsudgift 2024: trykt 908.543, genberegnet 908.699,73 (…). …"; `None` when the
    /// figure agrees or cannot be recomputed.
    pub fn finding(&self) -> Option<String> {
        let found = self.recomputed.as_ref().ok().filter(|f| !f.agrees)?;
        let when = match self.of {
            Of::Year(year) => year.to_string(),
            Of::Change(span) => format!("ændring {}\u{2013}{} i %", span.from, span.to),
        };
        let slip = found.slip.as_deref();
        Some(format!(
            "{}, {} {when}: trykt {}, genberegnet {} (afrundingen tillader {} til {}). {}",
            self.group.label,
            self.measure.label().to_lowercase(),
            self.published.danish(),
            found.value.danish(),
            found.low.danish(),
            found.high.danish(),
            slip.unwrap_or("Ingen af de sædvanlige fejl forklarer det.")
        ))
    }

    fn found(&self, cell: impl Fn(&Recomputed) -> Cell) -> Cell {
        match &self.recomputed {
            Ok(found) => cell(found),
            Err(reason) => Cell::missing(reason),
        }
    }

    fn years(&self, year: fn(Of) -> Option<Year>) -> Cell {
        year(self.of).map_or(Value::Empty, Value::Year).into()
    }
}

/// A figure with how it was made.
fn made(value: &Value, formula: &str, with_numbers: String, facts: &[FactRef]) -> Cell {
    Cell::told(value.clone(), formula, with_numbers, facts.to_vec())
}

pub static GROUP: Col<Printed> = Col::names("group", "Gruppe", Unit::Text, |row| {
    Cell::key(&row.group.key, &row.group.label)
});
pub static MEASURE: Col<Printed> =
    Col::names("measure", "Nøgletal", Unit::Text, |row: &Printed| {
        Cell::key(row.measure.key(), row.measure.label())
    })
    .one_of(|| Measure::ALL.map(Measure::key).to_vec());
pub static YEAR: Col<Printed> = Col::names("year", "År", Unit::Year, |row: &Printed| {
    row.years(|of| match of {
        Of::Year(year) => Some(year),
        Of::Change(_) => None,
    })
})
.optional();
pub static FROM: Col<Printed> = Col::names("from", "Fra", Unit::Year, |row: &Printed| {
    row.years(|of| match of {
        Of::Year(_) => None,
        Of::Change(span) => Some(span.from),
    })
})
.optional();
pub static TO: Col<Printed> = Col::names("to", "Til", Unit::Year, |row: &Printed| {
    row.years(|of| match of {
        Of::Year(_) => None,
        Of::Change(span) => Some(span.to),
    })
})
.optional();
pub static PUBLISHED: Col<Printed> = Col::figure("published", "Trykt", Unit::Mixed, |row| {
    let printed = format!("{} ({})", words::with_unit(&row.published), row.source);
    made(&row.published, "tallet, som det er trykt", printed, &[])
});
pub static RECOMPUTED: Col<Printed> =
    Col::figure("recomputed", "Genberegnet", Unit::Mixed, |row| {
        row.found(|found| Cell {
            value: found.value.clone(),
            derivation: Some(Box::new(found.derivation.clone())),
        })
    });
pub static LOW: Col<Printed> = Col::figure("low", "Mindst", Unit::Mixed, |row| {
    row.found(|found| {
        let formula = "det mindste, som delenes og tallets egen afrunding tillader, rundet op";
        let shown = words::with_unit(&found.low);
        made(&found.low, formula, shown, &found.derivation.facts)
    })
});
pub static HIGH: Col<Printed> = Col::figure("high", "Højst", Unit::Mixed, |row| {
    row.found(|found| {
        let formula = "det største, som delenes og tallets egen afrunding tillader, rundet ned";
        let shown = words::with_unit(&found.high);
        made(&found.high, formula, shown, &found.derivation.facts)
    })
});
pub static AGREES: Col<Printed> = Col::says("agrees", "Stemmer", Unit::YesNo, |row: &Printed| {
    row.found(|found| Value::YesNo(found.agrees).into())
})
.optional();
pub static EXPLANATION: Col<Printed> =
    Col::says("explanation", "Forklaring", Unit::Text, |row: &Printed| {
        let slip = row.recomputed.as_ref().ok().and_then(|f| f.slip.as_ref());
        slip.map_or(Value::Empty.into(), Cell::text)
    })
    .optional();

pub static COLUMNS: Cols<Printed> = &[
    &GROUP,
    &MEASURE,
    &YEAR,
    &FROM,
    &TO,
    &PUBLISHED,
    &RECOMPUTED,
    &LOW,
    &HIGH,
    &AGREES,
    &EXPLANATION,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = Basis::load(db, query)?;
    Ok(of(db, &basis, query)?.report(COLUMNS, against::COLUMNS))
}

/// The answer for an area that was read already, whatever years and price level it was read in:
/// the paper's own price level and every year, unless the query asks for others.
pub fn of(
    db: &mut Db,
    basis: &Basis,
    query: &Query,
) -> Result<Answer<Printed, Against>, ReportError> {
    let printed = published::of_area(db, &basis.area.code)?;
    let own_level = printed.first().map(|f| PriceLevel::Fixed(f.price_level));
    let basis = basis.asked(&Query {
        price_level: query.price_level.or(own_level),
        ..query.clone()
    });
    let title = format!("Afstemning af trykte tal: {}", basis.area.name);
    let mut frame = basis.report(db, super::RECONCILIATION.name, title, Vec::new())?;
    let facts = basis.sorted();
    let mut rows = Vec::new();
    for group in &basis.groups {
        let own: Vec<&Published> = printed.iter().filter(|p| p.group == group.key).collect();
        let notes = &mut frame.notes;
        rows.extend(group_rows(&basis, &facts, group, &own, &printed, notes));
    }
    if printed.is_empty() {
        frame.notes.push(format!(
            "Der er ingen trykte tal for {} at afstemme med.",
            basis.area.name
        ));
    }
    let papers: BTreeSet<&str> = printed.iter().map(|p| p.source.as_str()).collect();
    let papers = papers.into_iter();
    frame
        .notes
        .extend(papers.map(|paper| format!("De trykte tal: {paper}.")));
    let totals = against::municipalities(&basis, &facts);
    frame
        .notes
        .extend(totals.iter().filter_map(|row| row.note(&basis.area.name)));
    Ok(Answer {
        frame,
        rows,
        totals,
    })
}

fn group_rows(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    own: &[&Published],
    all: &[Published],
    notes: &mut Vec<String>,
) -> Vec<Printed> {
    let parts = parts(basis, facts, all);
    let single: Vec<_> = own
        .iter()
        .filter(|p| p.from.is_none())
        .map(|p| (p.measure, p.year, p.printed))
        .collect();
    let row = Row {
        members: &group.members,
        parts: &parts,
        printed: &single,
    };
    let mut sorted: Vec<&&Published> = own.iter().collect();
    // As in the paper: by measure, years first, then the longest change.
    sorted.sort_by_key(|p| (p.measure, p.from.is_some(), p.from, p.year));
    let (mut changes, mut later) = (0, 0);
    let rows = sorted
        .into_iter()
        .map(|figure| {
            let of = figure.from.map_or(Of::Year(figure.year), |from| {
                Of::Change(Span {
                    from,
                    to: figure.year,
                })
            });
            if let Of::Change(span) = of {
                changes += 1;
                later +=
                    usize::from(row.follows_from_later_base(figure.measure, span, figure.printed));
            }
            printed(basis, facts, group, &row, figure, of)
        })
        .collect();
    if changes > 1 && later == changes && !group.is_single() {
        notes.push(format!(
            "{}: alle {changes} trykte procenter følger, når forskellen divideres med det seneste år i stedet for det første.",
            group.label
        ));
    }
    rows
}

fn printed(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    row: &Row,
    figure: &Published,
    of: Of,
) -> Printed {
    let estimate = row.recompute(figure.measure, of);
    let recomputed = estimate.map(|estimate| {
        let interval = allowed(&estimate, figure.printed);
        let agrees = interval.contains(&figure.printed.exact());
        let (low, high) = bounds(figure, of, &interval);
        let value = shown(figure.measure, of, &estimate.value);
        let slip = || row.explain(figure.measure, of, figure.printed);
        Recomputed {
            derivation: derivation(basis, facts, group, figure, of, &estimate, &value),
            value,
            low,
            high,
            agrees,
            slip: (!agrees).then(slip).flatten().map(|slip| slip.danish()),
        }
    });
    Printed {
        group: group.clone(),
        measure: figure.measure,
        of,
        published: as_printed(figure),
        source: figure.source.clone(),
        recomputed: recomputed
            .ok_or_else(|| "De tal, som det trykte tal er summen af, er ikke indlæst.".to_owned()),
    }
}

fn derivation(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    figure: &Published,
    of: Of,
    estimate: &Estimate,
    recomputed: &Value,
) -> Derivation {
    let years = match of {
        Of::Year(year) => vec![year],
        Of::Change(span) => vec![span.from, span.to],
    };
    let under: Vec<FactRef> = years
        .iter()
        .flat_map(|year| {
            basis
                .group_figure(facts, group, *year)
                .map(|f| f.under())
                .unwrap_or_default()
        })
        .collect();
    let formula = match (of, figure.measure) {
        (Of::Change(_), _) => {
            "ændring = (sidste år \u{2212} første år) / første år × 100, regnet af delene"
        }
        (_, Measure::UnitCost) => "enhedsudgift = delenes udgift / delenes helårspersoner",
        _ => "summen af delene",
    };
    let half = (&estimate.interval.high - &estimate.interval.low) / number::exact(2, 0);
    Derivation {
        formula: formula.to_owned(),
        with_numbers: format!(
            "{} ± {} for delenes afrunding",
            words::with_unit(recomputed),
            shown(figure.measure, of, &half).danish()
        ),
        facts: under,
    }
}

/// A printed figure keeps its own decimals.
fn as_printed(figure: &Published) -> Value {
    let exact = figure.printed.exact();
    let value = number::rounded(&exact, figure.printed.decimals);
    match (value, figure.from, figure.measure) {
        (None, ..) => Value::Missing {
            reason: "Tallet er for stort til at blive vist.".to_owned(),
        },
        (Some(d), Some(_), _) => Value::Percent(d),
        (Some(d), None, Measure::FullYearPersons) => Value::Persons(d),
        (Some(d), None, _) => Value::WholeKroner(d),
    }
}

fn shown(measure: Measure, of: Of, value: &Exact) -> Value {
    match of {
        Of::Change(_) => crate::domain::report::percent(value),
        Of::Year(_) => super::items::shown(measure, value),
    }
}

/// The interval's ends, rounded inwards: a figure printed with no more decimals than these lies
/// between them exactly when it lies in the exact interval.
fn bounds(figure: &Published, of: Of, interval: &Interval) -> (Value, Value) {
    let too_large = || Value::Missing {
        reason: "Tallet er for stort til at blive vist.".to_owned(),
    };
    let (decimals, kind): (u32, fn(rust_decimal::Decimal) -> Value) = match (of, figure.measure) {
        (Of::Change(_), _) => (2, Value::Percent),
        (Of::Year(_), Measure::FullYearPersons) => {
            (4, |d| Value::Persons(crate::domain::persons::shortest(d)))
        }
        (Of::Year(_), _) => (2, Value::Kroner),
    };
    let decimals = decimals.max(figure.printed.decimals);
    let low = number::ceil_to(&interval.low, decimals).map_or_else(too_large, kind);
    let high = number::floor_to(&interval.high, decimals).map_or_else(too_large, kind);
    (low, high)
}

/// The parts of every paragraph and year. Their decimals are those that the paper printed for
/// the paragraph; one decimal of persons and whole kroner where it printed none.
fn parts(basis: &Basis, facts: &Facts, printed: &[Published]) -> Vec<Part> {
    let decimals = |paragraph: Paragraph, year: Year, measure: Measure, usual: u32| {
        printed
            .iter()
            .find(|p| {
                p.group == paragraph.key()
                    && p.year == year
                    && p.from.is_none()
                    && p.measure == measure
            })
            .map_or(usual, |p| p.printed.decimals)
    };
    let mut parts = Vec::new();
    for year in &basis.years {
        for paragraph in Paragraph::ALL {
            if let Ok(figure) = basis.figure(facts, paragraph, *year) {
                parts.push(Part {
                    paragraph,
                    year: *year,
                    expenditure: figure.expenditure,
                    expenditure_decimals: decimals(paragraph, *year, Measure::Expenditure, 0),
                    persons: figure.persons,
                    persons_decimals: decimals(paragraph, *year, Measure::FullYearPersons, 1),
                });
            }
        }
    }
    parts
}

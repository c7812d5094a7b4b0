//! `reconciliation`: every printed figure against what follows from its parts, and a KKR's own
//! figures against the sum of its municipalities.

use super::basis::Basis;
use crate::domain::components::figures::Facts;
use crate::domain::components::reconciliation::{
    Estimate, Interval, Measure, Of, Part, Row, allowed,
};
use crate::domain::number::{self, Exact};
use crate::domain::paragraph::{Group, Paragraph};
use crate::domain::period::{Span, Year};
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{Cell, Column, Derivation, FactRef, Report, Table, Unit, Value};
use crate::reports::{Query, ReportError, words};
use crate::storage::Db;
use crate::storage::components::published::{self, Published};

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let mut query = query.clone();
    let mut basis = Basis::load(db, &query)?;
    let printed = published::of_area(db, &basis.area.code)?;
    // The paper's own price level, unless another is asked for.
    if let (None, Some(figure)) = (query.price_level, printed.first()) {
        query.price_level = Some(PriceLevel::Fixed(figure.price_level));
        basis = Basis::load(db, &query)?;
    }
    let title = format!("Afstemning af trykte tal: {}", basis.area.name);
    let mut report = basis.report(db, "reconciliation", title, Vec::new())?;
    let facts = basis.sorted();
    let mut rows = Vec::new();
    for group in &basis.groups {
        let own: Vec<&Published> = printed.iter().filter(|p| p.group == group.key).collect();
        rows.extend(group_rows(
            &basis,
            &facts,
            group,
            &own,
            &printed,
            &mut report.notes,
        ));
    }
    report.rows = Table {
        columns: columns(),
        rows,
    };
    if printed.is_empty() {
        report.notes.push(format!(
            "Der er ingen trykte tal for {} at afstemme med.",
            basis.area.name
        ));
    }
    let papers: std::collections::BTreeSet<&str> =
        printed.iter().map(|p| p.source.as_str()).collect();
    report.notes.extend(
        papers
            .into_iter()
            .map(|paper| format!("De trykte tal: {paper}.")),
    );
    report.totals = against_municipalities(&basis, &facts, &mut report.notes);
    Ok(report)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("group", "Gruppe", Unit::Text),
        Column::new("measure", "Nøgletal", Unit::Text),
        Column::new("year", "År", Unit::Year),
        Column::new("from", "Fra", Unit::Year),
        Column::new("to", "Til", Unit::Year),
        Column::new("published", "Trykt", Unit::Mixed),
        Column::new("recomputed", "Genberegnet", Unit::Mixed),
        Column::new("low", "Mindst", Unit::Mixed),
        Column::new("high", "Højst", Unit::Mixed),
        Column::new("agrees", "Stemmer", Unit::YesNo),
        Column::new("explanation", "Forklaring", Unit::Text),
    ]
}

fn group_rows(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    own: &[&Published],
    all: &[Published],
    notes: &mut Vec<String>,
) -> Vec<Vec<Cell>> {
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
            figure_row(basis, facts, group, &row, figure, of)
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

fn figure_row(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    row: &Row,
    figure: &Published,
    of: Of,
) -> Vec<Cell> {
    let span = match of {
        Of::Year(year) => [Value::Year(year), Value::Empty, Value::Empty],
        Of::Change(span) => [Value::Empty, Value::Year(span.from), Value::Year(span.to)],
    };
    let mut cells = vec![
        Cell::key(&group.key, &group.label),
        Cell::key(figure.measure.key(), figure.measure.label()),
    ];
    cells.extend(span.map(Cell::from));
    cells.push(as_printed(figure).into());
    let Some(estimate) = row.recompute(figure.measure, of) else {
        let reason = "Delene til at genberegne tallet mangler.";
        cells.extend((0..4).map(|_| Cell::missing(reason)));
        cells.push(Value::Empty.into());
        return cells;
    };
    let interval = allowed(&estimate, figure.printed);
    let agrees = interval.contains(&figure.printed.exact());
    let (low, high) = bounds(figure, of, &interval);
    let recomputed = shown(figure.measure, of, &estimate.value);
    let derivation = derivation(basis, facts, group, figure, of, &estimate, &recomputed);
    cells.push(Cell {
        value: recomputed,
        derivation: Some(Box::new(derivation)),
    });
    cells.extend([low, high, Value::YesNo(agrees)].map(Cell::from));
    cells.push(if agrees {
        Value::Empty.into()
    } else {
        row.explain(figure.measure, of, figure.printed)
            .map_or(Value::Empty.into(), |slip| Cell::text(slip.danish()))
    });
    cells
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
                .map(|f| f.facts)
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

/// Where a KKR reports a figure and its municipalities do too: both, and whether they agree.
fn against_municipalities(basis: &Basis, facts: &Facts, notes: &mut Vec<String>) -> Table {
    let mut rows = Vec::new();
    for paragraph in Paragraph::ALL {
        for year in &basis.years {
            let Ok(reported) = facts.own(&basis.area.code, paragraph, *year) else {
                continue;
            };
            let Ok(sum) = facts.sum_of(&basis.member_codes(), paragraph, *year, &basis.years)
            else {
                continue;
            };
            for (measure, a, b) in [
                (
                    Measure::Expenditure,
                    &reported.expenditure,
                    &sum.expenditure,
                ),
                (Measure::FullYearPersons, &reported.persons, &sum.persons),
            ] {
                let shown = |v: &Exact| super::items::shown(measure, v);
                if a != b {
                    notes.push(format!(
                        "{paragraph} {year}: {} er {} for {}, men {} som summen af kommunerne.",
                        measure.label().to_lowercase(),
                        words::with_unit(&shown(a)),
                        basis.area.name,
                        words::with_unit(&shown(b))
                    ));
                }
                rows.push(vec![
                    Cell::key(paragraph.key(), paragraph.label()),
                    Cell::key(measure.key(), measure.label()),
                    Value::Year(*year).into(),
                    shown(a).into(),
                    shown(b).into(),
                    Value::YesNo(a == b).into(),
                ]);
            }
        }
    }
    Table {
        columns: vec![
            Column::new("group", "Gruppe", Unit::Text),
            Column::new("measure", "Nøgletal", Unit::Text),
            Column::new("year", "År", Unit::Year),
            Column::new("reported", "Indberettet samlet", Unit::Mixed),
            Column::new("sum_of_municipalities", "Sum af kommunerne", Unit::Mixed),
            Column::new("agrees", "Stemmer", Unit::YesNo),
        ],
        rows,
    }
}

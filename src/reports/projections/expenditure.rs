//! `projection`: expenditure of the years to come, by paragraph, from volume and unit cost, with what
//! the same rule would have missed before.

use std::sync::Arc;

use super::PROJECTION;
use crate::domain::number::{Exact, exact, rounded};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::projections::expenditure::{
    self as model, Coming, Errors, FEWEST, Growth, HORIZONS, coming, mean_size, past_growth,
    unbroken,
};
use crate::domain::report::{
    self, Cell, Chart, ChartKind, FactRef, Filter, Line, Point, Report, Unit, Value,
};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::components::basis::Basis;
use crate::reports::words::with_unit;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// How it is worked out, for readers.
pub const METHOD: &str = "Helårspersoner og enhedsudgift vokser hver for sig med gennemsnittet af deres årlige ændringer i de år, der er indlæst uden huller, medmindre andet er forudsat. Udgiften er de to ganget sammen. Modellen kender ingen beslutninger, nye tilbud eller aftaler. Ved siden af står den naive rival: samme udgift som i det sidste kendte år.";
/// Why there is no band.
const FEW_YEARS: &str = "For få år: et bånd kræver mindst fem tidligere fejl på samme afstand.";
const NO_ERRORS: &str = "For få år: der er endnu ingen år, som modellen kan holdes op mod.";

/// A paragraph as it is known, and what it is assumed to grow by.
pub struct Known {
    pub paragraph: Paragraph,
    pub years: Vec<model::Known>,
    pub growth: Growth,
    /// Past errors, the nearest horizon first.
    errors: Vec<Errors>,
    facts: Vec<FactRef>,
}

impl Known {
    fn cell(&self, value: Value, formula: &str, numbers: String) -> Cell {
        Cell::told(value, formula, numbers, self.facts.clone())
    }

    fn last(&self) -> Option<&model::Known> {
        self.years.last()
    }
}

/// A year to come.
pub struct Ahead {
    pub year: Year,
    pub coming: Coming,
    pub known: Arc<Known>,
}

impl Ahead {
    fn band(&self) -> Option<(Exact, Exact)> {
        let errors = self.known.errors.get(self.coming.horizon as usize - 1)?;
        errors.band(&self.coming.expenditure())
    }

    fn grown(&self, from: &str, by: i64) -> String {
        let by = with_unit(&report::percent(&exact(by, 2)));
        format!("{from} × (1 + {by}) ^ {}", self.coming.horizon)
    }

    fn edge(&self, edge: Option<Exact>, which: &str) -> Cell {
        match edge {
            Some(value) => {
                let numbers = format!(
                    "{} × (1 + {which} tidligere fejl)",
                    with_unit(&report::kroner(&self.coming.expenditure()))
                );
                let formula = "fremskrevet udgift × (1 + tidligere fejl på samme afstand)";
                self.known.cell(report::kroner(&value), formula, numbers)
            }
            None => Cell::missing(FEW_YEARS),
        }
    }
}

/// Persons that nobody has counted, to the tenth that the published table has.
fn tenths(persons: &Exact) -> Value {
    rounded(persons, 1).map_or(Value::Empty, Value::Persons)
}

pub static PARAGRAPH: Col<Ahead> =
    Col::names("paragraph", "Paragraf", Unit::Text, |row: &Ahead| {
        Cell::key(row.known.paragraph.key(), row.known.paragraph.label())
    });
pub static YEAR: Col<Ahead> = Col::names("year", "År", Unit::Year, |row: &Ahead| {
    Value::Year(row.year).into()
});
pub static PERSONS: Col<Ahead> = Col::figure(
    "full_year_persons",
    "Helårspersoner",
    Unit::Persons,
    |row: &Ahead| {
        let last = row.known.last();
        let from = last.map_or_else(String::new, |last| report::persons(&last.persons).danish());
        let numbers = row.grown(&from, row.known.growth.volume);
        let value = tenths(&row.coming.persons);
        let formula = "helårspersoner i det sidste kendte år × (1 + vækst) ^ år frem";
        row.known.cell(value, formula, numbers)
    },
);
pub static UNIT_COST: Col<Ahead> =
    Col::figure("unit_cost", "Enhedsudgift", Unit::Kroner, |row: &Ahead| {
        let last = row.known.last();
        let from = last.map_or_else(String::new, |last| {
            with_unit(&report::kroner(&(&last.expenditure / &last.persons)))
        });
        let numbers = row.grown(&from, row.known.growth.unit_cost);
        let value = report::kroner(&row.coming.unit_cost);
        let formula = "enhedsudgift i det sidste kendte år × (1 + vækst) ^ år frem";
        row.known.cell(value, formula, numbers)
    });
pub static EXPENDITURE: Col<Ahead> =
    Col::figure("expenditure", "Udgift", Unit::Kroner, |row: &Ahead| {
        let numbers = format!(
            "{} × {}",
            tenths(&row.coming.persons).danish(),
            with_unit(&report::kroner(&row.coming.unit_cost))
        );
        let value = report::kroner(&row.coming.expenditure());
        row.known
            .cell(value, "helårspersoner × enhedsudgift", numbers)
    });
pub static LOW: Col<Ahead> = Col::figure("low", "Båndets bund", Unit::Kroner, |row: &Ahead| {
    row.edge(row.band().map(|(low, _)| low), "mindste")
});
pub static HIGH: Col<Ahead> = Col::figure("high", "Båndets top", Unit::Kroner, |row: &Ahead| {
    row.edge(row.band().map(|(_, high)| high), "største")
});
pub static NAIVE: Col<Ahead> = Col::figure(
    "naive",
    "Uændret udgift",
    Unit::Kroner,
    |row: &Ahead| match row.known.last() {
        Some(last) => {
            let value = report::kroner(&last.expenditure);
            let numbers = with_unit(&value);
            row.known
                .cell(value, "udgiften i det sidste kendte år", numbers)
        }
        None => Cell::missing(NO_ERRORS),
    },
);

pub static COLUMNS: Cols<Ahead> = &[
    &PARAGRAPH,
    &YEAR,
    &PERSONS,
    &UNIT_COST,
    &EXPENDITURE,
    &LOW,
    &HIGH,
    &NAIVE,
];

/// The amounts as pages show them: a projection to the øre promises what it cannot hold. The same keys, so
/// that each leads to where its figure comes from.
pub mod whole {
    use super::*;

    const fn col(of: &Col<Ahead>, cell: fn(&Ahead) -> Cell) -> Col<Ahead> {
        Col::figure(of.key, of.label, Unit::WholeKroner, cell)
    }

    fn cell(of: &Col<Ahead>, row: &Ahead, exact: Option<&Exact>) -> Cell {
        let cell = (of.cell)(row);
        match exact {
            Some(exact) if cell.value.number().is_some() => Cell {
                value: report::whole_kroner(exact),
                ..cell
            },
            _ => cell,
        }
    }

    pub static UNIT_COST: Col<Ahead> = col(&super::UNIT_COST, |row| {
        cell(&super::UNIT_COST, row, Some(&row.coming.unit_cost))
    });
    pub static EXPENDITURE: Col<Ahead> = col(&super::EXPENDITURE, |row| {
        cell(&super::EXPENDITURE, row, Some(&row.coming.expenditure()))
    });
    pub static LOW: Col<Ahead> = col(&super::LOW, |row| {
        cell(&super::LOW, row, row.band().map(|(low, _)| low).as_ref())
    });
    pub static HIGH: Col<Ahead> = col(&super::HIGH, |row| {
        cell(&super::HIGH, row, row.band().map(|(_, high)| high).as_ref())
    });
    pub static NAIVE: Col<Ahead> = col(&super::NAIVE, |row| {
        let last = row.known.last();
        cell(&super::NAIVE, row, last.map(|last| &last.expenditure))
    });

    /// What a page shows.
    pub static COLUMNS: Cols<Ahead> = &[
        &YEAR,
        &EXPENDITURE,
        &NAIVE,
        &LOW,
        &HIGH,
        &PERSONS,
        &UNIT_COST,
    ];
}

/// Past errors of a paragraph at a horizon.
pub struct Missed {
    pub horizon: u32,
    known: Arc<Known>,
}

impl Missed {
    pub fn paragraph(&self) -> Paragraph {
        self.known.paragraph
    }

    fn errors(&self) -> Option<&Errors> {
        self.known.errors.get(self.horizon as usize - 1)
    }

    fn mean(&self, errors: Option<&Vec<Exact>>) -> Cell {
        let Some(errors) = errors.filter(|errors| !errors.is_empty()) else {
            return Cell::missing(NO_ERRORS);
        };
        let shown: Vec<String> = errors
            .iter()
            .map(|error| with_unit(&report::percent(error)))
            .collect();
        match mean_size(errors) {
            Some(mean) => {
                let numbers = format!("({}) / {}", shown.join("; "), errors.len());
                let formula = "gennemsnit af fejlenes størrelse; en fejl er (kom \u{2212} fremskrevet) / fremskrevet";
                self.known.cell(report::percent(&mean), formula, numbers)
            }
            None => Cell::missing(NO_ERRORS),
        }
    }
}

pub static OF_PARAGRAPH: Col<Missed> =
    Col::names("paragraph", "Paragraf", Unit::Text, |row: &Missed| {
        Cell::key(row.known.paragraph.key(), row.known.paragraph.label())
    });
pub static HORIZON: Col<Missed> = Col::names("horizon", "År frem", Unit::Count, |row: &Missed| {
    Value::Count(row.horizon.into()).into()
});
pub static COUNT: Col<Missed> = Col::says("errors", "Antal fejl", Unit::Count, |row: &Missed| {
    let count = row.errors().map_or(0, |errors| errors.own.len());
    Value::Count(i64::try_from(count).unwrap_or(i64::MAX)).into()
});
pub static OWN_ERROR: Col<Missed> = Col::figure(
    "mean_error_pct",
    "Fejl, model",
    Unit::Percent,
    |row: &Missed| row.mean(row.errors().map(|errors| &errors.own)),
);
pub static NAIVE_ERROR: Col<Missed> = Col::figure(
    "naive_error_pct",
    "Fejl, uændret",
    Unit::Percent,
    |row: &Missed| row.mean(row.errors().map(|errors| &errors.naive)),
);

pub static TOTALS: Cols<Missed> = &[&OF_PARAGRAPH, &HORIZON, &COUNT, &OWN_ERROR, &NAIVE_ERROR];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// Every paragraph that can be projected, and why another cannot.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Ahead, Missed>, ReportError> {
    let basis = Basis::load(db, query)?;
    let mut rest = Vec::new();
    let paragraph = query.paragraph;
    rest.extend(
        paragraph.map(|p| Filter::new("paragraph", "Paragraf", p.key()).in_words(p.label())),
    );
    for (key, label, asked) in [
        (
            "volume-growth",
            "Vækst i helårspersoner",
            query.assumed.volume_growth,
        ),
        (
            "unit-cost-growth",
            "Vækst i enhedsudgift",
            query.assumed.unit_cost_growth,
        ),
    ] {
        rest.extend(asked.map(|p| {
            let words = with_unit(&report::percent(&p.exact()));
            Filter::new(key, label, p.to_string()).in_words(format!("{words} om året"))
        }));
    }
    let title = format!("Fremskrivning af udgiften: {}", basis.area.name);
    let mut frame = basis.report(db, PROJECTION.name, title, rest)?;
    frame.notes.push(METHOD.to_owned());
    let mut answer = Answer::empty(frame);
    for paragraph in Paragraph::ALL {
        if query.paragraph.is_some_and(|only| only != paragraph) {
            continue;
        }
        match known(&basis, query, paragraph) {
            Ok(known) => add(&mut answer, Arc::new(known)),
            Err(why) => {
                let note = format!("{}: {why}", paragraph.label());
                answer.frame.notes.push(note);
            }
        }
    }
    if answer
        .totals
        .iter()
        .any(|missed| missed.errors().is_none_or(|e| e.own.len() < FEWEST))
    {
        answer.frame.notes.push(FEW_YEARS.to_owned());
    }
    Ok(answer)
}

fn known(basis: &Basis, query: &Query, paragraph: Paragraph) -> Result<Known, String> {
    let facts = basis.sorted();
    let mut under = Vec::new();
    let mut years = Vec::new();
    for year in &basis.years {
        if let Ok(figure) = basis.figure(&facts, paragraph, *year) {
            under.extend(figure.under());
            years.push(model::Known {
                year: *year,
                persons: figure.persons,
                expenditure: figure.expenditure,
            });
        }
    }
    let years = unbroken(&years).to_vec();
    if years.last().map(|last| last.year) != basis.years.last().copied() {
        return Err("Der er ingen tal for det seneste år.".to_owned());
    }
    let errors = (1..=HORIZONS)
        .map(|horizon| Errors::of(&years, horizon))
        .collect();
    let past = past_growth(&years);
    let assumed = |asked: Option<crate::reports::filters::Percentage>, past: Option<i64>| {
        asked.map(|p| p.hundredths).or(past).ok_or_else(|| {
            "For få år: en vækst kræver mindst to år efter hinanden med helårspersoner.".to_owned()
        })
    };
    Ok(Known {
        paragraph,
        growth: Growth {
            volume: assumed(query.assumed.volume_growth, past.map(|by| by.volume))?,
            unit_cost: assumed(query.assumed.unit_cost_growth, past.map(|by| by.unit_cost))?,
        },
        years,
        errors,
        facts: under,
    })
}

fn add(answer: &mut Answer<Ahead, Missed>, known: Arc<Known>) {
    let Some(last) = known.last() else { return };
    let mut year = last.year;
    let mut rows = Vec::new();
    for horizon in 1..=HORIZONS {
        let (Some(next), Some(coming)) = (year.after(), coming(last, known.growth, horizon)) else {
            break;
        };
        year = next;
        rows.push(Ahead {
            year,
            coming,
            known: known.clone(),
        });
        answer.totals.push(Missed {
            horizon,
            known: known.clone(),
        });
    }
    answer.frame.series.push(chart(&known, &rows));
    answer.rows.extend(rows);
}

/// What is known, what is projected, and the rival: two lines that part at the last known year.
fn chart(known: &Known, rows: &[Ahead]) -> Chart {
    let past = known.years.iter().map(|of| (of.year, &of.expenditure));
    let money = |value: &Exact| Point::from(&report::kroner(value));
    let labels = past
        .clone()
        .map(|(year, _)| year)
        .chain(rows.iter().map(|row| row.year));
    let gaps = known.years.len().saturating_sub(1);
    let from_last = |ahead: Vec<Point>| {
        let mut points = vec![Point::Gap; gaps];
        points.extend(known.last().map(|last| money(&last.expenditure)));
        points.extend(ahead);
        points
    };
    let mut known_points: Vec<Point> = past.clone().map(|(_, value)| money(value)).collect();
    known_points.extend(rows.iter().map(|_| Point::Gap));
    let line = |label: &str, points| Line {
        label: label.to_owned(),
        points,
    };
    let projected = rows.iter().map(|row| money(&row.coming.expenditure()));
    let same = rows.iter().filter_map(|_| known.last());
    let naive = same.map(|last| money(&last.expenditure));
    Chart {
        key: format!("projection-{}", known.paragraph.key()),
        title: format!("Udgift, {}", known.paragraph.label()),
        kind: ChartKind::Line,
        unit: Unit::Kroner,
        labels: labels.map(|year| year.to_string()).collect(),
        lines: vec![
            line("Kendt", known_points),
            line("Fremskrevet", from_last(projected.collect())),
            line("Uændret", from_last(naive.collect())),
        ],
    }
}

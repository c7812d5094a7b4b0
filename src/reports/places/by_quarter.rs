//! `occupancy-by-quarter`: how much of what could be let was let, over all quarters and by
//! municipality: the same days as `occupancy` counts, in one walk over them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::BY_QUARTER;
use super::counted::{self, counted_to, first_of_places};
use super::occupancy::{DEFINITION, OCCUPANCY_FORMULA};
use crate::domain::danish::{danish_date, danish_order};
use crate::domain::number::danish;
use crate::domain::period::{Quarter, Year};
use crate::domain::places::fresh::day_number;
use crate::domain::places::occupancy::{PlaceDays, passed};
use crate::domain::places::{DayTaken, PlaceKind};
use crate::domain::report::{
    self, Cell, Chart, ChartKind, Filter, Line, Point, Report, Unit, Value,
};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::plain;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::places::Kept;

/// Quarters that are told: ten years.
const QUARTERS: usize = 40;

/// The offers of a municipality in a quarter; all of them without one.
pub struct Row {
    /// Code and name.
    pub municipality: Option<(String, String)>,
    pub quarter: Quarter,
    /// Offers that had logged a place by the end of the quarter; the days are theirs alone.
    pub offers: i64,
    pub days: PlaceDays,
}

fn added(value: Value) -> Cell {
    let formula = "summen af de tilbud, hvor der er registreret ledige pladser";
    plain(value, formula, Vec::new())
}

static MUNICIPALITY: Col<Row> = Col::names(
    "municipality",
    "Beliggende i",
    Unit::Text,
    |row: &Row| match &row.municipality {
        Some((code, name)) => Cell::key(code, name),
        None => Cell::key("total", "I alt"),
    },
);
pub static QUARTER: Col<Row> = Col::names("quarter", "Kvartal", Unit::Text, |row: &Row| {
    let words = format!("{}. kvartal {}", row.quarter.number(), row.quarter.year);
    Cell::key(row.quarter.to_string(), words)
});
static OFFERS: Col<Row> = Col::figure(
    "offers",
    "Tilbud, der har registreret",
    Unit::Count,
    |row| added(Value::Count(row.offers)),
);
static AVAILABLE: Col<Row> =
    Col::figure("available_days", "Mulige pladsdøgn", Unit::Count, |row| {
        added(Value::Count(row.days.available))
    });
pub static VACANT: Col<Row> = Col::figure("vacant_days", "Ledige pladsdøgn", Unit::Count, |row| {
    added(Value::Count(row.days.vacant))
});
pub static OCCUPANCY_PCT: Col<Row> = Col::figure(
    "occupancy_pct",
    "Belægning",
    Unit::Percent,
    |row: &Row| match row.days.occupancy() {
        Some(value) => {
            let number = |number: i64| danish(number.into());
            let (available, vacant) = (number(row.days.available), number(row.days.vacant));
            let numbers = format!("({available} \u{2212} {vacant}) / {available} × 100");
            let value = report::percent(&value);
            Cell::told(value, OCCUPANCY_FORMULA, numbers, Vec::new())
        }
        None => Cell::missing("Der er flere ledige end mulige pladsdøgn."),
    },
);

pub static COLUMNS: Cols<Row> = &[
    &MUNICIPALITY,
    &QUARTER,
    &OFFERS,
    &AVAILABLE,
    &VACANT,
    &OCCUPANCY_PCT,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, COLUMNS))
}

/// The quarters from the first that something was logged for, by municipality; in the totals all.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Row, Row>, ReportError> {
    let register = Register::load(db, query)?;
    let to = counted_to(db, query, register.as_of)?;
    let filters = vec![Filter::new("on", "Talt til", to.to_string()).in_words(danish_date(to))];
    let title = "Belægning, kvartal for kvartal".to_owned();
    let mut frame = register.report(db, BY_QUARTER.name, title, filters, &[])?;
    let rule = counted::day_taken(db, register.as_of)?;
    frame.notes.push(DEFINITION.to_owned());
    frame.notes.push(counted::told(&rule, to));
    frame.notes.push(format!(
        "Et tilbud er med fra det kvartal, hvor det første gang har registreret en ledig plads. Pladserne er dem, tilbuddet har nu. Højst de seneste {QUARTERS} kvartaler."
    ));
    let days = counted::days(db, register.as_of)?;
    let sums = Sums::of(&register, &days, (to, &rule));
    let mut answer = Answer::empty(frame);
    answer.totals = sums.rows(None, &sums.all());
    let mut names: Vec<(&str, &str)> = sums
        .by_municipality
        .keys()
        .map(|code| (register.area_name(code), *code))
        .collect();
    let order = danish_order();
    names.sort_by(|a, b| order(&[a.0, a.1], &[b.0, b.1]));
    for (name, code) in names {
        let of = Some((code.to_owned(), name.to_owned()));
        answer
            .rows
            .extend(sums.rows(of, &sums.by_municipality[code]));
    }
    answer.frame.series.extend(chart(&answer.totals));
    Ok(answer)
}

/// Offers, available and vacant days of a quarter.
type Sum = (i64, i64, i64);

struct Sums<'r> {
    quarters: Vec<Quarter>,
    by_municipality: BTreeMap<&'r str, Vec<Sum>>,
}

impl<'r> Sums<'r> {
    fn of(
        register: &'r Register,
        days: &BTreeMap<String, Vec<Kept>>,
        (to, rule): (Date, &DayTaken),
    ) -> Sums<'r> {
        let shown = register.offers.iter().filter(|(id, _)| register.shows(id));
        let logged: Vec<_> = shown
            .filter_map(|(id, offer)| {
                let days = days.get(id)?;
                Some((&*offer.value, days, first_of_places(days)?))
            })
            .collect();
        let first = logged.iter().map(|(_, _, first)| *first).min();
        let (quarters, bounds) = quarters(first, to);
        let mut by_municipality: BTreeMap<&str, Vec<Sum>> = BTreeMap::new();
        let mut vacant = vec![0; quarters.len()];
        for (offer, days, first) in logged {
            vacant.fill(0);
            for kept in days.iter().filter(|kept| kept.kind == PlaceKind::Place) {
                kept.spans.add_to(&mut vacant, &bounds, rule);
            }
            let sums = by_municipality
                .entry(&offer.municipality)
                .or_insert_with(|| vec![(0, 0, 0); quarters.len()]);
            let periods = bounds.windows(2).zip(&vacant).zip(sums);
            for ((period, vacant), sum) in periods.filter(|((period, _), _)| first < period[1]) {
                sum.0 += 1;
                sum.1 += offer.places * i64::from(period[1] - period[0]);
                sum.2 += vacant;
            }
        }
        Sums {
            quarters,
            by_municipality,
        }
    }

    fn all(&self) -> Vec<Sum> {
        let mut all = vec![(0, 0, 0); self.quarters.len()];
        for sums in self.by_municipality.values() {
            for (all, sum) in all.iter_mut().zip(sums) {
                *all = (all.0 + sum.0, all.1 + sum.1, all.2 + sum.2);
            }
        }
        all
    }

    /// Those quarters in which somebody had logged.
    fn rows(&self, municipality: Option<(String, String)>, sums: &[Sum]) -> Vec<Row> {
        let row = |(quarter, (offers, available, vacant)): (&Quarter, &Sum)| Row {
            municipality: municipality.clone(),
            quarter: *quarter,
            offers: *offers,
            days: PlaceDays {
                available: *available,
                vacant: *vacant,
            },
        };
        let told = self.quarters.iter().zip(sums);
        told.filter(|(_, sum)| sum.0 > 0).map(row).collect()
    }
}

/// The quarters from a day on that have begun on another, the newest forty of them, and their bounds.
fn quarters(first: Option<i32>, to: Date) -> (Vec<Quarter>, Vec<i32>) {
    let Some(first) = first else {
        return (Vec::new(), Vec::new());
    };
    let last = i64::from(to.year());
    let years = (last - 10..=last).filter_map(Year::new);
    let mut begun: Vec<_> = years
        .flat_map(Quarter::all)
        .filter_map(|quarter| Some((quarter, passed(&quarter.days(), to)?)))
        .filter(|(_, period)| first < day_number(period.end))
        .collect();
    begun.drain(..begun.len().saturating_sub(QUARTERS));
    let bounds = begun.iter().map(|(_, period)| day_number(period.start));
    let end = begun.last().map(|(_, period)| day_number(period.end));
    let bounds = bounds.chain(end).collect();
    (
        begun.into_iter().map(|(quarter, _)| quarter).collect(),
        bounds,
    )
}

/// The trend of all that have logged.
fn chart(totals: &[Row]) -> Option<Chart> {
    let point = |row: &Row| match row.days.occupancy() {
        Some(value) => Point::from(&report::percent(&value)),
        None => Point::Gap,
    };
    (totals.len() > 1).then(|| Chart {
        key: "occupancy_by_quarter".to_owned(),
        title: "Belægning, kvartal for kvartal".to_owned(),
        kind: ChartKind::Line,
        unit: Unit::Percent,
        labels: totals.iter().map(|row| row.quarter.to_string()).collect(),
        lines: vec![Line {
            label: "Alle, der har registreret".to_owned(),
            points: totals.iter().map(point).collect(),
        }],
    })
}

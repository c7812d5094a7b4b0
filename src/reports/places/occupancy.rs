//! `occupancy`: place-days used of those available, by offer and quarter, and what the rest cost.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::OCCUPANCY;
use super::counted::{Counted, counted_to, told};
use crate::domain::danish::{danish_date, danish_order};
use crate::domain::number::{Exact, danish, exact};
use crate::domain::offers::Offer;
use crate::domain::period::{Quarter, Year};
use crate::domain::places::PlaceKind;
use crate::domain::places::occupancy::{self, PlaceDays};
use crate::domain::report::{
    self, Cell, Chart, ChartKind, FactRef, Filter, Line, Located, Point, Report, Unit, Value,
};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::with_unit;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// What stands beside every figure of occupancy.
pub const DEFINITION: &str = "Belægning er brugte pladsdøgn af de pladsdøgn, som tilbuddet kunne sælge i perioden: pladser × dage. En plads er ledig fra den første dag, og til den optages. Den forudsatte belægning er den, taksten er beregnet med, og en anden.";

/// Why nothing is said of an offer of which nobody has logged a place by the end of the period.
const NOT_LOGGED: &str = "Der er ikke registreret ledige pladser på tilbuddet før periodens slutning, så det vides ikke, om pladser stod tomme.";

/// An offer in a quarter.
pub struct Used {
    pub offer_id: String,
    pub offer: String,
    pub operator: String,
    pub quarter: Quarter,
    /// `None` where nobody had logged a place of it yet: available days are known all the same.
    pub vacant: Option<i64>,
    pub available: i64,
    pub assumed: Result<i64, &'static str>,
    /// In kroner; else why it cannot be told.
    pub cost: Result<Exact, String>,
    places: i64,
    at: FactRef,
    tariffs: Vec<FactRef>,
}

/// An operator in a quarter, over its offers that have logged; all of them without one.
pub struct Sum {
    pub operator: Option<String>,
    pub quarter: Quarter,
    pub days: PlaceDays,
    /// `None` where it cannot be told for each offer.
    pub cost: Option<Exact>,
}

impl Used {
    fn days(&self) -> Option<PlaceDays> {
        let available = self.available;
        self.vacant.map(|vacant| PlaceDays { available, vacant })
    }

    /// The occupancy in percent.
    ///
    /// # Errors
    /// Why there is none.
    pub fn occupancy(&self) -> Result<Exact, &'static str> {
        let days = self.days().ok_or(NOT_LOGGED)?;
        days.occupancy().ok_or(
            "Der er registreret flere ledige pladser, end tilbuddet har: ret tilbuddets pladser, eller luk dem, der ikke findes.",
        )
    }
}

fn number(number: i64) -> String {
    danish(number.into())
}

pub(super) const OCCUPANCY_FORMULA: &str =
    "belægning = (mulige \u{2212} ledige pladsdøgn) / mulige × 100";

fn percent_used(days: PlaceDays, value: &Exact, facts: Vec<FactRef>) -> Cell {
    let numbers = format!(
        "({} \u{2212} {}) / {} × 100",
        number(days.available),
        number(days.vacant),
        number(days.available)
    );
    Cell::told(report::percent(value), OCCUPANCY_FORMULA, numbers, facts)
}

pub static OFFER_ID: Col<Used> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    Cell::key(&row.offer_id, &row.offer_id)
});
pub static OFFER: Col<Used> =
    Col::says("offer", "Tilbud", Unit::Text, |row| Cell::text(&row.offer));
pub static OPERATOR: Col<Used> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.operator)
});
pub static QUARTER: Col<Used> = Col::names("quarter", "Kvartal", Unit::Text, |row: &Used| {
    quarter(row.quarter)
});
pub static AVAILABLE: Col<Used> =
    Col::figure("available_days", "Mulige pladsdøgn", Unit::Count, |row| {
        let days = row.available.checked_div(row.places).unwrap_or(0);
        let numbers = format!("{} × {}", number(row.places), number(days));
        let formula = "mulige pladsdøgn = tilbuddets pladser × dage i perioden";
        Cell::told(Value::Count(row.available), formula, numbers, vec![row.at])
    });
pub static VACANT: Col<Used> = Col::figure("vacant_days", "Ledige pladsdøgn", Unit::Count, |row| {
    let Some(vacant) = row.vacant else {
        return Cell::missing(NOT_LOGGED);
    };
    let formula = "ledige pladsdøgn = pladser × dage fra den første dag til den dag, de optages, for hver registrering";
    Cell::told(Value::Count(vacant), formula, number(vacant), vec![row.at])
});
pub static OCCUPANCY_PCT: Col<Used> = Col::figure(
    "occupancy_pct",
    "Belægning",
    Unit::Percent,
    |row: &Used| match (row.occupancy(), row.days()) {
        (Ok(value), Some(days)) => percent_used(days, &value, vec![row.at]),
        (Err(reason), _) => Cell::missing(reason),
        (Ok(_), None) => Value::Empty.into(),
    },
);
pub static ASSUMED: Col<Used> = Col::figure(
    "assumed_pct",
    "Forudsat belægning",
    Unit::Percent,
    |row| match row.assumed {
        Ok(hundredths) => {
            let value = report::percent(&exact(hundredths, 2));
            let numbers = with_unit(&value);
            let formula = "belægningen, som taksten er beregnet med";
            Cell::told(value, formula, numbers, row.tariffs.clone())
        }
        Err(reason) => Cell::missing(reason),
    },
);
pub static COST: Col<Used> = Col::figure(
    "cost",
    "Tomme pladser kostede",
    Unit::Kroner,
    |row: &Used| match &row.cost {
        Ok(cost) => {
            let value = report::kroner(cost);
            let numbers = with_unit(&value);
            let formula =
                "ledige pladsdøgn × takst pr. døgn, og tomme boligers husleje efter dage i måneden";
            Cell::told(value, formula, numbers, row.tariffs.clone())
        }
        Err(reason) => Cell::missing(reason),
    },
);

pub static COLUMNS: Cols<Used> = &[
    &OFFER_ID,
    &OFFER,
    &OPERATOR,
    &QUARTER,
    &AVAILABLE,
    &VACANT,
    &OCCUPANCY_PCT,
    &ASSUMED,
    &COST,
];

pub static SUM_OPERATOR: Col<Sum> = Col::names(
    "operator",
    "Driftsherre",
    Unit::Text,
    |row: &Sum| match &row.operator {
        Some(name) => Cell::key(name, name),
        None => Cell::key("total", "I alt"),
    },
);
pub static SUM_QUARTER: Col<Sum> = Col::names("quarter", "Kvartal", Unit::Text, |row: &Sum| {
    quarter(row.quarter)
});
pub static SUM_AVAILABLE: Col<Sum> =
    Col::figure("available_days", "Mulige pladsdøgn", Unit::Count, |row| {
        added(Value::Count(row.days.available))
    });
pub static SUM_VACANT: Col<Sum> =
    Col::figure("vacant_days", "Ledige pladsdøgn", Unit::Count, |row| {
        added(Value::Count(row.days.vacant))
    });
pub static SUM_OCCUPANCY: Col<Sum> = Col::figure(
    "occupancy_pct",
    "Belægning",
    Unit::Percent,
    |row: &Sum| match row.days.occupancy() {
        Some(value) => percent_used(row.days, &value, Vec::new()),
        None => Cell::missing("Der er flere ledige end mulige pladsdøgn."),
    },
);
pub static SUM_COST: Col<Sum> =
    Col::figure(
        "cost",
        "Tomme pladser kostede",
        Unit::Kroner,
        |row| match &row.cost {
            Some(cost) => added(report::kroner(cost)),
            None => Cell::missing("Det kan ikke beregnes for alle tilbuddene."),
        },
    );

pub static TOTALS: Cols<Sum> = &[
    &SUM_OPERATOR,
    &SUM_QUARTER,
    &SUM_AVAILABLE,
    &SUM_VACANT,
    &SUM_OCCUPANCY,
    &SUM_COST,
];

fn quarter(quarter: Quarter) -> Cell {
    let words = format!("{}. kvartal {}", quarter.number(), quarter.year);
    Cell::key(quarter.to_string(), words)
}

fn added(value: Value) -> Cell {
    let numbers = with_unit(&value);
    let formula = "summen af de tilbud, hvor der er registreret ledige pladser";
    Cell::told(value, formula, numbers, Vec::new())
}

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// Every offer that is shown, in the quarters of a year that have begun.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Used, Sum>, ReportError> {
    let register = Register::load(db, query)?;
    let to = counted_to(db, query, register.as_of)?;
    let year = query
        .year
        .or_else(|| Year::new(i64::from(to.year())))
        .unwrap_or(Year::FIRST);
    let filters = vec![
        Filter::new("year", "År", year.to_string()),
        Filter::new("on", "Talt til", to.to_string()).in_words(danish_date(to)),
    ];
    let mut frame = register.report(db, OCCUPANCY.name, "Belægning".to_owned(), filters, &[])?;
    frame.notes.push(DEFINITION.to_owned());
    let counted = Counted::of_year(db, register, year)?;
    frame.notes.push(told(&counted.day_taken, to));
    let mut answer = Answer::empty(frame);
    let asked = |of: &Quarter| query.quarter.is_none_or(|number| number == of.number());
    let offers = shown(&counted.register);
    for quarter in Quarter::all(year).filter(asked) {
        if let Some(period) = occupancy::passed(&quarter.days(), to) {
            let row = |offer: &(_, _)| used(&counted, *offer, (quarter, &period));
            let rows: Vec<Used> = offers.iter().map(row).collect();
            answer.totals.extend(sums(&rows, quarter));
            answer.rows.extend(rows);
        }
    }
    let not_logged = answer.rows.iter().filter(|row| row.vacant.is_none());
    let mut names: Vec<&str> = not_logged.map(|row| row.offer.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    if !names.is_empty() {
        answer.frame.notes.push(format!(
            "{} tilbud har i et eller flere kvartaler endnu ikke registreret en ledig plads. De er ikke med i de kvartalers summer: det vides ikke, om de var fuldt belagt.",
            names.len()
        ));
    }
    answer.frame.series.extend(chart(&answer.totals));
    Ok(answer)
}

/// The offers that are shown, as Danes sort them: once for all quarters.
fn shown(register: &Register) -> Vec<(&String, &Located<Arc<Offer>>)> {
    let all = register.offers.iter();
    let mut shown: Vec<_> = all.filter(|(id, _)| register.shows(id)).collect();
    let order = danish_order();
    let key =
        |(id, offer): &(&String, &Located<Arc<Offer>>)| (offer.value.name.clone(), (*id).clone());
    let mut keyed: Vec<_> = shown.drain(..).map(|one| (key(&one), one)).collect();
    keyed.sort_by(|((a, a_id), _), ((b, b_id), _)| order(&[a, a_id], &[b, b_id]));
    keyed.into_iter().map(|(_, one)| one).collect()
}

fn used(
    counted: &Counted,
    (id, offer): (&String, &Located<Arc<Offer>>),
    (quarter, period): (Quarter, &Range<Date>),
) -> Used {
    // Before the first entry nobody was asked: that is not the same as a full house.
    let is_logged = counted.is_logged(id, period.end);
    let of_places = counted.of(id).iter();
    let of_places = of_places.filter(|kept| kept.kind == PlaceKind::Place);
    let by = (period, &counted.day_taken);
    let days = PlaceDays::of(offer.value.places, of_places.map(|kept| &kept.spans), by);
    let (assumed, mut tariffs) = match counted.assumed(id) {
        Ok((assumed, facts)) => (Ok(assumed), facts),
        Err(reason) => (Err(reason), Vec::new()),
    };
    let cost = if is_logged || counted.is_known(id) {
        cost(counted, id, period, &mut tariffs)
    } else {
        Err(NOT_LOGGED.to_owned())
    };
    Used {
        offer_id: id.clone(),
        offer: offer.value.name.clone(),
        operator: offer.value.operator.clone(),
        quarter,
        vacant: is_logged.then_some(days.vacant),
        available: days.available,
        assumed,
        cost,
        places: offer.value.places,
        at: offer.at,
        tariffs,
    }
}

/// What an offer's empty places and dwellings cost in a period.
fn cost(
    counted: &Counted,
    offer: &str,
    period: &Range<Date>,
    facts: &mut Vec<FactRef>,
) -> Result<Exact, String> {
    let mut sum = exact(0, 0);
    for kept in counted.of(offer) {
        match kept.kind {
            PlaceKind::Place => {
                let days = kept.spans.place_days(period, &counted.day_taken);
                if days > 0 {
                    let (tariff, at) = counted.a_day(offer, kept.paragraph)?;
                    facts.extend((!facts.contains(&at)).then_some(at));
                    sum += tariff.exact() * exact(days, 0);
                }
            }
            PlaceKind::Dwelling => {
                let lost = kept.spans.rent_lost(period, &counted.day_taken);
                sum += lost.ok_or("Huslejen for en tom bolig er ikke oplyst.")?;
            }
        }
    }
    Ok(sum)
}

/// The sums of a quarter: each operator that has logged, and all of them.
fn sums(rows: &[Used], quarter: Quarter) -> Vec<Sum> {
    let mut operators: BTreeMap<&str, Vec<&Used>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.vacant.is_some()) {
        operators.entry(&row.operator).or_default().push(row);
    }
    let sum = |operator: Option<&str>, rows: &[&Used]| Sum {
        operator: operator.map(str::to_owned),
        quarter,
        days: PlaceDays {
            available: rows.iter().map(|row| row.available).sum(),
            vacant: rows.iter().filter_map(|row| row.vacant).sum(),
        },
        cost: rows
            .iter()
            .map(|row| row.cost.as_ref().ok())
            .try_fold(exact(0, 0), |sum, cost| Some(sum + cost?)),
    };
    let all: Vec<&Used> = operators.values().flatten().copied().collect();
    let mut names: Vec<(&str, Vec<&Used>)> = operators.into_iter().collect();
    let order = danish_order();
    names.sort_by(|a, b| order(&[a.0], &[b.0]));
    let mut sums: Vec<Sum> = names
        .iter()
        .map(|(name, rows)| sum(Some(name), rows))
        .collect();
    if !all.is_empty() {
        sums.push(sum(None, &all));
    }
    sums
}

/// The trend of all that have logged, by quarter.
fn chart(sums: &[Sum]) -> Option<Chart> {
    let all: Vec<&Sum> = sums.iter().filter(|sum| sum.operator.is_none()).collect();
    (all.len() > 1).then(|| Chart {
        key: "occupancy".to_owned(),
        title: "Belægning pr. kvartal".to_owned(),
        kind: ChartKind::Line,
        unit: Unit::Percent,
        labels: all.iter().map(|sum| sum.quarter.to_string()).collect(),
        lines: vec![Line {
            label: "Alle, der har registreret".to_owned(),
            points: all
                .iter()
                .map(|sum| match sum.days.occupancy() {
                    Some(value) => Point::from(&report::percent(&value)),
                    None => Point::Gap,
                })
                .collect(),
        }],
    })
}

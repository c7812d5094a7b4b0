//! `results`: what offers document of their stays, quarter by quarter; nothing about one to four of them.

use std::collections::BTreeMap;

use super::shape::Shape;
use super::{Query, Question, ReportError, filters};
use crate::domain::danish::danish_order;
use crate::domain::number::danish;
use crate::domain::people::Right;
use crate::domain::period::Quarter;
use crate::domain::report::{Cell, Filter, Report, Unit, Value, percent};
use crate::domain::results::{Share, Told};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::plain;
use crate::storage::{Db, results};

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&RESULTS];

pub static RESULTS: Question = Question {
    name: "results",
    row: "an offer's stays in a quarter: with goals, evaluated in time, goals met; in `totals` its municipality, and all (`total`)",
    right: Right::ReadOffers,
    filters: &[
        &filters::YEAR_OF_RESULTS,
        &filters::QUARTER,
        &filters::MUNICIPALITY,
        &filters::OFFER,
    ],
    shapes: || vec![Shape::of(COLUMNS, TOTALS).masked()],
    report: |db, query| Ok(answer(db, query)?.report(COLUMNS, TOTALS)),
};

/// Why a figure is not told: one sentence for all, since which number is small would be telling.
const FEW: &str = "Tallet bygger på færre end fem ophold.";

/// An offer in a quarter; without an offer a municipality, and without that all.
pub struct Row {
    /// Code and name.
    pub municipality: Option<(String, String)>,
    /// Id and name.
    pub offer: Option<(String, String)>,
    pub quarter: Quarter,
    pub told: Told,
    /// Of a sum, the offers that are not in it since they have too few stays.
    pub left_out: i64,
}

fn named(name: Option<&(String, String)>) -> Cell {
    match name {
        Some((key, label)) => Cell::key(key, label),
        None => Cell::key("total", "I alt"),
    }
}

fn number(number: Option<i64>, words: &str) -> Cell {
    match number {
        Some(number) => plain(Value::Count(number), words, Vec::new()),
        None => Cell::masked(FEW),
    }
}

fn share(share: Option<Share>, formula: &str, none: &str) -> Cell {
    let Some(share) = share else {
        return Cell::masked(FEW);
    };
    let Some(value) = share.percent() else {
        return Cell::missing(none);
    };
    let [some, all] = [share.some, share.all].map(|number| danish(number.into()));
    let numbers = format!("{some} / {all} × 100");
    Cell::told(percent(&value), formula, numbers, Vec::new())
}

static MUNICIPALITY: Col<Row> =
    Col::names("municipality", "Beliggende i", Unit::Text, |row: &Row| {
        named(row.municipality.as_ref())
    });
static OFFER_ID: Col<Row> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row: &Row| {
    let id = row.offer.as_ref().map_or("total", |(id, _)| id);
    Cell::key(id, id)
});
static OFFER: Col<Row> = Col::says("offer", "Tilbud", Unit::Text, |row: &Row| {
    let name = row.offer.as_ref().map_or("I alt", |(_, name)| name);
    Cell::text(name)
});
static QUARTER: Col<Row> = Col::names("quarter", "Kvartal", Unit::Text, |row: &Row| {
    let words = format!("{}. kvartal {}", row.quarter.number(), row.quarter.year);
    Cell::key(row.quarter.to_string(), words)
});
static STAYS: Col<Row> = Col::figure("stays", "Ophold", Unit::Count, |row: &Row| {
    number(row.told.stays, "ophold i kvartalet")
});
static WITH_GOALS: Col<Row> = Col::figure("with_goals", "Med mål", Unit::Count, |row: &Row| {
    let some = row.told.with_goals.map(|share| share.some);
    number(some, "ophold med indsatsmål ved kvartalets slutning")
});
static GOALS_PCT: Col<Row> = Col::figure(
    "with_goals_pct",
    "Andel med mål",
    Unit::Percent,
    |row: &Row| {
        let formula = "andel = ophold med mål / ophold";
        share(row.told.with_goals, formula, "Der er ingen ophold.")
    },
);
static EVALUATED: Col<Row> = Col::figure(
    "evaluated",
    "Evalueret til tiden",
    Unit::Count,
    |row: &Row| {
        let some = row.told.evaluated.map(|share| share.some);
        number(some, "ophold, hvis mål er evalueret til tiden")
    },
);
pub static EVALUATED_PCT: Col<Row> = Col::figure(
    "evaluated_pct",
    "Andel evalueret til tiden",
    Unit::Percent,
    |row: &Row| {
        let formula =
            "andel = ophold evalueret til tiden / ophold med mål, hvor mindst fem har mål";
        share(row.told.evaluated, formula, "Ingen ophold har mål.")
    },
);
static MET: Col<Row> = Col::figure("met", "Mål opfyldt", Unit::Count, |row: &Row| {
    let some = row.told.met.map(|share| share.some);
    number(some, "ophold, hvis mål er opfyldt")
});
static MET_PCT: Col<Row> = Col::figure(
    "met_pct",
    "Andel med målene opfyldt",
    Unit::Percent,
    |row: &Row| {
        let formula = "andel = ophold med målene opfyldt / ophold evalueret til tiden, hvor mindst fem er det";
        share(
            row.told.met,
            formula,
            "Ingen ophold er evalueret til tiden.",
        )
    },
);
static LEFT_OUT: Col<Row> = Col::figure(
    "left_out",
    "Tilbud uden for summen",
    Unit::Count,
    |row: &Row| {
        let words = "tilbud med færre end fem ophold i kvartalet";
        plain(Value::Count(row.left_out), words, Vec::new())
    },
);

pub static COLUMNS: Cols<Row> = &[
    &MUNICIPALITY,
    &OFFER_ID,
    &OFFER,
    &QUARTER,
    &STAYS,
    &WITH_GOALS,
    &GOALS_PCT,
    &EVALUATED,
    &EVALUATED_PCT,
    &MET,
    &MET_PCT,
];

pub static TOTALS: Cols<Row> = &[
    &MUNICIPALITY,
    &OFFER_ID,
    &QUARTER,
    &STAYS,
    &WITH_GOALS,
    &GOALS_PCT,
    &EVALUATED,
    &EVALUATED_PCT,
    &MET,
    &MET_PCT,
    &LEFT_OUT,
];

/// Every offer and quarter that something is documented of, by municipality, offer and quarter; in the totals the
/// municipalities, then all where no municipality is asked for.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Row, Row>, ReportError> {
    let register = Register::load(db, query)?;
    let mut filters = Vec::new();
    filters.extend(
        query
            .year
            .map(|year| Filter::new("year", "År", year.to_string())),
    );
    filters.extend(
        query
            .quarter
            .map(|quarter| Filter::new("quarter", "Kvartal", quarter.to_string())),
    );
    let mut frame = frame(db, &register, filters)?;
    let asked = |of: Quarter| {
        query.year.is_none_or(|year| year == of.year)
            && query.quarter.is_none_or(|number| number == of.number())
    };
    let held = results::holding(db, register.as_of)?;
    let mut rows: Vec<Row> = held
        .iter()
        .map(|held| &held.value)
        .filter(|of| asked(of.quarter) && register.shows(&of.offer_id))
        .map(|of| {
            let code = register.get(&of.offer_id).map_or("", |o| &o.municipality);
            Row {
                municipality: Some((code.to_owned(), register.area_name(code).to_owned())),
                offer: Some((
                    of.offer_id.to_string(),
                    register.name(&of.offer_id).to_owned(),
                )),
                quarter: of.quarter,
                told: of.counts.told(),
                left_out: 0,
            }
        })
        .collect();
    let order = danish_order();
    let name = |of: &Option<(String, String)>| of.clone().unwrap_or_default();
    rows.sort_by(|a, b| {
        let key = |row: &Row| (name(&row.municipality).1, name(&row.offer));
        let ((area, (id, offer)), (b_area, (b_id, b_offer))) = (key(a), key(b));
        order(&[&area, &offer, &id], &[&b_area, &b_offer, &b_id]).then(a.quarter.cmp(&b.quarter))
    });
    if rows.is_empty() {
        frame.notes.push(NOTHING.to_owned());
    }
    let mut totals = sums(&rows, |row| row.municipality.clone());
    if register.area.is_none() && register.offer.is_none() {
        totals.extend(sums(&rows, |_| None));
    }
    Ok(Answer {
        frame,
        rows,
        totals,
    })
}

const NOTHING: &str = "Der er ikke indlæst resultatdokumentation endnu. Indlæs den på siden Data.";

fn frame(db: &mut Db, register: &Register, filters: Vec<Filter>) -> Result<Report, ReportError> {
    let title = "Resultatdokumentation".to_owned();
    let mut frame = register.report(db, RESULTS.name, title, filters, &[])?;
    frame.masks = true;
    // Earlier states cannot be asked for: two of them would tell of a stay that came between.
    frame
        .filters
        .retain(|filter| filter.key != filters::AS_OF.key);
    frame.notes.push("Nyeste indberetning af et tilbuds kvartal gælder. Evalueret til tiden er af ophold med mål, og opfyldt er af ophold, der er evalueret til tiden.".to_owned());
    frame.notes.push("Tal om færre end fem ophold er skjult, og de er ikke med i nogen sum: så kan de ikke regnes ud.".to_owned());
    Ok(frame)
}

/// The sums of each group and quarter, in the order that the groups come in.
fn sums(rows: &[Row], group: impl Fn(&Row) -> Option<(String, String)>) -> Vec<Row> {
    let mut groups: Vec<Option<(String, String)>> = Vec::new();
    let mut by: BTreeMap<(usize, Quarter), Vec<&Told>> = BTreeMap::new();
    for row in rows {
        let group = group(row);
        if groups.last() != Some(&group) {
            groups.push(group);
        }
        let key = (groups.len() - 1, row.quarter);
        by.entry(key).or_default().push(&row.told);
    }
    by.into_iter()
        .map(|((at, quarter), told)| {
            let masked = told.iter().filter(|told| told.is_masked()).count();
            Row {
                municipality: groups[at].clone(),
                offer: None,
                quarter,
                told: Told::together(told),
                left_out: i64::try_from(masked).unwrap_or(i64::MAX),
            }
        })
        .collect()
}

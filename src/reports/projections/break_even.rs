//! `break-even`: the occupancy that an offer carries itself at.

use super::BREAK_EVEN;
use super::frame::{assumed_alone, in_kroner, kroner, one_line};
use crate::domain::money::Money;
use crate::domain::number::{Exact, danish, exact};
use crate::domain::projections::break_even::{DAYS, Offer, SHOWN};
use crate::domain::report::{self, Cell, Chart, Filter, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::words::with_unit;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// What is assumed where nothing else is asked: the example of the paper.
pub const PLACES: u32 = 8;
pub const FIXED: Money = Money::from_oere(1_000_000_000);
pub const VARIABLE: Money = Money::from_oere(30_000);
pub const TARIFF: Money = Money::from_oere(400_000);

/// A year at an occupancy.
pub struct At {
    /// Percent of the places.
    pub occupancy: i64,
    pub offer: Offer,
}

impl At {
    fn share(&self) -> Exact {
        exact(self.occupancy, 0)
    }

    fn days(&self, each: &Exact) -> String {
        format!(
            "{} × {DAYS} × {} × {}",
            danish(self.offer.places.into()),
            with_unit(&report::percent(&self.share())),
            kroner(each)
        )
    }

    fn result(&self) -> Value {
        let share = self.share();
        report::kroner(&(self.offer.income(&share) - self.offer.cost(&share)))
    }
}

pub static OCCUPANCY: Col<At> =
    Col::names("occupancy_pct", "Belægning", Unit::Text, |row: &At| {
        Cell::key(row.occupancy.to_string(), format!("{} %", row.occupancy))
    });
pub static INCOME: Col<At> = Col::figure("income", "Indtægt", Unit::Kroner, |row: &At| {
    let value = report::kroner(&row.offer.income(&row.share()));
    let formula = "pladser × dage × belægning × takst pr. døgn";
    Cell::told(value, formula, row.days(&row.offer.tariff), Vec::new())
});
pub static COST: Col<At> = Col::figure("cost", "Udgift", Unit::Kroner, |row: &At| {
    let value = report::kroner(&row.offer.cost(&row.share()));
    let numbers = format!(
        "{} + {}",
        kroner(&row.offer.fixed),
        row.days(&row.offer.variable)
    );
    let formula = "faste udgifter + pladser × dage × belægning × variabel udgift pr. døgn";
    Cell::told(value, formula, numbers, Vec::new())
});
pub static RESULT: Col<At> = Col::figure("result", "Resultat", Unit::Kroner, |row: &At| {
    let share = row.share();
    let numbers = format!(
        "{} \u{2212} {}",
        kroner(&row.offer.income(&share)),
        kroner(&row.offer.cost(&share))
    );
    Cell::told(row.result(), "indtægt \u{2212} udgift", numbers, Vec::new())
});

pub static COLUMNS: Cols<At> = &[&OCCUPANCY, &INCOME, &COST, &RESULT];

pub static CARRIES: Col<Offer> = Col::figure(
    "break_even_pct",
    "Går i nul ved en belægning på",
    Unit::Percent,
    |row: &Offer| match row.break_even() {
        Some(occupancy) => {
            let numbers = format!(
                "{} / ({} × {DAYS} × ({} \u{2212} {})) × 100",
                kroner(&row.fixed),
                danish(row.places.into()),
                kroner(&row.tariff),
                kroner(&row.variable)
            );
            let formula =
                "faste udgifter / (pladser × dage × (takst \u{2212} variabel udgift)) × 100";
            Cell::told(report::percent(&occupancy), formula, numbers, Vec::new())
        }
        None => {
            Cell::missing("Et døgn betaler ikke mere, end det koster, så ingen belægning er nok.")
        }
    },
);

pub static TOTALS: Cols<Offer> = &[&CARRIES];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// The offer's year at each occupancy that is shown.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<At, Offer>, ReportError> {
    let of = &query.assumed;
    let places = of.places.unwrap_or(PLACES);
    let (fixed, variable, tariff) = (
        of.fixed.unwrap_or(FIXED),
        of.variable.unwrap_or(VARIABLE),
        of.tariff.unwrap_or(TARIFF),
    );
    let filters = vec![
        Filter::new("places", "Pladser", places.to_string()),
        in_kroner("fixed", "Faste udgifter pr. år", fixed),
        in_kroner("variable", "Variabel udgift pr. døgn", variable),
        in_kroner("tariff", "Takst pr. døgn", tariff),
    ];
    let title = "Hvilken belægning et tilbud går i nul ved";
    let mut frame = assumed_alone(db, BREAK_EVEN.name, title, filters)?;
    let offer = Offer {
        places: places.into(),
        fixed: fixed.exact(),
        variable: variable.exact(),
        tariff: tariff.exact(),
    };
    if offer.break_even().is_some_and(|at| at > exact(100, 0)) {
        let words = "Selv med alle pladser optaget hele året dækker taksten ikke udgifterne.";
        frame.notes.push(words.to_owned());
    }
    let rows: Vec<At> = SHOWN
        .into_iter()
        .map(|occupancy| At {
            occupancy,
            offer: offer.clone(),
        })
        .collect();
    frame.series.push(chart(&rows));
    Ok(Answer {
        frame,
        rows,
        totals: vec![offer],
    })
}

fn chart(rows: &[At]) -> Chart {
    let words = ("result", "Resultat pr. år efter belægning", "Resultat");
    let points = rows
        .iter()
        .map(|row| (format!("{} %", row.occupancy), row.result()));
    one_line(words, Unit::Kroner, points)
}

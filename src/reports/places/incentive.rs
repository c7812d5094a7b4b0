//! `occupancy-incentive`: what one point of occupancy is worth, to who operates an offer and to
//! who buys its places: the workplan's question of incentives, from the tariffs of a year.

use std::sync::Arc;

use super::INCENTIVE;
use super::counted::Counted;
use crate::domain::danish::danish_order;
use crate::domain::number::{Exact, danish, exact};
use crate::domain::period::Year;
use crate::domain::places::occupancy::{point_value, with_one_point_more};
use crate::domain::report::{self, Cell, FactRef, Filter, Located, Report, Unit, Value};
use crate::domain::tariffs::{Part, Tariff, TariffUnit};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::{plain, with_unit};
use crate::reports::{Query, ReportError};
use crate::storage::{Db, tariffs};

/// What the figures suppose.
pub const ASSUMPTIONS: &str = "Ét procentpoint er 1 % af tilbuddets pladser × årets dage. Driftsherren får så meget mere ind, når ét point mere er belagt, og mister det, når ét point mindre er. Beregnes taksten med ét point mere, falder den, fordi de samme omkostninger deles af flere døgn: ny takst = takst × belægning / (belægning + 1). Omkostningerne antages uændrede; dele af taksten, der følger borgeren, gør virkningen mindre.";

/// A service that is paid by the day and night.
pub struct Worth {
    pub offer_id: String,
    pub offer: String,
    pub operator: String,
    pub service: Arc<str>,
    pub tariff: Located<Tariff>,
    /// Place-days of the year.
    pub available: i64,
    /// Whether the offer has one such service: else its places are shared between them.
    pub is_only_one: bool,
}

const SHARED: &str =
    "Tilbuddet har flere ydelser pr. døgn, og det er ikke oplyst, hvor mange pladser hver har.";
const NOT_ASSUMED: &str = "Den forudsatte belægning er ikke oplyst med takstens dele.";
const FULL: &str =
    "Taksten er beregnet med så høj en belægning, at der ikke er et helt point tilbage.";

impl Worth {
    fn assumed(&self) -> Option<i64> {
        self.tariff.value.parts.as_deref()?.occupancy
    }

    fn with_more(&self) -> Result<Exact, &'static str> {
        let assumed = self.assumed().ok_or(NOT_ASSUMED)?;
        with_one_point_more(&self.tariff.value.amount.exact(), assumed).ok_or(FULL)
    }

    fn told(&self, value: Value, formula: &str, numbers: String) -> Cell {
        Cell::told(value, formula, numbers, vec![self.tariff.at])
    }

    /// What one point of an amount a day is worth in a year.
    fn point(&self, amount: &Exact) -> Cell {
        if !self.is_only_one {
            return Cell::missing(SHARED);
        }
        let value = report::kroner(&point_value(self.available, amount));
        let numbers = format!(
            "{} × 1 % × {}",
            danish(self.available.into()),
            with_unit(&report::kroner(amount))
        );
        self.told(
            value,
            "værdi af ét point = mulige pladsdøgn × 1 % × beløb pr. døgn",
            numbers,
        )
    }

    fn part(&self, part: Part) -> Cell {
        let parts = self.tariff.value.parts.as_deref();
        match parts.and_then(|parts| parts.get(part)) {
            Some(amount) => self.point(&amount.exact()),
            None => Cell::missing("Denne del af taksten er ikke oplyst."),
        }
    }
}

pub static OFFER_ID: Col<Worth> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    Cell::key(&row.offer_id, &row.offer_id)
});
pub static OFFER: Col<Worth> =
    Col::says("offer", "Tilbud", Unit::Text, |row| Cell::text(&row.offer));
pub static OPERATOR: Col<Worth> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.operator)
});
pub static SERVICE: Col<Worth> = Col::names("service", "Ydelse", Unit::Text, |row| {
    Cell::key(&*row.service, &*row.service)
});
pub static TARIFF: Col<Worth> = Col::figure("tariff", "Takst pr. døgn", Unit::Kroner, |row| {
    let value = Value::Kroner(row.tariff.value.amount.decimal());
    let numbers = with_unit(&value);
    row.told(value, "taksten, som den er indlæst", numbers)
});
pub static ASSUMED: Col<Worth> = Col::figure(
    "assumed_pct",
    "Forudsat belægning",
    Unit::Percent,
    |row: &Worth| match row.assumed() {
        Some(hundredths) => {
            let value = report::percent(&exact(hundredths, 2));
            let numbers = with_unit(&value);
            row.told(value, "belægningen, som taksten er beregnet med", numbers)
        }
        None => Cell::missing(NOT_ASSUMED),
    },
);
pub static POINT: Col<Worth> = Col::figure(
    "point_value",
    "Ét point, pr. år",
    Unit::Kroner,
    |row: &Worth| row.point(&row.tariff.value.amount.exact()),
);
pub static WITH_MORE: Col<Worth> = Col::figure(
    "tariff_with_more",
    "Takst med ét point mere",
    Unit::Kroner,
    |row: &Worth| match (row.with_more(), row.assumed()) {
        (Ok(tariff), Some(assumed)) => {
            let percent = |hundredths| with_unit(&report::percent(&exact(hundredths, 2)));
            let numbers = format!(
                "{} × {} / {}",
                danish(row.tariff.value.amount.decimal()),
                percent(assumed),
                percent(assumed + 100)
            );
            let formula = "ny takst = takst × belægning / (belægning + 1 procentpoint)";
            row.told(report::kroner(&tariff), formula, numbers)
        }
        (Err(reason), _) => Cell::missing(reason),
        (Ok(_), None) => Value::Empty.into(),
    },
);
pub static SAVED: Col<Worth> = Col::figure(
    "buyers_save_a_day",
    "Køberne sparer pr. døgn",
    Unit::Kroner,
    |row: &Worth| match row.with_more() {
        Ok(tariff) => {
            let old = row.tariff.value.amount;
            let value = report::kroner(&(old.exact() - &tariff));
            let numbers = format!(
                "{} \u{2212} {}",
                danish(old.decimal()),
                with_unit(&report::kroner(&tariff))
            );
            row.told(
                value,
                "besparelse = takst \u{2212} takst med ét point mere",
                numbers,
            )
        }
        Err(reason) => Cell::missing(reason),
    },
);
static DIRECT: Col<Worth> = Col::figure("direct", "Heraf direkte", Unit::Kroner, |row: &Worth| {
    row.part(Part::Direct)
});
static SHARED_COST: Col<Worth> =
    Col::figure("shared", "Heraf fælles", Unit::Kroner, |row: &Worth| {
        row.part(Part::Shared)
    });
static OVERHEAD: Col<Worth> =
    Col::figure("overhead", "Heraf overhead", Unit::Kroner, |row: &Worth| {
        row.part(Part::Overhead)
    });
static DEPRECIATION: Col<Worth> = Col::figure(
    "depreciation",
    "Heraf afskrivning",
    Unit::Kroner,
    |row: &Worth| row.part(Part::Depreciation),
);
static PENSION: Col<Worth> =
    Col::figure("pension", "Heraf pension", Unit::Kroner, |row: &Worth| {
        row.part(Part::Pension)
    });
static SUPERVISION: Col<Worth> = Col::figure(
    "supervision",
    "Heraf tilsyn",
    Unit::Kroner,
    |row: &Worth| row.part(Part::Supervision),
);
static ADJUSTMENT: Col<Worth> = Col::figure(
    "adjustment",
    "Heraf regulering",
    Unit::Kroner,
    |row: &Worth| row.part(Part::Adjustment),
);

pub static COLUMNS: Cols<Worth> = &[
    &OFFER_ID,
    &OFFER,
    &OPERATOR,
    &SERVICE,
    &TARIFF,
    &ASSUMED,
    &POINT,
    &DIRECT,
    &SHARED_COST,
    &OVERHEAD,
    &DEPRECIATION,
    &PENSION,
    &SUPERVISION,
    &ADJUSTMENT,
    &WITH_MORE,
    &SAVED,
];

/// What a page shows of it.
pub static SHOWN: Cols<Worth> = &[
    &OFFER, &OPERATOR, &SERVICE, &TARIFF, &ASSUMED, &POINT, &WITH_MORE, &SAVED,
];

/// Every service together.
pub struct All {
    /// `None` where one of them cannot be told.
    pub point: Option<Exact>,
}

pub static ALL_POINT: Col<All> = Col::figure(
    "point_value",
    "Ét point, pr. år",
    Unit::Kroner,
    |row: &All| match &row.point {
        Some(point) => {
            let value = report::kroner(point);
            plain(value, "summen af ydelserne", Vec::new())
        }
        None => Cell::missing(SHARED),
    },
);

pub static TOTALS: Cols<All> = &[&ALL_POINT];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// The services of a year that are paid by the day and night, by offer.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Worth, All>, ReportError> {
    let register = Register::load(db, query)?;
    let newest = tariffs::years(db, register.as_of)?.pop();
    let Some(year) = query.year.or(newest) else {
        let title = "Værdien af belægning".to_owned();
        let mut frame = register.report(db, INCENTIVE.name, title, Vec::new(), &[])?;
        frame
            .notes
            .push("Der er ikke indlæst nogen takster endnu.".to_owned());
        return Ok(Answer::empty(frame));
    };
    let filters = vec![Filter::new("year", "År", year.to_string())];
    let title = format!("Hvad ét point belægning er værd, {year}");
    let counted = Counted::tariffs_of(db, register, year)?;
    let rows = worth(&counted, year);
    let facts: Vec<FactRef> = rows.iter().map(|row| row.tariff.at).collect();
    let mut frame = counted
        .register
        .report(db, INCENTIVE.name, title, filters, &facts)?;
    frame.notes.push(ASSUMPTIONS.to_owned());
    let mut answer = Answer::empty(frame);
    if rows.iter().any(|row| row.is_only_one) {
        let only = rows.iter().filter(|row| row.is_only_one);
        answer.totals.push(All {
            point: Some(only.fold(exact(0, 0), |sum, row| {
                sum + point_value(row.available, &row.tariff.value.amount.exact())
            })),
        });
    }
    answer.rows = rows;
    Ok(answer)
}

fn worth(counted: &Counted, year: Year) -> Vec<Worth> {
    let register = &counted.register;
    let mut rows = Vec::new();
    for (id, offer) in register.offers.iter().filter(|(id, _)| register.shows(id)) {
        let by_day = counted
            .tariffs(id)
            .iter()
            .filter(|tariff| tariff.value.unit == TariffUnit::FullDay);
        let is_only_one = by_day.clone().count() == 1;
        let days = TariffUnit::FullDay.in_year(year).unwrap_or(0);
        rows.extend(by_day.map(|tariff| Worth {
            offer_id: id.clone(),
            offer: offer.value.name.clone(),
            operator: offer.value.operator.clone(),
            service: tariff.value.service.clone(),
            tariff: tariff.clone(),
            available: offer.value.places * days,
            is_only_one,
        }));
    }
    let order = danish_order();
    rows.sort_by(|a, b| {
        order(
            &[&a.offer, &a.offer_id, &a.service],
            &[&b.offer, &b.offer_id, &b.service],
        )
    });
    rows
}

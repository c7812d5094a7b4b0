//! What occupancy is counted of: offers, their empty days and their tariffs of a year, read once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::danish::danish_date;
use crate::domain::moment;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::places::fresh::day_number;
use crate::domain::places::{DayTaken, PlaceKind};
use crate::domain::report::{FactRef, Located};
use crate::domain::tariffs::{Tariff, TariffUnit};
use crate::reports::offers::register::Register;
use crate::reports::{Query, ReportError};
use crate::storage::data::{parameters, versions};
use crate::storage::places::{self, Kept};
use crate::storage::{Db, tariffs};

/// Offers that are shown, the days on which something of them stood empty, and their tariffs of a year.
pub struct Counted {
    pub register: Register,
    /// Whether the day that a place is taken on counts.
    pub day_taken: DayTaken,
    days: BTreeMap<String, Vec<Kept>>,
    tariffs: BTreeMap<String, Vec<Located<Tariff>>>,
}

/// The day up to which days are counted: the one asked for, else the day in Denmark on which the
/// data version was made.
pub fn counted_to(db: &mut Db, query: &Query, as_of: i64) -> Result<Date, ReportError> {
    if let Some(day) = query.on {
        return Ok(day);
    }
    let made = versions::moment_of(db, as_of)?;
    let day = made.and_then(|made| moment::day_of(&made));
    Ok(day.unwrap_or(Date::ZERO))
}

/// By offer what stood empty when, as it is known at a data version.
pub(super) fn days(db: &mut Db, as_of: i64) -> Result<BTreeMap<String, Vec<Kept>>, ReportError> {
    let mut days: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
    for kept in places::spans(db, as_of)? {
        match days.get_mut(&kept.offer_id) {
            Some(known) => known.push(kept),
            None => {
                days.insert(kept.offer_id.clone(), vec![kept]);
            }
        }
    }
    Ok(days)
}

/// The first day that a place of an offer was logged for; `None` where none ever was.
pub(super) fn first_of_places(days: &[Kept]) -> Option<i32> {
    let places = days.iter().filter(|kept| kept.kind == PlaceKind::Place);
    places.filter_map(|kept| kept.spans.first()).min()
}

/// The rule of the day taken at a data version.
pub(super) fn day_taken(db: &mut Db, as_of: i64) -> Result<DayTaken, ReportError> {
    Ok(DayTaken::of(&parameters::holding(db, as_of)?))
}

/// What is told of the rule beside the figures, on a day.
pub(super) fn told(rule: &DayTaken, on: Date) -> String {
    let counts = if rule.counts_on(on) {
        "tæller"
    } else {
        "tæller ikke"
    };
    match rule.in_force(on) {
        Some(parameter) => format!(
            "Det døgn, en plads optages, {counts} som ledigt, fra {} ({}).",
            danish_date(parameter.valid_from),
            parameter.source
        ),
        None => format!("Det døgn, en plads optages, {counts} som ledigt."),
    }
}

impl Counted {
    /// What the days of a year are counted of.
    pub fn of_year(db: &mut Db, register: Register, year: Year) -> Result<Counted, ReportError> {
        let mut counted = Counted::tariffs_of(db, register, year)?;
        let as_of = counted.register.as_of;
        counted.day_taken = day_taken(db, as_of)?;
        counted.days = days(db, as_of)?;
        Ok(counted)
    }

    /// What stood empty of an offer, whenever it was.
    pub fn of(&self, offer: &str) -> &[Kept] {
        self.days.get(offer).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody had logged a place of an offer that was vacant, or was to be, before a day.
    pub fn is_logged(&self, offer: &str, before: Date) -> bool {
        first_of_places(self.of(offer)).is_some_and(|first| first < day_number(before))
    }

    /// Whether anything at all was logged of an offer, a dwelling too.
    pub fn is_known(&self, offer: &str) -> bool {
        let mut days = self.of(offer).iter();
        days.any(|kept| kept.spans.first().is_some())
    }

    /// The tariffs of a year alone, without empty days.
    pub fn tariffs_of(db: &mut Db, register: Register, year: Year) -> Result<Counted, ReportError> {
        let held = tariffs::holding(db, &tariffs::Wanted::Years(vec![year]), register.as_of)?;
        let mut of_year: BTreeMap<String, Vec<Located<Tariff>>> = BTreeMap::new();
        for tariff in held {
            of_year
                .entry(tariff.value.offer_id.to_string())
                .or_default()
                .push(tariff);
        }
        Ok(Counted {
            register,
            day_taken: DayTaken::never(),
            days: BTreeMap::new(),
            tariffs: of_year,
        })
    }

    /// The tariffs of an offer.
    pub fn tariffs(&self, offer: &str) -> &[Located<Tariff>] {
        self.tariffs.get(offer).map_or(&[], Vec::as_slice)
    }

    /// What a vacant place of a paragraph loses a day: the one tariff by day and night.
    ///
    /// # Errors
    /// Why there is none: no tariff, or several of which nobody says which one is lost.
    pub fn a_day(&self, offer: &str, paragraph: Paragraph) -> Result<(Money, FactRef), String> {
        let by_day = |tariff: &&Located<Tariff>| {
            tariff.value.unit == TariffUnit::FullDay && tariff.value.paragraph == paragraph
        };
        let mut found = self.tariffs(offer).iter().filter(by_day);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok((one.value.amount, one.at)),
            (None, _) => Err(format!(
                "Tilbuddet har ingen takst pr. døgn for {}.",
                paragraph.label()
            )),
            _ => Err(format!(
                "Tilbuddet har flere takster pr. døgn for {}; det er ikke oplyst, hvilken der tabes.",
                paragraph.label()
            )),
        }
    }

    /// The occupancy that the tariffs of an offer were worked out with, in hundredths of a percent.
    ///
    /// # Errors
    /// Why it cannot be told.
    pub fn assumed(&self, offer: &str) -> Result<(i64, Vec<FactRef>), &'static str> {
        let stated = |tariff: &Located<Tariff>| {
            let parts = tariff.value.parts.as_deref()?;
            Some((parts.occupancy?, tariff.at))
        };
        let stated: Vec<(i64, FactRef)> = self.tariffs(offer).iter().filter_map(stated).collect();
        let Some((first, _)) = stated.first() else {
            return Err("Den forudsatte belægning er ikke oplyst med takstens dele.");
        };
        if stated.iter().any(|(other, _)| other != first) {
            return Err("Tilbuddets takster er beregnet med hver sin belægning.");
        }
        Ok((*first, stated.into_iter().map(|(_, at)| at).collect()))
    }
}

//! What occupancy is counted of: offers, their entries and their tariffs of a year, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use crate::domain::moment;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::{Quarter, Year};
use crate::domain::places::{Entry, PlaceKind};
use crate::domain::report::{FactRef, Located};
use crate::domain::tariffs::{Tariff, TariffUnit};
use crate::reports::offers::register::Register;
use crate::reports::{Query, ReportError};
use crate::storage::data::versions;
use crate::storage::places::{self, Wanted};
use crate::storage::{Db, tariffs};

/// Offers that are shown, their entries by offer, and their tariffs of a year.
pub struct Counted {
    pub register: Register,
    /// Those that are not over when the year begins.
    pub entries: BTreeMap<String, Vec<Entry>>,
    /// Of which offers something was logged that was over by then, where the entries do not tell.
    earlier: BTreeSet<(String, PlaceKind)>,
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

fn is_logged(entries: &[Entry], before: Date) -> bool {
    entries
        .iter()
        .any(|entry| entry.about.kind == PlaceKind::Place && entry.from() < before)
}

impl Counted {
    /// What the days of a year are counted of.
    pub fn of_year(db: &mut Db, register: Register, year: Year) -> Result<Counted, ReportError> {
        let mut counted = Counted::tariffs_of(db, register, year)?;
        let as_of = counted.register.as_of;
        let Some(first) = Quarter::all(year).next() else {
            return Ok(counted);
        };
        let Range { start, end } = first.days();
        for entry in places::entries(db, Wanted::EndingAfter(start), as_of)? {
            let offer = entry.about.offer_id.clone();
            counted.entries.entry(offer).or_default().push(entry);
        }
        let offers = counted.register.offers.keys();
        let untold = offers.filter(|offer| !is_logged(counted.of(offer), end));
        let untold: Vec<String> = untold.cloned().collect();
        let earlier = places::ended_by(db, &untold, (start, as_of))?;
        counted.earlier = earlier.into_iter().collect();
        Ok(counted)
    }

    /// The entries of an offer that are not over when the year begins.
    pub fn of(&self, offer: &str) -> &[Entry] {
        self.entries.get(offer).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody had logged a place of an offer that was vacant, or was to be, before a day of
    /// the year.
    pub fn is_logged(&self, offer: &str, before: Date) -> bool {
        self.had(offer, PlaceKind::Place) || is_logged(self.of(offer), before)
    }

    /// Whether anything at all was logged of an offer, a dwelling too.
    pub fn is_known(&self, offer: &str) -> bool {
        !self.of(offer).is_empty() || PlaceKind::ALL.iter().any(|kind| self.had(offer, *kind))
    }

    fn had(&self, offer: &str, kind: PlaceKind) -> bool {
        self.earlier.contains(&(offer.to_owned(), kind))
    }

    /// The tariffs of a year alone, without entries.
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
            entries: BTreeMap::new(),
            earlier: BTreeSet::new(),
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

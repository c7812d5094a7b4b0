//! One service with its two tariffs, ready to be shown: the figures of an increase and how each was
//! made. The list of increases, the follow-up and the page of a case share it.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::compared::{Compared, Increases};
use crate::domain::follow_up::{Amounts, CaseKey};
use crate::domain::money::Money;
use crate::domain::number::{Exact, danish};
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{self, Cell, Derivation, FactRef, Located, Value};
use crate::domain::tariffs::{Tariff, yearly};
use crate::reports::offers::offered::Offered;
use crate::reports::offers::register::Register;
use crate::reports::words::{missing_index, with_unit};

const OLD_IS_ZERO: &str = "Taksten året før er nul, så ændringen i procent kan ikke regnes ud.";

/// A service whose two tariffs are compared.
#[derive(Debug, Clone)]
pub struct Rise {
    pub offer: Arc<Offered>,
    pub old: Located<Tariff>,
    pub new: Located<Tariff>,
    /// In percent, exact; `None` when the old tariff is zero.
    pub change: Option<Exact>,
    /// The same with the old tariff moved by the index; or why it cannot be told, in Danish.
    pub real_change: Result<Exact, String>,
    /// More than the limit on the basis asked for.
    pub flagged: bool,
    /// Where the index numbers of the two years came from.
    index: Arc<[FactRef]>,
}

/// Offers that rises were of: of thousands of rises each offer's words are put together once.
#[derive(Default)]
pub struct Offers(HashMap<Arc<str>, Arc<Offered>, RandomState>);

impl Offers {
    fn of(&mut self, register: &Register, id: &Arc<str>) -> Arc<Offered> {
        let offer = self.0.entry(id.clone());
        offer
            .or_insert_with(|| Arc::new(Offered::of(register, id)))
            .clone()
    }
}

impl Rise {
    pub fn of(loaded: &Increases, compared: &Compared) -> Rise {
        Rise::among(&mut Offers::default(), loaded, compared)
    }

    /// One of many.
    pub fn among(offers: &mut Offers, loaded: &Increases, compared: &Compared) -> Rise {
        let lacking = || match &loaded.factor {
            Err(missing) => missing_index(&missing.missing, PriceLevel::Fixed(loaded.year)),
            Ok(_) => OLD_IS_ZERO.to_owned(),
        };
        Rise {
            offer: offers.of(&loaded.register, &compared.new.value.offer_id),
            old: compared.old.clone(),
            new: compared.new.clone(),
            change: compared.change(),
            real_change: loaded.real_change(compared).ok_or_else(lacking),
            flagged: compared.flagged,
            index: loaded.index.clone(),
        }
    }

    pub fn case(&self) -> CaseKey {
        CaseKey {
            offer_id: self.new.value.offer_id.to_string(),
            service: self.new.value.service.to_string(),
            year: self.year(),
        }
    }

    /// The year of the new tariff.
    pub fn year(&self) -> Year {
        self.new.value.year
    }

    pub fn amounts(&self) -> Amounts {
        Amounts {
            old: self.old.value.amount,
            new: self.new.value.amount,
        }
    }

    /// "Bakkehuset, Hovedydelse".
    pub fn name(&self) -> String {
        format!("{}, {}", self.offer.name, self.new.value.service)
    }

    /// What the new tariff is more than the old one.
    pub fn increase(&self) -> Exact {
        self.new.value.amount.exact() - self.old.value.amount.exact()
    }

    /// DKK a year when every place is taken the whole year, or why not, in Danish.
    pub fn kroner_per_year(&self) -> Result<Exact, &'static str> {
        let places = self.offer.places();
        let places = places.ok_or("Tilbuddet står ikke længere på listen over tilbud.")?;
        if places == 0 {
            return Err("Der er ikke oplyst pladser for tilbuddet.");
        }
        yearly(&self.increase(), self.new.value.unit, self.year(), places)
            .ok_or("Taksten er pr. time, og antallet af timer på et år kendes ikke.")
    }

    pub fn offer_id_cell(&self) -> Cell {
        let id = &*self.new.value.offer_id;
        Cell::key(id, id)
    }

    pub fn service_cell(&self) -> Cell {
        let service = &*self.new.value.service;
        Cell::key(service, service)
    }

    pub fn unit_cell(&self) -> Cell {
        Cell::key(self.new.value.unit.key(), self.new.value.unit.label())
    }

    pub fn paragraph_cell(&self) -> Cell {
        Cell::key(
            self.new.value.paragraph.key(),
            self.new.value.paragraph.label(),
        )
    }

    pub fn old_cell(&self) -> Cell {
        stated(self.old.value.amount, self.old.at)
    }

    pub fn new_cell(&self) -> Cell {
        stated(self.new.value.amount, self.new.at)
    }

    pub fn change_cell(&self) -> Cell {
        let Some(change) = &self.change else {
            return Cell::missing(OLD_IS_ZERO);
        };
        let value = report::percent(change);
        let (old, new) = (kroner(self.old.value.amount), kroner(self.new.value.amount));
        Cell {
            derivation: self.made(
                "stigning = (ny takst \u{2212} takst året før) / takst året før × 100",
                format!(
                    "({new} \u{2212} {old}) / {old} × 100 = {}",
                    with_unit(&value)
                ),
            ),
            value,
        }
    }

    pub fn real_change_cell(&self) -> Cell {
        let change = match &self.real_change {
            Ok(change) => change,
            Err(reason) => return Cell::missing(reason),
        };
        let value = report::percent(change);
        let mut cell = Cell {
            derivation: self.made(
                "real stigning = (ny takst \u{2212} a) / a × 100, hvor a = takst året før × indeks(året) / indeks(året før)",
                with_unit(&value),
            ),
            value,
        };
        if let Some(derivation) = &mut cell.derivation {
            derivation.facts.extend(self.index.iter());
        }
        cell
    }

    pub fn per_year_cell(&self) -> Cell {
        let exact = match self.kroner_per_year() {
            Ok(exact) => exact,
            Err(reason) => return Cell::missing(reason),
        };
        let value = report::kroner(&exact);
        let places = self.offer.places().unwrap_or(0);
        let units = self.new.value.unit.in_year(self.year()).unwrap_or(0);
        let increase = report::kroner(&self.increase());
        Cell {
            derivation: self.made(
                "kroner pr. år = stigning × enheder på et år × pladser",
                format!(
                    "{} × {units} × {places} = {}",
                    with_unit(&increase),
                    with_unit(&value)
                ),
            ),
            value,
        }
    }

    pub fn increase_cell(&self) -> Cell {
        let value = report::kroner(&self.increase());
        let (old, new) = (kroner(self.old.value.amount), kroner(self.new.value.amount));
        Cell {
            derivation: self.made(
                "ændring = ny takst \u{2212} takst året før",
                format!("{new} \u{2212} {old} = {}", with_unit(&value)),
            ),
            value,
        }
    }

    fn made(&self, formula: &str, with_numbers: String) -> Option<Box<Derivation>> {
        Some(Box::new(Derivation {
            formula: formula.to_owned(),
            with_numbers,
            facts: vec![self.old.at, self.new.at],
        }))
    }
}

fn kroner(amount: Money) -> String {
    format!("{} kr.", danish(amount.decimal()))
}

/// A tariff as its file states it.
pub fn stated(amount: Money, at: FactRef) -> Cell {
    Cell::told(
        Value::Kroner(amount.decimal()),
        "taksten, som den er indlæst",
        kroner(amount),
        vec![at],
    )
}

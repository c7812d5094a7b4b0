//! What the row of a tariff says of the offer that it is a tariff of.

use super::register::Register;
use crate::domain::offers::Supervisor;
use crate::domain::report::{Cell, Value};

/// An offer as the register has it, or what is known when no register has it any more.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The offer's name; its id when no register has it.
    pub name: String,
    /// Who operates it (driftsherre); empty when no register has it.
    pub operator: String,
    /// What the register alone knows.
    known: Option<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    municipality: String,
    municipality_name: String,
    supervisor: Option<Supervisor>,
    places: i64,
}

impl Offered {
    /// The offer of an id.
    pub fn of(register: &Register, id: &str) -> Offered {
        Offered {
            name: register.name(id).to_owned(),
            operator: register.operator(id).to_owned(),
            known: register.get(id).map(|offer| Known {
                municipality: offer.municipality.clone(),
                municipality_name: register.area_name(&offer.municipality).to_owned(),
                supervisor: offer.supervisor,
                places: offer.places,
            }),
        }
    }

    /// The authority that supervises it, where that is told.
    pub fn supervisor(&self) -> Option<Supervisor> {
        self.known.as_ref().and_then(|known| known.supervisor)
    }

    /// Its places (pladser).
    pub fn places(&self) -> Option<i64> {
        self.known.as_ref().map(|known| known.places)
    }

    pub fn municipality_cell(&self) -> Cell {
        let cell = |known: &Known| Cell::key(&known.municipality, &known.municipality_name);
        self.known.as_ref().map_or_else(unknown, cell)
    }

    pub fn places_cell(&self) -> Cell {
        let cell = |places| Value::Count(places).into();
        self.places().map_or_else(unknown, cell)
    }

    /// Who receives a report about it.
    pub fn supervisor_cell(&self) -> Cell {
        match self.supervisor() {
            Some(supervisor) => Cell::key(supervisor.key(), supervisor.label()),
            None => Cell::missing("Socialtilsynet er ikke oplyst for tilbuddet."),
        }
    }
}

fn unknown() -> Cell {
    Cell::missing("Tilbuddet står ikke længere på listen over tilbud.")
}

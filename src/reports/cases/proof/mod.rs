//! The proof (kontrol) of what is published of single cases: an attack on the four tables as each
//! reader, domain.md "Disclosure", 8. It knows nothing of how the masks were made: [`facts`] is what
//! everybody knows of how cells hang together, [`reader`] is what one of them knows of each cell,
//! [`spread`] is what the spread of costs says besides, [`versions`] is all that was ever published
//! together, [`parts`] how two versions hang together, and [`persons`] how many they differ by,
//! [`attack`] is what a reader can work out, by linear programmes over numbers and costs;
//! [`published`] reads what is stored, and attacks all of it.

pub mod attack;
pub mod facts;
pub mod parts;
mod persons;
pub mod published;
pub mod reader;
pub mod spread;
pub mod versions;

use std::collections::BTreeSet;

pub use attack::{attacked, attacked_together};

use crate::domain::cases::published::Cell;
use crate::domain::cases::{Costly, Rules};
use crate::domain::period::Year;

/// The tables of a region, and what its municipalities know besides: each its own cases.
#[derive(Debug, Default, Clone)]
pub struct Tables {
    pub cells: Vec<Cell>,
    pub costly: Vec<Costly>,
    /// As they were when the tables were made.
    pub rules: Rules,
    /// The years of which lines were deleted for good: their tables stay as they were, so that the
    /// cases that are stored need not be those of the tables.
    pub closed: BTreeSet<Year>,
}

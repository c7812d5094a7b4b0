//! The proof (kontrol) of what is published of single cases: an attack on the four tables as each
//! reader, domain.md "Disclosure", 8. It knows nothing of how the masks were made: [`facts`] is what
//! everybody knows of how cells hang together, [`reader`] is what one of them knows of each cell,
//! [`attack`] is what a reader can work out, by linear programmes over numbers and costs;
//! [`published`] reads what is stored.

pub mod attack;
pub mod facts;
pub mod published;
pub mod reader;

pub use attack::{Found, NotProven, attacked};

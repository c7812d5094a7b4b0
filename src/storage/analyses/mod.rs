//! A place to run a query that somebody else wrote: a database in memory that holds the tables it
//! was given and nothing else ([`Sandbox`]), with exact functions of its own (`exact`).

mod exact;
mod sandbox;

pub use sandbox::{Datum, Examined, Limits, Refusal, Sandbox, Shape};

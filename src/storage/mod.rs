//! Storage: the only place that knows diesel.
//!
//! [`Store::read`] gives one snapshot, [`Store::write`] one transaction; nothing else opens one.
//! A room a subject: [`components`], [`offers`], [`tariffs`], [`cases`], [`follow_up`], [`meetings`], [`places`], [`results`], [`statbank`],
//! [`analyses`], [`people`], [`mail`], [`news`], [`searches`], [`comments`], [`marks`], [`workplan`], [`dossier`], [`data`] (uploads, versions, areas, limits, the log). [`backup`] copies all of it
//! into a file and back, [`check`] adds it up again.

pub mod analyses;
pub mod backup;
mod bulk;
pub mod cases;
pub mod check;
pub mod comments;
pub mod components;
mod connect;
pub mod data;
pub mod dossier;
pub mod follow_up;
pub mod mail;
pub mod marks;
pub mod meetings;
mod memory;
pub mod news;
pub mod offers;
pub mod people;
pub mod places;
pub mod results;
mod schema;
pub mod searches;
pub mod statbank;
mod store;
pub mod tariffs;
pub mod trouble;
pub mod workplan;

pub use connect::{Db, UrlError};
pub use diesel::QueryResult;
pub use diesel::result::Error as QueryError;
pub use store::{Backend, Store, Versions, bump_access, execute_for_test, version};
pub use trouble::StoreError;

/// Yes and no as the tables have them.
const fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

//! Storage: the only place that knows diesel.
//!
//! [`Store::read`] gives one snapshot, [`Store::write`] one transaction; nothing else opens one.
//! One file per noun: [`areas`], [`batches`] (uploads), [`components`], [`price_index`],
//! [`population`], [`published`] (what a meeting paper printed), [`settings`]. [`backup`] copies all of it into a file and
//! back.

pub mod areas;
pub mod backup;
pub mod batches;
mod bulk;
pub mod check;
pub mod components;
mod connect;
pub mod population;
pub mod price_index;
pub mod published;
mod schema;
pub mod settings;
mod store;

pub use connect::{Db, UrlError};
pub use diesel::QueryResult;
pub use diesel::result::Error as QueryError;
pub use store::{Backend, Store, StoreError, bump_version, lower_version, version};

//! Storage: the only place that knows diesel.
//!
//! [`Store::read`] gives one snapshot, [`Store::write`] one transaction; nothing else opens one.
//! One file per noun: [`areas`], [`batches`] (uploads), [`components`], [`price_index`],
//! [`population`], [`published`] (what a meeting paper printed), [`settings`]; [`offers`],
//! [`target_groups`], [`tariffs`], [`follow_up`] (events and meetings), [`parameters`]; people:
//! [`users`], [`links`], [`sessions`], [`tokens`], [`attempts`], [`openid_flows`], and the [`log`].
//! [`backup`] copies all of it into a file and back.

pub mod areas;
pub mod attempts;
pub mod backup;
pub mod batches;
mod bulk;
pub mod check;
pub mod components;
mod connect;
pub mod follow_up;
pub mod links;
pub mod log;
pub mod offers;
pub mod openid_flows;
pub mod parameters;
pub mod population;
pub mod price_index;
pub mod published;
mod schema;
pub mod sessions;
pub mod settings;
mod store;
pub mod target_groups;
pub mod tariffs;
pub mod tokens;
pub mod users;

pub use connect::{Db, UrlError};
pub use diesel::QueryResult;
pub use diesel::result::Error as QueryError;
pub use store::{
    Backend, Store, StoreError, Versions, bump_access, bump_version, execute_for_test,
    lower_version, version,
};

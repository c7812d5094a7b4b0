//! What can be asked of a report: the same filters on page, API and command line. `query` is what is
//! asked, `all` are the filters,
//! `assumed` those of models.

mod all;
mod assumed;
mod query;

pub use all::*;
pub use assumed::*;
pub(in crate::reports) use query::bad;
pub use query::{AsOf, Assumed, By, Detail, Filter, Percentage, Query, Values};

//! What can be asked of a report: the same filters on page, API and command line. `query` is what is
//! asked, `all` are the filters.

mod all;
mod query;

pub use all::*;
pub(in crate::reports) use query::bad;
pub use query::{AsOf, By, Detail, Filter, Query, Threshold, Values};

//! A case (prøve): what is given, and what has to come out of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::storage::analyses::Datum;

/// The parameter that every query may use: the day that it is asked.
pub const TODAY: &str = "today";

/// The rows of views, by their names.
pub type Tables = BTreeMap<&'static str, Vec<Vec<Datum>>>;

/// A case of an analysis.
pub struct Case {
    /// Its file inside the folder.
    pub file: String,
    pub title: String,
    /// The day that it is asked.
    pub today: Date,
    pub parameters: Vec<(String, String)>,
    pub tables: Tables,
    pub expected: Vec<Expected>,
    /// The line that the expected rows begin at.
    pub line: usize,
}

/// A row that has to come out.
pub struct Expected {
    pub line: usize,
    /// The text of each column that is shown, in their order.
    pub cells: Vec<String>,
}

//! What one asks in a search, and a search that was made.

use jiff::civil::Date;

use super::receipt::Receipt;
use crate::domain::paragraph::Paragraph;

/// What is asked. Nothing of it is about the citizen: no name, no case, no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Code of the municipality that needs the place.
    pub municipality: String,
    pub paragraph: Paragraph,
    /// Code of the target group.
    pub target_group: String,
    /// The first day that the place is needed.
    pub needed_from: Date,
}

/// A search that was made (afsøgning).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The data version that it made.
    pub version: i64,
    pub receipt: Receipt,
    pub asked: Asked,
    /// The day, in Denmark.
    pub on: Date,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// How many entries fitted; what is free later, or for another target group, is not among them.
    pub matches: i64,
}

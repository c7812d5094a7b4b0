//! A fact of the component analysis, and how facts of different detail make one figure.

use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::persons::FullYearPersons;

/// Who supplies the place (leverandør).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Supplier {
    Municipal,
    Regional,
    Private,
}

impl Supplier {
    pub const ALL: [Supplier; 3] = [Supplier::Municipal, Supplier::Regional, Supplier::Private];

    /// The key in reports and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Supplier::Municipal => "municipal",
            Supplier::Regional => "regional",
            Supplier::Private => "private",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Supplier::Municipal => "Kommunal",
            Supplier::Regional => "Regional",
            Supplier::Private => "Privat",
        }
    }

    pub fn from_key(key: &str) -> Option<Supplier> {
        Supplier::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Reads a supplier as people write it: kommunal, kommune, regional, region, privat, and the keys.
    pub fn parse(text: &str) -> Option<Supplier> {
        match text.trim().to_lowercase().as_str() {
            "kommunal" | "kommunalt" | "kommune" | "municipal" => Some(Supplier::Municipal),
            "regional" | "regionalt" | "region" => Some(Supplier::Regional),
            "privat" | "private" => Some(Supplier::Private),
            _ => None,
        }
    }
}

/// What a fact is about. Two facts with the same key in one file contradict each other; in two
/// files the later one replaces the earlier one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactKey {
    /// The area's code.
    pub area: String,
    pub paragraph: Paragraph,
    pub year: Year,
    /// The year whose prices and wages the expenditure is stated in. "Løbende" is the fact's own year.
    pub price_level: Year,
    pub supplier: Option<Supplier>,
    pub target_group: Option<String>,
}

/// One fact of the component analysis (komponentanalyse).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentFact {
    pub key: FactKey,
    pub expenditure: Money,
    pub persons: FullYearPersons,
}

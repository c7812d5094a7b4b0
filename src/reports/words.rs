//! The Danish sentences that reports share: reasons for gaps, notes, formulas.

use jiff::civil::Date;

use crate::domain::components::figures::Gap;
pub use crate::domain::danish::{danish_date as date, list};
use crate::domain::number::danish;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{Cell, FactRef, Value};

/// Beside every report in current prices.
pub const CURRENT_PRICES: &str = "Løbende priser: hvert år er opgjort i sit eget prisniveau, så ændringer i kroner rummer også pris- og lønudviklingen.";

/// Beside every decomposition.
pub const NOT_ADDITIVE: &str = "Virkningerne i de enkelte år kan ikke lægges sammen til virkningen over flere år: hver periode vægtes med sine egne to år.";

/// Beside every report about an earlier state of the data.
pub fn as_known(as_of: i64, now: i64) -> String {
    format!("Tallene er, som de var kendt ved datastand {as_of} (nu {now}).")
}

/// Which years of the index are missing, and where it is loaded.
pub fn missing_index(years: &[Year], level: PriceLevel) -> String {
    let list = years
        .iter()
        .map(Year::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    format!(
        "Pris- og lønindekset mangler for {list}, så tallene kan ikke omregnes til prisniveauet {}. Indekset \
         indlæses på siden Data.",
        level.label()
    )
}

/// Why a figure is missing.
pub fn gap(gap: &Gap, level: PriceLevel, name: impl Fn(&str) -> String) -> String {
    match gap {
        Gap::NoFacts => "Der er ingen tal.".to_owned(),
        Gap::MissingIndex(index) => missing_index(&index.missing, level),
        Gap::Incomplete { missing } => {
            let names: Vec<String> = missing.iter().map(|m| name(m)).collect();
            format!(
                "Summen mangler {}, som har tal for andre år i perioden.",
                list(&names)
            )
        }
    }
}

/// A value with its unit, as it stands in a formula.
pub fn with_unit(value: &Value) -> String {
    match value {
        Value::Kroner(d) | Value::WholeKroner(d) => format!("{} kr.", danish(*d)),
        Value::Percent(d) => format!("{} %", danish(*d)),
        other => other.danish(),
    }
}

/// A figure that stands for itself: its formula has no numbers to put in but its own.
pub fn plain(value: Value, formula: &str, facts: Vec<FactRef>) -> Cell {
    let numbers = with_unit(&value);
    Cell::told(value, formula, numbers, facts)
}

/// A date for programs and for people.
pub fn date_value(day: Date) -> Value {
    Value::Key {
        key: day.to_string(),
        label: date(day),
    }
}

//! Figures that Danmarks Statistik publishes (statistikbanken), and which of them are the counterparts of the component
//! analysis: its tables, their categories and the paragraphs that these are counted beside.

use std::fmt;
use std::sync::LazyLock;

use crate::domain::fold;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::{Quarter, Year};

/// A table of statistikbanken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Services to adults (handicapydelser) by municipality, kind of service and quarter, as full-time equivalents.
    Hand01,
    /// Accounts of municipalities by function, in current prices.
    Regk31,
    /// The same by who owns the supplier.
    Regk100,
    /// Inhabitants on the first day of a quarter.
    Folk1a,
}

impl Table {
    pub const ALL: [Table; 4] = [Table::Hand01, Table::Regk31, Table::Regk100, Table::Folk1a];

    /// As kinds of file and addresses name it.
    pub const fn key(self) -> &'static str {
        match self {
            Table::Hand01 => "hand01",
            Table::Regk31 => "regk31",
            Table::Regk100 => "regk100",
            Table::Folk1a => "folk1a",
        }
    }

    pub fn from_key(key: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.key() == key)
    }

    /// As Danmarks Statistik names it.
    pub const fn name(self) -> &'static str {
        match self {
            Table::Hand01 => "HAND01",
            Table::Regk31 => "REGK31",
            Table::Regk100 => "REGK100",
            Table::Folk1a => "FOLK1A",
        }
    }

    /// Decimals of a figure as it is kept: ten-thousandths of a service, øre, whole persons.
    pub const fn decimals(self) -> u32 {
        match self {
            Table::Hand01 => 4,
            Table::Regk31 | Table::Regk100 => 2,
            Table::Folk1a => 0,
        }
    }

    /// Whether its figures are of quarters; else of years.
    pub const fn is_by_quarter(self) -> bool {
        matches!(self, Table::Hand01 | Table::Folk1a)
    }

    /// Whether its figures are amounts of money.
    pub const fn is_money(self) -> bool {
        matches!(self, Table::Regk31 | Table::Regk100)
    }
}

/// What a figure is of: a year or a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    Year(Year),
    Quarter(Quarter),
}

impl Period {
    /// Reads 2024, 2024K3 or 2024Q3; a star behind it says that the figure is provisional.
    pub fn parse(text: &str) -> Option<Period> {
        let text = text.trim().trim_end_matches('*');
        let (year, rest) = text.split_at_checked(4)?;
        let year = Year::parse(year)?;
        if rest.is_empty() {
            return Some(Period::Year(year));
        }
        let number = rest.strip_prefix(['K', 'k', 'Q', 'q'])?;
        Some(Period::Quarter(Quarter::new(year, number.parse().ok()?)?))
    }

    pub const fn year(self) -> Year {
        match self {
            Period::Year(year) => year,
            Period::Quarter(quarter) => quarter.year,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(year) => write!(f, "{year}"),
            Period::Quarter(quarter) => write!(f, "{quarter}"),
        }
    }
}

/// A published figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub key: Key,
    /// In the decimals of its table.
    pub units: i64,
    /// Which of the figures on its line it is, from 0: a table with years in its head has several.
    pub place: i64,
}

/// What a published figure is of. Of one key the newest holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub table: Table,
    /// Code of the municipality.
    pub municipality: String,
    /// Code of the kind of service or of the function; empty for inhabitants.
    pub item: String,
    /// Code of who owns the supplier; empty where the table does not tell.
    pub owner: String,
    /// Number of the grouping of accounts (gruppering), of which a function is the sum; empty where it is not split.
    pub part: String,
    pub period: Period,
}

/// A kind of service or a function of the account plan.
#[derive(Debug, PartialEq, Eq)]
pub struct Category {
    pub code: &'static str,
    pub name: &'static str,
    /// The paragraph that it is the counterpart of.
    pub paragraph: Option<Paragraph>,
}

/// Owners of suppliers, as REGK100 has them.
pub const OWNERS: [(&str, &str); 5] = [
    ("0", "Ikke angivet"),
    ("1", "Egne"),
    ("2", "Selvejende/private"),
    ("3", "Andre offentlige myndigheder"),
    (
        "4",
        "Private leverandører af ikke-momsbelagte tjenesteydelser",
    ),
];

/// Those of them that are private: self-governing institutions and private suppliers.
pub const PRIVATE: [&str; 2] = ["2", "4"];

const COUNTERPARTS: &str = include_str!("../../reference/public_counterparts.csv");

static SERVICES: LazyLock<Vec<Category>> = LazyLock::new(|| categories("HAND01"));
static FUNCTIONS: LazyLock<Vec<Category>> = LazyLock::new(|| categories("REGK"));

/// The rows of the reference table of one kind.
fn categories(table: &str) -> Vec<Category> {
    let row = |line: &'static str| {
        let mut cells = line.split(';');
        let (of, code, name) = (cells.next()?, cells.next()?, cells.next()?);
        let paragraph = cells.next().and_then(Paragraph::from_key);
        (of == table).then_some(Category {
            code,
            name,
            paragraph,
        })
    };
    COUNTERPARTS.lines().filter_map(row).collect()
}

/// The kind of service of a code or label of HAND01. A label is read without the law in parentheses behind it, which is
/// worded in more than one way.
pub fn service(text: &str) -> Option<&'static Category> {
    let text = text.trim();
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let by_code = SERVICES.iter().find(|service| service.code == first);
    if by_code.is_some() && (rest.is_empty() || is_named(by_code?, rest)) {
        return by_code;
    }
    SERVICES.iter().find(|service| is_named(service, text))
}

fn is_named(service: &Category, text: &str) -> bool {
    let name = text.split(" (§").next().unwrap_or(text);
    fold::key(name) == fold::key(service.name)
}

/// The five digits of a function of the account plan, written 5.38.50 or 53850, with or without its name; nothing where it is
/// none.
pub fn function(text: &str) -> Option<String> {
    let number = text.split_whitespace().next()?;
    let parts: Vec<&str> = number.split('.').collect();
    let digits = match parts.as_slice() {
        [one, two, three] if one.len() == 1 && two.len() == 2 && three.len() == 2 => parts.concat(),
        // A leading zero is lost where it is a number.
        [number] if (4..=5).contains(&number.len()) => format!("{number:0>5}"),
        _ => return None,
    };
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
}

/// Whether a function is the counterpart of a paragraph.
pub fn is_counterpart(function: &str) -> bool {
    let mut functions = FUNCTIONS.iter();
    functions.any(|known| known.code == function && known.paragraph.is_some())
}

/// The kind of service that is counted beside a paragraph.
pub fn service_of(paragraph: Paragraph) -> Option<&'static Category> {
    SERVICES.iter().find(|of| of.paragraph == Some(paragraph))
}

/// The function that is counted beside a paragraph.
pub fn function_of(paragraph: Paragraph) -> Option<&'static Category> {
    FUNCTIONS.iter().find(|of| of.paragraph == Some(paragraph))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paragraph_has_its_service_and_its_function() {
        let of = |paragraph| {
            let codes = (service_of(paragraph), function_of(paragraph));
            (codes.0.unwrap().code, codes.1.unwrap().code)
        };
        assert_eq!(of(Paragraph::Sel107), ("30182", "53852"));
        assert_eq!(of(Paragraph::Sel108), ("30181", "53850"));
        assert_eq!(of(Paragraph::Abl105), ("31201", "53851"));
        assert_eq!(of(Paragraph::Sel85), ("31202", "53838"));
        assert_eq!(SERVICES.len(), 21);
    }

    #[test]
    fn a_service_is_read_by_code_by_label_and_by_both() {
        for text in [
            "30182",
            "Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service)",
            "30182 Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i Serviceloven)",
        ] {
            assert_eq!(service(text).map(|of| of.code), Some("30182"), "{text}");
        }
        let sick = "Hjælp og støtte ved hastigt fremskridende sygdom, jf. § 97 i lov om social service (§ 117 a i Serviceloven) (2024K3-)";
        assert_eq!(service(sick).map(|of| of.code), Some("32002"));
        assert_eq!(service("Midlertidige botilbud"), None);
        assert_eq!(service("30182 Længerevarende botilbud"), None);
    }

    #[test]
    fn a_function_is_five_digits() {
        for (text, code) in [
            ("5.38.50 Botilbud til længerevarende ophold", Some("53850")),
            ("53850", Some("53850")),
            ("2201", Some("02201")),
            ("0.22.01 Fælles formål (jordforsyning)", Some("02201")),
            ("5.38", None),
            ("Botilbud", None),
        ] {
            assert_eq!(function(text).as_deref(), code, "{text}");
        }
        assert!(is_counterpart("53850") && !is_counterpart("53857"));
    }

    #[test]
    fn periods_as_the_tables_write_them() {
        let read = |text: &str| Period::parse(text).map(|period| period.to_string());
        assert_eq!(read("2024K3"), Some("2024K3".to_owned()));
        assert_eq!(read("2024Q3*"), Some("2024K3".to_owned()));
        assert_eq!(read("2024"), Some("2024".to_owned()));
        for text in ["2024M03", "2024K5", "1999", "20K3", "åååå"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

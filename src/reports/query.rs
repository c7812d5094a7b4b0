//! What can be asked of a report: the same filters on page, API and command line.

use jiff::civil::Date;

use super::ReportError;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;

/// The filters. `None` means the report's own default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Code or name of an area.
    pub area: Option<String>,
    pub from: Option<Year>,
    pub to: Option<Year>,
    pub price_level: Option<PriceLevel>,
    pub as_of: Option<AsOf>,
    /// Key of a group or paragraph.
    pub group: Option<String>,
    pub by: Option<By>,
}

/// The state of the data that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// A data version: the number of an upload.
    Version(i64),
    /// The end of a day, Danish time.
    Date(Date),
}

/// What the members of a decomposition are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Paragraph,
    Municipality,
    Supplier,
}

impl By {
    pub const ALL: [By; 3] = [By::Paragraph, By::Municipality, By::Supplier];

    pub const fn key(self) -> &'static str {
        match self {
            By::Paragraph => "paragraph",
            By::Municipality => "municipality",
            By::Supplier => "supplier",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            By::Paragraph => "paragraf",
            By::Municipality => "kommune",
            By::Supplier => "leverandør",
        }
    }
}

/// Keys of the filters, as in addresses and on the command line.
pub const KEYS: [&str; 7] = ["area", "from", "to", "price-level", "as-of", "group", "by"];

impl Query {
    /// Reads filters from the pairs of an address. Empty values count as not given.
    ///
    /// # Errors
    /// [`ReportError::UnknownFilter`] and [`ReportError::BadFilter`], in Danish.
    pub fn from_pairs<K: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Query, ReportError> {
        let mut query = Query::default();
        for (key, value) in pairs {
            let (key, value) = (key.as_ref().replace('_', "-"), value.as_ref().trim());
            if !value.is_empty() || !KEYS.contains(&key.as_str()) {
                query.set(&key, value)?;
            }
        }
        if let (Some(from), Some(to)) = (query.from, query.to)
            && from > to
        {
            return Err(bad(
                "from",
                &from.to_string(),
                format!("Det ligger efter det sidste år, {to}. Byt de to om."),
            ));
        }
        Ok(query)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), ReportError> {
        match key {
            "area" => self.area = Some(value.to_owned()),
            "from" => self.from = Some(year("from", value)?),
            "to" => self.to = Some(year("to", value)?),
            "price-level" => {
                let level = PriceLevel::parse(value).ok_or_else(|| {
                    bad(
                        "price-level",
                        value,
                        "Skriv et år, for eksempel 2023, eller »current« for løbende priser.",
                    )
                })?;
                self.price_level = Some(level);
            }
            "as-of" => self.as_of = Some(as_of(value)?),
            "group" => self.group = Some(value.to_owned()),
            "by" => {
                let by = By::ALL.into_iter().find(|by| by.key() == value);
                self.by = Some(by.ok_or_else(|| {
                    bad("by", value, "Skriv paragraph, municipality eller supplier.")
                })?);
            }
            other => {
                return Err(ReportError::UnknownFilter {
                    found: other.to_owned(),
                    known: KEYS.join(", "),
                });
            }
        }
        Ok(())
    }

    /// The pairs that make this query again; only what is given.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let given = [
            ("area", self.area.clone()),
            ("from", self.from.map(|y| y.to_string())),
            ("to", self.to.map(|y| y.to_string())),
            ("price-level", self.price_level.map(PriceLevel::key)),
            ("as-of", self.as_of.map(|a| a.to_string())),
            ("group", self.group.clone()),
            ("by", self.by.map(|by| by.key().to_owned())),
        ];
        given
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect()
    }
}

impl std::fmt::Display for AsOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AsOf::Version(number) => write!(f, "{number}"),
            AsOf::Date(date) => write!(f, "{date}"),
        }
    }
}

pub(super) fn bad(key: &'static str, found: &str, problem: impl Into<String>) -> ReportError {
    ReportError::BadFilter {
        key,
        found: found.to_owned(),
        problem: problem.into(),
    }
}

fn year(key: &'static str, value: &str) -> Result<Year, ReportError> {
    Year::parse(value).ok_or_else(|| {
        bad(
            key,
            value,
            format!("Skriv et år fra {} til {}.", Year::FIRST, Year::LAST),
        )
    })
}

fn as_of(value: &str) -> Result<AsOf, ReportError> {
    if let Ok(number) = value.parse::<i64>()
        && number >= 0
    {
        return Ok(AsOf::Version(number));
    }
    value.parse::<Date>().map(AsOf::Date).map_err(|_| {
        bad(
            "as-of",
            value,
            "Skriv nummeret på en upload, for eksempel 7, eller en dato som 2025-06-20.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Result<Query, ReportError> {
        Query::from_pairs(text.split('&').filter_map(|p| p.split_once('=')))
    }

    #[test]
    fn pairs_make_the_same_query_again() {
        let asked =
            query("area=851&from=2022&to=2024&price-level=current&as-of=7&by=supplier").unwrap();
        assert_eq!(Query::from_pairs(asked.pairs()).unwrap(), asked);
        assert_eq!(
            query("price_level=2023").unwrap(),
            query("price-level=2023").unwrap()
        );
        assert_eq!(query("area=&from=").unwrap(), Query::default());
        assert_eq!(
            query("as-of=2025-06-20").unwrap().pairs()[0].1,
            "2025-06-20"
        );
    }

    #[test]
    fn what_means_nothing_is_refused_in_words() {
        for (text, words) in [
            ("from=22", "Skriv et år fra 2007"),
            ("from=2024&to=2022", "Byt de to om"),
            ("price-level=dyre", "current"),
            ("as-of=i går", "nummeret på en upload"),
            ("as-of=-1", "nummeret på en upload"),
            ("by=offer", "paragraph, municipality eller supplier"),
            ("farve=", "Filteret »farve« findes ikke"),
        ] {
            let error = query(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}

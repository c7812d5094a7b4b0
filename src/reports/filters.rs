//! What can be asked of a report: the same filters on page, API and command line.

use jiff::civil::Date;

use super::ReportError;
use crate::domain::number::{self, Convention, Exact};
use crate::domain::offers::Supervisor;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::tariffs::TariffBasis;

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
    /// The year of a list.
    pub year: Option<Year>,
    /// A limit, in percent.
    pub threshold: Option<Threshold>,
    pub basis: Option<TariffBasis>,
    /// Code or name of a municipality, or of a KKR for all of its own.
    pub municipality: Option<String>,
    pub paragraph: Option<Paragraph>,
    /// Code or name of a target group.
    pub target_group: Option<String>,
    /// Id of an offer.
    pub offer: Option<String>,
    /// The day a list is made for.
    pub on: Option<Date>,
    /// Who receives reports about an offer.
    pub supervisor: Option<Supervisor>,
}

/// A limit in percent, exact, with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// In hundredths of a percent.
    pub hundredths: i64,
}

impl Threshold {
    /// Reads "5", "5.5" or "5,5". A limit has no thousands, so both points and commas are decimal.
    fn parse(text: &str) -> Option<Threshold> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let convention = match text.contains(',') {
            true => Convention::Comma,
            false => Convention::Point,
        };
        let short = text
            .split_once([',', '.'])
            .is_none_or(|(_, fraction)| fraction.len() <= 2);
        let hundredths = number::parse(text, convention).ok()?.to_scale(2).ok()?;
        (short && (0..=100_000).contains(&hundredths)).then_some(Threshold { hundredths })
    }

    pub fn exact(self) -> Exact {
        number::exact(self.hundredths, 2)
    }
}

impl std::fmt::Display for Threshold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = rust_decimal::Decimal::new(self.hundredths, 2);
        write!(f, "{}", value.normalize())
    }
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
pub const KEYS: [&str; 16] = [
    "area",
    "from",
    "to",
    "price-level",
    "as-of",
    "group",
    "by",
    "year",
    "threshold",
    "basis",
    "municipality",
    "paragraph",
    "target-group",
    "offer",
    "on",
    "supervisor",
];

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
            "year" => self.year = Some(year("year", value)?),
            "threshold" => {
                let threshold = Threshold::parse(value).ok_or_else(|| {
                    bad(
                        "threshold",
                        value,
                        "Skriv en procent fra 0 til 1000 med højst to decimaler, for eksempel 5.",
                    )
                })?;
                self.threshold = Some(threshold);
            }
            "basis" => {
                let basis = TariffBasis::ALL.into_iter().find(|b| b.key() == value);
                self.basis =
                    Some(basis.ok_or_else(|| bad("basis", value, "Skriv nominal eller real."))?);
            }
            "municipality" => self.municipality = Some(value.to_owned()),
            "paragraph" => {
                let paragraph = Paragraph::from_key(value).or_else(|| Paragraph::parse(value));
                self.paragraph = Some(paragraph.ok_or_else(|| {
                    bad(
                        "paragraph",
                        value,
                        "Skriv SEL_107, SEL_108, ABL_105 eller SEL_85.",
                    )
                })?);
            }
            "target-group" => self.target_group = Some(value.to_owned()),
            "offer" => self.offer = Some(value.to_owned()),
            "on" => {
                let day = value.parse::<Date>();
                self.on = Some(day.map_err(|_| bad("on", value, "Skriv en dato som 2026-05-20."))?);
            }
            "supervisor" => {
                let found = Supervisor::from_key(value).or_else(|| Supervisor::parse(value));
                self.supervisor = Some(found.ok_or_else(|| {
                    bad(
                        "supervisor",
                        value,
                        "Skriv Nord, Midt, Syd, Øst eller Hovedstaden.",
                    )
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
            ("year", self.year.map(|y| y.to_string())),
            ("threshold", self.threshold.map(|t| t.to_string())),
            ("basis", self.basis.map(|b| b.key().to_owned())),
            ("municipality", self.municipality.clone()),
            ("paragraph", self.paragraph.map(|p| p.key().to_owned())),
            ("target-group", self.target_group.clone()),
            ("offer", self.offer.clone()),
            ("on", self.on.map(|d| d.to_string())),
            ("supervisor", self.supervisor.map(|s| s.key().to_owned())),
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
        let tariffs = query(
            "year=2026&threshold=5,50&basis=real&municipality=851&paragraph=SEL_107&target-group=Demens&offer=T-1&on=2026-05-20&supervisor=Øst",
        )
        .unwrap();
        assert_eq!(tariffs.pairs().len(), 9);
        assert_eq!(tariffs.threshold.unwrap().to_string(), "5.5");
        assert_eq!(Query::from_pairs(tariffs.pairs()).unwrap(), tariffs);
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
            ("year=26", "Skriv et år fra 2007"),
            ("threshold=fem", "Skriv en procent"),
            ("threshold=1.000", "højst to decimaler"),
            ("threshold=-1", "fra 0 til 1000"),
            ("basis=fast", "nominal eller real"),
            ("paragraph=104", "SEL_107"),
            ("on=i dag", "2026-05-20"),
            ("supervisor=Vest", "Nord, Midt, Syd"),
            ("farve=", "Filteret »farve« findes ikke"),
        ] {
            let error = query(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}

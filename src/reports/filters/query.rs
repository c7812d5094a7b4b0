//! What is asked: the values of the filters, and what a filter is.

use jiff::civil::Date;

use crate::domain::cases::Sees;
use crate::domain::money::Money;
use crate::domain::number::{self, Convention, Exact};
use crate::domain::offers::Supervisor;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::searches::Reader;
use crate::domain::tariffs::TariffBasis;
use crate::reports::error::ReportError;
use crate::reports::order::Order;

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
    /// The quarter of a year, 1 to 4.
    pub quarter: Option<i8>,
    /// What a costly case costs more than.
    pub limit: Option<Money>,
    /// A limit, in percent.
    pub threshold: Option<Percentage>,
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
    /// Rows of what a table adds up.
    pub detail: Option<Detail>,
    /// What a model assumes.
    pub assumed: Assumed,
    /// How a list is sorted, and the word that is looked for in it.
    pub order: Order,
    /// Whose cases the one who asks may see. No filter sets it.
    pub sees: Sees,
    /// Whose searches the one who asks may read. No filter sets it.
    pub searches: Reader,
}

/// Assumptions of models. `None` means the model's own default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Assumed {
    /// Of the persons, in percent.
    pub share: Option<Percentage>,
    /// Interest a year.
    pub rate: Option<Percentage>,
    /// Growth of full-year persons a year.
    pub volume_growth: Option<Percentage>,
    /// Growth of the unit cost a year.
    pub unit_cost_growth: Option<Percentage>,
    /// What is invested.
    pub amount: Option<Money>,
    /// What is saved a year.
    pub saving: Option<Money>,
    /// What an offer costs a year, whoever lives there.
    pub fixed: Option<Money>,
    /// What a day and night costs besides.
    pub variable: Option<Money>,
    /// What is paid for a day and night.
    pub tariff: Option<Money>,
    pub years: Option<u32>,
    pub places: Option<u32>,
}

/// A percentage with at most two decimals, which may be below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percentage {
    /// In hundredths of a percent.
    pub hundredths: i64,
}

impl Percentage {
    pub const fn whole(percent: i64) -> Percentage {
        Percentage {
            hundredths: percent * 100,
        }
    }

    /// Reads "5", "5.5" or "5,5", from `low` to `high` percent. None of them has thousands, so both
    /// points and commas are decimal.
    pub(super) fn parse(text: &str, (low, high): (i64, i64)) -> Option<Percentage> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let convention = if text.contains(',') {
            Convention::Comma
        } else {
            Convention::Point
        };
        let short = text
            .split_once([',', '.'])
            .is_none_or(|(_, fraction)| fraction.len() <= 2);
        let hundredths = number::parse(text, convention).ok()?.to_scale(2).ok()?;
        let sensible = low * 100..=high * 100;
        (short && sensible.contains(&hundredths)).then_some(Percentage { hundredths })
    }

    pub fn exact(self) -> Exact {
        number::exact(self.hundredths, 2)
    }
}

impl std::fmt::Display for Percentage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = rust_decimal::Decimal::new(self.hundredths, 2);
        write!(f, "{}", value.normalize())
    }
}

/// Reads kroner, with a comma as Danes write them or with a point as programs do. A point before three
/// digits groups them: no amount has three decimals.
pub(super) fn kroner(text: &str) -> Option<Money> {
    let danish = Money::parse_danish(text);
    danish
        .or_else(|_| Money::parse(text, Convention::Point))
        .ok()
}

/// Kroner as an address has them.
pub(super) fn written(money: Money) -> String {
    money.decimal().normalize().to_string()
}

/// The state of the data that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// A data version, whatever kind of change made it.
    Version(i64),
    /// The end of a day, Danish time.
    Date(Date),
}

/// What a row of a table adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    Case,
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

/// One filter: its key, what people call it, what scripts are told of it, and how it is read.
///
/// A question names those it has ([`super::Question`]); any other is refused by name. Two
/// questions may read one key differently: then there are two filters of that key.
pub struct Filter {
    /// As in addresses and, after two hyphens, on the command line.
    pub key: &'static str,
    /// What it is, for scripts: the command line's help, OpenAPI and docs/API.md.
    pub help: &'static str,
    pub values: Values,
    pub(super) set: fn(&mut Query, &str) -> Result<(), ReportError>,
    pub(super) get: fn(&Query) -> Option<String>,
}

/// What a filter's value may be, as a schema tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    Text,
    /// From [`Year::FIRST`] to [`Year::LAST`].
    Year,
    /// A day as 2026-05-20.
    Day,
    /// The same, and today where none is given.
    DayOrToday,
    /// A number with at most two decimals.
    Percent,
    OneOf(&'static [&'static str]),
}

impl Query {
    /// Reads filters from the pairs of an address; `known` are those that may be there. Empty
    /// values count as not given.
    ///
    /// # Errors
    /// [`ReportError::UnknownFilter`] and [`ReportError::BadFilter`], in Danish.
    pub fn read<K: AsRef<str>, V: AsRef<str>>(
        known: &[&Filter],
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Query, ReportError> {
        let mut query = Query::default();
        for (key, value) in pairs {
            let (key, value) = (key.as_ref().replace('_', "-"), value.as_ref().trim());
            let found = known.iter().find(|filter| filter.key == key);
            let filter = found.ok_or_else(|| ReportError::UnknownFilter {
                found: key.clone(),
                known: known.iter().map(|f| f.key).collect::<Vec<_>>().join(", "),
            })?;
            if !value.is_empty() {
                (filter.set)(&mut query, value)?;
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

    /// Of the pairs, those of some filters: what a question takes of all that a page was asked.
    pub fn pairs_of(&self, filters: &[&Filter]) -> Vec<(&'static str, String)> {
        let given = filters.iter();
        given
            .filter_map(|filter| Some((filter.key, (filter.get)(self)?)))
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

pub(in crate::reports) fn bad(
    key: &'static str,
    found: &str,
    problem: impl Into<String>,
) -> ReportError {
    ReportError::BadFilter {
        key,
        found: found.to_owned(),
        problem: problem.into(),
    }
}

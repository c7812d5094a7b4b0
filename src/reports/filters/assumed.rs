//! What a model is asked to assume: each with the lowest and highest that makes sense, and refused in
//! words outside it.

use super::query::{Filter, Percentage, Query, Values, bad};
use crate::domain::money::Money;
use crate::domain::number::{self, Convention};
use crate::domain::projections::investment::LONGEST;
use crate::reports::error::ReportError;

/// Reads "5", "5.5" or "5,5", from `low` to `high` percent.
fn percentage(
    key: &'static str,
    value: &str,
    (low, high): (i64, i64),
) -> Result<Percentage, ReportError> {
    let text = value.trim_end_matches('%').trim_end();
    let convention = if text.contains(',') {
        Convention::Comma
    } else {
        Convention::Point
    };
    let read = number::parse(text, convention).and_then(|number| number.to_scale(2));
    let found = read.ok().filter(|n| (low * 100..=high * 100).contains(n));
    found
        .map(|hundredths| Percentage { hundredths })
        .ok_or_else(|| {
            let problem = format!("Skriv en procent fra {low} til {high} med højst to decimaler.");
            bad(key, value, problem)
        })
}

/// Reads an amount in kroner, from nothing to a hundred billion.
fn amount(key: &'static str, value: &str) -> Result<Money, ReportError> {
    let read = Money::parse(value, Convention::Point).or_else(|_| Money::parse_danish(value));
    let most = number::exact(100_000_000_000, 0);
    let found = read.ok().map(|money| (money, money.exact()));
    found
        .filter(|(_, exact)| *exact >= number::exact(0, 0) && *exact <= most)
        .map(|(money, _)| money)
        .ok_or_else(|| {
            let problem = "Skriv et beløb i kroner fra 0 til 100 mia., for eksempel 10000000.";
            bad(key, value, problem)
        })
}

fn count(key: &'static str, value: &str, high: u32) -> Result<u32, ReportError> {
    let found = value.parse().ok().filter(|n| (1..=high).contains(n));
    found.ok_or_else(|| bad(key, value, format!("Skriv et helt tal fra 1 til {high}.")))
}

fn written(money: Money) -> String {
    money.decimal().normalize().to_string()
}

/// A filter of one assumption: how it is read, and how it is written in an address.
macro_rules! assumed {
    ($name:ident, $key:literal, $field:ident, $help:literal, $read:expr, $write:expr) => {
        #[doc = $help]
        pub const $name: Filter = Filter {
            key: $key,
            help: $help,
            values: Values::Text,
            set: |query: &mut Query, value| {
                query.assumed.$field = Some($read($key, value)?);
                Ok(())
            },
            get: |query| query.assumed.$field.map($write),
        };
    };
}

assumed!(
    SHARE,
    "share",
    share,
    "Percent of the persons that are moved, 0 to 100; 10 without it",
    |key, value| percentage(key, value, (0, 100)),
    |p| p.to_string()
);
assumed!(
    RATE,
    "rate",
    rate,
    "Interest in percent a year, 0 to 25; 4 without it",
    |key, value| percentage(key, value, (0, 25)),
    |p| p.to_string()
);
assumed!(
    VOLUME_GROWTH,
    "volume-growth",
    volume_growth,
    "Growth of full-year persons in percent a year, -50 to 50; what they have grown by without it",
    |key, value| percentage(key, value, (-50, 50)),
    |p| p.to_string()
);
assumed!(
    UNIT_COST_GROWTH,
    "unit-cost-growth",
    unit_cost_growth,
    "Growth of the unit cost in percent a year, -50 to 50; what it has grown by without it",
    |key, value| percentage(key, value, (-50, 50)),
    |p| p.to_string()
);
assumed!(
    AMOUNT,
    "amount",
    amount,
    "Kroner that are invested; 10 million without it",
    amount,
    written
);
assumed!(
    SAVING,
    "saving",
    saving,
    "Kroner that are saved a year; 2.4 million without it",
    amount,
    written
);
assumed!(
    FIXED,
    "fixed",
    fixed,
    "Kroner a year that an offer costs, whoever lives there; 10 million without it",
    amount,
    written
);
assumed!(
    VARIABLE,
    "variable",
    variable,
    "Kroner that a day and night costs besides; 300 without it",
    amount,
    written
);
assumed!(
    TARIFF,
    "tariff",
    tariff,
    "Kroner that are paid for a day and night; 4000 without it",
    amount,
    written
);
assumed!(
    YEARS,
    "years",
    years,
    "Years of an investment, 1 to 50; 5 without it",
    |key, value| count(key, value, LONGEST),
    |n| n.to_string()
);
assumed!(
    PLACES,
    "places",
    places,
    "Places of an offer, 1 to 500; 8 without it",
    |key, value| count(key, value, 500),
    |n| n.to_string()
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::filters::ALL;

    fn query(text: &str) -> Result<Query, ReportError> {
        Query::read(&ALL, text.split('&').filter_map(|p| p.split_once('=')))
    }

    #[test]
    fn assumptions_make_the_same_query_again() {
        let asked = query(
            "share=12,5&rate=3&volume-growth=-1.25&unit-cost-growth=2&amount=10.000.000&saving=2400000.50&fixed=1&variable=300&tariff=4000&years=30&places=8",
        )
        .unwrap();
        assert_eq!(asked.pairs().len(), 11);
        assert_eq!(asked.assumed.share.unwrap().to_string(), "12.5");
        assert_eq!(asked.assumed.volume_growth.unwrap().hundredths, -125);
        assert_eq!(Query::read(&ALL, asked.pairs()).unwrap(), asked);
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_words() {
        for (text, words) in [
            ("share=101", "fra 0 til 100"),
            ("share=1,234", "højst to decimaler"),
            ("rate=-1", "fra 0 til 25"),
            ("volume-growth=51", "fra -50 til 50"),
            ("amount=-1", "fra 0 til 100 mia."),
            ("amount=mange", "fra 0 til 100 mia."),
            ("years=0", "fra 1 til 50"),
            ("years=51", "fra 1 til 50"),
            ("places=2,5", "helt tal fra 1 til 500"),
        ] {
            let error = query(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}

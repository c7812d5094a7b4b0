//! What a model is asked to assume: each with the lowest and highest that makes sense, and refused in
//! words outside it.

use super::query::{Filter, Percentage, Query, Values, bad, kroner, written};
use crate::domain::money::Money;
use crate::domain::projections::investment::LONGEST;
use crate::reports::error::ReportError;

/// A percentage from `low` to `high`.
fn percentage(
    key: &'static str,
    value: &str,
    (low, high): (i64, i64),
) -> Result<Percentage, ReportError> {
    Percentage::parse(value, (low, high)).ok_or_else(|| {
        let problem = format!("Skriv en procent fra {low} til {high} med højst to decimaler.");
        bad(key, value, problem)
    })
}

/// An amount in kroner, from nothing to a hundred billion.
fn amount(key: &'static str, value: &str) -> Result<Money, ReportError> {
    let sensible = Money::ZERO..=Money::from_oere(10_000_000_000_000);
    let found = kroner(value).filter(|money| sensible.contains(money));
    found.ok_or_else(|| {
        let problem = "Skriv et beløb i kroner fra 0 til 100 mia., for eksempel 10000000.";
        bad(key, value, problem)
    })
}

fn count(key: &'static str, value: &str, high: u32) -> Result<u32, ReportError> {
    let found = value.parse().ok().filter(|n| (1..=high).contains(n));
    found.ok_or_else(|| bad(key, value, format!("Skriv et helt tal fra 1 til {high}.")))
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
    use crate::reports::filters::{ALL, LIMIT_KRONER};

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

    /// A page writes 4.000 into its field, and the field sends it.
    #[test]
    fn a_point_before_three_digits_groups_them() {
        let tariff = |text: &str| query(&format!("tariff={text}")).unwrap().assumed.tariff;
        for text in ["4000", "4.000", "4.000,00", "4000.00", "4000,00"] {
            assert_eq!(tariff(text), Some(Money::from_oere(400_000)), "{text}");
        }
        assert_eq!(tariff("4.50"), Some(Money::from_oere(450)));
        let limit = Query::read(&[&LIMIT_KRONER], [("threshold", "2.000")]);
        assert_eq!(limit.unwrap().limit, Some(Money::from_oere(200_000)));
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_words() {
        for (text, words) in [
            ("share=101", "fra 0 til 100"),
            ("share=1,234", "højst to decimaler"),
            ("rate=1.000", "højst to decimaler"),
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

//! Every filter that there is: one constant each.

use jiff::civil::Date;

use super::assumed;
use super::query::{AsOf, By, Detail, Filter, Percentage, Query, Values, bad, kroner, written};
use crate::domain::offers::Supervisor;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::tariffs::TariffBasis;
use crate::reports::error::ReportError;

pub const AREA: Filter = Filter {
    key: "area",
    help: "Code or name of an area: \"KKR Nordjylland\", 851, Aalborg",
    values: Values::Text,
    set: |query, value| {
        query.area = Some(value.to_owned());
        Ok(())
    },
    get: |query| query.area.clone(),
};

pub const FROM: Filter = Filter {
    key: "from",
    help: "The first year",
    values: Values::Year,
    set: |query, value| {
        query.from = Some(year("from", value)?);
        Ok(())
    },
    get: |query| query.from.map(|y| y.to_string()),
};

pub const TO: Filter = Filter {
    key: "to",
    help: "The last year",
    values: Values::Year,
    set: |query, value| {
        query.to = Some(year("to", value)?);
        Ok(())
    },
    get: |query| query.to.map(|y| y.to_string()),
};

pub const PRICE_LEVEL: Filter = Filter {
    key: "price-level",
    help: "A year, or current",
    values: Values::Text,
    set: |query, value| {
        let level = PriceLevel::parse(value).ok_or_else(|| {
            let problem = "Skriv et år, for eksempel 2023, eller »current« for løbende priser.";
            bad("price-level", value, problem)
        })?;
        query.price_level = Some(level);
        Ok(())
    },
    get: |query| query.price_level.map(PriceLevel::key),
};

pub const AS_OF: Filter = Filter {
    key: "as-of",
    help: "Number of a data version, or a date: the figures as they were known then",
    values: Values::Text,
    set: |query, value| {
        query.as_of = Some(as_of(value)?);
        Ok(())
    },
    get: |query| query.as_of.map(|a| a.to_string()),
};

pub const GROUP: Filter = Filter {
    key: "group",
    help: "Group or paragraph: TOTAL_107_108_105, SEL_107, …",
    values: Values::Text,
    set: |query, value| {
        query.group = Some(value.to_owned());
        Ok(())
    },
    get: |query| query.group.clone(),
};

pub const BY: Filter = Filter {
    key: "by",
    help: "What the members are: paragraph, municipality or supplier",
    values: Values::OneOf(&["paragraph", "municipality", "supplier"]),
    set: |query, value| {
        let by = By::ALL.into_iter().find(|by| by.key() == value);
        let problem = "Skriv paragraph, municipality eller supplier.";
        query.by = Some(by.ok_or_else(|| bad("by", value, problem))?);
        Ok(())
    },
    get: |query| query.by.map(|by| by.key().to_owned()),
};

pub const YEAR: Filter = Filter {
    key: "year",
    help: "The year of a list of tariffs; the newest without it",
    values: Values::Year,
    set: |query, value| {
        query.year = Some(year("year", value)?);
        Ok(())
    },
    get: |query| query.year.map(|y| y.to_string()),
};

pub const YEAR_OF_CASES: Filter = Filter {
    help: "The year of a table; every year without it",
    ..YEAR
};

pub const LIMIT_KRONER: Filter = Filter {
    key: "threshold",
    help: "What a costly case costs more than, in kroner: the limit of the years that are shown, and no other",
    values: Values::Text,
    set: |query, value| {
        let problem = "Skriv et beløb i kroner, for eksempel 2000000.";
        query.limit = Some(kroner(value).ok_or_else(|| bad("threshold", value, problem))?);
        Ok(())
    },
    get: |query| query.limit.map(written),
};

pub const LIMIT_PERCENT: Filter = Filter {
    key: "threshold",
    help: "Increases above so many percent, at most two decimals; the limit in force without it",
    values: Values::Percent,
    set: |query, value| {
        let threshold = Percentage::parse(value, (0, 1000)).ok_or_else(|| {
            let problem = "Skriv en procent fra 0 til 1000 med højst to decimaler, for eksempel 5.";
            bad("threshold", value, problem)
        })?;
        query.threshold = Some(threshold);
        Ok(())
    },
    get: |query| query.threshold.map(|t| t.to_string()),
};

pub const BASIS: Filter = Filter {
    key: "basis",
    help: "nominal or real",
    values: Values::OneOf(&["nominal", "real"]),
    set: |query, value| {
        let basis = TariffBasis::ALL.into_iter().find(|b| b.key() == value);
        let problem = "Skriv nominal (nominelt) eller real (pris- og lønreguleret).";
        query.basis = Some(basis.ok_or_else(|| bad("basis", value, problem))?);
        Ok(())
    },
    get: |query| query.basis.map(|b| b.key().to_owned()),
};

pub const MUNICIPALITY: Filter = Filter {
    key: "municipality",
    help: "Code or name of a municipality that offers lie in, or of a KKR for all of its own",
    values: Values::Text,
    set: |query, value| {
        query.municipality = Some(value.to_owned());
        Ok(())
    },
    get: |query| query.municipality.clone(),
};

pub const MUNICIPALITY_OF_CASES: Filter = Filter {
    help: "Code or name of a municipality, or of a KKR for all of its own",
    ..MUNICIPALITY
};

pub const MUNICIPALITY_OF_SEARCHES: Filter = Filter {
    help: "Code or name of the municipality that searched, or of a KKR for all of its own",
    ..MUNICIPALITY
};

pub const PARAGRAPH: Filter = Filter {
    key: "paragraph",
    help: "SEL_107, SEL_108, ABL_105 or SEL_85",
    values: Values::Text,
    set: |query, value| {
        let paragraph = Paragraph::from_key(value).or_else(|| Paragraph::parse(value));
        let problem = "Skriv SEL_107, SEL_108, ABL_105 eller SEL_85.";
        query.paragraph = Some(paragraph.ok_or_else(|| bad("paragraph", value, problem))?);
        Ok(())
    },
    get: |query| query.paragraph.map(|p| p.key().to_owned()),
};

pub const TARGET_GROUP: Filter = Filter {
    key: "target-group",
    help: "Code or name of a target group",
    values: Values::Text,
    set: |query, value| {
        query.target_group = Some(value.to_owned());
        Ok(())
    },
    get: |query| query.target_group.clone(),
};

pub const OFFER: Filter = Filter {
    key: "offer",
    help: "Id of an offer; with it, tariffs gives every year and the parts",
    values: Values::Text,
    set: |query, value| {
        query.offer = Some(value.to_owned());
        Ok(())
    },
    get: |query| query.offer.clone(),
};

pub const ON: Filter = Filter {
    key: "on",
    help: "The day that the next meeting is counted from: 2026-05-20",
    values: Values::Day,
    set: |query, value| {
        let day = value.parse::<Date>();
        query.on = Some(day.map_err(|_| bad("on", value, "Skriv en dato som 2026-05-20."))?);
        Ok(())
    },
    get: |query| query.on.map(|d| d.to_string()),
};

pub const COUNTED_TO: Filter = Filter {
    help: "The day that days are counted to, and not with: 2026-05-20; today without it",
    values: Values::DayOrToday,
    ..ON
};

pub const DAY: Filter = Filter {
    help: "The day that is asked about: 2026-05-20; today without it",
    ..COUNTED_TO
};

pub const YEAR_OF_DAYS: Filter = Filter {
    help: "The year that days are counted in; the present one without it",
    ..YEAR
};

pub const YEAR_OF_COMPARISON: Filter = Filter {
    help: "The year that is compared; every year without it",
    ..YEAR
};

pub const YEAR_OF_RESULTS: Filter = Filter {
    help: "The year of the quarters; every year without it",
    ..YEAR
};

pub const QUARTER: Filter = Filter {
    key: "quarter",
    help: "1, 2, 3 or 4; every quarter of the year without it",
    values: Values::OneOf(&["1", "2", "3", "4"]),
    set: |query, value| {
        let number = value.parse().ok().filter(|number| (1..=4).contains(number));
        query.quarter =
            Some(number.ok_or_else(|| bad("quarter", value, "Skriv 1, 2, 3 eller 4."))?);
        Ok(())
    },
    get: |query| query.quarter.map(|number| number.to_string()),
};

pub const SUPERVISOR: Filter = Filter {
    key: "supervisor",
    help: "Who receives reports about an offer: Nord, Midt, Syd, Øst or Hovedstaden",
    values: Values::Text,
    set: |query, value| {
        let found = Supervisor::from_key(value).or_else(|| Supervisor::parse(value));
        let problem = "Skriv Nord, Midt, Syd, Øst eller Hovedstaden.";
        query.supervisor = Some(found.ok_or_else(|| bad("supervisor", value, problem))?);
        Ok(())
    },
    get: |query| query.supervisor.map(|s| s.key().to_owned()),
};

pub const DETAIL: Filter = Filter {
    key: "detail",
    help: "case: the cases themselves, for those who may see them; it is logged",
    values: Values::OneOf(&["case"]),
    set: |query, value| {
        if value != "case" {
            return Err(bad("detail", value, "Skriv case."));
        }
        query.detail = Some(Detail::Case);
        Ok(())
    },
    get: |query| query.detail.map(|Detail::Case| "case".to_owned()),
};

pub const SORT: Filter = Filter {
    key: "sort",
    help: "Key of a column that the rows are sorted by; with a hyphen before it the highest first",
    values: Values::Text,
    set: |query, value| {
        query.order.by(value);
        Ok(())
    },
    get: |query| query.order.sort(),
};

pub const SEARCH: Filter = Filter {
    key: "search",
    help: "A word: the rows that have it in any column, whatever its case; totals are of all rows",
    values: Values::Text,
    set: |query, value| {
        query.order.with_word(value);
        Ok(())
    },
    get: |query| query.order.search(),
};

/// Every filter, in the order of addresses.
pub const ALL: [&Filter; 32] = [
    &AREA,
    &FROM,
    &TO,
    &PRICE_LEVEL,
    &AS_OF,
    &GROUP,
    &BY,
    &YEAR,
    &QUARTER,
    &LIMIT_PERCENT,
    &LIMIT_KRONER,
    &BASIS,
    &MUNICIPALITY,
    &PARAGRAPH,
    &TARGET_GROUP,
    &OFFER,
    &ON,
    &SUPERVISOR,
    &DETAIL,
    &assumed::SHARE,
    &assumed::RATE,
    &assumed::VOLUME_GROWTH,
    &assumed::UNIT_COST_GROWTH,
    &assumed::AMOUNT,
    &assumed::SAVING,
    &assumed::FIXED,
    &assumed::VARIABLE,
    &assumed::TARIFF,
    &assumed::YEARS,
    &assumed::PLACES,
    &SORT,
    &SEARCH,
];

/// Each key once, with what is said of it where questions read it differently.
pub fn keys() -> Vec<(&'static str, String)> {
    let mut keys: Vec<(&'static str, String)> = Vec::new();
    for filter in ALL {
        match keys.iter_mut().find(|(key, _)| *key == filter.key) {
            Some((_, help)) => *help = format!("{help}; or: {}", filter.help),
            None => keys.push((filter.key, filter.help.to_owned())),
        }
    }
    keys
}

impl Query {
    /// The pairs that make this query again; only what is given.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        self.pairs_of(&ALL)
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
        Query::read(&ALL, text.split('&').filter_map(|p| p.split_once('=')))
    }

    #[test]
    fn pairs_make_the_same_query_again() {
        let asked =
            query("area=851&from=2022&to=2024&price-level=current&as-of=7&by=supplier").unwrap();
        assert_eq!(Query::read(&ALL, asked.pairs()).unwrap(), asked);
        let tariffs = query(
            "year=2026&threshold=5,50&basis=real&municipality=851&paragraph=SEL_107&target-group=Demens&offer=T-1&on=2026-05-20&supervisor=Øst",
        )
        .unwrap();
        assert_eq!(tariffs.pairs().len(), 9);
        assert_eq!(tariffs.threshold.unwrap().to_string(), "5.5");
        assert_eq!(Query::read(&ALL, tariffs.pairs()).unwrap(), tariffs);
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
            ("basis=fast", "nominal (nominelt)"),
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

//! The fields that assumptions are written in, and the ways between the models.

use crate::domain::number::danish;
use crate::reports::filters::Percentage;
use crate::storage::data::areas;
use crate::storage::{Db, QueryResult};
use crate::web::view::Link;
use crate::web::view::filters::Choice;

pub const PROJECTION: &str = "/analyser/fremskrivning";
pub const HOME_SUPPORT: &str = "/analyser/hjemmestoette";
pub const INVESTMENT: &str = "/analyser/investering";

/// A number that the reader assumes.
pub struct Field {
    /// The filter's key.
    pub key: &'static str,
    pub label: &'static str,
    /// What it is now; empty for the model's own.
    pub value: String,
    /// What may be written there.
    pub hint: &'static str,
}

impl Field {
    pub fn new(key: &'static str, label: &'static str, value: String, hint: &'static str) -> Field {
        Field {
            key,
            label,
            value,
            hint,
        }
    }

    /// A percentage, as Danes write it.
    pub fn percent(
        key: &'static str,
        label: &'static str,
        value: Option<Percentage>,
        hint: &'static str,
    ) -> Field {
        let words = value.map(|p| {
            let shown = rust_decimal::Decimal::new(p.hundredths, 2).normalize();
            danish(shown)
        });
        Field::new(key, label, words.unwrap_or_default(), hint)
    }
}

/// A choice among the reader's assumptions.
pub struct Pick {
    pub key: &'static str,
    pub label: &'static str,
    pub choices: Vec<Choice>,
}

/// The areas to choose between: the region first.
pub fn area_pick(db: &mut Db, asked: Option<&str>) -> QueryResult<Pick> {
    let mut choices = vec![Choice::of("", "KKR Nordjylland", asked.is_none())];
    choices.extend(areas::home(db)?.into_iter().map(|area| {
        let chosen = asked.is_some_and(|text| text == area.code || text == area.name);
        Choice::of(area.code, area.name, chosen)
    }));
    Ok(Pick {
        key: "area",
        label: "Område",
        choices,
    })
}

/// The models, with the one that is shown.
pub fn models(here: &str) -> Vec<Link> {
    [
        ("/analyser", "Alle analyser"),
        (PROJECTION, "Fremskrivning"),
        (HOME_SUPPORT, "Støtte i eget hjem"),
        (INVESTMENT, "Investering og belægning"),
    ]
    .into_iter()
    .map(|(address, words)| Link::to(address, words).current(address == here))
    .collect()
}

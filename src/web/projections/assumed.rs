//! The fields that assumptions are written in, and the ways between the models.

use super::links::{MODELS, Model};
use crate::domain::number::danish;
use crate::reports::filters::Percentage;
use crate::storage::data::areas;
use crate::storage::{Db, QueryResult};
use crate::web::analyses::links::ALL;
use crate::web::error::AppError;
use crate::web::view::Link;
use crate::web::view::filters::Choice;
use crate::web::viewer::Viewer;
use crate::web::workplan::links as workplan;

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
pub fn models(here: &Model) -> Vec<Link> {
    let all = MODELS.into_iter().map(|model| {
        let current = model.address == here.address;
        Link::to(model.address, model.title).current(current)
    });
    [Link::to(ALL, "Alle analyser")]
        .into_iter()
        .chain(all)
        .collect()
}

/// The milestones of a model, for whoever may read the workplan.
///
/// # Errors
/// The database's own.
pub fn milestones(db: &mut Db, viewer: &Viewer, of: &Model) -> Result<Vec<Link>, AppError> {
    workplan::milestones(db, viewer, |key| of.milestones.contains(&key))
}

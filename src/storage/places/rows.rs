//! An entry and its steps as they are stored.

use diesel::prelude::*;
use jiff::civil::Date;

use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::places::{About, Act, PlaceKind, State, Step, Terms};
use crate::domain::report::FactRef;
use crate::storage::schema::{vacancies, vacancy_steps};
use crate::storage::yes_no;

/// Between the target groups in their column.
const BETWEEN: &str = "|";

/// What an entry is about, and what is worked out of its steps.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = vacancies)]
pub(super) struct Head {
    pub id: i64,
    pub offer_id: String,
    pub kind: String,
    pub paragraph: String,
    pub listed_from: String,
    pub ended_on: String,
    pub ended_version: i64,
}

impl Head {
    /// `None` where this version does not know the kind or paragraph.
    pub fn about(&self) -> Option<About> {
        Some(About {
            offer_id: self.offer_id.clone(),
            kind: PlaceKind::from_key(&self.kind)?,
            paragraph: Paragraph::from_key(&self.paragraph)?,
            listed_from: self.listed_from.parse().ok()?,
        })
    }
}

/// A step as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = vacancy_steps)]
pub(super) struct StepRow {
    pub vacancy: i64,
    pub version: i64,
    act: String,
    holds_from: String,
    starts_on: String,
    ends_on: Option<String>,
    places: i64,
    state: String,
    reserved_for: Option<String>,
    target_groups: String,
    staffed: Option<String>,
    reason: String,
    contact: String,
    rent: Option<i64>,
    said_on: String,
    said_by: String,
    said_at: String,
    batch: Option<i64>,
    line: Option<i64>,
}

impl StepRow {
    pub fn new(vacancy: i64, step: &Step) -> StepRow {
        let terms = &step.terms;
        StepRow {
            vacancy,
            version: step.version,
            act: step.act.key().to_owned(),
            holds_from: step.on.to_string(),
            starts_on: terms.from.to_string(),
            ends_on: terms.to.map(|to| to.to_string()),
            places: terms.places,
            state: terms.state.key().to_owned(),
            reserved_for: terms.reserved_for.clone(),
            target_groups: terms.target_groups.join(BETWEEN),
            staffed: terms.staffed.map(|yes| yes_no(yes).to_owned()),
            reason: terms.reason.clone(),
            contact: terms.contact.clone(),
            rent: terms.rent.map(Money::oere),
            said_on: step.said_on.to_string(),
            said_by: step.by.clone(),
            said_at: step.at.clone(),
            batch: step.source.map(|at| at.batch),
            line: step.source.map(|at| at.line),
        }
    }

    /// A step whose act, state or day this version does not know is none of ours.
    pub fn stored(self) -> Option<Step> {
        let day = |text: &str| text.parse::<Date>().ok();
        let groups = self.target_groups.split(BETWEEN);
        let terms = Terms {
            from: day(&self.starts_on)?,
            to: self.ends_on.as_deref().and_then(day),
            places: self.places,
            state: State::from_key(&self.state)?,
            reserved_for: self.reserved_for,
            target_groups: groups
                .filter(|g| !g.is_empty())
                .map(str::to_owned)
                .collect(),
            staffed: self.staffed.map(|text| text == "yes"),
            reason: self.reason,
            contact: self.contact,
            rent: self.rent.map(Money::from_oere),
        };
        Some(Step {
            version: self.version,
            act: Act::from_key(&self.act)?,
            on: day(&self.holds_from)?,
            terms,
            said_on: day(&self.said_on)?,
            by: self.said_by,
            at: self.said_at,
            source: self
                .batch
                .zip(self.line)
                .map(|(batch, line)| FactRef { batch, line }),
        })
    }
}

//! Searches for vacant places: made and kept with their receipt ([`made`]), a place asked for and
//! answered ([`requests`]), its operator told by mail ([`told`]), what was chosen ([`chosen`]). [`asked`] reads what a form or a script asks.
//!
//! Every step is an event that is added; a correction is one more. Nothing about a citizen is kept:
//! a form asks for none, and every text is looked through for personal numbers.

pub mod asked;
pub mod chosen;
pub mod made;
pub mod requests;
pub mod told;

use thiserror::Error;

use super::actor::{Actor, Done, Made, change};
use super::texts::{Fault, Field};
use crate::domain::searches::{Code, Event, Receipt, Search, Step};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::searches::{events, kept};
use crate::storage::{Db, QueryError, Store, StoreError};

/// The fields of the forms.
pub mod fields {
    use super::Field;

    pub const MUNICIPALITY: Field = Field::new("kommune", "kommune");
    pub const PARAGRAPH: Field = Field::new("paragraf", "paragraf");
    pub const TARGET_GROUP: Field = Field::new("maalgruppe", "målgruppe");
    pub const NEEDED_FROM: Field = Field::new("fra", "behov fra");
    /// What the operator is told.
    pub const MESSAGE: Field = Field::new("besked", "besked").at_most(1_000);
    /// What the operator answers.
    pub const ANSWER: Field = Field::new("svartekst", "svar").at_most(1_000);
    pub const CHOICE: Field = Field::new("valg", "valg");
    pub const CODE: Field = Field::new("kode", "begrundelse");
    pub const ON: Field = Field::new("dato", "dato");
    pub const TEXT: Field = Field::new("tekst", "tekst").at_most(1_000);
}

/// Why nothing was written. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum SearchError {
    #[error(transparent)]
    Fault(#[from] Fault),
    /// No such search, or none that this one may touch.
    #[error("Afsøgningen findes ikke.")]
    NoSuchSearch,
    /// Somebody else was before.
    #[error(transparent)]
    Meanwhile(#[from] Meanwhile),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// What was done meanwhile. Moments are RFC 3339, UTC; whoever shows it says it in Danish.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Meanwhile {
    #[error("the search itself asks for the place already")]
    AskedByYourself { at: String },
    #[error("{who} asks for the last place")]
    Asked { who: String, at: String },
    #[error("{who} got the last place")]
    Got { who: String, at: String },
    #[error("the place is not free any more")]
    Gone,
    #[error("nobody waits for the answer any more")]
    Answered { step: Step, at: String },
}

/// What a step adds to an event.
struct Details {
    step: Step,
    entry: Option<String>,
    code: Option<Code>,
    on: jiff::civil::Date,
    text: String,
}

/// A search that an actor may go on with: of the own municipality, or of any when bound to none.
fn own(db: &mut Db, actor: &Actor, receipt: Receipt) -> Result<Search, SearchError> {
    let search = kept::by_receipt(db, receipt)?.ok_or(SearchError::NoSuchSearch)?;
    let own = actor.bound_to.as_deref();
    if own.is_none_or(|own| own == search.asked.municipality) {
        Ok(search)
    } else {
        Err(SearchError::NoSuchSearch)
    }
}

/// Writes one event of a search, or nothing.
fn write(
    store: &Store,
    actor: &Actor,
    receipt: Receipt,
    details: impl FnOnce(&mut Db, &Made<'_>) -> Result<(Search, Details), SearchError>,
) -> Result<Event, SearchError> {
    let what = (What::SearchStep, Action::ChangedSearch);
    change(store, actor, what, |db, made| {
        let (search, details) = details(db, made)?;
        let event = Event {
            version: made.version,
            search: search.version,
            step: details.step,
            entry: details.entry,
            code: details.code,
            on: details.on,
            text: details.text,
            by: actor.by.clone(),
            at: made.at.to_owned(),
        };
        events::add(db, &event)?;
        Ok(Done::new(event, receipt.to_string(), details.step.key()))
    })
}

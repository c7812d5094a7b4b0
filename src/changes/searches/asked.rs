//! What somebody asks in a search, read and checked.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{SearchError, fields};
use crate::changes::actor::Actor;
use crate::changes::texts::{Fault, to_come};
use crate::domain::area;
use crate::domain::offers::target_group;
use crate::domain::paragraph::Paragraph;
use crate::domain::searches::Asked;
use crate::storage::Db;
use crate::storage::data::areas;
use crate::storage::offers::target_groups;

/// What was sent, as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Code or name; a chef's is the own, and may be left out.
    pub municipality: String,
    /// Key or as people write it.
    pub paragraph: String,
    /// Code or name.
    pub target_group: String,
    /// `None` for what is no date.
    pub needed_from: Option<Date>,
}

/// Reads what was sent.
///
/// # Errors
/// [`SearchError::Fault`] at the first field that means nothing.
pub fn read(db: &mut Db, actor: &Actor, sent: &Sent) -> Result<Asked, SearchError> {
    let municipality = municipality(db, actor, &sent.municipality)?;
    let paragraph = sent.paragraph.trim();
    let paragraph = Paragraph::from_key(paragraph)
        .or_else(|| Paragraph::parse(paragraph))
        .ok_or_else(|| {
            fields::PARAGRAPH.fault("Vælg den paragraf, pladsen skal bevilges efter.")
        })?;
    let groups = target_groups::all(db)?;
    let group = target_group::find(&groups, &sent.target_group).ok_or_else(|| {
        fields::TARGET_GROUP.fault("Vælg den målgruppe, pladsen skal være godkendt til.")
    })?;
    Ok(Asked {
        municipality,
        paragraph,
        target_group: group.code.clone(),
        needed_from: needed_from(actor, sent.needed_from)?,
    })
}

/// One of the region's, since the agreement and the neighbours are theirs; a chef's own.
fn municipality(db: &mut Db, actor: &Actor, text: &str) -> Result<String, SearchError> {
    let home = areas::home(db)?;
    let found = match (&actor.bound_to, text.trim()) {
        (Some(own), "") => home.iter().find(|area| area.code == *own),
        (_, text) => area::find(&home, text),
    };
    let field = fields::MUNICIPALITY;
    let found = found.ok_or_else(|| {
        field.fault("Vælg en af de nordjyske kommuner: afsøgningen gælder dem alene.")
    })?;
    match &actor.bound_to {
        Some(own) if *own != found.code => {
            Err(field.fault("En chef afsøger for sin egen kommune.").into())
        }
        _ => Ok(found.code.clone()),
    }
}

fn needed_from(actor: &Actor, date: Option<Date>) -> Result<Date, Fault> {
    let field = fields::NEEDED_FROM;
    let date = date.ok_or_else(|| field.fault("Skriv en dato, for eksempel 20-05-2026."))?;
    let date = to_come(field, date, actor.today())?;
    if date > actor.today().saturating_add(5.years()) {
        return Err(
            field.fault("Datoen ligger mere end fem år frem. Se efter, om året er rigtigt.")
        );
    }
    Ok(date)
}

//! Marks of figures: set by the secretariat with a reason, and lifted; none is removed.

use thiserror::Error;

use super::actor::{Actor, Done, change};
use super::texts::{Fault, Field, required};
use crate::domain::area;
use crate::domain::marks::{Mark, MarkKind, Scope, Source};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::storage::data::areas;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{QueryError, Store, StoreError, marks};

/// The fields of the form.
pub mod fields {
    use super::Field;

    pub const KIND: Field = Field::new("maerke", "mærke");
    pub const SOURCE: Field = Field::new("data", "data");
    pub const YEAR: Field = Field::new("aar", "år");
    pub const AREA: Field = Field::new("omraade", "område");
    pub const PARAGRAPH: Field = Field::new("paragraf", "paragraf");
    pub const REASON: Field = Field::new("begrundelse", "begrundelse")
        .at_most(400)
        .asking("Skriv, hvorfor tallene er mærket.");
}

/// Why nothing was written. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum MarkError {
    #[error(transparent)]
    Fault(#[from] Fault),
    /// None that holds.
    #[error("Mærket findes ikke, eller det er løftet.")]
    NoSuchMark,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// A mark as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Letter of a [`MarkKind`].
    pub kind: String,
    /// Key of a [`Source`].
    pub source: String,
    pub year: String,
    /// Code of an area; empty for all.
    pub area: String,
    /// Key of a paragraph; empty for all.
    pub paragraph: String,
    pub reason: String,
}

const WHAT: (What, Action) = (What::Mark, Action::ChangedMark);

/// Sets a mark.
///
/// # Errors
/// [`MarkError::Fault`] at the field that is wrong; one that holds already is at its kind.
pub fn set(store: &Store, actor: &Actor, written: &Written) -> Result<Mark, MarkError> {
    let kind = MarkKind::from_letter(&written.kind);
    let kind = kind.ok_or_else(|| fields::KIND.fault("Vælg et mærke."))?;
    let source = Source::from_key(&written.source);
    let source = source.ok_or_else(|| fields::SOURCE.fault("Vælg, hvad der mærkes."))?;
    let year = Year::parse(&written.year);
    let year = year.ok_or_else(|| fields::YEAR.fault("Skriv et år, for eksempel 2024."))?;
    let paragraph = match written.paragraph.as_str() {
        "" => None,
        key => Some(
            Paragraph::from_key(key)
                .ok_or_else(|| fields::PARAGRAPH.fault("Vælg blandt paragrafferne."))?,
        ),
    };
    let reason = required(fields::REASON, &written.reason)?;
    change(store, actor, WHAT, |db, made| {
        let area = match written.area.as_str() {
            "" => None,
            code => {
                let areas = areas::all(db)?;
                let found = area::find(&areas, code).map(|area| area.code.clone());
                Some(found.ok_or_else(|| fields::AREA.fault("Vælg blandt områderne."))?)
            }
        };
        let scope = Scope {
            source,
            year,
            area,
            paragraph,
        };
        let holding = marks::holding(db, made.version)?;
        if holding.iter().any(|m| m.kind == kind && m.scope == scope) {
            let words = "De tal har det mærke i forvejen.";
            return Err(fields::KIND.fault(words).into());
        }
        let mark = Mark {
            version: made.version,
            kind,
            scope,
            reason,
            by: actor.by.clone(),
            at: made.at.to_owned(),
            lifted: None,
        };
        marks::add(db, &mark)?;
        let told = format!("{} {}", kind.letter(), told(&mark.scope));
        Ok(Done::new(mark, made.version.to_string(), told))
    })
}

/// Lifts a mark: from then on figures are without it.
///
/// # Errors
/// [`MarkError::NoSuchMark`] when it does not hold.
pub fn lift(store: &Store, actor: &Actor, mark: i64) -> Result<(), MarkError> {
    change(store, actor, WHAT, |db, made| {
        if marks::lift(db, mark, (made.version, &actor.by, made.at))? {
            Ok(Done::new((), mark.to_string(), "løftet"))
        } else {
            Err(MarkError::NoSuchMark)
        }
    })
}

/// A scope for the log.
fn told(scope: &Scope) -> String {
    let area = scope.area.as_deref().unwrap_or("");
    let paragraph = scope.paragraph.map_or("", Paragraph::key);
    let parts = [scope.source.key(), area, paragraph];
    let parts = parts.iter().filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.copied().collect();
    format!("{} {}", parts.join(" "), scope.year)
}

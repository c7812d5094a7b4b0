//! News (nyheder): what is new for somebody since when, of the kinds they want and of what they may see now.
//!
//! A file a kind: [`deadlines`], [`requests`], [`increases`], [`figures`], [`papers`]. Nothing is kept of a piece of
//! news: it follows from the log of changes, the versions and the days, so the same span tells the same.

mod deadlines;
pub mod figures;
mod increases;
mod papers;
mod requests;

use std::collections::BTreeSet;

use crate::domain::area::Area;
use crate::domain::news::{Item, Kind, Reader, Span};
use crate::reports::ReportError;
use crate::reports::others::Others;
use crate::storage::data::areas;
use crate::storage::data::versions::{self, What};
use crate::storage::mail::wishes;
use crate::storage::offers::register;
use crate::storage::{self, Db};

/// What is new for somebody, the most urgent kind first. Followed figures of analyses are asked of `others`, as
/// they are on the span's last day.
///
/// # Errors
/// [`ReportError`]
pub fn of(
    db: &mut Db,
    reader: &Reader,
    span: &Span,
    others: &dyn Others,
) -> Result<Vec<Item>, ReportError> {
    let said = wishes::of_user(db, &reader.user)?;
    let wanted = |kind: &Kind| {
        let wants = said.get(kind.key()).copied().unwrap_or(false);
        wants && kind.is_for(reader.standing)
    };
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(wanted).collect();
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let did = Did::within(db, span)?;
    let scope = Scope::of(db, reader)?;
    let mut items = Vec::new();
    for kind in kinds {
        items.extend(match kind {
            Kind::Deadline => deadlines::of(db, reader, (&scope, span))?,
            Kind::Request if did.any(&[What::FollowUp, What::SearchStep]) => {
                requests::of(db, reader, (&scope, span))?
            }
            Kind::Increase if did.any(&[What::Upload, What::Withdrawal, What::Limit]) => {
                increases::of(db, reader, (&scope, span))?
            }
            Kind::Paper if did.any(&[What::MeetingStep]) => papers::of(db, span)?,
            Kind::Figure => figures::of(db, reader, span, others)?,
            Kind::Request | Kind::Increase | Kind::Paper => Vec::new(),
        });
    }
    Ok(items)
}

/// What the data versions of a span did.
struct Did(Vec<What>);

impl Did {
    fn within(db: &mut Db, span: &Span) -> Result<Did, ReportError> {
        let after = versions::after(db, span.versions.0)?.into_iter();
        let within = after.filter(|kept| span.has(kept.number));
        Ok(Did(within
            .filter_map(|kept| What::from_key(&kept.what))
            .collect()))
    }

    fn any(&self, kinds: &[What]) -> bool {
        self.0.iter().any(|what| kinds.contains(what))
    }
}

/// Whose offers somebody is told of.
struct Scope {
    /// Of the municipality that the account is bound to; `None` of an account that is bound to none.
    own: Option<BTreeSet<String>>,
    /// Offers that no municipality of the region operates: whoever is bound to none answers for them.
    nobodys: BTreeSet<String>,
}

impl Scope {
    fn of(db: &mut Db, reader: &Reader) -> Result<Scope, ReportError> {
        let home = areas::home(db)?;
        let now = storage::version(db)?;
        let offers = register::holding(db, now)?;
        let operated = |by: &dyn Fn(&Area) -> bool| {
            let ours = offers.iter().filter(|(_, offer)| {
                home.iter()
                    .any(|area| by(area) && offer.value.is_operated_by(area))
            });
            ours.map(|(id, _)| id.clone()).collect::<BTreeSet<String>>()
        };
        let own = reader.bound_to.as_ref();
        let chefs = operated(&|_| true);
        let nobodys = offers.keys().filter(|id| !chefs.contains(*id));
        Ok(Scope {
            own: own.map(|code| operated(&|area| area.code == *code)),
            nobodys: nobodys.cloned().collect(),
        })
    }

    /// Whether an offer is in it: of one's own municipality, or any where one is bound to none.
    fn sees(&self, offer: &str) -> bool {
        self.own.as_ref().is_none_or(|own| own.contains(offer))
    }

    /// Whether one answers for an offer: of one's own municipality, or nobody else's.
    fn answers_for(&self, offer: &str) -> bool {
        self.own.as_ref().unwrap_or(&self.nobodys).contains(offer)
    }
}

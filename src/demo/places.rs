//! Synthetic vacant places: fresh and stale, free now and later, reserved, and empty dwellings.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use super::offers::id;
use crate::changes::actor::Actor;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::places::{About, Act, Entry, PlaceKind, State, Step, Terms};
use crate::storage::data::log::{self, Action};
use crate::storage::data::versions::{What, bump_version};
use crate::storage::offers::register;
use crate::storage::{Db, QueryResult, Store, StoreError, places};

/// One entry: the offer, what is vacant, from when and since when nobody said more.
struct Vacant {
    offer: u64,
    kind: PlaceKind,
    places: i64,
    from: Span,
    said: Span,
    staffed: Option<bool>,
    reason: &'static str,
}

fn vacant(
    offer: u64,
    (kind, places): (PlaceKind, i64),
    (from, said): (i32, i32),
    staffed: Option<bool>,
    reason: &'static str,
) -> Vacant {
    Vacant {
        offer,
        kind,
        places,
        from: from.days(),
        said: said.days(),
        staffed,
        reason,
    }
}

fn entries() -> [Vacant; 14] {
    use PlaceKind::{Dwelling, Place};
    [
        vacant(
            0,
            (Place, 2),
            (-20, -3),
            Some(true),
            "SYNTETISK: fraflytning",
        ),
        vacant(1, (Place, 1), (-9, -9), Some(true), ""),
        vacant(
            3,
            (Place, 3),
            (-60, -12),
            Some(false),
            "SYNTETISK: venter på personale",
        ),
        vacant(5, (Place, 1), (-2, -2), None, ""),
        vacant(
            9,
            (Place, 1),
            (21, -4),
            Some(true),
            "SYNTETISK: planlagt fraflytning",
        ),
        vacant(13, (Place, 2), (45, -6), None, ""),
        vacant(7, (Place, 1), (-80, -31), Some(true), ""),
        vacant(11, (Place, 2), (-40, -16), None, ""),
        vacant(15, (Place, 1), (-120, -75), Some(true), ""),
        vacant(20, (Place, 1), (-30, -18), Some(true), ""),
        vacant(31, (Place, 2), (-5, -5), None, ""),
        vacant(2, (Dwelling, 1), (-47, -5), None, "SYNTETISK: istandsat"),
        vacant(6, (Dwelling, 2), (-130, -8), None, ""),
        vacant(10, (Dwelling, 1), (-200, -40), None, ""),
    ]
}

/// Adds the entries.
pub(super) fn fill(store: &Store, actor: &Actor) -> Result<(), StoreError> {
    let at = actor.clock.now_text();
    store.write(|db| {
        let version = bump_version(db, &at, &actor.by, What::Vacancy)?;
        for one in entries() {
            add(db, actor, (version, &at), &one)?;
        }
        let action = Action::ChangedVacancy;
        log::append(db, &at, &actor.by, action, "SYNTETISKE opslag", "logged")?;
        Ok(())
    })
}

fn add(db: &mut Db, actor: &Actor, (version, at): (i64, &str), one: &Vacant) -> QueryResult<()> {
    let day = |span: Span| -> Date { actor.clock.today().saturating_add(span) };
    let offer = register::holding(db, version)?.remove(&id(one.offer));
    let Some(offer) = offer.map(|offer| offer.value) else {
        return Ok(());
    };
    let from = day(one.from);
    let terms = Terms {
        from,
        to: None,
        places: one.places.min(offer.places),
        state: State::Free,
        reserved_for: None,
        target_groups: offer.target_groups.clone(),
        staffed: one.staffed,
        reason: one.reason.to_owned(),
        contact: "visitation@example.dk".to_owned(),
        rent: (one.kind == PlaceKind::Dwelling).then(|| Money::from_oere(625_000)),
    };
    let entry = Entry {
        id: places::next_id(db)?,
        about: About {
            offer_id: offer.id,
            kind: one.kind,
            paragraph: offer
                .paragraphs
                .first()
                .copied()
                .unwrap_or(Paragraph::Sel107),
            listed_from: from,
        },
        earlier: Vec::new(),
        newest: Step {
            version,
            act: Act::Logged,
            on: from,
            terms,
            said_on: day(one.said),
            by: actor.by.clone(),
            at: at.to_owned(),
            source: None,
        },
        unchanged: None,
    };
    places::add(db, &entry)
}

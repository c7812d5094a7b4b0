//! Synthetic follow-up: meetings around the day it is made, and increases in every state.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use super::{
    MUNICIPALITIES,
    offers::{Operator, id, operator},
};
use crate::changes::actor::Actor;
use crate::changes::follow_up::{self, Explanation};
use crate::changes::meetings;
use crate::domain::follow_up::{CaseKey, Reason};
use crate::domain::meetings::{Meeting, MeetingKind};
use crate::domain::money::Money;
use crate::domain::period::Year;
use crate::storage::Store;

/// Adds meetings, closes last year's increases, and takes this year's so far as each goes.
pub(super) fn fill(store: &Store, actor: &Actor) -> anyhow::Result<()> {
    let clock = actor.clock;
    let day = |span: Span| clock.today().saturating_add(span);
    let meeting = |date: Date, title: &str| {
        meetings::add(store, actor, date, title, MeetingKind::SteeringGroup)
    };
    let held = meeting(day(-120.days()), "SYNTETISK møde, sidste halvår")?;
    meeting(day(30.days()), "SYNTETISK møde, dette halvår")?;
    meeting(day(210.days()), "SYNTETISK møde, næste halvår")?;
    let case = |n: u64, year: i64| CaseKey {
        offer_id: id(n),
        service: "Hovedydelse".to_owned(),
        year: Year::new(year).unwrap_or(Year::LAST),
    };
    let reported = day(-130.days());
    for n in [6, 14, 22, 30, 38] {
        explain(store, actor, n, (&case(n, 2025), explanation()))?;
        close(store, actor, &case(n, 2025), (&held, reported))?;
    }
    explain(store, actor, 12, (&case(12, 2025), last_year()))?;
    explain(store, actor, 12, (&case(12, 2026), explanation()))?;
    let due = day(14.days());
    follow_up::request_explanation(store, actor, &case(28, 2026), due, "")?;
    explain(store, actor, 20, (&case(20, 2026), explanation()))?;
    let yesterday = day(-1.days());
    follow_up::report_to_supervisor(store, actor, &case(20, 2026), yesterday, "SYN-2026-20")?;
    explain(store, actor, 36, (&case(36, 2026), explanation()))?;
    close(store, actor, &case(36, 2026), (&held, reported))
}

/// An explanation of the n-th offer, by the chef whose municipality operates it; where none does,
/// the secretariat writes down what the operator told.
fn explain(
    store: &Store,
    actor: &Actor,
    n: u64,
    (case, told): (&CaseKey, Explanation),
) -> anyhow::Result<()> {
    let (actor, told) = match operator(n) {
        Operator::Municipality(place) => {
            let (code, _) = MUNICIPALITIES[place];
            (actor.clone().bound(code), told)
        }
        Operator::Other(name) => {
            let given_by = Some(name);
            (actor.clone(), Explanation { given_by, ..told })
        }
    };
    follow_up::explain(store, &actor, case, &told)?;
    Ok(())
}

fn close(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    (meeting, reported): (&Meeting, Date),
) -> anyhow::Result<()> {
    follow_up::report_to_supervisor(store, actor, case, reported, "SYN-1")?;
    follow_up::discuss(
        store,
        actor,
        case,
        &meeting.id,
        "Drøftet uden bemærkninger.",
    )?;
    let taken = "Forklaringen tages til efterretning.";
    follow_up::decide(store, actor, case, meeting.date, taken)?;
    Ok(())
}

fn explanation() -> Explanation {
    Explanation {
        text: "SYNTETISK: Belægningen faldt, så de faste omkostninger fordeles på færre pladser."
            .to_owned(),
        reasons: vec![
            (Reason::Occupancy, Some(Money::from_oere(4_250))),
            (Reason::Index, None),
        ],
        given_by: None,
    }
}

fn last_year() -> Explanation {
    Explanation {
        text: "SYNTETISK: Underskud fra et tidligere år er lagt i taksten.".to_owned(),
        reasons: vec![(Reason::Adjustment, None)],
        given_by: None,
    }
}

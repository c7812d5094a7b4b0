//! The steps of a meeting: sent, held, closed, and back.

use super::fields::{MeetingError, WHY, agenda};
use crate::changes::actor::{Actor, Done, change};
use crate::changes::texts::{optional, required};
use crate::domain::danish::danish_date;
use crate::domain::meetings::{Item, Meeting, Step, Stepped};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::meetings::steps;
use crate::storage::{Db, Store};

/// A meeting at the moment that its paper is sent: whoever freezes the paper does it from this.
pub struct Sending<'a> {
    /// As it is now: sent.
    pub meeting: &'a Meeting,
    /// Withdrawn ones too.
    pub items: &'a [Item],
    /// The data version that the step makes.
    pub version: i64,
    /// RFC 3339, UTC.
    pub at: &'a str,
    pub by: &'a str,
}

/// Takes a step. When the paper is sent, `paper` makes it in the same transaction: what it refuses
/// leaves the meeting planned.
///
/// # Errors
/// [`MeetingError::Fault`] for the reason of a step back, or of a meeting that is held before its day;
/// [`MeetingError::TooLate`] for a step that the meeting cannot take; what `paper` refuses.
pub fn take(
    store: &Store,
    actor: &Actor,
    (id, step): (&str, Step),
    why: &str,
    paper: impl FnOnce(&mut Db, &Sending<'_>) -> Result<(), MeetingError>,
) -> Result<Stepped, MeetingError> {
    let why = if step == Step::Back {
        required(WHY, why)?
    } else {
        optional(WHY, why)?
    };
    let what = (What::MeetingStep, Action::ChangedMeeting);
    change(store, actor, what, |db, made| {
        let (meeting, items) = agenda(db, id, made.version)?;
        let words = "Mødet er et andet sted, end siden viste. Se, hvordan det står nu.";
        let led = meeting.state.after(step);
        let state = led.ok_or(MeetingError::TooLate(words))?;
        may(&meeting, &items, step, actor)?;
        let stepped = Stepped {
            version: made.version,
            meeting: meeting.id.clone(),
            step,
            state,
            why,
            by: actor.by.clone(),
            at: made.at.to_owned(),
        };
        steps::add(db, &stepped)?;
        if step == Step::Send {
            let sent = Meeting {
                state,
                first_sent: meeting.first_sent.or(Some(made.version)),
                ..meeting.clone()
            };
            let sending = Sending {
                meeting: &sent,
                items: &items,
                version: made.version,
                at: made.at,
                by: &actor.by,
            };
            paper(db, &sending)?;
        }
        let told = format!("{} {}: {}", meeting.date, meeting.title, state.label());
        let told = if stepped.why.is_empty() {
            told
        } else {
            format!("{told}, fordi {}", stepped.why)
        };
        Ok(Done::new(stepped, "møde", told))
    })
}

/// What a step asks of a meeting beside its state.
fn may(meeting: &Meeting, items: &[Item], step: Step, actor: &Actor) -> Result<(), MeetingError> {
    let refused = |words: String| Err(WHY.fault(words).into());
    let mut on = items.iter().filter(|item| item.is_on());
    match step {
        Step::Send if on.next().is_none() => {
            refused("Dagsordenen er tom. Tilføj mindst ét punkt, før den sendes.".to_owned())
        }
        Step::Hold if meeting.date > actor.today() => refused(format!(
            "Mødet holdes først {}. Ret datoen, hvis det blev holdt før.",
            danish_date(meeting.date)
        )),
        Step::Close => {
            let open: Vec<String> = on
                .filter(|item| item.decision.is_none())
                .map(|item| item.number.to_string())
                .collect();
            if open.is_empty() {
                Ok(())
            } else {
                refused(format!("Punkt {} mangler en beslutning.", open.join(", ")))
            }
        }
        Step::Send | Step::Hold | Step::Back => Ok(()),
    }
}

/// The paper of a meeting whose paper is not kept.
///
/// # Errors
/// None.
pub fn no_paper(_: &mut Db, _: &Sending<'_>) -> Result<(), MeetingError> {
    Ok(())
}

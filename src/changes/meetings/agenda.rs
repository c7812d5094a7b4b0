//! Items of an agenda: added, written, moved, taken off; and those of the last meeting as a start.

use super::fields::{ASKS, HEADING, MeetingError, PRESENTER, TEXT, WHY, agenda, named, one};
use crate::changes::actor::{Actor, Done, Made, change};
use crate::changes::texts::{optional, required};
use crate::domain::cpr;
use crate::domain::meetings::agenda::{Wording, may_be_moved, takes_items};
use crate::domain::meetings::table::{Cell, Table};
use crate::domain::meetings::{Content, Item, Meeting, State};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::meetings::items::{self, Off, Written};
use crate::storage::meetings::steps;
use crate::storage::{Db, Store, meetings};

const WHAT: (What, Action) = (What::Agenda, Action::ChangedMeeting);

/// Where an item is moved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Up,
    Down,
    /// A place, the first is 1.
    Place(i64),
}

pub(super) fn written<'a>(made: &'a Made<'_>, actor: &'a Actor) -> Written<'a> {
    Written {
        version: made.version,
        by: &actor.by,
        at: made.at,
    }
}

/// What was sent, held to the rules of texts.
fn checked(of: &Wording) -> Result<Wording, MeetingError> {
    Ok(Wording {
        heading: required(HEADING, &of.heading)?,
        text: optional(TEXT, &of.text)?,
        content: checked_content(&of.content)?,
        asks: optional(ASKS, &of.asks)?,
        presenter: optional(PRESENTER, &of.presenter)?,
        minutes: of.minutes,
        confidential: of.confidential,
    })
}

fn checked_content(of: &Content) -> Result<Content, MeetingError> {
    let holds_cpr = match of {
        Content::Text => false,
        Content::Report { filters, .. }
        | Content::Analysis {
            parameters: filters,
            ..
        } => filters.iter().any(|(_, value)| cpr::find(value)),
        Content::Table(table) => has_cpr(table),
    };
    if holds_cpr {
        let words =
            "Indholdet har et CPR-lignende nummer. Fjern det, og prøv igen; det er ikke gemt.";
        return Err(super::fields::TABLE.fault(words).into());
    }
    Ok(of.clone())
}

fn has_cpr(table: &Table) -> bool {
    let labels = table.columns.iter().any(|column| cpr::find(&column.label));
    let holds = |cell: &Cell| match cell {
        Cell::Empty => false,
        Cell::Text(text) => cpr::find(text),
        Cell::Number(number) => cpr::find(&number.to_string()),
    };
    labels || table.rows.iter().flatten().any(holds)
}

/// Adds an item at the end; its id. After the paper was sent it is a late item.
///
/// # Errors
/// [`MeetingError::Fault`] for a text; no such meeting, or held already.
pub fn add(
    store: &Store,
    actor: &Actor,
    meeting: &str,
    wording: &Wording,
) -> Result<Item, MeetingError> {
    let wording = checked(wording)?;
    change(store, actor, WHAT, |db, made| {
        let (meeting, items) = agenda(db, meeting, made.version)?;
        if !takes_items(&meeting) {
            let words = "Mødet er holdt og tager ikke flere punkter.";
            return Err(MeetingError::TooLate(words));
        }
        let item = fresh(&meeting, &items, (made.version, 1), wording);
        items::add(db, &item, written(made, actor))?;
        let told = format!("{}: {} tilføjet", meeting.title, named(&item));
        Ok(Done::new(item, "møde", told))
    })
}

/// A new item at the end of an agenda; `number` tells those of one data version apart.
pub(super) fn fresh(
    meeting: &Meeting,
    others: &[Item],
    (version, number): (i64, i64),
    wording: Wording,
) -> Item {
    let last = others.iter().map(|item| item.number).max().unwrap_or(0);
    Item {
        id: format!("{version}-{number}"),
        meeting: meeting.id.clone(),
        number: last + 1,
        version,
        wording,
        late: meeting.first_sent.is_some(),
        postponed_from: None,
        withdrawn: None,
        decision: None,
        replaced: Vec::new(),
        notes: Vec::new(),
    }
}

/// Writes an item anew.
///
/// # Errors
/// [`MeetingError::Fault`] for a text; no such item, or it may not be written any more.
pub fn write(
    store: &Store,
    actor: &Actor,
    (meeting, item): (&str, &str),
    wording: &Wording,
) -> Result<(), MeetingError> {
    let wording = checked(wording)?;
    change(store, actor, WHAT, |db, made| {
        let (meeting, item) = writable(db, (meeting, item), made.version)?;
        if item.wording == wording {
            return Ok(Done::nothing(()));
        }
        items::write(db, &item.id, (&wording, Off::No), written(made, actor))?;
        let told = format!("{}: {} skrevet om", meeting.title, named(&item));
        Ok(Done::new((), "møde", told))
    })
}

/// An item that may be written.
fn writable(
    db: &mut Db,
    (meeting, item): (&str, &str),
    version: i64,
) -> Result<(Meeting, Item), MeetingError> {
    let (meeting, items) = agenda(db, meeting, version)?;
    let item = one(&items, item)?.clone();
    if item.decision.is_some() {
        let words = "Punktet er besluttet og kan ikke skrives om. Skriv en rettelse under det.";
        return Err(MeetingError::TooLate(words));
    }
    let last_sent = last_sent(db, &meeting, version)?;
    if !item.may_be_written(&meeting, last_sent) {
        let words =
            "Dagsordenen er sendt. Tag mødet et skridt tilbage, hvis punktet skal skrives om.";
        return Err(MeetingError::TooLate(words));
    }
    Ok((meeting, item))
}

/// The data version that the paper was sent at the last time.
fn last_sent(db: &mut Db, meeting: &Meeting, version: i64) -> Result<Option<i64>, MeetingError> {
    use crate::domain::meetings::Step;
    let taken = steps::of_meeting(db, &meeting.id, version)?;
    let mut sent = taken.iter().filter(|step| step.step == Step::Send);
    Ok(sent.next_back().map(|step| step.version))
}

/// Moves an item; the others make room. Nothing happens where it stands there already.
///
/// # Errors
/// No such item; the paper was sent, so that numbers are kept.
pub fn place(
    store: &Store,
    actor: &Actor,
    (meeting, item): (&str, &str),
    to: To,
) -> Result<(), MeetingError> {
    change(store, actor, WHAT, |db, made| {
        let (meeting, items) = agenda(db, meeting, made.version)?;
        let moved = one(&items, item)?;
        if !may_be_moved(&meeting) {
            let words = "Rækkefølgen ligger fast, når dagsordenen har været sendt.";
            return Err(MeetingError::TooLate(words));
        }
        let mut order: Vec<&Item> = items.iter().filter(|other| other.id != item).collect();
        let place = match to {
            To::Up => moved.number - 1,
            To::Down => moved.number + 1,
            To::Place(place) => place,
        };
        let at = usize::try_from(place - 1).unwrap_or(0).min(order.len());
        order.insert(at, moved);
        if in_order(db, &order, made.version)? == 0 {
            return Ok(Done::nothing(()));
        }
        let told = format!("{}: {} flyttet til {}", meeting.title, named(moved), at + 1);
        Ok(Done::new((), "møde", told))
    })
}

/// Numbers items as they stand; how many got another number.
fn in_order(db: &mut Db, order: &[&Item], version: i64) -> Result<usize, MeetingError> {
    let mut changed = 0;
    for (number, item) in (1..).zip(order) {
        if item.number != number {
            items::place(db, &item.id, number, version)?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// Takes an item off. Before the paper was sent it is gone and the others move up; afterwards its number
/// stays, with why.
///
/// # Errors
/// [`MeetingError::Fault`] for the reason; no such item, decided, or the meeting was held.
pub fn remove(
    store: &Store,
    actor: &Actor,
    (meeting, item): (&str, &str),
    why: &str,
) -> Result<(), MeetingError> {
    let why = optional(WHY, why)?;
    change(store, actor, WHAT, |db, made| {
        let (meeting, items) = agenda(db, meeting, made.version)?;
        let gone = one(&items, item)?;
        let open = matches!(meeting.state, State::Planned | State::Sent);
        if gone.decision.is_some() || !gone.is_on() || !open {
            let words = "Punktet kan ikke tages af længere.";
            return Err(MeetingError::TooLate(words));
        }
        let off = if meeting.first_sent.is_some() {
            Off::Withdrawn(&required(WHY, &why)?)
        } else {
            Off::Gone
        };
        items::write(db, item, (&gone.wording, off), written(made, actor))?;
        if off == Off::Gone {
            let rest: Vec<&Item> = items.iter().filter(|other| other.id != item).collect();
            in_order(db, &rest, made.version)?;
        }
        let told = format!("{}: {} taget af {why}", meeting.title, named(gone));
        Ok(Done::new((), "møde", told))
    })
}

/// Copies the agenda of the last meeting of the same kind before a new one; how many items.
pub(super) fn copied(
    db: &mut Db,
    to: &Meeting,
    written: Written<'_>,
) -> Result<usize, MeetingError> {
    let calendar = meetings::all(db, written.version)?;
    let before =
        |of: &&Meeting| of.kind == to.kind && of.is_on() && of.id != to.id && of.date <= to.date;
    let Some(last) = calendar.iter().rfind(before) else {
        return Ok(0);
    };
    let mut copies: Vec<Item> = Vec::new();
    for item in items::of_meeting(db, &last.id, written.version)? {
        if item.is_on() && item.postponed_from.is_none() {
            let number = i64::try_from(copies.len()).unwrap_or(0) + 1;
            let copy = fresh(to, &copies, (written.version, number), item.wording);
            items::add(db, &copy, written)?;
            copies.push(copy);
        }
    }
    Ok(copies.len())
}

/// Adds an item that an earlier meeting postponed.
pub(super) fn carried(
    db: &mut Db,
    to: &Meeting,
    from: &Item,
    written: Written<'_>,
) -> Result<(), MeetingError> {
    let items = items::of_meeting(db, &to.id, written.version)?;
    let item = Item {
        postponed_from: Some(from.id.clone()),
        ..fresh(to, &items, (written.version, 1), from.wording.clone())
    };
    Ok(items::add(db, &item, written)?)
}

//! Items of agendas as they are kept: added, placed, written, decided, noted; nothing is changed.

use diesel::prelude::*;

use super::grid;
use super::loaded::{self, Loaded};
use super::rows::{DecisionRow, NoteRow, Row, TextRow};
use super::tables::{
    meeting_decisions, meeting_item_notes, meeting_item_places, meeting_item_texts, meeting_items,
};
use crate::domain::meetings::agenda::Wording;
use crate::domain::meetings::{Content, Decision, Item, Note};
use crate::storage::{Db, yes_no};

/// Who writes, and the moment (RFC 3339, UTC).
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    pub version: i64,
    pub by: &'a str,
    pub at: &'a str,
}

/// How an item is off the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Off<'a> {
    /// It is on.
    No,
    /// Before the paper was sent: it is gone, and its number with it.
    Gone,
    /// Afterwards: its number stays, with why.
    Withdrawn(&'a str),
}

/// Adds an item at its place, with its wording.
pub fn add(db: &mut Db, item: &Item, written: Written<'_>) -> QueryResult<()> {
    diesel::insert_into(meeting_items::table)
        .values(Row {
            id: item.id.clone(),
            meeting: item.meeting.clone(),
            version: written.version,
            late: yes_no(item.late).to_owned(),
            postponed_from: item.postponed_from.clone(),
            added_by: written.by.to_owned(),
            added_at: written.at.to_owned(),
        })
        .execute(db)?;
    place(db, &item.id, item.number, written.version)?;
    write(db, &item.id, (&item.wording, Off::No), written)
}

/// Puts an item at a place from a data version on.
pub fn place(db: &mut Db, item: &str, place: i64, version: i64) -> QueryResult<()> {
    diesel::insert_into(meeting_item_places::table)
        .values((
            meeting_item_places::item.eq(item),
            meeting_item_places::version.eq(version),
            meeting_item_places::place.eq(place),
        ))
        .execute(db)?;
    Ok(())
}

/// Writes an item anew from a data version on.
pub fn write(
    db: &mut Db,
    item: &str,
    (of, off): (&Wording, Off<'_>),
    written: Written<'_>,
) -> QueryResult<()> {
    let (question, filters) = match &of.content {
        Content::Report { question, filters }
        | Content::Analysis {
            name: question,
            parameters: filters,
        } => {
            let filters = serde_json::to_string(filters).unwrap_or_default();
            (Some(question.clone()), Some(filters))
        }
        Content::Text | Content::Table(_) => (None, None),
    };
    let row = TextRow {
        item: item.to_owned(),
        version: written.version,
        heading: of.heading.clone(),
        body: of.text.clone(),
        content: of.content.key().to_owned(),
        question,
        filters,
        grid: of.content.table().map(grid::write),
        asks: of.asks.clone(),
        presenter: of.presenter.clone(),
        minutes: of.minutes,
        confidential: yes_no(of.confidential).to_owned(),
        gone: yes_no(off == Off::Gone).to_owned(),
        withdrawn: match off {
            Off::Withdrawn(why) => Some(why.to_owned()),
            Off::No | Off::Gone => None,
        },
        written_by: written.by.to_owned(),
        written_at: written.at.to_owned(),
    };
    diesel::insert_into(meeting_item_texts::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// Keeps a decision.
pub fn decide(db: &mut Db, item: &str, decision: &Decision) -> QueryResult<()> {
    let row = DecisionRow {
        item: item.to_owned(),
        version: decision.version,
        code: decision.code.key().to_owned(),
        text: decision.text.clone(),
        follow_up: decision.follow_up.clone(),
        due: decision.due.map(|day| day.to_string()),
        decided_by: decision.by.clone(),
        decided_at: decision.at.clone(),
    };
    diesel::insert_into(meeting_decisions::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// Keeps a note.
pub fn note(db: &mut Db, item: &str, note: &Note) -> QueryResult<()> {
    let row = NoteRow {
        item: item.to_owned(),
        version: note.version,
        kind: note.kind.key().to_owned(),
        text: note.text.clone(),
        noted_on: note.on.to_string(),
        noted_by: note.by.clone(),
        noted_at: note.at.clone(),
    };
    diesel::insert_into(meeting_item_notes::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// The items of a meeting as they were at a data version, by number; withdrawn ones too.
pub fn of_meeting(db: &mut Db, meeting: &str, as_of: i64) -> QueryResult<Vec<Item>> {
    let items = all(db, as_of)?.into_iter();
    Ok(items.filter(|item| item.meeting == meeting).collect())
}

/// The items of every meeting as they were at a data version, by meeting and number.
pub fn all(db: &mut Db, as_of: i64) -> QueryResult<Vec<Item>> {
    let items: Vec<Row> = meeting_items::table
        .filter(meeting_items::version.le(as_of))
        .order(meeting_items::version)
        .load(db)?;
    let places: Vec<(String, i64)> = meeting_item_places::table
        .filter(meeting_item_places::version.le(as_of))
        .order(meeting_item_places::version)
        .select((meeting_item_places::item, meeting_item_places::place))
        .load(db)?;
    let texts: Vec<TextRow> = meeting_item_texts::table
        .filter(meeting_item_texts::version.le(as_of))
        .order(meeting_item_texts::version)
        .load(db)?;
    let decisions: Vec<DecisionRow> = meeting_decisions::table
        .filter(meeting_decisions::version.le(as_of))
        .order(meeting_decisions::version)
        .load(db)?;
    let notes: Vec<NoteRow> = meeting_item_notes::table
        .filter(meeting_item_notes::version.le(as_of))
        .order(meeting_item_notes::version)
        .load(db)?;
    let loaded = Loaded {
        places,
        texts,
        decisions,
        notes,
    };
    Ok(loaded::items(items, loaded))
}

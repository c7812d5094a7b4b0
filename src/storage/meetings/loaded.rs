//! Items put together of their rows: of each kind the newest holds.

use std::collections::BTreeMap;

use super::grid;
use super::rows::{DecisionRow, NoteRow, Row, TextRow};
use crate::domain::meetings::agenda::Wording;
use crate::domain::meetings::{Code, Content, Decision, Item, Note, NoteKind};

/// The rows beside the items, each the oldest first.
pub(super) struct Loaded {
    /// Item and place.
    pub places: Vec<(String, i64)>,
    pub texts: Vec<TextRow>,
    pub decisions: Vec<DecisionRow>,
    pub notes: Vec<NoteRow>,
}

/// The items that are on an agenda or were withdrawn from it, by meeting and number.
pub(super) fn items(rows: Vec<Row>, loaded: Loaded) -> Vec<Item> {
    let places: BTreeMap<String, i64> = loaded.places.into_iter().collect();
    let texts = loaded.texts.into_iter().map(|row| (row.item.clone(), row));
    let mut texts: BTreeMap<String, TextRow> = texts.collect();
    let mut decisions: BTreeMap<String, Vec<Decision>> = BTreeMap::new();
    for row in loaded.decisions {
        let item = row.item.clone();
        decisions.entry(item).or_default().extend(decision(row));
    }
    let mut notes: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for row in loaded.notes {
        notes.entry(row.item.clone()).or_default().extend(note(row));
    }
    let item = |row: Row| {
        let number = *places.get(&row.id)?;
        let text = texts.remove(&row.id).filter(|text| text.gone == "no")?;
        let mut decided = decisions.remove(&row.id).unwrap_or_default();
        Some(Item {
            number,
            version: text.version,
            withdrawn: text.withdrawn.clone(),
            wording: wording(text)?,
            late: row.late == "yes",
            decision: decided.pop(),
            replaced: decided,
            notes: notes.remove(&row.id).unwrap_or_default(),
            meeting: row.meeting,
            postponed_from: row.postponed_from,
            id: row.id,
        })
    };
    let mut items: Vec<Item> = rows.into_iter().filter_map(item).collect();
    items.sort_by(|a, b| (&a.meeting, a.number).cmp(&(&b.meeting, b.number)));
    items
}

/// A text whose content this version cannot read is none of ours.
fn wording(row: TextRow) -> Option<Wording> {
    let content = match row.content.as_str() {
        "text" => Content::Text,
        "report" => Content::Report {
            question: row.question?,
            filters: serde_json::from_str(&row.filters?).ok()?,
        },
        "analysis" => Content::Analysis {
            name: row.question?,
            parameters: serde_json::from_str(&row.filters?).ok()?,
        },
        "table" => Content::Table(grid::read(&row.grid?)?),
        _ => return None,
    };
    Some(Wording {
        heading: row.heading,
        text: row.body,
        content,
        asks: row.asks,
        presenter: row.presenter,
        minutes: row.minutes,
        confidential: row.confidential == "yes",
    })
}

fn decision(row: DecisionRow) -> Option<Decision> {
    Some(Decision {
        version: row.version,
        code: Code::from_key(&row.code)?,
        text: row.text,
        follow_up: row.follow_up,
        due: row.due.and_then(|day| day.parse().ok()),
        by: row.decided_by,
        at: row.decided_at,
    })
}

fn note(row: NoteRow) -> Option<Note> {
    Some(Note {
        version: row.version,
        kind: NoteKind::from_key(&row.kind)?,
        text: row.text,
        on: row.noted_on.parse().ok()?,
        by: row.noted_by,
        at: row.noted_at,
    })
}

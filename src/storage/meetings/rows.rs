//! Rows of items as they are kept.

use diesel::prelude::*;

use super::tables::{meeting_decisions, meeting_item_notes, meeting_item_texts, meeting_items};

/// An item as it is added: everything that is never written anew.
#[derive(Debug, Queryable, Insertable)]
#[diesel(table_name = meeting_items)]
pub(super) struct Row {
    pub id: String,
    pub meeting: String,
    pub version: i64,
    pub late: String,
    pub postponed_from: Option<String>,
    pub added_by: String,
    pub added_at: String,
}

#[derive(Debug, Queryable, Insertable, Selectable)]
#[diesel(table_name = meeting_item_texts)]
pub(super) struct TextRow {
    pub item: String,
    pub version: i64,
    pub heading: String,
    pub body: String,
    pub content: String,
    pub question: Option<String>,
    pub filters: Option<String>,
    pub grid: Option<String>,
    pub asks: String,
    pub presenter: String,
    pub minutes: Option<i64>,
    pub confidential: String,
    pub gone: String,
    pub withdrawn: Option<String>,
    pub written_by: String,
    pub written_at: String,
}

#[derive(Debug, Queryable, Insertable, Selectable)]
#[diesel(table_name = meeting_decisions)]
pub(super) struct DecisionRow {
    pub item: String,
    pub version: i64,
    pub code: String,
    pub text: String,
    pub follow_up: String,
    pub due: Option<String>,
    pub decided_by: String,
    pub decided_at: String,
}

#[derive(Debug, Queryable, Insertable, Selectable)]
#[diesel(table_name = meeting_item_notes)]
pub(super) struct NoteRow {
    pub item: String,
    pub version: i64,
    pub kind: String,
    pub text: String,
    pub noted_on: String,
    pub noted_by: String,
    pub noted_at: String,
}

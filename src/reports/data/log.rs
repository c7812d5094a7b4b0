//! `log`: who did what when, for those who may read it. Not among the reports of the field: it
//! is reached at `/log` and `/api/v1/log` only.

use crate::domain::report::{Cell, Filter, Report, Table, Unit, Value};
use crate::reports::ReportError;
use crate::reports::columns::{Answer, Col, Cols};
use crate::storage::cases;
use crate::storage::data::log::{self, Action, Entry, Search};
use crate::storage::data::settings;
use crate::storage::{self, Db};

/// Entries in a file: more than a year's, and a bound to what one request may hold in memory.
pub const MOST: usize = 50_000;

/// The name of the report.
pub const NAME: &str = "log";

/// In place of a case's pseudonym.
const ONE: &str = "en sag";
/// A look at the list of a municipality's cases.
const LIST: &str = "listen over kommunens sager";

pub static NUMBER: Col<Entry> = Col::names("number", "Nr.", Unit::Count, |entry| {
    Value::Count(entry.number).into()
});
pub static AT: Col<Entry> = Col::says("at", "Tidspunkt (UTC)", Unit::Text, |entry| {
    Cell::text(&entry.at)
});
pub static WHO: Col<Entry> = Col::says("who", "Hvem", Unit::Text, |entry| Cell::text(&entry.who));
pub static ACTION: Col<Entry> = Col::says("action", "Handling", Unit::Text, |entry| {
    Cell::key(&entry.action, action(entry))
});
pub static OBJECT: Col<Entry> = Col::says("object", "Hvad", Unit::Text, |entry| {
    Cell::text(&entry.object)
});
pub static DETAIL: Col<Entry> = Col::says("detail", "Detaljer", Unit::Text, |entry| {
    Cell::text(&entry.detail)
});
pub static HASH: Col<Entry> = Col::says("hash", "Kædens hash", Unit::Text, |entry| {
    Cell::text(&entry.hash)
});

pub static COLUMNS: Cols<Entry> = &[&NUMBER, &AT, &WHO, &ACTION, &OBJECT, &DETAIL, &HASH];

/// What was done, in Danish; empty for what an older version called otherwise.
pub fn action(entry: &Entry) -> &'static str {
    Action::from_key(&entry.action).map_or("", Action::label)
}

/// The report of [`answer`].
pub fn run(db: &mut Db, search: &Search, most: usize) -> Result<Report, ReportError> {
    Ok(answer(db, search, most)?.report(COLUMNS, &[]))
}

/// The entries that a search finds, the newest first, at most so many. Which case was looked at is
/// told to whoever searches for that very case: nobody learns from the log how many there are.
pub fn answer(db: &mut Db, search: &Search, most: usize) -> Result<Answer<Entry>, ReportError> {
    let places = match &search.case {
        Some(case) => cases::places(db, case)?,
        None => Vec::new(),
    };
    let (rows, all) = log::search(db, search, &places, most)?;
    let rows: Vec<Entry> = rows
        .into_iter()
        .map(|entry| hidden(entry, search))
        .collect();
    let mut notes = Vec::new();
    if rows.len() < all {
        notes.push(format!(
            "Der er {all} poster; de nyeste {} er med. Søg i en kortere periode for at se de andre.",
            rows.len()
        ));
    }
    Ok(Answer {
        frame: Report {
            name: NAME,
            title: "Log".to_owned(),
            filters: filters(search),
            data_version: storage::version(db)?,
            synthetic: settings::is_synthetic(db)?,
            masks: false,
            rows: Table::default(),
            totals: Table::default(),
            notes,
            sources: Vec::new(),
            series: Vec::new(),
        },
        rows,
        totals: Vec::new(),
    })
}

/// An entry without the pseudonym of a case that was not searched for.
fn hidden(entry: Entry, search: &Search) -> Entry {
    if !entry.is_of_cases() {
        return entry;
    }
    let detail = match &search.case {
        _ if entry.detail.is_empty() => LIST.to_owned(),
        Some(case) if *case == entry.detail => format!("sagen {case}"),
        _ => ONE.to_owned(),
    };
    Entry { detail, ..entry }
}

fn filters(search: &Search) -> Vec<Filter> {
    let action = search
        .action
        .map(|action| Filter::new("action", "Handling", action.key()).in_words(action.label()));
    let given = [
        ("who", "Hvem", search.who.clone()),
        ("text", "Tekst", search.text.clone()),
        ("case", "Sag", search.case.clone()),
        ("from", "Fra", search.from.clone()),
        ("before", "Før", search.before.clone()),
    ];
    let given = given.into_iter();
    let given = given.filter_map(|(key, label, value)| Some(Filter::new(key, label, value?)));
    given.chain(action).collect()
}

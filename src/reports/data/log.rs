//! `log`: who did what when, for those who may read it. Not among the reports of the field: it
//! is reached at `/log` and `/api/v1/log` only.

use crate::domain::report::{Cell, Column, Filter, Report, Table, Unit, Value};
use crate::reports::ReportError;
use crate::storage::data::log::{self, Action, Search};
use crate::storage::data::settings;
use crate::storage::{self, Db};

/// Entries in a file: more than a year's, and a bound to what one request may hold in memory.
pub const MOST: usize = 50_000;

/// The entries that a search finds, the newest first, at most so many.
///
/// # Errors
/// The database's own.
pub fn run(db: &mut Db, search: &Search, most: usize) -> Result<Report, ReportError> {
    let (entries, all) = log::search(db, search, most)?;
    let columns = [
        ("number", "Nr.", Unit::Count),
        ("at", "Tidspunkt (UTC)", Unit::Text),
        ("who", "Hvem", Unit::Text),
        ("action", "Handling", Unit::Text),
        ("object", "Hvad", Unit::Text),
        ("detail", "Detaljer", Unit::Text),
        ("hash", "Kædens hash", Unit::Text),
    ];
    let rows = entries.into_iter().map(|entry| {
        let label = Action::from_key(&entry.action).map_or("", Action::label);
        vec![
            Cell::from(Value::Count(entry.number)),
            Cell::text(entry.at),
            Cell::text(entry.who),
            Cell::key(entry.action, label),
            Cell::text(entry.object),
            Cell::text(entry.detail),
            Cell::text(entry.hash),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let mut notes = Vec::new();
    if rows.len() < all {
        notes.push(format!(
            "Der er {all} poster; de nyeste {} er med. Søg i en kortere periode for at se de andre.",
            rows.len()
        ));
    }
    Ok(Report {
        name: "log",
        title: "Log".to_owned(),
        filters: filters(search),
        data_version: storage::version(db)?,
        synthetic: settings::is_synthetic(db)?,
        rows: Table {
            columns: columns
                .map(|(key, label, unit)| Column::new(key, label, unit))
                .to_vec(),
            rows,
        },
        totals: Table::default(),
        notes,
        sources: Vec::new(),
        series: Vec::new(),
    })
}

fn filters(search: &Search) -> Vec<Filter> {
    let action = search.action.map(|action| action.key().to_owned());
    let given = [
        ("who", "Hvem", search.who.clone()),
        ("action", "Handling", action),
        ("text", "Tekst", search.text.clone()),
        ("from", "Fra", search.from.clone()),
        ("before", "Før", search.before.clone()),
    ];
    let given = given.into_iter();
    given
        .filter_map(|(key, label, value)| value.map(|value| Filter { key, label, value }))
        .collect()
}

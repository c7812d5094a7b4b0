//! The component analysis beside what Danmarks Statistik publishes.

use super::loader::{Loader, Rows, maybe, text, units, whole};
use crate::domain::number::Exact;
use crate::reports::statbank::comparison::{Row, answer};
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::analyses::Datum;

pub fn compared(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let answer = answer(db, &Query::default())?;
    for note in answer.frame.notes {
        loader.note(note);
    }
    loader.refs.extend(answer.rows.iter().flat_map(Row::facts));
    Ok(answer.rows.iter().map(row).collect())
}

fn row(row: &Row) -> Vec<Datum> {
    let own = |of: Option<&Exact>, decimals| of.map_or(Datum::Null, |value| units(value, decimals));
    let of = |made: &Result<_, String>| made.as_ref().ok().map(|(value, _)| value).cloned();
    let [persons, expenditure] = [of(&row.persons), of(&row.expenditure)];
    let [public, accounts, private] = [&row.public_persons, &row.accounts, &row.private]
        .map(|made| made.as_ref().ok().map(|made| &made.value));
    vec![
        text(&row.municipality.0),
        text(row.paragraph.key()),
        whole(row.year.number().into()),
        own(persons.as_ref(), 4),
        own(public, 4),
        own(expenditure.as_ref(), 2),
        own(accounts, 2),
        own(private, 2),
        maybe(row.inhabitants.as_ref().ok().map(|(persons, _)| *persons)),
    ]
}

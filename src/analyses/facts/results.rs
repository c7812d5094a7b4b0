//! Result documentation, as everybody is told of it.

use super::loader::{Loader, Rows, maybe, text, whole, yes_no};
use crate::analyses::view::TOTAL;
use crate::domain::results::Share;
use crate::reports::results::{Row, answer};
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::analyses::Datum;

pub fn all(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let answer = answer(db, &Query::default())?;
    for note in answer.frame.notes {
        loader.note(note);
    }
    let all = answer.rows.iter().chain(&answer.totals);
    Ok(all.map(row).collect())
}

fn row(row: &Row) -> Vec<Datum> {
    let (id, name) = row
        .offer
        .as_ref()
        .map_or((TOTAL, ""), |(id, name)| (id, name));
    let code = row.municipality.as_ref().map_or(TOTAL, |(code, _)| code);
    let told = &row.told;
    let part = |share: Option<Share>| {
        [
            maybe(share.map(|of| of.some)),
            maybe(share.map(|of| of.all)),
        ]
    };
    let [evaluated, evaluated_of] = part(told.evaluated);
    let [met, met_of] = part(told.met);
    vec![
        text(code),
        text(id),
        text(name),
        whole(row.quarter.year.number().into()),
        text(row.quarter.to_string()),
        yes_no(told.is_masked()),
        maybe(told.stays),
        maybe(told.with_goals.map(|of| of.some)),
        evaluated,
        evaluated_of,
        met,
        met_of,
        maybe(row.offer.is_none().then_some(row.left_out)),
    ]
}

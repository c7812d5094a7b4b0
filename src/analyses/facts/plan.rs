//! The milestones of the workplan.

use super::loader::{Loader, Rows, text, whole, yes_no};
use crate::domain::report::Value;
use crate::reports::columns::Col;
use crate::reports::workplan::WORKPLAN;
use crate::reports::workplan::list::{self, DELIVERABLES, DELIVERABLES_DONE, Row};
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::analyses::Datum;

pub fn milestones(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let query = WORKPLAN.asked_today(Query::default(), loader.today);
    let row = |row: &Row| {
        let (of, standing) = (&row.tracked, &row.standing);
        vec![
            text(&of.milestone.key),
            text(&of.milestone.title),
            text(&of.period.key),
            text(&of.focus_area.title),
            text(standing.owner.label()),
            text(standing.status.key()),
            text(standing.due.to_string()),
            yes_no(row.is_overdue()),
            counted(row, &DELIVERABLES),
            counted(row, &DELIVERABLES_DONE),
        ]
    };
    Ok(list::answer(db, &query)?.rows.iter().map(row).collect())
}

fn counted(row: &Row, column: &Col<Row>) -> Datum {
    match column.of(row).value {
        Value::Count(number) => whole(number),
        _ => Datum::Null,
    }
}

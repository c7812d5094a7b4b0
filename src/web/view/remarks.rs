//! What stands beside the figures of a page's tables: a small number that leads to the comments, for
//! whoever may read them, and the letters of the figure's marks, for everybody.

use std::collections::HashMap;

use super::links::{Links, origin};
use super::table::{Remark, TableView};
use crate::domain::comments::comment::Pair;
use crate::domain::danish::counted;
use crate::domain::marks::{MarkKind, legend};
use crate::domain::people::Right;
use crate::reports::comments::address::names;
use crate::reports::comments::beside::{self, Beside};
use crate::reports::marks;
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::viewer::Viewer;

/// The figures of one question that have open comments or marks, by the address of their page.
#[derive(Default)]
pub struct Remarks {
    comments: HashMap<String, Beside>,
    marks: HashMap<String, Vec<MarkKind>>,
}

impl Remarks {
    /// Comments by the address of their figure's page, and no marks.
    pub fn of(comments: HashMap<String, Beside>) -> Remarks {
        Remarks {
            comments,
            marks: HashMap::new(),
        }
    }

    /// Those that a viewer may see beside figures which lead on as `links` does.
    ///
    /// # Errors
    /// The database's own.
    pub fn load(db: &mut Db, viewer: &Viewer, links: &Links) -> Result<Remarks, AppError> {
        let (question, query) = (links.question, links.query);
        let filters = question.pairs(query);
        let address = |row: &[Pair], column: &str| {
            let row = row.iter().map(|(key, value)| (&**key, &**value));
            let filters = filters.iter().map(|(key, value)| (*key, &**value));
            origin((question.name, column), row, filters)
        };
        let mut remarks = Remarks::default();
        if viewer.may(Right::Comment) {
            let found = beside::find(db, question, query)?.into_iter();
            let found = found.map(|((row, column), beside)| (address(&row, &column), beside));
            remarks.comments = found.collect();
        }
        if marks::are_on(db, question)? {
            let report = (question.report)(db, query)?;
            let tables = [&report.rows, &report.totals].into_iter();
            for (table, marked) in tables.zip(marks::of(db, question, &report)?) {
                for ((row, column), kinds) in marked {
                    let row = names(table, &table.rows[row]);
                    let at = address(&row, table.columns[column].key);
                    remarks.marks.insert(at, kinds);
                }
            }
        }
        Ok(remarks)
    }

    /// Shows them beside the figures of a table, with the legend of the marks that are used.
    #[must_use]
    pub fn on(&self, mut table: TableView) -> TableView {
        if self.comments.is_empty() && self.marks.is_empty() {
            return table;
        }
        let mut used: Vec<MarkKind> = Vec::new();
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            let Some(at) = cell.link.as_ref().or(cell.place.as_ref()) else {
                continue;
            };
            if let Some(kinds) = self.marks.get(at) {
                used.extend(kinds);
                cell.marks.clone_from(kinds);
            }
            let beside = cell.link.as_ref().and_then(|link| self.comments.get(link));
            cell.remark = beside.map(|beside| Remark {
                address: format!("{at}#kommentarer"),
                count: beside.open,
                moved: beside.moved,
                words: words(beside),
            });
        }
        table.legend = legend(&used);
        table
    }
}

fn words(beside: &Beside) -> String {
    let count = counted(beside.open, "kommentar", "kommentarer");
    if beside.moved {
        format!("{count} til tallet, som er ændret siden")
    } else {
        format!("{count} til tallet")
    }
}

//! The comments beside the figures of a page's tables: a small number at the figure that leads to
//! them, for whoever may read comments.

use std::collections::HashMap;

use super::links::{Links, origin};
use super::table::{Remark, TableView};
use crate::domain::danish::counted;
use crate::domain::people::Right;
use crate::reports::comments::beside::{self, Beside};
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::viewer::Viewer;

/// The figures of one question that have open comments, by the address of their page.
pub struct Remarks(HashMap<String, Beside>);

impl Remarks {
    /// Those that a viewer may see beside figures which lead on as `links` does.
    ///
    /// # Errors
    /// The database's own.
    pub fn load(db: &mut Db, viewer: &Viewer, links: &Links) -> Result<Remarks, AppError> {
        if !viewer.may(Right::Comment) {
            return Ok(Remarks(HashMap::new()));
        }
        let (question, query) = (links.question, links.query);
        let filters = question.pairs(query);
        let found = beside::find(db, question, query)?;
        let by_address = found.into_iter().map(|((row, column), beside)| {
            let row = row.iter().map(|(key, value)| (&**key, &**value));
            let filters = filters.iter().map(|(key, value)| (*key, &**value));
            (origin((question.name, &column), row, filters), beside)
        });
        Ok(Remarks(by_address.collect()))
    }

    /// Shows them beside the figures of a table.
    #[must_use]
    pub fn on(&self, mut table: TableView) -> TableView {
        if self.0.is_empty() {
            return table;
        }
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            let Some(link) = &cell.link else { continue };
            cell.remark = self.0.get(link).map(|beside| Remark {
                address: format!("{link}#kommentarer"),
                count: beside.open,
                moved: beside.moved,
                words: words(beside),
            });
        }
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

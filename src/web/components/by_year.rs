//! A measure by year: an item a row, a year a column, and then its changes.

use std::collections::BTreeSet;

use crate::domain::components::reconciliation::Measure;
use crate::domain::period::{Span, Year};
use crate::reports::columns::{Col, Cols};
use crate::reports::components::items::{self, Change, ItemYear};
use crate::web::view::links::Links;
use crate::web::view::table::{CellView, Head, RowView, TableView};

/// What a table by year is made of: the columns of the question, its rows, and its changes with
/// their columns.
pub struct ByYear<'a, R: ItemYear + 'static> {
    pub columns: Cols<R>,
    pub rows: &'a [R],
    pub change_columns: Cols<Change>,
    pub changes: &'a [Change],
    pub links: &'a Links<'a>,
}

impl<R: ItemYear> ByYear<'_, R> {
    /// The years shown, in order.
    pub fn years(&self) -> Vec<Year> {
        let years: BTreeSet<Year> = self.rows.iter().map(ItemYear::year).collect();
        years.into_iter().collect()
    }

    /// The keys of the items, in the order of the table's rows.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for row in self.rows {
            let key = row.item().key.as_str();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// The row of an item.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.keys().iter().position(|known| *known == key)
    }

    /// The changes of an item that stand beside a measure, in the order of the table.
    pub fn changes_of(&self, key: &str, measure: Measure) -> impl Iterator<Item = &Change> {
        let ours = move |c: &&Change| c.item.key == key && c.measure == measure;
        self.changes.iter().filter(ours)
    }

    fn spans(&self, measure: Measure) -> Vec<Span> {
        let mut spans = Vec::new();
        for change in self.changes.iter().filter(|c| c.measure == measure) {
            if !spans.contains(&change.span) {
                spans.push(change.span);
            }
        }
        spans
    }

    /// The table of one column; `changes` names the measure whose changes stand beside.
    pub fn table(
        &self,
        caption: impl Into<String>,
        column: &'static Col<R>,
        changes: Option<Measure>,
    ) -> TableView {
        let (years, unit) = (self.years(), Head::of(&column.head()).unit);
        let spans = changes.map_or_else(Vec::new, |measure| self.spans(measure));
        let head = |label: String, unit, num| Head { label, unit, num };
        let first = self.columns.first().map_or("", |column| column.label);
        let mut heads = vec![head(first.to_owned(), "", false)];
        heads.extend(years.iter().map(|y| head(y.to_string(), unit, true)));
        heads.extend(spans.iter().map(|s| head(s.to_string(), "%", true)));
        let mut view = TableView::new(caption, heads);
        for key in self.keys() {
            let Some(item) = self.rows.iter().map(ItemYear::item).find(|i| i.key == key) else {
                continue;
            };
            let mut cells: Vec<CellView> = Vec::new();
            for year in &years {
                let here = |r: &&R| r.item().key == item.key && r.year() == *year;
                let found = self.rows.iter().find(here);
                cells.push(view.figure((self.columns, column), found, self.links));
            }
            for span in &spans {
                let here = |c: &&Change| {
                    c.item.key == item.key && Some(c.measure) == changes && c.span == *span
                };
                let found = self.changes.iter().find(here);
                let columns = (self.change_columns, &items::CHANGE);
                cells.push(view.figure(columns, found, self.links));
            }
            view.rows.push(RowView {
                class: if item.is_sum() { "strong" } else { "" },
                name: item.label.clone(),
                link: None,
                cells,
            });
        }
        view.without_empty_oere(years.len());
        view
    }
}

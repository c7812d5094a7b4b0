//! A measure by year: an item a row, a year a column, and then its changes.

use std::collections::BTreeSet;

use super::links::{KEPT, keeping, municipality};
use crate::domain::components::reconciliation::Measure;
use crate::domain::period::{Span, Year};
use crate::domain::report::Line;
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::components::items::{self, Change, Item, ItemYear};
use crate::reports::components::paragraph::{self, AreaYear};
use crate::web::view::chart::ChartView;
use crate::web::view::links::{Leads, Links};
use crate::web::view::remarks::Remarks;
use crate::web::view::said;
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

impl<'a> ByYear<'a, AreaYear> {
    /// Of municipalities and their region.
    pub fn of_region(answer: &'a Answer<AreaYear, Change>, links: &'a Links<'a>) -> Self {
        ByYear {
            columns: paragraph::COLUMNS,
            rows: &answer.rows,
            change_columns: items::OF_MUNICIPALITIES,
            changes: &answer.totals,
            links,
        }
    }

    /// The tables of a page that holds areas against each other, with the comments on them.
    pub fn tables(&self, remarks: &Remarks, region: &str) -> Vec<TableView> {
        let shown = [
            (&paragraph::WHOLE_UNIT_COST, Some(Measure::UnitCost)),
            (&paragraph::WHOLE_EXPENDITURE, Some(Measure::Expenditure)),
            (&paragraph::PERSONS, Some(Measure::FullYearPersons)),
            (&paragraph::PERSONS_PER_1000, None),
            (&paragraph::PER_INHABITANT, None),
        ];
        shown
            .map(|(column, changes)| self.leading_on(remarks, column, changes, region))
            .into()
    }

    /// The table of one column, with the comments on it: each municipality leads to its page, of the same
    /// years and prices.
    fn leading_on(
        &self,
        remarks: &Remarks,
        column: &'static Col<AreaYear>,
        changes: Option<Measure>,
        region: &str,
    ) -> TableView {
        let mut table = remarks.on(self.table(column.label, column, changes));
        for (row, code) in table.rows.iter_mut().zip(self.keys()) {
            row.link =
                (code != region).then(|| keeping(municipality(code), &KEPT, self.links.query));
        }
        table
    }
}

impl<R: ItemYear> ByYear<'_, R> {
    /// The years shown, the newest first: on a phone it is the one that is seen.
    pub fn years(&self) -> Vec<Year> {
        let years: BTreeSet<Year> = self.rows.iter().map(ItemYear::year).collect();
        years.into_iter().rev().collect()
    }

    /// Each item once, in the order of the table's rows.
    pub fn items(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = Vec::new();
        for item in self.rows.iter().map(ItemYear::item) {
            if !items.iter().any(|known| known.key == item.key) {
                items.push(item);
            }
        }
        items
    }

    /// The row of an item in a year.
    fn row(&self, key: &str, year: Year) -> Option<&R> {
        let mut rows = self.rows.iter();
        rows.find(|row| row.item().key == key && row.year() == year)
    }

    /// Where an item's line leads that shows a column over the years.
    pub fn leads(&self, key: &str, column: &'static Col<R>, years: &[Year]) -> Leads {
        let rows = years.iter().map(|year| self.row(key, *year));
        self.links.leads((self.columns, column), rows)
    }

    /// One picture of a measure, which a column shows, with a line for each item, all from 100 in the first
    /// year: what is of different size can be held against each other, on one scale. Each point leads to
    /// its figure. None without two years.
    pub fn indexed(&self, measure: Measure, column: &'static Col<R>) -> Option<ChartView> {
        let mut years = self.years();
        years.reverse();
        let line = |item: &Item| {
            let line = item.indexed(measure, &years)?;
            Some((line, self.leads(&item.key, column, &years)))
        };
        let (lines, leads): (Vec<Line>, Vec<Leads>) =
            self.items().into_iter().filter_map(line).unzip();
        let first = years
            .first()
            .filter(|_| years.len() > 1 && !lines.is_empty())?;
        let title = format!("{}, indeks ({first} = 100)", column.label);
        let labels: Vec<String> = years.iter().map(Year::to_string).collect();
        Some(ChartView::indexed(&title, &labels, &lines).leading_on(&leads))
    }

    /// The keys of the items, in the order of the table's rows.
    pub fn keys(&self) -> Vec<&str> {
        self.items().iter().map(|item| item.key.as_str()).collect()
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
        let head = |label: String, unit, num| Head {
            label,
            unit,
            num,
            sorted: None,
        };
        let first = self.columns.first().map_or("", |column| column.label);
        let mut heads = vec![head(first.to_owned(), "", false)];
        heads.extend(years.iter().map(|y| head(y.to_string(), unit, true)));
        heads.extend(spans.iter().map(|s| head(s.to_string(), "%", true)));
        let mut view = TableView::new(caption, heads);
        for item in self.items() {
            let mut cells: Vec<CellView> = Vec::new();
            for year in &years {
                let found = self.row(&item.key, *year);
                let cell = view.figure((self.columns, column), found, self.links);
                cells.push(named(cell, &format!("{} {year}", column.label), item, unit));
            }
            for span in &spans {
                let here = |c: &&Change| {
                    c.item.key == item.key && Some(c.measure) == changes && c.span == *span
                };
                let found = self.changes.iter().find(here);
                let columns = (self.change_columns, &items::CHANGE);
                let cell = view.figure(columns, found, self.links);
                let what = format!("Ændring i {} {span}", column.label.to_lowercase());
                cells.push(named(cell, &what, item, "%"));
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

/// The figure as a screen reader says it, which hears a link alone and not the heads of its table:
/// "Enhedsudgift 2024, SEL § 107: 854.551 kroner".
fn named(cell: CellView, what: &str, of: &Item, unit: &str) -> CellView {
    let words = || {
        let words = format!("{what}, {}: {} {}", of.label, cell.text, said::unit(unit));
        words.trim_end().to_owned()
    };
    CellView {
        said: cell.link.as_ref().map(|_| words()),
        ..cell
    }
}

//! Tables: a report's rows turned so that people can read along them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::marks::MarkKind;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Column, Table, Unit};
use crate::reports::columns::{self, Col, Cols};

use super::links::Links;

/// A table as the template writes it.
pub struct TableView {
    pub caption: String,
    pub heads: Vec<Head>,
    pub rows: Vec<RowView>,
    /// Reasons for "–" and "●", numbered as in the cells.
    pub footnotes: Vec<String>,
    /// The marks that are used, in words; empty without any.
    pub legend: String,
}

pub struct Head {
    pub label: String,
    pub unit: &'static str,
    pub num: bool,
    /// Where the list leads that is sorted by the column.
    pub sorted: Option<Sorted>,
}

/// How a list is sorted by a column, and the way to it.
pub struct Sorted {
    pub address: String,
    /// As a screen reader is told: `ascending`, `descending`, `none`.
    pub aria: &'static str,
}

pub struct RowView {
    pub class: &'static str,
    /// The words that name the row, and where they lead.
    pub name: String,
    pub link: Option<String>,
    pub cells: Vec<CellView>,
}

pub struct CellView {
    pub text: String,
    pub num: bool,
    pub link: Option<String>,
    /// Number of the footnote that tells why there is no figure.
    pub note: Option<usize>,
    /// What a screen reader says for "●": that the figure is masked, and why.
    pub masked: Option<String>,
    /// The comments on the figure, beside it.
    pub remark: Option<Remark>,
    /// The marks of the figure, behind it.
    pub marks: Vec<MarkKind>,
    /// What a screen reader says of a figure that leads on: "Enhedsudgift 2024, SEL § 107: 854.551 kroner".
    pub said: Option<String>,
    /// Of a figure without a page, what its page would be: its marks are found by that.
    pub place: Option<String>,
}

/// Comments on a figure, as a table shows them beside it.
pub struct Remark {
    pub address: String,
    pub count: usize,
    /// Whether the figure has moved since one was written.
    pub moved: bool,
    /// What a screen reader says.
    pub words: String,
}

impl CellView {
    /// Where there is no row to take a figure from.
    fn dash() -> CellView {
        CellView::words("\u{2013}".to_owned(), true)
    }

    /// Words that lead nowhere.
    fn words(text: String, num: bool) -> CellView {
        CellView {
            text,
            num,
            link: None,
            note: None,
            masked: None,
            remark: None,
            marks: Vec::new(),
            said: None,
            place: None,
        }
    }
}

impl Head {
    pub fn of(column: &Column) -> Head {
        Head {
            label: column.label.clone(),
            unit: unit_of(column),
            num: is_numeric(column.unit),
            sorted: None,
        }
    }
}

impl TableView {
    /// Typed rows under some of their columns, in this order: the first shown names the row, and
    /// `link` tells where that name leads. `all` are the columns of the question, whose naming ones
    /// are the row's identity; each figure leads to where it comes from.
    pub fn of<'a, R: 'static>(
        caption: impl Into<String>,
        (all, shown): (Cols<R>, &[&Col<R>]),
        rows: impl IntoIterator<Item = &'a R>,
        links: &Links,
        link: impl Fn(&R) -> Option<String>,
    ) -> TableView {
        let columns: Vec<Column> = shown.iter().map(|column| column.head()).collect();
        let mut view = TableView::new(caption, columns.iter().map(Head::of).collect());
        for row in rows {
            let names = columns::names(all, row);
            let mut cells = shown
                .iter()
                .zip(&columns)
                .map(|(col, column)| (col.of(row), column));
            let name = cells
                .next()
                .map_or_else(String::new, |(c, _)| c.value.danish());
            let mut views = Vec::with_capacity(shown.len());
            for (cell, column) in cells {
                let origin = links.figure(&names, column, &cell);
                let mut shown = view.cell(&cell, is_numeric(column.unit), origin);
                shown.place = links.place(&names, column, &cell);
                views.push(shown);
            }
            view.rows.push(RowView {
                class: "",
                name,
                link: link(row),
                cells: views,
            });
        }
        view
    }

    /// A table of any report, its first rows: the first column names the row, and nothing leads on.
    pub fn of_report(caption: impl Into<String>, of: &Table, most: usize) -> TableView {
        TableView::leading(caption, (of, most), |_, _, _| None)
    }

    /// As [`TableView::of_report`], with where each cell leads, of its row and column.
    pub fn leading(
        caption: impl Into<String>,
        (of, most): (&Table, usize),
        link: impl Fn(&[Cell], &Column, &Cell) -> Option<String>,
    ) -> TableView {
        let mut view = TableView::new(caption, of.columns.iter().map(Head::of).collect());
        for row in of.rows.iter().take(most) {
            let mut cells = row.iter().zip(&of.columns);
            let name = cells
                .next()
                .map_or_else(String::new, |(c, _)| c.value.danish());
            let cells = cells.map(|(cell, column)| {
                view.cell(cell, is_numeric(column.unit), link(row, column, cell))
            });
            let cells = cells.collect();
            view.rows.push(RowView {
                class: "",
                name,
                link: None,
                cells,
            });
        }
        view
    }

    pub fn new(caption: impl Into<String>, heads: Vec<Head>) -> TableView {
        TableView {
            caption: caption.into(),
            heads,
            rows: Vec::new(),
            footnotes: Vec::new(),
            legend: String::new(),
        }
    }

    /// One column of typed rows over the years: a row for each of what they are of, with its name, a year a
    /// column. `label` stands over the names.
    pub fn over_years<'a, R: 'static, K: PartialEq>(
        caption: impl Into<String>,
        (all, shown): (Cols<R>, &Col<R>),
        rows: &'a [R],
        (label, of, year): (&str, impl Fn(&'a R) -> (K, String), impl Fn(&R) -> Year),
        links: &Links,
    ) -> TableView {
        let years: BTreeSet<Year> = rows.iter().map(&year).collect();
        let years: Vec<Year> = years.into_iter().rev().collect();
        let column = shown.head();
        let head = |label: String, unit, num| Head {
            label,
            unit,
            num,
            sorted: None,
        };
        let mut heads = vec![head(label.to_owned(), "", false)];
        heads.extend(
            years
                .iter()
                .map(|y| head(y.to_string(), unit_of(&column), true)),
        );
        let mut view = TableView::new(caption, heads);
        // In the order they first come.
        let mut lines: Vec<(K, String, BTreeMap<Year, &R>)> = Vec::new();
        for row in rows {
            let (key, name) = of(row);
            let known = lines.iter_mut().find(|(known, ..)| *known == key);
            match known {
                Some((.., years)) => {
                    years.entry(year(row)).or_insert(row);
                }
                None => lines.push((key, name, BTreeMap::from([(year(row), row)]))),
            }
        }
        for (_, name, own) in lines {
            let cells = years.iter().map(|year| {
                let row = own.get(year).copied();
                let mut cell = view.figure((all, shown), row, links);
                if cell.text.is_empty() {
                    cell.text = "\u{2013}".to_owned();
                }
                cell
            });
            let cells = cells.collect();
            view.rows.push(RowView {
                class: "",
                name,
                link: None,
                cells,
            });
        }
        view
    }

    /// One figure of typed rows under names of columns; its rows are put in with [`TableView::add`].
    pub fn of_names<R: 'static>(
        caption: impl Into<String>,
        label: &str,
        names: &[&str],
        shown: &Col<R>,
    ) -> TableView {
        let unit = unit_of(&shown.head());
        let head = |label: &str, unit, num| Head {
            label: label.to_owned(),
            unit,
            num,
            sorted: None,
        };
        let mut heads = vec![head(label, "", false)];
        heads.extend(names.iter().map(|name| head(name, unit, true)));
        TableView::new(caption, heads)
    }

    /// A row of [`TableView::of_names`]: "–" where there is no typed row.
    pub fn add<R: 'static>(
        &mut self,
        name: &str,
        shown: (Cols<R>, &Col<R>),
        rows: &[Option<&R>],
        links: &Links,
    ) {
        let cells = rows.iter().map(|row| self.figure(shown, *row, links));
        let cells = cells.collect();
        self.rows.push(RowView {
            class: "",
            name: name.to_owned(),
            link: None,
            cells,
        });
    }

    /// Leads nowhere: to where its figures come from is not for everybody.
    pub fn without_links(&mut self) {
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.link = None;
            cell.remark = None;
        }
    }

    /// The cell of a typed row under one of its columns; "–" where there is no such row.
    pub fn figure<R: 'static>(
        &mut self,
        (all, column): (Cols<R>, &Col<R>),
        row: Option<&R>,
        links: &Links,
    ) -> CellView {
        let Some(row) = row else {
            return CellView::dash();
        };
        let cell = column.of(row);
        let (names, head) = (columns::names(all, row), column.head());
        let mut shown = self.cell(&cell, true, links.figure(&names, &head, &cell));
        shown.place = links.place(&names, &head, &cell);
        shown
    }

    fn cell(&mut self, cell: &Cell, num: bool, link: Option<String>) -> CellView {
        let lack = cell.value.lack();
        CellView {
            text: cell.value.danish(),
            num,
            link,
            note: lack.as_deref().map(|lack| self.note(lack)),
            masked: lack.filter(|_| cell.value.is_masked()).map(Cow::into_owned),
            remark: None,
            marks: Vec::new(),
            said: None,
            place: None,
        }
    }

    fn note(&mut self, reason: &str) -> usize {
        let place = self
            .footnotes
            .iter()
            .position(|n| n == reason)
            .unwrap_or_else(|| {
                self.footnotes.push(reason.to_owned());
                self.footnotes.len() - 1
            });
        place + 1
    }

    /// Whole kroner are shown without ",00": only when no amount of the table has øre, so that
    /// nothing is rounded and figures stay in line.
    pub fn without_empty_oere(&mut self, amounts: usize) {
        let kroner = self.heads.iter().any(|h| h.unit == "kr.");
        let last = if kroner { amounts } else { 0 };
        let amounts = || {
            self.rows
                .iter()
                .flat_map(|r| r.cells.iter().take(last))
                .filter(|c| c.note.is_none())
        };
        if last > 0 && amounts().all(|c| c.text.ends_with(",00") || c.text == "\u{2013}") {
            for row in &mut self.rows {
                for cell in row.cells.iter_mut().take(last) {
                    cell.text = cell.text.trim_end_matches(",00").to_owned();
                }
            }
        }
    }

    /// A row that stands over a group: its words, and a figure under some of the columns that are shown.
    pub fn group_row<R>(name: String, shown: &[&Col<R>], figures: &[(&Col<R>, String)]) -> RowView {
        let cells = shown.iter().skip(1).map(|column| {
            let figure = figures.iter().find(|(under, _)| under.key == column.key);
            let text = figure.map_or_else(String::new, |(_, text)| text.clone());
            CellView::words(text, is_numeric(column.unit))
        });
        RowView {
            class: "group",
            name,
            link: None,
            cells: cells.collect(),
        }
    }
}

fn unit_of(column: &Column) -> &'static str {
    match column.unit {
        Unit::Kroner | Unit::WholeKroner => "kr.",
        Unit::Percent => "%",
        _ => "",
    }
}

/// Whether a column is aligned as figures are.
fn is_numeric(unit: Unit) -> bool {
    !matches!(unit, Unit::Text | Unit::YesNo | Unit::Year)
}

#[cfg(test)]
mod tests;

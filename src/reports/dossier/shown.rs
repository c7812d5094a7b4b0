//! A report as a page shows it, in a form that is kept: what was shown when a paper was sent is shown for
//! ever, whatever words and columns the report has later.

use serde::{Deserialize, Serialize};

use crate::domain::report::{Cell, Chart, ChartKind, Column, Point, Report, Role, Table, Unit};

/// A report as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub report: String,
    pub title: String,
    /// Labels and values, in Danish.
    pub filters: Vec<(String, String)>,
    /// Whether its figures can be masked.
    pub masks: bool,
    pub synthetic: bool,
    pub rows: Grid,
    pub totals: Grid,
    pub notes: Vec<String>,
    pub charts: Vec<Picture>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<Text>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub key: String,
    pub label: String,
    pub unit: String,
    /// Whether it names the row.
    pub names: bool,
    /// Whether it holds figures.
    pub figures: bool,
    pub numeric: bool,
}

/// A cell: for programs, for people, and why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub key: String,
    pub text: String,
    pub why: Option<String>,
    pub masked: bool,
}

/// Where a figure stands: what names its row, its column, and whether it is in the totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    names: Vec<(String, String)>,
    column: String,
    is_total: bool,
}

impl Place {
    pub fn of(names: &[(&str, &str)], head: &Head, is_total: bool) -> Place {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Place {
            names: names.iter().map(owned).collect(),
            column: head.key.clone(),
            is_total,
        }
    }
}

/// A picture, with its points as decimals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub key: String,
    pub title: String,
    pub kind: String,
    pub unit: String,
    pub labels: Vec<String>,
    pub lines: Vec<PictureLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureLine {
    pub label: String,
    pub points: Vec<Option<String>>,
    /// The places of those that are masked.
    pub masked: Vec<usize>,
}

impl Shown {
    /// The report as it is shown.
    pub fn of(report: &Report) -> Shown {
        let filters = report.filters.iter();
        Shown {
            report: report.name.to_owned(),
            title: report.title.clone(),
            filters: filters
                .map(|f| (f.label.to_owned(), f.words().to_owned()))
                .collect(),
            masks: report.masks,
            synthetic: report.synthetic,
            rows: Grid::of(&report.rows),
            totals: Grid::of(&report.totals),
            notes: report.notes.clone(),
            charts: report.series.iter().map(Picture::of).collect(),
        }
    }

    /// The same without a row: what is left where nothing can be asked any more.
    #[must_use]
    pub fn empty(&self) -> Shown {
        let mut empty = self.clone();
        empty.rows.rows.clear();
        empty.totals.rows.clear();
        empty.charts.clear();
        empty
    }

    /// What stands at a place; `None` where nothing does.
    pub fn at(&self, place: &Place) -> Option<&str> {
        let grid = if place.is_total {
            &self.totals
        } else {
            &self.rows
        };
        let is_named = |row: &&Vec<Text>| {
            let names = grid.names(row);
            let wanted = place.names.iter();
            let wanted = wanted.map(|(key, value)| (key.as_str(), value.as_str()));
            names.into_iter().eq(wanted)
        };
        let row = grid.rows.iter().find(is_named)?;
        Some(grid.value(row, &place.column)?.text.as_str())
    }

    /// As it is kept.
    pub fn json(&self) -> String {
        // Only strings and lists of them: there is nothing that JSON has no words for.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was kept; `None` for what this version cannot read.
    pub fn read(json: &str) -> Option<Shown> {
        serde_json::from_str(json).ok()
    }
}

impl Grid {
    fn of(table: &Table) -> Grid {
        Grid {
            heads: table.columns.iter().map(Head::of).collect(),
            rows: (table.rows.iter())
                .map(|row| row.iter().map(Text::of).collect())
                .collect(),
        }
    }

    /// What names a row, for programs.
    pub fn names<'a>(&'a self, row: &'a [Text]) -> Vec<(&'a str, &'a str)> {
        let named = self.heads.iter().zip(row).filter(|(head, _)| head.names);
        named
            .map(|(head, cell)| (head.key.as_str(), cell.key.as_str()))
            .collect()
    }

    /// Some columns in this order, with every row.
    #[must_use]
    pub fn only(&self, keys: &[&str]) -> Grid {
        let place = |key: &&str| self.heads.iter().position(|head| head.key == **key);
        self.columns(&keys.iter().filter_map(place).collect::<Vec<_>>())
    }

    /// As many columns at the start.
    #[must_use]
    pub fn first_columns(&self, most: usize) -> Grid {
        self.columns(&(0..self.heads.len().min(most)).collect::<Vec<_>>())
    }

    fn columns(&self, places: &[usize]) -> Grid {
        let row = |row: &Vec<Text>| {
            let cells = places.iter().filter_map(|at| row.get(*at));
            cells.cloned().collect()
        };
        Grid {
            heads: places.iter().map(|at| self.heads[*at].clone()).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// The cell of a row in a column.
    pub fn value<'a>(&self, row: &'a [Text], key: &str) -> Option<&'a Text> {
        let at = self.heads.iter().position(|head| head.key == key)?;
        row.get(at)
    }

    /// What names a row, for people.
    pub fn words(&self, row: &[Text]) -> String {
        let named = self.heads.iter().zip(row).filter(|(head, _)| head.names);
        let words: Vec<&str> = named.map(|(_, cell)| cell.text.as_str()).collect();
        words.join(", ")
    }
}

impl Head {
    fn of(column: &Column) -> Head {
        Head {
            key: column.key.to_owned(),
            label: column.label.clone(),
            unit: column.unit.label().to_owned(),
            names: column.role == Role::Names,
            figures: column.role == Role::Figure,
            numeric: !matches!(column.unit, Unit::Text | Unit::YesNo | Unit::Year),
        }
    }
}

impl Text {
    fn of(cell: &Cell) -> Text {
        Text {
            key: cell.value.key(),
            text: cell.value.danish(),
            why: cell.value.lack().map(std::borrow::Cow::into_owned),
            masked: cell.value.is_masked(),
        }
    }
}

impl Picture {
    fn of(chart: &Chart) -> Picture {
        let point = |point: &Point| point.number().map(|number| number.to_string());
        let line = |line: &crate::domain::report::Line| PictureLine {
            label: line.label.clone(),
            points: line.points.iter().map(point).collect(),
            masked: (0..)
                .zip(&line.points)
                .filter_map(|(at, point)| point.is_masked().then_some(at))
                .collect(),
        };
        Picture {
            key: chart.key.clone(),
            title: chart.title.clone(),
            kind: match chart.kind {
                ChartKind::Line => "line",
                ChartKind::Bar => "bar",
                ChartKind::Spread => "spread",
            }
            .to_owned(),
            unit: chart.unit.label().to_owned(),
            labels: chart.labels.clone(),
            lines: chart.lines.iter().map(line).collect(),
        }
    }
}

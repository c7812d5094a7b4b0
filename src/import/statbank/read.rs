//! From rows to figures, each under its labels; every label is understood once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::file;
use super::grid::{self, Cell, Grid, GridRow, Place};
use super::labels::{self, Label, Why};
use super::{Variable, columns, variables};
use crate::domain::area::Area;
use crate::domain::danish::counted;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::statbank::{Key, Period, Published, Table};
use crate::import::amounts::speaks_of_more;
use crate::import::errors::{RowError, shown};
use crate::import::faults::Errors;
use crate::import::{Amounts, Line, Options, Parsed, messages};

/// A thousand billion kroner in øre, or as many of anything.
const LARGEST: i64 = 100_000_000_000_000;

/// See [`crate::import::statbank`].
pub(in crate::import) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    (table, areas): (Table, &[Area]),
) -> Result<Parsed<Published>, Vec<RowError>> {
    let grid = file::read(bytes, file_name, options, table).map_err(|error| vec![error])?;
    let mut reader = Reader {
        table,
        areas,
        variables: variables(table),
        titles_say_thousands: grid.titles.iter().any(|title| speaks_of_more(title)),
        titles_say_kroner: grid.titles.iter().any(|title| speaks_of_kroner(title)),
        chosen: options.amounts,
        convention: grid.convention,
        known: HashMap::default(),
        seen: HashMap::default(),
        passed: BTreeMap::new(),
        untold: 0,
        figures: 0,
        rows: Vec::new(),
        errors: Errors::default(),
    };
    let complete = reader.has_headings(&grid);
    let mut standing: Vec<Option<String>> = vec![None; grid.places.len()];
    for row in grid.rows.iter().filter(|_| complete) {
        carry(&grid, row, &mut standing);
        for (at, place) in grid.places.iter().enumerate() {
            let Place::Figures(head) = place else {
                continue;
            };
            let cell = row.cells.get(at).unwrap_or(&Cell::Empty);
            if *cell != Cell::Empty && !reader.figure(&grid, (row, at, cell), head, &standing) {
                // What is lacking is lacking in every row.
                return Err(reader.errors.into_list());
            }
        }
    }
    reader.done(grid)
}

/// Puts the labels of a row where they stand: in a matrix each stands for the rows below too, until another of its column, or one
/// to the left of it, comes.
fn carry(grid: &Grid, row: &GridRow, standing: &mut [Option<String>]) {
    for (at, place) in grid.places.iter().enumerate() {
        if !matches!(place, Place::Stub(_)) {
            continue;
        }
        let text = row.cells.get(at).and_then(grid::text);
        match text {
            Some(text) => {
                standing[at] = Some(text.to_owned());
                if grid.is_matrix {
                    for below in standing.iter_mut().skip(at + 1) {
                        *below = None;
                    }
                }
            }
            None if grid.is_matrix => {}
            None => standing[at] = None,
        }
    }
}

/// Whether a title says that amounts are in kroner, and no more.
fn speaks_of_kroner(text: &str) -> bool {
    let key = crate::domain::fold::key(text);
    matches!(key.as_str(), "enhed: kr." | "enhed: kr" | "enhed: kroner")
}

/// A label as it was met: of a column that is named, or of none.
type Met = (Option<Variable>, String);

struct Reader<'a> {
    table: Table,
    areas: &'a [Area],
    variables: Vec<(Variable, &'static crate::import::Column)>,
    titles_say_thousands: bool,
    titles_say_kroner: bool,
    chosen: Option<Amounts>,
    convention: Convention,
    /// What each label may be, of each variable that it could be of.
    known: HashMap<Met, Vec<(Variable, Label)>, RandomState>,
    seen: HashMap<Key, (u32, i64), RandomState>,
    passed: BTreeMap<Why, usize>,
    /// Figures that Danmarks Statistik does not tell.
    untold: usize,
    figures: usize,
    rows: Vec<Line<Published>>,
    errors: Errors,
}

impl Reader<'_> {
    /// Whether a long file has a heading for every variable that it must have.
    fn has_headings(&mut self, grid: &Grid) -> bool {
        if grid.is_matrix {
            return true;
        }
        for (place, heading) in grid.places.iter().zip(&grid.headings) {
            if *place == Place::Unknown {
                let error = messages::unknown_header(heading, None, columns(self.table));
                self.errors.push(error.on_line(grid.meta.header_line));
            }
        }
        let has_head = |place: &Place| matches!(place, Place::Figures(Some(_)));
        let in_head = grid.places.iter().any(has_head);
        let named: BTreeSet<Variable> = grid.places.iter().filter_map(variable_of).collect();
        for (variable, column) in &self.variables {
            let may_be_in_head = in_head && *variable == Variable::Period;
            if column.required && !named.contains(variable) && !may_be_in_head {
                let error = messages::missing_column(column);
                self.errors.push(error.on_line(grid.meta.header_line));
            }
        }
        self.errors.is_empty()
    }

    /// Reads one figure; false where its labels lack something that no other row will have either.
    fn figure(
        &mut self,
        grid: &Grid,
        (row, at, cell): (&GridRow, usize, &Cell),
        head: &Option<String>,
        standing: &[Option<String>],
    ) -> bool {
        self.figures += 1;
        let mut found: BTreeMap<Variable, Label> = BTreeMap::new();
        let stubs = grid.places.iter().zip(standing).enumerate();
        let stubs = stubs.filter_map(|(place, (kind, text))| match kind {
            Place::Stub(variable) => Some((place, *variable, text.as_deref()?)),
            _ => None,
        });
        let head = head.as_deref().map(|text| (at, None, text));
        let mut sound = true;
        for (place, variable, text) in stubs.chain(head) {
            match self.label((variable, text), &found) {
                Some((variable, label)) => {
                    found.insert(variable, label);
                }
                None => {
                    sound = false;
                    self.unknown((row.line, heading(grid, place)), variable, text);
                }
            }
        }
        if !sound {
            return true;
        }
        let mut complete = true;
        for (variable, column) in &self.variables {
            if column.required && !found.contains_key(variable) {
                complete = false;
                let error = messages::not_told(column);
                self.errors.push(error.on_line(row.line));
            }
        }
        if !complete {
            return false;
        }
        let why = found.values().find_map(|label| match label {
            Label::PassedOver(why) => Some(*why),
            _ => None,
        });
        if let Some(why) = why {
            *self.passed.entry(why).or_default() += 1;
            return true;
        }
        let Some(amounts) = self.amounts(&found, row.line) else {
            return false;
        };
        let place = (row.line, heading(grid, at));
        if let Some(units) = self.number(place, cell, amounts) {
            self.keep((row.line, at + row.before), &found, units);
        }
        true
    }

    /// What a label is: of its column's variable, or of the first that it fits and that no label before it was of.
    fn label(
        &mut self,
        (variable, text): (Option<Variable>, &str),
        found: &BTreeMap<Variable, Label>,
    ) -> Option<(Variable, Label)> {
        let met = (variable, text.to_owned());
        if !self.known.contains_key(&met) {
            let (table, areas) = (self.table, self.areas);
            let candidates = self.variables.iter().map(|(variable, _)| *variable);
            let candidates = candidates.filter(|one| variable.is_none_or(|named| named == *one));
            let fits = candidates.filter_map(|one| {
                let label = labels::of(one, text, (table, areas), variable.is_some())?;
                Some((one, label))
            });
            let fits = fits.collect();
            self.known.insert(met.clone(), fits);
        }
        let fits = self.known.get(&met)?;
        fits.iter()
            .find(|(one, _)| !found.contains_key(one))
            .cloned()
    }

    fn unknown(&mut self, (line, column): (u32, String), variable: Option<Variable>, text: &str) {
        // Once for each label: it stands in many rows.
        let told = (variable, format!("\0{text}"));
        if self.known.insert(told, Vec::new()).is_some() {
            return;
        }
        let error = match variable {
            Some(Variable::Service) => messages::unknown_service(text),
            Some(Variable::Area) => messages::unknown_area(text, None),
            Some(Variable::Period) => messages::not_a_period(text, self.table.is_by_quarter()),
            Some(variable) => {
                let column = self.variables.iter().find(|(one, _)| *one == variable);
                messages::unknown_category(text, column.map_or("", |(_, column)| column.meaning))
            }
            None => messages::unknown_label(text, self.table.name()),
        };
        self.errors.push(error.on_line(line).in_column(&column));
    }

    /// What amounts are counted in: as the label, a title or whoever sends it says. `None`: the fault is kept.
    fn amounts(&mut self, found: &BTreeMap<Variable, Label>, line: u32) -> Option<Amounts> {
        if !self.table.is_money() {
            return Some(Amounts::Kroner);
        }
        if found.contains_key(&Variable::Price) || self.titles_say_thousands {
            return Some(Amounts::Thousands);
        }
        if self.titles_say_kroner {
            return Some(Amounts::Kroner);
        }
        if self.chosen.is_none() {
            let error = messages::unit_not_told();
            self.errors.push(error.on_line(line));
        }
        self.chosen
    }

    /// A figure in the units of its table; nothing where there is none, or where it is a fault.
    fn number(
        &mut self,
        (line, column): (u32, String),
        cell: &Cell,
        amounts: Amounts,
    ) -> Option<i64> {
        let (text, convention) = match cell {
            Cell::Text(text) if matches!(&**text, ".." | "." | "…" | "...") => {
                self.untold += 1;
                return None;
            }
            Cell::Text(text) if matches!(&**text, "-" | "\u{2013}") => return Some(0),
            Cell::Text(text) => (&**text, self.convention),
            Cell::Number(text) => (text.as_str(), Convention::Point),
            Cell::Empty => return None,
            Cell::Other(what) => {
                let error = messages::foreign_cell(what.clone());
                self.errors.push(error.on_line(line).in_column(&column));
                return None;
            }
        };
        let largest = LARGEST.unsigned_abs();
        let read = if self.table.is_money() {
            amounts.money((text, convention), largest).map(|m| m.oere())
        } else {
            let scaled = number::parse(text, convention);
            scaled.and_then(|number| number.to_scale(self.table.decimals()))
        };
        let fault = match read {
            Ok(units) if units < 0 && !self.table.is_money() => {
                messages::negative_number(shown(text))
            }
            Ok(units) if units <= LARGEST => return Some(units),
            Ok(_) | Err(NumberError::TooLarge) => messages::number_too_large(shown(text)),
            Err(NumberError::WrongConvention) => {
                messages::wrong_convention(shown(text), convention)
            }
            Err(NumberError::TooManyDecimals { allowed }) => {
                messages::too_many_decimals(shown(text), allowed)
            }
            Err(NumberError::NotANumber | NumberError::Empty) => messages::not_a_number(text),
        };
        self.errors.push(fault.on_line(line).in_column(&column));
        None
    }

    fn keep(&mut self, (line, at): (u32, usize), found: &BTreeMap<Variable, Label>, units: i64) {
        let code = |variables: &[Variable]| {
            let label = variables.iter().find_map(|variable| found.get(variable));
            match label {
                Some(Label::Is(code)) => code.clone(),
                _ => String::new(),
            }
        };
        let Some(Label::Period(period)) = found.get(&Variable::Period) else {
            return;
        };
        let key = Key {
            table: self.table,
            municipality: code(&[Variable::Area]),
            item: code(&[Variable::Service, Variable::Function]),
            owner: code(&[Variable::Owner]),
            part: code(&[Variable::Part]),
            period: *period,
        };
        if let Some((first, before)) = self.seen.insert(key.clone(), (line, units)) {
            let what = what(&key, *period);
            self.errors.push(if before == units {
                messages::repeated_row(&what, first, line)
            } else {
                messages::two_values(&what, first, line)
            });
            return;
        }
        if self.errors.is_empty() {
            let place = i64::try_from(at).unwrap_or(i64::MAX);
            let value = Published { key, units, place };
            self.rows.push(Line { line, value });
        }
    }

    fn done(self, grid: Grid) -> Result<Parsed<Published>, Vec<RowError>> {
        let mut errors = self.errors;
        let passed: Vec<String> = self
            .passed
            .iter()
            .map(|(why, count)| told(*why, *count))
            .collect();
        if errors.is_empty() && self.figures == 0 {
            errors.push(messages::no_rows());
        } else if errors.is_empty() && self.rows.is_empty() {
            errors.push(messages::nothing_used(self.figures, &passed));
        }
        if !errors.is_empty() {
            return Err(errors.into_list());
        }
        let mut meta = grid.meta;
        meta.rows_in = self.figures;
        meta.notes.extend(passed);
        if self.untold > 0 {
            let figures = counted(self.untold, "tal", "tal");
            meta.notes.push(format!(
                "Danmarks Statistik oplyser ikke {figures} (»..«); de mangler, og er ikke nul."
            ));
        }
        Ok(Parsed {
            rows: self.rows,
            meta,
        })
    }
}

fn told(why: Why, count: usize) -> String {
    format!(
        "{} er ikke læst: {}.",
        why.words(),
        counted(count, "tal", "tal")
    )
}

fn variable_of(place: &Place) -> Option<Variable> {
    match place {
        Place::Stub(variable) => *variable,
        _ => None,
    }
}

/// What a figure is of, for a fault.
fn what(key: &Key, period: Period) -> String {
    let parts = [&key.municipality, &key.item, &key.owner, &key.part];
    let mut words: Vec<String> = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect();
    words.push(period.to_string());
    words.join(", ")
}

/// How a column is named in a fault: its heading, else its letter.
fn heading(grid: &Grid, place: usize) -> String {
    match grid.headings.get(place).map(String::as_str) {
        None | Some("") => messages::column_name(place),
        Some(heading) => heading.to_owned(),
    }
}

//! Bytes to raw rows to facts, or every error of the file at once.
//!
//! Pure: no storage, no clock, no files. A file is refused whole or read whole; what is refused
//! names line, column, value, reason and remedy, and nothing is guessed. What a kind of file is
//! called and where its rows go is said in `changes::kinds`.
//!
//! Reading order: this page (what can be asked for), `table` (the way through a file), `reading`
//! (from bytes to raw rows), `opening` (where the table begins), `columns`, `header`, `cells` and
//! `areas` (what a cell means), `totals` and `no_data` (rows that hold none), `components`, `offers` (which of them a row may name: `known_offers`),
//! `tariffs`, `cases`, `places` and `results` (the facts of each kind), `workplan` (a plan, which is JSON and no table), `statbank` (the files of Danmarks Statistik, which have a form of their own), `told` (what is worth telling), `errors`, `messages` and
//! `faults` (what is said of a fault; the catalogue is `docs/IMPORT-ERRORS.md`).

mod amounts;
mod areas;
mod cancel;
mod cases;
mod cells;
mod columns;
mod components;
mod documents;
mod errors;
mod faults;
mod header;
mod known_offers;
mod meetings;
mod messages;
mod no_data;
mod offers;
mod opening;
mod places;
mod plain;
mod reading;
mod results;
mod statbank;
mod table;
mod tariffs;
#[cfg(test)]
mod tests;
mod told;
mod totals;
mod workplan;

use std::time::Duration;

use serde::Serialize;

pub use amounts::Amounts;
pub use cancel::Cancel;
pub use columns::{Choices, Column, Content};
pub use documents::{LARGEST as LARGEST_DOCUMENT, document_kind};
pub use errors::{ErrorCode, RowError};
pub use faults::LISTED_ERRORS;
pub use meetings::table as meeting_table;
pub use plain::{PlainCell, PlainError, PlainFile, PlainRow, plain};
pub use totals::is_total_name;
pub use workplan::{PlanFault, read as workplan};

use crate::domain::area::Area;
use crate::domain::cases::CaseLine;
use crate::domain::components::ComponentFact;
use crate::domain::components::PopulationBand;
use crate::domain::number::Convention;
use crate::domain::offers::TargetGroup;
use crate::domain::offers::{Offer, OperatingForm, operates};
use crate::domain::places::{Entry, Listed};
use crate::domain::price_level::IndexNumber;
use crate::domain::results::Results;
use crate::domain::statbank::{Published, Table};
use crate::domain::tariffs::Tariff;

/// The columns of each kind of file, in the order of the documentation.
pub mod file_columns {
    use super::{Column, cases, components, offers, places, results, statbank, tariffs};

    pub const COMPONENTS: &[Column] = components::facts::COLUMNS;
    pub const PRICE_INDEX: &[Column] = components::price_index::COLUMNS;
    pub const POPULATION: &[Column] = components::population::COLUMNS;
    pub const OFFERS: &[Column] = offers::COLUMNS;
    pub const TARIFFS: &[Column] = tariffs::COLUMNS;
    pub const CASES: &[Column] = cases::COLUMNS;
    pub const VACANCIES: &[Column] = places::COLUMNS;
    pub const RESULTS: &[Column] = results::COLUMNS;
    pub const HAND01: &[Column] = statbank::HAND01;
    pub const REGK31: &[Column] = statbank::REGK31;
    pub const REGK100: &[Column] = statbank::REGK100;
    pub const FOLK1A: &[Column] = statbank::FOLK1A;

    /// The Danish name of each kind of file, on pages and receipts, beside its columns.
    pub const KINDS: [(&str, &[Column]); 12] = [
        ("Udgifter og helårspersoner", COMPONENTS),
        ("Pris- og lønindeks", PRICE_INDEX),
        ("Folketal", POPULATION),
        ("Tilbud", OFFERS),
        ("Takster", TARIFFS),
        ("Enkeltsager", CASES),
        ("Ledige pladser", VACANCIES),
        ("Resultatdokumentation", RESULTS),
        ("Handicapydelser (HAND01)", HAND01),
        ("Kommunernes regnskaber (REGK31)", REGK31),
        ("Regnskaber efter ejerforhold (REGK100)", REGK100),
        ("Folketal pr. kvartal (FOLK1A)", FOLK1A),
    ];
}

/// What is said about a file beside its bytes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet to read; the first one that is shown when absent.
    pub sheet: Option<String>,
    /// How numbers are written as text. Decides over what the separator says; needed for tabs.
    pub decimal: Option<Convention>,
    /// What amounts of money are counted in; kroner when absent, unless a title says otherwise.
    pub amounts: Option<Amounts>,
    pub limits: Limits,
    /// Code of the one municipality that the rows may be about; a chef brings no other figures.
    pub bound_to: Option<String>,
    /// Ends the reading when whoever waits for it leaves.
    pub cancel: Cancel,
}

/// How large a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as sent.
    pub file_bytes: u64,
    /// Bytes that a workbook may unpack to: as declared, and as really unpacked.
    pub unpacked_bytes: u64,
    /// Rows below the header.
    pub rows: usize,
    /// Cells that are looked at, repeated ones counted as often as they are repeated.
    pub cells: usize,
    /// How long reading may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 20 * 1024 * 1024,
            unpacked_bytes: 200 * 1024 * 1024,
            rows: 500_000,
            // Room for every row with twice the columns of the widest kind.
            cells: 15_000_000,
            time: Duration::from_secs(30),
        }
    }
}

/// A file that was read without a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    pub rows: Vec<Line<T>>,
    pub meta: FileMeta,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<T> {
    /// The physical line, or the row of the sheet, from 1.
    pub line: u32,
    pub value: T,
}

/// What the receipt (kvittering) says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMeta {
    /// Of the bytes as sent, in hexadecimal.
    pub sha256: String,
    pub bytes: u64,
    pub format: Format,
    /// Of a text file: "UTF-8", "UTF-16LE", "UTF-16BE" or "windows-1252".
    pub encoding: Option<&'static str>,
    pub sheet: Option<String>,
    /// How numbers written as text were read.
    pub convention: Option<Convention>,
    pub header_line: u32,
    /// Rows below the header that hold something, totals included.
    pub rows_in: usize,
    /// Rows that were passed over, and why.
    pub skipped: Vec<Skipped>,
    /// What else is worth knowing of how the file was read, in Danish.
    pub notes: Vec<String>,
}

/// What kind of file it is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv {
        separator: char,
    },
    Xlsx,
    Ods,
    /// Keywords and figures, as statistical offices give their tables.
    Px,
}

/// A row that was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub line: u32,
    /// The row as text, shortened; never with a CPR-like number.
    pub what: String,
    /// In Danish.
    pub reason: String,
}

/// Reads facts of the component analysis. `areas` are the areas a row may name.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn components(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
) -> Result<Parsed<ComponentFact>, Vec<RowError>> {
    components::facts::read(bytes, file_name, options, areas)
}

/// Reads numbers of the price and wage index.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn price_index(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
) -> Result<Parsed<IndexNumber>, Vec<RowError>> {
    components::price_index::read(bytes, file_name, options)
}

/// Reads inhabitants by age band. `areas` are the areas a row may name.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn population(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
) -> Result<Parsed<PopulationBand>, Vec<RowError>> {
    components::population::read(bytes, file_name, options, areas)
}

/// Reads offers. `areas` and `groups` are the areas and target groups a row may name.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn offers(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
    groups: &[TargetGroup],
    known: &[Offer],
) -> Result<Parsed<Offer>, Vec<RowError>> {
    offers::read(bytes, file_name, options, (areas, groups), known)
}

/// Who operates what, as far as it decides what a chef may bring: all, or what one municipality
/// operates.
pub(super) struct Operated<'a>(Option<&'a Area>);

impl<'a> Operated<'a> {
    pub(super) fn of(options: &Options, areas: &'a [Area]) -> Result<Operated<'a>, Vec<RowError>> {
        match &options.bound_to {
            None => Ok(Operated(None)),
            Some(code) => match areas.iter().find(|area| area.code == *code) {
                Some(area) => Ok(Operated(Some(area))),
                // Bound to a municipality that is not there: bound to nothing.
                None => Err(vec![messages::foreign_area(code, code)]),
            },
        }
    }

    /// The refusal of an offer that another operates.
    pub(super) fn foreign(&self, form: OperatingForm, operator: &str) -> Option<RowError> {
        let own = self.0.filter(|own| !operates(own, form, operator))?;
        Some(messages::foreign_offer(operator, &own.name))
    }
}

/// Reads tariffs. `areas` are the areas an operator may be; `known` are the offers a row may name, in the order of their ids.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn tariffs(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
    known: &[Offer],
) -> Result<Parsed<Tariff>, Vec<RowError>> {
    tariffs::read(bytes, file_name, options, areas, known)
}

/// Reads result documentation. `areas` are the areas an operator may be; `known` are the offers a row may name, in
/// the order of their ids.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn results(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
    known: &[Offer],
) -> Result<Parsed<Results>, Vec<RowError>> {
    results::read(bytes, file_name, options, areas, known)
}

/// Reads a table of Danmarks Statistik, as it is downloaded from statistikbanken.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn statbank(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    table: (Table, &[Area]),
) -> Result<Parsed<Published>, Vec<RowError>> {
    statbank::read(bytes, file_name, options, table)
}

/// Reads lines of single cases. `areas` are the municipalities, `offers` the offers that a row may name.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn cases(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
    offers: &[Offer],
) -> Result<Parsed<CaseLine>, Vec<RowError>> {
    cases::read(bytes, file_name, options, areas, offers)
}

/// Reads a list of vacant places. `entries` are those that stand of the offers that a row may name.
///
/// # Errors
/// Every fault of the file, at least one.
pub fn vacancies(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    (areas, groups): (&[Area], &[TargetGroup]),
    (offers, entries): (&[Offer], &[Entry]),
) -> Result<Parsed<Listed>, Vec<RowError>> {
    let known = places::Known {
        areas,
        groups,
        offers,
        entries,
    };
    places::read(bytes, file_name, options, &known)
}

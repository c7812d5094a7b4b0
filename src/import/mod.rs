//! Bytes to raw rows to facts, or every error of the file at once.
use crate::domain::{
    area::Area, component::ComponentFact, number::Convention, population::PopulationBand,
    price_level::IndexNumber,
};
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Components,
    PriceIndex,
    Population,
}
impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Components, Kind::PriceIndex, Kind::Population];
    pub fn key(self) -> &'static str {
        "components"
    }
    pub fn from_key(_: &str) -> Option<Kind> {
        None
    }
}
#[derive(Default, Clone, Debug)]
pub struct Options {
    pub sheet: Option<String>,
    pub decimal: Option<Convention>,
    pub limits: Limits,
}
#[derive(Clone, Debug)]
pub struct Limits {
    pub file_bytes: u64,
}
impl Default for Limits {
    fn default() -> Limits {
        Limits { file_bytes: 1 }
    }
}
#[derive(Debug)]
pub struct Parsed<T> {
    pub rows: Vec<Line<T>>,
    pub meta: FileMeta,
}
#[derive(Debug)]
pub struct Line<T> {
    pub line: u32,
    pub value: T,
}
#[derive(Debug)]
pub enum Format {
    Csv { separator: char },
    Xlsx,
    Ods,
}
#[derive(Debug)]
pub struct FileMeta {
    pub sha256: String,
    pub bytes: u64,
    pub format: Format,
    pub encoding: Option<&'static str>,
    pub sheet: Option<String>,
    pub convention: Option<Convention>,
    pub header_line: u32,
    pub rows_in: usize,
    pub skipped: Vec<Skipped>,
}
#[derive(Debug)]
pub struct Skipped {
    pub line: u32,
    pub what: String,
    pub reason: String,
}
#[derive(Debug, serde::Serialize)]
pub struct RowError {}
impl RowError {
    pub fn at(&self, _: &str) -> String {
        String::new()
    }
}
pub fn components(
    _: &[u8],
    _: &str,
    _: &Options,
    _: &[Area],
) -> Result<Parsed<ComponentFact>, Vec<RowError>> {
    Err(vec![])
}
pub fn price_index(_: &[u8], _: &str, _: &Options) -> Result<Parsed<IndexNumber>, Vec<RowError>> {
    Err(vec![])
}
pub fn population(
    _: &[u8],
    _: &str,
    _: &Options,
    _: &[Area],
) -> Result<Parsed<PopulationBand>, Vec<RowError>> {
    Err(vec![])
}

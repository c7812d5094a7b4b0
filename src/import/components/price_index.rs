//! The price and wage index (p/l-indeks): one number a year, with its source.

use std::collections::HashMap;

use crate::domain::number::{self, Convention, NumberError};
use crate::domain::period::Year;
use crate::domain::price_level::IndexNumber;
use crate::import::columns::{Choices, Column, Layout};
use crate::import::errors::RowError;
use crate::import::table;
use crate::import::{Options, Parsed, messages};

const YEAR: usize = 0;
const INDEX: usize = 1;
const SOURCE: usize = 2;

pub(in crate::import) const COLUMNS: &[Column] = &[
    Column::text("aar", "året med fire cifre").of(Choices::Years),
    Column::number("indeks", "indekstallet, fx 103,9"),
    Column::text("kilde", "hvem der har udgivet tallet"),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: None,
    exported: &[],
};

/// An index is some hundreds; a million is a typing error.
const MAX_MILLIONTHS: i64 = 1_000_000 * 1_000_000;

/// See [`super::price_index`].
pub(in crate::import) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
) -> Result<Parsed<IndexNumber>, Vec<RowError>> {
    let mut seen: HashMap<Year, (u32, i64)> = HashMap::new();
    table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        let year = fields.year(YEAR, errors);
        let millionths = fields.number(INDEX, millionths, errors);
        let source = fields.text(SOURCE, errors);
        let (year, millionths, source) = (year?, millionths?, source?);
        if millionths <= 0 {
            let error = messages::not_positive(fields.describe_number(INDEX));
            fields.refuse(INDEX, error, errors);
            return None;
        }
        if let Some((first, value)) = seen.get(&year) {
            let key = format!("{year}");
            errors.push(if *value == millionths {
                messages::repeated_row(&key, *first, fields.line())
            } else {
                messages::two_values(&key, *first, fields.line())
            });
            return None;
        }
        seen.insert(year, (fields.line(), millionths));
        Some(IndexNumber {
            year,
            millionths,
            source: source.to_owned(),
        })
    })
}

fn millionths(text: &str, convention: Convention) -> Result<i64, NumberError> {
    let value = number::parse(text, convention)?.to_scale(6)?;
    if value <= MAX_MILLIONTHS {
        Ok(value)
    } else {
        Err(NumberError::TooLarge)
    }
}

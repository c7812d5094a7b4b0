//! A table of the report as a sheet: bold frozen header with filters, typed cells.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Note, Worksheet, XlsxError};

use super::rows;
use super::styles::Styles;
use crate::domain::report::{Cell, MASKED, Table, Value};
use crate::export::shared::{heading, one_break};

/// Widths in characters: room for the filter's arrow, and no column wider than a screen.
const NARROWEST: u32 = 8;
const WIDEST: u32 = 50;

/// Whether a text wraps in the widest column.
fn is_long(text: &str) -> bool {
    let room = usize::try_from(WIDEST).unwrap_or(usize::MAX);
    text.contains('\n') || text.chars().count() + 2 > room
}

/// Writes header and rows from row `top` on.
pub fn write(
    sheet: &mut Worksheet,
    top: u32,
    table: &Table,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let row = write_rows(sheet, top, table, styles)?;
    fit_columns(sheet, [table])?;
    sheet.set_freeze_panes(top + 1, 0)?;
    sheet.set_repeat_rows(0, top)?;
    let last = (0u16..).zip(&table.columns).last();
    if let (Some((last, _)), true) = (last, row > top) {
        sheet.autofilter(top, 0, row, last)?;
    }
    Ok(())
}

/// Writes header and rows, and tells the last row.
pub fn write_rows(
    sheet: &mut Worksheet,
    top: u32,
    table: &Table,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    for (col, column) in (0u16..).zip(&table.columns) {
        sheet.write_string_with_format(top, col, heading(column), &styles.header)?;
    }
    let mut row = top;
    for cells in &table.rows {
        row += 1;
        for (col, cell) in (0u16..).zip(cells) {
            write_cell(sheet, row, col, cell, styles)?;
        }
        let texts = cells.iter().map(|cell| cell.value.danish());
        let texts: Vec<String> = texts.filter(|text| is_long(text)).collect();
        rows::fit(sheet, row, texts.iter().map(|text| (&**text, WIDEST)))?;
    }
    Ok(row)
}

/// Makes each column as wide as the tables that stand in it need.
pub fn fit_columns<const N: usize>(
    sheet: &mut Worksheet,
    tables: [&Table; N],
) -> Result<(), XlsxError> {
    let mut widest: Vec<u32> = Vec::new();
    for widths in tables.map(widths) {
        widest.resize(widest.len().max(widths.len()), 0);
        for (widest, width) in widest.iter_mut().zip(widths) {
            *widest = width.max(*widest);
        }
    }
    for (col, width) in (0u16..).zip(widest) {
        sheet.set_column_width(col, width)?;
    }
    Ok(())
}

/// The longest text of each column as people read it, between the narrowest and the widest.
fn widths(table: &Table) -> Vec<u32> {
    let shown = |text: &str| text.chars().count() + 2;
    let headings = table.columns.iter().map(heading);
    headings
        .enumerate()
        .map(|(at, heading)| {
            let cells = table.rows.iter().map(|row| shown(&row[at].value.danish()));
            let longest = cells.max().unwrap_or(0).max(shown(&heading));
            let longest = u32::try_from(longest).unwrap_or(u32::MAX);
            longest.clamp(NARROWEST, WIDEST)
        })
        .collect()
}

/// Writes a cell as its kind.
pub fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    cell: &Cell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let value = &cell.value;
    match value {
        // Always as a string: a text that begins with "=" is what somebody typed, no formula.
        Value::Text(text) | Value::Key { label: text, .. } => {
            let text = one_break(text);
            if is_long(&text) {
                sheet.write_string_with_format(row, col, &*text, &styles.text)?
            } else {
                sheet.write_string_with_format(row, col, &*text, &styles.plain)?
            };
        }
        // In words, as people read them: a cell of its own kind is shown in the reader's language.
        Value::YesNo(_) => {
            sheet.write_string_with_format(row, col, value.danish(), &styles.plain)?;
        }
        Value::Empty => {}
        Value::Missing { reason } => {
            sheet.write_string_with_format(row, col, value.danish(), &styles.missing)?;
            sheet.insert_note(row, col, &note(reason))?;
        }
        // A word, which no formula takes for a figure.
        Value::Masked { reason } => {
            sheet.write_string_with_format(row, col, MASKED, &styles.missing)?;
            sheet.insert_note(row, col, &note(reason))?;
        }
        Value::Year(year) => {
            sheet.write_number_with_format(row, col, year.number(), styles.number(value))?;
        }
        Value::Kroner(_)
        | Value::WholeKroner(_)
        | Value::Persons(_)
        | Value::Percent(_)
        | Value::Count(_)
        | Value::Place { .. } => match value.number().and_then(excel_number) {
            Some(number) => {
                sheet.write_number_with_format(row, col, number, styles.number(value))?;
            }
            None => {
                sheet.write_string(row, col, value.danish())?;
            }
        },
    }
    Ok(())
}

/// Wider than Excel's own box, which cuts a sentence off.
fn note(reason: &str) -> Note {
    Note::new(reason).add_author_prefix(false).set_width(320)
}

/// The number as Excel holds it. A cell of a workbook is a binary float by the file format, so
/// this is the one place where a figure becomes one, after all arithmetic and rounding is done.
/// The digits are parsed, which gives the nearest float, and 15 of them come back unchanged;
/// `None` for a longer number, which stays exact as a text.
pub fn excel_number(number: Decimal) -> Option<f64> {
    const FIFTEEN_DIGITS: u128 = 999_999_999_999_999;
    let number = number.normalize();
    if number.mantissa().unsigned_abs() > FIFTEEN_DIGITS {
        return None;
    }
    number.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excel_takes_fifteen_digits_and_no_more() {
        let at = |units, scale| excel_number(Decimal::new(units, scale));
        assert_eq!(at(53_247_763_000, 2), Some(532_477_630.0));
        assert_eq!(at(999_999_999_999_999, 2), Some(9_999_999_999_999.99));
        assert_eq!(at(1_000_000_000_000_001, 2), None);
        assert_eq!(at(-334, 2), Some(-3.34));
        let mut zero = Decimal::new(0, 2);
        zero.set_sign_negative(true);
        assert!(excel_number(zero).is_some_and(f64::is_sign_positive));
    }
}

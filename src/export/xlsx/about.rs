//! The sheet "Om": what the workbook is, so that it still explains itself when it is passed on.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::rows;
use super::styles::Styles;
use crate::domain::report::Report;
use crate::export::shared::{self, one_break};

/// Widths in characters.
const LABELS: u32 = 22;
const VALUES: u32 = 110;

/// Writes labels to the left and values to the right, the texts wrapped.
pub fn write(
    sheet: &mut Worksheet,
    top: u32,
    report: &Report,
    styles: &Styles,
) -> Result<(), XlsxError> {
    lines(sheet, top, &shared::about(report), styles)
}

/// Writes labels and values of several reports, those that they share once.
pub fn write_all<'a>(
    sheet: &mut Worksheet,
    top: u32,
    reports: impl Iterator<Item = &'a Report>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in reports.flat_map(shared::about) {
        if !all.contains(&line) {
            all.push(line);
        }
    }
    lines(sheet, top, &all, styles)
}

fn lines(
    sheet: &mut Worksheet,
    top: u32,
    lines: &[(String, String)],
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, LABELS)?;
    sheet.set_column_width(1, VALUES)?;
    for (row, (label, value)) in (top..).zip(lines) {
        let value = one_break(value);
        sheet.write_string_with_format(row, 0, label, &styles.label)?;
        sheet.write_string_with_format(row, 1, &*value, &styles.text)?;
        rows::fit(sheet, row, [(&*value, VALUES)])?;
    }
    Ok(())
}

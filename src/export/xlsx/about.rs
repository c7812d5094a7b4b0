//! The sheet "Om": what the workbook is, so that it still explains itself when it is passed on.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::styles::Styles;
use crate::domain::report::Report;
use crate::export::shared;

/// Writes labels to the left and values to the right, the texts wrapped.
pub fn write(
    sheet: &mut Worksheet,
    top: u32,
    report: &Report,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(1, 110)?;
    for (row, (label, value)) in (top..).zip(shared::about(report)) {
        sheet.write_string_with_format(row, 0, label, &styles.label)?;
        sheet.write_string_with_format(row, 1, value, &styles.text)?;
    }
    Ok(())
}

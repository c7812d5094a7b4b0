//! Excel: typed cells, native charts, and a sheet that says what the workbook is.
//!
//! Sheets: "Rapport" (the rows), "Ændringer" or "Totaler" (the totals), "Diagrammer" with the data
//! they are drawn from in "Diagramdata", and "Om". The bytes depend on the report alone: the
//! workbook's date is that of its newest source, never that of the download.

mod about;
mod charts;
mod styles;
mod table;

use jiff::Timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{ExportError, SYNTHETIC_MARK};
use crate::domain::report::{Report, Table};
use styles::Styles;

/// A4, in Excel's numbering of paper sizes.
const A4: u8 = 9;

/// The report as a workbook.
///
/// # Errors
/// [`ExportError::Xlsx`] when the report breaks a limit of Excel (rows, columns, length of a text).
pub fn write(report: &Report) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    let styles = Styles::new();

    let book = &mut workbook;
    let (rows, top) = new_sheet(book, report, &styles, "Rapport")?;
    table::write(rows, top, &report.rows, &styles)?;
    if !report.totals.rows.is_empty() {
        let (totals, top) = new_sheet(book, report, &styles, totals_name(&report.totals))?;
        table::write(totals, top, &report.totals, &styles)?;
    }
    if !report.series.is_empty() {
        let x_name = charts::x_name(report);
        let (pictures, top) = new_sheet(book, report, &styles, "Diagrammer")?;
        charts::draw(pictures, top, &report.series, &x_name)?;
        let (data, top) = new_sheet(book, report, &styles, charts::DATA_SHEET)?;
        charts::write_data(data, top, &report.series, &styles)?;
    }
    let (about, top) = new_sheet(book, report, &styles, "Om")?;
    about::write(about, top, report, &styles)?;
    Ok(workbook.save_to_buffer()?)
}

/// The number of rows at the top of every sheet that the mark of synthetic data takes.
fn mark_rows(report: &Report) -> u32 {
    u32::from(report.synthetic)
}

/// Adds a sheet, marked where the data is synthetic, and tells its first free row.
fn new_sheet<'a>(
    workbook: &'a mut Workbook,
    report: &Report,
    styles: &Styles,
    name: &str,
) -> Result<(&'a mut Worksheet, u32), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    // One page wide, as many high as it takes.
    sheet.set_print_fit_to_pages(1, 0);
    if report.synthetic {
        sheet.write_string_with_format(0, 0, SYNTHETIC_MARK, &styles.mark)?;
        sheet.set_header(format!("&C&B{SYNTHETIC_MARK}"));
        sheet.set_footer(format!("&C&B{SYNTHETIC_MARK}&RSide &P af &N"));
    } else {
        sheet.set_footer("&RSide &P af &N");
    }
    Ok((sheet, mark_rows(report)))
}

/// Totals of most reports are changes between years; those of the others are sums.
fn totals_name(totals: &Table) -> &'static str {
    match totals.column("change_pct") {
        Some(_) => "Ændringer",
        None => "Totaler",
    }
}

/// Fixed properties. Left alone, the library would put the time of writing into the file.
fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let newest = report
        .sources
        .iter()
        .filter_map(|source| source.uploaded_at.parse::<Timestamp>().ok())
        .max()
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let created = ExcelDateTime::from_timestamp(newest.as_second())?;
    let properties = DocProperties::new()
        .set_title(&report.title)
        .set_subject(report.name)
        .set_creation_datetime(&created);
    Ok(match report.synthetic {
        true => properties.set_comment(SYNTHETIC_MARK),
        false => properties,
    })
}

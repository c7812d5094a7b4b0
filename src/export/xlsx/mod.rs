//! Excel: typed cells, native charts, and a sheet that says what the workbook is.
//!
//! Sheets: the rows under the report's title, "Ændringer" or "Totaler" (the totals), "Diagrammer" with the data
//! they are drawn from in "Diagramdata", and "Om". The bytes depend on the report alone: the
//! workbook's date is that of its newest source, never that of the download. A document of several
//! reports has its words on the sheet "Tekst" and then the sheets of each report.

mod about;
mod cards;
mod charts;
mod dossier;
mod names;
mod rows;
mod styles;
mod table;
pub mod template;
mod words;

use jiff::Timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::document::Document;
use super::shared::totals_name;
use super::{ExportError, SYNTHETIC_MARK};
use crate::domain::report::{Report, Source};
use names::Names;
use styles::Styles;

/// A4, in Excel's numbering of paper sizes.
const A4: u8 = 9;

/// The report as a workbook.
///
/// # Errors
/// [`ExportError::Xlsx`] when the report breaks a limit of Excel (rows, columns, length of a text).
pub fn write(report: &Report) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let sources = report.sources.iter();
    let properties = properties(&report.title, report.synthetic, sources)?;
    workbook.set_properties(&properties.set_subject(report.name));
    let styles = Styles::new();

    let (book, marked) = (&mut workbook, report.synthetic);
    let mut names = Names::default();
    // What the report is of stands behind the colon, and on the sheet "Om".
    let title = report.title.split(':').next().unwrap_or_default();
    let (rows, top) = new_sheet(book, marked, &styles, &names.take(title))?;
    table::write(rows, top, &report.rows, &styles)?;
    if !report.totals.rows.is_empty() {
        let (totals, top) = new_sheet(book, marked, &styles, totals_name(&report.totals))?;
        table::write(totals, top, &report.totals, &styles)?;
    }
    if !report.series.is_empty() {
        let sheets = ["Diagrammer", charts::DATA_SHEET];
        pictures(book, marked, &styles, report, sheets)?;
    }
    let (about, top) = new_sheet(book, marked, &styles, "Om")?;
    about::write(about, top, report, &styles)?;
    Ok(workbook.save_to_buffer()?)
}

/// A document as a workbook: its words, each report's rows and totals, and where they come from.
///
/// # Errors
/// [`ExportError::Xlsx`] when a report breaks a limit of Excel.
pub fn write_document(document: &Document) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let (book, marked) = (&mut workbook, document.is_synthetic());
    let sources = document.reports().flat_map(|report| &report.sources);
    book.set_properties(&properties(&document.title, marked, sources)?);
    let styles = Styles::new();
    if let Some(front) = &document.front {
        dossier::write(book, document, front, &styles)?;
        return Ok(workbook.save_to_buffer()?);
    }
    let mut names = Names::default();

    let (text, top) = new_sheet(book, marked, &styles, &names.take("Tekst"))?;
    words::write(text, top, document, &styles)?;
    for section in &document.sections {
        let Some(report) = &section.report else {
            continue;
        };
        let heading = match section.heading.as_str() {
            "" => &report.title,
            heading => heading,
        };
        let (rows, top) = new_sheet(book, marked, &styles, &names.take(heading))?;
        table::write(rows, top, &report.rows, &styles)?;
        if !report.totals.rows.is_empty() {
            let name = names.take(totals_name(&report.totals));
            let (totals, top) = new_sheet(book, marked, &styles, &name)?;
            table::write(totals, top, &report.totals, &styles)?;
        }
        if !report.series.is_empty() {
            let (shown, data) = (names.take("Diagrammer"), names.take(charts::DATA_SHEET));
            pictures(book, marked, &styles, report, [&shown, &data])?;
        }
        if !section.cards.is_empty() {
            let (said, top) = new_sheet(book, marked, &styles, &names.take("Forklaringer"))?;
            cards::write(said, top, &section.cards, &styles)?;
        }
    }
    if document.reports().next().is_some() {
        let (about, top) = new_sheet(book, marked, &styles, &names.take("Om"))?;
        about::write_all(about, top, document.reports(), &styles)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The charts of a report on a sheet of their own, and the data they are drawn from on another.
fn pictures(
    book: &mut Workbook,
    marked: bool,
    styles: &Styles,
    report: &Report,
    [pictures, data]: [&str; 2],
) -> Result<(), XlsxError> {
    let x_name = charts::x_name(report);
    let (sheet, top) = new_sheet(book, marked, styles, pictures)?;
    charts::draw(sheet, top, &report.series, (&x_name, data))?;
    let (sheet, top) = new_sheet(book, marked, styles, data)?;
    charts::write_data(sheet, top, &report.series, styles)
}

/// Adds a sheet, marked where the data is synthetic, and tells its first free row.
fn new_sheet<'a>(
    workbook: &'a mut Workbook,
    synthetic: bool,
    styles: &Styles,
    name: &str,
) -> Result<(&'a mut Worksheet, u32), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    // One page wide, as many high as it takes.
    sheet.set_print_fit_to_pages(1, 0);
    if synthetic {
        sheet.write_string_with_format(0, 0, SYNTHETIC_MARK, &styles.mark)?;
        sheet.set_header(format!("&C&B{SYNTHETIC_MARK}"));
        sheet.set_footer(format!("&C&B{SYNTHETIC_MARK}&RSide &P af &N"));
    } else {
        sheet.set_footer("&RSide &P af &N");
    }
    // The mark takes the first row.
    Ok((sheet, u32::from(synthetic)))
}

/// Fixed properties. Left alone, the library would put the time of writing into the file.
fn properties<'a>(
    title: &str,
    synthetic: bool,
    sources: impl Iterator<Item = &'a Source>,
) -> Result<DocProperties, XlsxError> {
    let newest = sources
        .filter_map(|source| source.uploaded_at.parse::<Timestamp>().ok())
        .max()
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let created = ExcelDateTime::from_timestamp(newest.as_second())?;
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&created);
    Ok(if synthetic {
        properties.set_comment(SYNTHETIC_MARK)
    } else {
        properties
    })
}

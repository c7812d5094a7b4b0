//! A meeting's paper as a workbook: the first page, one sheet for each item, the charts, and "Om".

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::charts;
use super::names::Names;
use super::rows;
use super::styles::Styles;
use super::table;
use super::{about, new_sheet};
use crate::domain::report::{Chart, Value};
use crate::export::document::{Document, Front, KeyFigure, Section};
use crate::export::shared::{one_break, totals_name};

/// Widths in characters.
const LABELS: u32 = 34;
const TEXTS: u32 = 100;

/// Writes the sheets.
pub fn write(
    book: &mut Workbook,
    document: &Document,
    front: &Front,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let marked = document.is_synthetic();
    let mut names = Names::default();
    let (sheet, top) = new_sheet(book, marked, styles, &names.take("Forside"))?;
    first(sheet, top, (document, front), styles)?;
    for section in &document.sections {
        let (sheet, top) = new_sheet(book, marked, styles, &names.take(&section.heading))?;
        item(sheet, top, section, styles)?;
    }
    let series: Vec<Chart> = (document.reports())
        .flat_map(|report| report.series.iter().cloned())
        .collect();
    if !series.is_empty() {
        let (shown, data) = (names.take("Diagrammer"), names.take(charts::DATA_SHEET));
        let (sheet, top) = new_sheet(book, marked, styles, &shown)?;
        charts::draw(sheet, top, &series, ("", &data))?;
        let (sheet, top) = new_sheet(book, marked, styles, &data)?;
        charts::write_data(sheet, top, &series, styles)?;
    }
    if document.reports().next().is_some() {
        let (sheet, top) = new_sheet(book, marked, styles, &names.take("Om"))?;
        about::write_all(sheet, top, document.reports(), styles)?;
    }
    Ok(())
}

fn first(
    sheet: &mut Worksheet,
    top: u32,
    (document, front): (&Document, &Front),
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, LABELS)?;
    sheet.set_column_width(1, TEXTS)?;
    let line = |label: &str, text: String| (label.to_owned(), text);
    let mut lines = vec![line("Titel", document.title.clone())];
    lines.extend(front.facts.iter().cloned());
    lines.push(line("Papirets nummer", front.number.clone()));
    lines.push(line("Aftryk", front.print.clone()));
    lines.push(line("Datastand", front.data_version.to_string()));
    lines.push(line("", String::new()));
    lines.extend(front.asked.iter().cloned());
    lines.push(line("", String::new()));
    let row = texts(sheet, top, &lines, styles)?;
    let row = figures(sheet, row, &front.figures, styles)?;
    texts(sheet, row + 1, &front.parameters, styles)?;
    Ok(())
}

/// Each figure as a number, so that it can be used, with its unit and note behind it.
fn figures(
    sheet: &mut Worksheet,
    top: u32,
    figures: &[KeyFigure],
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let mut row = top;
    for figure in figures {
        sheet.write_string_with_format(row, 0, &figure.label, &styles.label_wrapped)?;
        let unit = format!("{} {}", figure.unit, figure.note);
        let value = figure.value.clone().into();
        table::write_cell(sheet, row, 1, &value, styles)?;
        if !matches!(figure.value, Value::Missing { .. } | Value::Masked { .. }) {
            sheet.write_string(row, 2, unit.trim())?;
        }
        row += 1;
    }
    Ok(row)
}

/// Labels to the left and texts to the right, wrapped; the row after them.
fn texts(
    sheet: &mut Worksheet,
    top: u32,
    lines: &[(String, String)],
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let mut row = top;
    for (label, text) in lines {
        let text = one_break(text);
        sheet.write_string_with_format(row, 0, label, &styles.label_wrapped)?;
        sheet.write_string_with_format(row, 1, &*text, &styles.text)?;
        rows::fit(sheet, row, [(label.as_str(), LABELS), (&*text, TEXTS)])?;
        row += 1;
    }
    Ok(row)
}

/// Heading and words, the rows, and the totals under them.
fn item(
    sheet: &mut Worksheet,
    top: u32,
    section: &Section,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let mut row = top;
    let facts = section.facts.iter().map(|(l, v)| format!("{l}: {v}"));
    let lines = std::iter::once(section.heading.clone()).chain(facts);
    for text in lines.chain(section.paragraphs.iter().cloned()) {
        let style = if row == top {
            &styles.label
        } else {
            &styles.plain
        };
        sheet.write_string_with_format(row, 0, &*one_break(&text), style)?;
        row += 1;
    }
    let Some(report) = &section.report else {
        return Ok(());
    };
    row += 1;
    if !report.rows.columns.is_empty() {
        row = table::write_rows(sheet, row, &report.rows, styles)? + 2;
    }
    if !report.totals.rows.is_empty() {
        sheet.write_string_with_format(row, 0, totals_name(&report.totals), &styles.label)?;
        table::write_rows(sheet, row + 1, &report.totals, styles)?;
    }
    table::fit_columns(sheet, [&report.rows, &report.totals])
}

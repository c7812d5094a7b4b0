//! Rows that are no report, as CSV or a workbook: a file of somebody's own, written again.

use csv::{Terminator, WriterBuilder};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::ExportError;
use super::csv::defused;

/// A cell to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain<'a> {
    Empty,
    Text(&'a str),
    /// A decimal with a point.
    Number(&'a str),
}

/// The rows as CSV with this separator, UTF-8 with byte order mark.
///
/// # Errors
/// [`ExportError::Csv`]; writing into memory has no other cause.
pub fn csv<'a>(
    separator: char,
    rows: impl Iterator<Item = Vec<Plain<'a>>>,
) -> Result<Vec<u8>, ExportError> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = WriterBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b';'))
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(&mut out);
    for row in rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Plain::Empty => String::new(),
            Plain::Text(text) if is_number(text) => (*text).to_owned(),
            Plain::Text(text) => defused(text),
            Plain::Number(text) => (*text).to_owned(),
        }))?;
    }
    writer.flush().map_err(::csv::Error::from)?;
    drop(writer);
    Ok(out)
}

/// The rows as a workbook of one sheet. A text is written as one, whatever it begins with.
///
/// # Errors
/// [`ExportError::Xlsx`] when the rows break a limit of Excel.
pub fn xlsx<'a>(
    sheet: &str,
    rows: impl Iterator<Item = Vec<Plain<'a>>>,
) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet().set_name(sheet)?;
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                Plain::Empty => {}
                Plain::Text(text) => {
                    page.write_string(at, column, text)?;
                }
                Plain::Number(text) => {
                    // What a workbook keeps is this anyway.
                    let number: f64 = text
                        .parse()
                        .map_err(|_| XlsxError::ParameterError(text.to_owned()))?;
                    page.write_number(at, column, number)?;
                }
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// A sign, digits, and what stands between them: nothing that Excel would run.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_becomes_a_formula_and_a_number_stays_one() {
        let row = vec![
            Plain::Text("=1+1"),
            Plain::Text("-12,50"),
            Plain::Text("-1+HYPERLINK(1)"),
            Plain::Number("2.5"),
            Plain::Empty,
        ];
        let csv = csv(';', std::iter::once(row)).expect("a file");
        let text = String::from_utf8(csv).expect("UTF-8");
        assert_eq!(text, "\u{feff}'=1+1;-12,50;'-1+HYPERLINK(1);2.5;\r\n");
    }
}

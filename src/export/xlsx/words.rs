//! The sheet "Tekst" of a document: title, addressee, date, and the words of its sections.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::rows;
use super::styles::Styles;
use crate::domain::danish::danish_date;
use crate::export::document::Document;
use crate::export::shared::one_break;

/// Widths in characters.
const LABELS: u32 = 26;
const TEXTS: u32 = 100;

/// Writes labels to the left and texts to the right, wrapped.
pub fn write(
    sheet: &mut Worksheet,
    top: u32,
    document: &Document,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, LABELS)?;
    sheet.set_column_width(1, TEXTS)?;
    let mut lines: Vec<(&str, String)> = vec![("Titel", document.title.clone())];
    lines.extend(document.addressee.iter().map(|to| ("Til", to.clone())));
    lines.extend(document.date.map(|date| ("Dato", danish_date(date))));
    let state = document.data_version();
    lines.extend(state.map(|version| ("Datastand", version.to_string())));
    lines.extend(document.lead.iter().map(|text| ("", text.clone())));
    for section in &document.sections {
        lines.push(("", String::new()));
        // The heading stands beside the first paragraph.
        let texts = section.paragraphs.iter().map(String::as_str);
        let texts: Vec<&str> = if section.paragraphs.is_empty() {
            vec![""]
        } else {
            texts.collect()
        };
        let labels = std::iter::once(section.heading.as_str()).chain(std::iter::repeat(""));
        lines.extend(
            labels
                .zip(texts)
                .map(|(label, text)| (label, text.to_owned())),
        );
    }
    for (row, (label, text)) in (top..).zip(lines) {
        let text = one_break(&text);
        sheet.write_string_with_format(row, 0, label, &styles.label_wrapped)?;
        sheet.write_string_with_format(row, 1, &*text, &styles.text)?;
        rows::fit(sheet, row, [(label, LABELS), (&*text, TEXTS)])?;
    }
    Ok(())
}

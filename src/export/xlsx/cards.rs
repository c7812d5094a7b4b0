//! What is said about rows at length: a row each, a column for each label, the text last.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::rows;
use super::styles::Styles;
use crate::export::document::Card;
use crate::export::shared::one_break;

const HEADING: &str = "Ydelse";
const TEXT: &str = "Forklaring";

/// Widths in characters: of a fact, of the text.
const FACT: u32 = 34;
const LONG: u32 = 70;

/// Writes heading and cards from row `top` on.
pub fn write(
    sheet: &mut Worksheet,
    top: u32,
    cards: &[Card],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let mut labels: Vec<&str> = Vec::new();
    for (label, _) in cards.iter().flat_map(|card| &card.facts) {
        if !labels.contains(&label.as_str()) {
            labels.push(label);
        }
    }
    let heads = [HEADING]
        .into_iter()
        .chain(labels.iter().copied())
        .chain([TEXT]);
    let last = labels.len() + 1;
    for (col, head) in (0u16..).zip(heads) {
        let width = if usize::from(col) == last { LONG } else { FACT };
        sheet.set_column_width(col, width)?;
        sheet.write_string_with_format(top, col, head, &styles.header)?;
    }
    for (row, card) in (top + 1..).zip(cards) {
        let fact = |label: &&str| {
            let found = card.facts.iter().find(|(known, _)| known == label);
            found.map_or("", |(_, value)| value.as_str())
        };
        let facts = labels.iter().map(fact);
        let texts = [card.heading.as_str()].into_iter().chain(facts);
        let texts: Vec<_> = texts.chain([card.text.as_str()]).map(one_break).collect();
        for (col, text) in (0u16..).zip(&texts) {
            sheet.write_string_with_format(row, col, &**text, &styles.text)?;
        }
        let widths = (0..).map(|at| if at == last { LONG } else { FACT });
        rows::fit(sheet, row, texts.iter().map(|text| &**text).zip(widths))?;
    }
    sheet.set_freeze_panes(top + 1, 1)?;
    sheet.set_repeat_rows(0, top)?;
    Ok(())
}

//! How high a row is. Excel finds out by itself when a workbook is opened; LibreOffice shows each row
//! as high as the file says, so the file says it.

use rust_xlsxwriter::{Worksheet, XlsxError};

/// A line of text in points, as high as Excel's own row.
const LINE: u32 = 15;

/// Excel shows no row that is higher.
const HIGHEST: u32 = 409;

/// Makes a row high enough for wrapped texts, each in a column of so many characters.
///
/// # Errors
/// [`XlsxError`] past the last row of a sheet.
pub fn fit<'a>(
    sheet: &mut Worksheet,
    row: u32,
    texts: impl IntoIterator<Item = (&'a str, u32)>,
) -> Result<(), XlsxError> {
    let lines = texts.into_iter().map(|(text, width)| lines(text, width));
    match lines.max() {
        Some(lines) if lines > 1 => {
            sheet.set_row_height(row, (lines * LINE).min(HIGHEST))?;
        }
        _ => {}
    }
    Ok(())
}

/// How many lines a text takes when it breaks between words.
fn lines(text: &str, width: u32) -> u32 {
    // Letters differ in width: a tenth is left free.
    let room = usize::try_from(width * 9 / 10).unwrap_or(1).max(1);
    let lines = text.lines().map(|line| {
        let (mut lines, mut used) = (1, 0);
        for word in line.split(' ') {
            let long = word.chars().count();
            if used > 0 && used + 1 + long > room {
                lines += 1;
                used = 0;
            }
            used += long + usize::from(used > 0);
            lines += used.saturating_sub(1) / room;
            used = (used - 1.min(used)) % room + 1.min(used);
        }
        lines
    });
    u32::try_from(lines.sum::<usize>())
        .unwrap_or(u32::MAX)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_at_breaks() {
        assert_eq!(lines("", 20), 1);
        assert_eq!(lines("kort", 20), 1);
        assert_eq!(lines("en\nto\n\nfire", 20), 4);
        // 18 characters fit.
        assert_eq!(lines("femten bogstaver f", 20), 1);
        assert_eq!(lines("femten bogstaver fl", 20), 2);
        assert_eq!(lines(&"x".repeat(40), 20), 3);
        assert_eq!(lines("et ord ad gangen, og saa et til og et til", 20), 3);
    }
}

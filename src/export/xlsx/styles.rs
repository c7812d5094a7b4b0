//! The looks of cells. Excel itself puts in the reader's own separators: a Danish Excel shows the
//! format `#,##0.00` as 1.234.567,89.

use rust_xlsxwriter::{Color, Format, FormatAlign};

use crate::domain::report::Value;

/// Every format of a workbook, made once.
pub struct Styles {
    pub mark: Format,
    pub header: Format,
    pub label: Format,
    pub label_wrapped: Format,
    /// A text that may take several lines.
    pub text: Format,
    /// A text of one line, beside such.
    pub plain: Format,
    pub missing: Format,
    year: Format,
    whole: Format,
    kroner: Format,
    persons: Format,
    percent: Format,
}

impl Styles {
    pub fn new() -> Styles {
        let top = || Format::new().set_align(FormatAlign::Top);
        let number = |code: &str| top().set_num_format(code);
        Styles {
            mark: Format::new()
                .set_bold()
                .set_font_color(Color::RGB(0xB0_00_20)),
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            label_wrapped: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            text: top().set_text_wrap(),
            plain: top(),
            missing: top().set_align(FormatAlign::Right),
            year: number("0"),
            whole: number("#,##0"),
            kroner: number("#,##0.00"),
            persons: number("#,##0.0###"),
            // The sign is part of the text: with Excel's own "%" the value would have to be a
            // hundredth of what every other file says.
            percent: number("0.00\" %\""),
        }
    }

    /// The format of a value that is a number.
    pub fn number(&self, value: &Value) -> &Format {
        match value {
            Value::Year(_) => &self.year,
            Value::Kroner(_) => &self.kroner,
            Value::Persons(_) => &self.persons,
            Value::Percent(_) => &self.percent,
            Value::WholeKroner(_) | Value::Count(_) | Value::Place { .. } => &self.whole,
            // No number: nobody asks.
            Value::Text(_)
            | Value::Key { .. }
            | Value::YesNo(_)
            | Value::Empty
            | Value::Missing { .. }
            | Value::Masked { .. } => &self.plain,
        }
    }
}

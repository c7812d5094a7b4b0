//! A workbook to be filled in and sent back: the data sheet first, since the first sheet is what is
//! read; then what its columns mean, and the lists that its cells let choose from.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, Formula,
    IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::names::Names;
use super::{new_sheet, properties};
use crate::export::ExportError;
use crate::export::xlsx::styles::Styles;

/// What is to be filled in.
pub struct Template<'a> {
    pub title: &'a str,
    pub columns: Vec<TemplateColumn<'a>>,
    /// What is known beforehand, from the first column on.
    pub rows: &'a [Vec<String>],
    pub synthetic: bool,
}

/// A column that is filled in.
pub struct TemplateColumn<'a> {
    pub heading: &'a str,
    pub meaning: &'a str,
    /// What is written in it, in Danish.
    pub content: &'a str,
    pub required: bool,
    pub cells: Cells,
    /// What can be chosen; nothing where anything may be written.
    pub choices: &'a [String],
    /// Whether nothing else is right.
    pub is_closed: bool,
}

/// What stands in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// As it is written: 007 stays 007.
    Text,
    /// A year between these two.
    Year(i32, i32),
    /// Whole, without groups: a month, or a year among words.
    Plain,
    /// Whole, from nothing on.
    Count,
    Amount,
    Decimal,
    Percent,
}

/// Rows that are ready to be filled in.
const ROWS: u32 = 10_000;
const EXPLAINED: &str = "Forklaring";
const LISTS: &str = "Lister";
const WIDEST: usize = 40;

/// The workbook.
///
/// # Errors
/// [`ExportError::Xlsx`] when a limit of Excel is broken.
pub fn write(template: &Template<'_>) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let title = format!("Skabelon: {}", template.title);
    workbook.set_properties(&properties(&title, template.synthetic, [].iter())?);
    let mut names = Names::default();
    let data = workbook.add_worksheet();
    data.set_name(names.take(template.title))?;
    data.set_landscape();
    write_data(data, template)?;
    let styles = Styles::new();
    let (explained, top) = new_sheet(
        &mut workbook,
        template.synthetic,
        &styles,
        &names.take(EXPLAINED),
    )?;
    explain(explained, top, template, &styles)?;
    if template.columns.iter().any(|c| !c.choices.is_empty()) {
        let lists = workbook.add_worksheet();
        lists.set_name(names.take(LISTS))?;
        write_lists(lists, template, &styles)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_data(sheet: &mut Worksheet, template: &Template<'_>) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_align(FormatAlign::Top);
    let optional = heading.clone().set_italic();
    for (at, column) in (0u16..).zip(&template.columns) {
        let style = if column.required { &heading } else { &optional };
        sheet.set_column_format(at, &column.cells.format())?;
        sheet.write_string_with_format(0, at, column.heading, style)?;
        let known = template
            .rows
            .iter()
            .filter_map(|row| row.get(usize::from(at)));
        let letters = known
            .chain(column.choices.iter())
            .map(|text| text.chars().count());
        let widest = letters.max().unwrap_or(0).max(column.heading.len());
        sheet.set_column_width(
            at,
            u32::try_from(widest.clamp(10, WIDEST) + 2).unwrap_or(12),
        )?;
        if let Some(validation) = validation(column, at)? {
            sheet.add_data_validation(1, at, ROWS, at, &validation)?;
        }
        if column.cells == Cells::Text {
            sheet.ignore_error_range(1, at, ROWS, at, IgnoreError::NumberStoredAsText)?;
        }
    }
    for (line, row) in (1u32..).zip(template.rows) {
        for ((at, text), column) in (0u16..).zip(row).zip(&template.columns) {
            let format = column.cells.format();
            match text
                .parse::<u32>()
                .ok()
                .filter(|_| column.cells != Cells::Text)
            {
                _ if text.is_empty() => {}
                Some(number) => {
                    sheet.write_number_with_format(line, at, number, &format)?;
                }
                None => {
                    sheet.write_string_with_format(line, at, text, &format)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

impl Cells {
    fn format(self) -> Format {
        Format::new().set_num_format(match self {
            Cells::Text => "@",
            Cells::Year(..) | Cells::Plain => "0",
            Cells::Count => "#,##0",
            Cells::Amount => "#,##0.00",
            Cells::Decimal => "#,##0.0###",
            Cells::Percent => "0.00",
        })
    }
}

/// What a cell of a column takes; `None` where that is anything.
fn validation(column: &TemplateColumn<'_>, at: u16) -> Result<Option<DataValidation>, XlsxError> {
    let any = DataValidation::new();
    if !column.choices.is_empty() {
        let letter = rust_xlsxwriter::column_number_to_name(at);
        let last = column.choices.len() + 1;
        let list = any
            .allow_list_formula(Formula::new(format!(
                "={LISTS}!${letter}$2:${letter}${last}"
            )))
            .set_error_title("Vælg fra listen")?
            .set_error_message(format!("I {} kan kun stå det, listen har.", column.heading))?;
        return Ok(Some(list.show_error_message(column.is_closed)));
    }
    let whole = |rule, message: String| {
        DataValidation::new()
            .allow_whole_number(rule)
            .set_error_title("Passer ikke")?
            .set_error_message(message)
    };
    Ok(match column.cells {
        Cells::Year(first, last) => Some(whole(
            DataValidationRule::Between(first, last),
            format!("{} er et år fra {first} til {last}.", column.heading),
        )?),
        Cells::Count => Some(
            whole(
                DataValidationRule::GreaterThanOrEqualTo(0),
                format!("{} er et helt tal.", column.heading),
            )?
            .set_error_style(DataValidationErrorStyle::Warning),
        ),
        _ => None,
    })
}

/// What each column means.
fn explain(
    sheet: &mut Worksheet,
    top: u32,
    template: &Template<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let steps = [
        "Udfyld det første ark, en række for hvert tal. Kolonnernes navne bliver stående, som de er.",
        "Slet de rækker, der ikke skal bruges. Kolonner med navnet i kursiv kan udelades.",
        "Gem filen, og indlæs den på siden Data. Prøv den først: så ses, hvad den ændrer.",
        "Kun det første ark læses.",
    ];
    for (line, step) in (top..).zip(steps) {
        sheet.write_string_with_format(line, 0, step, &styles.plain)?;
    }
    let head = top + u32::try_from(steps.len()).unwrap_or(4) + 1;
    let heads = [
        "Kolonne",
        "Hvad der står i den",
        "Skrives som",
        "Skal udfyldes",
    ];
    for (at, (words, width)) in (0u16..).zip(heads.into_iter().zip([22u16, 60, 32, 14])) {
        sheet.write_string_with_format(head, at, words, &styles.header)?;
        sheet.set_column_width(at, width)?;
    }
    for (line, column) in (head + 1..).zip(&template.columns) {
        let required = if column.required { "ja" } else { "nej" };
        sheet.write_string_with_format(line, 0, column.heading, &styles.label)?;
        sheet.write_string_with_format(line, 1, column.meaning, &styles.text)?;
        sheet.write_string_with_format(line, 2, column.content, &styles.text)?;
        sheet.write_string_with_format(line, 3, required, &styles.plain)?;
    }
    Ok(())
}

/// The lists, each under the name and in the place of its column.
fn write_lists(
    sheet: &mut Worksheet,
    template: &Template<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (at, column) in (0u16..).zip(&template.columns) {
        if column.choices.is_empty() {
            continue;
        }
        sheet.write_string_with_format(0, at, column.heading, &styles.header)?;
        sheet.set_column_width(at, 24)?;
        for (line, choice) in (1u32..).zip(column.choices) {
            match choice
                .parse::<u32>()
                .ok()
                .filter(|_| column.cells == Cells::Plain)
            {
                Some(number) => sheet.write_number(line, at, number)?,
                None => sheet.write_string(line, at, choice)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

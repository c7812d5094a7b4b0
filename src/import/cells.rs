//! A cell's meaning: texts, years and numbers under the convention of the file, or the reason why not.

use super::amounts::Amounts;
use super::columns::{Column, Content};
use super::errors::{RowError, shortened, shown};
use super::faults::Errors;
use super::header::Header;
use super::messages;
use super::reading::rows::{Row, Value, describe};
use super::told::Told;
use crate::domain::cpr;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::period::Year;
use rust_decimal::Decimal;

/// Digits of a number that a workbook keeps.
const KEPT_DIGITS: usize = 15;
/// Letters of a cell outside the columns.
const LONGEST: usize = 500;

/// One row with its columns found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a> {
    pub row: Row<'a>,
    pub header: &'a Header,
    pub columns: &'static [Column],
    /// How texts that are numbers are written in this file.
    pub convention: Convention,
    pub amounts: Amounts,
    /// What is worth telling of how the file was read.
    pub told: &'a Told,
}

impl<'a> Fields<'a> {
    pub(super) fn line(&self) -> u32 {
        self.row.line
    }

    pub(super) fn value(&self, column: usize) -> Value<'a> {
        self.header
            .place(column)
            .map_or(Value::Empty, |place| self.row.get(place))
    }

    /// Names the place of a fault and keeps it.
    pub(super) fn refuse(&self, column: usize, error: RowError, errors: &mut Errors) {
        errors.push(
            error
                .on_line(self.row.line)
                .in_column(self.columns[column].key),
        );
    }

    /// The text of a column that may be empty.
    ///
    /// # Errors
    /// A cell of a workbook that holds no text: the fault is kept, nothing is returned.
    pub(super) fn optional(
        &self,
        column: usize,
        errors: &mut Errors,
    ) -> Result<Option<&'a str>, ()> {
        match self.value(column) {
            Value::Empty => Ok(None),
            Value::Number(text) if text.len() > KEPT_DIGITS => {
                self.refuse(column, messages::lost_digits(), errors);
                Err(())
            }
            Value::Text(text) | Value::Number(text) => Ok(Some(text.trim())),
            odd => {
                self.refuse(column, odd_cell(odd), errors);
                Err(())
            }
        }
    }

    /// The text of a column that must be filled in. `None`: the fault is kept.
    pub(super) fn text(&self, column: usize, errors: &mut Errors) -> Option<&'a str> {
        let text = self.optional(column, errors).ok()?;
        if text.is_none() {
            self.refuse(column, messages::empty_value(&self.columns[column]), errors);
        }
        text
    }

    /// A year. `None`: the fault is kept.
    pub(super) fn year(&self, column: usize, errors: &mut Errors) -> Option<Year> {
        let text = self.text(column, errors)?;
        let year = Year::parse(text);
        if year.is_none() {
            let is_number = text.bytes().all(|b| b.is_ascii_digit());
            self.refuse(
                column,
                if is_number {
                    messages::year_out_of_range(text)
                } else {
                    messages::not_a_year(text)
                },
                errors,
            );
        }
        year
    }

    /// A number, read by one of the domain's parsers. `None`: the fault is kept.
    pub(super) fn number<T>(
        &self,
        column: usize,
        parse: impl Fn(&str, Convention) -> Result<T, NumberError>,
        errors: &mut Errors,
    ) -> Option<T> {
        let shown_as_percent;
        let in_percent = self.columns[column].content == Content::Percent;
        let value = match self.value(column) {
            Value::Percent(stored) if in_percent => {
                shown_as_percent = hundredfold(stored);
                Value::Number(&shown_as_percent)
            }
            Value::Text(text) if in_percent => {
                Value::Text(text.trim().trim_end_matches('%').trim_end())
            }
            value => value,
        };
        if let Value::Text(text) = value {
            let whole = self.columns[column].content == Content::Count;
            self.told.grouping(text, whole, (self.row.line, column));
        }
        let result = match value {
            Value::Text(text) => parse(text, self.convention).and_then(|number| {
                match grouped_by_the_other(text, self.convention) {
                    // A digit more than is kept is refused, and so is one that is zero.
                    Some(finer) => parse(&finer, self.convention).map(|_| number),
                    None => Ok(number),
                }
            }),
            // The value of the cell, not its display: always a point.
            Value::Number(text) => {
                parse(text, Convention::Point).or_else(|fault| self.rounded(text, fault, &parse))
            }
            Value::Empty => Err(NumberError::Empty),
            odd => {
                self.refuse(column, odd_cell(odd), errors);
                return None;
            }
        };
        let fault = match result {
            Ok(number) => return Some(number),
            Err(fault) => fault,
        };
        let found = describe_number(value);
        self.refuse(
            column,
            match fault {
                NumberError::Empty => messages::empty_value(&self.columns[column]),
                NumberError::NotANumber | NumberError::WrongConvention => {
                    let text = match value {
                        Value::Text(text) => text,
                        _ => "",
                    };
                    let nearly = messages::nearly_a_number(text);
                    nearly.unwrap_or_else(|| match fault {
                        NumberError::NotANumber => messages::not_a_number(text),
                        _ => messages::wrong_convention(found, self.convention),
                    })
                }
                NumberError::TooManyDecimals { allowed } => {
                    messages::too_many_decimals(found, allowed)
                }
                NumberError::TooLarge => messages::number_too_large(found),
            },
            errors,
        );
        None
    }

    /// A calculated number of a workbook with more decimals than are kept: rounded half away from
    /// zero to those that are, and told of. A count is whole: it is not made so.
    fn rounded<T>(
        &self,
        text: &str,
        fault: NumberError,
        parse: &impl Fn(&str, Convention) -> Result<T, NumberError>,
    ) -> Result<T, NumberError> {
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        let may = match fault {
            NumberError::TooManyDecimals { allowed } => allowed > 0,
            // Of many decimals, when amounts are counted in millions.
            NumberError::TooLarge => decimals > 2,
            _ => false,
        };
        let Some(exact) = text.parse::<Decimal>().ok().filter(|_| may) else {
            return Err(fault);
        };
        for kept in (1..decimals.min(28)).rev() {
            let kept = u32::try_from(kept).unwrap_or(0);
            let Some(nearest) = number::rounded(&number::from_decimal(exact), kept) else {
                continue;
            };
            if let Ok(number) = parse(&nearest.to_string(), Convention::Point) {
                self.told.rounded.borrow_mut().add(self.row.line);
                return Ok(number);
            }
        }
        Err(fault)
    }

    /// As [`Fields::number`], of a column that may be empty.
    ///
    /// # Errors
    /// The fault is kept, nothing is returned.
    pub(super) fn optional_number<T>(
        &self,
        column: usize,
        parse: impl Fn(&str, Convention) -> Result<T, NumberError>,
        errors: &mut Errors,
    ) -> Result<Option<T>, ()> {
        match self.value(column) {
            Value::Empty => Ok(None),
            // "–" and "n/a" where nothing has to stand.
            Value::Text(text) if messages::says_nothing(text.trim()) => Ok(None),
            _ => self.number(column, parse, errors).map(Some).ok_or(()),
        }
    }

    /// A yes or no (ja/nej). `None`: the fault is kept.
    pub(super) fn yes_no(&self, column: usize, errors: &mut Errors) -> Option<bool> {
        if let Value::Boolean(is) = self.value(column) {
            return Some(is);
        }
        let text = self.text(column, errors)?;
        // As people write it, and as Danish and English Excel write it into a CSV file.
        let answer = match text.to_lowercase().as_str() {
            "ja" | "sand" | "true" => Some(true),
            "nej" | "falsk" | "false" => Some(false),
            _ => None,
        };
        if answer.is_none() {
            self.refuse(column, messages::not_yes_or_no(text), errors);
        }
        answer
    }

    /// A column's value for a message about it.
    pub(super) fn describe_number(&self, column: usize) -> String {
        describe_number(self.value(column))
    }

    /// The place of a text that is longer than its column holds, and how long it may be.
    pub(super) fn long_place(&self) -> Option<(usize, usize)> {
        (0..self.row.len()).find_map(|place| {
            let (Value::Text(text) | Value::Error(text)) = self.row.get(place) else {
                return None;
            };
            let column = self.header.column_at(place).map(|at| &self.columns[at]);
            let longest = column.map_or(LONGEST, Column::longest);
            // Bytes are counted first: nearly every text is told by them.
            (text.len() > longest && text.chars().nth(longest).is_some())
                .then_some((place, longest))
        })
    }

    /// The place of a value in the row that looks like a CPR number.
    pub(super) fn cpr_place(&self) -> Option<usize> {
        (0..self.row.len()).find(|place| {
            let content = self
                .header
                .column_at(*place)
                .map_or(Content::Text, |column| self.columns[column].content);
            holds_cpr(self.row.get(*place), content)
        })
    }
}

/// Whether a cell holds a value that looks like a CPR number. Ten digits in a column of amounts
/// are an amount, unless they are written as such a number is.
pub(super) fn holds_cpr(value: Value<'_>, content: Content) -> bool {
    match (value, content) {
        (Value::Text(text), Content::Money) if is_numeric(text) => cpr::find_written_apart(text),
        (Value::Text(text), Content::Id) if is_marked_p_number(text) => false,
        (Value::Text(text) | Value::Error(text) | Value::Unkept(text), _) => cpr::find(text),
        (Value::Number(_), Content::Money) => false,
        (Value::Number(text), _) => cpr::is_number(text),
        _ => false,
    }
}

/// "P1010101010", as the number of a production unit is told from that of a person.
fn is_marked_p_number(text: &str) -> bool {
    text.strip_prefix(['P', 'p'])
        .is_some_and(|rest| may_be_p_number(rest.trim_start_matches([' ', '-'])))
}

/// Ten digits, the first of them 1, as those of all production units.
pub(super) fn may_be_p_number(text: &str) -> bool {
    text.len() == 10 && text.starts_with('1') && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_numeric(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '\u{2212}' | ' ' | '\u{a0}'))
}

/// What a cell shows whose value is a fraction: 0.95 as 95 %.
fn hundredfold(stored: &str) -> String {
    match stored
        .parse::<Decimal>()
        .ok()
        .and_then(|d| d.checked_mul(Decimal::ONE_HUNDRED))
    {
        Some(percent) => percent.normalize().to_string(),
        // Far beyond any percentage, and refused as it stands.
        None => stored.to_owned(),
    }
}

/// A number with exactly three decimals may be grouped as the other convention does ("532,000"):
/// the same with a last decimal that is not zero, so that it fits only where decimals so fine are
/// kept.
fn grouped_by_the_other(text: &str, convention: Convention) -> Option<String> {
    let text = text.trim();
    let separator = match convention {
        Convention::Comma => ',',
        Convention::Point => '.',
    };
    let (_, decimals) = text.rsplit_once(separator)?;
    (decimals.len() == 3 && decimals.ends_with('0'))
        .then(|| format!("{}1", &text[..text.len() - 1]))
}

/// Whether a text is what a spreadsheet shows for a calculation that failed.
pub(super) fn is_error_text(text: &str) -> bool {
    const ERRORS: [&str; 15] = [
        "#REFERENCE!",
        "#I/T",
        "#VÆRDI!",
        "#DIVISION/0!",
        "#NAVN?",
        "#NUM!",
        "#NUL!",
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#SPILL!",
        "#OVERLØB!",
    ];
    match text.as_bytes() {
        [b'#', ..] => ERRORS.contains(&text.to_uppercase().as_str()),
        [b'E', b'r', b'r', b':', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// The value of a column of numbers; an amount of ten digits may be shown.
fn describe_number(value: Value<'_>) -> String {
    match value {
        Value::Text(text) if is_numeric(text) && !cpr::find_written_apart(text) => {
            format!("»{}«", shortened(text, 40))
        }
        Value::Text(text) => shown(text),
        other => describe(other),
    }
}

fn odd_cell(value: Value<'_>) -> RowError {
    match value {
        Value::Formula => messages::formula_without_value(),
        Value::Error(text) => messages::error_cell(text),
        Value::Percent(_) => messages::percent_cell(),
        Value::Foreign(_) => messages::foreign_cell(describe(value)),
        Value::Unkept(text) => messages::value_not_kept(text),
        Value::Boolean(_) => messages::boolean_cell(),
        _ => messages::date_cell(),
    }
}

//! What the writers share: digits, headings, the notes with every missing figure's reason.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::domain::report::{Cell, Column, Report, Source, Table, Value};

/// The digits of a numeric value with a decimal point: "532477630.00", "626.0", "-3.34".
/// `None` for what is no decimal number.
pub fn digits(value: &Value) -> Option<String> {
    let (number, decimals) = match value {
        Value::Kroner(d) | Value::Percent(d) => (d, 2),
        Value::Persons(d) => (d, 1),
        Value::WholeKroner(d) => (d, 0),
        Value::Text(_)
        | Value::Key { .. }
        | Value::Year(_)
        | Value::YesNo(_)
        | Value::Count(_)
        | Value::Place { .. }
        | Value::Empty
        | Value::Missing { .. }
        | Value::Masked { .. } => return None,
    };
    Some(at_least(*number, decimals).to_string())
}

/// The number with the fewest decimals that lose nothing, but at least `decimals`. Values come
/// rounded, so digits are only ever filled up here, never cut. Normalizing also turns a negative
/// zero, which would be written "-0.00", into zero.
fn at_least(number: Decimal, decimals: u32) -> Decimal {
    let mut number = number.normalize();
    if number.scale() < decimals {
        number.rescale(decimals);
    }
    number
}

/// The text with one kind of line break: browsers send two characters for it, and other programs
/// know others.
pub fn one_break(text: &str) -> Cow<'_, str> {
    const OTHERS: [char; 5] = ['\r', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}'];
    if text.contains(OTHERS) {
        text.replace("\r\n", "\n").replace(OTHERS, "\n").into()
    } else {
        text.into()
    }
}

/// A column's heading with its unit: "Udgift (kr.)". A label that names its unit already is left
/// alone: "År", "Helårspersoner", "Ændring i %".
pub fn heading(column: &Column) -> String {
    let unit = column.unit.label();
    if column.label.to_lowercase().contains(unit) {
        column.label.clone()
    } else {
        format!("{} ({unit})", column.label)
    }
}

/// Totals of most reports are changes between years; those of the others are sums.
pub fn totals_name(totals: &Table) -> &'static str {
    match totals.column("change_pct") {
        Some(_) => "Ændringer",
        None => "Totaler",
    }
}

/// Rows that a reason is told of by name; of more the first, the last and how many.
const NAMED: usize = 60;

/// The notes of the report and, after them, the reason of every missing or masked figure that no note
/// gives: once, with the rows it is missing in. A file never shows a hole without saying why. Which
/// figures are masked stands in their cells.
pub fn complete_notes(report: &Report) -> Vec<String> {
    let mut notes = report.notes.clone();
    let mut reasons: Vec<(Cow<'_, str>, Vec<String>)> = Vec::new();
    for table in [&report.rows, &report.totals] {
        for (row, value, reason) in lacking(table) {
            if report.notes.iter().any(|note| note.contains(&*reason)) {
                continue;
            }
            let place = reasons.iter().position(|(known, _)| *known == reason);
            let place = place.unwrap_or_else(|| {
                reasons.push((reason, Vec::new()));
                reasons.len() - 1
            });
            let (rows, identity) = (&mut reasons[place].1, identity(row));
            if !value.is_masked() && !identity.is_empty() && rows.last() != Some(&identity) {
                rows.push(identity);
            }
        }
    }
    notes.extend(reasons.into_iter().map(|(reason, rows)| match rows[..] {
        [] => reason.into_owned(),
        // Hundreds of rows would hide what is said of them.
        [ref first, .., ref last] if rows.len() > NAMED => {
            let between = rows.len() - 2;
            format!("{first}; {between} rækker til; {last}: {reason}")
        }
        [..] => format!("{}: {reason}", rows.join("; ")),
    }));
    notes
}

fn lacking(table: &Table) -> impl Iterator<Item = (&Vec<Cell>, &Value, Cow<'_, str>)> {
    table.rows.iter().flat_map(|row| {
        let values = row.iter().map(|cell| &cell.value);
        values.filter_map(move |value| Some((row, value, value.lack()?)))
    })
}

/// What a reader knows the row by: its texts and years.
fn identity(row: &[Cell]) -> String {
    let known: Vec<String> = row
        .iter()
        .filter(|cell| {
            matches!(
                cell.value,
                Value::Text(_) | Value::Key { .. } | Value::Year(_)
            )
        })
        .map(|cell| cell.value.danish())
        .filter(|text| !text.is_empty())
        .collect();
    known.join(", ")
}

/// What the report is and where it comes from, as pairs of a Danish label and a value: the sheet
/// "Om" of the workbook.
pub fn about(report: &Report) -> Vec<(String, String)> {
    let pair = |label: &str, value: String| (label.to_owned(), value);
    let mut lines = vec![pair("Rapport", report.title.clone())];
    lines.extend(
        complete_notes(report)
            .into_iter()
            .map(|note| pair("Bemærkning", note)),
    );
    lines.extend(
        report
            .filters
            .iter()
            .map(|filter| pair(filter.label, filter.words().to_owned())),
    );
    // A report that can be asked "as of" names the state among its filters.
    if !report.filters.iter().any(|filter| filter.key == "as-of") {
        lines.push(pair("Datastand", report.data_version.to_string()));
    }
    lines.extend(report.sources.iter().map(|s| pair("Kilde", source(s))));
    lines
}

fn source(source: &Source) -> String {
    format!(
        "{} (upload {}, {}, {}, SHA-256 {})",
        source.file, source.batch, source.uploaded_at, source.uploaded_by, source.sha256
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Unit;

    #[test]
    fn digits_are_filled_up_and_never_cut() {
        let kroner = |units, scale| digits(&Value::Kroner(Decimal::new(units, scale)));
        assert_eq!(kroner(5, 0).as_deref(), Some("5.00"));
        assert_eq!(kroner(-123_456, 3).as_deref(), Some("-123.456"));
        let persons = |units, scale| digits(&Value::Persons(Decimal::new(units, scale)));
        assert_eq!(persons(6_260_000, 4).as_deref(), Some("626.0"));
        assert_eq!(persons(2055, 4).as_deref(), Some("0.2055"));
        let whole = digits(&Value::WholeKroner(Decimal::new(100, 2)));
        assert_eq!(whole.as_deref(), Some("1"));
        assert_eq!(digits(&Value::Count(3)), None);
    }

    #[test]
    fn there_is_no_negative_zero() {
        let mut zero = Decimal::new(0, 2);
        zero.set_sign_negative(true);
        assert_eq!(zero.to_string(), "-0.00");
        assert_eq!(digits(&Value::Percent(zero)).as_deref(), Some("0.00"));
    }

    #[test]
    fn a_heading_names_its_unit_once() {
        let head = |label, unit| heading(&Column::new("k", label, unit));
        assert_eq!(head("Udgift", Unit::Kroner), "Udgift (kr.)");
        assert_eq!(head("Helårspersoner", Unit::Persons), "Helårspersoner");
        assert_eq!(head("Ændring i %", Unit::Percent), "Ændring i %");
        assert_eq!(head("Gruppe", Unit::Text), "Gruppe");
        assert_eq!(head("ÅR", Unit::Year), "ÅR");
    }
}

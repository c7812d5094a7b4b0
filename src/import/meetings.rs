//! A table that somebody brings to a meeting: any headings, each column's kind told by its cells. It is
//! no file of facts: nothing is looked up, and all that is wrong is said at once, in Danish.

use std::ops::ControlFlow;

use rust_decimal::Decimal;

use super::errors::RowError;
use super::reading::csv::{CsvText, SEPARATORS};
use super::reading::detect::{Detected, Source, Workbook, detect};
use super::reading::rows::{Budget, Row, Until, Value};
use super::reading::{encoding, ods, xlsx};
use super::{Options, is_total_name};
use crate::domain::meetings::Table;
use crate::domain::meetings::table::{COLUMNS_AT_MOST, Cell, Column, Kind, ROWS_AT_MOST};
use crate::domain::number::{self, Convention};
use crate::domain::{cpr, fold};

/// A cell as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Raw {
    Empty,
    Text(String),
    Number(Decimal),
    Percent(Decimal),
    /// What cannot be read, in Danish.
    Other(&'static str),
}

/// The rows of a file with their lines.
type Rows = Vec<(u32, Vec<Raw>)>;

/// Reads a table: CSV, XLSX or ODS (first sheet).
///
/// # Errors
/// All that is wrong with it, a sentence each, in Danish; none repeats a CPR-like number.
pub fn table(bytes: &[u8], file_name: &str, options: &Options) -> Result<Table, Vec<String>> {
    let rows = rows(bytes, file_name, options)?;
    let filled = |row: &[Raw]| row.iter().filter(|cell| **cell != Raw::Empty).count();
    let mut rows = rows.into_iter().skip_while(|(_, row)| filled(row) < 2);
    let Some((_, head)) = rows.next() else {
        return Err(vec![
            "Filen har ingen tabel: en række med mindst to overskrifter mangler.".to_owned(),
        ]);
    };
    let labels: Vec<String> = head.iter().map(label).collect();
    let width = labels
        .iter()
        .rposition(|label| !label.is_empty())
        .map_or(0, |at| at + 1);
    let body: Rows = rows.filter(|(_, row)| filled(row) > 0).collect();
    let mut faults = Vec::new();
    if width > COLUMNS_AT_MOST || body.len() > ROWS_AT_MOST {
        faults.push(format!(
            "Tabellen har {width} kolonner og {} rækker; et punkt kan højst have {COLUMNS_AT_MOST} og {ROWS_AT_MOST}.",
            body.len()
        ));
        return Err(faults);
    }
    if body.is_empty() {
        faults.push("Tabellen har ingen rækker under overskrifterne.".to_owned());
    }
    for (at, label) in labels.iter().take(width).enumerate() {
        if label.is_empty() {
            faults.push(format!("Kolonne {} har ingen overskrift.", at + 1));
        }
    }
    for (line, row) in &body {
        if row.iter().skip(width).any(|cell| *cell != Raw::Empty) {
            faults.push(format!(
                "Linje {line} har flere celler, end der er overskrifter."
            ));
        }
    }
    let columns = (0..width).map(|at| column(&labels[at], at, &body, &mut faults));
    let columns: Vec<Column> = columns.collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let cells = |(_, row): &(u32, Vec<Raw>)| -> Vec<Cell> {
        let of = |at: usize| cell(row.get(at).unwrap_or(&Raw::Empty), columns[at].kind);
        (0..width).map(of).collect()
    };
    let mut table = Table {
        rows: body.iter().map(cells).collect(),
        columns: columns.clone(),
        has_total: false,
        chart: false,
    };
    let last = table.rows.len() - 1;
    table.has_total = last > 0 && is_total_name(&fold::key(table.name_of(last)));
    Ok(table)
}

fn told(error: &RowError) -> Vec<String> {
    let line = error
        .line
        .map_or_else(String::new, |line| format!("Linje {line}: "));
    vec![format!(
        "{line}{} {} {}",
        error.found, error.problem, error.remedy
    )]
}

fn rows(bytes: &[u8], file_name: &str, options: &Options) -> Result<Rows, Vec<String>> {
    let limits = &options.limits;
    let until = Until::starting_now(limits.time, options.cancel.clone());
    let budget = Budget::of(limits, &until);
    let detected = detect(bytes, file_name, limits, until).map_err(|e| told(&e))?;
    let workbook = match detected {
        Detected::Text => {
            let text = encoding::decode(bytes).map_err(|e| told(&e))?;
            return of_text(&text.text, &budget, options.decimal);
        }
        Detected::Xlsx(archive) => xlsx::Sheet::open(archive, None).map(Workbook::Xlsx),
        Detected::Ods(archive) => ods::Sheet::open(archive, None).map(Workbook::Ods),
    };
    let source = Source::Sheet(Box::new(workbook.map_err(|e| told(&e))?));
    walked(source, &budget, Convention::Point)
}

/// The separator under which the first row with several cells has the most.
fn of_text(text: &str, budget: &Budget, decimal: Option<Convention>) -> Result<Rows, Vec<String>> {
    let mut best: Option<(usize, Rows)> = None;
    let mut refused = None;
    for separator in SEPARATORS {
        let convention = match (decimal, separator) {
            (Some(said), _) => said,
            (None, ';') => Convention::Comma,
            (None, _) => Convention::Point,
        };
        let source = Source::Csv(CsvText { text, separator });
        match walked(source, budget, convention) {
            Ok(rows) => {
                let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
                if best.as_ref().is_none_or(|(most, _)| width > *most) {
                    best = Some((width, rows));
                }
            }
            Err(words) => refused = refused.or(Some(words)),
        }
    }
    match best {
        Some((_, rows)) => Ok(rows),
        None => Err(refused.unwrap_or_default()),
    }
}

fn walked(mut source: Source<'_>, budget: &Budget, of: Convention) -> Result<Rows, Vec<String>> {
    let mut rows = Rows::new();
    let walked = source.each(budget.clone(), &mut |row| {
        rows.push((row.line, cells(row, of)));
        // One row too many is told of; the rest need not be read.
        if rows.len() > ROWS_AT_MOST + 40 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    walked.map_err(|e| told(&e))?;
    Ok(rows)
}

fn cells(row: &Row<'_>, convention: Convention) -> Vec<Raw> {
    let decimal = |text: &str| text.parse::<Decimal>().ok();
    let cell = |value| match value {
        Value::Empty => Raw::Empty,
        Value::Text(text) if text.trim().is_empty() => Raw::Empty,
        Value::Text(text) => of_words(text.trim(), convention),
        Value::Number(text) | Value::Foreign(text) => {
            decimal(text).map_or(Raw::Other("et tal, der er for stort"), Raw::Number)
        }
        Value::Percent(text) => {
            let percent = decimal(text).and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED));
            percent.map_or(Raw::Other("en procent, der er for stor"), |p| {
                Raw::Percent(p.normalize())
            })
        }
        // A day is told as it is written.
        Value::Date(text) => Raw::Text(text.to_owned()),
        Value::Boolean(yes) => Raw::Text(if yes { "ja" } else { "nej" }.to_owned()),
        Value::Unkept(_) => Raw::Other("et tal uden gemt værdi"),
        Value::Formula => Raw::Other("en formel uden værdi"),
        Value::Error(_) => Raw::Other("en fejl i en formel"),
    };
    row.values().map(cell).collect()
}

/// A text that is a number under the file's convention; a code as "0851" is none.
fn of_words(text: &str, convention: Convention) -> Raw {
    let (body, percent) = match text.strip_suffix('%') {
        Some(body) => (body.trim_end(), true),
        None => (text, false),
    };
    let code = body.len() > 1 && body.starts_with('0') && body.bytes().all(|b| b.is_ascii_digit());
    match number::parse(body, convention) {
        Ok(scaled) if !code => {
            let number = Decimal::new(scaled.units, scaled.scale);
            if percent {
                Raw::Percent(number)
            } else {
                Raw::Number(number)
            }
        }
        _ => Raw::Text(text.to_owned()),
    }
}

fn label(cell: &Raw) -> String {
    match cell {
        Raw::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Raw::Number(number) | Raw::Percent(number) => number.to_string(),
        Raw::Empty | Raw::Other(_) => String::new(),
    }
}

/// Whether a heading says that its column is in percent.
fn says_percent(label: &str) -> bool {
    let key = fold::key(label);
    let key = key.trim_end_matches(['.', ')']);
    ["%", "pct", "procent"].iter().any(|end| key.ends_with(end))
}

/// What a column is: numbers where all that stands in it are, text where few are; some words among
/// numbers are refused, since they may be numbers in another spelling.
fn column(label: &str, at: usize, body: &Rows, faults: &mut Vec<String>) -> Column {
    let of_column = || {
        body.iter()
            .filter_map(move |(line, row)| Some((line, row.get(at)?)))
    };
    let filled = of_column().filter(|(_, cell)| **cell != Raw::Empty).count();
    let is_number = |cell: &Raw| matches!(cell, Raw::Number(_) | Raw::Percent(_));
    let numbers = of_column().filter(|(_, cell)| is_number(cell)).count();
    if cpr::find(label) {
        faults.push(format!(
            "Overskriften på kolonne {} har et CPR-lignende nummer.",
            at + 1
        ));
    }
    let numeric = numbers * 2 > filled;
    for (line, cell) in of_column() {
        let wrong = match cell {
            Raw::Other(what) => Some(format!("her står {what}. Skriv værdien selv.")),
            Raw::Text(text) if cpr::find(text) => {
                Some("her står et CPR-lignende nummer. Fjern det.".to_owned())
            }
            Raw::Text(text) if numeric => Some(format!(
                "»{text}« er ikke et tal i filens skrivemåde, men resten af kolonnen er tal."
            )),
            Raw::Empty | Raw::Text(_) | Raw::Number(_) | Raw::Percent(_) => None,
        };
        faults
            .extend(wrong.map(|words| format!("Linje {line}, »{}«: {words}", cpr::without(label))));
    }
    let has_percent = of_column().any(|(_, cell)| matches!(cell, Raw::Percent(_)));
    let kind = if !numeric {
        Kind::Text
    } else if has_percent || says_percent(label) {
        Kind::Percent
    } else {
        Kind::Number
    };
    Column {
        label: label.to_owned(),
        kind,
    }
}

fn cell(raw: &Raw, kind: Kind) -> Cell {
    match (raw, kind) {
        (Raw::Empty | Raw::Other(_), _) => Cell::Empty,
        (Raw::Number(number) | Raw::Percent(number), Kind::Number | Kind::Percent) => {
            Cell::Number(*number)
        }
        (Raw::Number(number), Kind::Text) => Cell::Text(number::danish(*number)),
        (Raw::Percent(number), Kind::Text) => Cell::Text(format!("{} %", number::danish(*number))),
        (Raw::Text(text), _) => Cell::Text(text.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, Vec<String>> {
        table(text.as_bytes(), "tabel.csv", &Options::default())
    }

    #[test]
    fn kinds_are_told_by_the_cells_and_the_last_row_by_its_name() {
        let table = read(
            "Tabel 1\nKKR;Medlemmer;Svarrate %\nNord;1.022;100\nSyd;30;76,7\nI alt;1.052;99\n",
        );
        let table = table.expect("a table");
        let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
        assert_eq!(kinds, [Kind::Text, Kind::Number, Kind::Percent]);
        assert!(table.has_total);
        assert_eq!(table.rows[0][1], Cell::Number(1022.into()));
        assert_eq!(table.rows[1][2], Cell::Number("76.7".parse().unwrap()));
        let english = read("name,share\na,61.4%\nb,2%\n").expect("a table");
        assert_eq!(english.columns[1].kind, Kind::Percent);
        assert!(!english.has_total);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let faults = read("Navn;Antal;\na;12;\nb;1234.50;\nc;7;x\nd;8;\n").unwrap_err();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(
            faults
                .iter()
                .any(|f| f.contains("Linje 3, »Antal«: »1234.50« er ikke et tal"))
        );
        assert!(faults.iter().any(|f| f.contains("flere celler")));
        let cpr = read("Navn;Antal\nSe 010190-1234;1\n").unwrap_err();
        assert!(cpr[0].contains("CPR-lignende") && !cpr[0].contains("010190"));
        assert!(read("kun en kolonne\n1\n").unwrap_err()[0].contains("to overskrifter"));
        assert!(read("a;b\n").unwrap_err()[0].contains("ingen rækker"));
    }

    #[test]
    fn codes_are_text() {
        let table = read("Kode;Navn\n0851;Aalborg\n0860;Hjørring\n").expect("a table");
        assert_eq!(table.columns[0].kind, Kind::Text);
        assert_eq!(table.rows[0][0], Cell::Text("0851".to_owned()));
    }
}

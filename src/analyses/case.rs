//! Cases: read from `cases/*.toml`, and tried.

use super::analysis::{Allowed, Analysis, Column};
use super::answer::{rows, shown};
use super::ask;
use super::fault::{Fault, Faults};
use super::given::{Case, Expected, Tables};
use super::kind::{Names, written};
use super::view::View;
use super::written::{self as toml, Rows, Section};
use crate::storage::analyses::Datum;

/// Said of a view that nothing is given of.
const EMPTY: &str = "empty";

/// Reads a case of an analysis.
///
/// # Errors
/// All its faults.
pub fn read(file: &str, text: &str, analysis: &Analysis) -> Result<Case, Vec<Fault>> {
    let mut faults = Faults::of(file, text);
    let table = toml::read(text, &mut faults);
    if !faults.is_empty() {
        return Err(faults.done());
    }
    let mut top = Section::of(table.get_ref(), 0);
    let title = top.needed("title", &mut faults);
    let day = top.needed("today", &mut faults);
    let today = day.and_then(|word| {
        let day = word.text.parse().ok();
        if day.is_none() {
            faults.at(
                word.at,
                format!("»{}« er ikke en dag som 2026-11-27.", word.text),
            );
        }
        day
    });
    let parameters = parameters(&mut top, analysis, &mut faults);
    let tables = match top.section("views", &mut faults) {
        Some(section) => tables(section, analysis, &mut faults),
        None => {
            faults.at(0, "»views« mangler: hvad er givet?");
            Tables::new()
        }
    };
    let (expected, line) = expected(&mut top, analysis, &mut faults);
    top.rest(&mut faults);
    match (title, today, faults.is_empty()) {
        (Some(title), Some(today), true) => Ok(Case {
            file: file.to_owned(),
            title: title.text,
            today,
            parameters,
            tables,
            expected,
            line,
        }),
        _ => Err(faults.done()),
    }
}

fn parameters(
    top: &mut Section<'_, '_>,
    analysis: &Analysis,
    faults: &mut Faults<'_>,
) -> Vec<(String, String)> {
    let Some(mut section) = top.section("parameters", faults) else {
        if !analysis.parameters.is_empty() {
            faults.at(0, "»parameters« mangler: hvad spørges der om?");
        }
        return Vec::new();
    };
    let mut given = Vec::new();
    for parameter in &analysis.parameters {
        let word = section.needed(parameter.key, faults);
        given.extend(word.map(|word| (parameter.key.to_owned(), word.text)));
    }
    section.rest(faults);
    given
}

fn tables(mut section: Section<'_, '_>, analysis: &Analysis, faults: &mut Faults<'_>) -> Tables {
    let mut tables = Tables::new();
    for view in &analysis.views {
        let at = section.at;
        match section.rows(view.name, faults) {
            Some(Rows::Given(rows)) => {
                let rows = rows.into_iter().map(|row| given(row, view, faults));
                tables.insert(view.name, rows.collect());
            }
            Some(Rows::Word(word)) if word.text == EMPTY => {
                tables.insert(view.name, Vec::new());
            }
            Some(Rows::Word(word)) => {
                let words = format!(
                    "»{}« skal være en liste af rækker eller \"empty\".",
                    view.name
                );
                faults.at(word.at, words);
            }
            None => {
                let words = format!(
                    "Forespørgslen læser »{0}«, som ikke er givet. Skriv {0} = \"empty\", hvis den er tom.",
                    view.name
                );
                faults.at(at, words);
            }
        }
    }
    section.rest(faults);
    tables
}

/// A row of a view.
fn given(mut row: Section<'_, '_>, view: &View, faults: &mut Faults<'_>) -> Vec<Datum> {
    let mut data = Vec::with_capacity(view.columns.len());
    for column in view.columns {
        let at = row.at;
        let datum = match row.text(column.name, faults) {
            Some(word) => column.kind.datum(&word.text).unwrap_or_else(|words| {
                faults.at(word.at, format!("»{}«: {words}", column.name));
                Datum::Null
            }),
            None => {
                if !column.optional {
                    let words = format!("Rækken af »{}« mangler »{}«.", view.name, column.name);
                    faults.at(at, words);
                }
                Datum::Null
            }
        };
        data.push(datum);
    }
    row.rest(faults);
    data
}

fn expected(
    top: &mut Section<'_, '_>,
    analysis: &Analysis,
    faults: &mut Faults<'_>,
) -> (Vec<Expected>, usize) {
    let rows = match top.rows("rows", faults) {
        Some(Rows::Given(rows)) => rows,
        Some(Rows::Word(word)) if word.text == EMPTY => {
            return (Vec::new(), faults.line(word.at));
        }
        Some(Rows::Word(word)) => {
            faults.at(
                word.at,
                "»rows« skal være en liste af rækker eller \"empty\".",
            );
            return (Vec::new(), 1);
        }
        None => {
            faults.at(
                0,
                "»rows« mangler: hvad skal komme ud? \"empty\", hvis intet skal.",
            );
            return (Vec::new(), 1);
        }
    };
    let first = rows.first().map_or(1, |row| faults.line(row.at));
    let row = |mut row: Section<'_, '_>| {
        let line = faults.line(row.at);
        let mut cells = Vec::new();
        for (column, _) in shown(&analysis.columns) {
            let at = row.at;
            let word = row.text(column.key, faults);
            if word.is_none() {
                faults.at(at, format!("Rækken mangler »{}«.", column.key));
            }
            cells.push(word.map_or_else(String::new, |word| word.text));
        }
        row.rest(faults);
        Expected { line, cells }
    };
    (rows.into_iter().map(row).collect(), first)
}

/// Tries a case.
///
/// # Errors
/// Every difference, by line.
pub fn check(analysis: &Analysis, case: &Case) -> Result<(), Vec<Fault>> {
    let fault = |line: usize, words: String| Fault {
        file: case.file.clone(),
        line,
        words,
    };
    let mut tables = case.tables.clone();
    let asked = ask::read(
        analysis,
        with_years(analysis, &mut tables, case),
        &case.parameters,
        case.today,
    );
    let asked = asked.map_err(|wrong| {
        let faults = wrong.iter().map(|wrong| fault(1, wrong.to_string()));
        faults.collect::<Vec<_>>()
    })?;
    let found = rows(analysis, (&case.tables, &Names::default()), &asked);
    let found = found.map_err(|words| vec![fault(case.line, words)])?;
    let mut faults = Vec::new();
    let columns: Vec<&Column> = shown(&analysis.columns).map(|(column, _)| column).collect();
    for (number, (expected, row)) in (1..).zip(case.expected.iter().zip(&found)) {
        for ((column, wanted), cell) in columns.iter().zip(&expected.cells).zip(row) {
            let came = written(&cell.value);
            if came != *wanted {
                let key = column.key;
                let words = format!(
                    "Række {number}, »{key}«: forventet »{wanted}«, men forespørgslen gav »{came}«."
                );
                faults.push(fault(expected.line, words));
            }
        }
    }
    if found.len() != case.expected.len() {
        let words = format!(
            "Forventet {} rækker, men forespørgslen gav {}.",
            case.expected.len(),
            found.len()
        );
        faults.push(fault(case.line, words));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// A case may ask for a year that it gives nothing of: what comes out then is what it tries.
fn with_years<'t>(analysis: &Analysis, tables: &'t mut Tables, case: &Case) -> &'t Tables {
    for parameter in &analysis.parameters {
        let Allowed::YearsOf(view) = &parameter.allowed else {
            continue;
        };
        let asked = case.parameters.iter().find(|(key, _)| key == parameter.key);
        let Some(year) = asked.and_then(|(_, year)| year.parse().ok()) else {
            continue;
        };
        let row = view.columns.iter().map(|column| match column.name {
            "year" => Datum::Whole(year),
            _ => Datum::Null,
        });
        tables.entry(view.name).or_default().push(row.collect());
    }
    tables
}

//! `cockpit pseudonymise`: a column of identifiers becomes pseudonyms, on one's own machine. No
//! database is opened, and the key goes nowhere.

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::import::{Progress, read};
use crate::domain::pseudonym::{Pseudonyms, SHORTEST_KEY};
use crate::domain::{cpr, fold};
use crate::export::plain::{self, Plain};
use crate::import::{Format, Limits, PlainCell, PlainError, PlainFile, is_total_name};
use crate::output;

/// The arguments.
#[derive(Debug, Args)]
pub struct Pseudonymise {
    /// CSV, XLSX or ODS (its first sheet); what comes out of ODS is XLSX
    file: PathBuf,
    /// A file that holds the key: at least 32 random bytes that stay with the municipality
    #[arg(long, value_name = "KEY")]
    key_file: PathBuf,
    /// Heading of the column with the identifiers
    #[arg(long, value_name = "NAME")]
    column: String,
    /// Where to write; a file that is there already is left alone
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A year of lines of a large municipality, and then some: nothing is stored here.
const LIMITS: Limits = Limits {
    file_bytes: 512 * 1024 * 1024,
    unpacked_bytes: 4 * 1024 * 1024 * 1024,
    rows: usize::MAX,
    cells: 200_000_000,
    time: Duration::from_secs(600),
};

/// Faults that are listed.
const LISTED: usize = 100;

pub(super) fn run(args: &Pseudonymise) -> Result<ExitCode> {
    let pseudonyms = key(&args.key_file)?;
    if let Some(path) = args.output.as_ref().filter(|path| path.exists()) {
        bail!("{} is there already; choose another name", path.display());
    }
    let name = args.file.display().to_string();
    let progress = Progress::start(&name);
    let bytes = read(&args.file, LIMITS.file_bytes, &progress)?;
    progress.say("pseudonymiseres");
    let file = match crate::import::plain(&bytes, &name, &LIMITS, &args.column) {
        Ok(file) => file,
        Err(error) => {
            progress.end();
            tell(&name, &args.column, error);
            return Ok(ExitCode::from(1));
        }
    };
    let faults = faults(&file, &args.column);
    if !faults.is_empty() {
        progress.end();
        for (line, column, words) in faults.iter().take(LISTED) {
            output::message(format_args!(
                "{}:{line}:{column}: {words}",
                cpr::without(&name)
            ));
        }
        if let Some(more) = faults.len().checked_sub(LISTED + 1) {
            output::message(format_args!("og {} fejl til", more + 1));
        }
        return Ok(ExitCode::from(1));
    }
    let made = made(&file, &pseudonyms);
    let bytes = written(&file, &made)?;
    progress.end();
    give(args.output.as_deref(), &file, &bytes)?;
    Ok(ExitCode::SUCCESS)
}

/// The key as it stands in its file, but for a line's end that an editor adds.
fn key(path: &Path) -> Result<Pseudonyms> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let short = || {
        format!(
            "the key in {} has {} bytes; it must have at least {SHORTEST_KEY}, made by chance \
             (docs/OPERATIONS.md says how)",
            path.display(),
            text.len()
        )
    };
    Pseudonyms::new(text).with_context(short)
}

fn tell(name: &str, column: &str, error: PlainError) {
    match error {
        PlainError::Unreadable(error) => output::message(error.at(name)),
        PlainError::NoColumn(found) => {
            let found: Vec<String> = found
                .iter()
                .filter(|text| !text.is_empty())
                .map(|text| format!("»{}«", cpr::without(text)))
                .collect();
            output::message(format_args!(
                "{}: fandt ingen kolonne »{}«. Filen har {}. Skriv navnet, som det står i filen.",
                cpr::without(name),
                cpr::without(column),
                found.join(", ")
            ));
        }
    }
}

/// What keeps the file from being written: line, column and words, without the value.
fn faults(file: &PlainFile, column: &str) -> Vec<(u32, String, String)> {
    let heading = |at: usize| match file.rows[file.header].cells.get(at) {
        Some(PlainCell::Text(text)) => cpr::without(text),
        _ => format!("kolonne {}", at + 1),
    };
    let mut faults = Vec::new();
    for (at, row) in file.rows.iter().enumerate() {
        let is_row = at > file.header;
        let is_filled = row.cells.iter().any(|cell| *cell != PlainCell::Empty);
        for (place, cell) in row.cells.iter().enumerate() {
            let words = match cell {
                _ if is_row && place == file.column => continue,
                PlainCell::Text(text) if cpr::find(text) => {
                    "et CPR-lignende nummer i en anden kolonne. Fjern det, og prøv igen."
                }
                PlainCell::Number(text) if cpr::is_number(text) => {
                    "et CPR-lignende nummer i en anden kolonne. Fjern det, og prøv igen."
                }
                PlainCell::Other(what) if is_row => {
                    let words = format!(
                        "{what}, som ikke kan skrives igen. Fjern kolonnen, eller gem filen som CSV."
                    );
                    faults.push((row.line, heading(place), words));
                    continue;
                }
                _ => continue,
            };
            faults.push((row.line, heading(place), words.to_owned()));
        }
        if !is_row || !is_filled {
            continue;
        }
        let words = match row.cells.get(file.column) {
            Some(PlainCell::Text(text)) if is_total_name(&fold::key(text)) => {
                "en sum, ikke en person. Fjern rækken."
            }
            Some(PlainCell::Text(_) | PlainCell::Number(_)) => continue,
            Some(PlainCell::Other(_)) => "ikke en tekst eller et tal. Skriv identen som tekst.",
            Some(PlainCell::Empty) | None => "ingen ident i rækken. Skriv den, eller fjern rækken.",
        };
        faults.push((row.line, cpr::without(column), words.to_owned()));
    }
    faults
}

/// The pseudonym of each row below the heading; none of an empty one.
fn made(file: &PlainFile, pseudonyms: &Pseudonyms) -> Vec<Option<String>> {
    let below = file.rows.iter().skip(file.header + 1);
    below
        .map(|row| match row.cells.get(file.column) {
            Some(PlainCell::Text(text) | PlainCell::Number(text)) => Some(pseudonyms.of(text)),
            _ => None,
        })
        .collect()
}

fn written(file: &PlainFile, made: &[Option<String>]) -> Result<Vec<u8>> {
    let rows = file.rows.iter().enumerate().map(|(at, row)| {
        let pseudonym = at
            .checked_sub(file.header + 1)
            .and_then(|below| made[below].as_deref());
        let cells = row.cells.iter().enumerate();
        cells
            .map(|(place, cell)| match (cell, pseudonym) {
                (_, Some(pseudonym)) if place == file.column => Plain::Text(pseudonym),
                (PlainCell::Text(text), _) => Plain::Text(text),
                (PlainCell::Number(text), _) => Plain::Number(text),
                (PlainCell::Empty | PlainCell::Other(_), _) => Plain::Empty,
            })
            .collect()
    });
    Ok(match file.format {
        Format::Csv { separator } => plain::csv(separator, rows)?,
        Format::Px => plain::csv(';', rows)?,
        Format::Xlsx | Format::Ods => plain::xlsx(file.sheet.as_deref().unwrap_or("Sheet1"), rows)?,
    })
}

/// To the file, or to stdout; a workbook is not written on a terminal.
fn give(path: Option<&Path>, file: &PlainFile, bytes: &[u8]) -> Result<()> {
    let is_text = matches!(file.format, Format::Csv { .. });
    match path {
        Some(path) => {
            let mut to = fs::File::create_new(path)
                .with_context(|| format!("cannot write {}", path.display()))?;
            to.write_all(bytes)?;
            to.sync_all()?;
            let rows = file.rows.len() - file.header - 1;
            output::message(format_args!("{}: {rows} rækker", path.display()));
        }
        None if !is_text && std::io::stdout().is_terminal() => {
            bail!("a workbook is not written on a terminal; name a file with -o");
        }
        None => output::file(bytes)?,
    }
    Ok(())
}

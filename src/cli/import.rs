//! `cockpit import`: a file in, a receipt out.

use std::fs;
use std::io::{IsTerminal as _, Read as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use indicatif::{ProgressBar, ProgressStyle};

use super::{BY, Decimal, Import};
use crate::chance::Chance;
use crate::changes::actor::Actor;
use crate::changes::data::receipt::Receipt;
use crate::changes::data::uploads::{self, Upload, UploadError};
use crate::changes::kinds::Kind;
use crate::clock::Clock;
use crate::domain::number::Convention;
use crate::import::{Options, RowError};
use crate::output;

pub(super) fn run(url: &str, args: &Import) -> Result<ExitCode> {
    let Some(kind) = Kind::from_key(&args.kind) else {
        let known: Vec<&str> = Kind::ALL.iter().map(|k| k.key()).collect();
        output::message(format_args!(
            "cockpit: {:?} is no kind of file; write one of {}",
            args.kind,
            known.join(", ")
        ));
        return Ok(ExitCode::from(2));
    };
    let options = Options {
        sheet: args.sheet.clone(),
        decimal: args.decimal.map(|d| match d {
            Decimal::Comma => Convention::Comma,
            Decimal::Point => Convention::Point,
        }),
        amounts: args.amounts,
        ..Options::default()
    };
    let file_name = args
        .file
        .file_name()
        .and_then(|n| n.to_str())
        .ok_or_else(|| anyhow!("{} names no file", args.file.display()))?;
    let progress = Progress::start(file_name);
    let bytes = read(&args.file, options.limits.file_bytes, &progress)?;
    progress.say("kontrolleres og gemmes");
    let store = super::commands::open(url)?;
    let upload = Upload {
        kind,
        file_name,
        bytes: &bytes,
        options,
    };
    let actor = Actor::new(Clock::system(), Chance::system(), BY);
    let outcome = if args.dry_run {
        uploads::dry_run(&store, &actor, &upload)
    } else {
        uploads::import(&store, &actor, &upload)
    };
    progress.end();
    match outcome {
        Ok(receipt) => {
            print_receipt(&receipt, args.format.is_some())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(UploadError::Refused(errors)) => {
            print_errors(&args.file, &errors, args.format.is_some())?;
            Ok(ExitCode::from(1))
        }
        Err(other) => Err(other.into()),
    }
}

/// Reads the file, at most one byte more than the limit: the reader says that it is too large,
/// and a file without end does not fill the memory.
pub(super) fn read(path: &Path, limit: u64, progress: &Progress) -> Result<Vec<u8>> {
    let cannot = || format!("cannot read {}", path.display());
    let file = fs::File::open(path).with_context(cannot)?;
    let mut bytes = Vec::new();
    let wanted = file.take(limit + 1);
    progress
        .reading(wanted)
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    Ok(bytes)
}

fn print_receipt(receipt: &Receipt, json: bool) -> Result<()> {
    for warning in &receipt.warnings {
        output::message(format_args!("Se efter: {}", warning.words));
    }
    if receipt.warnings_more() > 0 {
        output::message(format_args!("Se efter: {} til", receipt.warnings_more()));
    }
    if json {
        return Ok(output::result(receipt.to_json())?);
    }
    match (receipt.number, receipt.same_as) {
        (Some(number), _) => {
            output::result(format_args!("Upload {number}: {}", receipt.file_name))?
        }
        (None, Some(same)) if !receipt.dry_run => {
            output::result(format_args!(
                "{}: filen er allerede indlæst som upload {same}; intet er ændret",
                receipt.file_name
            ))?;
        }
        _ => output::result(format_args!(
            "Prøvekørsel, intet er gemt: {}",
            receipt.file_name
        ))?,
    }
    output::result(format_args!("Læst som: {}", receipt.read_as))?;
    output::result(format_args!("SHA-256: {}", receipt.sha256))?;
    output::result(format_args!("Rækker ind: {}", receipt.rows_in))?;
    output::result(format_args!("Rækker gemt: {}", receipt.rows_kept))?;
    output::result(format_args!(
        "Nye: {}, ændrede: {}, uændrede: {}",
        receipt.new, receipt.changed, receipt.unchanged
    ))?;
    for sum in &receipt.sums {
        output::result(format_args!("{}: {}", sum.label, sum.danish()))?;
    }
    for row in &receipt.skipped {
        output::result(format_args!(
            "Sprunget over, linje {}: {} ({})",
            row.line, row.what, row.reason
        ))?;
    }
    for note in &receipt.notes {
        output::result(format_args!("Bemærk: {note}"))?;
    }
    for change in &receipt.changes {
        output::result(format_args!(
            "Linje {}: {}, {}: {} -> {}",
            change.line, change.what, change.measure, change.old, change.new
        ))?;
    }
    Ok(())
}

fn print_errors(file: &Path, errors: &[RowError], json: bool) -> Result<()> {
    if json {
        output::result(serde_json::to_string(errors)?)?;
    }
    let name = file.display().to_string();
    for error in errors {
        output::message(error.at(&name));
    }
    Ok(())
}

/// A bar while the file is read and a line while it is stored; nothing when nobody watches.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn start(file_name: &str) -> Progress {
        if !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}: {msg} {bytes}") {
            bar.set_style(style);
        }
        bar.set_prefix(file_name.to_owned());
        bar.set_message("læses");
        bar.enable_steady_tick(std::time::Duration::from_millis(100));
        Progress(Some(bar))
    }

    fn reading(&self, from: impl std::io::Read + 'static) -> Box<dyn std::io::Read> {
        match &self.0 {
            Some(bar) => Box::new(bar.wrap_read(from)),
            None => Box::new(from),
        }
    }

    pub(super) fn say(&self, what: &'static str) {
        if let Some(bar) = &self.0 {
            bar.set_message(what);
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

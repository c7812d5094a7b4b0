//! Verify what is stored: the database, and what is published of single cases.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::output;
use crate::reports::cases::proof::{self, published};
use crate::storage::{self, Store, StoreError};

/// The arguments.
#[derive(Debug, Args)]
pub struct Check {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Attack the published tables of single cases as each reader, and say how many masked cells
    /// each could work out; nothing is told of which
    Disclosure,
}

pub(super) fn run(url: &str, args: &Check) -> Result<ExitCode> {
    match args.what {
        None => database(url),
        Some(What::Disclosure) => disclosure(url),
    }
}

fn database(url: &str) -> Result<ExitCode> {
    let store = Store::open_existing(url)?;
    let findings = store.read::<_, StoreError>(|db| Ok(storage::check::run(db)?))?;
    for problem in &findings.problems {
        output::result(problem)?;
    }
    output::message(format_args!(
        "Checked {} uploads with {} rows and {} log entries: {} problems.",
        findings.batches,
        findings.facts,
        findings.log_entries,
        findings.problems.len()
    ));
    // Written down elsewhere, it proves later that nothing before it was changed.
    output::message(format_args!("The log's newest hash: {}", findings.log_hash));
    Ok(if findings.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Prints numbers of cells alone: neither a figure nor a place.
fn disclosure(url: &str) -> Result<ExitCode> {
    let store = Store::open_existing(url)?;
    let regions = store.read::<_, StoreError>(|db| Ok(published::regions(db)?))?;
    if regions.is_empty() {
        output::message("No tables of single cases are published.");
        return Ok(ExitCode::SUCCESS);
    }
    let mut is_safe = true;
    for region in regions {
        match proof::attacked(&region.cells, &region.costly, &region.rules) {
            Ok(found) => {
                for (reader, found) in found {
                    is_safe &= found.is_safe();
                    output::result(format_args!(
                        "{}, {}: {} masked, {} determined, {} narrow",
                        region.area.name,
                        reader.as_deref().unwrap_or("outsider"),
                        found.masked,
                        found.determined,
                        found.narrow
                    ))?;
                }
            }
            Err(not_proven) => {
                is_safe = false;
                output::result(format_args!(
                    "{}: not proven, {not_proven}",
                    region.area.name
                ))?;
            }
        }
    }
    Ok(if is_safe {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

//! Verify what is stored: the database, and what is published of single cases.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::BY;
use crate::chance::Chance;
use crate::changes::actor::Actor;
use crate::changes::cases::checks;
use crate::clock::Clock;
use crate::domain::cases::OfRegion;
use crate::output;
use crate::reports::cases::proof::published;
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

/// Prints numbers of cells alone, neither a figure nor a place, and keeps them.
fn disclosure(url: &str) -> Result<ExitCode> {
    let store = Store::open_existing(url)?;
    let actor = Actor::new(Clock::system(), Chance::system(), BY);
    let began = actor.clock.now();
    let published = store.read::<_, StoreError>(|db| Ok(published::published(db)?))?;
    if published.regions.is_empty() {
        output::message("No tables of single cases are published.");
        return Ok(ExitCode::SUCCESS);
    }
    if let Err(since) = checks::begin(&store, began)? {
        output::message(format_args!(
            "A check runs already, since {since}: wait until it is done. Nothing was checked."
        ));
        return Ok(ExitCode::from(1));
    }
    let checked = published::checked(&published);
    let is_safe = checked.is_safe();
    checks::keep(&store, &actor, began, checked.clone())?;
    for (of, (area, _)) in checked.regions.iter().zip(&published.regions) {
        print(&area.name, of)?;
    }
    Ok(if is_safe {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn print(region: &str, of: &OfRegion) -> Result<()> {
    let readers = match &of.found {
        Ok(readers) => readers,
        Err(not_proven) => {
            output::result(format_args!("{region}: not proven, {not_proven}"))?;
            return Ok(());
        }
    };
    for (reader, found) in readers {
        let untried = match found.untried {
            0 => String::new(),
            cells => format!(", {cells} not tried"),
        };
        output::result(format_args!(
            "{region}, {}: {} masked, {} determined, {} narrow{untried}",
            reader.as_deref().unwrap_or("outsider"),
            found.masked,
            found.determined,
            found.narrow
        ))?;
    }
    if readers.iter().any(|(_, found)| found.untried > 0) {
        output::message(format_args!(
            "{region}: lines of some years were deleted for good and their tables stay. What is not \
             tried are their masked cells of suppliers and sizes, as the municipality itself: how \
             much of them is its own is not known any more."
        ));
    }
    Ok(())
}

//! `cockpit backup` and `cockpit restore`: what was copied is counted and verified.

use std::process::ExitCode;

use anyhow::Result;

use super::{Backup, Restore};
use crate::clock::Clock;
use crate::output;
use crate::storage::backup::{self, Held};

/// Prints the SHA-256 and the file on stdout, as `sha256sum --check` takes them.
pub(super) fn backup(url: &str, args: &Backup) -> Result<ExitCode> {
    let made = backup::backup(url, &args.file)?;
    output::result(format_args!("{}  {}", made.sha256, args.file.display()))?;
    output::message(format_args!(
        "{} bytes, {}.",
        made.bytes,
        described(&made.held)
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(url: &str, args: &Restore) -> Result<ExitCode> {
    let stamp = Clock::system().now_text().replace(['-', ':'], "");
    let restored = backup::restore(url, &args.file, args.replace, &stamp)?;
    if let Some(kept) = &restored.kept {
        output::message(format_args!(
            "What was there before is kept in {}.",
            kept.display()
        ));
    }
    output::message(format_args!(
        "Restored and verified: {}.",
        described(&restored.held)
    ));
    Ok(ExitCode::SUCCESS)
}

fn described(held: &Held) -> String {
    let rows: i64 = held.rows.values().sum();
    format!(
        "data version {}, {} uploads with {} rows, {rows} rows in {} tables",
        held.data_version,
        held.batches,
        held.facts,
        held.rows.len()
    )
}

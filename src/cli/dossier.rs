//! `cockpit verify`: whether a file is a meeting's paper.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::output;
use crate::reports::dossier::verdict;
use crate::storage::{Store, StoreError};

/// The arguments of `verify`.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The file: PDF, XLSX or JSON
    file: PathBuf,
}

/// Says in a sentence whether a file is a meeting's paper, unchanged.
pub(super) fn verify(url: &str, args: &Verify) -> Result<ExitCode> {
    let bytes = read(&args.file)?;
    let store = Store::open_existing(url)?;
    let verdict = store.read::<_, StoreError>(|db| Ok(verdict::of(db, &bytes)?))?;
    output::result(verdict.words())?;
    Ok(if verdict.is_unchanged() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{} could not be read", file.display()))
}

//! Goal 1: an import of 100,000 rows against the `.import` of the `sqlite3` shell.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::goals::Goal;
use super::numbers::median;
use super::process::{cockpit, copy, timed};

const ROUNDS: usize = 7;

/// The columns of the file and nothing more: no keys, no indexes, no checks.
const TABLE: &str = "CREATE TABLE components (omraade TEXT, paragraf TEXT, aar TEXT, udgift TEXT, \
                     helaarspersoner TEXT, prisniveau TEXT, leverandoer TEXT, maalgruppe TEXT);";

/// Both import the same file in turn; what else the machine does falls on both.
pub fn measure(ready: &Path, file: &Path) -> Result<Goal> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let shell = import_by_shell(ready, file)?;
        let program = import_by_program(ready, file)?;
        // The first round warms the caches of the file system.
        if round > 0 {
            ours.push(program.as_secs_f64());
            theirs.push(shell.as_secs_f64());
        }
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("import: cockpit {ours:.3} s, sqlite3 {theirs:.3} s (medians of {ROUNDS})");
    Ok(Goal::at_most(
        "import of 100,000 rows / sqlite3 .import",
        ours / theirs,
        3.0,
        " x",
    ))
}

fn import_by_shell(ready: &Path, file: &Path) -> Result<Duration> {
    let database = ready.with_file_name("shell.db");
    if database.exists() {
        std::fs::remove_file(&database)?;
    }
    timed(Command::new("sqlite3").arg("-bail").arg(database).args([
        TABLE,
        ".mode csv",
        ".separator ;",
        &format!(".import --skip 1 \"{}\" components", file.display()),
    ]))
}

fn import_by_program(ready: &Path, file: &Path) -> Result<Duration> {
    let database = copy(ready, "program.db")?;
    timed(cockpit(&database).args(["import", "components"]).arg(file))
}

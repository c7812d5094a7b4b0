//! Imports against the `.import` of the `sqlite3` shell: 100,000 components, 90,000 tariffs.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::goals::Goal;
use super::numbers::median;
use super::process::{cockpit, copy, timed};

const ROUNDS: usize = 7;

/// One import that is measured.
pub struct Import {
    kind: &'static str,
    goal: &'static str,
    /// The columns of the file and nothing more: no keys, no indexes, no checks.
    columns: &'static str,
}

pub const COMPONENTS: Import = Import {
    kind: "components",
    goal: "import of 100,000 rows / sqlite3 .import",
    columns: "omraade TEXT, paragraf TEXT, aar TEXT, udgift TEXT, helaarspersoner TEXT, \
              prisniveau TEXT, leverandoer TEXT, maalgruppe TEXT",
};

pub const TARIFFS: Import = Import {
    kind: "tariffs",
    goal: "import of 90,000 tariffs / sqlite3 .import",
    columns: "tilbud_id TEXT, ydelse TEXT, paragraf TEXT, aar TEXT, takst TEXT, enhed TEXT",
};

/// Both import the same file in turn; what else the machine does falls on both.
pub fn measure(import: &Import, ready: &Path, file: &Path) -> Result<Goal> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let shell = import_by_shell(import, ready, file)?;
        let program = import_by_program(import, ready, file)?;
        // The first round warms the caches of the file system.
        if round > 0 {
            ours.push(program.as_secs_f64());
            theirs.push(shell.as_secs_f64());
        }
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "import of {}: cockpit {ours:.3} s, sqlite3 {theirs:.3} s (medians of {ROUNDS})",
        import.kind
    );
    Ok(Goal::at_most(import.goal, ours / theirs, 3.0, " x"))
}

fn import_by_shell(import: &Import, ready: &Path, file: &Path) -> Result<Duration> {
    let database = ready.with_file_name("shell.db");
    if database.exists() {
        std::fs::remove_file(&database)?;
    }
    timed(Command::new("sqlite3").arg("-bail").arg(database).args([
        &format!("CREATE TABLE rows ({});", import.columns),
        ".mode csv",
        ".separator ;",
        &format!(".import --skip 1 \"{}\" rows", file.display()),
    ]))
}

fn import_by_program(import: &Import, ready: &Path, file: &Path) -> Result<Duration> {
    let database = copy(ready, "program.db")?;
    timed(cockpit(&database).args(["import", import.kind]).arg(file))
}

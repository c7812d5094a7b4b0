//! Imports against the `.import` of the `sqlite3` shell: 100,000 components, 90,000 tariffs,
//! 1,000,000 lines of single cases in ten files.

use std::path::{Path, PathBuf};
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
    /// Statements beside the table: indexes, where the shell is to keep them too.
    besides: &'static str,
    rounds: usize,
}

pub const COMPONENTS: Import = Import {
    kind: "components",
    goal: "import of 100,000 rows / sqlite3 .import",
    columns: "omraade TEXT, paragraf TEXT, aar TEXT, udgift TEXT, helaarspersoner TEXT, \
              prisniveau TEXT, leverandoer TEXT, maalgruppe TEXT",
    besides: "",
    rounds: ROUNDS,
};

pub const TARIFFS: Import = Import {
    kind: "tariffs",
    goal: "import of 90,000 tariffs / sqlite3 .import",
    columns: "tilbud_id TEXT, ydelse TEXT, paragraf TEXT, aar TEXT, takst TEXT, enhed TEXT",
    besides: "",
    rounds: ROUNDS,
};

/// What the lines of a municipality's year are found by.
const INDEXES: &str = "CREATE INDEX of_year ON rows (kommune, aar);";

pub const CASES: Import = Import {
    kind: "cases",
    goal: "import of 1,000,000 case lines, with their tables / shell",
    columns: "sag TEXT, kommune TEXT, aar TEXT, maaned TEXT, paragraf TEXT, leverandoer TEXT, \
              udgift TEXT, under_67 TEXT",
    besides: INDEXES,
    rounds: 1,
};

/// Both import the same files in turn; what else the machine does falls on both.
pub fn measure(import: &Import, ready: &Path, files: &[PathBuf]) -> Result<Goal> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=import.rounds {
        let shell = import_by_shell(import, ready, files)?;
        let program = import_by_program(import, ready, files)?;
        // The first round warms the caches of the file system.
        if round > 0 {
            ours.push(program.as_secs_f64());
            theirs.push(shell.as_secs_f64());
        }
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "import of {}: cockpit {ours:.3} s, sqlite3 {theirs:.3} s (medians of {})",
        import.kind, import.rounds
    );
    Ok(Goal::at_most(import.goal, ours / theirs, 3.0, " x"))
}

fn import_by_shell(import: &Import, ready: &Path, files: &[PathBuf]) -> Result<Duration> {
    let database = ready.with_file_name("shell.db");
    if database.exists() {
        std::fs::remove_file(&database)?;
    }
    let table = format!("CREATE TABLE rows ({}); {}", import.columns, import.besides);
    let mut took = timed(
        Command::new("sqlite3")
            .arg("-bail")
            .arg(&database)
            .arg(table),
    )?;
    for file in files {
        took += timed(Command::new("sqlite3").arg("-bail").arg(&database).args([
            ".mode csv",
            ".separator ;",
            &format!(".import --skip 1 \"{}\" rows", file.display()),
        ]))?;
    }
    Ok(took)
}

fn import_by_program(import: &Import, ready: &Path, files: &[PathBuf]) -> Result<Duration> {
    let database = copy(ready, "program.db")?;
    let mut took = Duration::ZERO;
    for file in files {
        took += timed(cockpit(&database).args(["import", import.kind]).arg(file))?;
    }
    Ok(took)
}

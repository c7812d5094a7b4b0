//! The program under measurement, and the `sqlite3` shell beside it, as processes.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

/// The program, built as it is shipped.
pub const COCKPIT: &str = env!("CARGO_BIN_EXE_cockpit");

/// The address of an SQLite database.
pub fn url(database: &Path) -> String {
    format!("sqlite:{}", database.display())
}

/// The program on a database.
pub fn cockpit(database: &Path) -> Command {
    let mut command = Command::new(COCKPIT);
    command.arg("--database-url").arg(url(database));
    command
}

/// Runs a command to its end and tells how long that took, start and exit included.
pub fn timed(command: &mut Command) -> Result<Duration> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let begun = Instant::now();
    let output = command
        .output()
        .with_context(|| format!("{:?} cannot be run", command.get_program()))?;
    let took = begun.elapsed();
    ensure!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(took)
}

/// An API token of the secretariat's, made as an operator makes one.
pub fn token(database: &Path) -> Result<String> {
    let email = "bench@example.dk";
    timed(cockpit(database).args(["user", "add", email, "--role", "secretariat"]))?;
    let output = cockpit(database)
        .args(["token", "create", email])
        .output()
        .context("the program cannot be run")?;
    ensure!(output.status.success(), "no token was made");
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// A fresh copy of a database that no process has open: its journal is folded into it.
pub fn copy(ready: &Path, name: &str) -> Result<PathBuf> {
    let target = ready.with_file_name(name);
    for suffix in ["", "-wal", "-shm"] {
        let old = PathBuf::from(format!("{}{suffix}", target.display()));
        if old.exists() {
            std::fs::remove_file(&old)?;
        }
    }
    let journal = PathBuf::from(format!("{}-wal", ready.display()));
    ensure!(!journal.exists(), "{} is still open", ready.display());
    std::fs::copy(ready, &target)?;
    Ok(target)
}

/// Fails with a clear word where the shell is missing.
pub fn require_sqlite3() -> Result<()> {
    timed(Command::new("sqlite3").arg("--version"))
        .map(drop)
        .context("the benchmark compares with the sqlite3 shell; install it (Debian: sqlite3)")
}

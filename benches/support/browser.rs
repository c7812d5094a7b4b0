//! Pages in a browser, the first time and again, beside Datasette's page of the same data where that is installed:
//! `tests/e2e/times.mjs` opens them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::goals::Goal;

/// In milliseconds.
#[derive(Deserialize)]
struct Times {
    first: f64,
    again: f64,
}

#[derive(Deserialize)]
struct Measured {
    pages: BTreeMap<String, Times>,
    /// Of the page that is held against Datasette's.
    list: Option<Times>,
    datasette: Option<Times>,
}

/// Opens them with the shipped program.
pub fn measure() -> Result<Vec<Goal>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e");
    if !folder.join("node_modules").exists() {
        let done = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .status()?;
        ensure!(done.success(), "npm ci failed");
    }
    let asked = Command::new("node")
        .arg("times.mjs")
        .current_dir(&folder)
        .env("COCKPIT_BINARY", env!("CARGO_BIN_EXE_cockpit"))
        .output()
        .context("node does not start")?;
    let told = String::from_utf8_lossy(&asked.stderr);
    ensure!(asked.status.success(), "times.mjs: {told}");
    let measured: Measured = serde_json::from_slice(&asked.stdout)?;
    println!("page in a browser: the first time, again, in ms");
    for (path, times) in &measured.pages {
        println!("{path}: {:.0} {:.0}", times.first, times.again);
    }
    let slowest = |of: fn(&Times) -> f64| measured.pages.values().map(of).fold(0.0, f64::max);
    let mut goals = vec![
        Goal::at_most(
            "a page in a browser, the first time",
            slowest(|t| t.first),
            400.0,
            " ms",
        ),
        Goal::at_most(
            "a page in a browser, again",
            slowest(|t| t.again),
            150.0,
            " ms",
        ),
    ];
    match (&measured.list, &measured.datasette) {
        (Some(ours), Some(theirs)) => {
            println!(
                "tariffs in Datasette: {:.0} {:.0}",
                theirs.first, theirs.again
            );
            let times = [ours.first / theirs.first, ours.again / theirs.again];
            let [first, again] = times;
            goals.push(Goal::at_most(
                "tariffs in a browser / in Datasette, first",
                first,
                1.0,
                " x",
            ));
            goals.push(Goal::at_most(
                "tariffs in a browser / in Datasette, again",
                again,
                1.0,
                " x",
            ));
        }
        _ => println!("Datasette is not installed (pip install datasette): not measured"),
    }
    Ok(goals)
}

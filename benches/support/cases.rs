//! Single cases: 1,000,000 lines of 98 municipalities over ten years, imported a year at a time, looked at as
//! published, and asked for as the costly cases of one municipality.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use cockpit::changes::components::ComponentFile;
use cockpit::changes::kinds::Kind;
use cockpit::storage::{self, Store, StoreError, cases::costly};

use super::data;
use super::goals::Goal;
use super::http;
use super::import;
use super::load::upload;
use super::numbers::median;
use super::process::{cockpit, copy, timed, url};
use super::visitor::by_turns;

const PAGES: [&str; 2] = ["/", "/enkeltsager"];
/// Of answers that are made anew, each after a change of the data; and from the cache, in a row.
const ROUNDS: usize = 15;
const REQUESTS: usize = 4_000;
/// How often the costly cases of a municipality are read.
const READS: usize = 200;

/// In a database of its own.
pub fn measure(folder: &Path) -> Result<[Goal; 5]> {
    let ready = folder.join("no-cases.db");
    timed(cockpit(&ready).arg("migrate"))?;
    // A file may fill 20 MB: one for each year.
    let mut files = Vec::new();
    for (year, text) in data::case_files() {
        let file = folder.join(format!("cases-{year}.csv"));
        std::fs::write(&file, text)?;
        files.push(file);
    }
    let imported = import::measure(&import::CASES, &ready, &files)?;
    let with = copy(&ready, "cases.db")?;
    let peaks: Vec<f64> = files
        .iter()
        .map(|file| peak(&with, file))
        .collect::<Result<_>>()?;
    let megabytes = peaks.into_iter().fold(0.0, f64::max);
    let store = Store::open(&url(&with))?;
    figures(&store)?;
    let read = costly_of_one(&store)?;
    let token = http::token(&store)?;
    let medians = by_turns(&store, &token, PAGES, (ROUNDS, REQUESTS))?;
    let [made, cases_made] = medians.made;
    let [kept, cases_kept] = medians.kept;
    println!(
        "/enkeltsager: {cases_made:.1} ms made, {cases_kept:.3} ms kept; /: {made:.1} ms, {kept:.3} ms; \
         costly cases of a municipality {read:.2} ms; an import's peak {megabytes:.0} MB"
    );
    Ok([
        imported,
        Goal::at_most("memory of that import", megabytes, 256.0, " MB"),
        Goal::at_most(
            "/enkeltsager made anew / the cockpit's page",
            cases_made / made,
            3.0,
            " x",
        ),
        Goal::at_most(
            "/enkeltsager from the cache / the cockpit's page",
            cases_kept / kept,
            1.5,
            " x",
        ),
        Goal::at_most(
            "costly cases of all years of a municipality",
            read,
            2.0,
            " ms",
        ),
    ])
}

/// The most memory that an import holds, in megabytes, as the kernel tells it while it runs.
fn peak(database: &Path, file: &Path) -> Result<f64> {
    let mut command = cockpit(database);
    command.args(["import", "cases"]).arg(file);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().context("the program cannot be run")?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0.0;
    loop {
        // The process may have ended between two looks.
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        most = kilobytes.map_or(most, |kilobytes| kilobytes / 1024.0);
        if let Some(ended) = child.try_wait()? {
            ensure!(ended.success(), "the import failed");
            return Ok(most);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn figures(store: &Store) -> Result<()> {
    upload(store, Kind::of(&ComponentFile), &data::page_file())
}

/// The median time of reading them, in milliseconds.
fn costly_of_one(store: &Store) -> Result<f64> {
    let one = BTreeSet::from(["851"]);
    let mut took = Vec::with_capacity(READS);
    for _ in 0..READS {
        let begun = Instant::now();
        let found = store.read::<_, StoreError>(|db| {
            let now = storage::version(db)?;
            Ok(costly::of(db, &one, now)?)
        })?;
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
        ensure!(!found.is_empty(), "there are costly cases");
    }
    Ok(median(took))
}

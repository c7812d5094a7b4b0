//! The goals of speed, measured in one run and compared in one table.
//!
//! `cargo bench`, or `just bench`.
//! What is measured and how: docs/PERFORMANCE.md.

mod support;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use support::{
    analyses, cases, data, everything, goals, http, import, papers, places, process, serve,
    tariff_page,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every goal is met; of vacant places, single cases, papers, analyses or every page alone after `cargo bench --
/// places`, `-- cases`, `-- papers`, `-- analyses` or `-- everything`.
fn run() -> Result<bool> {
    process::require_sqlite3()?;
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    if std::env::args().any(|word| word == "places") {
        return Ok(goals::print(&vacant_places(folder.path())?));
    }
    if std::env::args().any(|word| word == "cases") {
        return Ok(goals::print(&cases::measure(folder.path())?));
    }
    if std::env::args().any(|word| word == "papers") {
        return Ok(goals::print(&papers::measure(folder.path())?));
    }
    if std::env::args().any(|word| word == "analyses") {
        return Ok(goals::print(&of_analyses(folder.path())?));
    }
    if std::env::args().any(|word| word == "everything") {
        return Ok(goals::print(&everything::measure(folder.path())?));
    }
    let ready = folder.path().join("ready.db");
    process::timed(process::cockpit(&ready).arg("migrate"))?;
    let large = folder.path().join("components.csv");
    std::fs::write(&large, data::large_file())?;

    let import = import::measure(&import::COMPONENTS, &ready, std::slice::from_ref(&large))?;
    let tariffs = tariffs(folder.path())?;
    let page = folder.path().join("page.csv");
    std::fs::write(&page, data::page_file())?;
    let [start, memory] = serve::measure(&ready, &page, &large)?;
    let url = format!("sqlite:{}", ready.display());
    // A sound file but for its last line: all of it is read before it is refused.
    let mut hostile = std::fs::read(&large)?;
    hostile.extend_from_slice(b"999;SEL;x;x;x;x\n");
    let [rate, p99, front, front_p99, report, report_p99, uploads] =
        http::measure(&url, &data::page_file(), &hostile)?;
    let offers = folder.path().join("tariff-page.db");
    process::timed(process::cockpit(&offers).arg("migrate"))?;
    let [front_made, made, kept] = tariff_page::measure(&process::url(&offers))?;
    let [list, list_kept, search, occupancy] = vacant_places(folder.path())?;
    let [lines, peak, cases_made, cases_kept, costly] = cases::measure(folder.path())?;
    let [paper, set_in, beside_paper] = papers::measure(folder.path())?;
    let [beside, catalogue, analysis] = of_analyses(folder.path())?;
    let [slowest, furthest, resting] = everything::measure(folder.path())?;
    Ok(goals::print(&[
        lines,
        peak,
        cases_made,
        cases_kept,
        costly,
        import,
        tariffs,
        start,
        memory,
        rate,
        p99,
        front,
        front_p99,
        report,
        report_p99,
        uploads,
        front_made,
        made,
        kept,
        list,
        list_kept,
        search,
        occupancy,
        paper,
        set_in,
        beside_paper,
        beside,
        catalogue,
        analysis,
        slowest,
        furthest,
        resting,
    ]))
}

/// Analyses, on a database of their own.
fn of_analyses(folder: &Path) -> Result<[goals::Goal; 3]> {
    let database = folder.join("analyses.db");
    process::timed(process::cockpit(&database).arg("migrate"))?;
    analyses::measure(&process::url(&database), folder)
}

/// Pages and questions of vacant places, on a database of their own.
fn vacant_places(folder: &Path) -> Result<[goals::Goal; 4]> {
    let vacant = folder.join("places.db");
    process::timed(process::cockpit(&vacant).arg("migrate"))?;
    places::measure(&process::url(&vacant))
}

/// The import of tariffs, into a database of its own that has the offers.
fn tariffs(folder: &Path) -> Result<goals::Goal> {
    let ready = folder.join("offers.db");
    let offers = folder.join("offers.csv");
    std::fs::write(&offers, data::offer_file())?;
    process::timed(
        process::cockpit(&ready)
            .args(["import", "offers"])
            .arg(offers),
    )?;
    let file = folder.join("tariffs.csv");
    std::fs::write(&file, data::tariff_file())?;
    import::measure(&import::TARIFFS, &ready, &[file])
}

//! The goals of speed, measured in one run and compared in one table.
//!
//! `cargo bench`, or `just bench`.
//! What is measured and how: docs/PERFORMANCE.md.

mod support;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use support::goals::Goal;
use support::{
    analyses, browser, cases, data, everything, goals, http, import, papers, places, process,
    serve, tariff_page,
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

/// What is measured together, in a folder of its own.
type Measured = fn(&Path) -> Result<Vec<Goal>>;

/// The groups of goals by the word that asks for them: `cargo bench -- cases`.
const GROUPS: [(&str, Measured); 7] = [
    ("cases", |folder| Ok(cases::measure(folder)?.into())),
    ("service", service),
    ("places", |folder| Ok(vacant_places(folder)?.into())),
    ("papers", |folder| Ok(papers::measure(folder)?.into())),
    ("analyses", |folder| Ok(of_analyses(folder)?.into())),
    ("everything", |folder| {
        Ok(everything::measure(folder)?.into())
    }),
    ("browser", |_| browser::measure()),
];

/// Whether every goal is met: of the groups that are named, or of all.
fn run() -> Result<bool> {
    process::require_sqlite3()?;
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let named = |group: &str| words.iter().any(|word| word == group);
    let is_any_named = GROUPS.iter().any(|(group, _)| named(group));
    let mut all = Vec::new();
    for (group, measure) in GROUPS {
        if named(group) || !is_any_named {
            all.extend(measure(folder.path())?);
        }
    }
    Ok(goals::print(&all))
}

/// Imports of components and tariffs, the program itself, its pages and its API.
fn service(folder: &Path) -> Result<Vec<Goal>> {
    let ready = folder.join("ready.db");
    process::timed(process::cockpit(&ready).arg("migrate"))?;
    let large = folder.join("components.csv");
    std::fs::write(&large, data::large_file())?;
    let import = import::measure(&import::COMPONENTS, &ready, std::slice::from_ref(&large))?;
    let mut all = vec![import, tariffs(folder)?];
    let page = folder.join("page.csv");
    std::fs::write(&page, data::page_file())?;
    all.extend(serve::measure(&ready, &page, &large)?);
    let url = format!("sqlite:{}", ready.display());
    // A sound file but for its last line: all of it is read before it is refused.
    let mut hostile = std::fs::read(&large)?;
    hostile.extend_from_slice(b"999;SEL;x;x;x;x\n");
    all.extend(http::measure(&url, &data::page_file(), &hostile)?);
    let offers = folder.join("tariff-page.db");
    process::timed(process::cockpit(&offers).arg("migrate"))?;
    all.extend(tariff_page::measure(&process::url(&offers))?);
    Ok(all)
}

/// Analyses, on a database of their own.
fn of_analyses(folder: &Path) -> Result<[Goal; 3]> {
    let database = folder.join("analyses.db");
    process::timed(process::cockpit(&database).arg("migrate"))?;
    analyses::measure(&process::url(&database), folder)
}

/// Pages and questions of vacant places, on a database of their own.
fn vacant_places(folder: &Path) -> Result<[Goal; 4]> {
    let vacant = folder.join("places.db");
    process::timed(process::cockpit(&vacant).arg("migrate"))?;
    places::measure(&process::url(&vacant))
}

/// The import of tariffs, into a database of its own that has the offers.
fn tariffs(folder: &Path) -> Result<Goal> {
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

//! The commands that are a few lines each.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use tracing::Level;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use anyhow::{Context, Result, anyhow};

use super::{BY, Export, LogLevel, Serve, Withdraw};
use crate::changes::data::uploads;
use crate::clock::Clock;
use crate::config::{Provider, Site};
use crate::export::{self, Format};
use crate::output;
use crate::reports::{self, Query};
use crate::storage::data::log::{self, Action};
use crate::storage::{self, Store, StoreError};
use crate::{demo, reference, web};

/// Opens the database, migrated and with the reference data in place.
pub(super) fn open(url: &str) -> Result<Store> {
    let store = Store::open(url)?;
    reference::load(&store, Clock::system())?;
    Ok(store)
}

/// Our own words at the chosen level; of the libraries only warnings, since what they trace may
/// hold what they were handed.
fn tell(level: LogLevel) {
    let own = match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
    };
    let targets = Targets::new()
        .with_target("cockpit", own)
        .with_default(Level::WARN.min(own));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start in one process keeps the first one's.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(targets))
        .try_init();
}

pub(super) fn serve(url: &str, args: &Serve) -> Result<ExitCode> {
    tell(args.log);
    let site = Site::parse(&args.listen, &args.public_url, &args.trusted_proxies)?;
    let providers = Provider::from_file(&args.openid)?;
    let store = open(url)?;
    web::serve(store, Clock::system(), site, providers)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn export(url: &str, args: &Export) -> Result<ExitCode> {
    let pairs = [
        ("area", &args.area),
        ("from", &args.from),
        ("to", &args.to),
        ("price-level", &args.price_level),
        ("as-of", &args.as_of),
        ("group", &args.group),
        ("by", &args.by),
        ("year", &args.year),
        ("threshold", &args.threshold),
        ("basis", &args.basis),
        ("municipality", &args.municipality),
        ("paragraph", &args.paragraph),
        ("target-group", &args.target_group),
        ("offer", &args.offer),
        ("on", &args.on),
        ("supervisor", &args.supervisor),
    ];
    let given = pairs
        .iter()
        .filter_map(|(key, value)| Some((*key, value.as_deref()?)));
    let query = Query::from_pairs(given)?;
    let format = Format::from_key(&args.format).ok_or_else(|| {
        anyhow!(
            "--format {:?} is not known; write json, csv, xlsx or pdf",
            args.format
        )
    })?;
    let store = open(url)?;
    let report = store.write::<_, anyhow::Error>(|db| {
        let report = reports::run(db, &args.report, &query)?;
        let what = format!("{} {:?}", args.report, query.pairs());
        log::append(
            db,
            &Clock::system().now_text(),
            BY,
            Action::Exported,
            &what,
            "",
        )?;
        Ok(report)
    })?;
    let bytes = export::write(&report, format)?;
    match &args.output {
        Some(path) => {
            std::fs::write(path, bytes)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        None => output::file(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn migrate(url: &str) -> Result<ExitCode> {
    let store = open(url)?;
    output::message(format_args!(
        "The database is at the tables of this version, data version {}.",
        store.data_version()?
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn check(url: &str) -> Result<ExitCode> {
    let store = Store::open(url)?;
    let findings = store.read::<_, StoreError>(|db| Ok(storage::check::run(db)?))?;
    for problem in &findings.problems {
        output::result(problem)?;
    }
    output::message(format_args!(
        "Checked {} uploads with {} rows and {} log entries: {} problems.",
        findings.batches,
        findings.facts,
        findings.log_entries,
        findings.problems.len()
    ));
    // Written down elsewhere, it proves later that nothing before it was changed.
    output::message(format_args!("The log's newest hash: {}", findings.log_hash));
    Ok(if findings.problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

pub(super) fn withdraw(url: &str, args: &Withdraw) -> Result<ExitCode> {
    let store = open(url)?;
    let version = uploads::withdraw(&store, Clock::system(), args.number, (BY, None), &args.why)?;
    output::message(format_args!(
        "Upload {} er trukket tilbage. Datastand: {version}.",
        args.number
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn demo(url: &str) -> Result<ExitCode> {
    let store = open(url)?;
    for receipt in demo::fill(&store, Clock::system())? {
        output::message(format_args!(
            "{}: {} rows kept",
            receipt.file_name, receipt.rows_kept
        ));
    }
    output::message(
        "The database holds a synthetic region now, marked SYNTETISKE DATA on every page and file.",
    );
    Ok(ExitCode::SUCCESS)
}

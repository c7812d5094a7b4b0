//! The commands that are a few lines each.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tracing::Level;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use anyhow::Result;

use super::{BY, DeleteCases, LogLevel, Serve, Withdraw};
use crate::analyses::catalogue::{Catalogue, told};
use crate::chance::Chance;
use crate::changes::actor::Actor;
use crate::changes::cases::deletion::{self, Old};
use crate::changes::data::uploads;
use crate::clock::Clock;
use crate::config::mail::{Smtp, Written};
use crate::config::{DEFAULT_DATABASE, Limits, Provider, Site};
use crate::output;
use crate::storage::Store;
use crate::{demo, reference, web};

/// Opens the database, migrated and with the reference data in place.
pub(super) fn open(url: &str) -> Result<Store> {
    let store = Store::open(url)?;
    reference::load(&store, Clock::system())?;
    Ok(store)
}

/// Opens a database that is there already, migrated and with the reference data in place.
pub(super) fn open_existing(url: &str) -> Result<Store> {
    let store = Store::open_existing(url)?;
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
    let mail = &args.mail;
    let smtp = Smtp::parse(
        &Written {
            server: &mail.server,
            from: &mail.from,
            user: &mail.user,
            password_file: &mail.password_file,
            ca_file: &mail.ca_file,
        },
        &site,
    )?;
    let store = open(url)?;
    let whole = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let limits = Limits {
        connections: whole(args.connections),
        per_address: whole(args.connections_per_address),
        head: Duration::from_secs(args.head_seconds.into()),
        body: Duration::from_secs(args.body_seconds.into()),
    };
    let analyses = Catalogue::beside(&args.analyses);
    for broken in told(&analyses.broken) {
        tracing::warn!(fault = broken, "a folder of analyses is left out");
    }
    let analyses = Arc::new(analyses);
    web::serve(
        store,
        Clock::system(),
        site,
        providers,
        limits,
        smtp,
        analyses,
    )?;
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

pub(super) fn withdraw(url: &str, args: &Withdraw) -> Result<ExitCode> {
    let store = open_existing(url)?;
    let actor = Actor::new(Clock::system(), Chance::system(), BY);
    let version = uploads::withdraw(&store, &actor, args.number, &args.why)?;
    output::message(format_args!(
        "Upload {} er trukket tilbage. Datastand: {version}.",
        args.number
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn delete_cases(url: &str, args: &DeleteCases) -> Result<ExitCode> {
    let store = open_existing(url)?;
    let actor = Actor::new(Clock::system(), Chance::system(), BY);
    let old = Old {
        municipality: &args.municipality,
        years: args.older_than,
    };
    let doomed = if args.yes {
        deletion::delete(&store, &actor, old)?
    } else {
        deletion::doomed(&store, &actor, old)?
    };
    let (name, years) = (&doomed.municipality, doomed.told("lines"));
    if doomed.years.is_empty() {
        output::message(format_args!("{name} has no case lines that old."));
    } else if args.yes {
        output::message(format_args!("Deleted for good, of {name}: {years}."));
    } else {
        anyhow::bail!(
            "this would delete for good, of {name}: {years}. Nothing is deleted; repeat it with --yes"
        );
    }
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
    output::message(format_args!(
        "Next: {}\nThen open the link that it prints, and choose your password.",
        serve_command(url)
    ));
    Ok(ExitCode::SUCCESS)
}

/// The command that serves a database, as it is typed. A server's URL may hold a password: it is
/// not repeated.
fn serve_command(url: &str) -> String {
    let program = std::env::args_os()
        .next()
        .map(|word| word.to_string_lossy().into_owned());
    let program = program.unwrap_or_else(|| "cockpit".to_owned());
    let named = match (url == DEFAULT_DATABASE, url.starts_with("sqlite:")) {
        (true, _) => String::new(),
        (false, true) => format!(" --database-url {}", quoted(url)),
        (false, false) => return format!("{program} serve, with the same DATABASE_URL"),
    };
    format!("{}{named} serve", quoted(&program))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/:._-+=@%,".contains(c);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

//! `cockpit analysis list|run|check`: the questions that are folders.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};

use super::commands;
use super::export::{Form, note, width};
use crate::analyses::catalogue::{Broken, Catalogue, told};
use crate::analyses::fault::Fault;
use crate::analyses::folder::QUERY;
use crate::analyses::{ask, facts, report};
use crate::clock::Clock;
use crate::domain::searches::Reader;
use crate::export::{self, terminal};
use crate::output;
use crate::reports::ReportError;
use crate::storage::Store;

#[derive(Debug, Subcommand)]
pub(super) enum Analysis {
    /// The catalogue: name, title and question of each
    List(Place),
    /// Ask one, with these parameters or the usual ones
    Run(Run),
    /// Try every case of every folder; what is wrong, by file and line
    Check(Check),
}

/// Where analyses of one's own are.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// A folder with analyses of one's own, beside those that come with the service
    #[arg(long, env = "COCKPIT_ANALYSES", default_value = "")]
    pub(super) analyses: String,
}

#[derive(Debug, Args)]
pub(super) struct Run {
    /// One of the list
    name: String,
    /// A parameter: year=2024
    #[arg(long = "param", value_name = "KEY=VALUE")]
    parameters: Vec<String>,
    /// json, csv, xlsx or pdf; without it a table on a terminal, json elsewhere
    #[arg(long)]
    format: Option<String>,
    /// The file to write; stdout without it
    #[arg(long, short = 'o')]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// A folder of analyses, or one analysis; without it those of the service
    folder: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(url: &str, command: &Analysis) -> Result<ExitCode> {
    match command {
        Analysis::List(place) => list(place),
        Analysis::Run(args) => ask(url, args),
        Analysis::Check(args) => check(url, args),
    }
}

fn list(place: &Place) -> Result<ExitCode> {
    let catalogue = Catalogue::beside(&place.analyses);
    for of in &catalogue.analyses {
        output::result(format_args!(
            "{:<28} {}\n{:<28} {}",
            of.name, of.title, "", of.question
        ))?;
    }
    for line in told(&catalogue.broken) {
        output::message(line);
    }
    Ok(ExitCode::SUCCESS)
}

fn ask(url: &str, args: &Run) -> Result<ExitCode> {
    let catalogue = Catalogue::beside(&args.place.analyses);
    let analysis = catalogue.get(&args.name).ok_or_else(|| {
        let known: Vec<&str> = catalogue.analyses.iter().map(|of| of.name).collect();
        anyhow!(
            "there is no analysis {:?}; there are {}",
            args.name,
            known.join(", ")
        )
    })?;
    let pairs = args.parameters.iter().map(|pair| {
        let split = pair.split_once('=');
        split.ok_or_else(|| anyhow!("--param {pair:?} has no value; write KEY=VALUE"))
    });
    let pairs = pairs.collect::<Result<Vec<_>>>()?;
    let read = args.output.is_none() && io::stdout().is_terminal();
    let form = Form::of(args.format.as_deref(), read)?;
    let store = commands::open_existing(url)?;
    let today = Clock::system().today();
    // Whoever holds the database sees what it holds.
    let facts = store
        .read::<_, ReportError>(|db| facts::load(db, &analysis.views, (today, Reader::All)))?;
    let asked = match ask::read(analysis, &facts.tables, &pairs, today) {
        Ok(asked) => asked,
        Err(wrong) => {
            let words: Vec<String> = wrong.iter().map(ToString::to_string).collect();
            bail!("{}", words.join("\n"));
        }
    };
    let report = report::of(analysis, &facts, &asked).map_err(|words| anyhow!(words))?;
    note(&store, &format!("analysis {} {pairs:?}", analysis.name))?;
    let bytes = match form {
        Form::Read => terminal::write(&report, width()).into_bytes(),
        Form::File(format) => export::write(&report, format)?,
    };
    match &args.output {
        Some(path) => std::fs::write(path, bytes)
            .with_context(|| format!("cannot write {}", path.display()))?,
        None => output::file(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Cases bring their own rows, so that no database has a part in what comes out of them. Where there
/// is one, each analysis is asked of it besides, with the usual parameters: that must be answered.
fn check(url: &str, args: &Check) -> Result<ExitCode> {
    let catalogue = match &args.folder {
        Some(folder) => Catalogue::of(folder),
        None => Catalogue::beside(&args.place.analyses),
    };
    let mut broken = catalogue.check();
    if let Ok(store) = commands::open_existing(url) {
        broken.extend(unanswered(&store, &catalogue)?);
    }
    for line in told(&broken) {
        output::result(line)?;
    }
    let cases: usize = catalogue.analyses.iter().map(|of| of.cases.len()).sum();
    output::message(format_args!(
        "{} analyses, {cases} cases, {} folders with faults",
        catalogue.analyses.len(),
        broken.len()
    ));
    let failed = !broken.is_empty() || catalogue.analyses.is_empty();
    Ok(if failed {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

/// The analyses that a database has no answer for.
fn unanswered(store: &Store, catalogue: &Catalogue) -> Result<Vec<Broken>> {
    let today = Clock::system().today();
    let nothing: [(&str, &str); 0] = [];
    let mut broken = Vec::new();
    for analysis in &catalogue.analyses {
        let facts = store
            .read::<_, ReportError>(|db| facts::load(db, &analysis.views, (today, Reader::All)))?;
        let asked = ask::read(analysis, &facts.tables, &nothing, today);
        let asked = asked.map_err(|wrong| wrong.iter().map(ToString::to_string).collect());
        let made = asked.and_then(|asked| report::of(analysis, &facts, &asked));
        if let Err(words) = made {
            let fault = Fault {
                file: QUERY.to_owned(),
                line: 1,
                words,
            };
            broken.push(Broken {
                folder: analysis.name.to_owned(),
                faults: vec![fault],
            });
        }
    }
    Ok(broken)
}

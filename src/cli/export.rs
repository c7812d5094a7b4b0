//! `cockpit export REPORT`: any report as a file, with the filters that it has.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use clap::builder::StyledStr;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use super::{BY, commands};
use crate::clock::Clock;
use crate::domain::cases::Sees;
use crate::export::{self, Format};
use crate::output;
use crate::reports::{self, Query, filters};
use crate::storage::data::log::{self, Action};
use crate::storage::{Store, StoreError};

/// The arguments of `export`. The filters are made from the one list of them.
#[derive(Debug)]
pub(super) struct Export {
    report: String,
    filters: Vec<(&'static str, String)>,
    format: String,
    output: Option<PathBuf>,
}

impl Args for Export {
    fn augment_args(command: Command) -> Command {
        let filter = |(key, help)| Arg::new(key).long(key).help(help).value_name("VALUE");
        let filters: Vec<Arg> = filters::keys().into_iter().map(filter).collect();
        command
            .after_help(reports_help())
            .arg(
                Arg::new("report")
                    .required(true)
                    .help("One of the reports below"),
            )
            .args(filters)
            .arg(
                Arg::new("format")
                    .long("format")
                    .default_value("json")
                    .help("json, csv, xlsx or pdf"),
            )
            .arg(
                Arg::new("output")
                    .long("output")
                    .short('o')
                    .value_parser(clap::value_parser!(PathBuf))
                    .help("The file to write; stdout without it"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Export::augment_args(command)
    }
}

impl FromArgMatches for Export {
    fn from_arg_matches(found: &ArgMatches) -> Result<Export, clap::Error> {
        let text = |key: &str| found.get_one::<String>(key).cloned();
        let given = filters::keys().into_iter();
        Ok(Export {
            report: text("report").unwrap_or_default(),
            filters: given
                .filter_map(|(key, _)| Some((key, text(key)?)))
                .collect(),
            format: text("format").unwrap_or_default(),
            output: found.get_one::<PathBuf>("output").cloned(),
        })
    }

    fn update_from_arg_matches(&mut self, found: &ArgMatches) -> Result<(), clap::Error> {
        *self = Export::from_arg_matches(found)?;
        Ok(())
    }
}

/// Every report with what one row of it is, and its filters.
fn reports_help() -> StyledStr {
    let mut help = String::from("Reports:\n");
    for question in reports::questions() {
        let filters: Vec<String> = question
            .filters
            .iter()
            .map(|filter| format!("--{}", filter.key))
            .collect();
        help.push_str(&format!(
            "  {:<20} a row is {}\n  {:<20} {}\n",
            question.name,
            question.row.replace('`', ""),
            "",
            filters.join(" ")
        ));
    }
    StyledStr::from(help)
}

pub(super) fn run(url: &str, args: &Export) -> Result<ExitCode> {
    let question = reports::question(&args.report)?;
    let query = Query {
        // Whoever holds the database sees what it holds.
        sees: Sees::Everybodys,
        ..question.query(args.filters.iter().map(|(k, v)| (k, v)))?
    };
    let format = Format::from_key(&args.format).ok_or_else(|| {
        anyhow!(
            "--format {:?} is not known; write json, csv, xlsx or pdf",
            args.format
        )
    })?;
    let store = commands::open_existing(url)?;
    let report = store.read(|db| (question.report)(db, &query))?;
    // Before the file leaves, and apart from the reading: a report may take a while, and nobody
    // should wait for it to write.
    note(&store, &format!("{} {:?}", args.report, query.pairs()))?;
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

fn note(store: &Store, what: &str) -> Result<(), StoreError> {
    let now = Clock::system().now_text();
    store.write(|db| Ok(log::append(db, &now, BY, Action::Exported, what, "")?))
}

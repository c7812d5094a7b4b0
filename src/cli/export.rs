//! `cockpit export REPORT`: any report as a file, with the filters that it has.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use clap::builder::StyledStr;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use console::Term;

use super::{BY, commands};
use crate::clock::Clock;
use crate::domain::cases::Sees;
use crate::domain::searches::Reader;
use crate::export::{Format, terminal};
use crate::output;
use crate::papers;
use crate::reports::{self, Query, filters};
use crate::storage::data::log::{self, Action};
use crate::storage::{Store, StoreError};

/// The arguments of `export`. The filters are made from the one list of them.
#[derive(Debug)]
pub(super) struct Export {
    report: String,
    filters: Vec<(&'static str, String)>,
    /// As it was given; see [`Form::of`].
    format: Option<String>,
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
                Arg::new("format").long("format").help(
                    "json, csv, xlsx or pdf; without it a table on a terminal, json elsewhere",
                ),
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
            format: text("format"),
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
    let query = question.query(args.filters.iter().map(|(k, v)| (k, v)))?;
    let query = Query {
        // Whoever holds the database sees what it holds.
        sees: Sees::Everybodys,
        searches: Reader::All,
        ..question.asked_today(query, Clock::system().today())
    };
    let read = args.output.is_none() && io::stdout().is_terminal();
    let form = Form::of(args.format.as_deref(), read)?;
    let store = commands::open_existing(url)?;
    let report = store.read(|db| reports::marks::report(db, question, &query))?;
    // Before the file leaves, and apart from the reading: a report may take a while, and nobody
    // should wait for it to write.
    note(&store, &format!("{} {:?}", args.report, query.pairs()))?;
    let bytes = match form {
        Form::Read => terminal::write(&report, width()).into_bytes(),
        Form::File(format) => papers::report(question, &report, format)?,
    };
    match &args.output {
        Some(path) => {
            std::fs::write(path, bytes)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        None => output::file(&bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What is written: a file, or a table for whoever sits at the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Read,
    File(Format),
}

impl Form {
    /// The form that was asked for; without one a table where somebody reads it.
    pub(super) fn of(format: Option<&str>, read: bool) -> Result<Form> {
        match format {
            None if read => Ok(Form::Read),
            None => Ok(Form::File(Format::Json)),
            Some(key) => Format::from_key(key).map(Form::File).ok_or_else(|| {
                anyhow!("--format {key:?} is not known; write json, csv, xlsx or pdf")
            }),
        }
    }
}

/// How wide the terminal is; a usual one where it does not say.
pub(super) fn width() -> usize {
    let told = Term::stdout().size_checked();
    told.map_or(80, |(_, columns)| usize::from(columns))
}

pub(super) fn note(store: &Store, what: &str) -> Result<(), StoreError> {
    let now = Clock::system().now_text();
    store.write(|db| Ok(log::append(db, &now, BY, Action::Exported, what, "")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whoever_reads_it_on_a_terminal_gets_a_table() {
        let form = |format, read| Form::of(format, read).ok();
        assert_eq!(form(None, true), Some(Form::Read));
        assert_eq!(form(None, false), Some(Form::File(Format::Json)));
        assert_eq!(form(Some("json"), true), Some(Form::File(Format::Json)));
        assert_eq!(form(Some("csv"), true), Some(Form::File(Format::Csv)));
        assert_eq!(form(Some("table"), true), None);
    }
}

//! `cockpit dossier`: a meeting's paper as a file; `cockpit verify`: whether a file is one.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use jiff::civil::Date;

use super::analysis::Place;
use super::commands;
use crate::analyses::catalogue::Catalogue;
use crate::clock::Clock;
use crate::domain::dossier::{Form, Part};
use crate::domain::meetings::Meeting;
use crate::export::DocumentFormat;
use crate::output;
use crate::papers::dossier::meeting::{named, paper};
use crate::papers::dossier::{PaperError, compose};
use crate::reports::dossier::verdict;
use crate::storage::{self, Db, Store, StoreError, dossier, meetings};

/// The arguments of `dossier`.
#[derive(Debug, Args)]
pub(super) struct Dossier {
    /// The date of the meeting, or its id where a day has two
    meeting: String,
    /// The file to write: .pdf, .xlsx or .json; without it MEETING.pdf
    #[arg(long, short = 'o')]
    output: Option<PathBuf>,
    /// Without confidential items
    #[arg(long)]
    public: bool,
    #[command(flatten)]
    place: Place,
}

/// The arguments of `verify`.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The file: PDF, XLSX or JSON
    file: PathBuf,
}

/// Writes the paper of a meeting: as it was sent, and before that as it would be sent now.
pub(super) fn write(url: &str, args: &Dossier) -> Result<ExitCode> {
    let file = args.output.clone();
    let file = file.unwrap_or_else(|| PathBuf::from(format!("{}.pdf", args.meeting)));
    let ending = file.extension().and_then(|ending| ending.to_str());
    let form = ending.and_then(Form::from_key);
    let form = form.ok_or_else(|| anyhow!("write .pdf, .xlsx or .json at the end of the file"))?;
    let store = commands::open_existing(url)?;
    let part = if args.public { Part::Public } else { Part::All };
    let today = Clock::system().today();
    let analyses = Catalogue::beside(&args.place.analyses);
    let made = store.read::<_, StoreError>(|db| {
        let version = storage::version(db)?;
        let all = meetings::all(db, version)?;
        let meeting = match find(&all, &args.meeting) {
            Ok(meeting) => meeting,
            Err(words) => return Ok(Err(anyhow!(words))),
        };
        if let Some(bytes) = sent(db, meeting, (part, form))? {
            return Ok(Ok(bytes));
        }
        let items = meetings::items::of_meeting(db, &meeting.id, version)?;
        let made = paper(db, &analyses, (meeting, &items), (version, today))
            .and_then(|paper| compose(db, &paper, part))
            .and_then(|composed| {
                Ok::<_, PaperError>(match form {
                    Form::Json => composed.json,
                    Form::Pdf => composed.write(DocumentFormat::Pdf)?,
                    Form::Xlsx => composed.write(DocumentFormat::Xlsx)?,
                })
            });
        Ok(made.map_err(anyhow::Error::from))
    })?;
    fs::write(&file, made?).with_context(|| format!("{} could not be written", file.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The meeting of an id, or the only one of a date.
fn find<'a>(all: &'a [Meeting], wanted: &str) -> Result<&'a Meeting, String> {
    if let Some(found) = all.iter().find(|meeting| meeting.id == wanted) {
        return Ok(found);
    }
    let date: Date = wanted
        .parse()
        .map_err(|_| format!("no meeting has the id {wanted}; a date is written 2025-06-20"))?;
    let mut of_day = all.iter().filter(|m| m.date == date && m.is_on());
    match (of_day.next(), of_day.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(format!("there is no meeting on {date}")),
        (Some(_), Some(_)) => {
            let several = all.iter().filter(|m| m.date == date && m.is_on());
            let several: Vec<String> = several.map(|m| format!("{}: {}", m.id, named(m))).collect();
            Err(format!(
                "{date} has several meetings; name one by its id:\n{}",
                several.join("\n")
            ))
        }
    }
}

/// The file of the newest paper that was sent.
fn sent(
    db: &mut Db,
    meeting: &Meeting,
    (part, form): (Part, Form),
) -> Result<Option<Vec<u8>>, StoreError> {
    let papers = dossier::of_meeting(db, &meeting.id)?;
    let Some(paper) = papers.last().filter(|_| meeting.is_public()) else {
        return Ok(None);
    };
    let own = dossier::file(db, &paper.number, part, form)?;
    // Without confidential items the whole paper is the public one.
    Ok(match own {
        None if part == Part::Public => dossier::file(db, &paper.number, Part::All, form)?,
        own => own,
    })
}

/// Says in a sentence whether a file is a meeting's paper, unchanged.
pub(super) fn verify(url: &str, args: &Verify) -> Result<ExitCode> {
    let file = &args.file;
    let bytes = fs::read(file).with_context(|| format!("{} could not be read", file.display()))?;
    let store = Store::open_existing(url)?;
    let verdict = store.read::<_, StoreError>(|db| Ok(verdict::of(db, &bytes)?))?;
    output::result(verdict.words())?;
    Ok(if verdict.is_unchanged() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

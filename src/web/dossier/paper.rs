//! A meeting's paper: frozen when it is sent, and on the meeting's page as it was then, with what has
//! changed since.

use crate::changes::actor::Actor;
use crate::changes::meetings::{MeetingError, steps};
use crate::domain::dossier::{Definition, Form, Frozen, Part};
use crate::domain::meetings::{Meeting, Step};
use crate::papers::dossier::PaperError;
use crate::papers::dossier::freeze::Made;
use crate::papers::dossier::meeting::{Sent, made};
use crate::reports::dossier::changed::{self, Since};
use crate::reports::dossier::shown::Shown;
use crate::storage::{Db, QueryResult, StoreError, dossier};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::{Link, danish_time};

/// So many changed figures are shown.
const MOST: usize = 30;

/// Takes a step of a meeting; when its paper is sent, freezes it in the same transaction. The files are
/// made before, so that nobody waits for them.
///
/// # Errors
/// As the step's own; [`MeetingError::Paper`] when the paper cannot be made.
pub fn take(
    state: &AppState,
    actor: &Actor,
    (id, step): (&str, Step),
    why: &str,
) -> Result<(), MeetingError> {
    let today = state.clock.today();
    let files = if step == Step::Send {
        let read = state
            .store
            .read::<_, StoreError>(|db| Ok(made(db, id, today)));
        read?.map_err(refused)?
    } else {
        Made::default()
    };
    let taken = steps::take(&state.store, actor, (id, step), why, |db, sending| {
        let sent = Sent {
            meeting: sending.meeting,
            items: sending.items,
            version: sending.version,
            at: sending.at,
            by: sending.by,
            today,
        };
        let (frozen, kept) = sent.keep(db, files).map_err(refused)?;
        Ok(dossier::add(db, &frozen, &kept)?)
    });
    taken.map(|_| ())
}

fn refused(error: PaperError) -> MeetingError {
    match error {
        PaperError::Query(error) => MeetingError::Query(error),
        other => MeetingError::Paper(other.to_string()),
    }
}

/// The paper on the page of its meeting.
pub struct PaperView {
    /// That it was sent, and when.
    pub words: String,
    /// Its files, words and addresses.
    pub files: Vec<Link>,
    /// What has changed since: where, and how.
    pub changed: Vec<[String; 3]>,
    /// How many more changes there are.
    pub more: usize,
    /// What was done since, that changed figures.
    pub causes: Vec<String>,
    definitions: Vec<Definition>,
}

impl PaperView {
    /// The answer of an item as it was when the paper was sent, by its place among the items on the agenda.
    pub fn shown(&self, item: usize) -> Option<Shown> {
        let found = self.definitions.iter().find(|of| of.item == item)?;
        Shown::read(&found.answer)
    }
}

/// The newest paper of a meeting that was sent, unless it is being prepared again.
pub fn newest(db: &mut Db, meeting: &Meeting) -> QueryResult<Option<Frozen>> {
    if !meeting.is_public() {
        return Ok(None);
    }
    Ok(dossier::of_meeting(db, &meeting.id)?
        .into_iter()
        .next_back())
}

/// The paper of a meeting's page; nothing before it is sent. `sees_all` is who may see confidential items.
///
/// # Errors
/// The database's own.
pub fn view(db: &mut Db, meeting: &Meeting, sees_all: bool) -> Result<Option<PaperView>, AppError> {
    let Some(paper) = newest(db, meeting)? else {
        return Ok(None);
    };
    let files = dossier::files(db, &paper.number)?;
    let has_public = files.iter().any(|(part, _, _)| *part == Part::Public);
    let offered = |part: Part| match part {
        Part::All => sees_all || !has_public,
        Part::Public => true,
        Part::Item(_) => false,
    };
    let link = |(part, form, _): &(Part, Form, String)| Link {
        address: format!("/moeder/{}/papir/{}.{}", meeting.id, part.key(), form.key()),
        words: match part {
            Part::Public => format!("Offentlig udgave, {}", form.key().to_uppercase()),
            Part::All | Part::Item(_) => format!("Papiret, {}", form.key().to_uppercase()),
        },
        current: false,
    };
    let links = files.iter().filter(|(part, _, _)| offered(*part)).map(link);
    let since = changed::since(db, &paper, sees_all)?;
    let Since { moved, causes } = since;
    Ok(Some(PaperView {
        words: format!(
            "Papiret {} blev sendt {} på datastand {}. Tallene herunder er de sendte.",
            paper.number,
            danish_time(&paper.at),
            paper.version
        ),
        files: links.collect(),
        more: moved.len().saturating_sub(MOST),
        changed: moved
            .into_iter()
            .take(MOST)
            .map(|(item, moved)| {
                let what = format!("{}: {}", moved.row, moved.column);
                [format!("Punkt {}", item + 1), what, moved.change.words()]
            })
            .collect(),
        causes: causes
            .into_iter()
            .map(|cause| {
                format!(
                    "Datastand {}, {}: {} ({})",
                    cause.number,
                    danish_time(&cause.moment),
                    cause.words,
                    cause.who
                )
            })
            .collect(),
        definitions: dossier::definitions(db, &paper.number)?,
    }))
}

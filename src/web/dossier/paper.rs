//! A meeting's paper: frozen when it is sent, and on the meeting's page as it was then, with what has
//! changed since.

use crate::analyses::catalogue::Catalogue;
use crate::changes::actor::Actor;
use crate::changes::meetings::{MeetingError, steps};
use crate::domain::danish::counted;
use crate::domain::dossier::{Definition, Form, Frozen, Part};
use crate::domain::meetings::{Meeting, Step};
use crate::papers::dossier::PaperError;
use crate::papers::dossier::freeze::Made;
use crate::papers::dossier::meeting::{Sent, made};
use crate::reports::dossier::changed;
use crate::reports::dossier::shown::Shown;
use crate::storage::{Db, QueryResult, StoreError, dossier};
use crate::web::dossier::since::{self, ChangedView};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::{Link, danish_time};

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
    let (today, analyses) = (state.clock.today(), &state.analyses);
    let files = if step == Step::Send {
        let read = state
            .store
            .read::<_, StoreError>(|db| Ok(made(db, analyses, id, today)));
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
            analyses,
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
    /// How many figures have changed since.
    pub count: usize,
    /// Which, by what did it.
    pub changed: Vec<ChangedView>,
    definitions: Vec<Definition>,
}

impl PaperView {
    /// "8 tal ændret".
    pub fn counted(&self) -> String {
        counted(self.count, "tal ændret", "tal ændret")
    }

    /// The answer of an item as it was when the paper was sent, by its place among the items on the agenda.
    pub fn shown(&self, item: usize) -> Option<Shown> {
        let found = self.definitions.iter().find(|of| of.item == item)?;
        Shown::read(&found.answer)
    }
}

/// What a file's link calls its form.
const fn words(form: Form) -> &'static str {
    match form {
        Form::Pdf => "PDF",
        Form::Xlsx => "Excel",
        Form::Json => "JSON",
    }
}

/// What people open comes before what programs read.
const fn order(form: Form) -> usize {
    match form {
        Form::Pdf => 0,
        Form::Xlsx => 1,
        Form::Json => 2,
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
pub fn view(
    db: &mut Db,
    analyses: &Catalogue,
    (meeting, sees_all): (&Meeting, bool),
) -> Result<Option<PaperView>, AppError> {
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
            Part::Public => format!("Offentlig udgave, {}", words(*form)),
            Part::All | Part::Item(_) => format!("Papiret, {}", words(*form)),
        },
        current: false,
    };
    let mut files: Vec<_> = files
        .into_iter()
        .filter(|(of, _, _)| offered(*of))
        .collect();
    files.sort_by_key(|(part, form, _)| (*part, order(*form)));
    let links = files.iter().map(link);
    let since = changed::since(db, analyses, (&paper, sees_all))?;
    Ok(Some(PaperView {
        words: format!(
            "Papiret {} blev sendt {} på datastand {}. Tallene herunder er de sendte.",
            paper.number,
            danish_time(&paper.at),
            paper.version
        ),
        files: links.collect(),
        count: since.count(),
        changed: since::views(since),
        definitions: dossier::definitions(db, &paper.number)?,
    }))
}

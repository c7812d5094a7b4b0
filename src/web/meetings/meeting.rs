//! `/moeder/ID`: a meeting with its agenda, and what can be done about it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;

use super::links;
use super::sent::After;
use super::shown::{self, ItemView};
use crate::analyses::catalogue::Catalogue;
use crate::changes::texts::Fault;
use crate::domain::danish::danish_date;
use crate::domain::markdown::Block;
use crate::domain::meetings::agenda::{may_be_moved, takes_items};
use crate::domain::meetings::{Code, Item, Meeting, MeetingKind, State as MeetingState, Step};
use crate::domain::people::Right;
use crate::storage::meetings::{self, items, steps};
use crate::storage::{self, Db};
use crate::web::cached::{self, Asked};
use crate::web::dossier::paper::{self, PaperView};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "meetings/meeting.html")]
struct Page {
    layout: Layout,
    meeting: String,
    title: String,
    /// Date, whose meeting, place.
    lead: String,
    /// Day for the form.
    date: String,
    place: String,
    kinds: Vec<Choice>,
    /// The states with whether each is reached.
    states: Vec<(&'static str, bool)>,
    cancelled: Option<String>,
    items: Vec<ItemView>,
    /// The paper as it was sent.
    paper: Option<PaperView>,
    /// Why there is no agenda to see.
    nothing: Option<&'static str>,
    codes: Vec<Choice>,
    /// When, who, what.
    history: Vec<[String; 3]>,
    next: Option<(&'static str, &'static str, &'static str)>,
    may_prepare: bool,
    may_move: bool,
    may_rewrite: bool,
    takes_items: bool,
    may_go_back: bool,
    after: After,
}

impl Page {
    /// Whether a step back was sent and not done.
    fn goes_back(&self) -> bool {
        self.after.is_of("skridt", "") && self.after.sent.get("skridt") == "back"
    }

    /// What is wrong with it: of a step forward nothing stands in a field.
    fn back(&self) -> Option<&Fault> {
        self.after.fault("skridt", "").filter(|_| self.goes_back())
    }
}

/// Shows the page.
///
/// # Errors
/// [`AppError::NotFound`] for a meeting that is not there.
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, AppError> {
    let (today, analyses) = (state.clock.today(), state.analyses.clone());
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        let of = (id.as_str(), today);
        render(db, viewer, &analyses, of, After::default())
    })
    .await
}

/// The page of a meeting.
pub(super) fn render(
    db: &mut Db,
    viewer: &Viewer,
    analyses: &Catalogue,
    (id, today): (&str, Date),
    after: After,
) -> Result<String, AppError> {
    let version = storage::version(db)?;
    let meeting = meetings::get(db, id, version)?.ok_or(AppError::NotFound)?;
    let items = items::of_meeting(db, id, version)?;
    let taken = steps::of_meeting(db, id, version)?;
    let may_prepare = viewer.may(Right::PrepareMeetings);
    let sees = may_prepare || meeting.is_public();
    let last_sent = taken.iter().rfind(|step| step.step == Step::Send);
    let last_sent = last_sent.map(|step| step.version);
    let mut views = Vec::new();
    let paper = paper::view(db, analyses, (&meeting, may_prepare))?;
    let sent = last_sent.map_or(Ok(Vec::new()), |at| items::of_meeting(db, id, at))?;
    if sees {
        for item in &items {
            let mut view = if may_prepare || !item.wording.confidential {
                let from = postponed_from(db, item, version)?;
                let is_sent = paper.is_some();
                let place = place_of(item, if is_sent { &sent } else { &items });
                let kept = paper.as_ref().zip(place).and_then(|(p, at)| p.shown(at));
                // Of what is not sent yet there are drafts, for whoever prepares it.
                let has_file = item.is_on() && (is_sent || may_prepare);
                let place = place.filter(|_| has_file);
                ItemView {
                    from,
                    alone: place.map_or_else(Vec::new, |at| links::extract(id, at)),
                    ..ItemView::of(db, item, analyses, (today, kept.as_ref()))?
                }
            } else {
                ItemView::hidden(item)
            };
            view.may_write = may_prepare && item.may_be_written(&meeting, last_sent);
            view.may_decide = may_prepare
                && meeting.is_on()
                && meeting.state == MeetingState::Held
                && item.is_on();
            view.is_open = may_prepare && item.is_open(false);
            view.is_first = item.number == 1;
            view.is_last = items.last().is_some_and(|last| last.id == item.id);
            views.push(view);
        }
    }
    let kind = after.or("ret", "", "type", meeting.kind.key()).to_owned();
    let code = after.sent.get("kode").to_owned();
    let page = Page {
        layout: Layout::load(db, viewer, &meeting.title, links::LIST)?,
        meeting: meeting.id.clone(),
        title: meeting.title.clone(),
        lead: lead(&meeting),
        date: meeting.date.to_string(),
        place: meeting.place.clone(),
        kinds: MeetingKind::ALL
            .map(|of| Choice::of(of.key(), of.label(), of.key() == kind))
            .into(),
        states: MeetingState::ALL
            .map(|state| (state.label(), state <= meeting.state))
            .into(),
        cancelled: meeting
            .cancelled
            .as_ref()
            .map(|cancelled| cancelled.why.clone()),
        nothing: nothing(sees, &items),
        items: views,
        paper,
        codes: Code::ALL
            .map(|of| Choice::of(of.key(), of.label(), of.key() == code))
            .into(),
        history: if may_prepare {
            history(&taken)
        } else {
            Vec::new()
        },
        next: meeting.state.next().filter(|_| meeting.is_on()).map(words),
        may_move: may_prepare && may_be_moved(&meeting),
        may_rewrite: may_prepare && meeting.is_on() && meeting.state < MeetingState::Held,
        takes_items: may_prepare && takes_items(&meeting),
        may_go_back: may_prepare && meeting.is_on() && meeting.state != MeetingState::Planned,
        may_prepare,
        after,
    };
    Ok(page.render()?)
}

/// Where an item stands among those that are on.
fn place_of(item: &Item, agenda: &[Item]) -> Option<usize> {
    let mut on = agenda.iter().filter(|of| of.is_on());
    on.position(|of| of.id == item.id)
}

fn lead(meeting: &Meeting) -> String {
    let parts = [
        danish_date(meeting.date),
        meeting.kind.label().to_owned(),
        meeting.place.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn nothing(sees: bool, items: &[Item]) -> Option<&'static str> {
    if !sees {
        Some("Dagsordenen er ikke sendt endnu.")
    } else if items.is_empty() {
        Some("Der er ingen punkter på dagsordenen.")
    } else {
        None
    }
}

/// The step forward: its key, the words of its button, and what it does.
const fn words(step: Step) -> (&'static str, &'static str, &'static str) {
    match step {
        Step::Send => (
            "send",
            "Send dagsordenen",
            "Punkterne beholder deres numre, og alle, der må se møder, kan se dagsordenen. Cockpittet sender den ikke til nogen; de, der har bedt om nyheder om papirer, får besked.",
        ),
        Step::Hold => ("hold", "Mødet er holdt", "Så kan beslutningerne skrives."),
        Step::Close => (
            "close",
            "Afslut mødet",
            "Alle punkter skal have en beslutning. Bagefter kan der kun skrives rettelser.",
        ),
        Step::Back => ("back", "Gå et skridt tilbage", ""),
    }
}

fn history(taken: &[crate::domain::meetings::Stepped]) -> Vec<[String; 3]> {
    let line = |step: &crate::domain::meetings::Stepped| {
        let what = if step.step == Step::Back {
            format!("Taget tilbage til {}: {}", step.state.label(), step.why)
        } else {
            format!("Mødet er {}", step.state.label())
        };
        [danish_time(&step.at), step.by.clone(), what]
    };
    taken.iter().rev().map(line).collect()
}

/// Where an item came from.
fn postponed_from(
    db: &mut Db,
    item: &Item,
    version: i64,
) -> Result<Option<(String, String)>, AppError> {
    let Some(from) = &item.postponed_from else {
        return Ok(None);
    };
    let all = items::all(db, version)?;
    let Some(before) = all.into_iter().find(|other| other.id == *from) else {
        return Ok(None);
    };
    let meeting = meetings::get(db, &before.meeting, version)?;
    Ok(meeting.map(|of| shown::came_from(of.date, before.number, (&of.id, &before.id))))
}

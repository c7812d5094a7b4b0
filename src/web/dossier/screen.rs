//! `/moeder/ID/vis?punkt=N`: one item on a screen, large, for the wall of the meeting room.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use serde::Deserialize;

use super::{kept, paper};
use crate::analyses::catalogue::Catalogue;
use crate::domain::danish::danish_date;
use crate::domain::dossier::Part;
use crate::domain::markdown::{self, Block};
use crate::domain::meetings::{Content, Item};
use crate::domain::people::Right;
use crate::papers::dossier::meeting as of_meeting;
use crate::papers::dossier::{self as papers};
use crate::reports;
use crate::reports::dossier::shown::Shown;
use crate::storage::meetings::{self, items};
use crate::storage::{self, Db, dossier};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::not_found;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::layout::Layout;
use crate::web::view::table::TableView;

/// As many rows are read from the back of a room.
const ROWS: usize = 12;

/// As many columns.
const COLUMNS: usize = 7;

#[derive(Template)]
#[template(path = "dossier/screen.html")]
struct Page {
    layout: Layout,
    meeting: String,
    title: String,
    date: String,
    heading: String,
    presenter: String,
    blocks: Vec<Block>,
    asks: Vec<Block>,
    chart: Option<ChartView>,
    table: Option<TableView>,
    /// The item's place and how many there are.
    place: usize,
    of: usize,
}

impl Page {
    fn before(&self) -> Option<usize> {
        (self.place > 1).then(|| self.place - 1)
    }

    fn after(&self) -> Option<usize> {
        (self.place < self.of).then(|| self.place + 1)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    punkt: Option<usize>,
}

/// Shows an item; the first when none is named.
///
/// # Errors
/// [`AppError::NotFound`] for a meeting or an item that is not there, or not for the viewer.
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
    UrlQuery(wanted): UrlQuery<Wanted>,
    asked: Asked,
) -> Result<Response, AppError> {
    let (today, analyses) = (state.clock.today(), state.analyses.clone());
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        let version = storage::version(db)?;
        let meeting = meetings::get(db, &id, version)?.ok_or(AppError::NotFound)?;
        let sees_all = viewer.may(Right::PrepareMeetings);
        if !sees_all && !meeting.is_public() {
            return Err(AppError::NotFound);
        }
        let all = items::of_meeting(db, &id, version)?;
        let shown: Vec<Item> = (all.iter().filter(|item| item.is_on()))
            .filter(|item| sees_all || !item.wording.confidential)
            .cloned()
            .collect();
        let place = wanted.punkt.unwrap_or(1);
        let at = place.checked_sub(1).ok_or(AppError::NotFound)?;
        let item = shown.get(at).ok_or(AppError::NotFound)?;
        let answer = match paper::newest(db, &meeting)? {
            Some(paper) => sent(db, &paper, item)?,
            None => None,
        };
        let answer = match answer {
            Some(answer) => Some(answer),
            None => now(db, &analyses, (&meeting, item), (version, today))?,
        };
        let page = Page {
            layout: Layout::load(db, viewer, &meeting.title, "/moeder")?,
            meeting: meeting.id.clone(),
            title: meeting.title.clone(),
            date: danish_date(meeting.date),
            heading: format!("{}. {}", item.number, item.wording.heading),
            presenter: item.wording.presenter.clone(),
            blocks: markdown::blocks(&item.wording.text),
            asks: markdown::blocks(&item.wording.asks),
            chart: answer.as_ref().and_then(|a| kept::charts(a, 1).pop()),
            table: answer.and_then(|a| from_afar(a, &needed(item))),
            place,
            of: shown.len(),
        };
        Ok(page.render()?)
    })
    .await
}

/// The columns that the item's reader needs.
fn needed(item: &Item) -> Vec<&'static str> {
    match &item.wording.content {
        Content::Report { question, .. } => {
            reports::question(question).map_or_else(|_| Vec::new(), papers::needed)
        }
        Content::Text | Content::Analysis { .. } | Content::Table(_) => Vec::new(),
    }
}

/// The table of an answer as it is read from the back of a room: few rows, under the columns that are
/// needed; without any named, the first ones.
fn from_afar(mut answer: Shown, needed: &[&str]) -> Option<TableView> {
    answer.rows = match needed {
        [] => answer.rows.first_columns(COLUMNS),
        keys => answer.rows.only(keys),
    };
    kept::tables(&answer, ROWS).into_iter().next()
}

/// What was sent of an item.
fn sent(
    db: &mut Db,
    paper: &crate::domain::dossier::Frozen,
    item: &Item,
) -> Result<Option<Shown>, AppError> {
    let agenda = items::of_meeting(db, &paper.meeting, paper.version + 1)?;
    let mut on = agenda.iter().filter(|item| item.is_on());
    let Some(place) = on.position(|of| of.id == item.id) else {
        return Ok(None);
    };
    let all = dossier::definitions(db, &paper.number)?;
    let found = all.into_iter().find(|of| of.item == place);
    Ok(found.and_then(|of| Shown::read(&of.answer)))
}

/// What an item would show if the paper were sent now.
fn now(
    db: &mut Db,
    analyses: &Catalogue,
    (meeting, item): (&crate::domain::meetings::Meeting, &Item),
    asked: (i64, jiff::civil::Date),
) -> Result<Option<Shown>, AppError> {
    if item.wording.content == Content::Text {
        return Ok(None);
    }
    let one = std::slice::from_ref(item);
    let composed = of_meeting::paper(db, analyses, (meeting, one), asked)
        .and_then(|paper| papers::compose(db, &paper, Part::Item(0)));
    match composed {
        Ok(composed) => Ok(composed.document.reports().next().map(Shown::of)),
        Err(papers::PaperError::Report(error)) => Err(not_found(error)),
        Err(_) => Ok(None),
    }
}

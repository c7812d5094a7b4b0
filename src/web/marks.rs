//! `/maerker`: which figures are marked and why, and the form of a new mark for the secretariat.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::page::private;
use crate::changes::marks::{self as changes, MarkError, Written};
use crate::changes::texts::Fault;
use crate::domain::area::{Area, HOME};
use crate::domain::cpr;
use crate::domain::danish::sort_by_name;
use crate::domain::marks::{Mark, MarkKind, Source};
use crate::domain::paragraph::Paragraph;
use crate::domain::people::Right;
use crate::storage::data::areas;
use crate::storage::{Db, marks};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "marks.html")]
struct Page {
    layout: Layout,
    marks: Vec<MarkView>,
    /// Those that there are: letter and words.
    known: [(&'static str, &'static str); 5],
    /// For whoever may mark.
    form: Option<FormView>,
}

struct MarkView {
    id: i64,
    letter: &'static str,
    label: &'static str,
    what: String,
    reason: String,
    set: String,
    /// Who lifted it, and when.
    lifted: Option<String>,
}

struct FormView {
    sent: New,
    kinds: Vec<Choice>,
    sources: Vec<Choice>,
    areas: Vec<Choice>,
    paragraphs: Vec<Choice>,
    fault: Option<Fault>,
}

/// The form of a new mark.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct New {
    maerke: String,
    data: String,
    aar: String,
    omraade: String,
    paragraf: String,
    begrundelse: String,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    page(&state, viewer, New::default(), None).await
}

/// Sets a mark.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason at the field.
pub async fn set(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<New>,
) -> Result<Response, AppError> {
    let shown = New {
        begrundelse: cpr::without(&form.begrundelse),
        aar: cpr::without(&form.aar),
        ..form.clone()
    };
    if viewer.looks_again() {
        return page(&state, viewer, shown, None).await;
    }
    let actor = state.actor(viewer.who()?);
    let written = Written {
        kind: form.maerke,
        source: form.data,
        year: form.aar,
        area: form.omraade,
        paragraph: form.paragraf,
        reason: form.begrundelse,
    };
    let refused = state
        .blocking(
            move |state| match changes::set(&state.store, &actor, &written) {
                Ok(_) => Ok(None),
                Err(MarkError::Fault(fault)) => Ok(Some(fault)),
                Err(other) => Err(other.into()),
            },
        )
        .await?;
    match refused {
        None => Ok(Redirect::to("/maerker").into_response()),
        Some(fault) => {
            let mut response = page(&state, viewer, shown, Some(fault)).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// Lifts a mark.
///
/// # Errors
/// [`AppError::NotFound`] for one that does not hold.
pub async fn lift(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let actor = state.actor(viewer.who()?);
    state
        .blocking(move |state| Ok(changes::lift(&state.store, &actor, id)?))
        .await?;
    Ok(Redirect::to("/maerker").into_response())
}

async fn page(
    state: &AppState,
    viewer: Viewer,
    sent: New,
    fault: Option<Fault>,
) -> Result<Response, AppError> {
    let html = state
        .read(move |db| render(db, &viewer, sent, fault))
        .await?;
    Ok(private(html))
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    sent: New,
    fault: Option<Fault>,
) -> Result<String, AppError> {
    let areas = areas::all(db)?;
    let marks = marks::all(db)?;
    let page = Page {
        layout: Layout::load(db, viewer, "Mærker på tal", "/data")?,
        marks: marks.iter().map(|mark| view(mark, &areas)).collect(),
        known: MarkKind::ALL.map(|kind| (kind.letter(), kind.label())),
        form: viewer
            .may(Right::MarkFigures)
            .then(|| form(&areas, sent, fault)),
    };
    Ok(page.render()?)
}

fn view(mark: &Mark, areas: &[Area]) -> MarkView {
    let scope = &mark.scope;
    let area = scope.area.as_ref().map(|code| {
        let found = areas.iter().find(|area| area.code == *code);
        found.map_or_else(|| code.clone(), |area| area.name.clone())
    });
    let parts = [
        Some(scope.source.label().to_owned()),
        Some(scope.year.to_string()),
        area,
        scope.paragraph.map(|one| one.label().to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    MarkView {
        id: mark.version,
        letter: mark.kind.letter(),
        label: mark.kind.label(),
        what: parts.join(", "),
        reason: mark.reason.clone(),
        set: format!("{}, {}", danish_time(&mark.at), mark.by),
        lifted: mark
            .lifted
            .as_ref()
            .map(|(_, by, at)| format!("løftet {} af {by}", danish_time(at))),
    }
}

fn form(areas: &[Area], sent: New, fault: Option<Fault>) -> FormView {
    let chosen = |value: &str, of: &str| !of.is_empty() && value == of;
    let kinds = MarkKind::ALL.map(|kind| {
        let words = format!("{} {}", kind.letter(), kind.label());
        Choice::of(kind.letter(), words, chosen(kind.letter(), &sent.maerke))
    });
    let sources = Source::ALL.map(|one| {
        let selected = chosen(one.key(), &sent.data);
        Choice::of(one.key(), one.label(), selected)
    });
    let paragraphs = Paragraph::ALL.map(|one| {
        let selected = chosen(one.key(), &sent.paragraf);
        Choice::of(one.key(), one.label(), selected)
    });
    let own = |area: &&Area| area.code == HOME || area.kkr.as_deref() == Some(HOME);
    let mut home: Vec<Area> = areas.iter().filter(own).cloned().collect();
    sort_by_name(&mut home);
    let areas = home.into_iter().map(|area| {
        let selected = chosen(&area.code, &sent.omraade);
        Choice::of(area.code, area.name, selected)
    });
    FormView {
        kinds: kinds.into(),
        sources: sources.into(),
        areas: areas.collect(),
        paragraphs: paragraphs.into(),
        sent,
        fault,
    }
}

//! `/moeder/ID/punkter/…`: the form of an item, new or as it stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::links;
use super::sent::{After, Sent};
use super::shown::{Figures, of_table};
use super::written;
use crate::analyses::catalogue::Catalogue;
use crate::changes::actor::Actor;
use crate::changes::meetings::MeetingError;
use crate::changes::meetings::agenda::{self, To};
use crate::domain::meetings::agenda::Wording;
use crate::domain::meetings::{Content, Item, Meeting};
use crate::storage::meetings::{self, items};
use crate::storage::{self, Db};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::kept::Kept;
use crate::web::page::{Pairs, private};
use crate::web::received;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "meetings/item.html")]
struct Page {
    layout: Layout,
    meeting: String,
    meeting_title: String,
    /// Empty for a new one.
    item: String,
    title: String,
    /// Where the form goes.
    action: String,
    reports: Vec<Choice>,
    /// Each report's name with its filters.
    filters: Vec<(String, String)>,
    table: Option<Figures>,
    /// Whether taking it off needs a reason.
    was_sent: bool,
    now: Sent,
    after: After,
}

impl Page {
    /// What a field holds: as it was sent, else as it stands.
    fn value(&self, name: &str) -> &str {
        self.after.or("punkt", "", name, self.now.get(name))
    }

    fn ticked(&self, name: &str) -> bool {
        self.value(name) == "ja"
    }
}

/// The form of a new item.
///
/// # Errors
/// [`AppError::NotFound`] for a meeting that is not there.
pub async fn new(
    State(state): State<AppState>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, AppError> {
    let analyses = state.analyses.clone();
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &analyses, (&id, None), After::default())
    })
    .await
}

/// The form of an item.
///
/// # Errors
/// [`AppError::NotFound`] for an item that is not there.
pub async fn edit(
    State(state): State<AppState>,
    Path((id, item)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, AppError> {
    let analyses = state.analyses.clone();
    cached::page(&state, &asked, move |db, viewer| {
        let of = (id.as_str(), Some(item.as_str()));
        render(db, viewer, &analyses, of, After::default())
    })
    .await
}

/// Adds an item.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason at the field.
pub async fn add(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    done(state, viewer, (id, None), ("punkt", Sent(pairs))).await
}

/// Writes an item anew, or takes it off.
///
/// # Errors
/// As [`add`].
pub async fn write(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, item)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let sent = Sent(pairs);
    let form = if sent.get("handling") == "fjern" {
        "fjern"
    } else {
        "punkt"
    };
    done(state, viewer, (id, Some(item)), (form, sent)).await
}

/// Moves an item: one place, or to a place.
///
/// # Errors
/// [`AppError::Conflict`] once the paper was sent.
pub async fn place(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, item)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let sent = Sent(pairs);
    let to = match (sent.get("retning"), sent.get("plads").parse()) {
        ("op", _) => To::Up,
        ("ned", _) => To::Down,
        (_, Ok(place)) => To::Place(place),
        _ => return Err(AppError::Unreadable),
    };
    let actor = state.actor(viewer.who()?);
    let address = links::item(&id, &item);
    state
        .blocking(move |state| {
            Ok::<_, AppError>(agenda::place(&state.store, &actor, (&id, &item), to)?)
        })
        .await?;
    Ok(Redirect::to(&address).into_response())
}

/// Puts a table from a file into an item.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with what is wrong with the file.
pub async fn bring(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, item)): Path<(String, String)>,
    kept: Option<Extension<Arc<Kept>>>,
    form: Option<Multipart>,
) -> Result<Response, AppError> {
    let of = (id, Some(item));
    if let Some(Extension(kept)) = kept {
        // The browser is not given the file again.
        let sent = Sent(kept.fields.clone());
        return done_with(state, viewer, of, ("tabel", sent), None).await;
    }
    let brought = read_form(form.ok_or(AppError::Unreadable)?).await?;
    let pairs = [("diagram", if brought.chart { "ja" } else { "" }.to_owned())];
    let form = ("tabel", pairs.into());
    done_with(state, viewer, of, form, Some(brought)).await
}

async fn read_form(mut form: Multipart) -> Result<Brought, AppError> {
    let refused = |error: MultipartError| received::refused(error.status());
    let mut brought = Brought::default();
    while let Some(field) = form.next_field().await.map_err(refused)? {
        match field.name() {
            Some("fil") => {
                let name = field.file_name().unwrap_or_default();
                name.clone_into(&mut brought.name);
                brought.bytes = received::field(field).await.map_err(refused)?;
            }
            Some("diagram") => brought.chart = field.text().await.map_err(refused)? == "ja",
            _ => {}
        }
    }
    Ok(brought)
}

/// A file that was sent.
#[derive(Default)]
struct Brought {
    bytes: Vec<u8>,
    name: String,
    chart: bool,
}

async fn done(
    state: AppState,
    viewer: Viewer,
    of: (String, Option<String>),
    form: (&'static str, Sent),
) -> Result<Response, AppError> {
    done_with(state, viewer, of, form, None).await
}

async fn done_with(
    state: AppState,
    viewer: Viewer,
    (id, item): (String, Option<String>),
    (form, sent): (&'static str, Sent),
    brought: Option<Brought>,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let came = state
        .blocking(move |state| {
            let mut after = After {
                form: Some((form, String::new())),
                ..After::default()
            };
            let mut status = StatusCode::OK;
            let of = (id.as_str(), item.as_deref());
            if !viewer.looks_again() {
                match apply(state, &actor, of, (form, &sent), brought) {
                    Ok(address) => return Ok(Ok(address)),
                    Err(MeetingError::Fault(fault)) => after.fault = Some(fault),
                    Err(other) => return Err(other.into()),
                }
                status = StatusCode::UNPROCESSABLE_ENTITY;
            }
            after.sent = sent.without_numbers();
            let analyses = &state.analyses;
            let html = state
                .store
                .read(|db| render(db, &viewer, analyses, of, after))?;
            Ok::<_, AppError>(Err((status, html)))
        })
        .await?;
    Ok(match came {
        Ok(address) => Redirect::to(&address).into_response(),
        Err((status, html)) => (status, private(html)).into_response(),
    })
}

/// Does what a form asks for; where it leads.
fn apply(
    state: &AppState,
    actor: &Actor,
    (meeting, item): (&str, Option<&str>),
    (form, sent): (&str, &Sent),
    brought: Option<Brought>,
) -> Result<String, MeetingError> {
    let store = &state.store;
    let Some(item) = item else {
        let wording = written::read(state, sent, Content::Text)?;
        let added = agenda::add(store, actor, meeting, &wording)?;
        return Ok(links::item(meeting, &added.id));
    };
    let of = (meeting, item);
    if form == "fjern" {
        agenda::remove(store, actor, of, sent.get("begrundelse"))?;
        return Ok(links::meeting(meeting));
    }
    let stands = store.read(|db| found(db, of))?.1.wording;
    let wording = match brought {
        Some(file) => Wording {
            content: Content::Table(written::table(&file.bytes, &file.name, file.chart)?),
            ..stands
        },
        None => written::read(state, sent, stands.content)?,
    };
    agenda::write(store, actor, of, &wording)?;
    Ok(links::item(meeting, item))
}

/// A meeting and one of its items.
fn found(db: &mut Db, (meeting, item): (&str, &str)) -> Result<(Meeting, Item), MeetingError> {
    let version = storage::version(db)?;
    let of = meetings::get(db, meeting, version)?.ok_or(MeetingError::NoSuchMeeting)?;
    let mut items = items::of_meeting(db, meeting, version)?.into_iter();
    let item = items.find(|other| other.id == item);
    Ok((of, item.ok_or(MeetingError::NoSuchItem)?))
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    analyses: &Catalogue,
    (id, item): (&str, Option<&str>),
    after: After,
) -> Result<String, AppError> {
    let version = storage::version(db)?;
    let (meeting, item) = match item {
        Some(item) => {
            let (meeting, item) = found(db, (id, item))?;
            (meeting, Some(item))
        }
        None => {
            let meeting = meetings::get(db, id, version)?;
            (meeting.ok_or(AppError::NotFound)?, None)
        }
    };
    let now = item.as_ref().map(|item| written::fields(&item.wording));
    let chosen = now.as_ref().map_or("", |now| now.get("rapport")).to_owned();
    let chosen = after.or("punkt", "", "rapport", &chosen).to_owned();
    let table = item.as_ref().and_then(|item| item.wording.content.table());
    let title = item.as_ref().map_or_else(
        || "Nyt punkt".to_owned(),
        |item| format!("Punkt {}", item.number),
    );
    let action = match &item {
        Some(item) => format!("{}/punkter/{}", links::meeting(id), item.id),
        None => format!("{}/punkter", links::meeting(id)),
    };
    let page = Page {
        layout: Layout::load(db, viewer, &title, links::LIST)?,
        meeting: meeting.id.clone(),
        meeting_title: meeting.title.clone(),
        title,
        action,
        reports: written::choices(analyses, &chosen),
        filters: written::filters(analyses),
        table: table.map(|table| of_table(table, "Tabellen")),
        was_sent: meeting.first_sent.is_some(),
        now: now.unwrap_or_default(),
        item: item.map_or_else(String::new, |item| item.id),
        after,
    };
    Ok(page.render()?)
}

/// The largest file of a table: one of a paper is small.
pub const TABLE_BYTES: usize = 2 * 1024 * 1024;

//! `/nyheder`: what is new, and what was told before.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::changes::news::{self as changes, reader};
use crate::domain::moment;
use crate::domain::news::{Item, Kind, Span};
use crate::reports::news;
use crate::reports::others::Others;
use crate::storage::data::versions::version_before;
use crate::storage::{Db, news as stored};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::told::mail_words;
use crate::web::view::Link;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

/// What was read is told again for so many days.
const EARLIER: i64 = 30;

#[derive(Template)]
#[template(path = "news/page.html")]
struct Page {
    layout: Layout,
    /// Whether anything at all can be told to such a one.
    any: bool,
    /// Whether anything was chosen.
    chosen: bool,
    unread: Vec<Group>,
    earlier: Vec<Group>,
    /// How the news come by mail, in Danish.
    mail: &'static str,
    /// What the button sends: up to where the page tells, and its figures as it tells them.
    seen: Vec<(&'static str, String)>,
}

/// The news of a kind.
struct Group {
    heading: &'static str,
    links: Vec<Link>,
}

impl Page {
    fn count(&self) -> usize {
        self.unread.iter().map(|group| group.links.len()).sum()
    }
}

/// Shows the page; looking changes nothing.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let (today, mails) = (state.clock.today(), state.mail_server.is_some());
    let analyses = state.analyses.clone();
    let html = state
        .read(move |db| render(db, &viewer, (today, mails), &*analyses))
        .await?;
    Ok(private(html))
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    (today, mails): (Date, bool),
    analyses: &dyn Others,
) -> Result<String, AppError> {
    let reader = reader(viewer.who()?);
    let kinds = changes::kinds(db, &reader)?;
    let standing = stored::of_user(db, &reader.user)?;
    let span = changes::unread(db, &reader, today)?;
    let (mut unread, mut earlier) = (Vec::new(), Vec::new());
    if let Some(span) = &span {
        unread = news::of(db, &reader, span, analyses)?;
        let before = before(db, span, today)?;
        earlier = news::of(db, &reader, &before, analyses)?;
        // What is told as new is not told again below.
        earlier.retain(|item| !unread.contains(item));
    }
    let page = Page {
        layout: Layout::load(db, viewer, "Nyheder", "/nyheder")?,
        any: !kinds.is_empty(),
        chosen: kinds.iter().any(|(_, wanted)| *wanted),
        seen: span.map(|span| seen(&span, &unread)).unwrap_or_default(),
        unread: groups(unread),
        earlier: groups(earlier),
        mail: mail_words(standing.map(|of| of.rhythm).unwrap_or_default(), mails),
    };
    Ok(page.render()?)
}

/// What was told before: of the last days, up to where somebody read.
fn before(db: &mut Db, span: &Span, today: Date) -> Result<Span, AppError> {
    let first = today.saturating_sub(EARLIER.days());
    let begins = moment::begins(first).map(|moment| moment.to_string());
    let after = version_before(db, &begins.unwrap_or_default())?;
    let (version, day) = (span.versions.0, span.days.0);
    Ok(Span {
        versions: (after.min(version), version),
        days: (first.min(day), day),
        figures: Vec::new(),
    })
}

fn groups(items: Vec<Item>) -> Vec<Group> {
    let of_kind = |kind: Kind| {
        let own = items.iter().filter(move |item| item.kind == kind);
        let links: Vec<Link> = own
            .map(|item| Link::to(item.target.path(), &item.words))
            .collect();
        (!links.is_empty()).then(|| Group {
            heading: kind.heading(),
            links,
        })
    };
    Kind::ALL.into_iter().filter_map(of_kind).collect()
}

/// What a figure says, as it is kept, is never longer.
const LONGEST_SAID: usize = 100;

const VERSION: &str = "stand";
const DAY: &str = "dag";
const FIGURE: &str = "tal";

fn seen(span: &Span, unread: &[Item]) -> Vec<(&'static str, String)> {
    let figures = unread.iter().filter_map(|item| item.figure.as_ref());
    [
        (VERSION, span.versions.1.to_string()),
        (DAY, span.days.1.to_string()),
    ]
    .into_iter()
    .chain(figures.map(|(id, said)| (FIGURE, format!("{id}={said}"))))
    .collect()
}

/// Keeps that what the page showed is read.
///
/// # Errors
/// [`AppError`]
pub async fn read(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name);
    let version = get(VERSION).and_then(|(_, value)| value.parse().ok());
    let day = get(DAY).and_then(|(_, value)| value.parse().ok());
    let Some(upto) = version.zip(day) else {
        return Ok(Redirect::to("/nyheder").into_response());
    };
    let figures = pairs.iter().filter(|(key, _)| key == FIGURE);
    let figures = figures.filter_map(|(_, value)| value.split_once('='));
    let figures: Vec<(String, String)> = figures
        .filter(|(_, said)| said.len() <= LONGEST_SAID)
        .map(|(id, said)| (id.to_owned(), said.to_owned()))
        .collect();
    state
        .blocking(move |state| {
            let actor = state.actor(&who);
            Ok(changes::mark_read(
                &state.store,
                &actor,
                &who,
                upto,
                &figures,
            )?)
        })
        .await?;
    Ok(Redirect::to("/nyheder").into_response())
}

//! `/enkeltsager/kontrol`: what the last check of the published tables found as each reader, and a
//! button that runs it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::links::{CONTROL, PUBLISHED};
use super::words::NONE;
use crate::changes::actor::Actor;
use crate::changes::background;
use crate::changes::cases::checks;
use crate::domain::area::Area;
use crate::domain::cases::{ByReader, Check, Found, NotProven, OfRegion};
use crate::domain::danish::{counted, sort_by_name};
use crate::reports::cases::proof::published;
use crate::storage::cases::{checks as stored, published as tables};
use crate::storage::data::areas;
use crate::storage::{Db, Store, StoreError};
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::turn::{Progress, Running};
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

/// How many checks before the last are shown.
const EARLIER: usize = 10;

#[derive(Template)]
#[template(path = "cases/control.html")]
struct Page {
    layout: Layout,
    /// Since when a check runs.
    runs: Option<String>,
    /// When one began that did not end.
    failed: Option<String>,
    last: Option<Run>,
    /// The data version that made the newest tables, where the last check did not see them.
    newer: Option<i64>,
    regions: Vec<RegionView>,
    earlier: Vec<Run>,
}

/// A check that was run.
struct Run {
    at: String,
    by: String,
    data_version: i64,
    took: String,
    is_safe: bool,
    outcome: &'static str,
}

/// What was found of one region.
struct RegionView {
    name: String,
    readers: Vec<ReaderView>,
    /// Whether something could not be tried as one of them.
    has_untried: bool,
    /// Why nothing is proven.
    not_proven: Option<&'static str>,
}

/// What one reader can work out.
struct ReaderView {
    name: String,
    masked: String,
    determined: String,
    narrow: String,
    untried: String,
    means: String,
}

/// Shows the page.
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let progress = state.checking.progress();
    let now = state.clock.now_text();
    let html = state.read(move |db| {
        // In another instance, or by command.
        let progress = match stored::running(db, &now)? {
            Some(since) if !matches!(progress, Progress::Since(_)) => Progress::Since(since),
            _ => progress,
        };
        render(db, &viewer, progress)
    });
    let html = html.await?;
    Ok(private(html))
}

/// Begins a check, unless one runs, and shows the page.
///
/// # Errors
/// [`AppError::Internal`] when the system lets no further thread run.
pub async fn start(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let (store, began) = (state.store.clone(), state.clock.now());
    let first = state.blocking(move |state| Ok(checks::begin(&state.store, began)?));
    // Where another instance was first, the page says since when.
    if first.await?.is_err() {
        return Ok(Redirect::to(CONTROL).into_response());
    }
    if let Some(running) = state.checking.take(state.clock.now_text()) {
        let work = move || check(&store, &actor, began, running);
        background::start("disclosure check", work).map_err(AppError::internal)?;
    }
    Ok(Redirect::to(CONTROL).into_response())
}

fn check(store: &Store, actor: &Actor, began: Timestamp, running: Running) {
    let read = store.read::<_, StoreError>(|db| Ok(published::published(db)?));
    let kept = read.and_then(|of| checks::keep(store, actor, began, published::checked(&of)));
    match kept {
        Ok(()) => running.done(),
        Err(error) => {
            tracing::error!(%error, "the check of what is published did not end");
            if let Err(error) = checks::give_up(store) {
                tracing::error!(%error, "nor could its turn be given back");
            }
        }
    }
}

fn render(db: &mut Db, viewer: &Viewer, progress: Progress) -> Result<String, AppError> {
    let register = areas::all(db)?;
    let most = i64::try_from(EARLIER + 1).unwrap_or(i64::MAX);
    let mut checks = stored::newest(db, most)?.into_iter();
    let last = checks.next();
    let seen = last.as_ref().map(|check| check.checked.data_version);
    let newest = tables::newest(db)?;
    let (runs, failed) = match progress {
        Progress::Idle => (None, None),
        Progress::Since(at) => (Some(danish_time(&at)), None),
        Progress::Failed(at) => (None, Some(danish_time(&at))),
    };
    let found = last.iter().flat_map(|check| &check.checked.regions);
    let page = Page {
        layout: Layout::load(db, viewer, "Kontrol af enkeltsager", PUBLISHED)?,
        runs,
        failed,
        newer: newest.filter(|newest| seen.is_some_and(|seen| *newest > seen)),
        regions: found.map(|of| region(of, &register)).collect(),
        last: last.map(run),
        earlier: checks.map(run).collect(),
    };
    Ok(page.render()?)
}

fn run(check: Check) -> Run {
    let is_safe = check.checked.is_safe();
    Run {
        at: danish_time(&check.at),
        data_version: check.checked.data_version,
        took: took(check.milliseconds),
        is_safe,
        outcome: match (is_safe, check.checked.regions.is_empty()) {
            (_, true) => "ingen tabeller at kontrollere",
            (true, false) => "ingen kan regne noget ud",
            (false, false) => "ikke bestået",
        },
        by: check.by,
    }
}

fn took(milliseconds: i64) -> String {
    match usize::try_from(milliseconds / 1000) {
        Ok(seconds @ 1..) => counted(seconds, "sekund", "sekunder"),
        _ => "under et sekund".to_owned(),
    }
}

fn region(of: &OfRegion, register: &[Area]) -> RegionView {
    let name = |code: &str| {
        let found = register.iter().find(|area| area.code == code);
        found.map_or_else(|| code.to_owned(), |area| area.name.clone())
    };
    let found = of.found.as_deref().unwrap_or_default();
    let of_code = |code: Option<&str>| {
        let mut readers = found.iter();
        readers.find(|(reader, _)| reader.as_deref() == code)
    };
    let outsider = of_code(None).map(|found| reader("En læser udefra", found));
    let mut members: Vec<Area> = register
        .iter()
        .filter(|area| area.kkr.as_deref() == Some(&of.region))
        .cloned()
        .collect();
    sort_by_name(&mut members);
    let members = members.iter().map(|area| match of_code(Some(&area.code)) {
        Some(found) => reader(&area.name, found),
        None => without_cases(&area.name),
    });
    RegionView {
        name: name(&of.region),
        readers: match &of.found {
            Ok(_) => outsider.into_iter().chain(members).collect(),
            Err(_) => Vec::new(),
        },
        has_untried: found.iter().any(|(_, found)| found.untried > 0),
        not_proven: of.found.as_ref().err().map(|why| not_proven(*why)),
    }
}

fn reader(name: &str, (_, found): &ByReader) -> ReaderView {
    ReaderView {
        name: name.to_owned(),
        masked: found.masked.to_string(),
        determined: found.determined.to_string(),
        narrow: found.narrow.to_string(),
        untried: found.untried.to_string(),
        means: means(found),
    }
}

/// Without cases of its own it knows what everybody does.
fn without_cases(name: &str) -> ReaderView {
    let none = || NONE.to_owned();
    ReaderView {
        name: name.to_owned(),
        masked: none(),
        determined: none(),
        narrow: none(),
        untried: none(),
        means: "Har ingen linjer i tabellerne og ved det samme som en læser udefra.".to_owned(),
    }
}

/// What it means, in Danish.
fn means(found: &Found) -> String {
    let cells = |count| counted(count, "skjult tal", "skjulte tal");
    match found {
        Found {
            determined: 1.., ..
        } => format!("Kan regne {} præcist ud.", cells(found.determined)),
        Found { narrow: 1.., .. } => format!("Kan komme for tæt på {}.", cells(found.narrow)),
        Found {
            masked: 0,
            untried: 0,
            ..
        } => "Intet er skjult for denne læser.".to_owned(),
        Found { untried: 1.., .. } => {
            "Kan ikke regne noget ud, så vidt det kan afprøves.".to_owned()
        }
        _ => "Kan ikke regne noget skjult tal ud.".to_owned(),
    }
}

fn not_proven(why: NotProven) -> &'static str {
    match why {
        NotProven::NoAnswer => "Programmet, der regner efter, fandt ikke noget svar.",
        NotProven::DoesNotAddUp => "De viste tal går ikke op med hinanden.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_said_in_words() {
        let found = |determined, narrow, untried| {
            means(&Found {
                masked: 9,
                determined,
                narrow,
                untried,
            })
        };
        assert_eq!(found(0, 0, 0), "Kan ikke regne noget skjult tal ud.");
        assert_eq!(found(1, 2, 0), "Kan regne 1 skjult tal præcist ud.");
        assert_eq!(found(0, 2, 3), "Kan komme for tæt på 2 skjulte tal.");
        assert!(found(0, 0, 3).ends_with("så vidt det kan afprøves."));
        assert_eq!(means(&Found::default()), "Intet er skjult for denne læser.");
        assert_eq!(
            (took(400), took(12_300)),
            ("under et sekund".to_owned(), "12 sekunder".to_owned())
        );
    }
}

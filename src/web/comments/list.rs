//! `/kommentarer`: the comments on figures that the viewer may see, the newest first.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::links::{self, LIST};
use super::thread::{Told, told};
use crate::analyses::catalogue::Catalogue;
use crate::domain::comments::Now;
use crate::domain::danish::counted;
use crate::reports::comments::listed::{self, Listed};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::{Link, encode};
use crate::web::viewer::Viewer;

/// The key of which comments are shown.
const SHOWN: &str = "vis";

/// Which comments are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Open,
    /// Open, and its figure is not what it was.
    Moved,
    /// Open, and chosen for the paper of a meeting.
    InPaper,
    Resolved,
}

impl Which {
    const ALL: [Which; 4] = [Which::Open, Which::Moved, Which::InPaper, Which::Resolved];

    const fn key(self) -> &'static str {
        match self {
            Which::Open => "aabne",
            Which::Moved => "aendrede",
            Which::InPaper => "papir",
            Which::Resolved => "loeste",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Which::Open => "Åbne",
            Which::Moved => "Tallet er ændret",
            Which::InPaper => "Til mødets papir",
            Which::Resolved => "Løste",
        }
    }

    fn has(self, listed: &Listed) -> bool {
        let standing = listed.thread.standing();
        let open = standing.resolved.is_none();
        match self {
            Which::Open => open,
            Which::Moved => open && listed.now.has_moved(),
            Which::InPaper => open && standing.in_paper,
            Which::Resolved => !open,
        }
    }
}

#[derive(Template)]
#[template(path = "comments/list.html")]
struct Page {
    layout: Layout,
    views: Vec<Link>,
    caption: String,
    entries: Vec<Entry>,
    paging: Paging,
}

/// A comment with its figure.
struct Entry {
    figure: String,
    report: String,
    /// The figure's page, where there is one.
    link: Option<String>,
    told: Told,
}

/// Shows the page.
///
/// # Errors
/// [`AppError::Invalid`] for a view that there is not.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let page = take_page(&mut pairs)?;
    let shown = pairs.iter().find(|(key, _)| key == SHOWN);
    let shown = shown.map_or(Which::Open.key(), |(_, value)| value);
    let which = Which::ALL.into_iter().find(|which| which.key() == shown);
    let which = which.ok_or_else(|| {
        let keys = Which::ALL.map(Which::key).join(", ");
        AppError::invalid(format!("»vis« er en af disse: {keys}."))
    })?;
    // What an analysis answers may depend on the day.
    let (today, analyses) = (state.clock.today(), state.analyses.clone());
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        render(db, viewer, (&analyses, today), (which, page))
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    (analyses, today): (&Catalogue, Date),
    (which, page): (Which, usize),
) -> Result<String, AppError> {
    let all = listed::all(db, (analyses, today), |right| viewer.may(right))?;
    let areas = areas::home(db)?;
    let bound_to = viewer.who()?.bound_to();
    let shown: Vec<&Listed> = all.iter().filter(|listed| which.has(listed)).collect();
    let pairs = [(SHOWN, which.key().to_owned())];
    let paging = Paging::over(LIST, &pairs, page, shown.len());
    let entry = |listed: &&Listed| Entry {
        figure: listed.figure.clone(),
        report: listed.report.clone(),
        link: leads(&listed.now).then(|| links::figure(&listed.thread.comment.at)),
        told: told(
            &listed.thread,
            (&listed.now, listed.guarded),
            bound_to,
            &areas,
        ),
    };
    let view = |one: Which| {
        let count = all.iter().filter(|listed| one.has(listed)).count();
        let address = format!("{LIST}?{}", encode([(SHOWN, one.key())]));
        Link::to(address, format!("{} ({count})", one.label())).current(one == which)
    };
    let page = Page {
        layout: Layout::load(db, viewer, "Kommentarer", LIST)?,
        views: Which::ALL.map(view).into(),
        caption: match shown.len() {
            0 => "Her er ingen kommentarer.".to_owned(),
            n => counted(
                n,
                "kommentar, den nyeste først",
                "kommentarer, de nyeste først",
            ),
        },
        entries: paging.of(&shown).iter().map(entry).collect(),
        paging,
    };
    Ok(page.render()?)
}

/// Whether the figure has a page: one that says no number has none.
fn leads(now: &Now) -> bool {
    match now {
        Now::AsSaid => true,
        Now::Moved(value) => value.number().is_some(),
        Now::Masked | Now::Gone | Now::Unknown => false,
    }
}

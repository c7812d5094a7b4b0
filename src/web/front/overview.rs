//! `/`: what needs whoever looks, the region in a few figures, and what moved.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;

use super::figures::{self, Card};
use super::moved;
use super::tasks::{Task, tasks};
use crate::domain::area::HOME;
use crate::domain::components::reconciliation::Measure;
use crate::domain::moment;
use crate::domain::people::Right;
use crate::reports::Query;
use crate::reports::components::unit_costs;
use crate::reports::front::development::Development;
use crate::reports::front::waiting::{Waiting, Who};
use crate::reports::places::{confirmed, list as places};
use crate::reports::workplan::list as workplan;
use crate::storage::Db;
use crate::storage::data::versions;
use crate::web::cached::{self, Asked};
use crate::web::components::links::{ADDRESS, municipality};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::Link;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

/// Without an earlier visit, what moved in so many days is told.
const DAYS: i32 = 14;

#[derive(Template)]
#[template(path = "front/overview.html")]
struct Page {
    layout: Layout,
    /// The own municipality, for whoever is bound to one.
    own: Option<Own>,
    tasks: Vec<Task>,
    /// Whether anything can wait for the one who looks.
    works: bool,
    region: String,
    cards: Vec<Card>,
    /// Where the figures are told at length.
    further: Option<Link>,
    moved: Vec<Link>,
    first_time: bool,
}

/// The own municipality's unit cost.
struct Own {
    name: String,
    address: String,
    card: Option<Card>,
    /// "4,1 % over regionen."
    beside: String,
}

/// Shows the page. An address with filters is one of the component analysis, which was here before.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    RawQuery(filters): RawQuery,
    asked: Asked,
) -> Result<Response, AppError> {
    if let Some(filters) = filters.filter(|filters| !filters.is_empty()) {
        let address = format!("{ADDRESS}?{filters}");
        return Ok(Redirect::permanent(&address).into_response());
    }
    let today = state.clock.today();
    let asked = asked.of_day(today).since_last_visit();
    cached::page(&state, &asked, move |db, viewer| render(db, viewer, today)).await
}

fn render(db: &mut Db, viewer: &Viewer, today: Date) -> Result<String, AppError> {
    let who = viewer.who()?;
    let bound = who.bound_to().map(str::to_owned);
    let looks = Who {
        standing: who.standing,
        municipality: bound.clone(),
    };
    let waiting = Waiting::load(db, &looks, today)?;
    let reads = viewer.may(Right::ReadFigures);
    let region = if reads {
        Some(Development::load(db, HOME, None)?)
    } else {
        None
    };
    let own = match bound.filter(|_| reads) {
        Some(code) => Some(Development::load(db, &code, None)?),
        None => None,
    };
    let since = match who.last_visit {
        Some(version) => version,
        None => before(db, today)?,
    };
    let areas: Vec<&Development> = own.iter().chain(&region).collect();
    let pending = region.as_ref().map_or(&[][..], |region| &region.pending);
    let page = Page {
        layout: Layout::load(db, viewer, "Overblik", "/")?,
        tasks: tasks(&waiting, pending, viewer, today),
        works: WORKS.iter().any(|right| viewer.may(*right)),
        moved: moved::lines(db, viewer, &areas, since)?,
        first_time: who.last_visit.is_none(),
        own: own.as_ref().map(|own| of_own(own, region.as_ref())),
        region: region
            .as_ref()
            .map_or_else(String::new, figures::span_words),
        further: reads.then(|| Link::to(ADDRESS, "Hele komponentanalysen")),
        cards: match &region {
            Some(region) => figures::of_region(region),
            None => of_board(db, today)?,
        },
    };
    Ok(page.render()?)
}

/// Whoever has none of these reads alone.
const WORKS: [Right; 4] = [
    Right::Explain,
    Right::FollowUp,
    Right::LogPlaces,
    Right::UpdateMilestones,
];

fn of_own(own: &Development, region: Option<&Development>) -> Own {
    Own {
        name: own.area.name.clone(),
        address: municipality(&own.area.code),
        card: figures::measured(own, Measure::UnitCost, &unit_costs::UNIT_COST),
        beside: region
            .and_then(|region| figures::beside(own, region))
            .unwrap_or_default(),
    }
}

fn of_board(db: &mut Db, today: Date) -> Result<Vec<Card>, AppError> {
    let query = Query {
        on: Some(today),
        ..Query::default()
    };
    let vacant = places::answer(db, &query)?;
    let upkeep = confirmed::answer(db, &query)?;
    let plan = workplan::answer(db, &query)?;
    Ok(figures::of_board(
        &vacant.totals,
        upkeep.totals.first(),
        &plan.totals,
    ))
}

/// The data version of some days ago.
fn before(db: &mut Db, today: Date) -> Result<i64, AppError> {
    let day = today.checked_sub(jiff::Span::new().days(DAYS)).ok();
    let Some(moment) = day.and_then(moment::begins) else {
        return Ok(0);
    };
    Ok(versions::version_before(db, &moment.to_string())?)
}

//! `/takster/opfoelgning/bed-alle`: an explanation of every increase of the filter that nobody was asked about,
//! with one press: first whom and how many, then all of them or none.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;

use super::forms::USUAL_DAYS;
use super::words::Sent;
use crate::chance::hash;
use crate::changes::follow_up::{self, FollowUpError, fields};
use crate::changes::texts::Fault;
use crate::domain::danish::{counted, danish_order};
use crate::domain::follow_up::{CaseKey, Next};
use crate::domain::people::Right;
use crate::reports::Query;
use crate::reports::follow_up::OPEN;
use crate::reports::follow_up::open::{Open, answer};
use crate::reports::follow_up::open_case::OpenCase;
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::people::users;
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private, query};
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::{Link, asking, read_date};
use crate::web::viewer::Viewer;

const HERE: &str = "/takster/opfoelgning/bed-alle";
const LIST: &str = "/takster/opfoelgning";
/// What the address of the list ends with when cases were asked about.
const DONE: &str = "bedt";
/// What the form sends of the cases that it showed.
const SEEN: &str = "set";

const MEANWHILE: &str =
    "Sagerne er ændret imens, og ingen er spurgt. Se listen igen, og tryk igen, hvis den passer.";

#[derive(Template)]
#[template(path = "follow_up/ask_all.html")]
struct Page {
    layout: Layout,
    operators: Vec<Operator>,
    count: usize,
    /// The filters, as the form sends them.
    filters: Vec<(&'static str, String)>,
    back: String,
    seen: String,
    due: String,
    text: String,
    fault: Option<Fault>,
    problem: Option<&'static str>,
}

/// Somebody who is asked.
struct Operator {
    name: String,
    /// Whether there is a chef who sees it here.
    has_chef: bool,
    cases: Vec<String>,
}

/// What a form held that is shown again.
#[derive(Default)]
struct After {
    due: String,
    text: String,
    fault: Option<Fault>,
    problem: Option<&'static str>,
}

/// Takes what the address of the list says was just done.
pub(super) fn take_done(pairs: &mut Pairs) -> Option<usize> {
    let mut done = None;
    pairs.retain(|(key, value)| {
        if key == DONE {
            done = value.parse().ok();
        }
        key != DONE
    });
    done
}

/// What was just done, in Danish.
pub(super) fn told(count: usize) -> String {
    let cases = counted(count, "sag", "sager");
    format!("Der er bedt om forklaring i {cases}.")
}

/// The way here from the list, for whoever may ask, when there is anything to ask about.
pub(super) fn link(viewer: &Viewer, open: &Open, query: &Query) -> Option<Link> {
    let count = to_ask(open).count();
    let words = counted(count, "sag", "sager");
    (count > 0 && viewer.may(Right::FollowUp)).then(|| {
        Link::to(
            address(HERE, query, None),
            format!("Bed om forklaring i {words}"),
        )
    })
}

fn address(page: &str, query: &Query, done: Option<usize>) -> String {
    let done = done.map(|count| (DONE, count.to_string()));
    asking(page, OPEN.pairs(query).into_iter().chain(done))
}

fn to_ask(open: &Open) -> impl Iterator<Item = &OpenCase> {
    let rows = open.cases.rows.iter();
    rows.filter(|case| case.next == Some(Next::Ask))
}

fn find(db: &mut Db, query: &Query, today: Date) -> Result<Open, AppError> {
    let query = Query {
        on: Some(today),
        ..query.clone()
    };
    Ok(answer(db, &query)?)
}

/// Stands for the cases and their tariffs as they were shown.
fn seen(open: &Open) -> String {
    let line = |case: &OpenCase| {
        let (key, amounts) = (case.rise.case(), case.rise.amounts());
        let (old, new) = (amounts.old.oere(), amounts.new.oere());
        format!(
            "{}/{}/{} {old} {new}\n",
            key.offer_id, key.service, key.year
        )
    };
    hash(&to_ask(open).map(line).collect::<String>())
}

/// Shows whom and how many would be asked.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    UrlQuery(pairs): UrlQuery<Pairs>,
) -> Result<Response, AppError> {
    let query = query(&pairs)?;
    let today = state.clock.today();
    let html = state
        .read(move |db| render(db, &viewer, &query, (today, After::default())))
        .await?;
    Ok(private(html))
}

/// Asks about all of them, or about none.
///
/// # Errors
/// [`AppError`]; what is refused is the page again, with the reason.
pub async fn send(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(mut pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let own = [fields::DUE.name, fields::REMARK.name, SEEN];
    let sent = pairs.extract_if(.., |(key, _)| own.contains(&&**key));
    let sent = Sent(sent.collect());
    let query = query(&pairs)?;
    state
        .blocking(move |state| {
            let (status, after) = if viewer.looks_again() {
                (StatusCode::UNPROCESSABLE_ENTITY, After::default())
            } else {
                match ask(state, &viewer, &query, &sent)? {
                    Came::Asked(count) => {
                        let list = address(LIST, &query, Some(count));
                        return Ok(Redirect::to(&list).into_response());
                    }
                    Came::Refused(status, after) => (status, after),
                }
            };
            let sent = sent.without_numbers();
            let after = After {
                due: sent.get(fields::DUE.name).to_owned(),
                text: sent.get(fields::REMARK.name).to_owned(),
                ..after
            };
            let shown = (state.clock.today(), after);
            let html = state.store.read(|db| render(db, &viewer, &query, shown))?;
            Ok((status, private(html)).into_response())
        })
        .await
}

enum Came {
    Asked(usize),
    Refused(StatusCode, After),
}

fn ask(state: &AppState, viewer: &Viewer, query: &Query, sent: &Sent) -> Result<Came, AppError> {
    let today = state.clock.today();
    let wrong = |fault| {
        let after = After {
            fault: Some(fault),
            ..After::default()
        };
        Came::Refused(StatusCode::UNPROCESSABLE_ENTITY, after)
    };
    let meanwhile = || {
        let after = After {
            problem: Some(MEANWHILE),
            ..After::default()
        };
        Came::Refused(StatusCode::CONFLICT, after)
    };
    let Some(due) = read_date(sent.get(fields::DUE.name)) else {
        let words = "Skriv en dato, for eksempel 20-05-2026.";
        return Ok(wrong(fields::DUE.fault(words)));
    };
    let open = state.store.read(|db| find(db, query, today))?;
    if sent.get(SEEN) != seen(&open) {
        return Ok(meanwhile());
    }
    let cases: Vec<CaseKey> = to_ask(&open).map(|case| case.rise.case()).collect();
    let actor = state.actor(viewer.who()?);
    let asked = (due, sent.get(fields::REMARK.name));
    match follow_up::request_all(&state.store, &actor, &cases, asked) {
        Ok(()) => Ok(Came::Asked(cases.len())),
        Err(FollowUpError::Fault(fault)) => Ok(wrong(fault)),
        Err(FollowUpError::Changed) => Ok(meanwhile()),
        Err(other) => Err(other.into()),
    }
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
    (today, after): (Date, After),
) -> Result<String, AppError> {
    let open = find(db, query, today)?;
    let usual = today.saturating_add(jiff::Span::new().days(USUAL_DAYS));
    let page = Page {
        layout: Layout::load(db, viewer, "Bed om forklaringer", "/takster")?,
        operators: operators(db, &open)?,
        count: to_ask(&open).count(),
        filters: OPEN.pairs(query),
        back: address(LIST, query, None),
        seen: seen(&open),
        due: match after.due.as_str() {
            "" => usual.to_string(),
            due => due.to_owned(),
        },
        text: after.text,
        fault: after.fault,
        problem: after.problem,
    };
    Ok(page.render()?)
}

/// Who would be asked, as Danes sort them.
fn operators(db: &mut Db, open: &Open) -> Result<Vec<Operator>, AppError> {
    let (home, with_chef) = (areas::home(db)?, users::with_chef(db)?);
    let now = storage::version(db)?;
    let register = register::holding(db, now)?;
    let mut found: BTreeMap<&str, Operator> = BTreeMap::new();
    for case in to_ask(open) {
        let offer = &case.rise.offer;
        let held = register.get(&case.rise.case().offer_id);
        let held = held.map(|held| &held.value);
        let area = held.and_then(|held| home.iter().find(|area| held.is_operated_by(area)));
        let operator = found.entry(&offer.operator).or_insert_with(|| Operator {
            name: offer.operator.clone(),
            has_chef: area.is_some_and(|area| with_chef.contains(&area.code)),
            cases: Vec::new(),
        });
        operator
            .cases
            .push(format!("{}, {}", case.rise.name(), case.rise.year()));
    }
    let mut found: Vec<Operator> = found.into_values().collect();
    let order = danish_order();
    found.sort_by(|one, other| order(&[&one.name], &[&other.name]));
    Ok(found)
}

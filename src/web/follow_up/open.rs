//! `/takster/opfoelgning`: what is open before the next meeting, the most urgent first.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::ask_all;
use super::links::address;
use super::papers::PaperLink;
use crate::changes::follow_up;
use crate::domain::danish::danish_date;
use crate::domain::follow_up::Next;
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::reports::Query;
use crate::reports::columns::Col;
use crate::reports::follow_up::OPEN;
use crate::reports::follow_up::open::{Open, answer};
use crate::reports::follow_up::open_case::{self, OpenCase};
use crate::reports::meetings::{self, Held, Standing};
use crate::storage::offers::register;
use crate::storage::{self, Db};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::tariffs::filters;
use crate::web::tariffs::nav::tariff_nav;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "follow_up/open.html")]
struct Page {
    layout: Layout,
    siblings: Vec<Link>,
    title: String,
    filters: FilterForm,
    meetings: Vec<MeetingLine>,
    /// What waits, by year.
    waiting: Vec<Waiting>,
    /// The own cases that wait for the chef who looks.
    own: Vec<Link>,
    groups: Vec<Group>,
    paging: Paging,
    papers: Vec<PaperLink>,
    /// To the page that asks about all that nobody was asked about, with how many they are.
    ask_all: Option<Link>,
    /// How many were just asked about.
    asked: Option<String>,
    /// Why the newest year has no cases, when nothing can be compared.
    incomparable: Option<String>,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

struct MeetingLine {
    title: String,
    date: String,
    standing: String,
}

/// How many cases of a year wait for each step.
struct Waiting {
    year: Year,
    steps: Vec<WaitingStep>,
}

struct WaitingStep {
    count: usize,
    words: &'static str,
    /// Where they stand on the page.
    anchor: String,
}

/// The cases of a year that wait for one step.
struct Group {
    year: Year,
    next: Next,
    cases: Vec<CaseView>,
}

impl Group {
    fn anchor(&self) -> String {
        anchor(self.next, self.year)
    }
}

fn anchor(next: Next, year: Year) -> String {
    format!("{}-{year}", next.key())
}

struct CaseView {
    year: Year,
    link: String,
    name: String,
    operator: String,
    old: String,
    new: String,
    unit: String,
    change: String,
    state: &'static str,
    due: String,
    overdue: bool,
    below: bool,
    reopened: String,
    explanation: String,
    reasons: String,
    before: String,
    own: bool,
}

/// An open case, and whether the viewer's own municipality explains it. Of thousands only those of one page
/// are put into words.
#[derive(Clone, Copy)]
struct Seen<'a> {
    case: &'a OpenCase,
    own: bool,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let side = take_page(&mut pairs)?;
    let done = ask_all::take_done(&mut pairs);
    let query = query(&pairs)?;
    let today = state.clock.today();
    let asked = asked.of_day(today);
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, (today, side, done))
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
    (today, side, done): (Date, usize, Option<usize>),
) -> Result<String, AppError> {
    const HERE: &str = "/takster/opfoelgning";
    let seen = Query {
        on: query.on.or(Some(today)),
        ..query.clone()
    };
    let open = answer(db, &seen)?;
    let calendar = meetings::answer(
        db,
        &Query {
            on: seen.on,
            ..Query::default()
        },
    )?;
    let title = open.cases.frame.title.clone();
    let papers = if viewer.may(Right::FollowUp) && open.incomparable.is_none() {
        PaperLink::all(&open)
    } else {
        Vec::new()
    };
    let mut cases = seen_by(db, viewer, &open.cases.rows)?;
    in_order(&mut cases);
    let waits = |seen: &&Seen<'_>| seen.own && seen.awaits_chef();
    let mut own: Vec<&Seen<'_>> = cases.iter().filter(waits).collect();
    own.sort_by_key(|seen| seen.by_deadline());
    let own = own.into_iter().map(|seen| {
        let c = CaseView::of(seen);
        let words = format!("{}, {} ({})", c.name, c.year, c.due_words());
        Link::to(&c.link, words)
    });
    let own: Vec<Link> = own.collect();
    let paging = Paging::new(HERE, query, side, cases.len());
    let summary = (summary(&open, query), HERE);
    let page = Page {
        layout: Layout::load(db, viewer, title.clone(), "/takster")?,
        siblings: tariff_nav(HERE, query),
        filters: filters::load(db, query, summary, (&open.years, false))?,
        meetings: meeting_lines(&calendar.totals),
        waiting: waiting(&cases),
        own,
        groups: groups(&cases, &paging),
        papers,
        ask_all: ask_all::link(viewer, &open, query),
        asked: done.map(ask_all::told),
        incomparable: open.incomparable,
        notes: open.cases.frame.notes,
        downloads: vec![Downloads::new("Opfølgning", &OPEN, &seen)],
        paging,
        title,
    };
    Ok(page.render()?)
}

/// What waits, the newest year first; the cases are in that order.
fn waiting(cases: &[Seen<'_>]) -> Vec<Waiting> {
    let years: BTreeSet<Reverse<Year>> = cases.iter().map(|c| Reverse(c.year())).collect();
    let of_year = |Reverse(year): Reverse<Year>| {
        let count = |next| {
            let waits = cases
                .iter()
                .filter(|c| c.year() == year && c.case.next == Some(next));
            WaitingStep {
                count: waits.count(),
                words: next.label(),
                anchor: anchor(next, year),
            }
        };
        let steps = Next::ALL.into_iter().map(count);
        Waiting {
            year,
            steps: steps.filter(|step| step.count > 0).collect(),
        }
    };
    years.into_iter().map(of_year).collect()
}

fn summary(open: &Open, query: &Query) -> String {
    let asked = open.asked.as_ref();
    let year = match (asked, query.year) {
        (None, _) => "ingen takster".to_owned(),
        (Some(_), None) => "alle år".to_owned(),
        (Some(asked), Some(_)) => asked.year.to_string(),
    };
    let place = asked.and_then(|a| a.place.as_deref());
    format!("{year}, {}", place.unwrap_or("alle kommuner"))
}

impl CaseView {
    /// A case as the page shows it.
    fn of(&Seen { case, own }: &Seen<'_>) -> CaseView {
        let key = case.rise.case();
        let text = |column: &Col<OpenCase>| column.of(case).value.danish();
        CaseView {
            year: case.rise.year(),
            link: address(&key),
            name: case.rise.name(),
            operator: case.rise.offer.operator.clone(),
            old: text(&open_case::OLD),
            new: text(&open_case::NEW),
            unit: text(&open_case::UNIT),
            change: text(&open_case::CHANGE),
            state: case.state.label(),
            due: text(&open_case::DUE),
            overdue: case.next == Some(Next::Remind),
            below: !case.rise.flagged,
            reopened: case.reopened.clone().unwrap_or_default(),
            explanation: case.explanation().to_owned(),
            reasons: case.reasons(),
            before: case.explanation_before().to_owned(),
            own,
        }
    }

    fn due_words(&self) -> String {
        if self.overdue {
            format!("over fristen, som var {}", self.due)
        } else {
            format!("senest {}", self.due)
        }
    }
}

impl Seen<'_> {
    fn year(&self) -> Year {
        self.case.rise.year()
    }

    /// The nearest deadline before later ones, and those before none.
    fn by_deadline(&self) -> (bool, Option<Date>) {
        let waits = self.case.due.filter(|_| self.awaits_chef());
        (waits.is_none(), waits)
    }

    /// Whether the operator was asked and has not answered.
    fn awaits_chef(&self) -> bool {
        matches!(self.case.next, Some(Next::Remind | Next::Await))
    }
}

/// The case that waits for the viewer with the nearest deadline: for a chef one that the own municipality
/// explains; for others the first that they can do something about, before those that wait for an operator.
pub(super) fn waiting_for(
    db: &mut Db,
    viewer: &Viewer,
    open: &[OpenCase],
) -> Result<Option<Link>, AppError> {
    let mut cases = seen_by(db, viewer, open)?;
    let follows = viewer.may(Right::FollowUp);
    cases.sort_by_key(|case| {
        let anothers = follows && case.case.next == Some(Next::Await);
        let deadline = case.by_deadline();
        (anothers, deadline, Reverse(case.year()), case.case.next)
    });
    let mut wait = cases
        .into_iter()
        .filter(|c| follows || (c.own && c.awaits_chef()));
    let link = |seen: Seen<'_>| {
        let rise = &seen.case.rise;
        Link::to(
            address(&rise.case()),
            format!("{}, {}", rise.name(), rise.year()),
        )
    };
    Ok(wait.next().map(link))
}

/// Open cases as the viewer sees them, the own ones marked.
fn seen_by<'a>(
    db: &mut Db,
    viewer: &Viewer,
    open: &'a [OpenCase],
) -> Result<Vec<Seen<'a>>, AppError> {
    let seen = |case| Seen { case, own: false };
    let mut cases: Vec<Seen<'_>> = open.iter().map(seen).collect();
    mark_own(db, viewer, &mut cases)?;
    Ok(cases)
}

/// What is over its deadline first, of whatever year; then the newest year, and of it what comes next, the
/// nearest deadline before the others.
fn in_order(cases: &mut [Seen<'_>]) {
    cases.sort_by_key(|seen| {
        let next = seen.case.next;
        let late = next == Some(Next::Remind);
        (!late, Reverse(seen.year()), next, seen.by_deadline())
    });
}

/// Marks the cases whose tariff the chef who looks explains.
fn mark_own(db: &mut Db, viewer: &Viewer, cases: &mut [Seen<'_>]) -> Result<(), AppError> {
    let own = match &viewer.account {
        Some(who) => follow_up::own_area(db, who)?,
        None => None,
    };
    let Some(area) = own else {
        return Ok(());
    };
    let version = storage::version(db)?;
    let known = register::holding(db, version)?;
    for seen in cases {
        let offer = known.get(&*seen.case.rise.new.value.offer_id);
        seen.own = offer.is_some_and(|offer| offer.value.is_operated_by(&area));
    }
    Ok(())
}

/// The cases of this page under the year and the step that each waits for.
fn groups(cases: &[Seen<'_>], paging: &Paging) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for seen in &cases[paging.range()] {
        let Some(next) = seen.case.next else { continue };
        let case = CaseView::of(seen);
        let same = |group: &&mut Group| (group.year, group.next) == (case.year, next);
        match groups.last_mut().filter(same) {
            Some(group) => group.cases.push(case),
            None => groups.push(Group {
                year: case.year,
                next,
                cases: vec![case],
            }),
        }
    }
    groups
}

/// The next meeting and those after it; of those held only the last.
fn meeting_lines(calendar: &[Held]) -> Vec<MeetingLine> {
    let standing = |standing| calendar.iter().filter(move |m| m.standing == standing);
    let held = standing(Standing::Held).count();
    let line = |held: &Held| {
        let standing = held.standing.label();
        MeetingLine {
            title: held.meeting.title.clone(),
            date: danish_date(held.meeting.date),
            standing: match held.discussed {
                0 => standing.to_owned(),
                count => format!("{standing}, drøftede {count}"),
            },
        }
    };
    let shown = calendar
        .iter()
        .filter(|m| m.standing != Standing::Cancelled);
    shown.skip(held.saturating_sub(1)).map(line).collect()
}

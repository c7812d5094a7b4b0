//! `/takster/opfoelgning`: what is open before the next meeting, the most urgent first.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::links::address;
use crate::domain::area::Area;
use crate::domain::follow_up::{CaseKey, Next};
use crate::domain::offers::Supervisor;
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Report, Table, Value};
use crate::papers::Paper;
use crate::reports::follow_up::open::Made;
use crate::reports::{self, Query};
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::{self, Db};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::tariffs::filters;
use crate::web::tariffs::nav::tariff_nav;
use crate::web::view::Downloads;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::paging::{Paging, take_page};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "follow_up/open.html")]
struct Page {
    layout: Layout,
    siblings: Vec<(String, String, bool)>,
    title: String,
    filters: FilterForm,
    meetings: Vec<MeetingLine>,
    /// How many cases wait for each step: count, words, anchor.
    steps: Vec<(usize, &'static str, &'static str)>,
    /// The own cases that wait for the chef who looks.
    own: Vec<(String, String)>,
    groups: Vec<Group>,
    paging: Paging,
    papers: Vec<(String, String)>,
    /// Why there are no cases, when nothing can be compared.
    incomparable: Option<String>,
    notes: Vec<String>,
    downloads: Vec<(&'static str, Downloads)>,
}

struct MeetingLine {
    title: String,
    date: String,
    standing: String,
}

/// The cases that wait for one step.
struct Group {
    next: Next,
    cases: Vec<OpenCase>,
}

struct OpenCase {
    next: Option<Next>,
    offer_id: String,
    link: String,
    name: String,
    operator: String,
    old: String,
    new: String,
    unit: String,
    change: String,
    state: String,
    due: String,
    overdue: bool,
    below: bool,
    reopened: String,
    explanation: String,
    reasons: String,
    before: String,
    own: bool,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let side = take_page(&mut pairs)?;
    let query = query(&pairs)?;
    let today = state.clock.today();
    let asked = asked.of_day(today);
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, (today, side))
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
    (today, side): (Date, usize),
) -> Result<String, AppError> {
    const HERE: &str = "/takster/opfoelgning";
    let seen = Query {
        on: query.on.or(Some(today)),
        ..query.clone()
    };
    let Made {
        report,
        incomparable,
        years,
    } = reports::follow_up::open::make(db, &seen)?;
    let calendar = reports::meetings::run(
        db,
        &Query {
            on: seen.on,
            ..Query::default()
        },
    )?;
    let mut cases = open_cases(&report);
    mark_own(db, viewer, &mut cases)?;
    let count = |next: Next| cases.iter().filter(|c| c.next == Some(next)).count();
    let steps = Next::ALL.map(|next| (count(next), next.label(), next.key()));
    let own = cases.iter().filter(|c| c.own && c.awaits_chef());
    let own = own.map(|c| (c.link.clone(), format!("{} ({})", c.name, c.due_words())));
    let own: Vec<(String, String)> = own.collect();
    cases.sort_by_key(|case| case.next);
    let paging = Paging::new(HERE, query, side, cases.len());
    let title = report.title.clone();
    let page = Page {
        layout: Layout::load(db, viewer, title.clone(), "/takster")?,
        siblings: tariff_nav(HERE),
        filters: filters::load(db, query, (summary(&report), HERE), (&years, false))?,
        meetings: meeting_lines(&calendar),
        steps: steps.into_iter().filter(|(n, ..)| *n > 0).collect(),
        own,
        groups: groups(cases, &paging),
        papers: match viewer.may(Right::FollowUp) && incomparable.is_none() {
            true => papers(&report),
            false => Vec::new(),
        },
        incomparable,
        notes: report.notes.clone(),
        downloads: vec![(
            "Opfølgning",
            Downloads::new(&crate::reports::follow_up::OPEN, &seen),
        )],
        paging,
        title,
    };
    Ok(page.render()?)
}

fn summary(report: &Report) -> String {
    let of = |key: &str| report.filters.iter().find(|f| f.key == key);
    let year = of("year").map_or("ingen takster", |f| f.value.as_str());
    let place = of("municipality").map_or("alle kommuner", |f| f.value.as_str());
    format!("{year}, {place}")
}

/// The rows of the report as the page shows them.
fn open_cases(report: &Report) -> Vec<OpenCase> {
    let table = &report.rows;
    table
        .rows
        .iter()
        .filter_map(|row| open_case(table, row))
        .collect()
}

fn open_case(table: &Table, row: &[Cell]) -> Option<OpenCase> {
    let cell = |column: &str| table.cell(row, column).map(|c| &c.value);
    let text = |column: &str| cell(column).map_or_else(String::new, Value::danish);
    let key = |column: &str| cell(column).map_or_else(String::new, Value::key);
    let next = Next::ALL.into_iter().find(|n| n.key() == key("next"));
    let case = CaseKey {
        offer_id: key("offer_id"),
        service: key("service"),
        year: Year::parse(&text("year"))?,
    };
    Some(OpenCase {
        next,
        link: address(&case),
        name: format!("{}, {}", text("offer"), case.service),
        offer_id: case.offer_id,
        operator: text("operator"),
        old: text("old"),
        new: text("new"),
        unit: text("unit"),
        change: text("change_pct"),
        state: text("follow_up"),
        due: text("due"),
        overdue: next == Some(Next::Remind),
        below: cell("above_threshold") == Some(&Value::YesNo(false)),
        reopened: text("reopened"),
        explanation: text("explanation"),
        reasons: text("reasons"),
        before: text("explanation_before"),
        own: false,
    })
}

impl OpenCase {
    /// Whether the operator was asked and has not answered.
    fn awaits_chef(&self) -> bool {
        matches!(self.next, Some(Next::Remind | Next::Await))
    }

    fn due_words(&self) -> String {
        match self.overdue {
            true => format!("over fristen, som var {}", self.due),
            false => format!("senest {}", self.due),
        }
    }
}

/// Marks the cases whose tariff the chef who looks explains.
fn mark_own(db: &mut Db, viewer: &Viewer, cases: &mut [OpenCase]) -> Result<(), AppError> {
    let Some(area) = own_area(db, viewer)? else {
        return Ok(());
    };
    let version = storage::version(db)?;
    let known = register::holding(db, version)?;
    for case in cases {
        let offer = known.get(&case.offer_id);
        case.own = offer.is_some_and(|(_, offer)| offer.is_operated_by(&area));
    }
    Ok(())
}

/// The municipality whose offers the viewer explains.
pub(in crate::web) fn own_area(db: &mut Db, viewer: &Viewer) -> Result<Option<Area>, AppError> {
    let who = viewer.0.as_ref().filter(|who| who.may(Right::Explain));
    let Some(code) = who.and_then(|who| who.bound_to()) else {
        return Ok(None);
    };
    Ok(areas::all(db)?.into_iter().find(|area| area.code == code))
}

/// The cases of this page under the step that each waits for.
fn groups(cases: Vec<OpenCase>, paging: &Paging) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let shown = paging.range();
    for case in cases.into_iter().skip(shown.start).take(shown.len()) {
        let Some(next) = case.next else { continue };
        match groups.last_mut().filter(|group| group.next == next) {
            Some(group) => group.cases.push(case),
            None => groups.push(Group {
                next,
                cases: vec![case],
            }),
        }
    }
    groups
}

/// The next meeting and those after it; of those held only the last.
fn meeting_lines(calendar: &Report) -> Vec<MeetingLine> {
    let table = &calendar.totals;
    let line = |row: &Vec<Cell>| {
        let value = |column: &str| table.cell(row, column).map(|c| &c.value);
        let text = |column: &str| value(column).map_or_else(String::new, Value::danish);
        let standing = value("standing").map_or_else(String::new, Value::key);
        (
            standing,
            MeetingLine {
                title: text("meeting"),
                date: text("date"),
                standing: match text("discussed").as_str() {
                    "0" => text("standing"),
                    count => format!("{}, drøftede {count}", text("standing")),
                },
            },
        )
    };
    let mut lines: Vec<_> = table.rows.iter().map(line).collect();
    lines.retain(|(standing, _)| standing != "cancelled");
    let held = lines
        .iter()
        .filter(|(standing, _)| standing == "held")
        .count();
    lines
        .into_iter()
        .skip(held.saturating_sub(1))
        .map(|(_, line)| line)
        .collect()
}

/// The papers that can be sent: one for each supervising authority of an open case, and the
/// steering group's.
fn papers(report: &Report) -> Vec<(String, String)> {
    let year = report.filters.iter().find(|f| f.key == "year");
    let Some(year) = year.map(|f| f.value.clone()) else {
        return Vec::new();
    };
    let table = &report.rows;
    let receives = |supervisor: Supervisor| {
        // The two that supervise the region's offers always, the others when something is open.
        matches!(supervisor, Supervisor::North | Supervisor::East)
            || table.rows.iter().any(|row| {
                let cell = table.cell(row, "supervisor");
                cell.is_some_and(|c| c.value.key() == supervisor.key())
            })
    };
    let letters = Supervisor::ALL.into_iter().filter(|s| receives(*s));
    let papers = std::iter::once(Paper::SteeringGroup).chain(letters.map(Paper::Supervisor));
    papers
        .map(|paper| (format!("{}-{year}", paper.key()), paper.label()))
        .collect()
}

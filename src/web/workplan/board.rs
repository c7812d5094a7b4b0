//! `/arbejdsplan`: the plan by focus area and half-year, what is overdue and what comes next, and the
//! same as a line of time with its table.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::evidence::{Shown, shown, wanted};
use super::timeline::{self, Timeline};
use super::{links, words};
use crate::domain::danish::{counted, danish_date};
use crate::domain::people::Right;
use crate::domain::workplan::{Evidence, Plan, Status};
use crate::reports::Query;
use crate::reports::columns::Col;
use crate::reports::workplan::WORKPLAN;
use crate::reports::workplan::evidence::{self, Followed};
use crate::reports::workplan::list::{self, Row};
use crate::storage::{self, Db, workplan};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

/// Milestones that come next.
const NEXT: usize = 3;

#[derive(Template)]
#[template(path = "workplan/board.html")]
struct Page {
    layout: Layout,
    /// How the whole is going, in a sentence.
    lead: String,
    /// The day as the form sends it, and in words.
    on: String,
    day: String,
    overdue: Vec<Card>,
    next: Vec<Card>,
    plans: Vec<PlanView>,
    legend: Vec<(&'static str, &'static str)>,
    downloads: Vec<Downloads>,
    /// Whether one may add a plan.
    may_add: bool,
}

/// A plan on the page.
struct PlanView {
    title: String,
    source: String,
    areas: Vec<AreaView>,
    timeline: Timeline,
    table: TableView,
}

/// A focus area with a card for each of its milestones, half-year by half-year.
struct AreaView {
    title: String,
    /// "2 af 6 leverancer er færdige".
    done: String,
    cards: Vec<Card>,
}

/// A milestone on the board.
struct Card {
    period: String,
    title: String,
    address: String,
    shape: &'static str,
    status: &'static str,
    class: &'static str,
    owner: &'static str,
    due: String,
    away: String,
    deliverables: String,
    is_overdue: bool,
    figures: Vec<Shown>,
}

/// The figures of today by what they are of; none on a board of another day.
type Figures = BTreeMap<Evidence, Followed>;

impl Card {
    fn of(row: &Row, figures: &Figures) -> Card {
        let stands = &row.standing;
        Card {
            period: row.tracked.period.title.clone(),
            title: row.tracked.milestone.title.clone(),
            address: links::milestone(&row.tracked.milestone.key),
            shape: words::shape(stands.status),
            status: stands.status.label(),
            class: stands.status.key(),
            owner: stands.owner.label(),
            due: danish_date(stands.due),
            away: words::away(stands.due, row.on),
            deliverables: words::done_of_all(stands),
            is_overdue: row.is_overdue(),
            figures: (1..=stands.progress.len())
                .filter_map(|number| shown(figures, &row.tracked.milestone.key, number))
                .collect(),
        }
    }
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]: a day that means nothing.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let query = query(&pairs)?;
    let today = state.clock.today();
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        render(db, viewer, &query, today)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query, today: Date) -> Result<String, AppError> {
    let asked = WORKPLAN.asked_today(query.clone(), today);
    let answer = list::answer(db, &asked)?;
    let day = asked.on.unwrap_or(today);
    let version = storage::version(db)?;
    let kept = workplan::plans(db, version)?.into_iter();
    let figures = figures(db, viewer, &answer.rows, (day, today))?;
    let links = Links {
        question: &WORKPLAN,
        query: &asked,
    };
    let plans: Vec<PlanView> = kept
        .filter(|kept| kept.is_there_on(day))
        .map(|kept| {
            let key = kept.plan.key();
            let own: Vec<&Row> = answer
                .rows
                .iter()
                .filter(|r| r.tracked.plan == key)
                .collect();
            plan_view(&kept.plan, &own, (day, &figures), &links)
        })
        .collect();
    let mut open: Vec<&Row> = answer
        .rows
        .iter()
        .filter(|row| !row.standing.status.is_closed())
        .collect();
    open.sort_by_key(|row| row.standing.due);
    let (overdue, coming): (Vec<&Row>, Vec<&Row>) =
        open.into_iter().partition(|row| row.is_overdue());
    let page = Page {
        layout: Layout::load(db, viewer, "Arbejdsplan", links::BOARD)?,
        lead: lead(&answer.rows, day, today),
        on: query.on.map_or_else(String::new, |on| on.to_string()),
        day: danish_date(day),
        overdue: overdue
            .into_iter()
            .map(|row| Card::of(row, &figures))
            .collect(),
        next: coming
            .into_iter()
            .take(NEXT)
            .map(|row| Card::of(row, &figures))
            .collect(),
        may_add: viewer.may(Right::RunWorkplan),
        plans,
        legend: Status::ALL
            .map(|status| (words::shape(status), status.label()))
            .to_vec(),
        downloads: vec![Downloads::new("Arbejdsplan", &WORKPLAN, query)],
    };
    Ok(page.render()?)
}

/// The figures that the reader may see; they are of today.
fn figures(
    db: &mut Db,
    viewer: &Viewer,
    rows: &[Row],
    (day, today): (Date, Date),
) -> Result<Figures, AppError> {
    if day != today {
        return Ok(Figures::new());
    }
    let of = |row: &Row| {
        wanted(&row.tracked.milestone.key, row.standing.progress.len()).collect::<Vec<_>>()
    };
    let wanted: Vec<Evidence> = rows.iter().flat_map(of).collect();
    Ok(evidence::figures(db, &wanted, today, |right| {
        viewer.may(right)
    })?)
}

/// How many are done, and how many overdue.
fn lead(rows: &[Row], day: Date, today: Date) -> String {
    let done = rows
        .iter()
        .filter(|row| row.standing.status == Status::Done);
    let late = rows.iter().filter(|row| row.is_overdue()).count();
    let all = counted(rows.len(), "milepæl", "milepæle");
    let late = match late {
        0 => "ingen er overskredet".to_owned(),
        1 => "1 er overskredet".to_owned(),
        late => format!("{late} er overskredet"),
    };
    let when = if day == today {
        String::new()
    } else {
        format!(" Sådan stod det ved udgangen af {}.", danish_date(day))
    };
    format!("{} af {all} er færdige, og {late}.{when}", done.count())
}

fn plan_view(
    plan: &Plan,
    rows: &[&Row],
    (day, figures): (Date, &Figures),
    links: &Links<'_>,
) -> PlanView {
    let areas: Vec<(&str, Vec<&Row>)> = plan
        .focus_areas
        .iter()
        .map(|area| {
            let own = rows
                .iter()
                .filter(|row| row.tracked.focus_area.key == area.key);
            let mut own: Vec<&Row> = own.copied().collect();
            own.sort_by_key(|row| row.tracked.period.starts);
            (area.title.as_str(), own)
        })
        .collect();
    PlanView {
        title: plan.title.clone(),
        source: plan.source.clone(),
        areas: areas
            .iter()
            .map(|(title, rows)| area(title, rows, figures))
            .collect(),
        timeline: Timeline::new(&plan.periods, &areas, day),
        table: table(rows, links),
    }
}

fn area(title: &str, rows: &[&Row], figures: &Figures) -> AreaView {
    let all: usize = rows.iter().map(|row| row.standing.progress.len()).sum();
    let done: usize = rows.iter().map(|row| row.standing.done()).sum();
    let all = counted(all, "leverance", "leverancer");
    AreaView {
        title: title.to_owned(),
        done: format!("{done} af {all} er færdige"),
        cards: rows.iter().map(|row| Card::of(row, figures)).collect(),
    }
}

fn table(rows: &[&Row], links: &Links<'_>) -> TableView {
    const SHOWN: [&Col<Row>; 4] = [&list::MILESTONE, &list::STATUS, &list::DUE, &list::OVERDUE];
    let columns = (list::COLUMNS, &SHOWN[..]);
    let rows = rows.iter().copied();
    TableView::of("Milepæle", columns, rows, links, |row| {
        Some(links::milestone(&row.tracked.milestone.key))
    })
}

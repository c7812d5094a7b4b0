//! `/analyser/fremskrivning`: expenditure of the years to come, by paragraph, with past errors.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::assumed::{Field, Pick, area_pick, milestones, models};
use super::links::PROJECTION as HERE;
use crate::domain::number::exact;
use crate::domain::paragraph::Paragraph;
use crate::domain::report;
use crate::reports::Query;
use crate::reports::columns::Answer;
use crate::reports::components::unit_costs;
use crate::reports::projections::PROJECTION;
use crate::reports::projections::expenditure::{self, Ahead, Known, METHOD, Missed, whole};
use crate::reports::words::with_unit;
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::components::links::figure_of;
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::links::{Leads, Links};
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "projections/expenditure.html")]
struct Page {
    layout: Layout,
    here: &'static str,
    siblings: Vec<Link>,
    milestones: Vec<Link>,
    title: String,
    lead: &'static str,
    picks: Vec<Pick>,
    fields: Vec<Field>,
    none_kept: Vec<(&'static str, String)>,
    paragraphs: Vec<OfParagraph>,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

struct OfParagraph {
    heading: &'static str,
    /// What it grows by, in a sentence.
    growth: String,
    chart: ChartView,
    ahead: TableView,
    missed: TableView,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]: an assumption that means nothing, in words.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    cached::of_query(&state, &asked, &pairs, render).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let answer = expenditure::answer(db, query)?;
    let mut paragraphs = vec![Choice::of("", "Alle", query.paragraph.is_none())];
    paragraphs.extend(Paragraph::ALL.map(|p| {
        let chosen = query.paragraph == Some(p);
        Choice::of(p.key(), p.label(), chosen)
    }));
    let hint = "% om året, −50 til 50; tomt: som hidtil";
    let assumed = &query.assumed;
    let notes = answer.frame.notes.iter().filter(|note| *note != METHOD);
    let page = Page {
        layout: Layout::load(db, viewer, "Fremskrivning", "/analyser")?,
        here: HERE.address,
        siblings: models(&HERE),
        milestones: milestones(db, viewer, &HERE)?,
        title: answer.frame.title.clone(),
        lead: METHOD,
        picks: vec![
            area_pick(db, query.area.as_deref())?,
            Pick {
                key: "paragraph",
                label: "Paragraf",
                choices: paragraphs,
            },
        ],
        fields: vec![
            Field::percent(
                "volume-growth",
                "Vækst i helårspersoner",
                assumed.volume_growth,
                hint,
            ),
            Field::percent(
                "unit-cost-growth",
                "Vækst i enhedsudgift",
                assumed.unit_cost_growth,
                hint,
            ),
        ],
        none_kept: Vec::new(),
        paragraphs: each(&answer, query),
        notes: notes.cloned().collect(),
        downloads: vec![Downloads::new("Fremskrivning", &PROJECTION, query)],
    };
    Ok(page.render()?)
}

/// Where the points of the known years lead; the years ahead have none in that line.
fn of_known(area: Option<&str>, known: &Known, points: usize) -> Leads {
    let key = known.paragraph.key();
    let lead = |year| figure_of(area, (key, year), &unit_costs::EXPENDITURE);
    let mut leads: Leads = (known.years.iter()).map(|of| Some(lead(of.year))).collect();
    leads.resize(points, None);
    leads
}

fn each(answer: &Answer<Ahead, Missed>, query: &Query) -> Vec<OfParagraph> {
    let links = Links {
        question: &PROJECTION,
        query,
    };
    let mut charts = answer.frame.series.iter();
    let of = |paragraph: Paragraph| {
        let rows = answer
            .rows
            .iter()
            .filter(move |row| row.known.paragraph == paragraph);
        let known = &rows.clone().next()?.known;
        let percent = |hundredths| with_unit(&report::percent(&exact(hundredths, 2)));
        let ahead = TableView::of(
            format!("{}: de kommende år", paragraph.label()),
            (expenditure::COLUMNS, whole::COLUMNS),
            rows.clone(),
            &links,
            |_| None,
        );
        let chart = charts.next()?;
        let coming = |column| {
            // Before them stand the known years, which have no row.
            let before = known.years.iter().map(|_| None);
            let rows = before.chain(rows.clone().map(Some));
            links.leads((expenditure::COLUMNS, column), rows)
        };
        let leads = [
            of_known(query.area.as_deref(), known, chart.labels.len()),
            coming(&whole::EXPENDITURE),
            coming(&whole::NAIVE),
        ];
        Some(OfParagraph {
            heading: paragraph.label(),
            growth: format!(
                "Helårspersoner {} om året, enhedsudgift {} om året, fra de indlæste år {}–{}.",
                percent(known.growth.volume),
                percent(known.growth.unit_cost),
                known.years.first()?.year,
                known.years.last()?.year,
            ),
            chart: ChartView::from_zero(chart).leading_on(&leads),
            ahead,
            missed: TableView::of(
                format!(
                    "{}: hvor meget det samme ville have ramt ved siden af",
                    paragraph.label()
                ),
                (
                    expenditure::TOTALS,
                    &[
                        &expenditure::HORIZON,
                        &expenditure::COUNT,
                        &expenditure::OWN_ERROR,
                        &expenditure::NAIVE_ERROR,
                    ],
                ),
                answer
                    .totals
                    .iter()
                    .filter(|missed| missed.paragraph() == paragraph),
                &links,
                |_| None,
            ),
        })
    };
    Paragraph::ALL.into_iter().filter_map(of).collect()
}

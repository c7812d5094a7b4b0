//! `/analyser/hjemmestoette`: support at home instead of residential places, for a range of needs.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::assumed::{Field, Pick, area_pick, milestones, models};
use super::links::HOME_SUPPORT as HERE;
use crate::domain::paragraph::Paragraph;
use crate::domain::report;
use crate::reports::Query;
use crate::reports::projections::HOME_SUPPORT;
use crate::reports::projections::home_support::{self, CAUTION, SHARE};
use crate::reports::words::with_unit;
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "projections/home_support.html")]
struct Page {
    layout: Layout,
    here: &'static str,
    siblings: Vec<Link>,
    milestones: Vec<Link>,
    title: String,
    /// The saving at equal needs, and where nothing is saved.
    lead: String,
    caution: &'static str,
    picks: Vec<Pick>,
    fields: Vec<Field>,
    none_kept: Vec<(&'static str, String)>,
    chart: Option<ChartView>,
    scenarios: TableView,
    known: TableView,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
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
    let answer = home_support::answer(db, query)?;
    let links = Links {
        question: &HOME_SUPPORT,
        query,
    };
    let scenarios = TableView::of(
        "Besparelse efter behov",
        (home_support::COLUMNS, home_support::COLUMNS),
        &answer.rows,
        &links,
        |_| None,
    );
    let known = TableView::of(
        "Årets tal",
        (home_support::TOTALS, home_support::TOTALS),
        &answer.totals,
        &links,
        |_| None,
    );
    let of = query.paragraph.unwrap_or(Paragraph::Sel107);
    let residential = Paragraph::ALL
        .into_iter()
        .filter(|p| *p != Paragraph::Sel85);
    let paragraphs = residential.map(|p| Choice::of(p.key(), p.label(), p == of));
    let share = query.assumed.share.unwrap_or(SHARE);
    // What a method says of itself stands above the figures, not among the notes.
    let notes = answer.frame.notes.iter().filter(|note| *note != CAUTION);
    let page = Page {
        layout: Layout::load(db, viewer, "Støtte i eget hjem", "/analyser")?,
        here: HERE.address,
        siblings: models(&HERE),
        milestones: milestones(db, viewer, &HERE)?,
        title: answer.frame.title.clone(),
        lead: lead(&answer.rows, &answer.totals),
        caution: CAUTION,
        picks: vec![
            area_pick(db, query.area.as_deref())?,
            Pick {
                key: "paragraph",
                label: "Fra",
                choices: paragraphs.collect(),
            },
        ],
        fields: vec![Field::percent(
            "share",
            "Andel, der flyttes",
            Some(share),
            "0 til 100 %",
        )],
        none_kept: Vec::new(),
        chart: answer.frame.series.first().map(ChartView::new),
        scenarios,
        known,
        notes: notes.cloned().collect(),
        downloads: vec![Downloads::new("Støtte i eget hjem", &HOME_SUPPORT, query)],
    };
    Ok(page.render()?)
}

fn lead(rows: &[home_support::Scenario], known: &[home_support::Known]) -> String {
    let (Some(equal), Some(known)) = (rows.first(), known.first()) else {
        return "Der er ikke tal nok til at regne det ud.".to_owned();
    };
    let saving = with_unit(&home_support::SAVING.of(equal).value);
    let moved = report::persons(&known.moved.moved()).danish();
    let until = known.moved.break_even().map(|need| {
        let need = with_unit(&report::percent(&need));
        format!(" Intet spares, når de, der flytter, har brug for {need} af gennemsnittet.")
    });
    format!(
        "{moved} helårspersoner fra {} til støtte i eget hjem sparer {saving} om året, hvis de har samme behov som dem, der får støtte i dag.{}",
        known.paragraph.label(),
        until.unwrap_or_default()
    )
}

//! `/kommuner/sammenlign`: some municipalities side by side, with their region. The address holds
//! which, and the paragraph or group: it can be kept as a bookmark, or sent.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::by_year::ByYear;
use super::filters::summary;
use super::links::{KEPT, keeping};
use crate::domain::area::{self, Area};
use crate::domain::components::reconciliation::Measure;
use crate::domain::period::Year;
use crate::domain::report::Line;
use crate::reports::Query;
use crate::reports::components::PARAGRAPH;
use crate::reports::components::basis::find_group;
use crate::reports::components::decomposition::USUAL_GROUP;
use crate::reports::components::items::{Item, ItemYear as _};
use crate::reports::components::paragraph::{self, AreaYear};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::encode;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::links::{Leads, Links};
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

pub const ADDRESS: &str = "/kommuner/sammenlign";
/// The part of the address that names a municipality; as often as there are some.
const WITH: &str = "med";

#[derive(Template)]
#[template(path = "components/compare.html")]
struct Page {
    layout: Layout,
    title: String,
    municipalities: Vec<Choice>,
    groups: Vec<Choice>,
    /// How many are chosen.
    chosen: usize,
    /// What was chosen elsewhere, and is kept: years, price level, what was known when.
    kept: Vec<(&'static str, String)>,
    /// The same in words, with the region.
    summary: String,
    /// Of what is shown.
    address: String,
    charts: Vec<ChartView>,
    tables: Vec<TableView>,
    notes: Vec<String>,
}

/// The page with some municipalities chosen.
pub fn address(codes: &[&str]) -> String {
    let pairs = codes.iter().map(|code| (WITH, *code));
    format!("{ADDRESS}?{}", encode(pairs))
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]: a filter that means nothing, a municipality that is not there.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let named = pairs.extract_if(.., |(key, _)| key == WITH);
    let chosen: BTreeSet<String> = named.map(|(_, name)| name).collect();
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &chosen, &query)
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    chosen: &BTreeSet<String>,
    query: &Query,
) -> Result<String, AppError> {
    let home = areas::home(db)?;
    let codes = codes(&home, chosen)?;
    let groups = areas::groups(db)?;
    let group = find_group(&groups, query.group.as_deref().unwrap_or(USUAL_GROUP))?;
    let basis = paragraph::of_kkr(db, query)?;
    let mut answer = paragraph::of(db, &basis, query)?;
    let region = basis.area.code.clone();
    let shown = |key: &str| key == region || codes.contains(key);
    answer.rows.retain(|row| shown(&row.item().key));
    answer.totals.retain(|change| shown(&change.item.key));
    let links = Links {
        question: &PARAGRAPH,
        query,
    };
    let remarks = Remarks::load(db, viewer, &links)?;
    let by_year = ByYear::of_region(&answer, &links);
    let charts = [
        unit_costs(&by_year, &basis.years),
        by_year.indexed(Measure::Expenditure, &paragraph::WHOLE_EXPENDITURE),
    ];
    let page = Page {
        layout: Layout::load(db, viewer, "Sammenlign kommuner", "/komponentanalyse")?,
        title: group.label.clone(),
        municipalities: home
            .iter()
            .map(|area| Choice::of(&area.code, &area.name, codes.contains(area.code.as_str())))
            .collect(),
        groups: groups
            .iter()
            .map(|of| Choice::of(&of.key, &of.label, of.key == group.key))
            .collect(),
        chosen: codes.len(),
        address: {
            let with = codes.iter().map(|code| (WITH, *code));
            let group = [("group", group.key.as_str())];
            let address = format!("{ADDRESS}?{}", encode(with.chain(group)));
            keeping(address, &KEPT, query)
        },
        kept: query.pairs_of(&KEPT),
        summary: summary(&basis),
        charts: charts.into_iter().flatten().collect(),
        tables: by_year.tables(&remarks, &region),
        notes: answer.frame.notes.clone(),
    };
    Ok(page.render()?)
}

/// The codes of those that are named, by code or name.
fn codes<'a>(home: &'a [Area], chosen: &BTreeSet<String>) -> Result<BTreeSet<&'a str>, AppError> {
    let find = |name: &String| {
        let found = area::find(home, name).map(|area| area.code.as_str());
        found.ok_or_else(|| {
            let why = "Adressen nævner en kommune, som ikke er i regionen. Vælg fra listen.";
            AppError::invalid(why)
        })
    };
    chosen.iter().map(find).collect()
}

/// The unit cost of each over the years, from nought and on one scale; each point leads on as in the table.
fn unit_costs(by_year: &ByYear<'_, AreaYear>, years: &[Year]) -> Option<ChartView> {
    let line = |item: &Item| {
        let line = item.line(&item.label, Measure::UnitCost, years);
        let leads = by_year.leads(&item.key, &paragraph::WHOLE_UNIT_COST, years);
        (line.numbers().count() > 0).then_some((line, leads))
    };
    let (lines, leads): (Vec<Line>, Vec<Leads>) =
        by_year.items().into_iter().filter_map(line).unzip();
    let labels: Vec<String> = years.iter().map(Year::to_string).collect();
    (years.len() > 1 && !lines.is_empty())
        .then(|| ChartView::from_nought("Enhedsudgift", "kr.", &labels, &lines).leading_on(&leads))
}

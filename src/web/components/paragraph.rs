//! `/paragraffer/KEY`: one paragraph or group across the municipalities.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use super::by_year::ByYear;
use super::links::{self, KEPT, KEPT_OF_YEAR, keeping, municipality};
use super::{filters, map};
use crate::domain::report::Point;
use crate::reports::Query;
use crate::reports::components::PARAGRAPH;
use crate::reports::components::basis::{Basis, find_group};
use crate::reports::components::items::ItemYear as _;
use crate::reports::components::paragraph::{self, AreaYear};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, not_found, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "components/paragraph.html")]
struct Page {
    layout: Layout,
    title: String,
    meaning: Option<&'static str>,
    filters: FilterForm,
    siblings: Vec<Link>,
    tables: Vec<TableView>,
    charts: Vec<ChartView>,
    /// The municipalities in the colours of a measure.
    map: String,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    Path(key): Path<String>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let query = Query {
        group: Some(key),
        ..query(&pairs)?
    };
    cached::page(&state, &asked, move |db, viewer| render(db, viewer, &query)).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let groups = areas::groups(db)?;
    let group =
        find_group(&groups, query.group.as_deref().unwrap_or_default()).map_err(not_found)?;
    let basis = paragraph::of_kkr(db, query)?;
    let answer = paragraph::of(db, &basis, query)?;
    let links = Links {
        question: &PARAGRAPH,
        query,
    };
    let remarks = Remarks::load(db, viewer, &links)?;
    let by_year = ByYear::of_region(&answer, &links);
    let page = Page {
        layout: Layout::load(
            db,
            viewer,
            format!("{}: {}", group.label, basis.area.name),
            "/paragraffer/TOTAL_107_108_105",
        )?,
        title: group.label.clone(),
        meaning: group.is_single().then(|| group.members[0].meaning()),
        filters: filters::load(db, &basis, query, &links::paragraph(&group.key), false)?,
        siblings: groups
            .iter()
            .map(|g| {
                let address = keeping(links::paragraph(&g.key), &KEPT, query);
                Link::to(address, &g.label).current(g.key == group.key)
            })
            .collect(),
        tables: by_year.tables(&remarks, &basis.area.code),
        charts: latest_unit_costs(&answer.rows, &basis, query)
            .into_iter()
            .collect(),
        map: keeping(map::address(&group.key), &KEPT_OF_YEAR, query),
        notes: answer.frame.notes.clone(),
        downloads: vec![Downloads::new("Tallene på siden", &PARAGRAPH, query)],
    };
    Ok(page.render()?)
}

/// The unit costs of the last year, side by side.
fn latest_unit_costs(rows: &[AreaYear], basis: &Basis, query: &Query) -> Option<ChartView> {
    let last = *basis.years.last()?;
    let (mut bars, mut addresses) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.year() == last) {
        let point = Point::from(&paragraph::WHOLE_UNIT_COST.of(row).value);
        if point != Point::Gap {
            bars.push((row.item().label.clone(), point));
            let page = if row.item().key == basis.area.code {
                links::ADDRESS.to_owned()
            } else {
                municipality(&row.item().key)
            };
            addresses.push(keeping(page, &KEPT, query));
        }
    }
    (bars.len() > 1).then(|| {
        let title = format!("Enhedsudgift {last}");
        ChartView::bars(&title, "kr.", &bars).leading(&addresses)
    })
}

//! `/komponentanalyse`: the development of an area, what drives it, and every figure behind it.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;

use rust_decimal::Decimal;

use super::by_year::ByYear;
use super::links::{ADDRESS, KEPT, KEPT_OF_YEAR, keeping, paragraph};
use super::{compare, drivers as driven, filters, map};
use crate::domain::components::reconciliation::Measure;
use crate::domain::price_level::PriceLevel;
use crate::reports::Query;
use crate::reports::columns::Col;
use crate::reports::components::basis::Basis;
use crate::reports::components::decomposition::{self, USUAL_GROUP};
use crate::reports::components::items::{self, OfYear};
use crate::reports::components::pending::Pending;
use crate::reports::components::{DECOMPOSITION, UNIT_COSTS, reconciliation, unit_costs};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::links::{Leads, Links};
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, encode};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "components/analysis.html")]
struct Page {
    layout: Layout,
    filters: FilterForm,
    cards: Vec<Card>,
    drivers: Drivers,
    measures: Vec<MeasureView>,
    /// How far the years after the newest complete one are.
    pending: Vec<New>,
    notes: Vec<String>,
    disagreements: usize,
    downloads: Vec<Downloads>,
    /// The municipalities on the map, and side by side, as far as they can be of the same choice.
    map: String,
    compare: String,
}

/// A key figure of the group "Samlet".
struct Card {
    title: &'static str,
    figure: String,
    unit: &'static str,
    year: String,
    link: Option<String>,
    changes: Vec<Change>,
}

/// A change in words: colour never tells it alone.
struct Change {
    words: String,
    class: &'static str,
}

/// A year that is not complete yet, and the page with it.
struct New {
    year: String,
    words: String,
    link: String,
}

impl New {
    fn of(pending: &Pending, query: &Query) -> New {
        let with = Query {
            to: Some(pending.year),
            ..query.clone()
        };
        let pairs = with.pairs();
        let pairs = pairs.iter().map(|(key, value)| (*key, value.as_str()));
        New {
            year: pending.year.to_string(),
            words: pending.words.clone(),
            link: format!("{ADDRESS}?{}", encode(pairs)),
        }
    }
}

/// What drives the change.
struct Drivers {
    words: Option<String>,
    table: TableView,
    charts: Vec<ChartView>,
}

/// One measure: its table and its picture.
struct MeasureView {
    title: &'static str,
    table: TableView,
    chart: Option<ChartView>,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    cached::of_query(&state, &asked, &pairs, render).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    // One reading of the facts for everything on the page.
    let basis = Basis::load(db, query)?;
    let costs = unit_costs::of(db, &basis)?;
    let drivers = decomposition::of(db, &basis, query)?;
    let links = Links {
        question: &UNIT_COSTS,
        query,
    };
    let by_year = ByYear {
        columns: unit_costs::COLUMNS,
        rows: &costs.rows,
        change_columns: items::OF_GROUPS,
        changes: &costs.totals,
        links: &links,
    };
    let remarks = Remarks::load(db, viewer, &links)?;
    let tables = MEASURES.each_ref();
    let tables = tables.map(|m| remarks.on(table(&by_year, m, basis.level)));
    let mut notes = costs.frame.notes.clone();
    let of_drivers = drivers.answer.frame.notes.iter();
    notes.extend(
        of_drivers
            .filter(|n| !costs.frame.notes.contains(n))
            .cloned(),
    );
    let page = Page {
        layout: Layout::load(
            db,
            viewer,
            format!("Komponentanalyse: {}", basis.area.name),
            ADDRESS,
        )?,
        filters: filters::load(db, &basis, query, ADDRESS, true)?,
        cards: MEASURES
            .iter()
            .zip(&tables)
            .filter_map(|(shown, table)| card(&by_year, shown, table))
            .collect(),
        measures: measures(tables, &by_year),
        drivers: drivers_view(db, viewer, &drivers, query)?,
        pending: basis.pending.iter().map(|p| New::of(p, query)).collect(),
        notes,
        map: keeping(map::ADDRESS.to_owned(), &KEPT_OF_YEAR, query),
        compare: keeping(compare::ADDRESS.to_owned(), &KEPT, query),
        disagreements: disagreements(db, &basis, query)?,
        downloads: vec![
            Downloads::new("Udgift, personer og enhedsudgift", &UNIT_COSTS, query),
            Downloads::new("Hvad driver udviklingen", &DECOMPOSITION, query),
        ],
    };
    Ok(page.render()?)
}

/// A measure as the page shows it.
struct Shown {
    measure: Measure,
    column: &'static Col<OfYear>,
    unit: &'static str,
    /// Whether it is money, and so in some year's prices.
    money: bool,
}

/// In the order of the cards.
static MEASURES: [Shown; 3] = [
    Shown {
        measure: Measure::Expenditure,
        column: &unit_costs::WHOLE_EXPENDITURE,
        unit: "kr.",
        money: true,
    },
    Shown {
        measure: Measure::FullYearPersons,
        column: &unit_costs::PERSONS,
        unit: "",
        money: false,
    },
    Shown {
        measure: Measure::UnitCost,
        column: &unit_costs::WHOLE_UNIT_COST,
        unit: "kr.",
        money: true,
    },
];

/// The newest year of the group "Samlet", and its changes.
fn card(by_year: &ByYear<'_, OfYear>, shown: &'static Shown, table: &TableView) -> Option<Card> {
    let years = by_year.years().len();
    let place = by_year.place(USUAL_GROUP)?;
    let row = table.rows.get(place)?;
    let newest = row.cells.first().filter(|_| years > 0)?;
    let changes = table.heads[years + 1..]
        .iter()
        .zip(&row.cells[years..])
        .zip(by_year.changes_of(USUAL_GROUP, shown.measure))
        .filter_map(|((head, cell), change)| {
            let percent = change.percent()?;
            Some(change_words(&head.label, &cell.text, &percent))
        })
        .collect();
    Some(Card {
        title: shown.column.label,
        figure: newest.text.clone(),
        unit: if newest.note.is_some() {
            ""
        } else {
            shown.unit
        },
        year: table.heads[1].label.clone(),
        link: newest.link.clone(),
        changes,
    })
}

fn change_words(span: &str, shown: &str, percent: &Decimal) -> Change {
    let size = shown.trim_start_matches('\u{2212}');
    let (words, class) = match percent {
        p if p.is_zero() => (format!("{span}: uændret"), ""),
        p if p.is_sign_negative() => (format!("{span}: faldet {size} %"), "down"),
        _ => (format!("{span}: steget {size} %"), "up"),
    };
    Change { words, class }
}

fn drivers_view(
    db: &mut Db,
    viewer: &Viewer,
    drivers: &decomposition::Drivers,
    query: &Query,
) -> Result<Drivers, AppError> {
    let links = Links {
        question: &DECOMPOSITION,
        query,
    };
    let answer = &drivers.answer;
    let columns = (decomposition::COLUMNS, decomposition::COLUMNS);
    let caption = "Ændringen i udgiften, delt op i hele kroner";
    let rows = answer.rows.iter().chain(&answer.totals);
    let mut table = TableView::of(caption, columns, rows, &links, |_| None);
    if let Some(first) = table.heads.first_mut() {
        drivers.members.clone_into(&mut first.label);
    }
    if let Some(total) = table.rows.last_mut() {
        total.class = "strong";
    }
    // Its bars are the parts of the whole change: the figures of the last row, in their order.
    let total = table.rows.last().map(|row| row.cells.iter());
    let leads: Leads = total
        .into_iter()
        .flatten()
        .map(|cell| cell.link.clone())
        .collect();
    let chart = |chart| ChartView::new(chart).leading_on(std::slice::from_ref(&leads));
    Ok(Drivers {
        words: drivers
            .whole()
            .zip(drivers.span)
            .map(|(whole, span)| driven::words(whole, span)),
        table: Remarks::load(db, viewer, &links)?.on(table),
        charts: answer.frame.series.iter().map(chart).collect(),
    })
}

/// The years of a measure, each row leading to its paragraph.
fn table(by_year: &ByYear<'_, OfYear>, shown: &'static Shown, level: PriceLevel) -> TableView {
    let title = shown.column.label;
    let caption = match (shown.money, level) {
        (false, _) => title.to_owned(),
        (true, PriceLevel::Current) => format!("{title}, løbende priser"),
        (true, PriceLevel::Fixed(year)) => format!("{title}, {year}-p/l"),
    };
    let mut table = by_year.table(caption, shown.column, Some(shown.measure));
    for (row, key) in table.rows.iter_mut().zip(by_year.keys()) {
        row.link = Some(keeping(paragraph(key), &KEPT, by_year.links.query));
    }
    table
}

/// What one looks for first stands first: the unit cost.
fn measures(tables: [TableView; 3], by_year: &ByYear<'_, OfYear>) -> Vec<MeasureView> {
    let view = |(shown, table): (&'static Shown, TableView)| MeasureView {
        title: shown.column.label,
        chart: by_year.indexed(shown.measure, shown.column),
        table,
    };
    let mut views: Vec<_> = MEASURES.iter().zip(tables).map(view).collect();
    views.rotate_right(1);
    views
}

/// How many printed figures do not follow from their parts.
fn disagreements(db: &mut Db, basis: &Basis, query: &Query) -> Result<usize, AppError> {
    let only = Query {
        area: query.area.clone(),
        as_of: query.as_of,
        ..Query::default()
    };
    let printed = reconciliation::of(db, basis, &only)?;
    Ok(printed.rows.iter().filter(|row| row.is_off()).count())
}

//! `/enkeltsager`: what everybody may be told of the region's costly cases.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use serde::Deserialize;

use super::links::{CONTROL, OWN, PUBLISHED};
use crate::domain::cases::published::Told;
use crate::domain::danish::counted;
use crate::domain::number::danish;
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::domain::report::{Point, whole_kroner};
use crate::reports::Query;
use crate::reports::cases::published::questions::{self, Rows};
use crate::reports::cases::published::row::{self, Name, Published};
use crate::reports::cases::published::spread::{self, Rows as SpreadRows};
use crate::reports::cases::published::tables::Tables;
use crate::reports::cases::published::{BY_SIZE, BY_STATUS, BY_SUPPLIER, COSTLY_CASES, SPREAD};
use crate::reports::columns::{Col, Cols};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::components::links::municipality;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::{Choice, FilterForm, Select};
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    year: String,
    tal: String,
}

#[derive(Template)]
#[template(path = "cases/published.html")]
struct Page {
    layout: Layout,
    /// What there is to know first, in a sentence.
    lead: String,
    year: Option<Year>,
    filters: FilterForm,
    own: Option<Link>,
    control: Option<Link>,
    tables: Vec<TableView>,
    charts: Vec<ChartView>,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(wanted): UrlQuery<Wanted>,
    asked: Asked,
) -> Result<Response, AppError> {
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &wanted)
    })
    .await
}

/// The figures that the tables can show: one at a time, since a table of all is too wide for a phone.
const SHOWN: [(&str, &str, &Col<Published>); 5] = [
    ("", "Antal", &row::CASES),
    ("udgift", "Udgift", &row::WHOLE_COST),
    ("gennemsnit", "Gennemsnit pr. sag", &row::WHOLE_AVERAGE),
    ("refusion", "Refusion", &row::WHOLE_REFUND),
    ("andel", "Andel af al udgift", &row::SHARE),
];

fn render(db: &mut Db, viewer: &Viewer, wanted: &Wanted) -> Result<String, AppError> {
    let all = Tables::load(db, &Query::default())?;
    let newest = all.years.last().copied();
    let asked = wanted.year.parse().ok().and_then(Year::new);
    let year = asked.filter(|year| all.years.contains(year)).or(newest);
    let query = Query {
        year,
        ..Query::default()
    };
    let tables = all.of_year(year);
    let (_, words, column) = SHOWN
        .into_iter()
        .find(|(key, ..)| *key == wanted.tal)
        .unwrap_or(SHOWN[0]);
    let by_paragraph = questions::by_paragraph(&tables, &query);
    let by_supplier = questions::by_supplier(&tables, &query);
    let by_status = questions::by_status(&tables, &query);
    let by_size = questions::by_size(&tables, &query);
    let spread = spread::of(db, &all, &Query::default())?;
    let of = |what: &str| match year {
        Some(year) => format!("{words} {what}, {year}"),
        None => words.to_owned(),
    };
    let links = |question| Links {
        question,
        query: &query,
    };
    let mut remarks = |question| Remarks::load(db, viewer, &links(question));
    let mut matrices = vec![
        remarks(&COSTLY_CASES)?.on(Matrix {
            caption: of("efter kommune og paragraf"),
            of: (row::BY_PARAGRAPH, column),
            rows: &by_paragraph,
            down: ("Kommune", first),
            across: second,
        }
        .view(&links(&COSTLY_CASES))),
        remarks(&BY_SUPPLIER)?.on(Matrix {
            caption: of("efter leverandør og paragraf"),
            of: (row::BY_SUPPLIER, column),
            rows: &by_supplier,
            down: ("Leverandør", first),
            across: second,
        }
        .view(&links(&BY_SUPPLIER))),
    ];
    // Gone cases cost what they did the year before: they are no share of this one's.
    if column.key != row::SHARE.key {
        let of_status = Matrix {
            caption: of("efter, hvad der blev af sagerne siden året før"),
            of: (row::BY_STATUS, column),
            rows: &by_status,
            down: ("Kommune", second),
            across: first,
        };
        matrices.push(remarks(&BY_STATUS)?.on(of_status.view(&links(&BY_STATUS))));
    }
    let own = viewer.bound_to().filter(|_| viewer.may(Right::OwnCases));
    let sizes = TableView::of(
        of_sizes(year),
        (row::BY_SIZE, SIZES),
        by_size.rows.iter().chain(&by_size.totals),
        &links(&BY_SIZE),
        |_| None,
    );
    let mut shown: Vec<TableView> = own
        .map(|code| Ok::<_, AppError>(own_figures(&all, code, &remarks(&COSTLY_CASES)?)))
        .transpose()?
        .into_iter()
        .collect();
    let region = questions::region(&all);
    shown.push(remarks(&COSTLY_CASES)?.on(region_figures(&region)));
    shown.extend(matrices);
    shown.push(remarks(&BY_SIZE)?.on(sizes));
    shown.push(remarks(&SPREAD)?.on(spread_figures(&spread)));
    let page = Page {
        layout: Layout::load(db, viewer, "Dyre enkeltsager", PUBLISHED)?,
        lead: lead(&tables, &by_paragraph, year),
        year,
        filters: filters(&tables, year, wanted),
        own: own.map(|_| Link::to(OWN, "Se jeres egne sager")),
        control: viewer
            .may(Right::CheckDisclosure)
            .then(|| Link::to(CONTROL, "Kontrol: kan nogen regne de skjulte tal ud?")),
        tables: shown,
        charts: charts(&region, &by_paragraph, year),
        notes: notes(&all, &by_paragraph),
        downloads: [
            ("Kommune og paragraf", &COSTLY_CASES),
            ("Leverandør og paragraf", &BY_SUPPLIER),
            ("Nye, fortsatte og ophørte", &BY_STATUS),
            ("Størrelse", &BY_SIZE),
            ("Udgiftens fordeling", &SPREAD),
        ]
        .map(|(title, question)| Downloads::new(title, question, &query))
        .into_iter()
        .collect(),
    };
    Ok(page.render()?)
}

/// How many there are in the region and what they cost, where that may be told.
fn lead(tables: &Tables, of_year: &Rows, year: Option<Year>) -> String {
    let Some(year) = year else {
        return String::new();
    };
    let region = &tables.region.name;
    let told = of_year
        .totals
        .iter()
        .find(|row| row.is_whole())
        .map(|row| row.told);
    let limit = tables
        .limit(year)
        .map(|limit| danish(limit.decimal().normalize()));
    let above = limit.map_or_else(String::new, |limit| {
        format!(", der hver kostede mere end {limit} kr")
    });
    let rest = "Tal, der kunne fortælle om enkelte borgere, vises som ●.";
    match told {
        Some(Told::Shown(of)) => format!(
            "I {year} havde {region} {}{above}. Tilsammen kostede de {} kr. {rest}",
            counted(
                usize::try_from(of.cases).unwrap_or_default(),
                "sag",
                "sager"
            ),
            whole_kroner(&of.cost.exact()).danish(),
        ),
        _ => format!("{region}, {year}: sager{above}. {rest}"),
    }
}

/// What the table of sizes shows.
const SIZES: Cols<Published> = &[
    &row::SIZE,
    &row::CASES,
    &row::WHOLE_COST,
    &row::WHOLE_AVERAGE,
    &row::WHOLE_REFUND,
    &row::SHARE,
];

fn of_sizes(year: Option<Year>) -> String {
    match year {
        Some(year) => format!("Efter sagens størrelse, {year}"),
        None => "Efter sagens størrelse".to_owned(),
    }
}

fn filters(tables: &Tables, year: Option<Year>, wanted: &Wanted) -> FilterForm {
    let words = SHOWN.iter().find(|(key, ..)| *key == wanted.tal);
    let words = words.map_or("Antal", |(_, words, _)| words).to_lowercase();
    let of_year = |of: &Year| Choice::of(of.to_string(), of.to_string(), year == Some(*of));
    let figure = |(key, words, _): &(&str, &str, _)| Choice::of(*key, *words, *key == wanted.tal);
    FilterForm {
        word: None,
        kept: Vec::new(),
        summary: year.map_or_else(|| words.clone(), |year| format!("{year}, {words}")),
        action: PUBLISHED.to_owned(),
        selects: vec![
            Select {
                name: "year",
                label: "År",
                choices: tables.years.iter().rev().map(of_year).collect(),
            },
            Select {
                name: "tal",
                label: "Tal",
                choices: SHOWN.iter().map(figure).collect(),
            },
        ],
    }
}

/// Of a row, the name that stands at its left, or over its column.
type Naming = fn(&Published) -> &Name;

fn first(row: &Published) -> &Name {
    &row.first
}

fn second(row: &Published) -> &Name {
    &row.second
}

/// One figure of a table with a row for each name and a column for each other name.
struct Matrix<'a> {
    caption: String,
    of: (Cols<Published>, &'static Col<Published>),
    rows: &'a Rows,
    /// What stands over the names at the left.
    down: (&'static str, Naming),
    across: Naming,
}

impl Matrix<'_> {
    fn view(self, links: &Links<'_>) -> TableView {
        let (label, down) = self.down;
        let rows = || self.rows.rows.iter().chain(&self.rows.totals);
        // In the order they come, and the margin last.
        let names = |of: Naming| {
            let mut names: Vec<&Name> = Vec::new();
            for name in rows().map(of) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names
        };
        let columns = names(self.across);
        let heads: Vec<&str> = columns.iter().map(|name| name.label.as_str()).collect();
        let mut view = TableView::of_names(self.caption.clone(), label, &heads, self.of.1);
        for name in names(down) {
            let cells: Vec<Option<&Published>> = columns
                .iter()
                .map(|column| rows().find(|row| down(row) == name && (self.across)(row) == *column))
                .collect();
            view.add(&name.label, self.of, &cells, links);
        }
        view
    }
}

/// The region's own line of each year.
fn region_figures(region: &[Published]) -> TableView {
    let query = Query::default();
    let links = Links {
        question: &COSTLY_CASES,
        query: &query,
    };
    TableView::of(
        "Regionen år for år",
        (row::BY_PARAGRAPH, YEARS),
        region,
        &links,
        |_| None,
    )
}

/// What the tables of years show.
const YEARS: Cols<Published> = &[
    &row::YEAR,
    &row::CASES,
    &row::WHOLE_COST,
    &row::WHOLE_AVERAGE,
    &row::WHOLE_REFUND,
    &row::SHARE,
];

/// What the table of spread shows: the number of cases stands in the one above.
const SPREADS: Cols<spread::Row> = &[
    &spread::YEAR,
    &spread::LOWER,
    &spread::MEDIAN,
    &spread::UPPER,
    &spread::TOP_10,
    &spread::TOP_5,
    &spread::TOP_1,
];

/// How the cost is spread in each year.
fn spread_figures(rows: &SpreadRows) -> TableView {
    let query = Query::default();
    let links = Links {
        question: &SPREAD,
        query: &query,
    };
    TableView::of(
        "Udgiftens fordeling mellem de dyre sager i regionen, år for år",
        (spread::COLUMNS, SPREADS),
        &rows.rows,
        &links,
        |_| None,
    )
}

/// What a reader must know; with the limits of other years where they were others.
fn notes(all: &Tables, of_year: &Rows) -> Vec<String> {
    let mut notes = of_year.frame.notes.clone();
    let limits = all.limits_in_words();
    if limits.len() > 1 {
        notes.extend(limits);
    }
    notes.push(spread::NOTE.to_owned());
    notes
}

/// The own municipality's line of each year: nothing of it is masked for the own.
fn own_figures(all: &Tables, municipality: &str, remarks: &Remarks) -> TableView {
    let rows = questions::own(all, municipality);
    let query = Query::default();
    let links = Links {
        question: &COSTLY_CASES,
        query: &query,
    };
    let view = TableView::of(
        "Jeres egen kommune år for år, kun vist for jer",
        (row::BY_PARAGRAPH, YEARS),
        &rows,
        &links,
        |_| None,
    );
    let mut view = remarks.on(view);
    view.without_links();
    view
}

/// A year's bar leads to its tables, a municipality's to its page.
fn charts(region: &[Published], of_year: &Rows, year: Option<Year>) -> Vec<ChartView> {
    let bar = |label: String, row: &Published| (label, Point::from(&row::CASES.of(row).value));
    let years: Vec<(String, Point)> = region
        .iter()
        .map(|row| bar(row.year.to_string(), row))
        .collect();
    let of_municipality = |row: &&Published| row.second == Name::total() && !row.is_whole();
    let rows: Vec<&Published> = of_year.totals.iter().filter(of_municipality).collect();
    let municipalities: Vec<(String, Point)> = rows
        .iter()
        .map(|row| bar(row.first.label.clone(), row))
        .collect();
    let Some(year) = year else { return Vec::new() };
    let of_years = region
        .iter()
        .map(|row| format!("{PUBLISHED}?year={}", row.year));
    let pages = rows.iter().map(|row| municipality(&row.first.key));
    vec![
        ChartView::bars("Dyre sager i regionen", "sager", &years)
            .leading(&of_years.collect::<Vec<_>>()),
        ChartView::bars(
            &format!("Dyre sager efter kommune, {year}"),
            "sager",
            &municipalities,
        )
        .leading(&pages.collect::<Vec<_>>()),
    ]
}

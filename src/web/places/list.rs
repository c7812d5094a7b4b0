//! `/ledige-pladser`: what is free now and from a day, fresh and stale apart, dwellings apart.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::board::{Asked as Wanted, Board, Line, Part, Registers};
use super::map::RegionMap;
use super::nav::places_nav;
use crate::domain::area::{Area, HOME};
use crate::domain::danish::{counted, danish_date, danish_order, sort_by_name};
use crate::domain::paragraph::Paragraph;
use crate::domain::people::Right;
use crate::reports::Query;
use crate::reports::columns::Col;
use crate::reports::places::confirmed::{self, Upkeep};
use crate::reports::places::{CONFIRMED, VACANCIES};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

/// Lines of one page.
const LINES: usize = 100;

#[derive(Template)]
#[template(path = "places/list.html")]
struct Page {
    layout: Layout,
    siblings: Vec<Link>,
    /// What is free, in a sentence.
    lead: String,
    asked: Wanted,
    summary: String,
    /// Of what is shown.
    address: String,
    paragraphs: Vec<Choice>,
    groups: Vec<Choice>,
    municipalities: Vec<Choice>,
    /// The region, where no single municipality is asked for.
    map: Option<RegionMap>,
    parts: Vec<(Part, Vec<Line>)>,
    /// How many of whose entries are confirmed in time, the fewest first.
    upkeep: TableView,
    definition: &'static str,
    downloads: Vec<Downloads>,
    may_log: bool,
    /// Address and words of the pages before and after.
    ways: Vec<(String, String)>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(wanted): UrlQuery<Wanted>,
    asked: Asked,
) -> Result<Response, AppError> {
    let today = state.clock.today();
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        render(db, viewer, wanted, today)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, asked: Wanted, today: Date) -> Result<String, AppError> {
    let (board, registers) = Board::load(db, &asked, today)?;
    let day = asked.day(today);
    let on = if day == today {
        "i dag".to_owned()
    } else {
        danish_date(day)
    };
    let lead = match board.places {
        0 => format!("Ingen pladser er meldt ledige {on}."),
        1 => format!("1 plads er ledig {on}."),
        places => {
            let offers = counted(board.offers, "tilbud", "tilbud");
            format!("{places} pladser i {offers} er ledige {on}.")
        }
    };
    let choices = Choices::of(&asked, &registers);
    let home = registers.areas.iter().filter(|area| is_home(area));
    let mut home: Vec<Area> = home.cloned().collect();
    sort_by_name(&mut home);
    let of_all = asked.municipality.is_empty() && !home.is_empty();
    let map = of_all.then(|| RegionMap::of(&board.lines, &home, &asked.on));
    let (lines, ways) = paged(&asked, board.lines);
    let page = Page {
        layout: Layout::load(db, viewer, "Ledige pladser", "/ledige-pladser")?,
        siblings: places_nav("/ledige-pladser", &asked.said(today)),
        lead,
        summary: choices.summary(&on),
        address: asked.address(None),
        paragraphs: choices.paragraphs,
        groups: choices.groups,
        municipalities: choices.municipalities,
        map,
        parts: by_part(lines),
        upkeep: upkeep(board.upkeep, &asked.query(day)),
        definition: confirmed::DEFINITION,
        downloads: vec![
            Downloads::new("Opslag", &VACANCIES, &asked.query(day)),
            Downloads::new("Bekræftet i tide", &CONFIRMED, &asked.query(day)),
        ],
        may_log: viewer.may(Right::LogPlaces),
        ways,
        asked,
    };
    Ok(page.render()?)
}

/// Whether it is a municipality of the region.
fn is_home(area: &Area) -> bool {
    area.kkr.as_deref() == Some(HOME)
}

/// Who looks after the entries: those who do so least first.
fn upkeep(mut rows: Vec<Upkeep>, query: &Query) -> TableView {
    const SHOWN: [&Col<Upkeep>; 3] = [&confirmed::OPERATOR, &confirmed::ENTRIES, &confirmed::SHARE];
    rows.sort_by_key(Upkeep::share);
    let links = Links {
        question: &CONFIRMED,
        query,
    };
    let columns = (confirmed::COLUMNS, &SHOWN[..]);
    let caption = "Andel af opslagene, der er bekræftet i tide";
    TableView::of(caption, columns, &rows, &links, |_| None)
}

/// The lines of each part that has any.
pub(super) fn by_part(lines: Vec<Line>) -> Vec<(Part, Vec<Line>)> {
    let mut parts: Vec<(Part, Vec<Line>)> = Vec::new();
    for line in lines {
        match parts.last_mut().filter(|(part, _)| *part == line.part) {
            Some((_, lines)) => lines.push(line),
            None => parts.push((line.part, vec![line])),
        }
    }
    parts
}

/// The lines of one page, and the ways to its neighbours.
fn paged(asked: &Wanted, lines: Vec<Line>) -> (Vec<Line>, Vec<(String, String)>) {
    let pages = lines.len().div_ceil(LINES).max(1);
    let page = asked.side.parse().unwrap_or(1).clamp(1, pages);
    let way = |to: usize, words: &str| {
        let words = format!("{words} (side {to} af {pages})");
        (asked.address(Some(to)), words)
    };
    let before = (page > 1).then(|| way(page - 1, "Forrige"));
    let after = (page < pages).then(|| way(page + 1, "Næste"));
    let shown = lines.into_iter().skip((page - 1) * LINES).take(LINES);
    (shown.collect(), before.into_iter().chain(after).collect())
}

/// What the form offers.
struct Choices {
    paragraphs: Vec<Choice>,
    groups: Vec<Choice>,
    municipalities: Vec<Choice>,
}

impl Choices {
    fn of(asked: &Wanted, registers: &Registers) -> Choices {
        let offers = || registers.offers.values();
        let codes: BTreeSet<&str> = offers()
            .flat_map(|offer| &offer.target_groups)
            .map(String::as_str)
            .collect();
        let mut groups: Vec<(&str, &str)> = codes
            .into_iter()
            .map(|code| (code, registers.group(code)))
            .collect();
        let order = danish_order();
        groups.sort_by(|(_, a), (_, b)| order(&[a], &[b]));
        let used: BTreeSet<&str> = offers().map(|offer| offer.municipality.as_str()).collect();
        let home = |area: &&Area| is_home(area) || used.contains(area.code.as_str());
        let mut areas: Vec<Area> = registers.areas.iter().filter(home).cloned().collect();
        sort_by_name(&mut areas);
        Choices {
            paragraphs: Paragraph::ALL
                .map(|p| Choice::of(p.key(), p.label(), p.key() == asked.paragraph))
                .into(),
            groups: groups
                .into_iter()
                .map(|(code, name)| Choice::of(code, name, code == asked.target_group))
                .collect(),
            municipalities: areas
                .into_iter()
                .map(|area| {
                    let chosen = area.code == asked.municipality;
                    Choice::of(area.code, area.name, chosen)
                })
                .collect(),
        }
    }

    /// The chosen ones, in words.
    fn summary(&self, on: &str) -> String {
        let all = [&self.paragraphs, &self.groups, &self.municipalities];
        let chosen = all.into_iter().flatten().filter(|choice| choice.selected);
        let chosen = chosen.map(|choice| choice.label.as_str());
        let words: Vec<&str> = [on].into_iter().chain(chosen).collect();
        words.join(", ")
    }
}

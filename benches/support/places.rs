//! `/ledige-pladser`, a search and the occupancy with 200,000 entries of 3,000 offers over ten years,
//! beside `/`.

use std::time::Instant;

use anyhow::{Result, ensure};
use cockpit::changes::kinds::Kind;
use cockpit::changes::places::VacancyFile;
use cockpit::clock::Clock;
use cockpit::domain::paragraph::Paragraph;
use cockpit::domain::period::Year;
use cockpit::domain::searches::Asked;
use cockpit::reports::Query;
use cockpit::reports::places::{by_quarter, occupancy};
use cockpit::storage::Store;
use cockpit::storage::searches::free;
use jiff::ToSpan;

use super::data;
use super::goals::Goal;
use super::http;
use super::load::upload;
use super::numbers::median;
use super::tariff_page;
use super::visitor::by_turns;

const COCKPIT: &str = "/komponentanalyse";
const PLACES: &str = "/ledige-pladser";
/// Of pages that are made anew.
const ROUNDS: usize = 15;
/// Of pages from the cache, in a row.
const REQUESTS: usize = 2_000;

/// Loads offers with their tariffs, and the entries of ten years.
pub fn load(store: &Store) -> Result<()> {
    tariff_page::load(store)?;
    let first = Clock::system()
        .today()
        .saturating_sub((10 * 365 - 10).days());
    upload(store, Kind::of(&VacancyFile), &data::vacancy_file(first))
}

/// Loads everything into a ready database and measures.
pub fn measure(url: &str) -> Result<[Goal; 4]> {
    let store = Store::open(url)?;
    let today = Clock::system().today();
    load(&store)?;
    let token = http::token(&store)?;
    let medians = by_turns(&store, &token, [COCKPIT, PLACES], (ROUNDS, REQUESTS))?;
    let ([cockpit, made], [cockpit_kept, kept]) = (medians.made, medians.kept);

    let asked = Asked {
        municipality: "851".to_owned(),
        paragraph: Paragraph::Sel107,
        target_group: "Demens".to_owned(),
        needed_from: today,
    };
    let mut searches = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let found = store.read::<_, anyhow::Error>(|db| Ok(free::vacant(db, &asked, today)?))?;
        searches.push(begun.elapsed().as_secs_f64() * 1000.0);
        ensure!(!found.is_empty(), "nothing is vacant");
    }
    let search = median(searches);

    let query = Query {
        on: Some(today),
        ..Query::default()
    };
    let mut quarters = 0;
    let mut occupancies = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        quarters = store
            .read(|db| by_quarter::answer(db, &query))?
            .totals
            .len();
        occupancies.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    ensure!(quarters == 40, "{quarters} quarters instead of 40");
    let occupancy = median(occupancies);
    let begun = Instant::now();
    let year = Year::new(i64::from(today.year()));
    let of_year = Query { year, ..query };
    let rows = store.read(|db| occupancy::answer(db, &of_year))?.rows.len();
    let with_cost = begun.elapsed().as_secs_f64() * 1000.0;
    println!(
        "200,000 entries: /ledige-pladser {made:.1} ms made, {kept:.3} ms kept; /komponentanalyse: {cockpit:.1} ms, {cockpit_kept:.3} ms; a search {search:.1} ms; occupancy of 3,000 offers in {quarters} quarters {occupancy:.1} ms; of the {rows} offers and quarters of a year with their cost {with_cost:.0} ms"
    );
    Ok([
        Goal::at_most(
            "/ledige-pladser made anew / the cockpit's page",
            made / cockpit,
            3.0,
            " x",
        ),
        Goal::at_most(
            "/ledige-pladser from the cache / the cockpit's page",
            kept / cockpit_kept,
            1.2,
            " x",
        ),
        Goal::at_most("a search among 200,000 entries", search, 20.0, " ms"),
        Goal::at_most(
            "occupancy of 3,000 offers x 40 quarters",
            occupancy,
            60.0,
            " ms",
        ),
    ])
}

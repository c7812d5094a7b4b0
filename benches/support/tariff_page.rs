//! `/takster` of one year beside `/komponentanalyse`, both from one server and signed in: 3,000 offers with three
//! services over ten years, and the page's own facts.

use cockpit::changes::components::ComponentFile;
use cockpit::changes::kinds::Kind;
use cockpit::changes::offers::compare::OfferFile;
use cockpit::changes::tariffs::TariffFile;

use anyhow::Result;
use cockpit::storage::Store;

use super::data;
use super::goals::Goal;
use super::http;
use super::load::upload;
use super::visitor::by_turns;

const COCKPIT: &str = "/komponentanalyse";
const FRONT: &str = "/";
const TARIFFS: &str = "/takster?year=2020";
/// Of answers that are made anew, each after a change of the data.
const ROUNDS: usize = 15;
/// Of answers from the cache, in a row.
const REQUESTS: usize = 4_000;

/// Loads the page's own facts, offers and tariffs into a ready database.
pub fn load(store: &Store) -> Result<()> {
    for (kind, file) in [
        (Kind::of(&ComponentFile), data::page_file()),
        (Kind::of(&OfferFile), data::offer_file()),
        (Kind::of(&TariffFile), data::tariff_file()),
    ] {
        upload(store, kind, &file)?;
    }
    Ok(())
}

/// Loads everything into a ready database and measures both pages by turns.
pub fn measure(url: &str) -> Result<[Goal; 3]> {
    let store = Store::open(url)?;
    load(&store)?;
    let token = http::token(&store)?;
    let paths = [COCKPIT, TARIFFS, FRONT];
    let medians = by_turns(&store, &token, paths, (ROUNDS, REQUESTS))?;
    let [cockpit_made, tariffs_made, front_made] = medians.made;
    let [cockpit_kept, tariffs_kept, front_kept] = medians.kept;
    println!(
        "/takster of 9,000 tariffs: {tariffs_made:.1} ms made, {tariffs_kept:.3} ms kept; /komponentanalyse: {cockpit_made:.1} ms, {cockpit_kept:.3} ms; /: {front_made:.1} ms, {front_kept:.3} ms (medians)"
    );
    Ok([
        Goal::at_most("/ made anew, of 90,000 tariffs", front_made, 100.0, " ms"),
        Goal::at_most(
            "/takster made anew / the cockpit's page",
            tariffs_made / cockpit_made,
            2.0,
            " x",
        ),
        Goal::at_most(
            "/takster from the cache / the cockpit's page",
            tariffs_kept / cockpit_kept,
            2.0,
            " x",
        ),
    ])
}

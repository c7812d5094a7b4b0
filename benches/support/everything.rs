//! Every page with everything loaded: 3,000 offers, 90,000 tariffs, 200,000 entries of vacant places and a
//! million lines of single cases; each made anew and from the cache, and what the service holds after all
//! of them.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;
use cockpit::changes::cases::CaseFile;
use cockpit::changes::kinds::Kind;
use cockpit::clock::Clock;
use cockpit::domain::people::Role;
use cockpit::storage::Store;
use cockpit::web::{AppState, router};

use super::client::Client;
use super::data;
use super::goals::Goal;
use super::http::token_of;
use super::load::upload;
use super::places;
use super::process::{cockpit, timed, url};
use super::serve::Server;
use super::visitor::{in_turns, made_anew, serve, with_static_page};

/// Of answers that are made anew, each after a change of the data; and from the cache, in a row.
const ROUNDS: usize = 3;
const REQUESTS: usize = 200;

/// Pages that the secretariat opens.
const SECRETARIAT: [&str; 39] = [
    "/",
    "/komponentanalyse",
    "/komponentanalyse?price-level=current",
    "/paragraffer/SEL_107",
    "/paragraffer/TOTAL_107_108_105",
    "/kommuner/851",
    "/kommuner/kort",
    "/kommuner/sammenlign?med=851&med=846&group=SEL_107",
    "/afstemning",
    "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=unit_cost",
    "/tilbud",
    "/tilbud?municipality=851&paragraph=SEL_107",
    "/tilbud/T-00074",
    "/takster",
    "/takster?year=2020",
    "/takster?year=2020&sort=offer_name&search=Tilbud%2012",
    "/takster/stigninger",
    "/takster/stigninger?basis=real&threshold=2&municipality=851",
    "/takster/opfoelgning",
    "/takster/sag?tilbud=T-00074&ydelse=Hovedydelse&aar=2024",
    "/ledige-pladser",
    "/ledige-pladser?on=2027-01-15&municipality=851",
    "/ledige-pladser/belaegning",
    "/ledige-pladser/afsoegninger",
    "/enkeltsager",
    "/enkeltsager?year=2022&tal=udgift",
    "/analyser",
    "/analyser/serviceniveau",
    "/analyser/serviceniveau-fordeling",
    "/analyser/private-koeb",
    "/analyser/private-takster",
    "/analyser/flere-maalgrupper",
    "/analyser/belaegningsincitament",
    "/analyser/fremskrivning",
    "/analyser/dyre-enkeltsager",
    "/arbejdsplan",
    "/moeder",
    "/kommentarer",
    "/data",
];
/// Pages of a chef's.
const CHEF: [&str; 3] = ["/", "/kommuner/851", "/takster/opfoelgning"];
/// One's own pages and searches, which no cache holds: each is made whenever it is asked for.
const OWN: [&str; 4] = [
    "/ledige-pladser/mine",
    "/ledige-pladser/afsoegning?kommune=851&paragraf=SEL_107&maalgruppe=Demens&fra=2026-12-01",
    "/enkeltsager/egne?year=2022",
    "/nyheder",
];

/// What was measured of a page, in milliseconds.
struct Seen {
    path: &'static str,
    made: f64,
    /// From the cache, where it is held there, and a static page of its size.
    kept: Option<[f64; 2]>,
}

/// In a database of its own.
pub fn measure(folder: &Path) -> Result<[Goal; 3]> {
    let database = folder.join("everything.db");
    timed(cockpit(&database).arg("migrate"))?;
    let store = Store::open(&url(&database))?;
    fill(&store)?;
    let secretariat = token_of(&store, "bench@example.dk", Role::Secretariat, None)?;
    let chef = token_of(&store, "chef@example.dk", Role::Chef, Some("851"))?;
    let own = store.clone();
    let address = serve(move || with_static_page(router(AppState::new(own, Clock::system()))))?;
    let mut seen = pages((&store, address), &secretariat, &SECRETARIAT, REQUESTS)?;
    seen.extend(pages((&store, address), &chef, &CHEF, REQUESTS)?);
    seen.extend(pages((&store, address), &chef, &OWN, 0)?);
    println!("page: made, from the cache, a static page of its size, in ms");
    for Seen { path, made, kept } in &seen {
        let kept = kept.map_or(String::new(), |[kept, still]| {
            format!("{kept:.3} {still:.3}")
        });
        println!("{path}: {made:.1} {kept}");
    }
    let slowest = seen.iter().map(|of| of.made).fold(0.0, f64::max);
    let times = seen.iter().filter_map(|of| of.kept);
    let furthest = times.map(|[kept, still]| kept / still).fold(0.0, f64::max);
    let resting = at_rest(&database, &secretariat)?;
    Ok([
        Goal::at_most("the slowest of all pages made anew", slowest, 100.0, " ms"),
        Goal::at_most("a page from the cache / a static one", furthest, 2.0, " x"),
        Goal::at_most("resident memory after every page", resting, 128.0, " MB"),
    ])
}

fn fill(store: &Store) -> Result<()> {
    places::load(store)?;
    for (_, file) in data::case_files() {
        upload(store, Kind::of(&CaseFile), &file)?;
    }
    Ok(())
}

/// Asks for each page anew after changes of the data, and from the cache by turns with a static one of its size.
fn pages(
    (store, address): (&Store, SocketAddr),
    token: &str,
    paths: &[&'static str],
    requests: usize,
) -> Result<Vec<Seen>> {
    let mut client = Client::new(address, token)?;
    let made = made_anew(store, &mut client, paths, ROUNDS)?;
    let mut seen = Vec::new();
    for (made, &path) in made.into_iter().zip(paths) {
        let still = format!("/static-page/{}", client.fetch(path)?);
        let kept = match requests {
            0 => None,
            requests => Some(in_turns(&mut client, [path, &still], requests)?),
        };
        seen.push(Seen { path, made, kept });
    }
    Ok(seen)
}

/// What the shipped program holds when it has made every page and rested, in megabytes.
fn at_rest(database: &Path, token: &str) -> Result<f64> {
    let server = Server::start(database, token)?;
    for path in SECRETARIAT {
        server.request("GET", path, &[])?;
    }
    let at_work = server.memory("VmHWM:")?;
    let at_rest = server.at_rest()?;
    println!("after every page: {at_rest:.0} MB at rest, {at_work:.0} MB at most");
    Ok(at_rest)
}

//! Analyses beside the front page: what a query that never ends costs whoever asks for `/` meanwhile, and the catalogue and
//! the analyses made anew.

use std::fs;
use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, ensure};
use cockpit::analyses::catalogue::Catalogue;
use cockpit::clock::Clock;
use cockpit::storage::Store;
use cockpit::web::{AppState, router};

use super::goals::Goal;
use super::http::{self, paced};
use super::tariff_page;
use super::visitor::{by_turns, serve};

/// Clients that ask for an answer that never comes.
const HOSTILE: usize = 16;
/// Of answers that are made anew, each after a change of the data.
const ROUNDS: usize = 9;

const DESCRIPTION: &str = r#"title = "Uden ende"
question = "Hvor længe?"

[[parameters]]
key = "n"
label = "Tal"
type = "whole"
min = 0
max = 1000000
default = 0

[[columns]]
key = "area"
label = "Kommune"
type = "area"
role = "names"

[[columns]]
key = "rows"
label = "Rækker"
type = "count"
role = "figure"
missing = "Ingen."
"#;
/// More steps than any query gets.
const QUERY: &str = "SELECT a.area AS area, count(*) + :n AS rows
FROM components a CROSS JOIN components b CROSS JOIN components c CROSS JOIN components d
GROUP BY a.area
";
const CASE: &str = r#"title = "Ingen"
today = "2026-11-27"
rows = "empty"

[parameters]
n = "0"

[views]
components = "empty"
"#;

/// Loads everything into a ready database and measures.
pub fn measure(url: &str, folder: &Path) -> Result<[Goal; 3]> {
    let store = Store::open(url)?;
    tariff_page::load(&store)?;
    let token = http::token(&store)?;
    let catalogue = Catalogue::load(Some(&hostile(folder)?));
    ensure!(catalogue.broken.is_empty(), "the folder is refused");
    let (own, catalogue) = (store.clone(), Arc::new(catalogue));
    let address = serve(move || router(AppState::new(own, Clock::system()).analyses(catalogue)))?;
    let under = under_queries(address, &token)?;
    let paths = [
        "/",
        "/analyser",
        "/analyser/serviceniveau",
        "/analyser/serviceniveau-fordeling",
        "/analyser/private-takster",
        "/analyser/offentlig-sammenligning",
    ];
    let [front, list, analyses @ ..] = by_turns(&store, &token, paths, (ROUNDS, 1))?.made;
    let slowest = analyses.into_iter().fold(0.0, f64::max);
    println!(
        "made anew: / {front:.1} ms, /analyser {list:.1} ms, the slowest of four analyses {slowest:.1} ms"
    );
    Ok([
        under,
        Goal::at_most(
            "the catalogue made anew, against /",
            list / front,
            5.0,
            " x",
        ),
        Goal::at_most(
            "the slowest analysis made anew, against /",
            slowest / front,
            5.0,
            " x",
        ),
    ])
}

/// A place with one analysis whose query is stopped.
fn hostile(folder: &Path) -> Result<std::path::PathBuf> {
    let place = folder.join("analyses");
    let cases = place.join("uden-ende").join("cases");
    fs::create_dir_all(&cases)?;
    let of = place.join("uden-ende");
    for (file, text) in [
        ("analysis.toml", DESCRIPTION),
        ("query.sql", QUERY),
        ("README.md", "## Metode\n\nIngen.\n"),
    ] {
        fs::write(of.join(file), text)?;
    }
    for case in ["a.toml", "b.toml", "c.toml"] {
        fs::write(cases.join(case), CASE)?;
    }
    Ok(place)
}

/// The front page's p99 while clients ask for what is never answered, over the idle one's.
fn under_queries(address: SocketAddr, token: &str) -> Result<Goal> {
    let idle = paced(address, token, || false)?;
    let more = Arc::new(AtomicBool::new(true));
    let askers: Vec<_> = (0..HOSTILE)
        .map(|client| {
            let (more, token) = (more.clone(), token.to_owned());
            std::thread::spawn(move || -> Result<()> {
                let mut round = client;
                while more.load(Ordering::SeqCst) {
                    ask(address, &token, round)?;
                    round += HOSTILE;
                }
                Ok(())
            })
        })
        .collect();
    let busy = paced(address, token, || false)?;
    more.store(false, Ordering::SeqCst);
    for asker in askers {
        asker.join().ok().context("a client panicked")??;
    }
    println!(
        "p99 of / {idle:.2} ms idle, {busy:.2} ms beside {HOSTILE} clients with queries that are stopped"
    );
    Ok(Goal::at_most(
        "p99 of / beside queries that are stopped, over idle",
        busy / idle,
        3.0,
        " x",
    ))
}

/// Asks for an answer that no cache has.
fn ask(address: SocketAddr, token: &str, n: usize) -> Result<()> {
    let stream = TcpStream::connect(address)?;
    let mut stream = BufReader::new(stream);
    write!(
        stream.get_mut(),
        "GET /analyser/uden-ende?n={n} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    ensure!(
        !answer.starts_with(b"HTTP/1.1 200"),
        "a query without end was answered"
    );
    Ok(())
}

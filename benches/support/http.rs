//! The component analysis and the front page, each against a static page of the same size, and a report by the API, all from one
//! server; then the page while files are sent.

use cockpit::changes::actor::Actor;
use cockpit::changes::components::ComponentFile;
use cockpit::changes::kinds::Kind;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use cockpit::chance::Chance;
use cockpit::changes::people::{tokens, users};
use cockpit::clock::Clock;
use cockpit::config::{Limits, Site};
use cockpit::domain::people::{Role, Standing};
use cockpit::storage::Store;
use cockpit::web::{AppState, router, server};

use super::client::Client;
use super::goals::Goal;
use super::load::upload;
use super::visitor::with_static_page;

const CONNECTIONS: usize = 16;
const LASTS: Duration = Duration::from_secs(5);
/// Files that are sent at once.
const HOSTILE: usize = 100;

/// Loads the file into a ready database and measures both pages by turns.
pub fn measure(url: &str, file: &str, hostile: &[u8]) -> Result<[Goal; 7]> {
    let store = Store::open(url)?;
    upload(&store, Kind::of(&ComponentFile), file)?;
    let token = token(&store)?;
    let address = serve(store)?;
    let analysis = against_static(address, "/komponentanalyse", &token)?;
    let front = against_static(address, "/", &token)?;
    let report = "/api/v1/reports/unit-costs?area=KKR%20Nordjylland";
    let (report_rate, report_p99) = load(address, report, &token)?;
    println!("{report}: {report_rate:.0} requests/s, p99 {report_p99:.2} ms");
    let under = under_uploads(address, &token, hostile)?;
    Ok([
        Goal::at_most(
            "static page's requests/s over the analysis'",
            analysis.slower,
            2.0,
            " x",
        ),
        Goal::at_most(
            "analysis' p99 over the static page's",
            analysis.later,
            5.0,
            " x",
        ),
        Goal::at_most(
            "static page's requests/s over the front page's",
            front.slower,
            2.0,
            " x",
        ),
        Goal::at_most(
            "front page's p99 over the static page's",
            front.later,
            5.0,
            " x",
        ),
        Goal::at_least(
            "unit costs of a region by the API, requests/s",
            report_rate,
            20_000.0,
            "",
        ),
        Goal::at_most("p99 of the same", report_p99, 5.0, " ms"),
        under,
    ])
}

/// How a page is to a static one of the same size.
struct Against {
    /// The static page's requests per second over the page's.
    slower: f64,
    /// The page's p99 over the static one's.
    later: f64,
}

/// Measures a page and a static one of its size by turns; the better run of each.
fn against_static(address: SocketAddr, path: &str, token: &str) -> Result<Against> {
    let mut client = Client::new(address, token)?;
    let bytes = client.fetch(path)?;
    let still = format!("/static-page/{bytes}");
    client.fetch(&still)?;
    let mut best = [(0.0, 0.0); 2];
    for _ in 0..2 {
        for (best, path) in best.iter_mut().zip([path, &still]) {
            let (rate, p99) = load(address, path, token)?;
            if rate > best.0 {
                *best = (rate, p99);
            }
        }
    }
    let [(rate, p99), (static_rate, static_p99)] = best;
    println!(
        "{path} of {bytes} bytes: {rate:.0} requests/s, p99 {p99:.2} ms; static: {static_rate:.0}, {static_p99:.2} ms"
    );
    Ok(Against {
        slower: static_rate / rate,
        later: p99 / static_p99,
    })
}

/// The page's p99 while a hundred files that are refused are sent at once, over the idle one's.
/// One client asks, so that the idle page is measured without others.
fn under_uploads(address: SocketAddr, token: &str, file: &[u8]) -> Result<Goal> {
    let idle = paced(address, token, || false)?;
    let left = Arc::new(AtomicUsize::new(HOSTILE));
    let senders: Vec<_> = (0..HOSTILE)
        .map(|_| {
            let (left, token, file) = (left.clone(), token.to_owned(), file.to_vec());
            std::thread::spawn(move || {
                let sent = send(address, &token, &file);
                left.fetch_sub(1, Ordering::SeqCst);
                sent
            })
        })
        .collect();
    let busy = paced(address, token, || left.load(Ordering::SeqCst) > 0)?;
    for sender in senders {
        sender.join().ok().context("a sender panicked")??;
    }
    println!("page's p99 {idle:.2} ms idle, {busy:.2} ms while {HOSTILE} files are sent");
    Ok(Goal::at_most(
        "page's p99 while 100 files are refused, over idle",
        busy / idle,
        3.0,
        " x",
    ))
}

/// The 99th percentile of the page in milliseconds, asked for every few milliseconds by one
/// client: for as long as `more` says, and for 500 requests at least.
pub fn paced(address: SocketAddr, token: &str, more: impl Fn() -> bool) -> Result<f64> {
    let mut client = Client::new(address, token)?;
    let mut times = Vec::new();
    while times.len() < 500 || more() {
        let begun = Instant::now();
        client.fetch("/")?;
        times.push(begun.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    }
    times.sort_unstable();
    let p99 = times.get(times.len() * 99 / 100).context("no answers")?;
    Ok(p99.as_secs_f64() * 1000.0)
}

/// Sends a file that is refused.
fn send(address: SocketAddr, token: &str, file: &[u8]) -> Result<()> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /api/v1/imports/components HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n",
        file.len()
    )?;
    stream.write_all(file)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    ensure!(
        answer.starts_with(b"HTTP/1.1 422"),
        "the file was not refused"
    );
    Ok(())
}

/// A token of the secretariat's: the page is for those who have an account.
pub fn token(store: &Store) -> Result<String> {
    token_of(store, "bench@example.dk", Role::Secretariat, None)
}

/// A token of somebody's.
pub fn token_of(
    store: &Store,
    email: &str,
    role: Role,
    municipality: Option<&str>,
) -> Result<String> {
    let invitation = users::Invitation {
        email,
        name: "",
        standing: Standing::Plain(role),
        municipality,
    };
    let actor = Actor::new(Clock::system(), Chance::system(), "benchmark");
    users::invite(store, &actor, invitation)?;
    let token = tokens::make(store, &actor, email, "benchmark", "1")?;
    Ok(token.reveal().to_owned())
}

fn serve(store: Store) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let app = with_static_page(router(AppState::new(store, Clock::system())));
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                let never = std::future::pending();
                server::serve(listener, app, &Site::default(), Limits::default(), never).await;
            }
        });
    });
    Ok(address)
}

/// Requests a second, and the 99th percentile in milliseconds.
fn load(address: SocketAddr, path: &str, token: &str) -> Result<(f64, f64)> {
    let started = Instant::now();
    let workers: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (path, token) = (path.to_owned(), token.to_owned());
            std::thread::spawn(move || -> Result<Vec<Duration>> {
                let mut client = Client::new(address, &token)?;
                let mut times = Vec::new();
                while started.elapsed() < LASTS {
                    let begun = Instant::now();
                    client.fetch(&path)?;
                    times.push(begun.elapsed());
                }
                Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.join().ok().context("a connection panicked")??);
    }
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    times.sort_unstable();
    let p99 = times.get(times.len() * 99 / 100).context("no answers")?;
    Ok((rate, p99.as_secs_f64() * 1000.0))
}

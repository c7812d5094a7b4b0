//! `/takster` of one year beside `/`, both from one server and signed in: 3,000 offers with three
//! services over ten years, and the page's own facts.

use cockpit::chance::Chance;
use cockpit::changes::actor::Actor;
use cockpit::changes::components::ComponentFile;
use cockpit::changes::kinds::Kind;
use cockpit::changes::offers::compare::OfferFile;
use cockpit::changes::tariffs::TariffFile;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use cockpit::changes::data::uploads::{self, Upload};
use cockpit::clock::Clock;
use cockpit::import::Options;
use cockpit::storage::Store;
use cockpit::storage::data::versions::{self, What};
use cockpit::web::{AppState, router};

use super::data;
use super::goals::Goal;
use super::http;
use super::numbers::median;

const COCKPIT: &str = "/";
const TARIFFS: &str = "/takster?year=2020";
/// Of answers that are made anew, each after a change of the data.
const ROUNDS: usize = 15;
/// Of answers from the cache, in a row.
const REQUESTS: usize = 4_000;

/// Loads everything into a ready database and measures both pages by turns.
pub fn measure(url: &str) -> Result<[Goal; 2]> {
    let store = Store::open(url)?;
    for (kind, file) in [
        (Kind::of(&ComponentFile), data::page_file()),
        (Kind::of(&OfferFile), data::offer_file()),
        (Kind::of(&TariffFile), data::tariff_file()),
    ] {
        let upload = Upload {
            kind,
            file_name: "benchmark.csv",
            bytes: file.as_bytes(),
            options: Options::default(),
        };
        let actor = Actor::new(Clock::system(), Chance::system(), "benchmark");
        uploads::import(&store, &actor, &upload)?;
    }
    let token = http::token(&store)?;
    let mut visitor = Visitor::new(serve(store.clone())?, token)?;
    let (mut made, mut kept) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for round in 0..=ROUNDS {
        // Nothing of an older version is given again.
        let now = Clock::system().now_text();
        store.write::<_, anyhow::Error>(|db| {
            Ok(versions::bump_version(
                db,
                &now,
                "benchmark",
                What::Unknown,
            )?)
        })?;
        for (place, path) in [COCKPIT, TARIFFS].into_iter().enumerate() {
            let took = visitor.fetch(path)?;
            if round > 0 {
                made[place].push(took.as_secs_f64() * 1000.0);
            }
        }
    }
    for _ in 0..REQUESTS {
        for (place, path) in [COCKPIT, TARIFFS].into_iter().enumerate() {
            kept[place].push(visitor.fetch(path)?.as_secs_f64() * 1000.0);
        }
    }
    let [cockpit_made, tariffs_made] = made.map(median);
    let [cockpit_kept, tariffs_kept] = kept.map(median);
    println!(
        "/takster of 9,000 tariffs: {tariffs_made:.1} ms made, {tariffs_kept:.3} ms kept; /: {cockpit_made:.1} ms, {cockpit_kept:.3} ms (medians)"
    );
    Ok([
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
            let app = router(AppState::new(store, Clock::system()));
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                let _ = axum::serve(listener, app).await;
            }
        });
    });
    Ok(address)
}

/// One connection that is kept, signed in by a token.
struct Visitor {
    connection: BufReader<TcpStream>,
    token: String,
    buffer: Vec<u8>,
}

impl Visitor {
    fn new(address: SocketAddr, token: String) -> Result<Visitor> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Visitor {
            connection: BufReader::with_capacity(256 * 1024, stream),
            token,
            buffer: Vec::new(),
        })
    }

    /// How long a whole answer takes; an error unless it is the page.
    fn fetch(&mut self, path: &str) -> Result<Duration> {
        let begun = Instant::now();
        write!(
            self.connection.get_mut(),
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {}\r\n\r\n",
            self.token
        )?;
        let (mut size, mut line, mut status) = (None, String::new(), String::new());
        loop {
            line.clear();
            self.connection.read_line(&mut line)?;
            if status.is_empty() {
                status.clone_from(&line);
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                size = Some(value.trim().parse::<usize>()?);
            }
            if line.trim().is_empty() {
                break;
            }
        }
        self.buffer.resize(size.context("no content-length")?, 0);
        self.connection.read_exact(&mut self.buffer)?;
        ensure!(status.starts_with("HTTP/1.1 200"), "{path}: {status}");
        Ok(begun.elapsed())
    }
}

//! The service in this process, and pages that one client asks it for by turns.

use std::net::{SocketAddr, TcpListener};
use std::time::Instant;

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::routing::get;
use cockpit::clock::Clock;
use cockpit::storage::Store;
use cockpit::storage::data::versions::{self, What};
use cockpit::web::{AppState, router};

use super::client::Client;
use super::numbers::median;

/// Nothing of an older version is given again.
fn renew(store: &Store) -> Result<()> {
    let now = Clock::system().now_text();
    store.write::<_, anyhow::Error>(|db| {
        let what = What::Unknown;
        Ok(versions::bump_version(db, &now, "benchmark", what)?)
    })?;
    Ok(())
}

/// Medians in milliseconds: of answers that are made anew, each after a change of the data, and of
/// answers from the cache.
pub struct Medians<const PATHS: usize> {
    pub made: [f64; PATHS],
    pub kept: [f64; PATHS],
}

/// Asks for pages by turns, so many times each.
pub fn by_turns<const PATHS: usize>(
    store: &Store,
    token: &str,
    paths: [&str; PATHS],
    (made_rounds, kept_rounds): (usize, usize),
) -> Result<Medians<PATHS>> {
    let mut client = Client::new(served(store)?, token)?;
    let made = made_anew(store, &mut client, &paths, made_rounds)?;
    Ok(Medians {
        made: std::array::from_fn(|at| made[at]),
        kept: in_turns(&mut client, paths, kept_rounds)?,
    })
}

/// Medians in milliseconds of answers that are made anew, each round after a change of the data; the first round
/// does not count.
pub fn made_anew(
    store: &Store,
    client: &mut Client,
    paths: &[&str],
    rounds: usize,
) -> Result<Vec<f64>> {
    let mut made: Vec<Vec<f64>> = vec![Vec::new(); paths.len()];
    for round in 0..=rounds {
        renew(store)?;
        for (times, path) in made.iter_mut().zip(paths) {
            let took = timed(client, path)?;
            if round > 0 {
                times.push(took);
            }
        }
    }
    Ok(made.into_iter().map(median).collect())
}

/// Medians in milliseconds of answers that are asked for by turns.
pub fn in_turns<const PATHS: usize>(
    client: &mut Client,
    paths: [&str; PATHS],
    rounds: usize,
) -> Result<[f64; PATHS]> {
    let mut kept = paths.map(|_| Vec::new());
    for _ in 0..rounds {
        for (times, path) in kept.iter_mut().zip(paths) {
            times.push(timed(client, path)?);
        }
    }
    Ok(kept.map(median))
}

/// How long a whole answer takes, in milliseconds.
fn timed(client: &mut Client, path: &str) -> Result<f64> {
    let begun = Instant::now();
    client.fetch(path)?;
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}

/// The service about a database.
fn served(store: &Store) -> Result<SocketAddr> {
    let store = store.clone();
    serve(move || router(AppState::new(store, Clock::system())))
}

/// The router with `/static-page/SIZE` beside its pages, behind the same middleware: so many bytes that are
/// a slice of one buffer, so that nothing is copied, as with a cached page.
pub fn with_static_page(app: Router) -> Router {
    let body = Bytes::from(vec![b'x'; 4 * 1024 * 1024]);
    let page = move |Path(size): Path<usize>| async move { body.slice(..size) };
    app.route("/static-page/{size}", get(page))
}

/// Serves what is made when its runtime is there, on a port that is free.
pub fn serve(made: impl FnOnce() -> Router + Send + 'static) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let app = made();
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                let _ = axum::serve(listener, app).await;
            }
        });
    });
    Ok(address)
}

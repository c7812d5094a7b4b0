//! The web service: pages for people, an API for scripts, health for operators.
//!
//! Reading order: [`router`] (every URL on one screen), [`state`], [`error`] (one table for every
//! refusal), [`security`] (headers, hosts, cross-site requests), [`cached`] (pages by data
//! version), then `pages` and `api`, one file each.

pub mod api;
pub mod cached;
pub mod error;
pub mod health;
pub mod router;
pub mod security;
pub mod state;

use std::net::SocketAddr;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

pub use router::router;
pub use state::AppState;

use crate::clock::Clock;
use crate::config::Listen;
use crate::storage::Store;

/// Serves until the process is told to stop (Ctrl-C or SIGTERM); requests under way are finished.
///
/// # Errors
/// When the address cannot be listened on.
pub fn serve(store: Store, clock: Clock, listen: Listen) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // Each idle blocking thread holds a stack; uploads and misses of the cache are few.
        .max_blocking_threads(16)
        .build()
        .context("the runtime does not start")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen.address())
            .await
            .with_context(|| format!("cannot listen on {}", listen.address()))?;
        announce(listener.local_addr()?);
        let state = AppState::new(store, clock);
        axum::serve(listener, router(state))
            .with_graceful_shutdown(stopped())
            .await?;
        Ok(())
    })
}

fn announce(address: SocketAddr) {
    eprintln!("The cockpit answers on http://{address}");
    eprintln!("There are no accounts yet, so it listens on this machine only (loopback).");
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}

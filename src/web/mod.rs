//! The web service: pages for people, an API for scripts, health for operators.
//!
//! Reading order: [`router`] (every URL on one screen), [`state`], [`error`] (one table for every
//! refusal) and [`error_page`] (how it is shown), [`server`] (connections), [`security`] (headers, hosts, cross-site requests), [`identity`] and [`viewer`] (who
//! asks), [`access`] (whether they may), [`kept`] (what was typed when a session had ended), [`answer`] and [`cached`] (pages by data version and
//! viewpoint), [`downloads`] (files that leave), [`api`]; then the pages, a room a subject: [`components`],
//! [`offers`], [`tariffs`], [`cases`], [`follow_up`], [`meetings`], [`places`], [`searches`], [`workplan`], [`projections`], [`people`], [`mail`], [`news`] (with [`told`], what somebody wants of it), [`data`],
//! [`analyses`], [`about`]; [`front`] is what one meets first.

pub mod about;
pub mod access;
pub mod analyses;
pub mod answer;
pub mod api;
pub mod assets;
pub mod cached;
pub mod cases;
pub mod comments;
pub mod components;
pub mod data;
pub mod dossier;
pub mod downloads;
pub mod error;
pub mod error_page;
pub mod follow_up;
pub mod front;
pub mod health;
pub mod identity;
pub mod kept;
pub mod mail;
pub mod marks;
pub mod meetings;
pub mod news;
pub mod notes;
pub mod offers;
pub mod page;
pub mod people;
pub mod places;
pub mod projections;
pub mod received;
pub mod router;
pub mod searches;
pub mod security;
pub mod server;
pub mod state;
pub mod tariffs;
pub mod told;
pub mod turn;
pub mod view;
pub mod viewer;
pub mod workplan;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

pub use router::{Route, router, routes};
pub use state::AppState;

use crate::analyses::catalogue::Catalogue;
use crate::chance::Chance;
use crate::changes::people::links;
use crate::clock::Clock;
use crate::config::mail::Smtp;
use crate::config::{Limits, Provider, Site};
use crate::mailing::Post;
use crate::output;
use crate::storage::Store;

/// Serves until the process is told to stop (Ctrl-C or SIGTERM); requests under way are finished,
/// if they end within ten seconds.
///
/// # Errors
/// When the address cannot be listened on.
pub fn serve(
    store: Store,
    clock: Clock,
    site: Site,
    providers: Vec<Provider>,
    limits: Limits,
    smtp: Option<Smtp>,
    analyses: Arc<Catalogue>,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // Each idle blocking thread holds a stack; uploads and misses of the cache are few.
        .max_blocking_threads(16)
        // What a thread has freed goes back to the system when it ends.
        .thread_keep_alive(Duration::from_secs(1))
        .build()
        .context("the runtime does not start")?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(site.listen)
            .await
            .with_context(|| format!("cannot listen on {}", site.listen))?;
        let site = Site {
            listen: listener.local_addr()?,
            ..site
        };
        announce(&store, clock, &site)?;
        let server = smtp.as_ref().map(|smtp| smtp.host.clone());
        let clocked = (clock, Chance::system());
        let post = smtp.map(|smtp| Post::start(store.clone(), clocked, smtp, analyses.clone()));
        let post = post.transpose()?;
        let state = AppState::new(store, clock).at(site.clone(), providers);
        let state = state.mailing(server).analyses(analyses);
        server::serve(listener, router(state), &site, limits, stopped()).await;
        if let Some(post) = post {
            post.stop().await;
        }
        Ok(())
    });
    // Work on a thread of its own cannot be interrupted: its transaction is rolled back when the
    // process ends, and nobody waits for it longer.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served
}

/// Says where the service is, and as long as there is no administrator, how to become the first:
/// the link goes to stdout, as results do.
fn announce(store: &Store, clock: Clock, site: &Site) -> Result<()> {
    output::message(format_args!(
        "The cockpit answers on http://{}",
        site.listen
    ));
    if !site.listen.ip().is_loopback() && !site.is_https() {
        output::message(
            "Others can reach it, and without HTTPS what they send can be read on the way: put it \
             behind a proxy and set COCKPIT_PUBLIC_URL=https://NAME (docs/OPERATIONS.md).",
        );
    }
    if let Some(secret) = links::first(store, clock, Chance::system())? {
        output::message(
            "There is no administrator yet. This link makes the first one; it works once:",
        );
        output::result(welcome_address(site, &secret))?;
    }
    Ok(())
}

/// The address of a one-time link.
pub fn welcome_address(site: &Site, secret: &crate::chance::Secret) -> String {
    format!("{}/velkommen/{}", site.address(), secret.reveal())
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

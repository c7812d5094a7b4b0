//! Mails out: a task of the service looks for what is due and hands it to the mail server.
//!
//! [`smtp`] speaks with the server, [`news`] writes what is new for a receiver when its mail is sent. What is queued, taken, put off and given up is in
//! [`crate::changes::mail`]. A mail is handed over once, by one process, except where a process ends
//! between the server's "taken" and its own mark: after [`crate::domain::mail::CLAIM_SECONDS`] it is
//! sent again, with the same Message-ID. Neither address nor text enters the log of the service.

pub mod news;
pub mod smtp;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use jiff::civil::Date;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::chance::Chance;
use crate::changes::mail;
use crate::changes::places::{reminders, weekly};
use crate::changes::searches::told;
use crate::clock::Clock;
use crate::config::mail::Smtp;
use crate::reports::ReportError;
use crate::reports::others::Others;
use crate::storage::{Store, Versions};

/// How often it is looked for mails that are due: one point query.
const EVERY: Duration = Duration::from_secs(5);
/// Rounds between two clearings away of what is old: some six hours.
const ROUNDS: u32 = 4_320;
/// How long a mail under way may take to end once the service is told to stop.
const ENDING: Duration = Duration::from_secs(3);

/// What the mails that are due depend on: the day in Denmark, and the versions.
type Seen = (Date, Versions);

/// What a task needs to send mails.
struct Sender {
    store: Store,
    clock: Clock,
    chance: Chance,
    server: smtp::Server,
    /// What links in mails begin with.
    address: String,
    /// Whose followed figures mails tell of.
    analyses: Arc<dyn Others + Send + Sync>,
    /// When it was last looked which mails are due.
    seen: Mutex<Option<Seen>>,
    stopped: AtomicBool,
    stop: Notify,
}

/// The task that sends mails, as long as the service runs.
pub struct Post {
    sender: Arc<Sender>,
    task: JoinHandle<()>,
}

impl Post {
    /// Starts it; within a runtime.
    ///
    /// # Errors
    /// When the settings make no connection: a certificate that is none.
    pub fn start(
        store: Store,
        (clock, chance): (Clock, Chance),
        smtp: Smtp,
        analyses: Arc<dyn Others + Send + Sync>,
    ) -> Result<Post> {
        let sender = Arc::new(Sender {
            store,
            clock,
            chance,
            server: smtp::Server::new(&smtp)?,
            address: smtp.address,
            analyses,
            seen: Mutex::new(None),
            stopped: AtomicBool::new(false),
            stop: Notify::new(),
        });
        let task = tokio::spawn(run(sender.clone()));
        Ok(Post { sender, task })
    }

    /// Ends it; a mail under way is finished, if it ends soon.
    pub async fn stop(self) {
        self.sender.stopped.store(true, Ordering::Relaxed);
        self.sender.stop.notify_one();
        if tokio::time::timeout(ENDING, self.task).await.is_err() {
            tracing::warn!("a mail was still under way when the service ended");
        }
    }
}

async fn run(sender: Arc<Sender>) {
    let mut round = 0;
    while !sender.stopped.load(Ordering::Relaxed) {
        let (working, clears) = (sender.clone(), round % ROUNDS == 0);
        let done = tokio::task::spawn_blocking(move || working.round(clears)).await;
        match done {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(cause = %error, "mails were not looked for"),
            Err(_) => tracing::error!("looking for mails panicked"),
        }
        round += 1;
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = sender.stop.notified() => {}
        }
    }
}

impl Sender {
    /// Queues what is due: once a day, and when something was changed.
    fn queue_due(&self) -> Result<(), ReportError> {
        let now = (self.clock.today(), self.store.versions()?);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == Some(now) {
            return Ok(());
        }
        let (store, clock, chance, address) =
            (&self.store, self.clock, self.chance, self.address.as_str());
        let queued = reminders::queue(store, clock, chance, address)?
            + told::queue(store, clock, chance, address)?
            + weekly::queue(store, clock, chance, address)?
            + news::queue(store, clock, chance, address, &*self.analyses)?;
        if queued > 0 {
            tracing::info!(queued, "mails were queued");
        }
        *seen = Some(now);
        Ok(())
    }

    /// Sends what is due, one after the other.
    fn round(&self, clears: bool) -> Result<(), ReportError> {
        if clears {
            mail::forget_old(&self.store, self.clock)?;
        }
        self.queue_due()?;
        while !self.stopped.load(Ordering::Relaxed) {
            let Some(taken) = mail::take(&self.store, self.clock, self.chance)? else {
                break;
            };
            let (store, clock, address) = (&self.store, self.clock, self.address.as_str());
            let written = news::written(store, taken, clock, address, &*self.analyses)?;
            let Some(taken) = written else {
                continue;
            };
            match self.server.send(&taken, self.clock) {
                Ok(()) => {
                    mail::sent(&self.store, self.clock, &taken)?;
                    tracing::info!(mail = %taken.id, "a mail was sent");
                }
                Err(failure) => {
                    let given_up = mail::failed(&self.store, self.clock, &taken, &failure)?;
                    let attempt = taken.attempt;
                    tracing::warn!(mail = %taken.id, attempt, given_up, "a mail was not taken");
                }
            }
        }
        Ok(())
    }
}

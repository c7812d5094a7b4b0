//! What every handler shares.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::civil::Date;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::answer::Cache;
use super::error::AppError;
use super::notes::Notes;
use super::turn::Turn;
use crate::analyses::catalogue::Catalogue;
use crate::chance::Chance;
use crate::changes::actor::Actor;
use crate::changes::background;
use crate::changes::people::Identity;
use crate::clock::Clock;
use crate::config::{Provider, Site};
use crate::import::Cancel;
use crate::storage::{Backend, Db, Store, Versions};

/// The service's state, shared by clones: each layer of the router makes one for each request, so
/// that a clone has to be a single count.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What the clones share.
#[derive(Clone)]
pub struct Shared {
    pub store: Store,
    pub clock: Clock,
    pub chance: Chance,
    pub site: Arc<Site>,
    pub providers: Arc<[Provider]>,
    /// The mail server, when there is one.
    pub mail_server: Option<Arc<str>>,
    pub cache: Cache,
    pub(super) known: Memory,
    pub(super) unread: Counts,
    /// How many passwords are hashed at a time: each takes 19 MiB.
    pub(super) hashing: Arc<Semaphore>,
    /// How many uploads are taken into memory at a time: each may fill 21 MiB.
    receiving: Arc<Semaphore>,
    /// How many uploads are read and stored at a time: the others wait, and pages never do.
    uploading: Arc<Semaphore>,
    /// How many papers are set at a time: each takes a processor for seconds.
    setting: Arc<Semaphore>,
    /// How many analyses are run at a time: each takes a processor for as long as it may.
    analysing: Arc<Semaphore>,
    /// The questions that are folders.
    pub analyses: Arc<Catalogue>,
    /// What is to be written into the log before it may leave.
    pub(super) notes: Arc<Notes>,
    /// Who has what is published checked: one at a time.
    pub checking: Arc<Turn>,
    pub measures: Measures,
    started: Arc<str>,
    requests: Arc<AtomicU64>,
}

impl AppState {
    pub fn new(store: Store, clock: Clock) -> AppState {
        let started: String = clock
            .now_text()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        AppState(Arc::new(Shared {
            store,
            clock,
            chance: Chance::system(),
            site: Arc::default(),
            providers: Arc::new([]),
            mail_server: None,
            cache: Cache::new(),
            known: memory(),
            unread: moka::sync::Cache::new(4096),
            hashing: Arc::new(Semaphore::new(2)),
            receiving: Arc::new(Semaphore::new(8)),
            uploading: Arc::new(Semaphore::new(uploads_at_a_time())),
            setting: Arc::new(Semaphore::new(1)),
            analysing: Arc::new(Semaphore::new(1)),
            analyses: Catalogue::shipped(),
            notes: Arc::default(),
            checking: Arc::default(),
            measures: Measures::new(),
            started: started.into(),
            requests: Arc::new(AtomicU64::new(0)),
        }))
    }

    /// The same for a site that others reach, and with the sign-ins of other organisations.
    #[must_use]
    pub fn at(self, site: Site, providers: Vec<Provider>) -> AppState {
        AppState(Arc::new(Shared {
            site: Arc::new(site),
            providers: providers.into(),
            ..Arc::unwrap_or_clone(self.0)
        }))
    }

    /// The same with a mail server, by its name.
    #[must_use]
    pub fn mailing(self, server: Option<String>) -> AppState {
        AppState(Arc::new(Shared {
            mail_server: server.map(Into::into),
            ..Arc::unwrap_or_clone(self.0)
        }))
    }

    /// The same with another catalogue of analyses.
    #[must_use]
    pub fn analyses(self, analyses: Arc<Catalogue>) -> AppState {
        AppState(Arc::new(Shared {
            analyses,
            ..Arc::unwrap_or_clone(self.0)
        }))
    }

    /// Somebody as one who changes something, now.
    pub fn actor(&self, who: &Identity) -> Actor {
        who.actor(self.clock, self.chance)
    }

    /// A name for one request, shown with an internal error and logged beside its cause.
    pub fn request_id(&self) -> String {
        format!(
            "{}-{}",
            self.started,
            self.requests.fetch_add(1, Ordering::Relaxed)
        )
    }

    /// The versions now: one point query.
    ///
    /// # Errors
    /// [`AppError::Internal`] when the database does not answer.
    pub async fn versions(&self) -> Result<Versions, AppError> {
        match self.store.backend() {
            // A point query on a local file takes microseconds, less than handing it to another
            // thread; measured 52,600 against 32,600 requests a second.
            Backend::Sqlite => Ok(self.store.versions()?),
            Backend::Postgres => self.blocking(|state| Ok(state.store.versions()?)).await,
        }
    }

    /// Runs work that waits for the database on a thread that may wait. It cannot be cancelled
    /// half-way: when the visitor goes, the work still ends.
    ///
    /// # Errors
    /// What the work returns; [`AppError::Internal`] when it panicked.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&AppState) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let state = self.clone();
        tokio::task::spawn_blocking(move || work(&state))
            .await
            .unwrap_or_else(|e| Err(AppError::internal(e)))
    }

    /// As [`AppState::blocking`], for work that hashes a password: a few at a time, since each
    /// takes memory, and a crowd at the door must not take it all.
    pub async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&AppState) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.in_turn(&self.hashing, work).await
    }

    /// As [`AppState::blocking`], for setting type: one at a time, on a thread that gives way, so that pages
    /// have the processors.
    pub async fn setting<T: Send + 'static>(
        &self,
        work: impl FnOnce(&AppState) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let work = |state: &AppState| background::run(|| work(state));
        self.in_turn(&self.setting, work).await
    }

    /// As [`AppState::blocking`], for an analysis.
    pub async fn analysing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&AppState) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.in_turn(&self.analysing, work).await
    }

    /// As [`AppState::blocking`], for one of the few whose turn it is.
    async fn in_turn<T: Send + 'static>(
        &self,
        turns: &Arc<Semaphore>,
        work: impl FnOnce(&AppState) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let turn = turns.clone().acquire_owned().await;
        let turn = turn.map_err(AppError::internal)?;
        self.blocking(move |state| {
            let done = work(state);
            drop(turn);
            done
        })
        .await
    }

    /// Waits for its turn to receive a file; given back when it is dropped.
    ///
    /// # Errors
    /// [`AppError::Internal`] when the service ends.
    pub async fn receiving(&self) -> Result<OwnedSemaphorePermit, AppError> {
        let turn = self.receiving.clone().acquire_owned().await;
        turn.map_err(AppError::internal)
    }

    /// As [`AppState::blocking`], for reading and storing a file: a few at a time, so that the other
    /// threads and connections are for pages. Whoever goes while waiting is not served, and whoever
    /// goes later is told of by the [`Cancel`]: the request is dropped then, and this with it.
    pub async fn uploading<T: Send + 'static>(
        &self,
        work: impl FnOnce(&AppState, Cancel) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let waiting = Waiting(Cancel::default());
        let cancel = waiting.0.clone();
        let work = move |state: &AppState| work(state, cancel);
        let done = self.in_turn(&self.uploading, work).await;
        drop(waiting);
        done
    }

    /// Reads on one snapshot, on a thread that may wait.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.blocking(move |state| state.store.read(work)).await
    }
}

/// Half of the processors read files, two at most: the others are for pages alone.
fn uploads_at_a_time() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    (processors / 2).clamp(1, 2)
}

/// Somebody waits, as long as this is there.
struct Waiting(Cancel);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// An identity as it is remembered: by the access version and the credential's hash.
pub struct Known {
    pub(super) identity: Arc<Identity>,
    pub(super) expires_at: String,
    /// Seconds since 1970 at which the database was last told that it was seen.
    pub(super) seen: AtomicI64,
}

/// The memory. A thousand people with a browser and a phone fit twice.
pub type Memory = moka::sync::Cache<(i64, String), Arc<Known>>;

/// How many news somebody has not read, by access version, data version, day and user.
pub type Counts = moka::sync::Cache<(i64, i64, Date, String), usize>;

fn memory() -> Memory {
    moka::sync::Cache::new(4096)
}

/// The measures of one service. Each has a recorder of its own, so that two services in one
/// process (tests, a benchmark) do not count into each other.
#[derive(Clone)]
pub struct Measures {
    pub(super) recorder: Arc<PrometheusRecorder>,
    pub(super) handle: PrometheusHandle,
}

impl Measures {
    fn new() -> Measures {
        let recorder = PrometheusBuilder::new().build_recorder();
        Measures {
            handle: recorder.handle(),
            recorder: Arc::new(recorder),
        }
    }
}

//! What the integration tests share: a fresh database each, on SQLite or on PostgreSQL.

#![allow(dead_code, reason = "each test crate uses its own part of the support")]

use cockpit::chance::Chance;
use cockpit::changes::actor::Actor;
use cockpit::changes::components::ComponentFile;
use cockpit::changes::kinds::Kind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use cockpit::changes::data::receipt::Receipt;
use cockpit::changes::data::uploads::{self, Upload, UploadError};
use cockpit::clock::Clock;
use cockpit::import::Options;
use cockpit::reference;
use cockpit::storage::Store;
use jiff::Timestamp;
use tempfile::TempDir;

/// 20 June 2025, 10:00 in Denmark: the day of the meeting.
pub fn clock() -> Clock {
    Clock::with(|| Timestamp::constant(1_750_406_400, 0))
}

/// A database of its own: a temporary SQLite file, or one of the PostgreSQL of `TEST_DATABASE_URL`.
pub struct TestDatabase {
    url: String,
    /// On PostgreSQL: the server, the name there, and whether it was made.
    on_server: Option<(String, String, OnceLock<()>)>,
    _folder: TempDir,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// On PostgreSQL migrations and reference data take most of a second: each test program makes a
/// database with them once, and copies it.
static TEMPLATE: OnceLock<String> = OnceLock::new();

impl TestDatabase {
    pub fn new() -> TestDatabase {
        let folder = TempDir::new().expect("a temporary folder");
        #[expect(
            clippy::disallowed_methods,
            reason = "a setting of the test run, not of the service"
        )]
        let server = std::env::var("TEST_DATABASE_URL");
        let Ok(server) = server else {
            return TestDatabase {
                url: format!("sqlite:{}", folder.path().join("test.db").display()),
                on_server: None,
                _folder: folder,
            };
        };
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("t{}_{next}", std::process::id());
        TestDatabase {
            url: of_name(&server, &name),
            on_server: Some((server, name, OnceLock::new())),
            _folder: folder,
        }
    }

    /// Another database: of the other kind where this one is PostgreSQL's.
    pub fn other() -> TestDatabase {
        let folder = TempDir::new().expect("a temporary folder");
        TestDatabase {
            url: format!("sqlite:{}", folder.path().join("other.db").display()),
            on_server: None,
            _folder: folder,
        }
    }

    /// Where it is. Unless its store was asked for before, there is nothing in it.
    pub fn url(&self) -> &str {
        if let Some((server, name, is_made)) = &self.on_server {
            is_made.get_or_init(|| on(server, &format!("CREATE DATABASE {name}")));
        }
        &self.url
    }

    /// A store with the reference data in place.
    pub fn store(&self) -> Store {
        if let Some((server, name, is_made)) = &self.on_server {
            is_made.get_or_init(|| {
                let template = TEMPLATE.get_or_init(|| template(server));
                on(
                    server,
                    &format!("CREATE DATABASE {name} TEMPLATE {template}"),
                );
            });
        }
        filled(&self.url)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name, is_made)) = &self.on_server
            && is_made.get().is_some()
        {
            on(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn filled(url: &str) -> Store {
    let store = Store::open(url).expect("the database opens");
    reference::load(&store, clock()).expect("the reference data loads");
    store
}

/// The name of a database that is filled, and nobody uses.
fn template(server: &str) -> String {
    let name = format!("t{}_template", std::process::id());
    on(server, &format!("CREATE DATABASE {name}"));
    drop(filled(&of_name(server, &name)));
    // What is connected to it still would be in the way of whoever copies it.
    on(
        server,
        &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
    );
    name
}

/// The address of a database of the same server.
fn of_name(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let (address, _) = address
        .rsplit_once('/')
        .expect("an address with a database");
    format!("{address}/{name}{options}")
}

fn on(server: &str, statement: &str) {
    use diesel::Connection as _;
    use diesel::connection::SimpleConnection as _;
    let connection = diesel::PgConnection::establish(server);
    let mut connection = connection.expect("TEST_DATABASE_URL answers");
    let done = connection.batch_execute(statement);
    done.unwrap_or_else(|e| panic!("{statement}: {e}"));
}

/// Somebody who changes something, bound to no municipality.
pub fn actor() -> Actor {
    Actor::new(clock(), Chance::system(), "test")
}

/// Uploads a text as a file.
pub fn upload(store: &Store, kind: Kind, text: &str) -> Result<Receipt, UploadError> {
    let upload = Upload {
        kind,
        file_name: "test.csv",
        bytes: text.as_bytes(),
        options: Options::default(),
    };
    uploads::import(store, &actor(), &upload)
}

/// Components as rows under the usual header.
pub fn components(store: &Store, rows: &[&str]) -> Receipt {
    let text = format!(
        "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n{}\n",
        rows.join("\n")
    );
    upload(store, Kind::of(&ComponentFile), &text).expect("the rows are accepted")
}

/// An entry of vacant places of an offer under SEL § 107, from a day on, confirmed today; its id.
pub fn vacant(store: &Store, offer: &str, places: i64, from: &str) -> String {
    use cockpit::domain::paragraph::Paragraph;
    use cockpit::domain::places::{About, Act, Entry, PlaceKind, State, Step, Terms};
    use cockpit::storage::{StoreError, places as stored, version};
    let from = from.parse().expect("a day");
    let entry = store.write::<_, StoreError>(|db| {
        let terms = Terms {
            from,
            to: None,
            places,
            state: State::Free,
            reserved_for: None,
            target_groups: Vec::new(),
            staffed: Some(true),
            reason: String::new(),
            contact: String::new(),
            rent: None,
        };
        let entry = Entry {
            id: stored::next_id(db)?,
            about: About {
                offer_id: offer.to_owned(),
                kind: PlaceKind::Place,
                paragraph: Paragraph::Sel107,
                listed_from: from,
            },
            earlier: Vec::new(),
            newest: Step {
                version: version(db)?,
                act: Act::Logged,
                on: from,
                terms,
                said_on: clock().today(),
                by: "test".to_owned(),
                at: clock().now_text(),
                source: None,
            },
            unchanged: None,
        };
        stored::add(db, &entry)?;
        Ok(entry.id)
    });
    entry.expect("the entry is stored").to_string()
}

/// The eleven of the KKR of Nordjylland, the largest first.
pub const CODES: [&str; 11] = [
    "851", "860", "787", "813", "820", "840", "846", "849", "810", "773", "825",
];

/// A municipality's cases of two years as lines of a file: `many`, of three paragraphs and suppliers.
pub fn cases_of(code: &str, many: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for case in 0..many {
        let (paragraph, supplier) = [
            ("SEL_107", "privat"),
            ("SEL_108", "kommunal"),
            ("ABL_105", "regional"),
        ][case % 3];
        let kroner = 2_050_000 + 137_001 * (case % 17);
        for year in [2021, 2022] {
            // Every fifth is new, every seventh is gone.
            if (year == 2021 && case % 5 == 0) || (year == 2022 && case % 7 == 0) {
                continue;
            }
            rows.push(format!(
                "{code}p{case};{code};{year};;{paragraph};{supplier};{kroner},00;ja"
            ));
        }
    }
    rows
}

/// A file of cases with these lines.
pub fn case_file(rows: &[String]) -> String {
    let head = "sag;kommune;aar;maaned;paragraf;leverandoer;udgift;under_67";
    format!("{head}\n{}\n", rows.join("\n"))
}

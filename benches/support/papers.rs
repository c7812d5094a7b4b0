//! The paper of a meeting with twenty items: frozen, with every file of it set, while the front page is asked for.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use cockpit::chance::Chance;
use cockpit::changes::actor::Actor;
use cockpit::changes::meetings::{self as changes, agenda};
use cockpit::clock::Clock;
use cockpit::domain::meetings::agenda::Wording;
use cockpit::domain::meetings::{Content, MeetingKind};
use cockpit::storage::Store;
use jiff::civil::{Date, date};

use super::goals::Goal;
use super::http::paced;
use super::numbers::median;
use super::process::{cockpit, timed, token, url};
use super::serve::Server;

/// Papers that are sent after the first.
const ROUNDS: i8 = 3;

/// Nineteen reports; the twentieth item is a confidential text, so that there is a public paper too.
const REPORTS: [(&str, &[(&str, &str)]); 19] = [
    ("unit-costs", &[]),
    ("unit-costs", &[("area", "851")]),
    ("unit-costs", &[("price-level", "current")]),
    ("decomposition", &[]),
    ("decomposition", &[("by", "municipality")]),
    ("reconciliation", &[]),
    ("paragraph", &[("group", "SEL_107")]),
    ("municipality", &[("area", "860")]),
    ("offers", &[("municipality", "851")]),
    ("tariffs", &[("municipality", "860")]),
    ("tariff-increases", &[]),
    ("tariff-distribution", &[]),
    ("costly-cases", &[]),
    ("costly-cases-by-supplier", &[]),
    ("costly-cases-by-status", &[]),
    ("costly-cases-by-size", &[]),
    ("vacancies", &[]),
    ("occupancy", &[]),
    ("workplan", &[]),
];

/// In a database of its own, with a made-up region.
pub fn measure(folder: &Path) -> Result<[Goal; 3]> {
    let database = folder.join("papers.db");
    timed(cockpit(&database).arg("demo"))?;
    let token = token(&database)?;
    let store = Store::open(&url(&database))?;
    let meetings: Vec<String> = (0..=ROUNDS)
        .map(|round| meeting(&store, date(2026, 3, 10 + round)))
        .collect::<Result<_>>()?;
    let server = Server::start(&database, &token)?;
    let idle = paced(server.address, &token, || false)?;
    let sets = Arc::new(AtomicBool::new(true));
    let asker = {
        let (address, token, sets) = (server.address, token.clone(), sets.clone());
        std::thread::spawn(move || paced(address, &token, || sets.load(Ordering::SeqCst)))
    };
    let sent: Result<Vec<f64>> = meetings.iter().map(|of| send(&server, of)).collect();
    sets.store(false, Ordering::SeqCst);
    let busy = asker.join().ok().context("the client panicked")??;
    let sent = sent?;
    let (first, after) = (sent[0], median(sent[1..].to_vec()));
    let most = server.memory("VmHWM:")?;
    println!(
        "a paper of 20 items: {first:.2} s the first, {after:.2} s after it, {most:.0} MB at most; \
         p99 of / {idle:.2} ms idle, {busy:.2} ms meanwhile"
    );
    Ok([
        Goal::at_most("a paper of 20 items frozen and set", after, 3.0, " s"),
        Goal::at_most("memory of the service meanwhile", most, 256.0, " MB"),
        Goal::at_most("p99 of / meanwhile, over idle", busy / idle, 3.0, " x"),
    ])
}

/// A meeting with its agenda; its id.
fn meeting(store: &Store, day: Date) -> Result<String> {
    let actor = Actor::new(Clock::system(), Chance::system(), "benchmark");
    let meeting = changes::add(store, &actor, day, "M\u{f8}de", MeetingKind::Kkr)?;
    let reports = REPORTS.iter().map(|(question, filters)| Content::Report {
        question: (*question).to_owned(),
        filters: (filters.iter())
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
    });
    let contents: Vec<Content> = reports.chain([Content::Text]).collect();
    ensure!(contents.len() == 20, "not twenty items");
    for (at, content) in contents.into_iter().enumerate() {
        let wording = Wording {
            heading: format!("Punkt om {at}"),
            text: "Se **tallene**, og hvad der er sket siden sidst.".to_owned(),
            confidential: content == Content::Text,
            content,
            asks: "Det indstilles, at det tages til efterretning.".to_owned(),
            presenter: "Formanden".to_owned(),
            minutes: Some(10),
        };
        agenda::add(store, &actor, &meeting.id, &wording)?;
    }
    Ok(meeting.id)
}

/// Sends a paper, and fetches page and files; how long it takes, in seconds.
fn send(server: &Server, meeting: &str) -> Result<f64> {
    let page = format!("/moeder/{meeting}");
    let begun = Instant::now();
    server.form(&page, "handling=skridt&skridt=send")?;
    for address in [
        "",
        "/papir/papir.pdf",
        "/papir/papir.xlsx",
        "/papir/papir.json",
    ] {
        server.request("GET", &format!("{page}{address}"), &[])?;
    }
    Ok(begun.elapsed().as_secs_f64())
}

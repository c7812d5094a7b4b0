//! What was sent stays as it was, byte for byte, whatever happens to the data; and a file is judged by its bytes.

use std::process::Command;

use cockpit::analyses::catalogue::Catalogue;
use cockpit::changes::components::ComponentFile;
use cockpit::changes::data::parameters::{self, NewValue};
use cockpit::changes::data::uploads;
use cockpit::changes::kinds::Kind;
use cockpit::changes::meetings::agenda::add;
use cockpit::changes::meetings::{self as changes, MeetingError, steps};
use cockpit::domain::dossier::{Form, Frozen, Part};
use cockpit::domain::meetings::agenda::Wording;
use cockpit::domain::meetings::{Content, Meeting, MeetingKind, Step};
use cockpit::papers::dossier::meeting::{Sent, made};
use cockpit::reports::dossier::causes::By;
use cockpit::reports::dossier::changed::{self, Change};
use cockpit::reports::dossier::shown::Shown;
use cockpit::reports::dossier::verdict::{self, Verdict};
use cockpit::storage::{Store, StoreError, backup, check, dossier, execute_for_test};
use jiff::civil::{Date, date};

use super::support::{TestDatabase, actor, components, upload};

const DAY: Date = date(2025, 6, 20);

fn meeting(store: &Store, title: &str, day: Date) -> Meeting {
    let meeting = changes::add(store, &actor(), day, title, MeetingKind::Kkr).expect("kept");
    let wording = |heading: &str, content, confidential| Wording {
        heading: heading.to_owned(),
        text: "Se *tallene*.".to_owned(),
        content,
        asks: "Det indstilles, at KKR tager det til efterretning.".to_owned(),
        presenter: "Formanden".to_owned(),
        minutes: None,
        confidential,
    };
    let decomposition = Content::Report {
        question: "decomposition".to_owned(),
        filters: Vec::new(),
    };
    for wording in [
        wording("Hvad driver udgifterne", decomposition, false),
        wording("Personsag", Content::Text, true),
    ] {
        add(store, &actor(), &meeting.id, &wording).expect("kept");
    }
    meeting
}

pub fn send(store: &Store, meeting: &Meeting) {
    let before = store
        .read::<_, StoreError>(|db| Ok(made(db, &Catalogue::shipped(), &meeting.id, DAY)))
        .unwrap()
        .expect("the files are made");
    steps::take(
        store,
        &actor(),
        (&meeting.id, Step::Send),
        "",
        |db, sending| {
            let sent = Sent {
                meeting: sending.meeting,
                items: sending.items,
                version: sending.version,
                at: sending.at,
                by: sending.by,
                today: DAY,
                analyses: &Catalogue::shipped(),
            };
            let kept = sent.keep(db, before);
            let (frozen, kept) = kept.map_err(|e| MeetingError::Paper(e.to_string()))?;
            Ok(dossier::add(db, &frozen, &kept)?)
        },
    )
    .expect("it is sent");
}

/// The data version that did it.
fn number(by: &By) -> Option<i64> {
    match by {
        By::Data(cause) => Some(cause.number),
        _ => None,
    }
}

fn words(by: &By) -> &str {
    match by {
        By::Data(cause) => &cause.words,
        _ => "",
    }
}

pub fn paper(store: &Store, meeting: &Meeting) -> Frozen {
    let found = store.read::<_, StoreError>(|db| Ok(dossier::of_meeting(db, &meeting.id)?));
    found.unwrap().pop().expect("a paper")
}

/// Every file of a paper.
pub fn files(store: &Store, number: &str) -> Files {
    store
        .read::<_, StoreError>(|db| {
            let all = dossier::files(db, number)?;
            let mut files = Vec::new();
            for (part, form, _) in all {
                let bytes = dossier::file(db, number, part, form)?.expect("it is kept");
                files.push((part, form, bytes));
            }
            Ok(files)
        })
        .unwrap()
}

type Files = Vec<(Part, Form, Vec<u8>)>;

/// A meeting whose paper is sent: its number and its files.
fn sent(store: &Store) -> (Meeting, String, Files) {
    let meeting = meeting(store, "Møde i KKR", DAY);
    send(store, &meeting);
    let number = paper(store, &meeting).number;
    let files = files(store, &number);
    (meeting, number, files)
}

fn judged(store: &Store, bytes: &[u8]) -> Verdict {
    store
        .read::<_, StoreError>(|db| Ok(verdict::of(db, bytes)?))
        .unwrap()
}

#[test]
fn frozen_bytes_survive_whatever_is_done_to_the_data() {
    let database = TestDatabase::new();
    let store = database.store();
    let (sent, of_first, before) = sent(&store);
    let frozen = paper(&store, &sent);
    assert_eq!(of_first, "KKR-2025-06-20");
    // The whole, the public one and two items, each in three forms.
    assert_eq!(before.len(), 12);
    let since = |sees_all| {
        store
            .read::<_, StoreError>(|db| {
                Ok(changed::since(
                    db,
                    &*Catalogue::shipped(),
                    (&frozen, sees_all),
                ))
            })
            .unwrap()
            .unwrap()
    };
    assert_eq!(since(true).count(), 0);

    // A file, another and a limit; then the second file is withdrawn.
    let first = components(
        &store,
        &["KKR Nordjylland;SEL § 107;2024;600.000.000,00;602,3;2023"],
    );
    let second = components(
        &store,
        &["KKR Nordjylland;SEL § 108;2024;700.000.000,00;602,3;2023"],
    );
    parameters::add(
        &store,
        &actor(),
        NewValue {
            key: "tariff_increase_threshold",
            valid_from: date(2025, 1, 1),
            value: "4",
            source: "Prøve",
        },
    )
    .unwrap();
    let told = since(false);
    let (by, figures) = &told.0[0];
    assert_eq!(words(by), "Filen test.csv er indlæst");
    assert_eq!(number(by), first.number);
    let change = figures
        .iter()
        .find(|told| told.moved.column == "Ændring i alt");
    assert!(matches!(&change.unwrap().moved.change, Change::Value(old, new) if old != new));
    assert_eq!(number(&told.0[1].0), second.number);
    // Each figure stands once, and the limit changed none of them.
    assert_eq!(told.0.len(), 2);

    let withdrawn = uploads::withdraw(&store, &actor(), first.number.unwrap(), "fejl").unwrap();
    let told = since(true);
    assert!(told.0.iter().all(|(by, _)| number(by) != first.number));
    uploads::withdraw(&store, &actor(), second.number.unwrap(), "fejl").unwrap();
    assert_eq!(since(true).count(), 0, "{withdrawn}");
    execute_for_test(
        &store,
        "UPDATE areas SET name = 'Ny Kommune' WHERE code = '851'",
    )
    .unwrap();
    execute_for_test(&store, "UPDATE parameters SET value = '4'").unwrap();
    assert_eq!(files(&store, &frozen.number), before);

    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("backup");
    backup::backup(database.url(), &file).unwrap();
    // Into the other kind of database, where there is one, and from there back.
    let between = TestDatabase::other();
    backup::restore(between.url(), &file, false, "20250620T080000Z").expect("it is restored");
    let there = Store::open(between.url()).unwrap();
    assert_eq!(files(&there, &frozen.number), before);
    drop(there);
    let file = folder.path().join("again");
    backup::backup(between.url(), &file).unwrap();
    let other = TestDatabase::new();
    backup::restore(other.url(), &file, false, "20250620T080000Z").expect("it is restored");
    let restored = Store::open(other.url()).unwrap();
    assert_eq!(files(&restored, &frozen.number), before);
    let found = restored
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .unwrap();
    assert_eq!(found.problems, Vec::<String>::new());
    // A byte that is another in the database is found by the check.
    execute_for_test(
        &restored,
        "UPDATE frozen_files SET content = 'AAAA' WHERE part = 'papir' AND form = 'pdf'",
    )
    .unwrap();
    let found = restored
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .unwrap();
    assert_eq!(
        found.problems,
        ["the frozen paper KKR-2025-06-20, papir.pdf, is not the file that was sent"]
    );
}

#[test]
fn frozen_bytes_survive_migrations() {
    let database = TestDatabase::new();
    let store = database.store();
    let (_, number, before) = sent(&store);
    // Back to the schema that first kept papers, and every migration since anew.
    store.undo_migrations_after("20261126000019").unwrap();
    assert!(!store.is_ready());
    store.redo_migrations().unwrap();
    assert!(store.is_ready());
    assert_eq!(files(&store, &number), before);
    assert!(judged(&store, &before[0].2).is_unchanged());
}

#[test]
fn a_release_whose_rule_differs_shows_what_was_sent_and_says_that_a_rule_did_it() {
    let database = TestDatabase::new();
    let store = database.store();
    let (sent, number, before) = sent(&store);
    // As a release before would have left it, which worked the change out as one krone more.
    let was = store.read::<_, StoreError>(|db| Ok(dossier::definitions(db, &number)?));
    let was = was.unwrap().remove(0);
    let mut shown = Shown::read(&was.answer).unwrap();
    let column = shown.totals.heads.iter().position(|of| of.key == "change");
    let cell = &mut shown.totals.rows[0][column.unwrap()];
    let now = cell.text.clone();
    cell.text = "34.079.411".to_owned();
    let answer = shown.json().replace('\'', "''");
    for change in [
        "UPDATE frozen_papers SET rule = '0.0.1'".to_owned(),
        format!("UPDATE frozen_reports SET answer = '{answer}'"),
    ] {
        execute_for_test(&store, &change).unwrap();
    }
    let frozen = paper(&store, &sent);
    assert_eq!(frozen.rule, "0.0.1");
    let analyses = Catalogue::shipped();
    let since =
        store.read::<_, StoreError>(|db| Ok(changed::since(db, &*analyses, (&frozen, false))));
    let told = since.unwrap().unwrap().0;
    assert_eq!(told.len(), 1, "{told:?}");
    let (by, figures) = &told[0];
    assert_eq!(*by, By::Rule);
    let moved: Vec<&Change> = figures.iter().map(|told| &told.moved.change).collect();
    assert_eq!(moved, [&Change::Value("34.079.411".to_owned(), now)]);
    // The files are what they were, and no upload changes what is said of the rule.
    components(&store, &["KKR Nordjylland;SEL § 85;2024;1.000,00;1,0;2023"]);
    assert_eq!(files(&store, &number), before);
}

#[test]
fn a_file_is_judged_by_its_bytes_and_a_thousand_altered_ones_are_not_it() {
    let database = TestDatabase::new();
    let store = database.store();
    let first = meeting(&store, "Møde i KKR", DAY);
    let second = meeting(&store, "Møde i efteråret", date(2025, 11, 14));
    send(&store, &first);
    send(&store, &second);
    for (meeting, day) in [(&first, "20. juni 2025"), (&second, "14. november 2025")] {
        for (part, form, bytes) in files(&store, &paper(&store, meeting).number) {
            let words = judged(&store, &bytes).words();
            let expected = format!(
                "Dette er {} til mødet den {day} ({}), uændret.",
                part.words(),
                meeting.title
            );
            assert_eq!(words, expected, "{form:?}");
        }
    }
    let all = files(&store, "KKR-2025-06-20");
    let mut altered = 0;
    for (at, form) in (0..1_002).zip(Form::ALL.into_iter().cycle()) {
        let (_, _, bytes) = all
            .iter()
            .find(|(part, of, _)| *part == Part::Public && *of == form)
            .unwrap();
        let mut bytes = bytes.clone();
        let place = (at * 7_919) % bytes.len();
        bytes[place] ^= 1 << (at % 8);
        assert!(
            !judged(&store, &bytes).is_unchanged(),
            "byte {place} of {form:?}"
        );
        altered += 1;
    }
    assert_eq!(altered, 1_002);
    for strange in [&b""[..], b"%PDF-1.7", b"{}"] {
        assert_eq!(judged(&store, strange), Verdict::Unknown);
    }
}

#[test]
fn a_paper_that_is_sent_again_is_another_and_the_first_is_told_apart() {
    let database = TestDatabase::new();
    let store = database.store();
    let sent = meeting(&store, "Møde i KKR", DAY);
    send(&store, &sent);
    let (_, _, first) = files(&store, "KKR-2025-06-20").remove(0);
    steps::take(
        &store,
        &actor(),
        (&sent.id, Step::Back),
        "en fejl",
        steps::no_paper,
    )
    .unwrap();
    upload(&store, Kind::of(&ComponentFile), "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\nKKR Nordjylland;SEL § 107;2024;600.000.000,00;602,3;2023\n").unwrap();
    send(&store, &sent);
    assert_eq!(paper(&store, &sent).number, "KKR-2025-06-20-2");
    let words = judged(&store, &first).words();
    assert!(
        words.ends_with("Der er siden sendt et nyt papir til mødet: KKR-2025-06-20-2."),
        "{words}"
    );
}

#[test]
fn the_same_paper_has_the_same_bytes_in_every_process_zone_and_language() {
    let database = TestDatabase::new();
    let store = database.store();
    let planned = meeting(&store, "Møde i KKR", DAY);
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, (zone, language, threads): (&str, &str, &str)| {
        let file = folder.path().join(name);
        let done = Command::new(env!("CARGO_BIN_EXE_cockpit"))
            .args([
                "--database-url",
                database.url(),
                "dossier",
                &planned.id,
                "-o",
            ])
            .arg(&file)
            .envs([
                ("TZ", zone),
                ("LANG", language),
                ("LC_ALL", language),
                ("RAYON_NUM_THREADS", threads),
            ])
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        std::fs::read(file).unwrap()
    };
    for ending in ["pdf", "xlsx", "json"] {
        let first = write(&format!("a.{ending}"), ("UTC", "C", "1"));
        let second = write(
            &format!("b.{ending}"),
            ("Europe/Copenhagen", "da_DK.UTF-8", "8"),
        );
        assert!(first == second, "{ending}");
        assert!(!first.is_empty());
    }
    // Sent, the command gives what was sent, and the other says so.
    send(&store, &planned);
    let file = folder.path().join("sent.pdf");
    std::fs::write(&file, write("c.pdf", ("UTC", "C", "1"))).unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_cockpit"))
        .args(["--database-url", database.url(), "verify"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(said.status.success());
    assert_eq!(
        String::from_utf8(said.stdout).unwrap().trim(),
        "Dette er dagsordenspapiret til mødet den 20. juni 2025 (Møde i KKR), uændret."
    );
}

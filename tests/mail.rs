//! The outbox: nothing half queued, nothing sent twice, what failed is tried again and given up.

mod support;

use std::collections::BTreeSet;

use cockpit::chance::Chance;
use cockpit::changes::mail::{self, Taken};
use cockpit::changes::people::users::{self, Invitation};
use cockpit::clock::Clock;
use cockpit::domain::mail::{Failure, Letter, SECRET};
use cockpit::domain::people::{Role, Standing};
use cockpit::storage::mail as stored;
use cockpit::storage::{Store, StoreError};
use jiff::Timestamp;

use support::{TestDatabase, actor, clock};

/// The clock of the tests, so many seconds later.
macro_rules! later {
    ($seconds:expr) => {
        Clock::with(|| Timestamp::constant(1_750_406_400 + $seconds, 0))
    };
}

fn user(store: &Store, email: &str) -> String {
    let invitation = Invitation {
        email,
        name: "",
        standing: Standing::Plain(Role::Reader),
        municipality: None,
    };
    users::invite(store, &actor(), invitation).unwrap();
    users::id_of(store, email).unwrap()
}

fn queue(store: &Store, user: &str, cause: &str, body: &str) -> bool {
    let letter = Letter {
        user,
        cause,
        subject: "Emne",
        body,
        answers: Some("entry:1"),
    };
    store
        .write::<_, StoreError>(|db| Ok(mail::queue(db, clock(), Chance::system(), &letter)?))
        .unwrap()
}

fn take(store: &Store, clock: Clock) -> Option<Taken> {
    mail::take(store, clock, Chance::system()).unwrap()
}

fn unsent(store: &Store) -> Vec<stored::Mail> {
    let mails = store.read::<_, StoreError>(|db| Ok(stored::unsent(db, 100)?));
    mails.unwrap().into_iter().map(|(mail, _)| mail).collect()
}

fn refused(lasting: bool) -> Failure {
    Failure {
        lasting,
        reason: "Mailserveren afviste: prøve".to_owned(),
    }
}

#[test]
fn a_mail_is_queued_with_what_causes_it_or_not_at_all() {
    let database = TestDatabase::new();
    let store = database.store();
    let id = user(&store, "bo@example.dk");
    let letter = Letter {
        user: &id,
        cause: "x",
        subject: "Emne",
        body: "Hvad mailen siger",
        answers: None,
    };
    let failed = store.write::<(), StoreError>(|db| {
        assert!(mail::queue(db, clock(), Chance::system(), &letter)?);
        Err(cockpit::storage::QueryError::NotFound.into())
    });
    assert!(failed.is_err());
    assert!(unsent(&store).is_empty());
    assert!(take(&store, clock()).is_none());
    assert!(queue(&store, &id, "x", "Hvad mailen siger"));
    assert!(
        !queue(&store, &id, "x", "Hvad mailen siger"),
        "a cause is queued once"
    );
    assert_eq!(unsent(&store).len(), 1);
}

#[test]
fn a_mail_that_was_sent_is_never_taken_again_and_its_text_is_forgotten() {
    let database = TestDatabase::new();
    let store = database.store();
    let id = user(&store, "bo@example.dk");
    queue(&store, &id, "x", "Hvad mailen siger");
    assert!(database_holds(&database, "Hvad mailen siger"));
    let taken = take(&store, clock()).unwrap();
    assert_eq!(
        (&*taken.to, &*taken.body, taken.attempt),
        ("bo@example.dk", "Hvad mailen siger", 1)
    );
    mail::sent(&store, clock(), &taken).unwrap();
    assert!(take(&store, later!(100 * 24 * 3600)).is_none());
    assert!(unsent(&store).is_empty());
    assert!(!queue(&store, &id, "x", "Hvad mailen siger"));
    assert!(!database_holds(&database, "Hvad mailen siger"));
    mail::forget_old(&store, later!(89 * 24 * 3600)).unwrap();
    assert!(
        !queue(&store, &id, "x", "Hvad mailen siger"),
        "its cause is kept"
    );
    mail::forget_old(&store, later!(91 * 24 * 3600)).unwrap();
    assert!(
        queue(&store, &id, "x", "Hvad mailen siger"),
        "and then forgotten"
    );
}

/// Whether a text is anywhere in the database: in the bytes of its copy.
fn database_holds(database: &TestDatabase, text: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy");
    cockpit::storage::backup::backup(database.url(), &file).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn two_processes_never_take_the_same_mail() {
    let database = TestDatabase::new();
    let store = database.store();
    let id = user(&store, "bo@example.dk");
    for number in 0..40 {
        queue(&store, &id, &format!("cause {number}"), "Hvad mailen siger");
    }
    let mut hands = Vec::new();
    for _ in 0..4 {
        let url = database.url().to_owned();
        hands.push(std::thread::spawn(move || {
            let store = Store::open(&url).unwrap();
            let mut ids = Vec::new();
            while let Some(taken) = take(&store, clock()) {
                if ids.len() % 2 == 0 {
                    mail::sent(&store, clock(), &taken).unwrap();
                }
                ids.push(taken.id);
            }
            ids
        }));
    }
    let taken: Vec<String> = hands
        .into_iter()
        .flat_map(|hand| hand.join().unwrap())
        .collect();
    assert_eq!(taken.len(), 40);
    assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 40);
}

#[test]
fn one_that_a_process_took_and_never_marked_comes_again_under_the_same_name() {
    let database = TestDatabase::new();
    let store = database.store();
    let id = user(&store, "bo@example.dk");
    queue(&store, &id, "x", "Hvad mailen siger");
    let first = take(&store, clock()).unwrap();
    assert!(
        take(&store, later!(14 * 60)).is_none(),
        "it may still be under way"
    );
    let again = take(&store, later!(15 * 60)).unwrap();
    assert_eq!((again.id, again.attempt), (first.id, 2));
}

#[test]
fn what_failed_is_tried_again_ever_later_and_then_given_up_with_its_reason() {
    let database = TestDatabase::new();
    let store = database.store();
    let id = user(&store, "bo@example.dk");
    queue(&store, &id, "x", "Hvad mailen siger");
    let taken = take(&store, clock()).unwrap();
    assert!(!mail::failed(&store, clock(), &taken, &refused(false)).unwrap());
    assert!(take(&store, later!(59)).is_none());
    let taken = take(&store, later!(60)).unwrap();
    assert!(!mail::failed(&store, later!(60), &taken, &refused(false)).unwrap());
    assert!(take(&store, later!(60 + 299)).is_none());
    let taken = take(&store, later!(60 + 300)).unwrap();
    assert_eq!(taken.attempt, 3);
    // Nine attempts, and no more.
    let last = Taken {
        attempt: 9,
        ..taken
    };
    assert!(mail::failed(&store, clock(), &last, &refused(false)).unwrap());
    assert!(take(&store, later!(2 * 24 * 3600)).is_none());
    let mail = unsent(&store).remove(0);
    assert!(mail.given_up_at.is_some());
    assert_eq!(mail.reason, "Mailserveren afviste: prøve");
    // The administrator has it tried again; what will never be taken is given up at once.
    assert!(mail::again(&store, &actor(), &mail.id).unwrap());
    assert!(
        !mail::again(&store, &actor(), &mail.id).unwrap(),
        "it waits already"
    );
    let taken = take(&store, clock()).unwrap();
    assert_eq!(taken.attempt, 1);
    assert!(mail::failed(&store, clock(), &taken, &refused(true)).unwrap());
}

#[test]
fn nothing_is_sent_too_late_or_to_somebody_who_is_shut_out() {
    let database = TestDatabase::new();
    let store = database.store();
    let id = user(&store, "bo@example.dk");
    queue(&store, &id, "late", "Hvad mailen siger");
    assert!(take(&store, later!(3 * 24 * 3600 + 1)).is_none());
    assert!(unsent(&store)[0].reason.contains("inden for 3 dage"));
    queue(&store, &id, "shut out", "Hvad mailen siger");
    users::disable(&store, &actor(), &id).unwrap();
    assert!(take(&store, clock()).is_none());
    let reasons: Vec<String> = unsent(&store).into_iter().map(|mail| mail.reason).collect();
    assert!(
        reasons.contains(&"Modtagerens konto er spærret.".to_owned()),
        "{reasons:?}"
    );
}

#[test]
fn the_secret_of_a_link_is_made_when_it_is_sent_and_only_its_hash_is_stored() {
    let database = TestDatabase::new();
    let store = database.store();
    let id = user(&store, "bo@example.dk");
    queue(
        &store,
        &id,
        "x",
        &format!("https://x/{SECRET}/a https://x/{SECRET}/b"),
    );
    let secrets = |taken: &Taken| {
        let parts: Vec<&str> = taken.body.split('/').collect();
        assert_eq!(parts[3], parts[7], "one secret for the links of a mail");
        parts[3].to_owned()
    };
    let of_link = |secret: &str| {
        let hash = cockpit::chance::hash(secret);
        let found = store.read::<_, StoreError>(|db| Ok(stored::of_link(db, &hash)?));
        found.unwrap()
    };
    let taken = take(&store, clock()).unwrap();
    let first = secrets(&taken);
    assert_eq!(first.len(), 43, "256 bits");
    let (mail, expires) = of_link(&first).unwrap();
    assert_eq!(mail.answers.as_deref(), Some("entry:1"));
    assert_eq!(expires, later!(14 * 24 * 3600).now_text());
    assert!(!database_holds(&database, &first));
    // Another attempt has another secret; both may have arrived, and both hold.
    mail::failed(&store, clock(), &taken, &refused(false)).unwrap();
    let second = secrets(&take(&store, later!(60)).unwrap());
    assert_ne!(first, second);
    assert_eq!(of_link(&second).unwrap().0.id, mail.id);
    assert!(of_link(&first).is_some() && of_link("findes-ikke").is_none());
}

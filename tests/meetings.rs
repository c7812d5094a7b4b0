//! Meetings against a real store: items keep their number, what was sent stays as it was, what was
//! decided too, and each data version shows what was known then.

mod support;

use cockpit::changes::meetings::agenda::{self, To};
use cockpit::changes::meetings::calendar::About;
use cockpit::changes::meetings::decided::{self, Made};
use cockpit::changes::meetings::{self as changes, MeetingError, steps};
use cockpit::domain::meetings::agenda::Wording;
use cockpit::domain::meetings::{Code, Content, Item, Meeting, MeetingKind, NoteKind, State, Step};
use cockpit::reports::meetings::decisions;
use cockpit::storage::meetings::{self, items};
use cockpit::storage::{Store, StoreError};
use jiff::civil::{Date, date};
use support::{TestDatabase, actor};

/// The day of the clock.
const TODAY: Date = date(2025, 6, 20);

fn meeting(store: &Store, day: Date) -> Meeting {
    changes::add(store, &actor(), day, "KKR", MeetingKind::Kkr).expect("kept")
}

fn wording(heading: &str) -> Wording {
    Wording {
        heading: heading.to_owned(),
        text: String::new(),
        content: Content::Text,
        asks: "Det indstilles, at KKR godkender.".to_owned(),
        presenter: String::new(),
        minutes: Some(10),
        confidential: false,
    }
}

fn add(store: &Store, meeting: &Meeting, heading: &str) -> Item {
    agenda::add(store, &actor(), &meeting.id, &wording(heading)).expect("kept")
}

fn step(store: &Store, meeting: &Meeting, step: Step, why: &str) -> Result<State, MeetingError> {
    let done = steps::take(store, &actor(), (&meeting.id, step), why, steps::no_paper);
    done.map(|stepped| stepped.state)
}

fn items_of(store: &Store, meeting: &Meeting, as_of: i64) -> Vec<Item> {
    store
        .read::<_, StoreError>(|db| Ok(items::of_meeting(db, &meeting.id, as_of)?))
        .expect("read")
}

fn now(store: &Store) -> i64 {
    store.data_version().expect("a version")
}

/// Number and heading of what is on an agenda, and whether it is late or withdrawn.
fn shown(store: &Store, meeting: &Meeting) -> Vec<String> {
    let items = items_of(store, meeting, now(store));
    let words = |item: &Item| {
        let late = if item.late { " (tillæg)" } else { "" };
        let off = if item.is_on() { "" } else { " (udgår)" };
        format!("{} {}{late}{off}", item.number, item.wording.heading)
    };
    items.iter().map(words).collect()
}

fn put(store: &Store, meeting: &Meeting, item: &Item, to: To) -> Result<(), MeetingError> {
    agenda::place(store, &actor(), (&meeting.id, &item.id), to)
}

fn decide(
    store: &Store,
    of: (&Meeting, &Item),
    code: Code,
    follow_up: &str,
) -> Result<(), MeetingError> {
    let made = Made {
        code: Some(code),
        text: "Som indstillet.",
        follow_up,
        due: None,
    };
    decided::decide(store, &actor(), (&of.0.id, &of.1.id), &made)
}

fn refused<T: std::fmt::Debug>(done: Result<T, MeetingError>) -> String {
    done.expect_err("refused").to_string()
}

#[test]
fn items_are_moved_until_the_paper_is_sent_and_keep_their_number_then() {
    let database = TestDatabase::new();
    let store = database.store();
    let meeting = meeting(&store, TODAY);
    let empty = step(&store, &meeting, Step::Send, "");
    assert!(refused(empty).contains("Dagsordenen er tom"));
    let [a, b, c] = ["A", "B", "C"].map(|heading| add(&store, &meeting, heading));
    let before = now(&store);
    put(&store, &meeting, &c, To::Up).unwrap();
    put(&store, &meeting, &a, To::Place(3)).unwrap();
    assert_eq!(shown(&store, &meeting), ["1 C", "2 B", "3 A"]);
    // Nothing moves beyond the ends, and that is no new state of the data.
    let version = now(&store);
    put(&store, &meeting, &a, To::Down).unwrap();
    put(&store, &meeting, &c, To::Up).unwrap();
    assert_eq!(now(&store), version);
    let then: Vec<String> = items_of(&store, &meeting, before)
        .into_iter()
        .map(|item| item.wording.heading)
        .collect();
    assert_eq!(then, ["A", "B", "C"]);
    agenda::remove(&store, &actor(), (&meeting.id, &b.id), "").unwrap();
    assert_eq!(shown(&store, &meeting), ["1 C", "2 A"]);

    assert_eq!(step(&store, &meeting, Step::Send, "").unwrap(), State::Sent);
    let late = add(&store, &meeting, "Sent");
    assert!(refused(put(&store, &meeting, &late, To::Up)).contains("ligger fast"));
    let why = agenda::remove(&store, &actor(), (&meeting.id, &c.id), "");
    assert!(refused(why).contains("skal udfyldes"));
    agenda::remove(&store, &actor(), (&meeting.id, &c.id), "trukket").unwrap();
    assert_eq!(
        shown(&store, &meeting),
        ["1 C (udgår)", "2 A", "3 Sent (tillæg)"]
    );

    // What was sent is written only when the meeting is taken back; what came after it before that.
    let write = |item: &Item, heading: &str| {
        agenda::write(&store, &actor(), (&meeting.id, &item.id), &wording(heading))
    };
    assert!(refused(write(&a, "A2")).contains("Dagsordenen er sendt"));
    write(&late, "Meget sent").unwrap();
    assert!(refused(step(&store, &meeting, Step::Back, " ")).contains("skal udfyldes"));
    assert_eq!(
        step(&store, &meeting, Step::Back, "fejl i punkt 2").unwrap(),
        State::Planned
    );
    write(&a, "A2").unwrap();
    // Numbers are kept all the same.
    assert!(refused(put(&store, &meeting, &a, To::Up)).contains("ligger fast"));
    add(&store, &meeting, "Til sidst");
    assert_eq!(
        shown(&store, &meeting),
        [
            "1 C (udgår)",
            "2 A2",
            "3 Meget sent (tillæg)",
            "4 Til sidst (tillæg)"
        ]
    );
}

#[test]
fn what_is_decided_stays_and_what_is_postponed_comes_again() {
    let database = TestDatabase::new();
    let store = database.store();
    let meeting = meeting(&store, TODAY);
    let [a, b] = ["A", "B"].map(|heading| add(&store, &meeting, heading));
    let early = decide(&store, (&meeting, &a), Code::Approved, "");
    assert!(refused(early).contains("når mødet er holdt"));
    step(&store, &meeting, Step::Send, "").unwrap();
    step(&store, &meeting, Step::Hold, "").unwrap();
    decide(
        &store,
        (&meeting, &a),
        Code::Approved,
        "Sekretariatet skriver til ministeren.",
    )
    .unwrap();
    assert!(refused(step(&store, &meeting, Step::Close, "")).contains("Punkt 2 mangler"));
    // There is nowhere to postpone it to before the next meeting is in the calendar.
    let nowhere = decide(&store, (&meeting, &b), Code::Postponed, "");
    assert!(refused(nowhere).contains("Opret det først"));
    let next = self::meeting(&store, date(2025, 11, 7));
    decide(&store, (&meeting, &b), Code::Postponed, "").unwrap();
    let again = decide(&store, (&meeting, &b), Code::Rejected, "");
    assert!(refused(again).contains("står på det næste møde"));
    let came = &items_of(&store, &next, now(&store))[0];
    assert_eq!(came.postponed_from.as_ref(), Some(&b.id));
    assert_eq!((came.number, came.wording.heading.as_str()), (1, "B"));

    assert_eq!(
        step(&store, &meeting, Step::Close, "").unwrap(),
        State::Closed
    );
    let closed = decide(&store, (&meeting, &a), Code::Rejected, "");
    assert!(refused(closed).contains("når mødet er holdt"));
    let changed = agenda::write(&store, &actor(), (&meeting.id, &a.id), &wording("A2"));
    assert!(refused(changed).contains("Skriv en rettelse"));
    let open = || -> Vec<(String, bool)> {
        let all = store.read(|db| decisions::all(db, true)).expect("read");
        all.into_iter()
            .map(|of| (of.item.wording.heading, of.open))
            .collect()
    };
    let told = |a, b| [("A".to_owned(), a), ("B".to_owned(), b)];
    assert_eq!(open(), told(true, true));
    let note = |kind, text| decided::note(&store, &actor(), (&meeting.id, &a.id), (kind, text));
    assert!(refused(note(NoteKind::Correction, " ")).contains("skal udfyldes"));
    note(NoteKind::Correction, "Der stod 2024; det er 2025.").unwrap();
    note(NoteKind::Done, "").unwrap();
    assert_eq!(open(), told(false, true));
    note(NoteKind::Reopened, "Ministeren svarede ikke.").unwrap();
    assert_eq!(open(), told(true, true));
}

#[test]
fn the_agenda_of_the_last_meeting_of_the_kind_is_a_start() {
    let database = TestDatabase::new();
    let store = database.store();
    let last = meeting(&store, TODAY);
    for heading in ["Godkendelse af dagsorden", "Økonomi"] {
        add(&store, &last, heading);
    }
    let about = About {
        date: date(2025, 11, 7),
        title: "KKR, efterår",
        place: "Aalborg",
        kind: MeetingKind::Kkr,
    };
    let new = changes::create(&store, &actor(), &about, true).unwrap();
    assert_eq!(
        shown(&store, &new),
        ["1 Godkendelse af dagsorden", "2 Økonomi"]
    );
    // Of another kind there is none.
    let das = About {
        kind: MeetingKind::SteeringGroup,
        ..about
    };
    let das = changes::create(&store, &actor(), &das, true).unwrap();
    assert!(shown(&store, &das).is_empty());

    // Written anew; as of the version before it is as it was.
    let before = now(&store);
    let later = About {
        date: date(2025, 11, 14),
        ..about
    };
    changes::rewrite(&store, &actor(), &new.id, &later).unwrap();
    let get = |as_of| {
        let found = store.read::<_, StoreError>(|db| Ok(meetings::get(db, &new.id, as_of)?));
        found.expect("read").expect("the meeting")
    };
    assert_eq!(get(before).date, date(2025, 11, 7));
    assert_eq!(get(now(&store)).date, date(2025, 11, 14));
    let long = About {
        title: "Se 010190-1234",
        ..about
    };
    assert!(refused(changes::rewrite(&store, &actor(), &new.id, &long)).contains("CPR-lignende"));
}

#[test]
fn a_paper_that_cannot_be_made_leaves_the_meeting_planned() {
    let database = TestDatabase::new();
    let store = database.store();
    let meeting = meeting(&store, TODAY);
    add(&store, &meeting, "A");
    let (version, of) = (now(&store), (meeting.id.as_str(), Step::Send));
    let failed = steps::take(&store, &actor(), of, "", |db, sending| {
        // What is stored in the same transaction is the meeting as it is sent.
        let stored = meetings::get(db, &sending.meeting.id, sending.version)?.unwrap();
        assert_eq!((stored.state, sending.items.len()), (State::Sent, 1));
        assert_eq!(stored.first_sent, Some(sending.version));
        Err(MeetingError::Paper("skriften mangler".to_owned()))
    });
    assert!(refused(failed).contains("skriften mangler"));
    assert_eq!(now(&store), version);
    assert_eq!(step(&store, &meeting, Step::Send, "").unwrap(), State::Sent);
    // A meeting is not held before its day.
    let coming = self::meeting(&store, date(2025, 6, 21));
    add(&store, &coming, "A");
    step(&store, &coming, Step::Send, "").unwrap();
    assert!(refused(step(&store, &coming, Step::Hold, "")).contains("holdes først"));
    changes::cancel(&store, &actor(), &coming.id, "sygdom").unwrap();
    assert!(refused(step(&store, &coming, Step::Back, "x")).contains("aflyst"));
}

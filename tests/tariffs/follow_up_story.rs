//! The follow-up of an increase, from the first step to the decision and what opens it again.

use super::*;
use cockpit::changes::actor::Actor;

fn case() -> CaseKey {
    CaseKey {
        offer_id: "A".into(),
        service: "Døgn".into(),
        year: Year::new(2025).expect("a year"),
    }
}

/// The chef of the municipality that operates the offer.
fn chef() -> Actor {
    actor().bound("851")
}

fn state(store: &Store) -> State {
    let history = store
        .read(|db| follow_up::history(db, &case()))
        .expect("a history");
    history.handling().state()
}

const TODAY: Date = date(2025, 6, 20);

#[test]
fn an_increase_is_followed_to_the_end_and_a_correction_opens_it_again() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2023;90,00;døgn",
            "A;Døgn;SEL § 107;2024;100,00;døgn",
            "A;Døgn;SEL § 107;2025;110,00;døgn",
        ],
    );
    let earlier = CaseKey {
        year: Year::new(2024).expect("a year"),
        ..case()
    };
    let explanation = |text: &str| Explanation {
        text: text.to_owned(),
        reasons: vec![
            (Reason::Occupancy, Some(Money::from_oere(750))),
            (Reason::Other, None),
        ],
        given_by: None,
    };
    follow_up::explain(
        &store,
        &chef(),
        &earlier,
        &explanation("sidste års forklaring"),
    )
    .expect("kept");
    assert_eq!(state(&store), State::New);
    follow_up::request_explanation(&store, &actor(), &case(), date(2025, 7, 1), "").expect("kept");
    assert_eq!(state(&store), State::ExplanationRequested);
    follow_up::explain(
        &store,
        &chef(),
        &case(),
        &explanation("flere tomme pladser"),
    )
    .expect("kept");
    let open = run(&store, "tariff-follow-up", "on=2025-06-20&year=2025");
    let columns = [
        "follow_up",
        "due",
        "explanation",
        "reasons",
        "explanation_before",
    ];
    assert_eq!(
        text(&open.rows, &columns),
        [
            "Forklaret, mangler indberetning og drøftelse | 1. juli 2025 | flere tomme pladser | Belægning 7,50 kr., Andet | sidste års forklaring"
        ]
    );
    assert!(
        open.notes
            .iter()
            .any(|n| n.contains("intet møde i kalenderen"))
    );
    let meeting = meetings::add(
        &store,
        &actor(),
        TODAY,
        "DAS, forår",
        MeetingKind::SteeringGroup,
    )
    .expect("kept");
    let open = run(&store, "tariff-follow-up", "on=2025-06-20&year=2025");
    assert!(
        open.notes
            .iter()
            .any(|n| n.contains("Næste møde") && n.contains("20. juni 2025"))
    );
    let early = follow_up::decide(&store, &actor(), &case(), TODAY, "accepteret");
    assert!(at(early, "tekst").contains("ikke drøftet endnu"));
    follow_up::report_to_supervisor(&store, &actor(), &case(), date(2025, 6, 19), "2025-1234")
        .expect("kept");
    assert_eq!(state(&store), State::Reported);
    follow_up::discuss(
        &store,
        &actor(),
        &case(),
        &meeting.id,
        "taget til efterretning",
    )
    .expect("kept");
    assert_eq!(state(&store), State::Handled);
    follow_up::decide(&store, &actor(), &case(), TODAY, "accepteret").expect("kept");
    let handled = run(&store, "tariff-increases", "");
    assert_eq!(text(&handled.rows, &["follow_up"]), ["Besluttet"]);
    let open = run(&store, "tariff-follow-up", "year=2025");
    assert!(open.rows.rows.is_empty());
    assert_eq!(
        text(&open.totals, &["meeting", "discussed"]),
        ["DAS, forår | 1"]
    );

    // A correction of the old tariff opens it again, with the tariffs of then and now.
    let before = store.data_version().expect("a version");
    let correction = tariffs(&store, &["A;Døgn;SEL § 107;2024;99,00;døgn"]);
    assert_eq!(state(&store), State::Reopened);
    let open = run(&store, "tariff-follow-up", "year=2025");
    assert_eq!(
        text(&open.rows, &["follow_up", "reopened"]),
        [
            "Genåbnet | Taksten er rettet, efter at sagen var behandlet (besluttet, 20. juni 2025): fra 100,00 → 110,00 kr. til 99,00 → 110,00 kr."
        ]
    );
    // What was known before is still to be seen, and a withdrawal closes it again.
    let then = run(&store, "tariff-increases", &format!("as-of={before}"));
    assert_eq!(text(&then.rows, &["follow_up"]), ["Besluttet"]);
    let number = correction.number.expect("it is stored");
    uploads::withdraw(&store, &actor(), number, "forkert").expect("it is withdrawn");
    assert_eq!(state(&store), State::Decided);

    // Below the limit after it was handled: shown still, as corrected.
    tariffs(&store, &["A;Døgn;SEL § 107;2025;101,00;døgn"]);
    let open = run(&store, "tariff-follow-up", "year=2025");
    assert_eq!(
        text(&open.rows, &["follow_up", "above_threshold"]),
        ["Genåbnet | nej"]
    );
    let history = store
        .read(|db| follow_up::history(db, &case()))
        .expect("a history");
    assert_eq!((history.events.len(), history.year_before.len()), (5, 1));
    assert!(matches!(
        history.handling().reopened,
        Some(Reopening::Corrected(_))
    ));
    let ids: std::collections::BTreeSet<&str> =
        history.events.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids.len(), 5);
}

#[test]
fn a_step_that_means_nothing_is_refused_in_words() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2024;100,00;døgn",
            "A;Døgn;SEL § 107;2025;110,00;døgn",
        ],
    );
    let version = store.data_version().expect("a version");
    let none = CaseKey {
        service: "Nat".into(),
        ..case()
    };
    let explain = |case: &CaseKey, text: &str| {
        let explanation = Explanation {
            text: text.to_owned(),
            reasons: Vec::new(),
            given_by: None,
        };
        follow_up::explain(&store, &chef(), case, &explanation)
            .expect_err("a refusal")
            .to_string()
    };
    assert!(explain(&none, "fordi").contains("ingen takststigning i 2025"));
    assert!(explain(&case(), "  ").contains("skal udfyldes"));
    assert!(explain(&case(), "se 010190-1234").contains("CPR-lignende"));
    assert!(explain(&case(), &"x".repeat(4_001)).contains("højst"));
    let report = |day| follow_up::report_to_supervisor(&store, &actor(), &case(), day, "1");
    assert!(
        at(report(date(2025, 6, 21)), "dato").starts_with("21. juni 2025 er ikke kommet endnu")
    );
    let due = date(2025, 6, 19);
    let asked = follow_up::request_explanation(&store, &actor(), &case(), due, "");
    assert!(at(asked, "frist").contains("er overskredet"));
    let discuss = |id: &str| follow_up::discuss(&store, &actor(), &case(), id, "");
    assert!(at(discuss("x"), "moede").contains("findes ikke"));
    let open = follow_up::reopen(&store, &actor(), &case(), "fejl");
    assert!(at(open, "tekst").contains("åben i forvejen"));
    // The chef of another municipality, the secretariat in the chef's place, and nobody's chef.
    let explanation = |given_by: Option<&str>| Explanation {
        text: "fordi".to_owned(),
        reasons: Vec::new(),
        given_by: given_by.map(str::to_owned),
    };
    for (who, given_by) in [
        (actor().bound("860"), None),
        (actor(), Some("Aalborg")),
        (chef(), Some("Aalborg")),
        (actor(), None),
    ] {
        let told = follow_up::explain(&store, &who, &case(), &explanation(given_by));
        assert!(matches!(told, Err(FollowUpError::AnothersToExplain)));
    }
    // Nothing of it was written, and the state of the data is the same.
    assert_eq!(store.data_version().expect("a version"), version);
    let meeting = |day| {
        meetings::add(&store, &actor(), day, "DAS", MeetingKind::SteeringGroup).expect("kept")
    };
    let (coming, past) = (meeting(date(2025, 11, 5)), meeting(TODAY));
    assert!(at(discuss(&coming.id), "moede").contains("holdes først"));
    meetings::cancel(&store, &actor(), &past.id, "sygdom").expect("cancelled");
    assert!(at(discuss(&past.id), "moede").contains("aflyst"));
    assert!(matches!(
        meetings::cancel(&store, &actor(), &past.id, "igen"),
        Err(MeetingError::Cancelled)
    ));
}

/// The words at the field that a step is refused for.
fn at<T: std::fmt::Debug>(done: Result<T, FollowUpError>, field: &str) -> String {
    match done {
        Err(FollowUpError::Fault(fault)) if fault.field.name == field => fault.words,
        other => panic!("{field}: {other:?}"),
    }
}

use super::*;

fn amounts(old: i64, new: i64) -> Amounts {
    Amounts {
        old: Money::from_oere(old),
        new: Money::from_oere(new),
    }
}

fn event(version: i64, step: Step, of: Amounts) -> Event {
    Event {
        version,
        id: version.to_string(),
        case: CaseKey {
            offer_id: "1".into(),
            service: "Døgn".into(),
            year: Year::FIRST,
        },
        step,
        date: Date::constant(2026, 3, 1),
        due: None,
        by: "test".into(),
        at: String::new(),
        text: String::new(),
        reference: String::new(),
        meeting: None,
        amounts: of,
        reasons: Vec::new(),
    }
}

fn state(events: &[Event], holding: Amounts) -> State {
    handling(events, Some(holding)).state()
}

#[test]
fn reasons_that_exceed_the_increase_are_told_by_how_much() {
    let told = |reasons: &[(Reason, Option<i64>)]| {
        let reasons = reasons.iter();
        let event = Event {
            reasons: reasons
                .map(|(r, a)| (*r, a.map(Money::from_oere)))
                .collect(),
            ..event(1, Step::Explained, amounts(10_000, 10_600))
        };
        event.beyond_the_increase().map(Money::oere)
    };
    assert_eq!(told(&[]), None);
    assert_eq!(
        told(&[(Reason::Index, Some(600)), (Reason::Other, None)]),
        None
    );
    assert_eq!(told(&[(Reason::Index, Some(601))]), Some(1));
    let both = [(Reason::Index, Some(700)), (Reason::Adjustment, Some(-200))];
    assert_eq!(told(&both), None);
    let high = [(Reason::Index, Some(700)), (Reason::Occupancy, Some(4_050))];
    assert_eq!(told(&high), Some(4_150));
}

#[test]
fn open_until_reported_and_discussed_in_either_order() {
    let holding = amounts(100, 110);
    let steps = |steps: &[Step]| -> Vec<Event> {
        (1..)
            .zip(steps)
            .map(|(n, s)| event(n, *s, holding))
            .collect()
    };
    use Step::*;
    for (done, want) in [
        (&[][..], State::New),
        (&[Note], State::New),
        (&[ExplanationRequested], State::ExplanationRequested),
        (&[ExplanationRequested, Explained], State::Explained),
        (&[Reported], State::Reported),
        (&[Discussed], State::Discussed),
        (&[Discussed, Reported], State::Handled),
        (&[Reported, Discussed, Decided], State::Decided),
        (&[Reported, Discussed, Reopened], State::Reopened),
        (&[Reported, Discussed, Reopened, Reported], State::Reported),
    ] {
        let state = state(&steps(done), holding);
        assert_eq!(state, want, "{done:?}");
        assert_eq!(
            state.is_open(),
            !matches!(want, State::Handled | State::Decided)
        );
    }
}

#[test]
fn a_correction_reopens_with_the_amounts_of_then_and_its_withdrawal_closes_again() {
    let (before, after) = (amounts(100, 110), amounts(100, 112));
    let mut events = vec![
        event(1, Step::Reported, before),
        event(2, Step::Discussed, before),
    ];
    assert_eq!(state(&events, before), State::Handled);
    let standing = handling(&events, Some(after));
    assert_eq!(standing.state(), State::Reopened);
    let Some(Reopening::Corrected(answered)) = standing.reopened else {
        panic!("{standing:?}")
    };
    assert_eq!(answered.amounts, before);
    events.push(event(3, Step::Reported, after));
    assert_eq!(state(&events, after), State::Reported);
    assert!(handling(&events, Some(after)).reopened.is_some());
    assert_eq!(state(&events, before), State::Handled);
    // Without two tariffs nothing that was done counts.
    assert_eq!(handling(&events, None).state(), State::Reopened);
}

#[test]
fn the_next_step_is_the_first_that_lacks_and_an_old_request_is_answered() {
    let (before, after) = (amounts(100, 110), amounts(100, 112));
    let on = Date::constant(2026, 4, 1);
    let next = |events: &[Event], holding| handling(events, Some(holding)).next(on);
    assert_eq!(next(&[], before), Some(Next::Ask));
    let mut request = event(1, Step::ExplanationRequested, before);
    request.due = Some(on);
    assert_eq!(
        next(std::slice::from_ref(&request), before),
        Some(Next::Await)
    );
    request.due = Some(Date::constant(2026, 3, 31));
    let mut events = vec![request];
    assert_eq!(next(&events, before), Some(Next::Remind));
    events.push(event(2, Step::Explained, before));
    assert_eq!(next(&events, before), Some(Next::Report));
    // What was asked about the amounts of then was answered.
    assert_eq!(next(&events, after), Some(Next::Ask));
    events.push(event(3, Step::Reported, before));
    assert_eq!(next(&events, before), Some(Next::Discuss));
    events.push(event(4, Step::Discussed, before));
    assert_eq!(next(&events, before), None);
}

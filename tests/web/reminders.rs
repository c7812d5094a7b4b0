//! Reminders and their links through the router, the mails to operators, the weekly list, the calendar.

use cockpit::chance::Chance;
use cockpit::changes::mail::{self, Taken};
use cockpit::changes::people::users;
use cockpit::changes::places::{reminders, weekly};
use cockpit::changes::searches::told;
use cockpit::clock::Clock;
use cockpit::domain::people::{Role, Standing};
use jiff::Timestamp;

use super::app::{TestApp, Visitor};
use super::support::actor;

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
    P;Fonden;Fonden;privat;Aalborg;SEL § 107;Demens;4;ja;ja\n";
const ADDRESS: &str = "https://cockpit.example.dk";

/// So many days after Friday 20 June 2025, 10:00 in Denmark.
macro_rules! after {
    ($days:expr) => {
        Clock::with(|| Timestamp::constant(1_750_406_400 + $days * 86_400, 0))
    };
}

async fn region() -> TestApp {
    let app = TestApp::new();
    let answer = app.post("/api/v1/imports/offers", OFFERS).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    app
}

async fn logged(visitor: &Visitor<'_>, form: &str) {
    let done = visitor.form("/ledige-pladser", form).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

fn remind(app: &TestApp, clock: Clock) -> usize {
    reminders::queue(&app.store, clock, Chance::system(), ADDRESS).unwrap()
}

/// The mails that are due, taken and marked as sent.
fn sent(app: &TestApp, clock: Clock) -> Vec<Taken> {
    let mut mails = Vec::new();
    while let Some(taken) = mail::take(&app.store, clock, Chance::system()).unwrap() {
        mail::sent(&app.store, clock, &taken).unwrap();
        mails.push(taken);
    }
    mails
}

/// The path of a link in a mail.
fn link(mail: &Taken, answer: &str) -> String {
    let mut lines = mail.body.lines();
    let line = lines.find(|line| line.contains("/opslag/") && line.ends_with(answer));
    let line = line.unwrap_or_else(|| panic!("{answer}: {}", mail.body));
    line.trim_start_matches(ADDRESS).to_owned()
}

/// A chef's entry, and the reminder of day 12.
async fn reminded(app: &TestApp) -> Taken {
    let chef = app.visitor(Role::Chef, "851");
    logged(&chef, "tilbud=A&pladser=2").await;
    assert_eq!(remind(app, after!(12)), 1);
    sent(app, after!(12)).remove(0)
}

fn log_of(app: &TestApp) -> Vec<(String, String)> {
    let entries = app.store.read::<_, cockpit::storage::StoreError>(|db| {
        let all = cockpit::storage::data::log::Search::default();
        Ok(cockpit::storage::data::log::search(db, &all, &[], 100)?)
    });
    let entries = entries.unwrap().0.into_iter();
    entries.map(|entry| (entry.who, entry.detail)).collect()
}

#[tokio::test]
async fn on_the_twelfth_day_and_once_for_each_confirmation() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    logged(&chef, "tilbud=A&pladser=2").await;
    assert_eq!(remind(&app, after!(11)), 0);
    assert_eq!(remind(&app, after!(12)), 1);
    for clock in [after!(12), after!(13), after!(21), after!(40)] {
        assert_eq!(remind(&app, clock), 0, "queued once");
    }
    let mail = sent(&app, after!(12)).remove(0);
    assert_eq!(mail.to, "chef-851@example.dk");
    assert_eq!(mail.subject, "Er der stadig ledigt i Bakkehuset?");
    for words in [
        "Bakkehuset (Aalborg Kommune): 2 pladser efter SEL § 107, ledige fra 20. juni 2025.",
        "sidst bekræftet 20. juni 2025, for 12 dage siden",
        "Linkene gælder i 14 dage",
        "https://cockpit.example.dk/konto",
    ] {
        assert!(mail.body.contains(words), "{words}: {}", mail.body);
    }
    // Confirmed on the twelfth day: the next one comes twelve days later.
    let app = app.another_instance_at(after!(12));
    let again = app.anonymous().form(&link(&mail, "uaendret"), "").await;
    assert_eq!(again.status, 200, "{}", again.body);
    assert_eq!(remind(&app, after!(23)), 0);
    assert_eq!(remind(&app, after!(24)), 1);
}

#[tokio::test]
async fn two_processes_queue_a_reminder_once() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    for _ in 0..5 {
        let seen: String = (1..=5).map(|id| format!("&set={id}")).collect();
        logged(&chef, &format!("tilbud=A&pladser=1{seen}")).await;
    }
    let other = app.another_instance();
    let (one, two) = (app.store.clone(), other.store.clone());
    let queue =
        |store| move || reminders::queue(&store, after!(12), Chance::system(), ADDRESS).unwrap();
    let hands = [
        std::thread::spawn(queue(one)),
        std::thread::spawn(queue(two)),
    ];
    let queued: usize = hands.into_iter().map(|hand| hand.join().unwrap()).sum();
    assert_eq!(queued, 5);
    assert_eq!(sent(&app, after!(12)).len(), 5);
}

#[tokio::test]
async fn looking_changes_nothing_and_one_press_confirms_once() {
    let app = region().await;
    let mail = reminded(&app).await;
    let app = app.another_instance_at(after!(13));
    let nobody = app.anonymous();
    let address = link(&mail, "uaendret");
    let version = app.store.data_version().unwrap();
    for _ in 0..3 {
        let page = nobody.get(&address).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains("Ja, det er uændret") && page.body.contains("2 pladser"));
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
    }
    assert_eq!(app.store.data_version().unwrap(), version);
    let done = nobody.form(&address, "").await;
    assert!(
        done.body.contains("Opslaget er bekræftet i dag"),
        "{}",
        done.body
    );
    assert_eq!(app.store.data_version().unwrap(), version + 1);
    let told = log_of(&app).remove(0);
    let person = "Prøve Person, chef-851@example.dk".to_owned();
    assert_eq!(told, (person, "confirmed, via mail".to_owned()));
    // Again, and the other link of the same mail: nothing more happens.
    for answer in ["uaendret", "lukket"] {
        let address = link(&mail, answer);
        for again in [nobody.get(&address).await, nobody.form(&address, "").await] {
            assert_eq!(again.status, 200);
            assert!(
                again.body.contains("Der er allerede svaret"),
                "{}",
                again.body
            );
            assert!(
                again.body.contains("blev bekræftet 3. juli 2025"),
                "{}",
                again.body
            );
        }
    }
    assert_eq!(app.store.data_version().unwrap(), version + 1);
}

#[tokio::test]
async fn closed_by_mail_and_another_mail_of_it_has_nothing_to_say() {
    let app = region().await;
    let first = reminded(&app).await;
    // A second mail about the same entry: whoever got the first confirmed it on the page, 12 days before.
    let at = app.another_instance_at(after!(13));
    let own = Visitor {
        app: &at,
        token: Some(at.token_of("ny@example.dk", Role::WorkingGroup, None)),
    };
    let confirmed = own.form("/ledige-pladser/1", "skridt=uaendret").await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    assert_eq!(remind(&at, after!(25)), 1);
    let second = sent(&at, after!(25)).remove(0);
    assert_eq!(second.to, "ny@example.dk", "the one who spoke last");
    let later = app.another_instance_at(after!(25));
    let nobody = later.anonymous();
    let page = nobody.get(&link(&second, "lukket")).await;
    assert!(page.body.contains("Ja, luk opslaget"), "{}", page.body);
    let done = nobody.form(&link(&second, "lukket"), "").await;
    assert!(done.body.contains("Opslaget er lukket"), "{}", done.body);
    let told = log_of(&later).remove(0);
    assert_eq!(told.1, "closed, via mail");
    let old = nobody.form(&link(&first, "uaendret"), "").await;
    assert_eq!(old.status, 200);
    assert!(
        old.body.contains("Opslaget er allerede lukket"),
        "{}",
        old.body
    );
    let page = later.secretariat().get("/ledige-pladser/1").await;
    assert!(page.body.contains("Lukket 15. juli 2025"), "{}", page.body);
}

#[tokio::test]
async fn what_changed_since_the_page_was_shown_is_shown_first() {
    let app = region().await;
    let mail = reminded(&app).await;
    let app = app.another_instance_at(after!(12));
    let nobody = app.anonymous();
    let address = link(&mail, "uaendret");
    let page = nobody.get(&address).await;
    let seen = page.body.split(r#"name="set" value=""#).nth(1).unwrap();
    let seen = seen.split('"').next().unwrap().to_owned();
    let taken = "skridt=optag&pladser=1&dato=2025-07-02";
    let taken = app.secretariat().form("/ledige-pladser/1", taken).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let conflict = nobody.form(&address, &format!("set={seen}")).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.body.contains("1 plads efter") && conflict.body.contains("ændret imens"));
    // Nothing was used up.
    let page = nobody.get(&address).await;
    assert!(page.body.contains("Ja, det er uændret"), "{}", page.body);
}

#[tokio::test]
async fn a_link_that_does_nothing_says_why_and_touches_nothing() {
    let app = region().await;
    let mail = reminded(&app).await;
    let address = link(&mail, "uaendret");
    let (secret, _) = address
        .trim_start_matches("/opslag/")
        .split_once('/')
        .unwrap();
    let version = app.store.data_version().unwrap();
    let check = async |app: &TestApp, address: &str, status: u16, words: &str| {
        let nobody = app.anonymous();
        for answer in [nobody.get(address).await, nobody.form(address, "").await] {
            assert_eq!(answer.status.as_u16(), status, "{address}: {}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
            assert_eq!(answer.header("referrer-policy"), "no-referrer");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        assert_eq!(app.store.data_version().unwrap(), version);
    };
    let at = app.another_instance_at(after!(12));
    // Tampered with, made up, or cut off: the same answer to the letter.
    let other = if secret.starts_with('a') { "b" } else { "a" };
    let tampered = format!("/opslag/{other}{}/uaendret", &secret[1..]);
    check(&at, &tampered, 404, "Linket kan ikke bruges").await;
    let cut = format!("/opslag/{}/uaendret", &secret[..20]);
    check(&at, &cut, 404, "Linket kan ikke bruges").await;
    let one = at.anonymous().get(&tampered).await;
    assert_eq!(one.body, at.anonymous().get(&cut).await.body);
    let word = at.anonymous().get(&format!("/opslag/{secret}/andet")).await;
    assert_eq!(word.status, 404);
    // To the second: 14 days after it was sent.
    let last = Clock::with(|| Timestamp::constant(1_750_406_400 + 26 * 86_400 - 1, 0));
    let last = app.another_instance_at(last);
    assert_eq!(last.anonymous().get(&address).await.status, 200);
    let expired = app.another_instance_at(after!(26));
    check(&expired, &address, 410, "Linket er udløbet").await;
    // Moved to another municipality, then another role, then shut out.
    let id = users::id_of(&app.store, "chef-851@example.dk").unwrap();
    let change = |standing: Role, own: Option<&str>| {
        users::change_standing(&app.store, &actor(), &id, standing.into(), own).unwrap();
    };
    change(Role::Chef, Some("860"));
    check(&at, &address, 410, "kan ikke længere ændre opslaget").await;
    change(Role::Reader, None);
    check(&at, &address, 410, "kan ikke længere ændre opslaget").await;
    change(Role::Chef, Some("851"));
    users::disable(&app.store, &actor(), &id).unwrap();
    check(&at, &address, 410, "kan ikke længere ændre opslaget").await;
}

#[tokio::test]
async fn nobody_is_reminded_who_does_not_want_it_or_may_not() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let group = app.visitor(Role::WorkingGroup, "");
    logged(&group, "tilbud=A&pladser=2").await;
    // Whoever logged it wants none: the chef of the municipality is asked.
    let done = group.form("/konto/mails", "mail=asked").await;
    assert_eq!(done.status, 303);
    let page = group.get("/konto").await;
    assert!(
        page.body.contains(r#"value="asked" checked"#),
        "{}",
        page.body
    );
    assert!(!page.body.contains(r#"value="reminder" checked"#));
    assert_eq!(log_of(&app)[0].1, "mails: reminder fra");
    remind(&app, after!(12));
    let mails = sent(&app, after!(12));
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "chef-851@example.dk");
    // Of a private operator's there is nobody else.
    logged(&group, "tilbud=P&pladser=1").await;
    remind(&app, after!(12));
    assert!(sent(&app, after!(12)).is_empty());
    // A reader has no say in reminders, and an administrator only in none at all.
    let reader = app.visitor(Role::Reader, "").get("/konto").await;
    assert!(
        reader.body.contains(r#"value="weekly""#) && !reader.body.contains(r#"value="reminder""#)
    );
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    assert!(
        !administrator
            .get("/konto")
            .await
            .body
            .contains(r#"name="mail""#)
    );
    drop(chef);
}

#[tokio::test]
async fn the_operator_is_told_when_somebody_asks_for_a_place() {
    const ASKED: &str =
        "paragraf=SEL_107&maalgruppe=7b48f1a0-579b-4976-ae7c-4074b5981449&fra=2025-07-01";
    let app = region().await;
    let (aalborg, hjoerring) = (
        app.visitor(Role::Chef, "851"),
        app.visitor(Role::Chef, "860"),
    );
    logged(&aalborg, "tilbud=A&pladser=1").await;
    logged(&app.secretariat(), "tilbud=P&pladser=1").await;
    let searched = hjoerring.form("/ledige-pladser/afsoegning", ASKED).await;
    let receipt = searched.header("location").to_owned();
    let asks = async |entry: u8| {
        let body = format!("plads={entry}&besked=Hemmelig+besked");
        let asked = hjoerring.form(&format!("{receipt}/bed"), &body).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
    };
    let tell = || {
        told::queue(
            &app.store,
            super::support::clock(),
            Chance::system(),
            ADDRESS,
        )
        .unwrap()
    };
    assert_eq!(tell(), 0);
    asks(1).await;
    assert_eq!((tell(), tell()), (1, 0));
    let mails = sent(&app, super::support::clock());
    let mail = &mails[0];
    assert_eq!(mail.to, "chef-851@example.dk");
    assert_eq!(mail.subject, "Hjørring beder om en plads i Bakkehuset");
    assert!(
        mail.body
            .contains(&format!("{ADDRESS}/ledige-pladser/afsoegning\n")),
        "{}",
        mail.body
    );
    assert!(!mail.body.contains("Hemmelig"));
    let page = aalborg.get("/ledige-pladser/afsoegning").await;
    assert!(
        page.body.contains("Hemmelig besked") && page.body.contains("Ja, pladsen er jeres"),
        "{}",
        page.body
    );
    // Of an operator without a chef here the secretariat answers.
    asks(2).await;
    assert_eq!(tell(), 1);
    assert_eq!(
        sent(&app, super::support::clock())[0].to,
        "sekretariat@example.dk"
    );
}

#[tokio::test]
async fn the_weekly_list_is_for_those_who_want_it_and_never_empty() {
    let app = region().await;
    let reader = app.visitor(Role::Reader, "");
    let list = |clock| weekly::queue(&app.store, clock, Chance::system(), ADDRESS).unwrap();
    reader.form("/konto/mails", "mail=weekly").await;
    assert_eq!(list(after!(3)), 0, "nothing is vacant");
    logged(&app.visitor(Role::Chef, "851"), "tilbud=A&pladser=2").await;
    assert_eq!(list(after!(2)), 0, "a Sunday");
    assert_eq!((list(after!(3)), list(after!(4))), (1, 0));
    let mail = sent(&app, after!(3)).remove(0);
    assert_eq!(mail.to, "reader-@example.dk");
    assert_eq!(mail.subject, "Ledige pladser, ugen fra 23. juni 2025");
    assert!(
        mail.body
            .contains("Nye siden sidste mandag (1)\n\n- Bakkehuset"),
        "{}",
        mail.body
    );
    assert!(!mail.body.contains("Ikke bekræftet") && !mail.body.contains("tre måneder"));
    // A hundred days later it is stale and has stood empty for long, and is no longer new.
    assert_eq!(list(after!(101)), 1);
    let mail = sent(&app, after!(101)).remove(0);
    assert!(!mail.body.contains("Nye siden"), "{}", mail.body);
    assert!(mail.body.contains("Ikke bekræftet i 14 dage (1)"));
    assert!(mail.body.contains("Ledige i mere end tre måneder (1)"));
    reader.form("/konto/mails", "").await;
    assert_eq!(list(after!(108)), 0);
}

#[tokio::test]
async fn a_calendar_has_a_secret_address_that_can_be_replaced_and_ended() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    logged(&chef, "tilbud=A&pladser=2&fra=2025-08-01").await;
    let make = async || {
        let page = chef.form("/konto/kalender", "").await;
        assert_eq!(page.status, 200, "{}", page.body);
        let after = page.body.split("/kalender/").nth(1).unwrap();
        format!("/kalender/{}", after.split('<').next().unwrap())
    };
    let first = make().await;
    let nobody = app.anonymous();
    let calendar = nobody.get(&first).await;
    assert_eq!(calendar.status, 200, "{}", calendar.body);
    assert_eq!(
        calendar.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    let unfolded = calendar.body.replace("\r\n ", "");
    for line in [
        "DTSTART;VALUE=DATE:20250801",
        "DTSTAMP:20250620T080000Z",
        "SUMMARY:2 pladser ledige: Bakkehuset",
    ] {
        assert!(
            unfolded.contains(&format!("\r\n{line}\r\n")),
            "{line}: {unfolded}"
        );
    }
    let later = app.another_instance_at(after!(5));
    assert_eq!(
        later.anonymous().get(&first).await.body,
        calendar.body,
        "stable"
    );
    let page = chef.get("/konto").await;
    assert!(!page.body.contains(&first), "shown once");
    let second = make().await;
    let missing = nobody.get("/kalender/findes-ikke/ledige-pladser.ics").await;
    assert_eq!(missing.status, 404);
    assert_eq!(nobody.get(&first).await.body, missing.body, "replaced");
    assert_eq!(nobody.get(&second).await.status, 200);
    assert_eq!(chef.form("/konto/kalender/luk", "").await.status, 303);
    assert_eq!(nobody.get(&second).await.body, missing.body, "ended");
    assert_eq!(chef.form("/konto/kalender/luk", "").await.status, 404);
    let third = make().await;
    let id = users::id_of(&app.store, "chef-851@example.dk").unwrap();
    users::disable(&app.store, &actor(), &id).unwrap();
    assert_eq!(nobody.get(&third).await.body, missing.body, "shut out");
}

//! A reminder to whoever answers for an entry, twelve days after it was last confirmed: one mail an
//! entry and confirmation, with links that say "unchanged" and "closed" without a sign-in.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::chance::Chance;
use crate::changes::mail::{Draft, queue_all};
use crate::changes::people::{Identity, wishes};
use crate::clock::Clock;
use crate::domain::area::Area;
use crate::domain::danish::danish_date;
use crate::domain::mail::{LINK_DAYS, SECRET, Wish};
use crate::domain::offers::Offer;
use crate::domain::places::fresh::{CONFIRM_WITHIN, days_between, is_to_be_reminded};
use crate::domain::places::{Act, Entry};
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db, QueryResult, Store, StoreError};

/// What the links of a reminder answer: an entry by its number.
const ENTRY: &str = "vacancy:";

/// The entry that a mail's link is about.
pub(super) fn entry_of(answers: &str) -> Option<i64> {
    answers.strip_prefix(ENTRY)?.parse().ok()
}

/// Queues the reminders that are due today and were not queued before; returns how many. `address` is what
/// links begin with.
///
/// # Errors
/// The database's own.
pub fn queue(
    store: &Store,
    clock: Clock,
    chance: Chance,
    address: &str,
) -> Result<usize, StoreError> {
    queue_all(store, clock, chance, |db| due(db, clock.today(), address))
}

/// Every reminder of the day, queued or not.
fn due(db: &mut Db, today: Date, address: &str) -> QueryResult<Vec<Draft>> {
    let now = storage::version(db)?;
    let open = places::entries(db, Wanted::OpenOn(today), now)?;
    let late = |entry: &Entry| is_to_be_reminded(entry.confirmed_on(today), today);
    let late: Vec<Entry> = open.into_iter().filter(late).collect();
    if late.is_empty() {
        return Ok(Vec::new());
    }
    let receivers = wishes::receivers(db, Wish::Reminder)?;
    let home = areas::home(db)?;
    let offers: BTreeMap<String, Offer> = register::holding(db, now)?
        .into_iter()
        .map(|(id, offer)| (id, offer.value))
        .collect();
    let mut drafts = Vec::new();
    for entry in late {
        let Some(offer) = offers.get(&entry.about.offer_id) else {
            continue;
        };
        let spoke = spoke(db, &entry, now)?;
        for (who, why) in answers_for(&receivers, &spoke, operator(&home, offer)) {
            drafts.push(written(&entry, offer, (who, why), today, address));
        }
    }
    Ok(drafts)
}

/// The municipality of the region that operates an offer.
fn operator<'a>(home: &'a [Area], offer: &Offer) -> Option<&'a str> {
    let area = home.iter().find(|area| offer.is_operated_by(area));
    area.map(|area| area.code.as_str())
}

/// Who said something of an entry.
struct Spoke {
    /// The last who did so by hand: logged, changed or confirmed it.
    by_hand: Option<String>,
    /// The last whose list said so.
    by_list: Option<String>,
}

fn spoke(db: &mut Db, entry: &Entry, now: i64) -> QueryResult<Spoke> {
    let confirmed = places::confirmations(db, entry.id, now)?;
    let confirmed = confirmed.into_iter().map(|word| (word.version, word.by));
    let steps = entry.steps().filter(|step| step.act != Act::Listed);
    let steps = steps.map(|step| (step.version, step.by.clone()));
    let by_hand = steps.chain(confirmed).max_by_key(|(version, _)| *version);
    let by_list = entry.steps().rfind(|step| step.act == Act::Listed);
    Ok(Spoke {
        by_hand: by_hand.map(|(_, by)| by),
        by_list: by_list.map(|step| step.by.clone()),
    })
}

/// Why somebody gets a reminder, in Danish: the end of "Du får denne mail, fordi".
const SPOKE: &str = "du sidst har meldt eller bekræftet opslaget";
const CHEF: &str = "du er chef i den kommune, der driver tilbuddet";
const LISTED: &str = "opslaget kom med en liste, du har indlæst";

/// Whoever answers for an entry: the one who last said something of it by hand; when that one is gone, may
/// no longer change it or wants no reminders, the chefs of the municipality that operates the offer;
/// without one, the one whose list it came with.
fn answers_for<'r>(
    receivers: &'r [Identity],
    spoke: &Spoke,
    operator: Option<&str>,
) -> Vec<(&'r Identity, &'static str)> {
    let may = |who: &&Identity| who.bound_to().is_none() || who.bound_to() == operator;
    let named = |by: &Option<String>, why| -> Vec<(&Identity, &str)> {
        let mut known = receivers.iter().filter(may);
        let found = by
            .as_ref()
            .and_then(|by| known.find(|who| who.is_named(by)));
        found.map(|who| (who, why)).into_iter().collect()
    };
    let own = |who: &&Identity| operator.is_some() && who.bound_to() == operator;
    let chefs = receivers.iter().filter(own).map(|who| (who, CHEF));
    [
        named(&spoke.by_hand, SPOKE),
        chefs.collect(),
        named(&spoke.by_list, LISTED),
    ]
    .into_iter()
    .find(|found| !found.is_empty())
    .unwrap_or_default()
}

fn written(
    entry: &Entry,
    offer: &Offer,
    (who, why): (&Identity, &str),
    today: Date,
    address: &str,
) -> Draft {
    let confirmed = entry.confirmed_on(today);
    let days = days_between(confirmed, today);
    let stands = if days > CONFIRM_WITHIN {
        "Det står nu som ubekræftet, og så regner andre ikke med pladsen."
    } else {
        "Efter 14 dage står det som ubekræftet, og så regner andre ikke med pladsen."
    };
    let about = about(entry, offer);
    let on = danish_date(confirmed);
    let id = entry.id;
    let link = format!("{address}/opslag/{SECRET}");
    Draft {
        user: who.user_id.clone(),
        cause: format!("reminder:{id}:{confirmed}:{}", who.user_id),
        subject: format!("Er der stadig ledigt i {}?", offer.name),
        body: format!(
            "{about}\n\n\
             Opslaget er sidst bekræftet {on}, for {days} dage siden. {stands}\n\n\
             Er det uændret? Åbn linket, og tryk på knappen. Du skal ikke logge ind:\n{link}/uaendret\n\n\
             Er der ikke længere ledigt? Så luk opslaget:\n{link}/lukket\n\n\
             Linkene gælder i {LINK_DAYS} dage, kun for dette opslag, og kan bruges én gang. Send ikke mailen videre.\n\
             Er antallet eller datoen en anden, så ret opslaget (kræver login):\n{address}/ledige-pladser/{id}\n\n\
             Du får denne mail, fordi {why}. Den kan slås fra på {address}/konto\n"
        ),
        answers: Some(format!("{ENTRY}{id}")),
    }
}

/// "Bakkehuset (Aalborg Kommune): 2 pladser efter SEL § 107, ledige fra 1. marts 2026."
pub(super) fn about(entry: &Entry, offer: &Offer) -> String {
    let terms = entry.terms();
    format!(
        "{} ({}): {} efter {}, {} fra {}.",
        offer.name,
        offer.operator,
        entry.about.kind.counted(terms.places),
        entry.about.paragraph.label(),
        if terms.places == 1 { "ledig" } else { "ledige" },
        danish_date(terms.from),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::people::Via;
    use crate::domain::people::Role;

    fn person(email: &str, role: Role, municipality: Option<&str>) -> Identity {
        Identity {
            last_visit: None,
            user_id: email.to_owned(),
            email: email.to_owned(),
            name: "Prøve Person".to_owned(),
            standing: role.into(),
            municipality: municipality.map(str::to_owned),
            openid: false,
            via: Via::Mail,
        }
    }

    #[test]
    fn whoever_spoke_last_then_the_chefs_then_whose_list_it_was() {
        let people = [
            person("anna@example.dk", Role::WorkingGroup, None),
            person("bo@example.dk", Role::Chef, Some("851")),
            person("carl@example.dk", Role::Chef, Some("860")),
            person("dorte@example.dk", Role::Secretariat, None),
        ];
        let emails = |by_hand: Option<&str>, by_list: Option<&str>, operator| -> Vec<&str> {
            let spoke = Spoke {
                by_hand: by_hand.map(str::to_owned),
                by_list: by_list.map(str::to_owned),
            };
            let found = answers_for(&people, &spoke, operator);
            found.iter().map(|(who, _)| who.email.as_str()).collect()
        };
        let (aalborg, anna) = (Some("851"), Some("Prøve Person, anna@example.dk"));
        assert_eq!(emails(anna, None, aalborg), ["anna@example.dk"]);
        // By an earlier name, or without one.
        assert_eq!(
            emails(Some("A, anna@example.dk"), None, aalborg),
            ["anna@example.dk"]
        );
        assert_eq!(
            emails(Some("anna@example.dk"), None, aalborg),
            ["anna@example.dk"]
        );
        // Somebody whose address ends with another's is another.
        assert_eq!(
            emails(Some("joanna@example.dk"), None, aalborg),
            ["bo@example.dk"]
        );
        // A chef of another municipality may not change it any more.
        assert_eq!(
            emails(Some("carl@example.dk"), None, aalborg),
            ["bo@example.dk"]
        );
        let dorte = Some("dorte@example.dk");
        assert_eq!(emails(None, dorte, aalborg), ["bo@example.dk"]);
        assert_eq!(emails(None, dorte, None), ["dorte@example.dk"]);
        assert!(emails(Some("gone@example.dk"), None, None).is_empty());
    }
}

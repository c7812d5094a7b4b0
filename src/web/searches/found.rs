//! What a search shows, as lines under their headings.

use std::collections::BTreeMap;

use super::words;
use crate::domain::danish::{counted, danish_date};
use crate::domain::number::danish;
use crate::domain::searches::{Asked, Event, Match, Part, Standing, Step, Tier};
use crate::reports::searches::receipt::Names;
use crate::web::offers::links::offer_address;

/// Entries under one heading.
pub struct FoundGroup {
    pub heading: &'static str,
    pub under: &'static str,
    pub entries: Vec<FoundEntry>,
}

/// One entry.
pub struct FoundEntry {
    pub entry: String,
    /// Where it stands among all, from 0: what its form is told from the others by.
    pub position: usize,
    pub offer: String,
    pub link: String,
    pub operator: String,
    /// "Rebild, nabokommune".
    pub place: String,
    pub places: String,
    /// "ledig fra 1. juni 2026", and until when and whether staffed where that is known.
    pub free: String,
    /// "bekræftet 3. juni 2026".
    pub confirmed: String,
    pub stale: bool,
    pub tariff: String,
    /// Who else asks for it, or got it, and when.
    pub other: Option<String>,
    /// Since when the search itself asks for it.
    pub waits: bool,
    /// The municipality that operates it and has no chef here to answer.
    pub without_chef: Option<String>,
}

/// Who asks for which entries besides, by entry.
pub type Others = BTreeMap<String, (String, Event)>;

/// Matches, in their order, under their headings.
pub fn groups(
    asked: &Asked,
    matches: &[Match],
    names: &Names,
    (standing, others): (&Standing<'_>, &Others),
) -> Vec<FoundGroup> {
    let mut groups: Vec<FoundGroup> = Vec::new();
    for (position, of) in matches.iter().enumerate() {
        let heading = words::heading(of.part, of.tier());
        let waits = standing.waits_for(&of.vacant.entry);
        let entry = FoundEntry {
            other: others.get(&of.vacant.entry).map(other),
            waits,
            ..entry(asked, (position, of), names)
        };
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.entries.push(entry),
            None => groups.push(FoundGroup {
                heading,
                under: words::under(of.part),
                entries: vec![entry],
            }),
        }
    }
    groups
}

fn entry(asked: &Asked, (position, of): (usize, &Match), names: &Names) -> FoundEntry {
    let vacant = &of.vacant;
    let mut free = if vacant.from <= asked.needed_from {
        "ledig, når der er behov".to_owned()
    } else {
        format!("ledig fra {}", danish_date(vacant.from))
    };
    if let Some(to) = vacant.to {
        free.push_str(&format!(", til {}", danish_date(to)));
    }
    match vacant.staffed {
        Some(true) => free.push_str(", bemandet"),
        Some(false) => free.push_str(", ikke bemandet"),
        None => {}
    }
    let municipality = names.area(&vacant.municipality);
    let count = usize::try_from(vacant.places).unwrap_or(0);
    FoundEntry {
        entry: vacant.entry.clone(),
        position,
        offer: vacant.offer.clone(),
        link: offer_address(&vacant.offer_id),
        operator: match (of.part, of.tier()) {
            // The heading says it of what fits.
            (Part::Fits, _) | (_, Tier::InAgreement) => vacant.operator.clone(),
            (_, Tier::OutsideAgreement) => {
                format!("{} (uden for rammeaftalen)", vacant.operator)
            }
            (_, Tier::Private) => format!("{} (privat)", vacant.operator),
        },
        place: format!("{municipality}, {}", of.distance.label()),
        places: counted(count, "plads", "pladser"),
        free,
        confirmed: format!("bekræftet {}", danish_date(vacant.confirmed_on)),
        stale: vacant.stale,
        tariff: vacant.tariff.map_or_else(
            || "takst pr. døgn ikke kendt".to_owned(),
            |tariff| {
                let amount = danish(tariff.amount.decimal());
                format!("{amount} kr. pr. døgn ({})", tariff.year)
            },
        ),
        other: None,
        waits: false,
        without_chef: names.without_chef(vacant).map(str::to_owned),
    }
}

/// What is said of another search that asks for an entry or got it.
fn other((who, event): &(String, Event)) -> String {
    match event.step {
        Step::Accepted => words::got_a_place(who, &event.at),
        _ => words::asks(who, &event.at),
    }
}

//! How entries and their steps are put in words.

use jiff::civil::Date;

use crate::domain::area::Area;
use crate::domain::danish::danish_date;
use crate::domain::places::{Act, Entry, PlaceKind, State, Step, Terms};

/// The name of a municipality by its code.
pub fn municipality<'a>(areas: &'a [Area], code: &'a str) -> &'a str {
    let known = areas.iter().find(|area| area.code == code);
    known.map_or(code, |area| &area.name)
}

/// Whether there is staff, where somebody said so.
pub const fn staffed(terms: &Terms) -> Option<&'static str> {
    match terms.staffed {
        Some(true) => Some("bemandet"),
        Some(false) => Some("ikke bemandet"),
        None => None,
    }
}

/// What holds: "Ledig", "Reserveret til Hjørring".
pub fn state(terms: &Terms, areas: &[Area]) -> String {
    match (terms.state, &terms.reserved_for) {
        (State::Reserved, Some(code)) => format!("Reserveret til {}", municipality(areas, code)),
        (state, _) => state.label().to_owned(),
    }
}

/// "i dag", "for 3 dage siden".
pub fn ago(days: i32) -> String {
    match days {
        ..1 => "i dag".to_owned(),
        1 => "i går".to_owned(),
        days => format!("for {days} dage siden"),
    }
}

/// What a step did, after the one before it.
pub fn step(kind: PlaceKind, before: Option<&Step>, step: &Step, areas: &[Area]) -> String {
    let terms = &step.terms;
    let on = danish_date(step.on);
    let had = before.map_or(0, |before| before.terms.vacant());
    match step.act {
        Act::Logged => format!("Meldt: {} fra {on}", kind.counted(terms.places)),
        Act::Taken => {
            let gone = (had - terms.vacant()).max(1);
            format!(
                "{} optaget {on}; {} ledige",
                kind.counted(gone),
                terms.vacant()
            )
        }
        Act::Reserved => format!("{} fra {on}", state(terms, areas)),
        Act::Freed => format!("Ledig igen fra {on}: {}", kind.counted(terms.places)),
        Act::Closed => format!("Lukket {on}"),
        Act::Changed | Act::Listed => {
            let changed = changed(before.map(|before| &before.terms), terms, step.on);
            let words = if changed.is_empty() {
                "uden ændringer".to_owned()
            } else {
                changed.join(", ")
            };
            format!("{}: {words}", step.act.label())
        }
    }
}

fn changed(before: Option<&Terms>, now: &Terms, on: Date) -> Vec<String> {
    let Some(before) = before else {
        return vec![format!("{} ledige", now.places)];
    };
    let mut words = Vec::new();
    if before.places != now.places {
        let (old, new, on) = (before.places, now.places, danish_date(on));
        words.push(format!("antal {old} → {new} fra {on}"));
    }
    if before.from != now.from {
        words.push(format!("ledig fra {}", danish_date(now.from)));
    }
    if before.to != now.to {
        words.push(match now.to {
            Some(to) => format!("ledig til {}", danish_date(to)),
            None => "uden slutdag".to_owned(),
        });
    }
    let parts = [
        ("bemanding", before.staffed != now.staffed),
        ("målgrupper", before.target_groups != now.target_groups),
        ("årsag", before.reason != now.reason),
        ("kontakt", before.contact != now.contact),
        ("husleje", before.rent != now.rent),
    ];
    let parts = parts.into_iter().filter(|(_, differs)| *differs);
    words.extend(parts.map(|(part, _)| part.to_owned()));
    words
}

/// What was done since a step was seen, the oldest first.
pub fn since(entry: &Entry, seen: i64, areas: &[Area]) -> Vec<String> {
    let steps: Vec<&Step> = entry.steps().collect();
    let befores = [None].into_iter().chain(steps.iter().copied().map(Some));
    let told = befores.zip(&steps).filter(|(_, step)| step.version > seen);
    told.map(|(before, now)| {
        let words = step(entry.about.kind, before, now, areas);
        format!("{}: {words}.", now.by)
    })
    .collect()
}

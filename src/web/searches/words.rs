//! Sentences about searches, in Danish.

use crate::changes::searches::Meanwhile;
use crate::domain::searches::{Part, Step, Tier};
use crate::web::view::danish_time;

/// What was done meanwhile: who, and when.
pub fn meanwhile(of: &Meanwhile) -> String {
    match of {
        Meanwhile::AskedByYourself { at } => format!(
            "I har bedt om pladsen {} og venter på svar.",
            danish_time(at)
        ),
        Meanwhile::Asked { who, at } => format!(
            "{who} bad om den sidste plads {} og venter på svar.",
            danish_time(at)
        ),
        Meanwhile::Got { who, at } => {
            format!("{who} fik den sidste plads {}.", danish_time(at))
        }
        Meanwhile::Gone => "Pladsen er ikke ledig længere.".to_owned(),
        Meanwhile::Answered { step, at } => {
            let done = match step {
                Step::Withdrawn => "den blev trukket tilbage",
                Step::Refused => "driftsherren sagde nej",
                _ => "driftsherren sagde ja",
            };
            format!(
                "Anmodningen venter ikke på svar længere: {done} {}.",
                danish_time(at)
            )
        }
    }
}

/// Another municipality asks for a place of an entry.
pub(super) fn asks(who: &str, at: &str) -> String {
    format!(
        "{who} har bedt om plads {} og venter på svar.",
        danish_time(at)
    )
}

/// Another municipality got a place of an entry.
pub(super) fn got_a_place(who: &str, at: &str) -> String {
    format!("{who} fik plads {}.", danish_time(at))
}

/// The heading of what a search shows: the tiers of what fits, and the two that stand apart.
pub(super) const fn heading(part: Part, tier: Tier) -> &'static str {
    match part {
        Part::Fits => tier.label(),
        Part::Later => "Ledige senere, end der er behov",
        Part::OneMoreGroup => "Passer, hvis tilbuddet godkendes til målgruppen",
    }
}

/// What is said under a heading.
pub(super) const fn under(part: Part) -> &'static str {
    match part {
        Part::Fits => "",
        Part::Later => "De passer til paragraf og målgruppe, men bliver først ledige efter datoen.",
        Part::OneMoreGroup => {
            "Tilbuddet er ikke godkendt til målgruppen. Socialtilsynet kan godkende det til en målgruppe mere."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_sees_who_and_when() {
        let (who, at) = ("Thisted".to_owned(), "2026-06-03T08:02:00Z".to_owned());
        assert_eq!(
            meanwhile(&Meanwhile::Asked {
                who: who.clone(),
                at: at.clone()
            }),
            "Thisted bad om den sidste plads 3. juni 2026 kl. 10.02 og venter på svar."
        );
        assert_eq!(
            meanwhile(&Meanwhile::Got { who, at }),
            "Thisted fik den sidste plads 3. juni 2026 kl. 10.02."
        );
    }
}

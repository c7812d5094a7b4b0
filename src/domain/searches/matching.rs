//! What fits a search, and in which order: municipal and regional places in the agreement first,
//! then those outside it, then private ones.

use std::cmp::Reverse;

use super::asked::Asked;
use super::distance::Distance;
use super::vacant::Vacant;
use crate::domain::offers::OperatingForm;

/// Why an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It fits, and is free on the day.
    Fits,
    /// It fits, and is free later than it is needed.
    Later,
    /// It would fit, and is free on the day, if the offer were approved for one more target group.
    OneMoreGroup,
}

/// Which places come first (rammeaftalen, workplan: public before private).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Municipal or regional, in the framework agreement.
    InAgreement,
    /// Municipal or regional, outside it.
    OutsideAgreement,
    Private,
}

impl Tier {
    pub fn of(vacant: &Vacant) -> Tier {
        match (vacant.form, vacant.in_agreement) {
            (OperatingForm::Private, _) => Tier::Private,
            (OperatingForm::Municipal | OperatingForm::Regional, true) => Tier::InAgreement,
            (OperatingForm::Municipal | OperatingForm::Regional, false) => Tier::OutsideAgreement,
        }
    }

    pub const fn key(self) -> &'static str {
        match self {
            Tier::InAgreement => "in_agreement",
            Tier::OutsideAgreement => "outside_agreement",
            Tier::Private => "private",
        }
    }

    /// Danish, in a column.
    pub const fn short(self) -> &'static str {
        match self {
            Tier::InAgreement => "i rammeaftalen",
            Tier::OutsideAgreement => "uden for",
            Tier::Private => "privat",
        }
    }

    /// Danish, as a heading.
    pub const fn label(self) -> &'static str {
        match self {
            Tier::InAgreement => "Kommunale og regionale pladser i rammeaftalen",
            Tier::OutsideAgreement => "Kommunale og regionale pladser uden for rammeaftalen",
            Tier::Private => "Private pladser",
        }
    }
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Fits, Part::Later, Part::OneMoreGroup];

    pub const fn key(self) -> &'static str {
        match self {
            Part::Fits => "fits",
            Part::Later => "later",
            Part::OneMoreGroup => "one_more_group",
        }
    }

    pub fn from_key(key: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.key() == key)
    }

    /// Whether an entry is shown, and why. A place that is not free any more on the day is not.
    fn of(asked: &Asked, vacant: &Vacant) -> Option<Part> {
        let gone = vacant.to.is_some_and(|to| to <= asked.needed_from);
        if vacant.paragraph != asked.paragraph || vacant.places < 1 || gone {
            return None;
        }
        let approved = vacant.target_groups.contains(&asked.target_group);
        match (approved, vacant.from <= asked.needed_from) {
            (true, true) => Some(Part::Fits),
            (true, false) => Some(Part::Later),
            (false, true) => Some(Part::OneMoreGroup),
            (false, false) => None,
        }
    }
}

/// An entry as a search shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub vacant: Vacant,
    pub part: Part,
    pub distance: Distance,
}

impl Match {
    pub fn tier(&self) -> Tier {
        Tier::of(&self.vacant)
    }
}

/// What a search shows: what fits before what is free later and what needs one more target group;
/// within each the tiers; within a tier the nearest first, then what was confirmed last, then the
/// cheapest (one without a known tariff last), then by offer and entry, so that the order is one.
pub fn search(asked: &Asked, vacant: impl IntoIterator<Item = Vacant>) -> Vec<Match> {
    let shown = |vacant: Vacant| {
        Some(Match {
            part: Part::of(asked, &vacant)?,
            distance: Distance::between(&asked.municipality, &vacant.municipality),
            vacant,
        })
    };
    let mut found: Vec<Match> = vacant.into_iter().filter_map(shown).collect();
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    found
}

/// What an order of matches goes by.
fn order(of: &Match) -> impl Ord {
    let vacant = &of.vacant;
    (
        (of.part, of.tier(), of.distance),
        Reverse(vacant.confirmed_on),
        // `None` would come first.
        vacant
            .tariff
            .map_or(i64::MAX, |tariff| tariff.amount.oere()),
        (vacant.offer_id.clone(), vacant.entry.clone()),
    )
}

#[cfg(test)]
mod tests {
    use super::super::vacant::DayTariff;
    use super::*;
    use crate::domain::money::Money;
    use crate::domain::paragraph::Paragraph;
    use crate::domain::period::Year;
    use jiff::civil::{Date, date};

    const DAY: Date = date(2026, 6, 1);

    fn asked() -> Asked {
        Asked {
            municipality: "851".into(),
            paragraph: Paragraph::Sel107,
            target_group: "demens".into(),
            needed_from: DAY,
        }
    }

    /// An entry in Aalborg that fits, confirmed on the first of May.
    fn vacant(entry: &str) -> Vacant {
        Vacant {
            entry: entry.into(),
            offer_id: "T".into(),
            offer: "Bakkehuset".into(),
            operator: "Aalborg Kommune".into(),
            form: OperatingForm::Municipal,
            municipality: "851".into(),
            in_agreement: true,
            paragraph: Paragraph::Sel107,
            target_groups: vec!["demens".into()],
            places: 1,
            from: date(2026, 5, 1),
            to: None,
            staffed: Some(true),
            confirmed_on: date(2026, 5, 1),
            stale: false,
            tariff: None,
        }
    }

    fn found(vacant: Vec<Vacant>) -> Vec<String> {
        let found = search(&asked(), vacant).into_iter();
        found.map(|of| of.vacant.entry).collect()
    }

    #[test]
    fn public_places_in_the_agreement_come_first_and_private_ones_last() {
        let private = Vacant {
            form: OperatingForm::Private,
            ..vacant("private, in the agreement, own")
        };
        let outside = Vacant {
            in_agreement: false,
            ..vacant("outside the agreement, own")
        };
        let regional = Vacant {
            form: OperatingForm::Regional,
            municipality: "860".into(),
            ..vacant("regional, in the region")
        };
        let neighbour = Vacant {
            municipality: "840".into(),
            ..vacant("neighbour")
        };
        let all = vec![private, outside, regional, neighbour, vacant("own")];
        assert_eq!(
            found(all),
            [
                "own",
                "neighbour",
                "regional, in the region",
                "outside the agreement, own",
                "private, in the agreement, own"
            ]
        );
    }

    #[test]
    fn within_a_distance_the_last_confirmed_comes_first_then_the_cheapest() {
        let tariff = |entry: &str, oere: i64| Vacant {
            tariff: Some(DayTariff {
                amount: Money::from_oere(oere),
                year: Year::new(2026).unwrap(),
            }),
            ..vacant(entry)
        };
        let newer = Vacant {
            confirmed_on: date(2026, 5, 2),
            ..vacant("confirmed later")
        };
        let all = vec![
            vacant("no tariff"),
            tariff("dear", 2),
            tariff("cheap", 1),
            newer,
        ];
        assert_eq!(
            found(all),
            ["confirmed later", "cheap", "dear", "no tariff"]
        );
    }

    #[test]
    fn what_is_free_later_or_for_another_group_stands_apart() {
        let with = |entry: &str, change: fn(&mut Vacant)| {
            let mut vacant = vacant(entry);
            change(&mut vacant);
            vacant
        };
        let all = vec![
            with("another group", |v| v.target_groups = vec!["adhd".into()]),
            with("from the next day", |v| v.from = date(2026, 6, 2)),
            with("from the day", |v| v.from = DAY),
            with("to the next day", |v| v.to = Some(date(2026, 6, 2))),
            // None of these is shown.
            with("to the day", |v| v.to = Some(DAY)),
            with("another paragraph", |v| v.paragraph = Paragraph::Sel108),
            with("no place left", |v| v.places = 0),
            with("later, for another group", |v| {
                v.from = date(2026, 6, 2);
                v.target_groups.clear();
            }),
        ];
        let parts = search(&asked(), all).into_iter();
        let parts: Vec<_> = parts.map(|of| (of.part, of.vacant.entry)).collect();
        assert_eq!(
            parts,
            [
                (Part::Fits, "from the day".to_owned()),
                (Part::Fits, "to the next day".to_owned()),
                (Part::Later, "from the next day".to_owned()),
                (Part::OneMoreGroup, "another group".to_owned()),
            ]
        );
    }
}

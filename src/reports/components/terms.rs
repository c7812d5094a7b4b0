//! The parts of a decomposed change with their numbers put in, so that a reader can work each out
//! again.

use num_traits::Signed;

use super::members::Entry;
use crate::domain::components::decomposition::{Amount, WholeParts};
use crate::domain::number::Exact;
use crate::domain::period::Span;
use crate::domain::report::{self, Value};
use crate::reports::words::with_unit;

/// One of the three parts of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Volume,
    Mix,
    UnitCost,
}

/// The figures that a part is worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Terms {
    span: Span,
    /// The member's own in the two years; of the whole change the sum of all.
    from: Amount,
    to: Amount,
    /// All full-year persons of the two years.
    all_before: Exact,
    all_after: Exact,
}

impl Terms {
    /// Those of all members together.
    pub fn of_all(entries: &[Entry], span: Span) -> Terms {
        let sum = |amount: fn(&Entry) -> &Amount| Amount {
            expenditure: entries.iter().map(|e| &amount(e).expenditure).sum(),
            persons: entries.iter().map(|e| &amount(e).persons).sum(),
        };
        let (from, to) = (sum(|e| &e.member.from), sum(|e| &e.member.to));
        Terms {
            span,
            all_before: from.persons.clone(),
            all_after: to.persons.clone(),
            from,
            to,
        }
    }

    /// Those of one member among all.
    pub fn of(&self, entry: &Entry) -> Terms {
        Terms {
            from: entry.member.from.clone(),
            to: entry.member.to.clone(),
            ..self.clone()
        }
    }

    /// The formula, with what its letters stand for.
    pub fn formula(&self, which: Which) -> String {
        let (words, letters) = match which {
            Which::Volume => (
                "mængde = (Q1 \u{2212} Q0) × (w0 + w1) / 2",
                "Q er alle helårspersoner og w leddets udgift pr. helårsperson i alt",
            ),
            Which::Mix if self.has_both() => (
                "forskydning = (Q0 + Q1) / 2 × (s1 \u{2212} s0) × (u0 + u1) / 2",
                "Q er alle helårspersoner, s leddets andel af dem og u dets enhedsudgift",
            ),
            Which::Mix => (
                "forskydning = (Q0 + Q1) / 2 × (w1 \u{2212} w0)",
                "Q er alle helårspersoner og w leddets udgift pr. helårsperson i alt; leddet har kun helårspersoner i det ene år, så dets enhedsudgift ændrer sig ikke",
            ),
            Which::UnitCost => (
                "enhedsudgift = (Q0 + Q1) / 2 × (u1 \u{2212} u0) × (s0 + s1) / 2",
                "Q er alle helårspersoner, s leddets andel af dem og u dets enhedsudgift",
            ),
        };
        let Span { from, to } = self.span;
        format!(
            "{words}, hvor {letters}; 0 er {from}, 1 er {to}. Hele kroner, afrundet så delene går op i ændringen."
        )
    }

    /// The formula with the numbers put in, without its result.
    pub fn with_numbers(&self, which: Which) -> String {
        let kroner = |value: &Exact| with_unit(&report::kroner(value));
        let persons = |value: &Exact| Value::danish(&report::persons(value));
        let (all0, all1) = (persons(&self.all_before), persons(&self.all_after));
        let (q0, q1) = (persons(&self.from.persons), persons(&self.to.persons));
        let (e0, e1) = (kroner(&self.from.expenditure), kroner(&self.to.expenditure));
        let middle = format!("({all0} + {all1}) / 2");
        match which {
            Which::Volume => {
                format!("({all1} \u{2212} {all0}) × ({e0} / {all0} + {e1} / {all1}) / 2")
            }
            Which::Mix if self.has_both() => format!(
                "{middle} × ({q1} / {all1} \u{2212} {q0} / {all0}) × ({e0} / {q0} + {e1} / {q1}) / 2"
            ),
            Which::Mix => format!("{middle} × ({e1} / {all1} \u{2212} {e0} / {all0})"),
            Which::UnitCost if self.has_both() => format!(
                "{middle} × ({e1} / {q1} \u{2212} {e0} / {q0}) × ({q0} / {all0} + {q1} / {all1}) / 2"
            ),
            Which::UnitCost => "0 (leddet har kun helårspersoner i det ene år)".to_owned(),
        }
    }

    fn has_both(&self) -> bool {
        self.from.persons.is_positive() && self.to.persons.is_positive()
    }
}

/// The members' shares of a part of the whole change, which add up to it: "SEL § 107 12 kr.".
pub(super) fn shares(
    members: &[(String, WholeParts)],
    share: impl Fn(&WholeParts) -> Value,
) -> String {
    let words = members
        .iter()
        .map(|(label, parts)| format!("{label}: {}", with_unit(&share(parts))));
    words.collect::<Vec<_>>().join(" + ")
}

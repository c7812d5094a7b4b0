//! The forms of a case: which there are, who may use them now, what was refused on them.

use jiff::civil::Date;

use super::words::Sent;
use crate::changes::texts::Fault;
use crate::domain::follow_up::{Handling, Next};

/// Days that an operator has to explain, unless another day is chosen.
pub(super) const USUAL_DAYS: i32 = 14;

/// A form of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseStep {
    Ask,
    Explain,
    /// The explanation of an operator that has no chef here, written down by the secretariat.
    Receive,
    Report,
    Discuss,
    Decide,
    Reopen,
    Note,
}

impl CaseStep {
    /// As it stands in the address.
    pub const fn slug(self) -> &'static str {
        match self {
            CaseStep::Ask => "bed-om-forklaring",
            CaseStep::Explain => "forklar",
            CaseStep::Receive => "modtag-forklaring",
            CaseStep::Report => "indberet",
            CaseStep::Discuss => "droeft",
            CaseStep::Decide => "beslut",
            CaseStep::Reopen => "genaabn",
            CaseStep::Note => "bemaerk",
        }
    }

    /// The form's heading.
    pub const fn words(self) -> &'static str {
        match self {
            CaseStep::Ask => "Bed om en forklaring",
            CaseStep::Explain => "Forklar stigningen",
            CaseStep::Receive => "Skriv driftsherrens forklaring ind",
            CaseStep::Report => "Registrér indberetningen til socialtilsynet",
            CaseStep::Discuss => "Registrér drøftelsen på et møde",
            CaseStep::Decide => "Registrér en beslutning",
            CaseStep::Reopen => "Åbn sagen igen",
            CaseStep::Note => "Skriv en bemærkning",
        }
    }

    pub const fn button(self) -> &'static str {
        match self {
            CaseStep::Ask => "Bed om forklaring",
            CaseStep::Explain | CaseStep::Receive => "Gem forklaringen",
            CaseStep::Report => "Gem indberetningen",
            CaseStep::Discuss => "Gem drøftelsen",
            CaseStep::Decide => "Gem beslutningen",
            CaseStep::Reopen => "Åbn igen",
            CaseStep::Note => "Gem bemærkningen",
        }
    }

    /// What the secretariat may do now, the step that comes next first; `receives` where it writes
    /// down what the operator explained.
    pub fn of_secretariat(standing: &Handling<'_>, today: Date, receives: bool) -> Vec<CaseStep> {
        use CaseStep::{Ask, Decide, Discuss, Note, Receive, Reopen, Report};
        let first = match standing.next(today) {
            Some(Next::Remind | Next::Await) if receives => Receive,
            Some(Next::Remind | Next::Ask) => Ask,
            Some(Next::Report) => Report,
            Some(Next::Discuss) => Discuss,
            None if standing.decided.is_none() => Decide,
            Some(Next::Await) | None => Note,
        };
        let possible = |step: &CaseStep| match step {
            Receive => receives,
            Decide => standing.discussed.is_some(),
            Reopen => !standing.state().is_open(),
            _ => true,
        };
        let rest = [Ask, Receive, Report, Discuss, Decide, Reopen, Note];
        let rest = rest.into_iter().filter(|step| *step != first);
        std::iter::once(first)
            .chain(rest)
            .filter(possible)
            .collect()
    }
}

/// A form that was sent and not done: where, why, and what it held.
pub struct Refusal {
    pub step: CaseStep,
    /// Nothing is wrong with one that is only shown again.
    pub fault: Option<Fault>,
    pub sent: Sent,
}

//! Synthetic searches for vacant places: one of each end, and a question that waits for its answer.

use anyhow::Context as _;
use jiff::ToSpan as _;

use crate::changes::actor::Actor;
use crate::changes::searches::asked::Sent;
use crate::changes::searches::chosen::{self, Written};
use crate::changes::searches::{made, requests};
use crate::domain::searches::{Code, Match, Part, Receipt, Step};
use crate::storage::Store;

const TEXT: &str = "SYNTETISK: Ingen af pladserne kunne bruges.";

/// What a search ends with.
enum End {
    Nothing,
    /// The first place that fits is asked for.
    Asked,
    Chosen(Step),
    /// Bought privately so many days before today.
    Bought(Code, i64),
}

/// Municipality, paragraph and target group, and what came of it.
const SEARCHES: [(&str, &str, &str, End); 8] = [
    ("851", "SEL_107", "Autismespektrum", End::Asked),
    ("860", "SEL_107", "Udviklingshæmning", End::Asked),
    (
        "813",
        "SEL_108",
        "Udviklingshæmning",
        End::Bought(Code::FreeChoice, 0),
    ),
    (
        "840",
        "SEL_107",
        "Autismespektrum",
        End::Bought(Code::NoMatch, 0),
    ),
    (
        "787",
        "ABL_105",
        "Erhvervet hjerneskade",
        End::Chosen(Step::Taken),
    ),
    // Bought first and searched afterwards: the demand is not met.
    (
        "851",
        "SEL_107",
        "Stofmisbrug",
        End::Bought(Code::Urgent, 10),
    ),
    (
        "820",
        "SEL_108",
        "Autismespektrum",
        End::Chosen(Step::Refused),
    ),
    ("846", "SEL_107", "Udviklingshæmning", End::Nothing),
];

/// Makes the searches, each for its own municipality.
pub(super) fn fill(store: &Store, actor: &Actor) -> anyhow::Result<()> {
    for (municipality, paragraph, group, end) in SEARCHES {
        let chef = actor.clone().bound(municipality);
        let sent = Sent {
            municipality: String::new(),
            paragraph: paragraph.to_owned(),
            target_group: group.to_owned(),
            needed_from: Some(actor.clock.today().saturating_add(30.days())),
        };
        let (search, found) = made::make(store, &chef, &sent)?;
        finish(store, &chef, (search.receipt, &found), &end)
            .with_context(|| search.receipt.to_string())?;
    }
    Ok(())
}

fn finish(
    store: &Store,
    chef: &Actor,
    (receipt, found): (Receipt, &[Match]),
    end: &End,
) -> anyhow::Result<()> {
    let today = chef.clock.today();
    let choice = |step: Step| Written {
        choice: step.key().to_owned(),
        on: Some(today),
        text: TEXT.to_owned(),
        ..Written::default()
    };
    match end {
        End::Nothing => {}
        End::Asked => {
            let first = found.iter().find(|of| of.part == Part::Fits);
            if let Some(of) = first {
                let asked = (receipt, &*of.vacant.entry);
                requests::ask(store, chef, asked, "SYNTETISK: Kan pladsen være vores?")?;
            }
        }
        End::Chosen(step) => {
            chosen::choose(store, chef, receipt, &choice(*step))?;
        }
        End::Bought(code, days) => {
            let written = Written {
                code: code.key().to_owned(),
                on: Some(today.saturating_sub(days.days())),
                ..choice(Step::BoughtPrivately)
            };
            chosen::choose(store, chef, receipt, &written)?;
        }
    }
    Ok(())
}

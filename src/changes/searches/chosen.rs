//! What was chosen in the end: a place taken, refused, bought privately with a code, or none needed.

use jiff::civil::Date;

use super::{Details, SearchError, fields, own, write};
use crate::changes::actor::Actor;
use crate::changes::texts::{optional, past, required};
use crate::domain::searches::{Code, Event, Receipt, Search, Step};
use crate::storage::Store;

/// What can be chosen by hand; a request and its answer are steps of their own.
pub const STEPS: [Step; 4] = [
    Step::Taken,
    Step::Refused,
    Step::BoughtPrivately,
    Step::Dropped,
];

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Key of one of [`STEPS`].
    pub choice: String,
    /// Key of a [`Code`], of a private purchase alone.
    pub code: String,
    /// The day that it happened; `None` for what is no date.
    pub on: Option<Date>,
    pub text: String,
}

/// Keeps what was chosen. What was chosen before stays in the history.
///
/// # Errors
/// [`SearchError::Fault`] at the field that is wrong.
pub fn choose(
    store: &Store,
    actor: &Actor,
    receipt: Receipt,
    written: &Written,
) -> Result<Event, SearchError> {
    write(store, actor, receipt, |db, _| {
        let search = own(db, actor, receipt)?;
        let details = details(actor, &search, written)?;
        Ok((search, details))
    })
}

fn details(actor: &Actor, search: &Search, written: &Written) -> Result<Details, SearchError> {
    let step = Step::from_key(&written.choice).filter(|step| STEPS.contains(step));
    let step = step.ok_or_else(|| fields::CHOICE.fault("Vælg, hvad afsøgningen endte med."))?;
    let code = match step {
        Step::BoughtPrivately => Some(code(search, &written.code)?),
        _ => None,
    };
    let day = "Skriv en dato, for eksempel 20-05-2026.";
    let on = written.on.ok_or_else(|| fields::ON.fault(day))?;
    let text = match code {
        Some(code) if code.needs_text(search.matches) => {
            let asks = fields::TEXT.asking(match code {
                Code::Other => "Skriv med få ord, hvad begrundelsen er. Skriv intet om borgeren.",
                _ => "Kvitteringen viser pladser, der passede. Skriv med få ord, hvorfor ingen af dem kunne bruges. Skriv intet om borgeren.",
            });
            required(asks, &written.text)?
        }
        _ => optional(fields::TEXT, &written.text)?,
    };
    Ok(Details {
        step,
        entry: None,
        code,
        on: past(fields::ON, on, actor.today())?,
        text,
    })
}

fn code(search: &Search, key: &str) -> Result<Code, SearchError> {
    let field = fields::CODE;
    let code = Code::from_key(key)
        .ok_or_else(|| field.fault("Vælg en begrundelse for, at pladsen er købt privat."))?;
    if code.is_of(search.asked.paragraph) {
        return Ok(code);
    }
    let words = format!(
        "Det frie valg gælder SEL § 108; afsøgningen er efter {}. Vælg en anden begrundelse.",
        search.asked.paragraph.label()
    );
    Err(field.fault(words).into())
}

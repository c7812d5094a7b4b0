//! Whether public places were looked for before a place was bought privately: what the searches tell.

use super::register::Register;
use crate::domain::searches::purchases;
use crate::reports::ReportError;
use crate::storage::Db;
use crate::storage::searches::{events, kept};

/// Beside the demand: what it is counted from.
pub(super) const KNOWN: &str = "Kravet om først at afsøge er opgjort af de private køb, der er skrevet på en afsøgning. Køb, som ingen har skrevet på en afsøgning, er ikke med.";

const NONE: &str =
    "Der er ikke skrevet private køb på nogen afsøgning endnu, så kravet kan ikke opgøres.";
const OF_AN_OFFER: &str = "Kravet gælder kommunernes køb og kan ikke opgøres for et enkelt tilbud eller for et socialtilsyns tilbud.";

/// The private purchases that searches tell of.
pub(super) struct Purchases {
    pub all: usize,
    /// Those with a search before them.
    pub searched_before: usize,
}

/// Counts the purchases of the municipalities, paragraph and target group asked for; or why they cannot
/// be counted, in Danish.
pub(super) fn counted(
    db: &mut Db,
    register: &Register,
) -> Result<Result<Purchases, &'static str>, ReportError> {
    if register.offer.is_some() || register.supervisor.is_some() {
        return Ok(Err(OF_AN_OFFER));
    }
    let searches = kept::all(db, register.as_of)?;
    let events = events::all(db, register.as_of)?;
    let mut counted = Purchases {
        all: 0,
        searched_before: 0,
    };
    for purchase in purchases(&searches, &events) {
        if register.covers_search(&purchase.search.asked) {
            counted.all += 1;
            counted.searched_before += usize::from(purchase.had_search_before());
        }
    }
    Ok(if counted.all == 0 {
        Err(NONE)
    } else {
        Ok(counted)
    })
}

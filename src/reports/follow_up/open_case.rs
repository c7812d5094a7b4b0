//! One open case and the columns that it is shown by.

use jiff::civil::Date;

use crate::domain::follow_up::{Amounts, Event, Handling, Next, Reopening, State, Step};
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::offers::Supervisor;
use crate::domain::report::{Cell, Unit, Value};
use crate::domain::tariffs::TariffUnit;
use crate::reports::columns::{Col, Cols};
use crate::reports::tariffs::increase::{question, reasons};
use crate::reports::tariffs::rise::Rise;
use crate::reports::words::{date, date_value};

/// An increase that is not reported and discussed yet. There may be thousands of which nothing is told, so
/// what is told stands beside.
pub struct OpenCase {
    pub rise: Rise,
    pub state: State,
    /// What has to be done next, seen from the day asked for.
    pub next: Option<Next>,
    /// When the explanation that was asked for is due.
    pub due: Option<Date>,
    /// The newest explanation, also one of other amounts: it may hold for the new ones.
    pub explained: Option<Box<Event>>,
    /// What was explained about the same service the year before.
    pub explained_before: Option<Box<Event>>,
    pub reported: Option<Box<Event>>,
    pub discussed: Option<Box<Event>>,
    pub decided: Option<Box<Event>>,
    /// Why it is open again, with the tariffs then and now, in Danish.
    pub reopened: Option<String>,
}

impl OpenCase {
    pub(super) fn of(
        rise: Rise,
        events: &[Event],
        standing: &Handling<'_>,
        (before, on): (Option<&Event>, Option<Date>),
    ) -> OpenCase {
        let newest = || events.iter().rev().find(|e| e.step == Step::Explained);
        let kept = |event: Option<&Event>| event.cloned().map(Box::new);
        OpenCase {
            state: standing.state(),
            // Without a day nothing is overdue.
            next: standing.next(on.unwrap_or(Date::MIN)),
            due: standing.requested.and_then(|e| e.due),
            explained: kept(standing.explained.or_else(newest)),
            explained_before: kept(before),
            reported: kept(standing.reported),
            discussed: kept(standing.discussed),
            decided: kept(standing.decided),
            reopened: standing.reopened.map(|why| reopened(why, rise.amounts())),
            rise,
        }
    }

    /// The newest explanation's words; empty without one.
    pub fn explanation(&self) -> &str {
        text(self.explained.as_deref())
    }

    /// Last year's explanation's words; empty without one.
    pub fn explanation_before(&self) -> &str {
        text(self.explained_before.as_deref())
    }

    /// Reasons with their amounts: "Belægning 12,50 kr., Andet".
    pub fn reasons(&self) -> String {
        self.explained.as_deref().map_or_else(String::new, reasons)
    }

    /// Whether the reasons come to more than the increase, as a question.
    pub fn question(&self) -> Option<String> {
        self.explained.as_deref().and_then(question)
    }
}

fn text(event: Option<&Event>) -> &str {
    event.map_or("", |event| event.text.as_str())
}

fn day(date: Option<Date>) -> Cell {
    date.map_or(Value::Empty.into(), |date| date_value(date).into())
}

pub static OFFER_ID: Col<OpenCase> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |case| {
    case.rise.offer_id_cell()
});
pub static OFFER: Col<OpenCase> = Col::says("offer", "Tilbud", Unit::Text, |case| {
    Cell::text(&case.rise.offer.name)
});
pub static SERVICE: Col<OpenCase> = Col::names("service", "Ydelse", Unit::Text, |case| {
    case.rise.service_cell()
});
pub static YEAR: Col<OpenCase> = Col::names("year", "År", Unit::Year, |case| {
    Value::Year(case.rise.year()).into()
});
pub static OLD: Col<OpenCase> = Col::figure("old", "Takst året før", Unit::Kroner, |case| {
    case.rise.old_cell()
});
pub static NEW: Col<OpenCase> =
    Col::figure("new", "Ny takst", Unit::Kroner, |case| case.rise.new_cell());
pub static CHANGE: Col<OpenCase> = Col::figure("change_pct", "Stigning", Unit::Percent, |case| {
    case.rise.change_cell()
});
pub static FOLLOW_UP: Col<OpenCase> =
    Col::says("follow_up", "Opfølgning", Unit::Text, |case: &OpenCase| {
        Cell::key(case.state.key(), case.state.label())
    })
    .one_of(|| State::ALL.map(State::key).to_vec());
pub static OPERATOR: Col<OpenCase> = Col::says("operator", "Driftsherre", Unit::Text, |case| {
    Cell::text(&case.rise.offer.operator)
});
pub static SUPERVISOR: Col<OpenCase> = Col::says(
    "supervisor",
    "Socialtilsyn",
    Unit::Text,
    |case: &OpenCase| case.rise.offer.supervisor_cell(),
)
.optional()
.one_of(|| Supervisor::ALL.map(Supervisor::key).to_vec());
pub static ABOVE: Col<OpenCase> =
    Col::says("above_threshold", "Over grænsen", Unit::YesNo, |case| {
        Value::YesNo(case.rise.flagged).into()
    });
pub static DUE: Col<OpenCase> =
    Col::says("due", "Forklaring ventes", Unit::Text, |case: &OpenCase| {
        day(case.due)
    })
    .optional();
pub static EXPLANATION: Col<OpenCase> =
    Col::says("explanation", "Forklaring", Unit::Text, |case| {
        Cell::text(case.explanation())
    });
pub static REASONS: Col<OpenCase> = Col::says("reasons", "Oplyste årsager", Unit::Text, |case| {
    Cell::text(case.reasons())
});
pub static EXPLANATION_BEFORE: Col<OpenCase> = Col::says(
    "explanation_before",
    "Forklaring året før",
    Unit::Text,
    |case| Cell::text(case.explanation_before()),
);
pub static REPORTED_ON: Col<OpenCase> = Col::says(
    "reported_on",
    "Indberettet",
    Unit::Text,
    |case: &OpenCase| day(case.reported.as_deref().map(|e| e.date)),
)
.optional();
pub static REFERENCE: Col<OpenCase> = Col::says("reference", "Reference", Unit::Text, |case| {
    let reported = case.reported.as_deref();
    Cell::text(reported.map_or("", |e| e.reference.as_str()))
});
pub static DISCUSSED_ON: Col<OpenCase> =
    Col::says("discussed_on", "Drøftet", Unit::Text, |case: &OpenCase| {
        day(case.discussed.as_deref().map(|e| e.date))
    })
    .optional();
pub static DECISION: Col<OpenCase> = Col::says("decision", "Beslutning", Unit::Text, |case| {
    Cell::text(text(case.decided.as_deref()))
});
pub static REOPENED: Col<OpenCase> = Col::says("reopened", "Genåbnet", Unit::Text, |case| {
    Cell::text(case.reopened.as_deref().unwrap_or_default())
});
pub static NEXT: Col<OpenCase> =
    Col::says("next", "Næste skridt", Unit::Text, |case: &OpenCase| {
        let cell = |next: Next| Cell::key(next.key(), next.label());
        case.next.map_or(Value::Empty.into(), cell)
    })
    .optional()
    .one_of(|| Next::ALL.map(Next::key).to_vec());
pub static UNIT: Col<OpenCase> = Col::says("unit", "Enhed", Unit::Text, |case: &OpenCase| {
    case.rise.unit_cell()
})
.one_of(|| TariffUnit::ALL.map(TariffUnit::key).to_vec());

pub static PER_YEAR: Col<OpenCase> =
    Col::figure("kroner_per_year", "Kroner pr. år", Unit::Kroner, |case| {
        case.rise.per_year_cell()
    });

pub static COLUMNS: Cols<OpenCase> = &[
    &OFFER_ID,
    &OFFER,
    &SERVICE,
    &YEAR,
    &OLD,
    &NEW,
    &CHANGE,
    &FOLLOW_UP,
    &OPERATOR,
    &SUPERVISOR,
    &ABOVE,
    &DUE,
    &EXPLANATION,
    &REASONS,
    &EXPLANATION_BEFORE,
    &REPORTED_ON,
    &REFERENCE,
    &DISCUSSED_ON,
    &DECISION,
    &REOPENED,
    &NEXT,
    &UNIT,
    &PER_YEAR,
];

/// Why a case is open again, with the tariffs then and now.
pub(super) fn reopened(why: Reopening<'_>, now: Amounts) -> String {
    let kroner = |m: Money| danish(m.decimal());
    match why {
        Reopening::Corrected(event) => format!(
            "Taksten er rettet, efter at sagen var behandlet ({}, {}): fra {} \u{2192} {} kr. til {} \u{2192} {} kr.",
            event.step.label().to_lowercase(),
            date(event.date),
            kroner(event.amounts.old),
            kroner(event.amounts.new),
            kroner(now.old),
            kroner(now.new)
        ),
        Reopening::ByHand(event) => format!(
            "Genåbnet {} af {}: {}",
            date(event.date),
            event.by,
            event.text
        ),
    }
}

//! One increase and the columns that it is shown by.

use super::rise::Rise;
use crate::domain::follow_up::{Amounts, Event, State};
use crate::domain::number::danish;
use crate::domain::offers::Supervisor;
use crate::domain::paragraph::Paragraph;
use crate::domain::report::{Cell, Unit};
use crate::domain::tariffs::TariffUnit;
use crate::reports::columns::{Col, Cols};

/// One increase.
pub struct Increase {
    pub rise: Rise,
    pub state: State,
    /// What the operator explained about these two tariffs.
    pub explained: Option<Event>,
}

impl Increase {
    /// "Belægning 12,50 kr., Andet".
    pub fn reasons(&self) -> String {
        self.explained.as_ref().map_or_else(String::new, reasons)
    }

    /// Whether the reasons come to more than the increase, as a question.
    pub fn question(&self) -> Option<String> {
        self.explained.as_ref().and_then(question)
    }
}

pub static OFFER_ID: Col<Increase> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    row.rise.offer_id_cell()
});
pub static OFFER: Col<Increase> = Col::says("offer", "Tilbud", Unit::Text, |row| {
    Cell::text(&row.rise.offer.name)
});
pub static SERVICE: Col<Increase> = Col::names("service", "Ydelse", Unit::Text, |row| {
    row.rise.service_cell()
});
pub static OLD: Col<Increase> = Col::figure("old", "Takst året før", Unit::Kroner, |row| {
    row.rise.old_cell()
});
pub static NEW: Col<Increase> =
    Col::figure("new", "Ny takst", Unit::Kroner, |row| row.rise.new_cell());
pub static CHANGE: Col<Increase> = Col::figure("change_pct", "Stigning", Unit::Percent, |row| {
    row.rise.change_cell()
});
pub static REAL_CHANGE: Col<Increase> =
    Col::figure("real_change_pct", "Real stigning", Unit::Percent, |row| {
        row.rise.real_change_cell()
    });
pub static FOLLOW_UP: Col<Increase> =
    Col::says("follow_up", "Opfølgning", Unit::Text, |row: &Increase| {
        Cell::key(row.state.key(), row.state.label())
    })
    .one_of(|| State::ALL.map(State::key).to_vec());
pub static OPERATOR: Col<Increase> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.rise.offer.operator)
});
pub static MUNICIPALITY: Col<Increase> =
    Col::says("municipality", "Kommune", Unit::Text, |row: &Increase| {
        row.rise.offer.municipality_cell()
    })
    .optional();
pub static SUPERVISOR: Col<Increase> = Col::says(
    "supervisor",
    "Socialtilsyn",
    Unit::Text,
    |row: &Increase| row.rise.offer.supervisor_cell(),
)
.optional()
.one_of(|| Supervisor::ALL.map(Supervisor::key).to_vec());
pub static PARAGRAPH: Col<Increase> =
    Col::says("paragraph", "Paragraf", Unit::Text, |row: &Increase| {
        row.rise.paragraph_cell()
    })
    .one_of(|| Paragraph::ALL.map(Paragraph::key).to_vec());
pub static UNIT: Col<Increase> = Col::says("unit", "Enhed", Unit::Text, |row: &Increase| {
    row.rise.unit_cell()
})
.one_of(|| TariffUnit::ALL.map(TariffUnit::key).to_vec());
pub static PLACES: Col<Increase> = Col::says("places", "Pladser", Unit::Count, |row: &Increase| {
    row.rise.offer.places_cell()
})
.optional();
pub static PER_YEAR: Col<Increase> =
    Col::figure("kroner_per_year", "Kroner pr. år", Unit::Kroner, |row| {
        row.rise.per_year_cell()
    });
pub static REASONS: Col<Increase> = Col::says("reasons", "Oplyste årsager", Unit::Text, |row| {
    Cell::text(row.reasons())
});
pub static EXPLANATION: Col<Increase> = Col::says("explanation", "Forklaring", Unit::Text, |row| {
    let explained = row.explained.as_ref();
    Cell::text(explained.map_or("", |event| event.text.as_str()))
});

pub static COLUMNS: Cols<Increase> = &[
    &OFFER_ID,
    &OFFER,
    &SERVICE,
    &OLD,
    &NEW,
    &CHANGE,
    &REAL_CHANGE,
    &FOLLOW_UP,
    &OPERATOR,
    &MUNICIPALITY,
    &SUPERVISOR,
    &PARAGRAPH,
    &UNIT,
    &PLACES,
    &PER_YEAR,
    &REASONS,
    &EXPLANATION,
];

/// A question to reasons that come to more than the increase, in Danish; `None` when they do not.
pub(in crate::reports) fn question(event: &Event) -> Option<String> {
    let beyond = event.beyond_the_increase()?;
    let Amounts { old, new } = event.amounts;
    let increase = danish(new.decimal() - old.decimal());
    Some(format!(
        "Årsagerne er tilsammen {} kr. mere end stigningen på {increase} kr. Er beløbene rigtige?",
        danish(beyond.decimal())
    ))
}

/// The reasons of an explanation with their amounts: "Belægning 12,50 kr., Andet".
pub(in crate::reports) fn reasons(event: &Event) -> String {
    let words: Vec<String> = event
        .reasons
        .iter()
        .map(|(reason, amount)| match amount {
            Some(amount) => format!("{} {} kr.", reason.label(), danish(amount.decimal())),
            None => reason.label().to_owned(),
        })
        .collect();
    words.join(", ")
}

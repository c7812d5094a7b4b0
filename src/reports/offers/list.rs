//! `offers`: the register, and the three demands of the workplan's first milestone.

use std::sync::Arc;

use super::demands::{self, Demand};
use super::public_first;
use super::register::Register;
use crate::domain::danish::danish_order;
use crate::domain::number::danish;
use crate::domain::offers::{Offer, OperatingForm, Supervisor};
use crate::domain::report::{Cell, FactRef, Located, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// An offer of the list.
pub struct Listed {
    pub at: FactRef,
    pub offer: Arc<Offer>,
    /// Name of the municipality it is situated in.
    pub municipality: String,
    /// Names of its target groups, between commas.
    pub target_groups: String,
}

pub static OFFER_ID: Col<Listed> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    Cell::key(&row.offer.id, &row.offer.id)
});
pub static OFFER: Col<Listed> = Col::says("offer", "Tilbud", Unit::Text, |row| {
    Cell::text(&row.offer.name)
});
pub static OPERATOR: Col<Listed> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.offer.operator)
});
pub static FORM: Col<Listed> = Col::says("form", "Driftsform", Unit::Text, |row: &Listed| {
    Cell::key(row.offer.form.key(), row.offer.form.label())
})
.one_of(|| OperatingForm::ALL.map(OperatingForm::key).to_vec());
pub static MUNICIPALITY: Col<Listed> = Col::says("municipality", "Kommune", Unit::Text, |row| {
    Cell::key(&row.offer.municipality, &row.municipality)
});
pub static PARAGRAPHS: Col<Listed> = Col::says("paragraphs", "Paragraffer", Unit::Text, |row| {
    let keys: Vec<&str> = row.offer.paragraphs.iter().map(|p| p.key()).collect();
    let labels: Vec<&str> = row.offer.paragraphs.iter().map(|p| p.label()).collect();
    Cell::key(keys.join(", "), labels.join(", "))
});
pub static TARGET_GROUPS: Col<Listed> =
    Col::says("target_groups", "Målgrupper", Unit::Text, |row| {
        Cell::text(&row.target_groups)
    });
pub static PLACES: Col<Listed> = Col::figure("places", "Pladser", Unit::Count, |row| {
    Cell::told(
        Value::Count(row.offer.places),
        "pladserne, som de er indlæst",
        danish(row.offer.places.into()),
        vec![row.at],
    )
});
pub static SELLS_PLACES: Col<Listed> =
    Col::says("sells_places", "Sælger pladser", Unit::YesNo, |row| {
        Value::YesNo(row.offer.sells_places).into()
    });
pub static IN_AGREEMENT: Col<Listed> =
    Col::says("in_agreement", "I rammeaftalen", Unit::YesNo, |row| {
        Value::YesNo(row.offer.in_agreement).into()
    });
pub static STANDARD_CONTRACT: Col<Listed> = Col::says(
    "standard_contract",
    "Standardkontrakt",
    Unit::YesNo,
    |row| Value::YesNo(row.offer.standard_contract).into(),
);
pub static SUPERVISOR: Col<Listed> = Col::says(
    "supervisor",
    "Socialtilsyn",
    Unit::Text,
    |row: &Listed| match row.offer.supervisor {
        Some(supervisor) => Cell::key(supervisor.key(), supervisor.label()),
        None => Cell::missing("Socialtilsynet er ikke oplyst for tilbuddet."),
    },
)
.optional()
.one_of(|| Supervisor::ALL.map(Supervisor::key).to_vec());

pub static COLUMNS: Cols<Listed> = &[
    &OFFER_ID,
    &OFFER,
    &OPERATOR,
    &FORM,
    &MUNICIPALITY,
    &PARAGRAPHS,
    &TARGET_GROUPS,
    &PLACES,
    &SELLS_PLACES,
    &IN_AGREEMENT,
    &STANDARD_CONTRACT,
    &SUPERVISOR,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let register = Register::load(db, query)?;
    let answer = answer(db, &register)?;
    let mut report = answer.report(COLUMNS, demands::COLUMNS);
    let lacking = answer.totals.iter().filter_map(Demand::note);
    report.notes.splice(0..0, lacking);
    Ok(report)
}

/// The offers of a register that is read already, by name, and how many meet the demands; who does
/// not is in the demands, in no note.
pub fn answer(db: &mut Db, register: &Register) -> Result<Answer<Listed, Demand>, ReportError> {
    let shown = |offer: &Offer| {
        register.shows(&offer.id)
            && register
                .paragraph
                .is_none_or(|p| offer.paragraphs.contains(&p))
    };
    let mut offers: Vec<&Located<Arc<Offer>>> = register
        .offers
        .values()
        .filter(|o| shown(&o.value))
        .collect();
    let order = danish_order();
    offers.sort_by(|a, b| {
        let (a, b) = (&a.value, &b.value);
        order(&[&a.name, &a.id], &[&b.name, &b.id])
    });
    let refs: Vec<FactRef> = offers.iter().map(|offer| offer.at).collect();
    let name = super::OFFERS.name;
    let mut frame = register.report(db, name, "Tilbud".to_owned(), Vec::new(), &refs)?;
    if offers.is_empty() {
        frame
            .notes
            .push("Der er ingen tilbud at vise. Indlæs tilbud på siden Data.".to_owned());
    }
    let listed = |offer: &Located<Arc<Offer>>| Listed {
        at: offer.at,
        offer: offer.value.clone(),
        municipality: register.area_name(&offer.value.municipality).to_owned(),
        target_groups: register.group_names(&offer.value.target_groups),
    };
    let purchases = public_first::counted(db, register)?;
    if purchases.is_ok() {
        frame.notes.push(public_first::KNOWN.to_owned());
    }
    Ok(Answer {
        totals: demands::of(&offers, purchases),
        rows: offers.into_iter().map(listed).collect(),
        frame,
    })
}

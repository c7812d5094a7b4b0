//! `offers`: the register, and the three demands of the workplan's first milestone.

use super::register::{Register, danish_order};
use super::tariff_increases::supervisor;
use super::{Query, ReportError};
use crate::domain::number;
use crate::domain::offer::Offer;
use crate::domain::report::{self, Cell, Column, FactRef, Report, Table, Unit, Value};
use crate::storage::Db;

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let register = Register::load(db, query)?;
    let shown = |offer: &Offer| {
        register.shows(&offer.id)
            && register
                .paragraph
                .is_none_or(|p| offer.paragraphs.contains(&p))
    };
    let mut offers: Vec<&(FactRef, Offer)> =
        register.offers.values().filter(|(_, o)| shown(o)).collect();
    let order = danish_order();
    offers.sort_by(|(_, a), (_, b)| order(&[&a.name, &a.id], &[&b.name, &b.id]));
    let refs: Vec<FactRef> = offers.iter().map(|(at, _)| *at).collect();
    let mut report = register.report(db, "offers", "Tilbud".to_owned(), Vec::new(), &refs)?;
    let offers: Vec<&Offer> = offers.into_iter().map(|(_, offer)| offer).collect();
    report.rows = Table {
        columns: columns(),
        rows: offers.iter().map(|o| row(&register, o)).collect(),
    };
    report.totals = demands(&offers, &mut report.notes);
    if offers.is_empty() {
        report
            .notes
            .push("Der er ingen tilbud at vise. Indlæs tilbud på siden Data.".to_owned());
    }
    Ok(report)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("operator", "Driftsherre", Unit::Text),
        Column::new("form", "Driftsform", Unit::Text),
        Column::new("municipality", "Kommune", Unit::Text),
        Column::new("paragraphs", "Paragraffer", Unit::Text),
        Column::new("target_groups", "Målgrupper", Unit::Text),
        Column::new("places", "Pladser", Unit::Count),
        Column::new("sells_places", "Sælger pladser", Unit::YesNo),
        Column::new("in_agreement", "I rammeaftalen", Unit::YesNo),
        Column::new("standard_contract", "Standardkontrakt", Unit::YesNo),
        Column::new("supervisor", "Socialtilsyn", Unit::Text),
    ]
}

fn row(register: &Register, offer: &Offer) -> Vec<Cell> {
    let keys: Vec<&str> = offer.paragraphs.iter().map(|p| p.key()).collect();
    let labels: Vec<&str> = offer.paragraphs.iter().map(|p| p.label()).collect();
    vec![
        Cell::key(&offer.id, &offer.id),
        Cell::text(&offer.name),
        Cell::text(&offer.operator),
        Cell::key(offer.form.key(), offer.form.label()),
        Cell::key(&offer.municipality, register.area_name(&offer.municipality)),
        Cell::key(keys.join(", "), labels.join(", ")),
        Cell::text(register.group_names(&offer.target_groups)),
        Value::Count(offer.places).into(),
        Value::YesNo(offer.sells_places).into(),
        Value::YesNo(offer.in_agreement).into(),
        Value::YesNo(offer.standard_contract).into(),
        supervisor(register, &offer.id),
    ]
}

/// How many meet each demand, of how many; who does not is told in the notes.
fn demands(offers: &[&Offer], notes: &mut Vec<String>) -> Table {
    let sellers: Vec<&Offer> = offers.iter().copied().filter(|o| o.sells_places).collect();
    let rows = vec![
        demand(
            "in_agreement",
            "Alle tilbud, som sælger pladser, indgår i rammeaftalen",
            &sellers,
            |o| o.in_agreement,
            notes,
        ),
        demand(
            "standard_contract",
            "Alle bruger standardkontrakter",
            offers,
            |o| o.standard_contract,
            notes,
        ),
        without_data(),
    ];
    Table {
        columns: vec![
            Column::new("demand", "Krav i arbejdsplanen", Unit::Text),
            Column::new("met", "Opfyldt", Unit::Count),
            Column::new("of", "Ud af", Unit::Count),
            Column::new("missing", "Mangler", Unit::Count),
            Column::new("met_pct", "Andel opfyldt", Unit::Percent),
        ],
        rows,
    }
}

fn count(n: usize) -> Cell {
    Value::Count(i64::try_from(n).unwrap_or(i64::MAX)).into()
}

fn demand(
    key: &str,
    label: &str,
    of: &[&Offer],
    met: fn(&Offer) -> bool,
    notes: &mut Vec<String>,
) -> Vec<Cell> {
    let missing: Vec<String> = of
        .iter()
        .filter(|o| !met(o))
        .map(|o| format!("{} ({})", o.name, o.id))
        .collect();
    if !missing.is_empty() {
        notes.push(format!("{label}. Mangler: {}.", missing.join("; ")));
    }
    let done = of.len() - missing.len();
    let share = match of.len() {
        0 => Cell::missing("Der er ingen tilbud, som kravet gælder."),
        all => {
            let number = |n: usize| number::exact(i64::try_from(n).unwrap_or(i64::MAX), 0);
            report::percent(&(number(done) * number::exact(100, 0) / number(all))).into()
        }
    };
    vec![
        Cell::key(key, label),
        count(done),
        count(of.len()),
        count(missing.len()),
        share,
    ]
}

/// The third demand needs the log of searches for vacant places.
fn without_data() -> Vec<Cell> {
    let missing = || {
        Cell::missing(
            "Søgninger efter ledige pladser registreres ikke endnu, så kravet kan ikke opgøres.",
        )
    };
    vec![
        Cell::key(
            "public_first",
            "Ledige kommunale og regionale pladser afsøges altid før private leverandører",
        ),
        missing(),
        missing(),
        missing(),
        missing(),
    ]
}

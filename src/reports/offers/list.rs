//! `offers`: the register, and the three demands of the workplan's first milestone.

use super::register::{Register, supervisor};
use crate::domain::danish::danish_order;
use crate::domain::number;
use crate::domain::offers::Offer;
use crate::domain::report::{self, Cell, Column, FactRef, Report, Table, Unit, Value};
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// The offers that do not meet a demand of the workplan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The demand's key in the totals.
    pub demand: &'static str,
    pub label: &'static str,
    /// Id and name, by name.
    pub offers: Vec<(String, String)>,
}

impl Missing {
    fn words(&self) -> String {
        let names: Vec<String> = self
            .offers
            .iter()
            .map(|(id, name)| format!("{name} ({id})"))
            .collect();
        format!("{}. Mangler: {}.", self.label, names.join("; "))
    }
}

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let register = Register::load(db, query)?;
    let (mut report, missing) = with_missing(db, &register)?;
    let lists = missing.iter().filter(|m| !m.offers.is_empty());
    report.notes.splice(0..0, lists.map(Missing::words));
    Ok(report)
}

/// The report of a register that is read already, and who is missing as lists instead of notes.
///
/// # Errors
/// [`ReportError`]
pub fn with_missing(
    db: &mut Db,
    register: &Register,
) -> Result<(Report, Vec<Missing>), ReportError> {
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
        rows: offers.iter().map(|o| row(register, o)).collect(),
    };
    let missing = missing(&offers);
    report.totals = demands(&offers, &missing);
    if offers.is_empty() {
        report
            .notes
            .push("Der er ingen tilbud at vise. Indlæs tilbud på siden Data.".to_owned());
    }
    Ok((report, missing))
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

/// Who does not meet the two demands that the register itself can tell.
fn missing(offers: &[&Offer]) -> Vec<Missing> {
    let list = |demand, label, lacks: fn(&Offer) -> bool| Missing {
        demand,
        label,
        offers: offers
            .iter()
            .filter(|o| lacks(o))
            .map(|o| (o.id.clone(), o.name.clone()))
            .collect(),
    };
    vec![
        list(
            "in_agreement",
            "Alle tilbud, som sælger pladser, indgår i rammeaftalen",
            |o| o.sells_places && !o.in_agreement,
        ),
        list("standard_contract", "Alle bruger standardkontrakter", |o| {
            !o.standard_contract
        }),
    ]
}

/// How many meet each demand, of how many.
fn demands(offers: &[&Offer], missing: &[Missing]) -> Table {
    let sellers = offers.iter().filter(|o| o.sells_places).count();
    let of = |missing: &Missing| match missing.demand {
        "in_agreement" => sellers,
        _ => offers.len(),
    };
    let mut rows: Vec<Vec<Cell>> = missing.iter().map(|m| demand(m, of(m))).collect();
    rows.push(without_data());
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

fn demand(missing: &Missing, of: usize) -> Vec<Cell> {
    let done = of - missing.offers.len();
    let share = match of {
        0 => Cell::missing("Der er ingen tilbud, som kravet gælder."),
        all => {
            let number = |n: usize| number::exact(i64::try_from(n).unwrap_or(i64::MAX), 0);
            report::percent(&(number(done) * number::exact(100, 0) / number(all))).into()
        }
    };
    vec![
        Cell::key(missing.demand, missing.label),
        count(done),
        count(of),
        count(missing.offers.len()),
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

//! `tariff-increases`: services whose tariff rose by more than the threshold, by operator, with
//! the follow-up of each. `tariffs-apart`: the services that cannot be compared, and why.

use std::collections::BTreeMap;

use super::compared::{Compared, Increases, Loaded, Uncompared};
use super::distribution;
use crate::domain::follow_up::{CaseKey, Event, handling};
use crate::domain::number::{Exact, danish};
use crate::domain::period::Year;
use crate::domain::report::{self, Cell, Column, Derivation, Report, Table, Unit, Value};
use crate::domain::tariffs::yearly;
use crate::reports::offers::register::{NOTHING, nothing, supervisor};
use crate::reports::words::with_unit;
use crate::reports::{Query, ReportError};
use crate::storage::{Db, follow_up};

const NAME: &str = "tariff-increases";
const APART: &str = "tariffs-apart";
/// How the notes about services that are not compared begin.
pub const NOT_COMPARED: &str = "Ikke sammenlignet";

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let loaded = match Increases::load(db, query)? {
        Loaded::Years(loaded) => loaded,
        Loaded::Nothing(register) => return nothing(db, &register, NAME, columns()),
    };
    of(db, &loaded)
}

/// The increases of a year, how all changes are spread, and what is not compared.
pub struct YearReports {
    pub increases: Report,
    pub distribution: Report,
    pub apart: Report,
    /// The limit in force for the year, in words.
    pub limit: Option<String>,
    /// Why nothing can be said about increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
}

/// Makes the three reports of a year from one reading.
///
/// # Errors
/// [`ReportError`]
pub fn of_year(db: &mut Db, query: &Query) -> Result<YearReports, ReportError> {
    Ok(match Increases::load(db, query)? {
        Loaded::Years(loaded) => YearReports {
            increases: of(db, &loaded)?,
            distribution: distribution::of(db, &loaded)?,
            apart: apart_of(db, &loaded)?,
            limit: loaded.limit,
            incomparable: loaded.incomparable,
            years: loaded.years,
        },
        Loaded::Nothing(register) => {
            let report = nothing(db, &register, NAME, columns())?;
            YearReports {
                distribution: report.clone(),
                apart: report.clone(),
                increases: report,
                limit: None,
                incomparable: Some(NOTHING.to_owned()),
                years: Vec::new(),
            }
        }
    })
}

fn of(db: &mut Db, loaded: &Increases) -> Result<Report, ReportError> {
    let cases = cases(db, loaded)?;
    let year = loaded.year;
    let title = format!(
        "Takststigninger over {} % i {year} ({})",
        loaded.threshold_text(),
        loaded.basis.label()
    );
    let mut report = loaded
        .register
        .report(db, NAME, title, loaded.filters(), &loaded.facts)?;
    report.rows = Table {
        columns: columns(),
        rows: loaded
            .flagged()
            .map(|c| row(loaded, c, cases.get(&c.case()).map_or(&[], Vec::as_slice)))
            .collect(),
    };
    report.totals = totals(loaded, &cases);
    report.notes.extend(loaded.notes.iter().cloned());
    if loaded.incomparable.is_none() {
        report.notes.push(format!(
            "{} af {} ydelser steg mere end {} % fra {} til {year}.",
            loaded.flagged().count(),
            loaded.compared.len(),
            loaded.threshold_text(),
            year.number() - 1
        ));
        report.notes.push(
            "Kroner pr. år er stigningen ganget med alle tilbuddets pladser hele året (årets dage, eller 12 måneder): et skøn for den største virkning.".to_owned(),
        );
    }
    report.notes.extend(loaded.apart.iter().map(|a| {
        format!(
            "{NOT_COMPARED}: {} ({}), {}: {}.",
            loaded.register.name(&a.offer_id),
            a.offer_id,
            a.service,
            a.reason(year)
        )
    }));
    report.series = distribution::chart(loaded).into_iter().collect();
    Ok(report)
}

/// Makes the report of what is not compared.
///
/// # Errors
/// [`ReportError`]
pub fn apart(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let loaded = match Increases::load(db, query)? {
        Loaded::Years(loaded) => loaded,
        Loaded::Nothing(register) => return nothing(db, &register, APART, apart_columns()),
    };
    apart_of(db, &loaded)
}

fn apart_of(db: &mut Db, loaded: &Increases) -> Result<Report, ReportError> {
    let title = format!("Ydelser, der ikke kan sammenlignes i {}", loaded.year);
    let mut filters = loaded.filters();
    filters.retain(|f| f.key == "year");
    let mut report = loaded
        .register
        .report(db, APART, title, filters, &loaded.facts)?;
    report.rows = Table {
        columns: apart_columns(),
        rows: loaded.apart.iter().map(|a| apart_row(loaded, a)).collect(),
    };
    Ok(report)
}

/// The events of this year's cases.
fn cases(db: &mut Db, loaded: &Increases) -> Result<BTreeMap<CaseKey, Vec<Event>>, ReportError> {
    let mut cases: BTreeMap<CaseKey, Vec<Event>> = BTreeMap::new();
    for event in follow_up::events(db, &[loaded.year], loaded.register.as_of)? {
        cases.entry(event.case.clone()).or_default().push(event);
    }
    Ok(cases)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("old", "Takst året før", Unit::Kroner),
        Column::new("new", "Ny takst", Unit::Kroner),
        Column::new("change_pct", "Stigning", Unit::Percent),
        Column::new("real_change_pct", "Real stigning", Unit::Percent),
        Column::new("follow_up", "Opfølgning", Unit::Text),
        Column::new("operator", "Driftsherre", Unit::Text),
        Column::new("municipality", "Kommune", Unit::Text),
        Column::new("supervisor", "Socialtilsyn", Unit::Text),
        Column::new("paragraph", "Paragraf", Unit::Text),
        Column::new("unit", "Enhed", Unit::Text),
        Column::new("places", "Pladser", Unit::Count),
        Column::new("kroner_per_year", "Kroner pr. år", Unit::Kroner),
        Column::new("reasons", "Oplyste årsager", Unit::Text),
        Column::new("explanation", "Forklaring", Unit::Text),
    ]
}

fn row(loaded: &Increases, c: &Compared, events: &[Event]) -> Vec<Cell> {
    let register = &loaded.register;
    let id = &*c.new.1.offer_id;
    let offer = register.get(id);
    let unknown = || Cell::missing("Tilbuddet er ikke i registret længere.");
    let standing = handling(events, Some(c.amounts()));
    let state = standing.state();
    let kroner = |side: &(report::FactRef, crate::domain::tariffs::Tariff)| Cell {
        value: Value::Kroner(side.1.amount.decimal()),
        derivation: None,
    };
    vec![
        Cell::key(id, id),
        Cell::text(register.name(id)),
        Cell::key(&*c.new.1.service, &*c.new.1.service),
        kroner(&c.old),
        kroner(&c.new),
        change(c),
        real_change(loaded, c),
        Cell::key(state.key(), state.label()),
        Cell::text(register.operator(id)),
        offer.map_or_else(unknown, |o| {
            Cell::key(&o.municipality, register.area_name(&o.municipality))
        }),
        supervisor(register, id),
        Cell::key(c.new.1.paragraph.key(), c.new.1.paragraph.label()),
        Cell::key(c.new.1.unit.key(), c.new.1.unit.label()),
        offer.map_or_else(unknown, |o| Value::Count(o.places).into()),
        per_year(loaded, c),
        Cell::text(standing.explained.map_or_else(String::new, reasons)),
        Cell::text(standing.explained.map_or("", |e| e.text.as_str())),
    ]
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

pub(in crate::reports) fn change(c: &Compared) -> Cell {
    let value = report::percent(&c.change);
    let text = |m: crate::domain::money::Money| format!("{} kr.", danish(m.decimal()));
    let (old, new) = (text(c.old.1.amount), text(c.new.1.amount));
    Cell {
        derivation: Some(Box::new(Derivation {
            formula: "stigning = (ny takst \u{2212} takst året før) / takst året før × 100"
                .to_owned(),
            with_numbers: format!(
                "({new} \u{2212} {old}) / {old} × 100 = {}",
                with_unit(&value)
            ),
            facts: vec![c.old.0, c.new.0],
        })),
        value,
    }
}

pub(in crate::reports) fn real_change(loaded: &Increases, c: &Compared) -> Cell {
    match (&c.real_change, &loaded.factor) {
        (Some(change), _) => {
            let value = report::percent(change);
            Cell {
                derivation: Some(Box::new(Derivation {
                    formula: "real stigning = (ny takst \u{2212} a) / a × 100, hvor a = takst året før × indeks(året) / indeks(året før)".to_owned(),
                    with_numbers: with_unit(&value),
                    facts: vec![c.old.0, c.new.0],
                })),
                value,
            }
        }
        (None, Err(missing)) => Cell::missing(crate::reports::words::missing_index(
            &missing.missing,
            crate::domain::price_level::PriceLevel::Fixed(loaded.year),
        )),
        (None, Ok(_)) => Cell::missing("Taksten året før er nul."),
    }
}

/// DKK a year at the offer's places, or why not.
fn kroner_per_year(loaded: &Increases, c: &Compared) -> Result<Exact, &'static str> {
    let offer = loaded
        .register
        .get(&c.new.1.offer_id)
        .ok_or("Tilbuddet er ikke i registret længere.")?;
    if offer.places == 0 {
        return Err("Tilbuddet har ingen pladser i registret.");
    }
    let increase = c.new.1.amount.exact() - c.old.1.amount.exact();
    yearly(&increase, c.new.1.unit, loaded.year, offer.places)
        .ok_or("Taksten er pr. time, og antallet af timer på et år kendes ikke.")
}

pub(in crate::reports) fn per_year(loaded: &Increases, c: &Compared) -> Cell {
    let exact = match kroner_per_year(loaded, c) {
        Ok(exact) => exact,
        Err(reason) => return Cell::missing(reason),
    };
    let value = report::kroner(&exact);
    let places = loaded
        .register
        .get(&c.new.1.offer_id)
        .map_or(0, |o| o.places);
    let units = c.new.1.unit.in_year(loaded.year).unwrap_or(0);
    let increase = report::kroner(&(c.new.1.amount.exact() - c.old.1.amount.exact()));
    Cell {
        derivation: Some(Box::new(Derivation {
            formula: "kroner pr. år = stigning × enheder på et år × pladser".to_owned(),
            with_numbers: format!(
                "{} × {units} × {places} = {}",
                with_unit(&increase),
                with_unit(&value)
            ),
            facts: vec![c.old.0, c.new.0],
        })),
        value,
    }
}

/// What the increases of one operator, or of all, come to.
#[derive(Default)]
struct Sum {
    count: i64,
    kroner: Exact,
    /// Without an amount a year.
    without: i64,
    open: i64,
}

impl Sum {
    fn add(&mut self, kroner: Option<&Exact>, open: bool) {
        self.count += 1;
        self.open += i64::from(open);
        match kroner {
            Some(kroner) => self.kroner += kroner,
            None => self.without += 1,
        }
    }

    fn row(&self, key: Cell) -> Vec<Cell> {
        let kroner = match self.count > 0 && self.count == self.without {
            true => Cell::missing("Ingen af stigningerne kan omregnes til kroner pr. år."),
            false => report::kroner(&self.kroner).into(),
        };
        vec![
            key,
            Value::Count(self.count).into(),
            kroner,
            Value::Count(self.without).into(),
            Value::Count(self.open).into(),
        ]
    }
}

/// One row for each operator, in order, and one for all; what cannot be said is no zero.
fn totals(loaded: &Increases, cases: &BTreeMap<CaseKey, Vec<Event>>) -> Table {
    if let Some(reason) = &loaded.incomparable {
        let columns = total_columns();
        let missing = (1..columns.len()).map(|_| Cell::missing(reason));
        let row = [Cell::key("total", "I alt")]
            .into_iter()
            .chain(missing)
            .collect();
        return Table {
            columns,
            rows: vec![row],
        };
    }
    let mut groups: Vec<(String, Sum)> = Vec::new();
    let mut all = Sum::default();
    for c in loaded.flagged() {
        let operator = loaded.register.operator(&c.new.1.offer_id);
        if groups.last().is_none_or(|(last, _)| last != operator) {
            groups.push((operator.to_owned(), Sum::default()));
        }
        let Some((_, group)) = groups.last_mut() else {
            continue;
        };
        let events = cases.get(&c.case()).map_or(&[][..], Vec::as_slice);
        let open = handling(events, Some(c.amounts())).state().is_open();
        let kroner = kroner_per_year(loaded, c).ok();
        group.add(kroner.as_ref(), open);
        all.add(kroner.as_ref(), open);
    }
    let mut rows: Vec<Vec<Cell>> = groups
        .iter()
        .map(|(operator, sum)| sum.row(Cell::key(operator, operator)))
        .collect();
    rows.push(all.row(Cell::key("total", "I alt")));
    Table {
        columns: total_columns(),
        rows,
    }
}

fn total_columns() -> Vec<Column> {
    vec![
        Column::new("operator", "Driftsherre", Unit::Text),
        Column::new("increases", "Stigninger", Unit::Count),
        Column::new("kroner_per_year", "Kroner pr. år", Unit::Kroner),
        Column::new("not_counted", "Uden beløb", Unit::Count),
        Column::new("open", "Åbne", Unit::Count),
    ]
}

fn apart_columns() -> Vec<Column> {
    vec![
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("reason", "Årsag", Unit::Text),
        Column::new("old", "Takst året før", Unit::Kroner),
        Column::new("old_unit", "Enhed året før", Unit::Text),
        Column::new("new", "Ny takst", Unit::Kroner),
        Column::new("new_unit", "Ny enhed", Unit::Text),
        Column::new("explanation", "Hvorfor", Unit::Text),
        Column::new("operator", "Driftsherre", Unit::Text),
    ]
}

fn apart_row(loaded: &Increases, a: &Uncompared) -> Vec<Cell> {
    let side = |tariff: &Option<crate::domain::tariffs::Tariff>| match tariff {
        Some(t) => [
            Value::Kroner(t.amount.decimal()).into(),
            Cell::key(t.unit.key(), t.unit.label()),
        ],
        None => [Value::Empty.into(), Value::Empty.into()],
    };
    let mut row = vec![
        Cell::key(&a.offer_id, &a.offer_id),
        Cell::text(loaded.register.name(&a.offer_id)),
        Cell::key(&a.service, &a.service),
        Cell::key(a.why.key(), a.why.label()),
    ];
    row.extend(side(&a.old));
    row.extend(side(&a.new));
    row.push(Cell::text(a.reason(loaded.year)));
    row.push(Cell::text(loaded.register.operator(&a.offer_id)));
    row
}

//! One case of follow-up: the two tariffs, what they differ by, and the parts of the new one.
//!
//! Its page takes it; what was done about the case is its history, see
//! [`crate::domain::follow_up`].

use super::open_case::reopened;
use crate::domain::follow_up::{CaseKey, Event, handling};
use crate::domain::report::{self, Cell, Column, Report, Table, Unit, Value};
use crate::reports::ReportError;
use crate::reports::offers::register::nothing;
use crate::reports::tariffs::compared::{Compared, Increases, Loaded};
use crate::reports::tariffs::of_offer::{model, occupancy};
use crate::reports::tariffs::parts;
use crate::reports::tariffs::rise::Rise;
use crate::storage::{Db, follow_up};

const NAME: &str = "tariff-case";

/// Makes the report: one row, or none when there are no two tariffs to compare.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, case: &CaseKey) -> Result<Report, ReportError> {
    let loaded = match Increases::of_offer(db, case.year, &case.offer_id)? {
        Loaded::Years(loaded) => loaded,
        Loaded::Nothing(register) => return nothing(db, &register, NAME, columns()),
    };
    let name = loaded.register.name(&case.offer_id);
    let title = format!("{name}, {}, {}", case.service, case.year);
    let ours = |service: &str| service == case.service;
    let found = loaded.compared.iter().find(|c| ours(&c.new.1.service));
    let facts: Vec<report::FactRef> = found.iter().flat_map(|c| [c.old.0, c.new.0]).collect();
    let (filters, register) = (loaded.filters(), &loaded.register);
    let mut report = register.report(db, NAME, title, filters, &facts)?;
    let mut events = follow_up::events(db, &[case.year], register.as_of)?;
    events.retain(|e| e.case == *case);
    report.rows = Table {
        columns: columns(),
        rows: found.iter().map(|c| row(&loaded, c, &events)).collect(),
    };
    let parts = found.map_or_else(Vec::new, |c| parts::of(Some(&c.old), &c.new));
    report.totals = crate::reports::columns::table(parts::COLUMNS, &parts);
    report.notes.extend(loaded.notes.iter().cloned());
    let apart = loaded.apart.iter().find(|a| ours(&a.service));
    let apart = apart.map(|a| format!("Kan ikke sammenlignes: {}.", a.reason(case.year)));
    report.notes.extend(apart);
    Ok(report)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("operator", "Driftsherre", Unit::Text),
        Column::new("municipality", "Kommune", Unit::Text),
        Column::new("supervisor", "Socialtilsyn", Unit::Text),
        Column::new("paragraph", "Paragraf", Unit::Text),
        Column::new("unit", "Enhed", Unit::Text),
        Column::new("places", "Pladser", Unit::Count),
        Column::new("old", "Takst året før", Unit::Kroner),
        Column::new("new", "Ny takst", Unit::Kroner),
        Column::new("change", "Ændring", Unit::Kroner),
        Column::new("change_pct", "Stigning", Unit::Percent),
        Column::new("real_change_pct", "Real stigning", Unit::Percent),
        Column::new("kroner_per_year", "Kroner pr. år", Unit::Kroner),
        Column::new("above_threshold", "Over grænsen", Unit::YesNo),
        Column::new("follow_up", "Opfølgning", Unit::Text),
        Column::new("reopened", "Genåbnet", Unit::Text),
        Column::new(
            "old_occupancy_pct",
            "Forudsat belægning året før",
            Unit::Percent,
        ),
        Column::new("occupancy_pct", "Forudsat belægning", Unit::Percent),
        Column::new("old_model", "Takstmodel året før", Unit::Text),
        Column::new("model", "Takstmodel", Unit::Text),
    ]
}

fn row(loaded: &Increases, c: &Compared, events: &[Event]) -> Vec<Cell> {
    let rise = Rise::of(loaded, c);
    let standing = handling(events, Some(c.amounts()));
    let state = standing.state();
    let reopened = standing.reopened.map(|why| reopened(why, c.amounts()));
    vec![
        rise.offer_id_cell(),
        Cell::text(&rise.offer.name),
        rise.service_cell(),
        Cell::text(&rise.offer.operator),
        rise.offer.municipality_cell(),
        rise.offer.supervisor_cell(),
        rise.paragraph_cell(),
        rise.unit_cell(),
        rise.offer.places_cell(),
        rise.old_cell(),
        rise.new_cell(),
        rise.increase_cell(),
        rise.change_cell(),
        rise.real_change_cell(),
        rise.per_year_cell(),
        Value::YesNo(c.flagged).into(),
        Cell::key(state.key(), state.label()),
        Cell::text(reopened.unwrap_or_default()),
        occupancy(&c.old.1),
        occupancy(&c.new.1),
        model(&c.old.1),
        model(&c.new.1),
    ]
}

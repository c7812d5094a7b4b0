//! `vacancies-confirmed`: how many of an operator's entries are confirmed in time. Boards without upkeep
//! die, so the group has a goal for it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::CONFIRMED;
use super::counted::counted_to;
use crate::domain::danish::{danish_date, danish_order};
use crate::domain::number::Exact;
use crate::domain::places::Entry;
use crate::domain::places::fresh::{CONFIRM_GOAL, share_in_time};
use crate::domain::report::{self, Cell, Filter, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::plain;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::places::{self, Wanted};

/// What the figures are; stands beside them.
pub const DEFINITION: &str = "Bekræftet i tide er et åbent opslag, som nogen har meldt, ændret eller bekræftet inden for de seneste 14 dage. Målet er 90 % for hver driftsherre.";

/// The open entries of an operator, or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upkeep {
    /// Who operates the offers (driftsherre); `None` for all.
    pub operator: Option<String>,
    pub entries: i64,
    pub in_time: i64,
}

impl Upkeep {
    /// Of its entries those in time, in percent; there is at least one.
    pub fn share(&self) -> Exact {
        share_in_time(self.in_time, self.entries)
    }

    /// Whether the goal is reached.
    pub fn reaches_goal(&self) -> bool {
        self.share() >= crate::domain::number::exact(CONFIRM_GOAL, 0)
    }
}

/// Counts open entries, each with who operates its offer, by operator as Danes sort them.
pub fn count<'e>(entries: impl IntoIterator<Item = (&'e str, &'e Entry)>, on: Date) -> Vec<Upkeep> {
    let mut by_operator: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (operator, entry) in entries {
        let (all, in_time) = by_operator.entry(operator).or_default();
        *all += 1;
        *in_time += i64::from(!entry.is_stale(on));
    }
    let mut found: Vec<(&str, (i64, i64))> = by_operator.into_iter().collect();
    let order = danish_order();
    found.sort_by(|(a, _), (b, _)| order(&[a], &[b]));
    let upkeep = |(operator, (entries, in_time)): (&str, (i64, i64))| Upkeep {
        operator: Some(operator.to_owned()),
        entries,
        in_time,
    };
    found.into_iter().map(upkeep).collect()
}

pub static OPERATOR: Col<Upkeep> = Col::names(
    "operator",
    "Driftsherre",
    Unit::Text,
    |row: &Upkeep| match &row.operator {
        Some(operator) => Cell::key(operator, operator),
        None => Cell::key("total", "Alle"),
    },
);
pub static ENTRIES: Col<Upkeep> = Col::figure("entries", "Åbne opslag", Unit::Count, |row| {
    let formula = "antal opslag, der er åbne den dag";
    plain(Value::Count(row.entries), formula, Vec::new())
});
pub static IN_TIME: Col<Upkeep> = Col::figure(
    "confirmed_in_time",
    "Bekræftet i tide",
    Unit::Count,
    |row| {
        let formula = "heraf bekræftet inden for 14 dage";
        plain(Value::Count(row.in_time), formula, Vec::new())
    },
);
pub static SHARE: Col<Upkeep> = Col::figure(
    "share_pct",
    "Andel i tide",
    Unit::Percent,
    |row: &Upkeep| {
        let numbers = format!("{} / {} × 100", row.in_time, row.entries);
        let formula = "bekræftet i tide / åbne opslag × 100";
        Cell::told(report::percent(&row.share()), formula, numbers, Vec::new())
    },
);
pub static REACHED: Col<Upkeep> = Col::says(
    "goal_reached",
    "Målet nået",
    Unit::YesNo,
    |row: &Upkeep| Value::YesNo(row.reaches_goal()).into(),
);

pub static COLUMNS: Cols<Upkeep> = &[&OPERATOR, &ENTRIES, &IN_TIME, &SHARE, &REACHED];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, COLUMNS))
}

/// The open entries of a day by operator; in the totals all of them.
///
/// # Errors
/// [`ReportError`]: a filter that names nothing, or the database's own.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Upkeep, Upkeep>, ReportError> {
    let register = Register::load(db, query)?;
    let on = counted_to(db, query, register.as_of)?;
    let day = Filter::new("on", "Dag", on.to_string()).in_words(danish_date(on));
    let title = "Opslag, der er bekræftet i tide".to_owned();
    let frame = register.report(db, CONFIRMED.name, title, vec![day], &[])?;
    let mut answer = Answer::empty(frame);
    answer.frame.notes.push(DEFINITION.to_owned());
    let open = places::entries(db, Wanted::OpenOn(on), register.as_of)?;
    let shown = open
        .iter()
        .map(|entry| (entry.about.offer_id.as_str(), entry))
        .filter(|(offer, _)| register.get(offer).is_some() && register.is_in_area(offer))
        .map(|(offer, entry)| (register.operator(offer), entry));
    answer.rows = count(shown, on);
    if !answer.rows.is_empty() {
        answer.totals.push(Upkeep {
            operator: None,
            entries: answer.rows.iter().map(|row| row.entries).sum(),
            in_time: answer.rows.iter().map(|row| row.in_time).sum(),
        });
    }
    Ok(answer)
}

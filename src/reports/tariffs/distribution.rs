//! `tariff-distribution`: how the changes of a year are spread around the threshold, in steps of a
//! percentage point that begin and end at it.

use num_integer::Integer as _;
use num_traits::ToPrimitive;
use rust_decimal::Decimal;

use super::compared::{Increases, Loaded};
use crate::domain::number::{self, danish};
use crate::domain::report::{Cell, Chart, ChartKind, Column, Line, Report, Table, Unit, Value};
use crate::domain::tariffs::TariffBasis;
use crate::reports::offers::register::nothing;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

const NAME: &str = "tariff-distribution";
/// Percentage points on each side of the threshold that are told apart.
const SIDES: i64 = 10;

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

/// The report of what was read already.
pub(in crate::reports) fn of(db: &mut Db, loaded: &Increases) -> Result<Report, ReportError> {
    let (filters, facts) = (loaded.filters(), &loaded.facts);
    let register = &loaded.register;
    let mut report = register.report(db, NAME, title(loaded), filters, facts)?;
    let steps = steps(loaded);
    report.series = picture(loaded, &steps).into_iter().collect();
    report.rows = Table {
        columns: columns(),
        rows: steps.into_iter().map(Step::row).collect(),
    };
    report.notes.extend(loaded.notes.iter().cloned());
    Ok(report)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("step", "Ændring", Unit::Text),
        Column::new("services", "Ydelser", Unit::Count),
        Column::new("above_threshold", "Over grænsen", Unit::YesNo),
    ]
}

fn title(loaded: &Increases) -> String {
    format!(
        "Ydelser efter ændring i {} ({}); grænsen er {} %",
        loaded.year,
        loaded.basis.label(),
        loaded.threshold_text()
    )
}

/// The services whose change lies in one step.
struct Step {
    label: String,
    count: i64,
    above: bool,
}

impl Step {
    fn row(self) -> Vec<Cell> {
        vec![
            Cell::text(self.label),
            Value::Count(self.count).into(),
            Value::YesNo(self.above).into(),
        ]
    }
}

/// Each step goes from above (threshold + k − 1) to (threshold + k) itself, those at the ends
/// open: what lies at the threshold or below is never in one step with what lies above. There are
/// none when nothing is compared.
fn steps(loaded: &Increases) -> Vec<Step> {
    if loaded.incomparable.is_some() {
        return Vec::new();
    }
    let steps = usize::try_from(2 * SIDES + 2).unwrap_or(0);
    let mut counts = vec![0i64; steps];
    for c in &loaded.compared {
        let change = match loaded.basis {
            TariffBasis::Nominal => Some(&c.change),
            TariffBasis::Real => c.real_change.as_ref(),
        };
        let Some(change) = change else { continue };
        // The ceiling of change − threshold, over one denominator.
        let limit = &loaded.threshold;
        let above = change.numer() * limit.denom() - limit.numer() * change.denom();
        let step = above.div_ceil(&(change.denom() * limit.denom()));
        let step = step.to_i64().unwrap_or(0).clamp(-SIDES, SIDES + 1);
        if let Some(count) = usize::try_from(step + SIDES)
            .ok()
            .and_then(|i| counts.get_mut(i))
        {
            *count += 1;
        }
    }
    let edge = |k: i64| {
        let value = &loaded.threshold + number::exact(k, 0);
        number::rounded(&value, 2).map_or_else(String::new, |d| danish(d.normalize()))
    };
    let label = |k: i64| match k {
        k if k == -SIDES => format!("højst {} %", edge(k)),
        k if k == SIDES + 1 => format!("over {} %", edge(k - 1)),
        k => format!("{} til {} %", edge(k - 1), edge(k)),
    };
    let numbered = (-SIDES..=SIDES + 1).zip(counts);
    numbered
        .map(|(k, count)| Step {
            label: label(k),
            count,
            above: k > 0,
        })
        .collect()
}

/// The same as a picture: one set of bars up to the threshold, one above it. `None` when nothing
/// is compared.
pub fn chart(loaded: &Increases) -> Option<Chart> {
    picture(loaded, &steps(loaded))
}

fn picture(loaded: &Increases, steps: &[Step]) -> Option<Chart> {
    let bars = |above: bool| -> Vec<Option<Decimal>> {
        let one = |step: &Step| (step.above == above).then(|| Decimal::from(step.count));
        steps.iter().map(one).collect()
    };
    (!steps.is_empty()).then(|| Chart {
        key: "distribution".to_owned(),
        title: title(loaded),
        kind: ChartKind::Bar,
        unit: Unit::Count,
        lines: vec![
            Line {
                label: format!("Højst {} %", loaded.threshold_text()),
                points: bars(false),
            },
            Line {
                label: format!("Over {} %", loaded.threshold_text()),
                points: bars(true),
            },
        ],
        labels: steps.iter().map(|step| step.label.clone()).collect(),
    })
}

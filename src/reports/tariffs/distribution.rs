//! `tariff-distribution`: how the changes of a year are spread around the threshold, in steps of a
//! percentage point that begin and end at it.

use num_integer::Integer as _;
use num_traits::ToPrimitive;
use rust_decimal::Decimal;

use super::compared::{Increases, Loaded};
use crate::domain::number::{self, danish};
use crate::domain::report::{Cell, Chart, ChartKind, Line, Point, Report, Unit, Value};
use crate::domain::tariffs::TariffBasis;
use crate::reports::columns::{self, Answer, Col, Cols};
use crate::reports::offers::register::nothing;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// Percentage points on each side of the threshold that are told apart.
const SIDES: i64 = 10;

pub static STEP: Col<Step> = Col::names("step", "Ændring", Unit::Text, |step| {
    Cell::text(&step.label)
});
pub static SERVICES: Col<Step> = Col::figure("services", "Ydelser", Unit::Count, |step| {
    Value::Count(step.count).into()
});
pub static ABOVE: Col<Step> = Col::says("above_threshold", "Over grænsen", Unit::YesNo, |step| {
    Value::YesNo(step.above).into()
});

pub static COLUMNS: Cols<Step> = &[&STEP, &SERVICES, &ABOVE];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(match Increases::load(db, query)? {
        Loaded::Years(loaded) => of(db, &loaded)?.report(COLUMNS, &[]),
        Loaded::Nothing(register) => {
            let name = super::DISTRIBUTION.name;
            nothing(db, &register, name, columns::heads(COLUMNS))?
        }
    })
}

/// The answer of what was read already.
pub(super) fn of(db: &mut Db, loaded: &Increases) -> Result<Answer<Step>, ReportError> {
    let (filters, facts) = (loaded.filters(), &loaded.facts);
    let (register, name) = (&loaded.register, super::DISTRIBUTION.name);
    let mut frame = register.report(db, name, title(loaded), filters, facts)?;
    let rows = steps(loaded);
    frame.series = picture(loaded, &rows).into_iter().collect();
    frame.notes.extend(loaded.notes.iter().cloned());
    Ok(Answer {
        rows,
        totals: Vec::new(),
        frame,
    })
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
pub struct Step {
    /// "4 til 5 %".
    pub label: String,
    /// How many services.
    pub count: i64,
    /// Above the limit.
    pub above: bool,
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
            TariffBasis::Nominal => c.change(),
            TariffBasis::Real => loaded.real_change(c),
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
    let bars = |above: bool| -> Vec<Point> {
        let one = |step: &Step| {
            let number = (step.above == above).then(|| Decimal::from(step.count));
            number.into()
        };
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

//! What changed since a data version: how often what was done, what came in, and which figures are
//! others than they were.

use crate::domain::components::reconciliation::Measure;
use crate::domain::period::Year;
use crate::domain::report::{Value, whole_kroner};
use crate::reports::ReportError;
use crate::reports::front::development::Development;
use crate::storage::Db;
use crate::storage::data::batches::{self, Batch};
use crate::storage::data::versions::{self, What};

/// What changed.
pub struct Moved {
    /// How many data versions each kind of change made, in the order of [`What::ALL`].
    pub changes: Vec<(What, usize)>,
    /// The uploads that came in and hold, the newest first.
    pub uploads: Vec<Batch>,
}

impl Moved {
    /// Reads what came after a data version.
    ///
    /// # Errors
    /// The database's own.
    pub fn since(db: &mut Db, version: i64) -> Result<Moved, ReportError> {
        let kept = versions::after(db, version)?;
        let count = |what: What| {
            kept.iter()
                .filter(|v| What::from_key(&v.what) == Some(what))
                .count()
        };
        let changes = What::ALL.map(|what| (what, count(what))).into_iter();
        let mut uploads = batches::after(db, version)?;
        uploads.retain(|batch| batch.withdrawn_number.is_none());
        Ok(Moved {
            changes: changes.filter(|(_, count)| *count > 0).collect(),
            uploads,
        })
    }

    /// How many changes of some kinds there were.
    pub fn count(&self, kinds: &[What]) -> usize {
        let ours = self.changes.iter().filter(|(what, _)| kinds.contains(what));
        ours.map(|(_, count)| count).sum()
    }
}

/// A unit cost that is another than it was.
pub struct Other {
    pub year: Year,
    /// In whole kroner.
    pub before: Value,
    pub now: Value,
}

/// The unit cost of an area's newest year, where it is another than at a data version.
///
/// # Errors
/// [`ReportError`]
pub fn unit_cost(
    db: &mut Db,
    now: &Development,
    version: i64,
) -> Result<Option<Other>, ReportError> {
    let Some(year) = now.newest() else {
        return Ok(None);
    };
    let then = Development::load(db, &now.area.code, Some(version))?;
    let shown = |of: &Development| {
        let exact = of.value(Measure::UnitCost, year)?;
        Some(whole_kroner(&exact))
    };
    // Figures of two price levels are never held against each other.
    if then.level != now.level {
        return Ok(None);
    }
    let both = shown(&then).zip(shown(now));
    Ok(both
        .filter(|(before, now)| before != now)
        .map(|(before, now)| Other { year, before, now }))
}

//! One case of the municipality's own, in every year and with every line.

use jiff::civil::Date;

use super::loaded::{Loaded, OfferNames};
use super::own_row::OwnCase;
use crate::domain::cases::{CaseKey, CaseLine, Review, Years};
use crate::domain::report::Located;
use crate::reports::ReportError;
use crate::storage::cases::{self, reviews};
use crate::storage::{self, Db};

/// A case with all that is stored of it.
pub struct WholeCase {
    /// Name of the municipality.
    pub municipality: String,
    pub years: Vec<OwnCase>,
    /// By year, month, upload and line.
    pub lines: Vec<Located<CaseLine>>,
    /// The newest first.
    pub reviews: Vec<Review>,
    pub offers: OfferNames,
    pub notes: Vec<String>,
}

/// One case, in every year that the municipality has lines for, the newest first; `None` when the
/// municipality has no such case.
pub fn answer(db: &mut Db, key: &CaseKey, today: Date) -> Result<Option<WholeCase>, ReportError> {
    let now = storage::version(db)?;
    let mut lines = cases::of_case(db, key, now)?;
    if lines.is_empty() {
        return Ok(None);
    }
    lines.sort_by_key(|line| (line.value.year, line.value.month, line.at));
    let loaded = Loaded::load(db, &key.municipality, today)?;
    let followed = Years::new(&loaded.cases);
    let years = loaded.years().into_iter().rev();
    let years: Vec<OwnCase> = years
        .map(|year| loaded.case(&followed, key, year))
        .collect();
    let mut reviews = reviews::of(db, &key.municipality)?;
    reviews.retain(|review| review.case == *key);
    reviews.reverse();
    Ok(Some(WholeCase {
        municipality: loaded.municipality.clone(),
        notes: years
            .first()
            .map(|case| loaded.notes(case.year))
            .unwrap_or_default(),
        years,
        lines,
        reviews,
        offers: loaded.offers,
    }))
}

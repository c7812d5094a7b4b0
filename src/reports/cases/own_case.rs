//! One case of the municipality's own, in every year and with every line.

use jiff::civil::Date;

use super::at_median::Tariffs;
use super::loaded::{Loaded, OfferNames};
use super::own_row::OwnCase;
use crate::domain::cases::{AtMedian, CaseKey, CaseLine, CasePart, NotAsked, Review, Years};
use crate::domain::period::Year;
use crate::domain::report::Located;
use crate::reports::ReportError;
use crate::storage::cases;
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
    /// The parts of the newest year that it has lines in, at the region's median tariff.
    pub at_median: Option<(Year, Vec<Asked>)>,
    pub notes: Vec<String>,
}

/// A part, and what it would cost at the median or why nothing is said of that.
pub struct Asked {
    pub part: CasePart,
    pub at_median: Result<AtMedian, NotAsked>,
}

/// One case, in every year that it has lines in and the one after, the newest first; `None` when the
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
    let years = loaded.years.iter().copied().rev();
    let years: Vec<OwnCase> = years
        .map(|year| loaded.case(&followed, key, year))
        .collect();
    // Before it came and after it was gone there is nothing to tell.
    let years: Vec<OwnCase> = years.into_iter().filter(OwnCase::is_known).collect();
    let at_median = asked(db, key, &years)?;
    let reviews = loaded.reviews(key).iter().rev().cloned().collect();
    Ok(Some(WholeCase {
        municipality: loaded.municipality.clone(),
        notes: years
            .first()
            .map(|case| loaded.notes(case.year))
            .unwrap_or_default(),
        years,
        lines,
        reviews,
        at_median,
        offers: loaded.offers,
    }))
}

/// The parts of the newest year with lines; the years come the newest first.
fn asked(
    db: &mut Db,
    key: &CaseKey,
    years: &[OwnCase],
) -> Result<Option<(Year, Vec<Asked>)>, ReportError> {
    let Some(newest) = years.iter().find_map(|case| case.now.as_ref()) else {
        return Ok(None);
    };
    let tariffs = Tariffs::load(db, &key.municipality, newest.year)?;
    let ask = |part: &CasePart| Asked {
        at_median: tariffs.part(part),
        part: part.clone(),
    };
    Ok(Some((newest.year, newest.parts.iter().map(ask).collect())))
}

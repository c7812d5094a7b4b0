//! Services whose tariff rose by more than the limit, and did not when somebody was last told.

use std::collections::BTreeMap;

use super::Scope;
use crate::domain::follow_up::{Amounts, CaseKey};
use crate::domain::news::{Item, Kind, Reader, Span, Target};
use crate::reports::tariffs::compared::{Compared, Increases, Loaded};
use crate::reports::tariffs::rise::Rise;
use crate::reports::{AsOf, Query, ReportError};
use crate::storage::Db;

/// So many are named one by one; more are told as a number, with the way to their list.
const NAMED: usize = 5;

pub(super) fn of(
    db: &mut Db,
    _: &Reader,
    (scope, span): (&Scope, &Span),
) -> Result<Vec<Item>, ReportError> {
    let Some(now) = at(db, span.versions.1)? else {
        return Ok(Vec::new());
    };
    let before: BTreeMap<CaseKey, Amounts> = match at(db, span.versions.0)? {
        // The newest year began: all of it is new.
        Some(before) if before.year == now.year => before
            .flagged()
            .map(|of| (of.case(), of.amounts()))
            .collect(),
        Some(_) | None => BTreeMap::new(),
    };
    let is_new = |of: &&Compared| {
        let known = before.get(&of.case());
        known.is_none_or(|amounts| *amounts != of.amounts())
    };
    let new: Vec<&Compared> = now
        .flagged()
        .filter(|of| scope.sees(&of.new.value.offer_id))
        .filter(is_new)
        .collect();
    if new.len() > NAMED {
        let words = format!(
            "{} takster i {} er steget mere end grænsen på {} %",
            new.len(),
            now.year,
            now.threshold_text()
        );
        let target = Target::IncreasesOf(now.year.number());
        return Ok(vec![Item::new(Kind::Increase, words, target)]);
    }
    let item = |of: &&Compared| {
        let rise = Rise::of(&now, of);
        let change = rise.change_cell().value.danish();
        let words = format!("{} er steget {change} % i {}", rise.name(), rise.year());
        Item::new(Kind::Increase, words, Target::Case(rise.case()))
    };
    Ok(new.iter().map(item).collect())
}

/// The newest year's services as they were known at a data version.
fn at(db: &mut Db, version: i64) -> Result<Option<Box<Increases>>, ReportError> {
    if version <= 0 {
        return Ok(None);
    }
    let query = Query {
        as_of: Some(AsOf::Version(version)),
        ..Query::default()
    };
    Ok(match Increases::load(db, &query)? {
        Loaded::Years(loaded) => Some(loaded),
        Loaded::Nothing(_) => None,
    })
}

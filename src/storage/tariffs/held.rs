//! The tariffs that hold: read, or remembered from the last read.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use super::row::{Row, Texts, stored};
use crate::domain::period::Year;
use crate::domain::report::Located;
use crate::domain::tariffs::Tariff;
use crate::storage::connect::kept;
use crate::storage::data::batches;
use crate::storage::schema::{tariff_years, tariffs};
use crate::storage::{Db, memory};

/// Offers asked for by name in one query; of more, all are read.
pub const NAMED: usize = 500;

/// Which tariffs are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Those of these years.
    Years(Vec<Year>),
    /// Those of these offers, in every year.
    Offers(Vec<String>),
    /// Those of these offers in one year.
    OffersIn(Vec<String>, i32),
}

impl Wanted {
    /// Whether a tariff is one of them.
    fn has(&self) -> impl Fn(&Located<Tariff>) -> bool {
        let offers: BTreeSet<&str> = match self {
            Wanted::Years(_) => BTreeSet::new(),
            Wanted::Offers(offers) | Wanted::OffersIn(offers, _) => {
                offers.iter().map(String::as_str).collect()
            }
        };
        move |Located { value: tariff, .. }| match self {
            Wanted::Years(years) => years.contains(&tariff.year),
            Wanted::Offers(_) => offers.contains(&*tariff.offer_id),
            Wanted::OffersIn(_, year) => {
                tariff.year.number() == *year && offers.contains(&*tariff.offer_id)
            }
        }
    }
}

/// The uploads that hold at a data version and have tariffs, and the years that they have any of.
pub(super) fn uploads(db: &mut Db, as_of: i64) -> QueryResult<(BTreeSet<i64>, BTreeSet<Year>)> {
    let rows: Vec<(i64, i32)> = tariff_years::table
        .filter(tariff_years::batch.eq_any(batches::holding(as_of)))
        .select((tariff_years::batch, tariff_years::year))
        .load(db)?;
    let uploads = rows.iter().map(|(batch, _)| *batch).collect();
    let years = rows.iter().filter_map(|(_, y)| Year::new(i64::from(*y)));
    Ok((uploads, years.collect()))
}

/// The tariffs that hold at a data version: of each service and year the one from the newest
/// upload that had come and had not been withdrawn. By offer, service and year.
///
/// Which uploads hold is not said in the query: "of an upload that holds" leads SQLite through the index by
/// upload, to every tariff there is, one look-up for each.
pub fn holding(db: &mut Db, wanted: &Wanted, as_of: i64) -> QueryResult<Vec<Located<Tariff>>> {
    let (uploads, years) = uploads(db, as_of)?;
    let is_wanted = wanted.has();
    if let Some(known) = memory::known(&uploads) {
        return Ok(known.iter().filter(|of| is_wanted(of)).cloned().collect());
    }
    let mut standing = Standing {
        uploads: &uploads,
        texts: Texts::default(),
        rows: Vec::new(),
    };
    // Each row is read and put away before the next: a hundred thousand of them as they are stored would
    // take more memory than what is kept of them.
    macro_rules! read {
        ($query:expr) => {
            kept!(&mut *db, c => {
                for row in $query.select(Row::as_select()).load_iter::<Row, DefaultLoadingMode>(c)? {
                    standing.take(row?);
                }
            })
        };
    }
    let all = tariffs::table;
    match wanted {
        Wanted::Years(wanted) if years.iter().all(|year| wanted.contains(year)) => {
            read!(all);
            let newest = Arc::new(standing.newest());
            memory::keep(&uploads, as_of, &newest);
            return Ok(newest.to_vec());
        }
        Wanted::Years(years) => {
            let years: Vec<i32> = years.iter().map(|y| y.number()).collect();
            read!(all.filter(tariffs::year.eq_any(&years)));
        }
        Wanted::Offers(offers) if offers.len() <= NAMED => {
            read!(all.filter(tariffs::offer_id.eq_any(offers)));
        }
        Wanted::Offers(_) => read!(all),
        Wanted::OffersIn(offers, year) if offers.len() <= NAMED => {
            let named = all.filter(tariffs::offer_id.eq_any(offers));
            read!(named.filter(tariffs::year.eq(year)));
        }
        Wanted::OffersIn(_, year) => read!(all.filter(tariffs::year.eq(year))),
    }
    let mut held = standing.newest();
    held.retain(is_wanted);
    Ok(held)
}

/// Tariffs of the uploads that hold.
struct Standing<'a> {
    uploads: &'a BTreeSet<i64>,
    texts: Texts,
    rows: Vec<Located<Tariff>>,
}

impl Standing<'_> {
    fn take(&mut self, row: Row) {
        if self.uploads.contains(&row.batch) {
            self.rows.extend(stored(row, &mut self.texts));
        }
    }

    /// The last of each service and year.
    fn newest(mut self) -> Vec<Located<Tariff>> {
        self.rows.sort_unstable_by(|a, b| {
            let service = by_service(&a.value, &b.value);
            service.then_with(|| (b.at.batch, b.at.line).cmp(&(a.at.batch, a.at.line)))
        });
        self.rows
            .dedup_by(|later, kept| by_service(&later.value, &kept.value).is_eq());
        self.rows
    }
}

/// By offer, service and year. Texts that rows share are known by their address.
fn by_service(a: &Tariff, b: &Tariff) -> Ordering {
    let texts = |a: &Arc<str>, b: &Arc<str>| {
        if Arc::ptr_eq(a, b) {
            Ordering::Equal
        } else {
            a.cmp(b)
        }
    };
    texts(&a.offer_id, &b.offer_id)
        .then_with(|| texts(&a.service, &b.service))
        .then_with(|| a.year.cmp(&b.year))
}

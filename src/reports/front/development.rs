//! An area in a few figures: what the group "Samlet" costs, for how many, and what drives it.

use crate::domain::area::Area;
use crate::domain::components::decomposition::WholeParts;
use crate::domain::components::reconciliation::Measure;
use crate::domain::components::unit_cost::change_pct;
use crate::domain::number::Exact;
use crate::domain::period::{Span, Year};
use crate::domain::price_level::PriceLevel;
use crate::reports::components::basis::{Basis, find_group};
use crate::reports::components::decomposition::{self, USUAL_GROUP};
use crate::reports::components::items::Item;
use crate::reports::components::pending::Pending;
use crate::reports::components::unit_costs;
use crate::reports::{AsOf, Query, ReportError};
use crate::storage::Db;

/// An area over its years.
pub struct Development {
    pub area: Area,
    pub level: PriceLevel,
    pub years: Vec<Year>,
    item: Item,
    /// The whole change from the first year to the last, and what drives it.
    pub drivers: Option<(WholeParts, Span)>,
    /// The years after the newest complete one.
    pub pending: Vec<Pending>,
}

impl Development {
    /// Reads an area by its code; of an earlier data version where one is named.
    ///
    /// # Errors
    /// [`ReportError`]: no such area, or the database's own.
    pub fn load(db: &mut Db, area: &str, as_of: Option<i64>) -> Result<Development, ReportError> {
        let query = Query {
            area: Some(area.to_owned()),
            as_of: as_of.map(AsOf::Version),
            ..Query::default()
        };
        let basis = Basis::load(db, &query)?;
        let group = find_group(&basis.groups, USUAL_GROUP)?.clone();
        let item = unit_costs::item(&basis, &basis.sorted(), &group);
        let drivers = decomposition::of(db, &basis, &query)?;
        Ok(Development {
            drivers: drivers.whole().cloned().zip(drivers.span),
            area: basis.area,
            level: basis.level,
            years: basis.years,
            pending: basis.pending,
            item,
        })
    }

    /// The exact value of a measure in a year; `None` where there is none.
    pub fn value(&self, measure: Measure, year: Year) -> Option<Exact> {
        self.item.value(measure, year).ok()
    }

    /// The newest year that has a unit cost.
    pub fn newest(&self) -> Option<Year> {
        let known = |year: &&Year| self.value(Measure::UnitCost, **year).is_some();
        self.years.iter().rev().find(known).copied()
    }

    /// A measure by year, in order, without the years that have none.
    pub fn series(&self, measure: Measure) -> Vec<(Year, Exact)> {
        let point = |year: &Year| Some((*year, self.value(measure, *year)?));
        self.years.iter().filter_map(point).collect()
    }

    /// The change of a measure in percent, exact, with its years: from the first year, and from the
    /// one before the newest where that is another.
    pub fn changes(&self, measure: Measure) -> Vec<(Span, Exact)> {
        let of = |span: Span| {
            let (from, to) = (
                self.value(measure, span.from)?,
                self.value(measure, span.to)?,
            );
            Some((span, change_pct(&from, &to)?))
        };
        let spans = Span::shown(&self.years).into_iter();
        spans.filter_map(of).collect()
    }
}

//! What one reader knows of each cell: what is told, less the reader's own cases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::facts::millions;
use crate::domain::cases::published::{Cell, Measures, Of, Place, Told};
use crate::domain::cases::{Costly, Size};
use crate::domain::period::Year;

/// A number of cases and what they cost, in millions.
pub type Pair = (f64, f64);

/// What a reader sees of the cases of others in a cell.
#[derive(Debug, Clone, Copy)]
pub enum Seen {
    Known(Pair),
    /// Masked: at least so many, since a cell of none is shown.
    AtLeast {
        count: f64,
        /// Whether anybody but the reader is in it: else it guards nobody from the reader.
        guards: bool,
    },
}

/// The outsider, and each municipality that has cells.
pub fn readers(cells: &[Cell]) -> Vec<Option<Arc<str>>> {
    let names = cells.iter().filter_map(|cell| cell.place.municipality());
    let names: BTreeSet<Arc<str>> = names.cloned().collect();
    std::iter::once(None)
        .chain(names.into_iter().map(Some))
        .collect()
}

/// What a reader sees of each cell.
pub fn seen(cells: &[Cell], costly: &[Costly], who: Option<&Arc<str>>) -> Vec<Seen> {
    let own = own(cells, costly, who);
    let of = |cell: &Cell| {
        let own = own.get(&(cell.year, cell.place.clone())).copied();
        let (count, cost) = own.unwrap_or((0.0, 0.0));
        match cell.told() {
            // The own row is known from the own cases, whatever is told.
            _ if who.is_some() && cell.place.municipality() == who => Seen::Known((0.0, 0.0)),
            Told::Shown(all) => {
                let all = pair(&all);
                Seen::Known((all.0 - count, all.1 - cost))
            }
            Told::Masked => Seen::AtLeast {
                count: (1.0 - count).max(0.0),
                guards: pair(&cell.measures).0 - count > 0.5,
            },
        }
    };
    cells.iter().map(of).collect()
}

fn pair(measures: &Measures) -> Pair {
    (measures.cases as f64, millions(measures.cost))
}

/// How much of each cell is the reader's own: of margins what stands in the own row, of suppliers
/// and sizes what the own cases are.
fn own(cells: &[Cell], costly: &[Costly], who: Option<&Arc<str>>) -> BTreeMap<(Year, Place), Pair> {
    let mut own: BTreeMap<(Year, Place), Pair> = BTreeMap::new();
    let Some(who) = who else { return own };
    let mut add = |year, place, (count, cost): Pair| {
        let sum = own.entry((year, place)).or_default();
        *sum = (sum.0 + count, sum.1 + cost);
    };
    let rows = cells.iter();
    for cell in rows.filter(|cell| cell.place.municipality() == Some(who)) {
        let margin = match &cell.place {
            Place::Paragraph { paragraph, .. } => Place::Paragraph {
                municipality: Of::All,
                paragraph: *paragraph,
            },
            Place::Status { became, .. } => Place::Status {
                became: *became,
                municipality: Of::All,
            },
            Place::Supplier { .. } | Place::Size(_) => continue,
        };
        add(cell.year, margin, pair(&cell.measures));
    }
    let cases = costly.iter();
    for case in cases.filter(|case| case.key.municipality == *who) {
        let one = (1.0, millions(case.cost));
        for paragraph in [Of::One(case.paragraph), Of::All] {
            let supplier = case.supplier;
            let place = Place::Supplier {
                supplier,
                paragraph,
            };
            add(case.year, place, one);
        }
        add(case.year, Place::Size(Size::of(case.cost)), one);
    }
    own
}

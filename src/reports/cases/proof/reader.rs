//! What one reader knows of each cell: what is told, less the reader's own cases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Tables;
use super::facts::{Pair, millions, pair};
use crate::domain::cases::published::{Cell, Of, Place, Told};
use crate::domain::cases::{Costly, Size};
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

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
    /// Shown, but how much of it is the reader's own is not known any more: all of it at most.
    UpTo(Pair),
    /// Masked, and how much of it is the reader's own is not known any more.
    Untried,
}

/// The outsider, and each municipality that has cells.
pub fn readers(cells: &[Cell]) -> Vec<Option<Arc<str>>> {
    let names = cells.iter().filter_map(|cell| cell.place.municipality());
    let names: BTreeSet<Arc<str>> = names.cloned().collect();
    std::iter::once(None)
        .chain(names.into_iter().map(Some))
        .collect()
}

impl Seen {
    /// Both of one cell: who was told of it once knows it.
    #[must_use]
    pub fn and(self, other: Seen) -> Seen {
        match (self, other) {
            (Seen::Known(_), _) => self,
            (_, Seen::Known(_)) => other,
            (Seen::UpTo(_), _) => self,
            (_, Seen::UpTo(_)) => other,
            (
                Seen::AtLeast {
                    count: a,
                    guards: x,
                },
                Seen::AtLeast {
                    count: b,
                    guards: y,
                },
            ) => Seen::AtLeast {
                count: a.max(b),
                guards: x && y,
            },
            (Seen::AtLeast { .. }, _) => self,
            (_, _) => other,
        }
    }
}

/// What a reader sees of a cell, and what is left of it without the own cases, where it is known how
/// much is the own.
pub struct Look {
    pub seen: Seen,
    pub rest: Option<Pair>,
}

/// What a reader sees of each cell of a publication.
pub fn seen(tables: &Tables, who: Option<&Arc<str>>) -> Vec<Look> {
    let own = who.map(|who| Own::of(tables, who)).unwrap_or_default();
    let of = |cell: &Cell| {
        let (count, cost) = own.of_cell(cell);
        let is_lost = own.lost.contains(&cell.year)
            && matches!(cell.place, Place::Supplier { .. } | Place::Size(_));
        let all = pair(&cell.measures);
        let rest = (all.0 - count, all.1 - cost);
        let is_own = who.is_some() && cell.place.municipality() == who;
        let seen = match cell.told() {
            // The own row is known from the own cases, whatever is told.
            _ if is_own => Seen::Known((0.0, 0.0)),
            Told::Shown(all) if is_lost => Seen::UpTo(pair(&all)),
            Told::Masked if is_lost => Seen::Untried,
            Told::Shown(_) => Seen::Known(rest),
            Told::Masked => Seen::AtLeast {
                count: (1.0 - count).max(0.0),
                guards: rest.0 > 0.5,
            },
        };
        Look {
            seen,
            rest: (!is_lost && !is_own).then_some(rest),
        }
    };
    tables.cells.iter().map(of).collect()
}

/// How much of each cell is the reader's own: of margins what stands in the own row, of suppliers
/// and sizes what the own cases are.
#[derive(Default)]
struct Own {
    cells: BTreeMap<(Year, Place), Pair>,
    /// The years of which the own cases are not known any more: those that are there are not those
    /// of the row.
    lost: BTreeSet<Year>,
}

impl Own {
    fn of(tables: &Tables, who: &Arc<str>) -> Own {
        let mut own = Own::default();
        let rows = tables.cells.iter();
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
            own.add(cell.year, margin, pair(&cell.measures));
        }
        let closed = tables
            .closed
            .iter()
            .map(|year| (*year, row(tables, who, *year)));
        let closed: BTreeMap<Year, Option<Sums>> = closed.collect();
        let cases = tables.costly.iter();
        let cases: Vec<&Costly> = cases.filter(|case| case.key.municipality == *who).collect();
        for (year, row) in &closed {
            let there = sums(cases.iter().filter(|case| case.year == *year));
            if row.as_ref().is_some_and(|row| *row != there) {
                own.lost.insert(*year);
            }
        }
        for case in cases {
            // Without a row it came after the tables of its year were closed.
            if own.lost.contains(&case.year) || closed.get(&case.year) == Some(&None) {
                continue;
            }
            let one = (1.0, millions(case.cost));
            let supplier = case.supplier;
            for paragraph in [Of::One(case.paragraph), Of::All] {
                own.add(
                    case.year,
                    Place::Supplier {
                        supplier,
                        paragraph,
                    },
                    one,
                );
            }
            own.add(case.year, Place::Size(Size::of(case.cost)), one);
        }
        own
    }

    fn add(&mut self, year: Year, place: Place, (count, cost): Pair) {
        let sum = self.cells.entry((year, place)).or_default();
        *sum = (sum.0 + count, sum.1 + cost);
    }

    fn of_cell(&self, cell: &Cell) -> Pair {
        let at = (cell.year, cell.place.clone());
        self.cells.get(&at).copied().unwrap_or_default()
    }
}

/// Number and cost by paragraph, of those that have any.
type Sums = BTreeMap<Paragraph, (i64, Money)>;

fn sums<'a>(cases: impl Iterator<Item = &'a &'a Costly>) -> Sums {
    let mut sums = Sums::new();
    for case in cases {
        let sum = sums.entry(case.paragraph).or_insert((0, Money::ZERO));
        *sum = (sum.0 + 1, sum.1 + case.cost);
    }
    sums
}

/// A municipality's row of a year as it was published; `None` when it has none.
fn row(tables: &Tables, who: &Arc<str>, year: Year) -> Option<Sums> {
    let mut found = None;
    for cell in tables.cells.iter().filter(|cell| cell.year == year) {
        if let Place::Paragraph {
            municipality: Of::One(of),
            paragraph: Of::One(paragraph),
        } = &cell.place
            && of == who
        {
            let row: &mut Sums = found.get_or_insert_default();
            if cell.measures.cases > 0 {
                row.insert(*paragraph, (cell.measures.cases, cell.measures.cost));
            }
        }
    }
    found
}

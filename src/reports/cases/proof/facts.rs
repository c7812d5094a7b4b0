//! What everybody knows of the published cells, whatever stands in them. Two years of which one was
//! closed may be of different uploads: there a sum over both is known only where it holds.

use std::collections::BTreeMap;

use super::Tables;
use crate::domain::cases::published::{Became, Cell, Measures, Of, Place};
use crate::domain::cases::{Rules, Size};
use crate::domain::money::Money;
use crate::domain::period::Year;

/// Kroner are counted in millions here, so that numbers and costs are of one magnitude.
const OERE: f64 = 100_000_000.0;

/// Less than an øre, of millions.
const ABOUT: f64 = 1e-9;

/// A number of cases and what they cost, in millions.
pub type Pair = (f64, f64);

/// A cell of a place with what it says: number and cost in øre.
pub(super) type Said = (Year, Place, i64, i64);

pub(super) fn said(cell: &Cell) -> Said {
    let measures = &cell.measures;
    let place = cell.place.clone();
    (cell.year, place, measures.cases, measures.cost.oere())
}

/// What stands in a cell.
pub fn pair(measures: &Measures) -> Pair {
    (measures.cases as f64, millions(measures.cost))
}

/// A sum over cells, each number and cost times something, that is nothing or less than nothing.
/// Every one holds for all cases, and for those of all but one municipality as well.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Cell, times its number, times its cost.
    pub terms: Vec<(usize, f64, f64)>,
    /// Exactly nothing.
    pub is_exact: bool,
    /// What is to be added to the sum, in millions: what others' cases are known to be.
    pub known: f64,
}

impl Fact {
    /// Whether it holds of what stands in the cells.
    fn holds(&self, cells: &[Cell]) -> bool {
        let of = |(cell, count, cost): &(usize, f64, f64)| {
            let (number, kroner) = pair(&cells[*cell].measures);
            count * number + cost * kroner
        };
        let sum: f64 = self.terms.iter().map(of).sum();
        sum < ABOUT && (!self.is_exact || sum > -ABOUT)
    }
}

/// In which way cells add up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Across,
    Down,
    Suppliers,
    Sizes,
    /// New and continuing cases are those of the year.
    Now,
    /// Continuing and gone cases are those of the year before.
    Before,
}

/// Money in millions of kroner.
pub fn millions(money: Money) -> f64 {
    // Exact below 90 million million kroner.
    money.oere() as f64 / OERE
}

/// What every case of a cell costs more than.
pub fn limit(cell: &Cell, rules: &Rules) -> f64 {
    let year = match cell.place {
        Place::Status {
            became: Of::One(Became::Gone),
            ..
        } => cell.year.before(),
        _ => Some(cell.year),
    };
    let limit = year.and_then(|year| rules.limit(year));
    limit.map_or(0.0, millions)
}

/// Everything that is known of how the cells hang together.
pub fn facts(tables: &Tables) -> Vec<Fact> {
    let (cells, rules) = (&tables.cells[..], &tables.rules);
    let number: BTreeMap<(Year, &Place), usize> = cells
        .iter()
        .enumerate()
        .map(|(number, cell)| ((cell.year, &cell.place), number))
        .collect();
    let mut parts: BTreeMap<(Way, usize), Vec<usize>> = BTreeMap::new();
    for (part, cell) in cells.iter().enumerate() {
        for (way, year, place) in wholes(cell) {
            if let Some(whole) = number.get(&(year, &place)) {
                parts.entry((way, *whole)).or_default().push(part);
            }
        }
    }
    let mut facts = Vec::new();
    for ((way, whole), parts) in parts {
        if way == Way::Before {
            let of_both = [
                sum(&parts, whole, (1.0, 0.0)),
                gone(cells, &parts, whole, rules),
            ];
            let mut years = parts.iter().chain([&whole]).map(|cell| cells[*cell].year);
            let is_new = !years.any(|year| tables.closed.contains(&year));
            facts.extend(
                of_both
                    .into_iter()
                    .filter(|fact| is_new || fact.holds(cells)),
            );
        } else {
            facts.push(sum(&parts, whole, (1.0, 0.0)));
            facts.push(sum(&parts, whole, (0.0, 1.0)));
        }
    }
    for (cell, of) in cells.iter().enumerate() {
        let Some(year) = year_of_cost(of) else {
            continue;
        };
        facts.push(at_most(vec![(cell, limit(of, rules), -1.0)]));
        facts.extend(edges(cell, of, rules));
        let band = |size| number.get(&(year, &Place::Size(size))).copied();
        facts.extend(excess(cell, band));
    }
    facts
}

pub(super) fn at_most(terms: Vec<(usize, f64, f64)>) -> Fact {
    Fact {
        terms,
        is_exact: false,
        known: 0.0,
    }
}

/// That parts add up to a whole, in number (1, 0) or in cost (0, 1).
pub(super) fn sum(parts: &[usize], whole: usize, (count, cost): (f64, f64)) -> Fact {
    let parts = parts.iter().map(|part| (*part, count, cost));
    Fact {
        terms: parts.chain([(whole, -count, -cost)]).collect(),
        is_exact: true,
        known: 0.0,
    }
}

/// The gone cost what they did the year before, when the continuing were above its limit too.
fn gone(cells: &[Cell], parts: &[usize], whole: usize, rules: &Rules) -> Fact {
    let least = limit(&cells[whole], rules);
    let term = |part: &usize| match cells[*part].place {
        Place::Status {
            became: Of::One(Became::Gone),
            ..
        } => (*part, 0.0, 1.0),
        _ => (*part, least, 0.0),
    };
    let terms = parts.iter().map(term).chain([(whole, 0.0, -1.0)]);
    at_most(terms.collect())
}

/// The year whose costs a cell adds; the total of all statuses adds those of two.
pub(super) fn year_of_cost(cell: &Cell) -> Option<Year> {
    match cell.place {
        Place::Status { became, .. } => match became {
            Of::All => None,
            Of::One(Became::Gone) => cell.year.before(),
            Of::One(_) => Some(cell.year),
        },
        _ => Some(cell.year),
    }
}

/// What a band's name says of its cases.
fn edges(cell: usize, of: &Cell, rules: &Rules) -> Vec<Fact> {
    let Place::Size(size) = of.place else {
        return Vec::new();
    };
    let above = size.above(rules.limit(of.year).unwrap_or(Money::ZERO));
    let low = at_most(vec![(cell, millions(above), -1.0)]);
    let high = size
        .most()
        .map(|most| at_most(vec![(cell, -millions(most), 1.0)]));
    [Some(low), high].into_iter().flatten().collect()
}

/// What the cases of a cell cost above an edge is no more than what all of the year do.
fn excess(cell: usize, band: impl Fn(Size) -> Option<usize>) -> Vec<Fact> {
    let of_edge = |(at, size): (usize, &Size)| {
        let edge = millions(size.most()?);
        let above = Size::ALL[at + 1..].iter();
        let above: Option<Vec<usize>> = above.map(|size| band(*size)).collect();
        let above = above?;
        if above.contains(&cell) {
            return None;
        }
        let bands = above.into_iter().map(|band| (band, edge, -1.0));
        Some(at_most(
            [(cell, -edge, 1.0)].into_iter().chain(bands).collect(),
        ))
    };
    Size::ALL.iter().enumerate().filter_map(of_edge).collect()
}

/// The cells that a cell is a part of.
fn wholes(cell: &Cell) -> Vec<(Way, Year, Place)> {
    let mut wholes = Vec::new();
    let mut add = |way, place| wholes.push((way, cell.year, place));
    match &cell.place {
        Place::Paragraph {
            municipality,
            paragraph,
        } => {
            if paragraph.one().is_some() {
                add(Way::Across, total(municipality, Of::All));
            }
            if municipality.one().is_some() {
                add(Way::Down, total(&Of::All, *paragraph));
            }
        }
        Place::Supplier {
            supplier,
            paragraph,
        } => {
            add(Way::Suppliers, total(&Of::All, *paragraph));
            if paragraph.one().is_some() {
                let supplier = *supplier;
                let paragraph = Of::All;
                add(
                    Way::Across,
                    Place::Supplier {
                        supplier,
                        paragraph,
                    },
                );
            }
        }
        Place::Size(_) => add(Way::Sizes, Place::REGION),
        Place::Status {
            became,
            municipality,
        } => {
            let status = |became, municipality| Place::Status {
                became,
                municipality,
            };
            if became.one().is_some() {
                add(Way::Across, status(Of::All, municipality.clone()));
            }
            if municipality.one().is_some() {
                add(Way::Down, status(*became, Of::All));
                let costly = total(municipality, Of::All);
                if matches!(became, Of::One(Became::New | Became::Continuing)) {
                    add(Way::Now, costly.clone());
                }
                let is_before = matches!(became, Of::One(Became::Gone | Became::Continuing));
                if let Some(before) = cell.year.before().filter(|_| is_before) {
                    wholes.push((Way::Before, before, costly));
                }
            }
        }
    }
    wholes
}

fn total(
    municipality: &Of<std::sync::Arc<str>>,
    paragraph: Of<crate::domain::paragraph::Paragraph>,
) -> Place {
    Place::Paragraph {
        municipality: municipality.clone(),
        paragraph,
    }
}

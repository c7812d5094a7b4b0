//! How two publications hang together: a supplier's cell adds what each municipality has of it, which
//! nobody is shown, and which adds up to the municipality's own cell. Of municipalities that sent
//! nothing else since the first one, the parts are taken together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Tables;
use super::facts::{Fact, Said, at_most, millions, said, sum};
use super::reader::Seen;
use crate::domain::cases::Costly;
use crate::domain::cases::published::{Of, Place};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// Whose the cases of a part are, and how many each has.
#[derive(Debug, Clone, Default)]
pub(super) struct Owner {
    cases: BTreeMap<Arc<str>, i64>,
    /// Whether a municipality came alone, so that it is known to have some where a cell has changed.
    has_some: bool,
}

impl Owner {
    /// Who has all of it knows it; who has some of it knows that much.
    pub fn seen(&self, who: Option<&Arc<str>>) -> Seen {
        let own = who
            .and_then(|who| self.cases.get(who))
            .copied()
            .unwrap_or(0);
        if own == self.cases.values().sum::<i64>() {
            return Seen::Known((0.0, 0.0));
        }
        Seen::AtLeast {
            count: if own == 0 && self.has_some { 1.0 } else { 0.0 },
            guards: false,
        }
    }
}

/// The parts of all publications, numbered after the cells.
#[derive(Default)]
pub(super) struct Parts {
    pub owners: Vec<Owner>,
    pub limits: Vec<f64>,
    pub facts: Vec<Fact>,
}

/// A part: whose (none: of all that stayed as they were), its year and place, and what it says.
type Key = (Option<Arc<str>>, Year, Supplier, Paragraph, i64, i64);

/// What the municipalities have of each supplier and paragraph of a year.
type Table = BTreeMap<Arc<str>, BTreeMap<(Supplier, Paragraph), (i64, i64)>>;

impl Parts {
    pub fn new(publications: &[Tables], known: &BTreeMap<Said, usize>) -> Parts {
        let mut parts = Parts::default();
        if publications.len() < 2 {
            return parts;
        }
        let cells = publications.iter().flat_map(|tables| &tables.cells);
        let years: BTreeSet<Year> = cells.map(|cell| cell.year).collect();
        for year in years {
            let of_year = publications.iter().filter(|tables| is_known(tables, year));
            let of_year: Vec<(&Tables, Table)> = of_year
                .map(|tables| (tables, table(tables, year)))
                .collect();
            parts.of_year(year, &of_year, known);
        }
        parts
    }

    fn of_year(&mut self, year: Year, all: &[(&Tables, Table)], known: &BTreeMap<Said, usize>) {
        let Some((_, first)) = all.first() else {
            return;
        };
        if all.iter().all(|(_, table)| table == first) {
            return;
        }
        let is_still = |who: &Arc<str>| all.iter().all(|(_, of)| of.get(who) == first.get(who));
        let paragraphs: BTreeSet<Paragraph> = all
            .iter()
            .flat_map(|(_, table)| changed(first, table))
            .collect();
        let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
        for (tables, table) in all {
            let limit = tables.rules.limit(year).map_or(0.0, millions);
            let mut found: BTreeMap<(Option<Arc<str>>, Supplier, Paragraph), Owned> =
                BTreeMap::new();
            for (who, own) in table {
                let split = own.iter().filter(|((_, of), _)| paragraphs.contains(of));
                for ((supplier, paragraph), (count, cost)) in split {
                    let whose = (!is_still(who)).then(|| who.clone());
                    let of = found.entry((whose, *supplier, *paragraph)).or_default();
                    of.count += count;
                    of.cost += cost;
                    of.owners.cases.insert(who.clone(), *count);
                    of.owners.has_some = !is_still(who) && came_alone(who, year, all);
                }
            }
            let mut by_cell: BTreeMap<(Supplier, Paragraph), Vec<usize>> = BTreeMap::new();
            let mut by_row: BTreeMap<(Option<Arc<str>>, Paragraph), Vec<usize>> = BTreeMap::new();
            for ((whose, supplier, paragraph), of) in found {
                let key = (whose.clone(), year, supplier, paragraph, of.count, of.cost);
                let number = *numbers.entry(key).or_insert_with(|| {
                    let number = known.len() + self.owners.len();
                    self.owners.push(of.owners);
                    self.limits.push(limit);
                    self.facts.push(at_most(vec![(number, limit, -1.0)]));
                    number
                });
                by_cell
                    .entry((supplier, paragraph))
                    .or_default()
                    .push(number);
                by_row.entry((whose, paragraph)).or_default().push(number);
            }
            for cell in tables.cells.iter().filter(|cell| cell.year == year) {
                if let Place::Supplier {
                    supplier,
                    paragraph: Of::One(paragraph),
                } = cell.place
                    && let Some(parts) = by_cell.get(&(supplier, paragraph))
                {
                    self.add_up(parts, &[known[&said(cell)]]);
                }
            }
            for ((whose, paragraph), parts) in by_row {
                let is_of = |municipality: &Arc<str>| match &whose {
                    Some(who) => municipality == who,
                    None => is_still(municipality),
                };
                let rows = tables.cells.iter().filter(|cell| {
                    cell.year == year
                        && cell.measures.cases > 0
                        && matches!(&cell.place, Place::Paragraph {
                            municipality: Of::One(of),
                            paragraph: Of::One(row),
                        } if *row == paragraph && is_of(of))
                });
                let rows: Vec<usize> = rows.map(|cell| known[&said(cell)]).collect();
                self.add_up(&parts, &rows);
            }
        }
    }

    fn add_up(&mut self, parts: &[usize], wholes: &[usize]) {
        for of in [(1.0, 0.0), (0.0, 1.0)] {
            let Some((last, others)) = wholes.split_last() else {
                return;
            };
            let mut fact = sum(parts, *last, of);
            fact.terms
                .extend(others.iter().map(|whole| (*whole, -of.0, -of.1)));
            self.facts.push(fact);
        }
    }
}

#[derive(Default)]
struct Owned {
    count: i64,
    cost: i64,
    owners: Owner,
}

fn table(tables: &Tables, year: Year) -> Table {
    let mut table = Table::new();
    for case in tables.costly.iter().filter(|case| case.year == year) {
        let own = table.entry(case.key.municipality.clone()).or_default();
        let sum = own.entry((case.supplier, case.paragraph)).or_default();
        *sum = (sum.0 + 1, sum.1 + case.cost.oere());
    }
    table
}

/// Whether a municipality came to a year in a publication in which nobody else sent anything.
fn came_alone(who: &Arc<str>, year: Year, all: &[(&Tables, Table)]) -> bool {
    let rows = |tables: &Tables| -> BTreeSet<Arc<str>> {
        let of_year = tables.cells.iter().filter(|cell| cell.year == year);
        let codes = of_year.filter_map(|cell| cell.place.municipality());
        codes.cloned().collect()
    };
    all.windows(2).any(|two| {
        let [(before, had), (after, has)] = two else {
            return false;
        };
        let (before, after) = (rows(before), rows(after));
        let come: Vec<&Arc<str>> = after.difference(&before).collect();
        come == [who] && before.iter().all(|other| had.get(other) == has.get(other))
    })
}

/// The paragraphs of which some supplier's cell is another.
fn changed(one: &Table, other: &Table) -> BTreeSet<Paragraph> {
    let region = |table: &Table| {
        let mut sums: BTreeMap<(Supplier, Paragraph), (i64, i64)> = BTreeMap::new();
        for (at, (count, cost)) in table.values().flatten() {
            let sum = sums.entry(*at).or_default();
            *sum = (sum.0 + count, sum.1 + cost);
        }
        sums
    };
    let (one, other) = (region(one), region(other));
    let places = one.keys().chain(other.keys());
    let differs = places.filter(|at| one.get(at) != other.get(at));
    differs.map(|(_, paragraph)| *paragraph).collect()
}

/// Whether the cases are those of the suppliers' cells: lines may have been deleted since.
fn is_known(tables: &Tables, year: Year) -> bool {
    let mut of_cells: BTreeMap<(Supplier, Paragraph), (i64, Money)> = BTreeMap::new();
    for cell in tables.cells.iter().filter(|cell| cell.year == year) {
        if let Place::Supplier {
            supplier,
            paragraph: Of::One(paragraph),
        } = cell.place
            && cell.measures.cases > 0
        {
            of_cells.insert(
                (supplier, paragraph),
                (cell.measures.cases, cell.measures.cost),
            );
        }
    }
    let mut of_cases: BTreeMap<(Supplier, Paragraph), (i64, Money)> = BTreeMap::new();
    let of_year = |case: &&Costly| case.year == year;
    for case in tables.costly.iter().filter(of_year) {
        let sum = of_cases
            .entry((case.supplier, case.paragraph))
            .or_insert((0, Money::ZERO));
        *sum = (sum.0 + 1, sum.1 + case.cost);
    }
    of_cells == of_cases
}

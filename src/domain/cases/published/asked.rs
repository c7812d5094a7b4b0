//! The tables as a question about counts: what is sensitive, what is the same, who reads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell::{Became, Of, Place};
use super::records::{At, Records};
use super::view::{Rest, View};
use crate::domain::cases::Costly;
use crate::domain::cases::small::{FEWEST, is_small};
use crate::domain::period::Year;
use disclosure::{Fixed, Problem, Reader, Sum};

/// How much an inner cell and a margin would be missed.
const INNER: u32 = 2;
const MARGIN: u32 = 8;

/// The tables, and the question about them. Cells are in the order of the question's.
pub struct Asked<'a> {
    pub costly: &'a [Costly],
    pub cells: Vec<At>,
    /// The costly cases that each cell adds, by number.
    pub records: Vec<Vec<usize>>,
    /// Who reads, as the question's readers: the outsider is nobody.
    pub readers: Vec<Option<Arc<str>>>,
    pub problem: Problem,
}

impl<'a> Asked<'a> {
    pub fn new(records: Records, costly: &'a [Costly]) -> Asked<'a> {
        let names = records.cells.keys().filter_map(|at| at.1.municipality());
        let municipalities: BTreeSet<Arc<str>> = names.cloned().collect();
        let known = municipalities.into_iter().map(Some);
        let sums = records.sums;
        let (cells, records) = records.cells.into_iter().unzip();
        let mut asked = Asked {
            costly,
            cells,
            records,
            readers: std::iter::once(None).chain(known).collect(),
            problem: Problem::default(),
        };
        asked.problem = asked.problem(&sums);
        asked
    }

    fn problem(&self, sums: &[(Vec<At>, At)]) -> Problem {
        let number: BTreeMap<&At, usize> = self.cells.iter().zip(0..).collect();
        let sum = |(parts, whole): &(Vec<At>, At)| Sum {
            left: parts.iter().map(|part| number[part]).collect(),
            right: vec![number[whole]],
        };
        let mut same: BTreeMap<&[usize], usize> = BTreeMap::new();
        let mut class = Vec::with_capacity(self.cells.len());
        for (cell, records) in self.records.iter().enumerate() {
            class.push(if records.is_empty() {
                cell
            } else {
                *same.entry(records).or_insert(cell)
            });
        }
        Problem {
            counts: self.records.iter().map(|of| whole(of.len())).collect(),
            sensitive: self
                .records
                .iter()
                .enumerate()
                .map(|(cell, of)| self.is_sensitive(of) || self.is_anybodys_band(cell))
                .collect(),
            class,
            part: self.cells.iter().map(|at| year(at.0)).collect(),
            weight: self.cells.iter().map(|at| weight(&at.1)).collect(),
            fixed: vec![Fixed::Open; self.cells.len()],
            sums: sums.iter().map(sum).collect(),
            readers: self.readers.iter().map(|who| self.reader(who)).collect(),
        }
    }

    fn is_sensitive(&self, records: &[usize]) -> bool {
        is_small(records.iter().map(|case| &self.costly[*case]))
    }

    /// Whether a band of size is of one to three for somebody who takes the own cases away: then nearly
    /// no case of others is as large, and that bounds what every other cell costs. (Of four it would cost
    /// more of what can be told than was found to be needed.)
    fn is_anybodys_band(&self, cell: usize) -> bool {
        let all = self.records[cell].len();
        let few =
            |who: &Option<Arc<str>>| (1..FEWEST - 1).contains(&(all - self.own(cell, who).count()));
        matches!(self.cells[cell].1, Place::Size(_)) && self.readers.iter().any(few)
    }

    fn reader(&self, who: &Option<Arc<str>>) -> Reader {
        let mut reader = Reader::default();
        for (cell, at) in self.cells.iter().enumerate() {
            if who.is_some() && at.1.municipality() == who.as_ref() {
                reader.known.push(cell);
                continue;
            }
            let own = self.own(cell, who).count();
            if own > 0 {
                reader.own.push((cell, whole(own)));
            }
        }
        reader
    }

    /// The tables in the question's numbers.
    pub fn view(&self) -> View {
        View {
            cells: self.cells.iter().cloned().enumerate().collect(),
            sums: self.problem.sums.clone(),
        }
    }

    /// What is left of them to each reader.
    pub fn rests(&self) -> Vec<Rest> {
        let rest = |who: &Option<Arc<str>>| {
            let is_own = |at: &At| who.is_some() && at.1.municipality() == who.as_ref();
            let known: Vec<bool> = self.cells.iter().map(is_own).collect();
            let others = (0..self.cells.len()).map(|cell| self.of_others(cell, who));
            Rest {
                others: others.collect(),
                known,
            }
        };
        self.readers.iter().map(rest).collect()
    }

    /// Number and cost in øre of a cell's cases that are not the reader's own.
    fn of_others(&self, cell: usize, who: &Option<Arc<str>>) -> (i64, i64) {
        let others = self.records[cell].iter().map(|case| &self.costly[*case]);
        let others = others.filter(|case| Some(&case.key.municipality) != who.as_ref());
        others.fold((0, 0), |(cases, cost), case| {
            (cases + 1, cost + case.cost.oere())
        })
    }

    /// The cases of a cell that are a reader's own.
    pub fn own(&self, cell: usize, who: &Option<Arc<str>>) -> impl Iterator<Item = usize> {
        let mine = move |case: &usize| Some(&self.costly[*case].key.municipality) == who.as_ref();
        self.records[cell].iter().copied().filter(mine)
    }

    pub fn oere(&self, case: usize) -> i128 {
        i128::from(self.costly[case].cost.oere())
    }
}

/// The year in which the cases of a cell cost what they do; those of what became of all have two.
pub fn year_of_cost((year, place): &At) -> Option<Year> {
    match place {
        Place::Status { became, .. } => match became {
            Of::All => None,
            Of::One(Became::Gone) => year.before(),
            Of::One(_) => Some(*year),
        },
        _ => Some(*year),
    }
}

fn year(year: Year) -> usize {
    usize::try_from(year.number()).unwrap_or_default()
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn weight(place: &Place) -> u32 {
    match place {
        Place::Paragraph {
            municipality: Of::All,
            ..
        }
        | Place::Supplier {
            paragraph: Of::All, ..
        }
        | Place::Status {
            municipality: Of::All,
            ..
        } => MARGIN,
        _ => INNER,
    }
}

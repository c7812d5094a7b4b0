//! All that was ever published of a region and the tables that are to be made, as one question: a cell
//! that has the same number and cost in two publications is one cell of it; what was told is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asked::Asked;
use super::cell::Place;
use super::earlier::{Content, Differ, Moment, Pair, changed, differ};
use super::knowledge::{All, Difference, Knowledge};
use super::parts::{Part, Parts, Term};
use super::records::At;
use super::view::{Rest, View};
use crate::domain::period::Year;
use disclosure::{Fixed, Problem, Sum};

/// More than any count of a region: what is unknown of a difference is counted from it.
const FAR: i64 = 5_000;

/// The question. Its first cells are those of the new tables, in their order.
pub struct Joint<'a> {
    asked: &'a Asked<'a>,
    wanted: &'a Moment<'a>,
    moments: &'a [Moment<'a>],
    /// Cells of the new tables that are no part of the question.
    left_out: &'a [bool],
    number: BTreeMap<Content, usize>,
    of_part: BTreeMap<Part, usize>,
    /// How much of a part each municipality's cases are.
    owned: BTreeMap<usize, BTreeMap<Arc<str>, Pair>>,
    differences: Vec<Difference>,
    pub problem: Problem,
    /// What is left of each cell to each reader of the question.
    pub rests: Vec<Rest>,
    /// The publications, and how parts add up to their cells.
    pub views: Vec<View>,
    /// Cells of the new tables that few persons' refund changes.
    pub in_refund: Vec<bool>,
}

impl<'a> Joint<'a> {
    pub fn new(
        asked: &'a Asked<'a>,
        wanted: &'a Moment<'a>,
        moments: &'a [Moment<'a>],
        left_out: &'a [bool],
    ) -> Joint<'a> {
        let mut joint = Joint {
            asked,
            wanted,
            moments,
            left_out,
            number: BTreeMap::new(),
            of_part: BTreeMap::new(),
            owned: BTreeMap::new(),
            differences: Vec::new(),
            problem: Problem {
                readers: Vec::new(),
                ..asked.problem.clone()
            },
            rests: Vec::new(),
            views: Vec::new(),
            in_refund: vec![false; asked.cells.len()],
        };
        joint.problem.sums.clear();
        joint.contents();
        joint.far_from_what_was_told();
        joint.classes();
        joint.sums();
        joint.parts();
        joint.differ();
        joint.publications();
        joint.readers();
        joint
    }

    fn add(&mut self, count: i64, year: Year, fixed: Fixed) -> usize {
        let cell = self.problem.counts.len();
        let problem = &mut self.problem;
        problem.counts.push(count);
        problem.sensitive.push(false);
        problem.class.push(cell);
        problem
            .part
            .push(usize::try_from(year.number()).unwrap_or_default());
        problem.weight.push(1);
        problem.fixed.push(fixed);
        cell
    }

    /// Every cell that was ever told or masked, each once.
    fn contents(&mut self) {
        for (cell, at) in self.asked.cells.iter().enumerate() {
            if self.left_out[cell] {
                self.problem.fixed[cell] = Fixed::Told;
                self.problem.sensitive[cell] = false;
            } else if let Some(content) = self.wanted.content(at) {
                self.number.insert(content, cell);
            }
        }
        let still = self.still();
        for moment in self.moments {
            for (at, pair) in &moment.pairs {
                let content = (at.clone(), *pair);
                let cell = match self.number.get(&content) {
                    Some(cell) => *cell,
                    None => {
                        let cell = self.add(pair.0, at.0, Fixed::Masked);
                        self.number.insert(content, cell);
                        cell
                    }
                };
                if moment.told[at] {
                    self.problem.fixed[cell] = Fixed::Told;
                } else if self.problem.fixed[cell] == Fixed::Open && still.contains(&at.0) {
                    self.problem.fixed[cell] = Fixed::Masked;
                }
            }
        }
    }

    /// The years that are as they were published last.
    fn still(&self) -> BTreeSet<Year> {
        let Some(last) = self.moments.last() else {
            return BTreeSet::new();
        };
        let years: BTreeSet<Year> = self.asked.cells.iter().map(|at| at.0).collect();
        let is_still = |year: &Year| {
            let same = |(at, pair): (&At, &_)| {
                let before = last.pairs.get(at);
                before == Some(pair)
                    || (before.is_none() && matches!(at.1, Place::Size(_) | Place::Status { .. }))
            };
            self.wanted.of_year(*year).all(same)
        };
        years.into_iter().filter(is_still).collect()
    }

    /// A cell that differs from what was told of it by few is not told.
    fn far_from_what_was_told(&mut self) {
        for (cell, at) in self.asked.cells.iter().enumerate() {
            let (Some(mine), Some(content)) = (self.wanted.cases(at), self.wanted.content(at))
            else {
                continue;
            };
            let told = self
                .moments
                .iter()
                .filter(|m| m.told.get(at) == Some(&true));
            for moment in told {
                let how = match moment.cases(at) {
                    Some(theirs) => differ(mine, theirs),
                    None if moment.content(at).as_ref() == Some(&content) => Differ::Safely,
                    None => Differ::InCost,
                };
                if how == Differ::Safely {
                    continue;
                }
                self.in_refund[cell] |= how == Differ::InRefund;
                self.problem.sensitive[cell] = self.problem.fixed[cell] == Fixed::Open;
            }
        }
    }

    /// Cells of the new tables that add the same records are masked alike, and as such a one was before.
    fn classes(&mut self) {
        let problem = &mut self.problem;
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for cell in 0..self.asked.cells.len() {
            let class = self.asked.problem.class[cell];
            members.entry(class).or_default().push(cell);
        }
        for cells in members.values() {
            let is = |problem: &Problem, fixed| cells.iter().any(|c| problem.fixed[*c] == fixed);
            let (masked, told) = (is(problem, Fixed::Masked), is(problem, Fixed::Told));
            let mut first = None;
            for cell in cells {
                problem.class[*cell] = *cell;
                if problem.fixed[*cell] != Fixed::Open {
                    continue;
                }
                if masked {
                    problem.fixed[*cell] = Fixed::Masked;
                } else if told && !problem.sensitive[*cell] && problem.counts[*cell] > 0 {
                    problem.fixed[*cell] = Fixed::Told;
                } else {
                    problem.class[*cell] = *first.get_or_insert(*cell);
                }
            }
        }
    }

    fn sums(&mut self) {
        let mut sums: BTreeSet<Sum> = BTreeSet::new();
        for moment in self.moments.iter().chain([self.wanted]) {
            for (parts, whole) in &moment.sums {
                let cells = parts.iter().chain([whole]);
                let cells: Option<Vec<usize>> = cells
                    .map(|at| self.number.get(&moment.content(at)?).copied())
                    .collect();
                if let Some((whole, parts)) = cells.as_deref().and_then(<[usize]>::split_last) {
                    sums.extend(self.sum(parts, &[*whole]));
                }
            }
        }
        self.problem.sums.extend(sums);
    }

    /// A sum without what counts nothing, and without what stands on both sides.
    fn sum(&self, left: &[usize], right: &[usize]) -> Option<Sum> {
        let some = |cells: &[usize], others: &[usize]| -> Vec<usize> {
            let counted = |cell: &&usize| self.problem.counts[**cell] > 0 && !others.contains(cell);
            let mut some: Vec<usize> = cells.iter().filter(counted).copied().collect();
            some.sort_unstable();
            some
        };
        let sum = Sum {
            left: some(left, right),
            right: some(right, left),
        };
        (!sum.left.is_empty() && !sum.right.is_empty()).then_some(sum)
    }

    fn parts(&mut self) {
        if self.moments.is_empty() {
            return;
        }
        let moments: Vec<&Moment<'_>> = self.moments.iter().chain([self.wanted]).collect();
        let parts = Parts::new(&moments);
        for (part, owned) in &parts.parts {
            let cell = self.add(
                part.pair.0,
                part.year,
                if part.has_some {
                    Fixed::HiddenSome
                } else {
                    Fixed::Hidden
                },
            );
            self.of_part.insert(part.clone(), cell);
            self.owned.insert(cell, owned.clone());
        }
        let cell = |term: &Term| match term {
            Term::Cell(content) => self.number.get(content).copied(),
            Term::Part(part) => self.of_part.get(part).copied(),
        };
        let cells = |terms: &[Term]| -> Option<Vec<usize>> { terms.iter().map(cell).collect() };
        let mut sums = BTreeSet::new();
        for (left, right) in &parts.sums {
            if let Some((left, right)) = cells(left).zip(cells(right)) {
                sums.extend(self.sum(&left, &right));
            }
        }
        let sums: Vec<Sum> = sums.into_iter().collect();
        self.problem.sums.extend(sums.iter().cloned());
        let parts = self.of_part.iter();
        self.views.push(View {
            cells: parts.map(|(part, cell)| (*cell, part.at())).collect(),
            sums,
        });
    }

    /// Where a cell differs by few from one that was masked, the difference is as hidden as they are.
    fn differ(&mut self) {
        let year = self.asked.cells.first().map(|at| at.0);
        let Some(far) = year.map(|year| self.add(FAR, year, Fixed::Told)) else {
            return;
        };
        let mut found = BTreeMap::new();
        for (new, at) in self.asked.cells.iter().enumerate() {
            let Some(mine) = self.wanted.cases(at).filter(|_| !self.left_out[new]) else {
                continue;
            };
            for moment in self.moments {
                let old = moment
                    .content(at)
                    .and_then(|of| self.number.get(&of).copied());
                let Some((old, theirs)) = old.zip(moment.cases(at)) else {
                    continue;
                };
                let both = [old, new]
                    .map(|c| self.problem.counts[c] > 0 && self.problem.fixed[c] != Fixed::Told);
                if old == new || both != [true; 2] || differ(mine, theirs) != Differ::InCost {
                    continue;
                }
                let owners = changed(mine, theirs);
                let owner = owners.first().filter(|_| owners.len() == 1).cloned();
                found.insert((old, new), (at.0, owner));
            }
        }
        for ((old, new), (year, owner)) in found {
            let counts = &self.problem.counts;
            let count = FAR + counts[new] - counts[old];
            let cell = self.add(count, year, Fixed::Masked);
            self.differences.push(Difference {
                cell,
                between: (old, new),
                owner,
            });
            self.problem.sums.push(Sum {
                left: vec![old, cell],
                right: vec![new, far],
            });
        }
    }

    /// Each publication in the numbers of the question.
    fn publications(&mut self) {
        for moment in self.moments.iter().chain([self.wanted]) {
            let number = |at: &At| self.number.get(&moment.content(at)?).copied();
            let cells = moment.pairs.keys();
            let cells = cells.filter_map(|at| Some((number(at)?, at.clone())));
            let sum = |(parts, whole): &(Vec<At>, At)| {
                let left: Option<Vec<usize>> = parts.iter().map(number).collect();
                Some(Sum {
                    left: left?,
                    right: vec![number(whole)?],
                })
            };
            self.views.push(View {
                cells: cells.collect(),
                sums: moment.sums.iter().filter_map(sum).collect(),
            });
        }
    }

    fn readers(&mut self) {
        let counts = &self.problem.counts;
        let mut all: Vec<(i64, i64)> = counts.iter().map(|count| (*count, 0)).collect();
        for ((_, (count, cost)), cell) in &self.number {
            all[*cell] = (*count, cost.oere());
        }
        for (part, cell) in &self.of_part {
            all[*cell] = (part.pair.0, part.pair.1.oere());
        }
        let knowledge = Knowledge::new(All {
            problem: &self.problem,
            number: &self.number,
            publications: self.moments.iter().chain([self.wanted]).collect(),
            owned: &self.owned,
            differences: &self.differences,
            all,
        });
        let of = knowledge.readers();
        (self.problem.readers, self.rests) = of.into_iter().unzip();
        for others in self.rests.iter_mut().map(|rest| &mut rest.others) {
            for of in &self.differences {
                let (old, new) = of.between;
                others[of.cell] = (FAR + others[new].0 - others[old].0, 0);
            }
        }
    }
}

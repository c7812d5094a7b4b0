//! All that was ever published of a region and the tables that are to be made, as one question: a cell
//! that has the same number and cost in two publications is one cell of it; what was told is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asked::Asked;
use super::cell::{Of, Place};
use super::earlier::{Content, Differ, Moment, Pair, changed, differ, whole};
use super::parts::{Part, Parts, Term};
use super::records::At;
use crate::domain::cases::small::FEWEST;
use crate::domain::period::Year;
use disclosure::{Fixed, Problem, Reader, Sum};

/// More than any count: what is unknown of a difference is counted from it.
const FAR: i64 = 1_000_000;

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
    owned: BTreeMap<usize, BTreeMap<Arc<str>, i64>>,
    /// Of a difference that few make: whether it is all of one municipality.
    differences: Vec<(usize, Option<Arc<str>>)>,
    pub problem: Problem,
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
            in_refund: vec![false; asked.cells.len()],
        };
        joint.problem.sums.clear();
        joint.contents();
        joint.far_from_what_was_told();
        joint.classes();
        joint.sums();
        joint.parts();
        joint.differ();
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
                match how {
                    Differ::Safely => {}
                    Differ::InRefund => self.in_refund[cell] = true,
                    Differ::InCost => {
                        self.problem.sensitive[cell] = self.problem.fixed[cell] == Fixed::Open;
                    }
                }
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
        self.problem.sums.extend(sums);
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
            self.differences.push((cell, owner));
            self.problem.sums.push(Sum {
                left: vec![old, cell],
                right: vec![new, far],
            });
        }
    }

    fn readers(&mut self) {
        let seen = Seen::new(self);
        let readers = std::iter::once(Reader::default())
            .chain(seen.rows.keys().map(|who| self.reader(who, &seen)));
        self.problem.readers = readers.collect();
    }

    fn reader(&self, who: &Arc<str>, seen: &Seen<'_>) -> Reader {
        let mut known = seen.rows.get(who).cloned().unwrap_or_default();
        let mut own: BTreeMap<usize, i64> = BTreeMap::new();
        let mut same: BTreeMap<(&At, i64, i64), BTreeSet<usize>> = BTreeMap::new();
        let mut told: BTreeMap<&At, BTreeSet<(i64, i64, i64)>> = BTreeMap::new();
        for margin in &seen.margins {
            let Margin { at, pair, cell, .. } = margin;
            let Some((count, cost)) = margin.of(who) else {
                continue;
            };
            if count > 0 {
                own.insert(*cell, count);
            }
            if count < pair.0 && seen.may_be_learned(at) {
                let left = (*at, pair.0 - count, pair.1.oere() - cost);
                if self.problem.fixed[*cell] == Fixed::Told {
                    told.entry(at).or_default().insert((pair.0, left.1, left.2));
                }
                same.entry(left).or_default().insert(*cell);
            }
        }
        for (cell, owned) in &self.owned {
            own.extend(owned.get(who).map(|count| (*cell, *count)));
        }
        let mine = self
            .differences
            .iter()
            .filter(|of| of.1.as_ref() == Some(who));
        known.extend(mine.map(|of| of.0));
        Reader {
            known: known.into_iter().collect(),
            own: own.into_iter().collect(),
            // By counts alone: masks that were published are what they are.
            least: Vec::new(),
            same: same
                .into_iter()
                .map(|(left, cells)| self.harmless(&left, cells, &told))
                .filter(|cells| cells.len() > 1)
                .collect(),
        }
    }

    /// Those of some cells that a reader may learn of from each other: none that is masked since it
    /// differs by few from what was told.
    fn harmless(
        &self,
        left: &(&At, i64, i64),
        cells: BTreeSet<usize>,
        told: &BTreeMap<&At, BTreeSet<(i64, i64, i64)>>,
    ) -> Vec<usize> {
        let few = whole(FEWEST);
        let is_far = |cell: &usize| {
            let count = self.problem.counts[*cell];
            let mut others = told.get(left.0).into_iter().flatten();
            self.problem.fixed[*cell] == Fixed::Told
                || others
                    .all(|(of, a, b)| (*a, *b) == (left.1, left.2) || (of - count).abs() >= few)
        };
        cells.into_iter().filter(is_far).collect()
    }
}

/// A cell of all municipalities together as it was published, and what each of them has of it: number and cost,
/// in øre.
struct Margin<'a> {
    at: &'a At,
    pair: Pair,
    cell: usize,
    of: Owned,
}

#[derive(PartialEq, Eq)]
struct Owned {
    of: BTreeMap<Arc<str>, (i64, i64)>,
    /// Whether the cases are known, so that whoever is not named has none.
    is_all: bool,
}

impl Margin<'_> {
    fn of(&self, who: &Arc<str>) -> Option<(i64, i64)> {
        let none = self.of.is_all.then_some((0, 0));
        self.of.of.get(who).copied().or(none)
    }
}

/// What readers see of all publications, worked out once for all of them.
struct Seen<'a> {
    /// Each municipality's own cells.
    rows: BTreeMap<Arc<str>, BTreeSet<usize>>,
    margins: Vec<Margin<'a>>,
    /// The years of which a band of size that counts anybody was masked.
    masked_bands: BTreeSet<Year>,
}

impl<'a> Seen<'a> {
    fn new(joint: &Joint<'a>) -> Seen<'a> {
        let mut seen = Seen {
            rows: BTreeMap::new(),
            margins: Vec::new(),
            masked_bands: BTreeSet::new(),
        };
        for (at, _) in joint.number.keys() {
            if let Some(who) = at.1.municipality() {
                seen.rows.entry(who.clone()).or_default();
            }
        }
        // The last publication of a cell: one that is as it was is seen once.
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        for moment in joint.moments.iter().chain([joint.wanted]) {
            for (at, pair) in &moment.pairs {
                let Some(cell) = joint.number.get(&(at.clone(), *pair)).copied() else {
                    continue;
                };
                if let Some(who) = at.1.municipality() {
                    seen.rows.entry(who.clone()).or_default().insert(cell);
                    continue;
                }
                let is_masked = moment.told.get(at) == Some(&false);
                if is_masked && pair.0 > 0 && matches!(at.1, Place::Size(_)) {
                    seen.masked_bands.insert(at.0);
                }
                let Some(of) = seen.owned(moment, at) else {
                    continue;
                };
                let before = last.get(&cell).map(|place| &seen.margins[*place].of);
                if before != Some(&of) {
                    last.insert(cell, seen.margins.len());
                    let pair = *pair;
                    seen.margins.push(Margin { at, pair, cell, of });
                }
            }
        }
        seen
    }

    /// What each municipality has of a cell of all together; `None` when it is not known.
    fn owned(&self, moment: &Moment<'_>, at: &At) -> Option<Owned> {
        if let Some(cases) = moment.cases(at) {
            let mut of: BTreeMap<Arc<str>, (i64, i64)> = BTreeMap::new();
            for case in cases {
                let (count, cost) = of.entry(case.key.municipality.clone()).or_default();
                *count += 1;
                *cost += case.cost.oere();
            }
            return Some(Owned { of, is_all: true });
        }
        let row = |who: &Arc<str>| {
            let municipality = Of::One(who.clone());
            let row = match &at.1 {
                Place::Paragraph { paragraph, .. } => Place::Paragraph {
                    municipality,
                    paragraph: *paragraph,
                },
                Place::Status { became, .. } => Place::Status {
                    became: *became,
                    municipality,
                },
                Place::Supplier { .. } | Place::Size(_) => return None,
            };
            let row = moment.pairs.get(&(at.0, row))?;
            Some((who.clone(), (row.0, row.1.oere())))
        };
        match at.1 {
            Place::Supplier { .. } | Place::Size(_) => None,
            _ => Some(Owned {
                of: self.rows.keys().filter_map(row).collect(),
                is_all: false,
            }),
        }
    }

    /// Whether it does no harm that a municipality knows the rest of a cell: of all costly cases of a
    /// year it would, where a band of size is masked.
    fn may_be_learned(&self, at: &At) -> bool {
        at.1 != Place::REGION || !self.masked_bands.contains(&at.0)
    }
}

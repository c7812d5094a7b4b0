//! Counts that could be too few numbers, for what their cases cost: `fewest` keeps a proof from tables
//! that may have no costs, and is on the safe side. Where it leaves a count narrow, a linear programme
//! over numbers and costs says whether it is.
//!
//! One year or two, which are sought longest, are asked like this first; more are masked on the safe side.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use super::asked::year_of_cost;
use super::cell::{Became, Of, Place};
use super::records::At;
use super::view::{Rest, View};
use crate::domain::cases::{Rules, Size};
use crate::domain::money::Money;
use crate::domain::period::Year;
use disclosure::{
    Amounts, Fixed, NotProven, Possible, Problem, Sum, Term, masks_until, narrow_for_readers,
};

/// So many years are sought longest.
pub const LONGEST: usize = 2;

/// What is known of numbers and costs.
pub struct Costs<'a> {
    /// The question on the safe side.
    pub safe: &'a Problem,
    pub views: &'a [View],
    /// What is left to each of its readers.
    pub rests: &'a [Rest],
    pub rules: &'a Rules,
}

/// Facts of costs, each once.
#[derive(Debug, Default)]
struct Facts {
    exact: BTreeSet<Vec<Term>>,
    at_most: BTreeSet<Vec<Term>>,
    /// What every case of a cell costs more than.
    limits: BTreeMap<usize, i64>,
}

/// A reader, what was shown before, and the cells that the safe side calls narrow with what holds each.
struct Reading {
    reader: usize,
    before: Option<Possible>,
    cells: BTreeMap<usize, Vec<usize>>,
}

/// A reader, what is shown, and what holds each cell that is narrow.
type Answer = (usize, Possible, Vec<Vec<usize>>);

/// What was shown of cells to each reader, with some masks: with more of them it holds still.
#[derive(Debug, Default)]
struct Known {
    masked: Vec<bool>,
    readers: BTreeMap<usize, Possible>,
}

impl Known {
    fn begin(&mut self, masked: &[bool]) {
        let mut both = self.masked.iter().zip(masked);
        if both.any(|(was, is)| *was && !is) {
            self.readers.clear();
        }
        self.masked = masked.to_vec();
    }
}

impl Costs<'_> {
    /// The masks over the counts of a question, of which those that are narrow for their cost are asked
    /// further. `of_sizes` are the cells that bands of size need masked besides.
    ///
    /// # Errors
    /// [`NotProven`]: no masks were found that hold.
    pub fn sought(
        &self,
        problem: &Problem,
        of_sizes: impl Fn(&[bool]) -> Vec<usize>,
    ) -> Result<Vec<bool>, NotProven> {
        let mut known = Known::default();
        masks_until(problem, |masked| {
            let mut more = of_sizes(masked);
            if more.iter().all(|cell| masked[*cell]) {
                more.extend(self.more(masked, &mut known)?);
            }
            Ok(more)
        })
    }

    /// The masks on the safe side.
    ///
    /// # Errors
    /// [`NotProven`] as above.
    pub fn on_the_safe_side(
        &self,
        of_sizes: impl Fn(&[bool]) -> Vec<usize>,
    ) -> Result<Vec<bool>, NotProven> {
        masks_until(self.safe, |masked| Ok(of_sizes(masked)))
    }

    /// Whether no count is narrow for what it costs with masks that hold over counts.
    ///
    /// # Errors
    /// [`NotProven`] as below.
    pub fn hold(&self, masked: &[bool]) -> Result<bool, NotProven> {
        Ok(self.more(masked, &mut Known::default())?.is_empty())
    }

    /// The cells that have to be masked besides, so that no count is narrow for what it costs: of those
    /// that hold one, the one that is missed least. `known` is what was shown with fewer masks.
    ///
    /// # Errors
    /// [`NotProven`]: what holds one cannot be masked, or a sum is beyond the machine's numbers.
    fn more(&self, masked: &[bool], known: &mut Known) -> Result<Vec<usize>, NotProven> {
        known.begin(masked);
        let mut of_reader: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
        for (reader, narrow) in narrow_for_readers(self.safe, masked)? {
            let cells = of_reader.entry(reader).or_default();
            cells.insert(narrow.cell, narrow.held_by);
        }
        if of_reader.is_empty() {
            return Ok(Vec::new());
        }
        let facts = Facts::new(self.views, self.rules);
        let mut readers: Vec<Reading> = Vec::new();
        for (reader, cells) in of_reader {
            readers.push(Reading {
                reader,
                before: known.readers.remove(&reader),
                cells,
            });
        }
        let mut more = BTreeSet::new();
        for (reader, possible, cells) in self.asked(&facts, masked, readers)? {
            for holders in cells {
                // What counts nothing is shown, whatever else is.
                let counts = |cell: &usize| self.safe.counts[*cell] > 0;
                let holders = holders.into_iter().filter(counts);
                let weight = |cell: &usize| (self.safe.weight[*cell], *cell);
                more.insert(holders.min_by_key(weight).ok_or(NotProven)?);
            }
            known.readers.insert(reader, possible);
        }
        Ok(more.into_iter().collect())
    }

    /// What is possible for each reader, and what holds the cells that are narrow: readers are asked side by
    /// side.
    fn asked(
        &self,
        facts: &Facts,
        masked: &[bool],
        readers: Vec<Reading>,
    ) -> Result<Vec<Answer>, NotProven> {
        let ask = |of: Reading| -> Answer {
            let mut possible = self.seen(facts, masked, of.reader).possible();
            if let Some(before) = of.before {
                possible.know(before);
            }
            let others = &self.rests[of.reader].others;
            debug_assert!(possible.fits(others), "a fact that is not true");
            let narrow = possible.narrow(of.cells.keys().copied().collect());
            let holders = narrow.iter().map(|cell| of.cells[cell].clone());
            (of.reader, possible, holders.collect())
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let mut shares: Vec<Vec<Reading>> = Vec::new();
        shares.resize_with(cores, Vec::new);
        for (at, reading) in readers.into_iter().enumerate() {
            shares[at % cores].push(reading);
        }
        let all = |share: Vec<Reading>| -> Vec<Answer> { share.into_iter().map(ask).collect() };
        let all = &all;
        thread::scope(|scope| {
            let running = shares.into_iter();
            let running = running.map(|share| scope.spawn(move || all(share)));
            let running: Vec<_> = running.collect();
            let mut answers: Vec<Answer> = Vec::new();
            for share in running {
                // Who did not answer has proven nothing.
                answers.extend(share.join().map_err(|_| NotProven)?);
            }
            Ok(answers)
        })
    }

    /// Number and cost of the cases of others in all cells, as a reader knows them.
    fn seen(&self, facts: &Facts, masked: &[bool], reader: usize) -> Amounts {
        let (problem, rest) = (self.safe, &self.rests[reader]);
        let mut seen = Amounts {
            counts: problem.sums.clone(),
            exact: facts.exact.iter().cloned().collect(),
            at_most: facts.at_most.iter().cloned().collect(),
            ..Amounts::default()
        };
        for (cell, others) in rest.others.iter().enumerate() {
            let is_told = problem.fixed[cell] == Fixed::Told || !masked[cell];
            let is_known = rest.known[cell] || others.0 == 0 || is_told;
            seen.known.push(is_known.then_some(*others));
            let has_own = others.0 < problem.counts[cell];
            let is_hidden = problem.fixed[cell] == Fixed::Hidden;
            seen.least.push(i64::from(!has_own && !is_hidden));
            seen.spans
                .push(facts.limits.get(&cell).copied().unwrap_or_default());
        }
        // Who is told of one of them knows the others.
        for same in &problem.readers[reader].same {
            if same.iter().any(|cell| seen.known[*cell].is_some()) {
                for cell in same {
                    seen.known[*cell] = Some(rest.others[*cell]);
                }
            }
        }
        seen
    }
}

impl Facts {
    fn new(views: &[View], rules: &Rules) -> Facts {
        let mut facts = Facts::default();
        for view in views {
            for (cell, at) in &view.cells {
                let year = year_of_cost(at);
                let limit = year.and_then(|year| rules.limit(year));
                facts.limits.insert(*cell, limit.map_or(0, Money::oere));
            }
            let at: BTreeMap<usize, &At> =
                view.cells.iter().map(|(cell, at)| (*cell, at)).collect();
            for sum in &view.sums {
                facts.add_up(sum, &at);
            }
            facts.bound(view);
        }
        facts
    }

    /// How costs add up, where they are of the same year.
    fn add_up(&mut self, sum: &Sum, at: &BTreeMap<usize, &At>) {
        let year = |cells: &[usize]| Some(at.get(cells.first()?)?.0);
        let right = sum.right.iter().map(|cell| (*cell, 0, -1));
        if year(&sum.left).is_none()
            || year(&sum.right).is_none()
            || year(&sum.left) == year(&sum.right)
        {
            let left = sum.left.iter().map(|cell| (*cell, 0, 1));
            self.exact.insert(left.chain(right).collect());
            return;
        }
        // The gone cost what they did the year before, when the continuing were above its limit.
        let limit = sum
            .right
            .first()
            .and_then(|cell| self.limits.get(cell))
            .copied();
        let part = |cell: &usize| -> Term {
            match at[cell].1 {
                Place::Status {
                    became: Of::One(Became::Gone),
                    ..
                } => (*cell, 0, 1),
                _ => (*cell, limit.unwrap_or_default(), 0),
            }
        };
        let left = sum.left.iter().map(part);
        self.at_most.insert(left.chain(right).collect());
    }

    /// What the limit and the bands of size say of what cases cost.
    fn bound(&mut self, view: &View) {
        let mut bands: BTreeMap<Year, Vec<(Size, usize)>> = BTreeMap::new();
        for (cell, (year, place)) in &view.cells {
            if let Place::Size(size) = place {
                bands.entry(*year).or_default().push((*size, *cell));
            }
        }
        // Of bands that are not all told of, nothing follows for other cells.
        bands.retain(|_, of_year| of_year.len() == Size::ALL.len());
        let edges = || Size::ALL.into_iter().filter_map(Size::most);
        for (cell, at) in &view.cells {
            let Some(year) = year_of_cost(at) else {
                continue;
            };
            let limit = self.limits[cell];
            if let Place::Size(size) = at.1 {
                let above = size.above(Money::from_oere(limit)).oere();
                self.at_most.insert(vec![(*cell, above, -1)]);
                let most = size.most().map(|most| vec![(*cell, -most.oere(), 1)]);
                self.at_most.extend(most);
                continue;
            }
            self.at_most.insert(vec![(*cell, limit, -1)]);
            // What the cases cost above an edge is no more than what all of the year do.
            let of_year = bands.get(&year).into_iter();
            for (edge, of_year) in of_year.flat_map(|bands| edges().map(move |edge| (edge, bands)))
            {
                let above = of_year.iter();
                let above = above.filter(|(size, _)| size.above(Money::ZERO) >= edge);
                let above = above.map(|(_, band)| (*band, edge.oere(), -1));
                let own = [(*cell, -edge.oere(), 1)];
                self.at_most.insert(own.into_iter().chain(above).collect());
            }
        }
    }
}

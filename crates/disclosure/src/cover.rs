//! Which cells to mask so that each small one has one of its guards.
//!
//! Whenever a masked cell is found to be narrow for a reader, some told cells hold it so: one of
//! them must be masked, whatever else is. All that has been found out is kept, and the smallest set
//! that satisfies it is sought anew: a choice that was good for one cell is taken back when another
//! one needs more.

use std::collections::BTreeSet;

/// One of the holders must be masked if this class is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    pub class: usize,
    /// Sorted, each once.
    pub holders: Vec<usize>,
}

/// A class of cells that are masked together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Candidate {
    pub sensitive: bool,
    /// How much it would be missed.
    pub weight: u64,
    pub count: i64,
}

/// What a cut is worth for a class that hits it: the fewer could, the more.
const ONE: u64 = 1 << 24;

/// How a choice is made: no way is the best of all, and each costs little.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// What a guard costs more that has to be guarded itself: about as much as an inner cell.
    to_guard_it: u64,
    /// Whether a cut's worth falls with the square of how many could hit it.
    squared: bool,
}

/// The first is the best where there is time for one.
pub const WAYS: [Way; 6] = [
    Way::new(4, true),
    Way::new(4, false),
    Way::new(2, true),
    Way::new(8, true),
    Way::new(8, false),
    Way::new(1, false),
];

impl Way {
    const fn new(to_guard_it: u64, squared: bool) -> Way {
        Way {
            to_guard_it,
            squared,
        }
    }
}

/// The choice while it is made.
struct Choice<'a> {
    way: Way,
    candidates: &'a [Candidate],
    cuts: Vec<&'a Cut>,
    /// The cuts that a class hits, and those that it needs to be hit.
    hits: Vec<Vec<usize>>,
    needs: Vec<Vec<usize>>,
    masked: Vec<bool>,
    /// How many masked classes hit a cut.
    times: Vec<usize>,
    chosen: Vec<usize>,
}

/// A small set of classes that holds the sensitive ones and satisfies every cut. Greedy in several
/// ways, and at the end without what is not needed; of these the one that would be missed least. The
/// same cuts give the same set.
pub fn cover(candidates: &[Candidate], cuts: &BTreeSet<Cut>, ways: &[Way]) -> Vec<bool> {
    let by = |way: &Way| {
        let mut choice = Choice::new(candidates, cuts.iter().collect(), *way);
        while let Some(class) = choice.best() {
            choice.mask(class);
            choice.chosen.push(class);
        }
        choice.without_the_needless();
        choice
    };
    let least = ways.iter().map(by).min_by_key(Choice::weight);
    least.map_or_else(|| vec![true; candidates.len()], |choice| choice.masked)
}

impl<'a> Choice<'a> {
    fn new(candidates: &'a [Candidate], cuts: Vec<&'a Cut>, way: Way) -> Choice<'a> {
        let mut hits = vec![Vec::new(); candidates.len()];
        let mut needs = vec![Vec::new(); candidates.len()];
        for (at, cut) in cuts.iter().enumerate() {
            cut.holders.iter().for_each(|class| hits[*class].push(at));
            needs[cut.class].push(at);
        }
        let mut choice = Choice {
            way,
            candidates,
            times: vec![0; cuts.len()],
            cuts,
            hits,
            needs,
            masked: vec![false; candidates.len()],
            chosen: Vec::new(),
        };
        for (class, candidate) in candidates.iter().enumerate() {
            if candidate.sensitive {
                choice.mask(class);
            }
        }
        choice
    }

    /// How much what was chosen would be missed.
    fn weight(&self) -> u64 {
        let weight = |class: &usize| self.candidates[*class].weight.max(1);
        self.chosen.iter().map(weight).sum()
    }

    fn mask(&mut self, class: usize) {
        self.masked[class] = true;
        self.hits[class]
            .iter()
            .for_each(|cut| self.times[*cut] += 1);
    }

    /// The class that satisfies most for what it costs; of equals the smaller count, the earlier.
    fn best(&self) -> Option<usize> {
        let mut worth = vec![0u64; self.candidates.len()];
        for (at, cut) in self.cuts.iter().enumerate() {
            if self.times[at] == 0 && self.masked[cut.class] {
                let could = u64::try_from(cut.holders.len()).unwrap_or(u64::MAX);
                let times = if self.way.squared { could } else { 1 };
                let each = ONE / could.saturating_mul(times).max(1);
                cut.holders.iter().for_each(|class| worth[*class] += each);
            }
        }
        let asked = (0..worth.len()).filter(|class| worth[*class] > 0 && !self.masked[*class]);
        let price = |class: usize| u128::from(self.price(class));
        asked.max_by(|a, b| {
            let of_a = u128::from(worth[*a]) * price(*b);
            let of_b = u128::from(worth[*b]) * price(*a);
            let smaller = || self.candidates[*b].count.cmp(&self.candidates[*a].count);
            of_a.cmp(&of_b).then_with(smaller).then(b.cmp(a))
        })
    }

    fn price(&self, class: usize) -> u64 {
        let unguarded = |cut: &usize| {
            self.times[*cut] == 0 && self.cuts[*cut].holders.binary_search(&class).is_err()
        };
        let more = if self.needs[class].iter().any(unguarded) {
            self.way.to_guard_it
        } else {
            0
        };
        self.candidates[class].weight.max(1) + more
    }

    /// Takes back, the last first, what is not needed any more.
    fn without_the_needless(&mut self) {
        let mut before = usize::MAX;
        while self.chosen.len() < before {
            before = self.chosen.len();
            for at in (0..self.chosen.len()).rev() {
                let class = self.chosen[at];
                let alone = |cut: &usize| {
                    let of = self.cuts[*cut].class;
                    self.times[*cut] == 1 && self.masked[of] && of != class
                };
                if !self.hits[class].iter().any(alone) {
                    self.masked[class] = false;
                    self.hits[class]
                        .iter()
                        .for_each(|cut| self.times[*cut] -= 1);
                    self.chosen.remove(at);
                }
            }
        }
    }
}

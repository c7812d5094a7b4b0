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
    /// Told whatever it would guard.
    pub told: bool,
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

/// The cuts by class.
struct Index<'a> {
    cuts: Vec<&'a Cut>,
    /// The cuts that a class hits, and those that it needs to be hit.
    hits: Vec<Vec<usize>>,
    needs: Vec<Vec<usize>>,
    /// Whether a cut is one that its own class cannot hit.
    is_foreign: Vec<bool>,
}

impl<'a> Index<'a> {
    fn new(classes: usize, cuts: &'a BTreeSet<Cut>) -> Index<'a> {
        let mut hits = vec![Vec::new(); classes];
        let mut needs = vec![Vec::new(); classes];
        for (at, cut) in cuts.iter().enumerate() {
            cut.holders.iter().for_each(|class| hits[*class].push(at));
            needs[cut.class].push(at);
        }
        let is_foreign = |cut: &Cut| cut.holders.binary_search(&cut.class).is_err();
        Index {
            is_foreign: cuts.iter().map(is_foreign).collect(),
            cuts: cuts.iter().collect(),
            hits,
            needs,
        }
    }
}

/// The choice while it is made.
struct Choice<'a> {
    way: Way,
    candidates: &'a [Candidate],
    index: &'a Index<'a>,
    masked: Vec<bool>,
    /// How many masked classes hit a cut.
    times: Vec<usize>,
    chosen: Vec<usize>,
    /// Of each class, what the cuts are worth that it would satisfy and that have to be.
    worth: Vec<u64>,
    /// Of each class, the cuts that nobody else satisfies yet were it masked.
    unguarded: Vec<usize>,
}

/// A small set of classes that holds the sensitive ones and satisfies every cut. Greedy in several
/// ways, and at the end without what is not needed; of these the one that would be missed least. The
/// same cuts give the same set.
pub fn cover(candidates: &[Candidate], cuts: &BTreeSet<Cut>, ways: &[Way]) -> Vec<bool> {
    let index = Index::new(candidates.len(), cuts);
    let by = |way: &Way| {
        let mut choice = Choice::new(candidates, &index, *way);
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
    fn new(candidates: &'a [Candidate], index: &'a Index<'a>, way: Way) -> Choice<'a> {
        let foreign = |needs: &Vec<usize>| {
            let foreign = needs.iter().filter(|cut| index.is_foreign[**cut]);
            foreign.count()
        };
        let mut choice = Choice {
            way,
            candidates,
            index,
            times: vec![0; index.cuts.len()],
            masked: vec![false; candidates.len()],
            chosen: Vec::new(),
            worth: vec![0; candidates.len()],
            unguarded: index.needs.iter().map(foreign).collect(),
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
        let index = self.index;
        for cut in &index.hits[class] {
            self.times[*cut] += 1;
            if self.times[*cut] == 1 {
                let of = index.cuts[*cut].class;
                self.unguarded[of] -= usize::from(index.is_foreign[*cut]);
                if self.masked[of] {
                    let each = self.each(*cut);
                    let holders = &index.cuts[*cut].holders;
                    holders.iter().for_each(|class| self.worth[*class] -= each);
                }
            }
        }
        if !std::mem::replace(&mut self.masked[class], true) {
            for cut in &index.needs[class] {
                if self.times[*cut] == 0 {
                    let each = self.each(*cut);
                    let holders = &index.cuts[*cut].holders;
                    holders.iter().for_each(|class| self.worth[*class] += each);
                }
            }
        }
    }

    /// What a cut is worth to each that could satisfy it.
    fn each(&self, cut: usize) -> u64 {
        let could = u64::try_from(self.index.cuts[cut].holders.len()).unwrap_or(u64::MAX);
        let times = if self.way.squared { could } else { 1 };
        ONE / could.saturating_mul(times).max(1)
    }

    /// The class that satisfies most for what it costs; of equals the smaller count, the earlier.
    fn best(&self) -> Option<usize> {
        let worth = &self.worth;
        let asked = (0..worth.len()).filter(|class| {
            worth[*class] > 0 && !self.masked[*class] && !self.candidates[*class].told
        });
        let price = |class: usize| u128::from(self.price(class));
        asked.max_by(|a, b| {
            let of_a = u128::from(worth[*a]) * price(*b);
            let of_b = u128::from(worth[*b]) * price(*a);
            let smaller = || self.candidates[*b].count.cmp(&self.candidates[*a].count);
            of_a.cmp(&of_b).then_with(smaller).then(b.cmp(a))
        })
    }

    fn price(&self, class: usize) -> u64 {
        let more = if self.unguarded[class] > 0 {
            self.way.to_guard_it
        } else {
            0
        };
        self.candidates[class].weight.max(1) + more
    }

    /// Takes back, the last first, what is not needed any more. Nothing is chosen after it, so that
    /// what cuts are worth is not kept up.
    fn without_the_needless(&mut self) {
        let index = self.index;
        let mut before = usize::MAX;
        while self.chosen.len() < before {
            before = self.chosen.len();
            for at in (0..self.chosen.len()).rev() {
                let class = self.chosen[at];
                let alone = |cut: &usize| {
                    let of = index.cuts[*cut].class;
                    self.times[*cut] == 1 && self.masked[of] && of != class
                };
                if !index.hits[class].iter().any(alone) {
                    self.masked[class] = false;
                    index.hits[class]
                        .iter()
                        .for_each(|cut| self.times[*cut] -= 1);
                    self.chosen.remove(at);
                }
            }
        }
    }
}

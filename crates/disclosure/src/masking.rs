//! Which cells are masked.

use std::collections::BTreeSet;

use super::cover::{Candidate, Cut, WAYS, cover};
use super::problem::{Fixed, Problem};
use super::ranges::Narrow;
use super::readers::{Proven, narrow, narrow_by_reader, narrow_since};
use super::solve::TooLarge;

/// Rounds in which a choice may be taken back. After them masks are only added, so that it ends.
const ROUNDS: usize = 40;

/// It was not proven that a set of masks holds: nothing of these tables may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no set of masks was proven to hold; nothing of these tables may be told")]
pub struct NotProven;

impl From<TooLarge> for NotProven {
    fn from(_: TooLarge) -> NotProven {
        NotProven
    }
}

/// The cells to mask, so that for each reader every masked count that is not the reader's own can be
/// any of at least 5 whole numbers (domain.md, "Disclosure", 2 and 3). Cells of a class are masked
/// alike, a cell of nothing never is, and the same problem gives the same masks,
/// whatever the order of its sums and readers, and the number of cores.
///
/// # Errors
///
/// [`NotProven`] when the proof fails: all is to be masked then.
pub fn masks(problem: &Problem) -> Result<Vec<bool>, NotProven> {
    masks_until(problem, |_| Ok(Vec::new()))
}

/// The same, where there is more to keep than counts tell: `more` is shown the masks, and says which
/// cells have to be masked besides; nothing when they hold.
///
/// # Errors
///
/// [`NotProven`] as above.
pub fn masks_until(
    problem: &Problem,
    mut more: impl FnMut(&[bool]) -> Result<Vec<usize>, NotProven>,
) -> Result<Vec<bool>, NotProven> {
    let problem = &problem.in_order();
    let mut search = Search::new(problem);
    search.run()?;
    loop {
        let masked = of_cells(problem, &search.chosen);
        let besides = more(&masked)?;
        if besides.iter().all(|cell| masked[*cell]) {
            return Ok(masked);
        }
        for cell in besides {
            let class = problem.class[cell];
            if search.candidates[class].told {
                return Err(NotProven);
            }
            search.candidates[class].sensitive = true;
            search.chosen[class] = true;
        }
        search.settle(problem, 0)?;
    }
}

/// What each reader holds narrow with some masks, with the reader's number in the problem.
///
/// # Errors
///
/// [`NotProven`] when a sum is beyond the machine's numbers.
pub fn narrow_for_readers(
    problem: &Problem,
    masked: &[bool],
) -> Result<Vec<(usize, Narrow)>, NotProven> {
    Ok(narrow_by_reader(problem, masked)?)
}

/// Whether such masks hold: for each reader every masked count can be any of at least 5 whole numbers.
///
/// # Errors
///
/// [`NotProven`] when a sum is beyond the machine's numbers.
pub fn hold(problem: &Problem, masked: &[bool]) -> Result<bool, NotProven> {
    Ok(narrow(&problem.in_order(), masked)?.is_empty())
}

/// The masks while they are sought.
struct Search<'a> {
    problem: &'a Problem,
    candidates: Vec<Candidate>,
    /// All that was found out.
    cuts: BTreeSet<Cut>,
    /// Classes that are masked.
    chosen: Vec<bool>,
    /// More parts than two: what is sought longest then takes minutes, and gains a hundredth.
    is_large: bool,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem) -> Search<'a> {
        let classes = problem.classes();
        let candidates: Vec<Candidate> = classes.iter().map(|c| candidate(problem, c)).collect();
        Search {
            chosen: candidates.iter().map(|c| c.sensitive).collect(),
            cuts: BTreeSet::new(),
            is_large: problem.part.iter().collect::<BTreeSet<_>>().len() > 2,
            problem,
            candidates,
        }
    }

    /// What is proven of some of the sums holds with all of them, so most cuts are found where it
    /// costs little: in each part alone, then in two that follow each other.
    fn run(&mut self) -> Result<(), NotProven> {
        for sums in self.problem.stages() {
            self.settle(&self.problem.with(sums), ROUNDS)?;
        }
        if self.is_large {
            // Each part was settled before: a choice that is taken back in one would upset others.
            self.settle(self.problem, 0)
        } else {
            self.settle(self.problem, ROUNDS)?;
            self.give_back()
        }
    }

    /// Masks until no reader of a stage holds anything narrow. The outsider, who knows least, finds
    /// most of the cuts at a twelfth of the cost, and so is asked first. After `rounds` of them
    /// masks are only added.
    fn settle(&mut self, stage: &Problem, rounds: usize) -> Result<(), NotProven> {
        self.settle_for(&self.for_outsider(stage), rounds)?;
        self.settle_for(stage, rounds)
    }

    fn settle_for(&mut self, stage: &Problem, rounds: usize) -> Result<(), NotProven> {
        let mut proven = Proven::default();
        for round in 0.. {
            let masked = of_cells(self.problem, &self.chosen);
            let found = narrow_since(stage, &masked, &mut proven)?;
            if found.is_empty() {
                break;
            }
            let known = self.cuts.len();
            let (held, alone): (BTreeSet<Cut>, BTreeSet<Cut>) =
                found.into_iter().partition(|cut| !cut.holders.is_empty());
            self.cuts.extend(held);
            // What is known from elsewhere is no guard: it can as well be told.
            for cut in &alone {
                let candidate = &mut self.candidates[cut.class];
                if candidate.sensitive {
                    return Err(NotProven);
                }
                candidate.told = true;
            }
            // Every cut that is found is one that the masks did not satisfy yet.
            if self.cuts.len() == known && alone.is_empty() {
                return Err(NotProven);
            }
            let mut candidates = self.candidates.clone();
            if round >= rounds {
                for (candidate, masked) in candidates.iter_mut().zip(&self.chosen) {
                    candidate.sensitive |= masked & !candidate.told;
                }
            }
            let ways = if self.is_large { &WAYS[..1] } else { &WAYS };
            self.chosen = cover(&candidates, &self.cuts, ways);
        }
        Ok(())
    }

    /// Tells again what need not be masked, the largest first. What alone satisfies a cut has to
    /// be, which needs no proof.
    fn give_back(&mut self) -> Result<(), NotProven> {
        let guards = |class: &usize| self.chosen[*class] && !self.candidates[*class].sensitive;
        let mut guards: Vec<usize> = (0..self.candidates.len()).filter(guards).collect();
        guards.sort_by_key(|class| std::cmp::Reverse(self.candidates[*class].count));
        for class in guards {
            if self.is_needed(class) {
                continue;
            }
            self.chosen[class] = false;
            let masked = of_cells(self.problem, &self.chosen);
            let mut found = narrow(&self.for_outsider(self.problem), &masked)?;
            if found.is_empty() {
                found = narrow(self.problem, &masked)?;
            }
            // What it guards says of others, too, that they are needed.
            self.chosen[class] = !found.is_empty();
            self.cuts.extend(found);
        }
        Ok(())
    }

    fn for_outsider(&self, stage: &Problem) -> Problem {
        Problem {
            readers: stage.readers.iter().take(1).cloned().collect(),
            ..stage.clone()
        }
    }

    fn is_needed(&self, class: usize) -> bool {
        self.cuts.iter().any(|cut| {
            let mut masked = cut.holders.iter().filter(|holder| self.chosen[**holder]);
            cut.class != class && self.chosen[cut.class] && masked.all(|holder| *holder == class)
        })
    }
}

fn candidate(problem: &Problem, cells: &[usize]) -> Candidate {
    let is = |fixed: Fixed| cells.iter().any(|cell| problem.fixed[*cell] == fixed);
    let told = is(Fixed::Told);
    let stays = is(Fixed::Masked) || is(Fixed::Hidden) || is(Fixed::HiddenSome);
    Candidate {
        sensitive: !told && (stays || cells.iter().any(|cell| problem.sensitive[*cell])),
        told,
        weight: cells
            .iter()
            .map(|cell| u64::from(problem.weight[*cell]))
            .sum(),
        count: cells.first().map_or(0, |cell| problem.counts[*cell]),
    }
}

fn of_cells(problem: &Problem, classes: &[bool]) -> Vec<bool> {
    let cells = problem.counts.iter().zip(&problem.class);
    cells
        .map(|(count, class)| *count > 0 && classes[*class])
        .collect()
}

//! Which cells are masked.

use std::collections::BTreeSet;

use super::cover::{Candidate, Cut, cover};
use super::problem::Problem;
use super::ranges::Ranges;
use super::tableau::TooLarge;

/// How many whole numbers a masked count can be, at least.
const WIDTH: i64 = 5;

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
/// whatever the order of its sums and readers.
///
/// # Errors
///
/// [`NotProven`] when the proof fails: all is to be masked then.
pub fn masks(problem: &Problem) -> Result<Vec<bool>, NotProven> {
    let problem = &problem.in_order();
    let classes = problem.classes();
    let candidates: Vec<Candidate> = classes.iter().map(|c| candidate(problem, c)).collect();
    let mut cuts = BTreeSet::new();
    let mut chosen = cover(&candidates, &cuts);
    for round in 0.. {
        let found = narrow(problem, &of_cells(problem, &chosen))?;
        if found.is_empty() {
            break;
        }
        let known = cuts.len();
        cuts.extend(found);
        let next = cover(&candidates, &cuts);
        if round < ROUNDS {
            chosen = next;
        } else {
            chosen.iter_mut().zip(next).for_each(|(a, b)| *a |= b);
        }
        // Every cut that is found is one that the masks did not satisfy yet.
        if cuts.len() == known {
            return Err(NotProven);
        }
    }
    give_back(problem, &candidates, &mut chosen)?;
    Ok(of_cells(problem, &chosen))
}

fn candidate(problem: &Problem, cells: &[usize]) -> Candidate {
    Candidate {
        sensitive: cells.iter().any(|cell| problem.sensitive[*cell]),
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

/// What each reader holds narrow, and who could let it go.
fn narrow(problem: &Problem, masked: &[bool]) -> Result<BTreeSet<Cut>, NotProven> {
    let mut cuts = BTreeSet::new();
    for reader in &problem.readers {
        for narrow in Ranges::new(problem, reader, masked)?.narrow(WIDTH)? {
            let told = narrow
                .held_by
                .iter()
                .filter(|cell| problem.counts[**cell] > 0);
            let holders: BTreeSet<usize> = told.map(|cell| problem.class[*cell]).collect();
            if holders.is_empty() {
                return Err(NotProven);
            }
            cuts.insert(Cut {
                class: problem.class[narrow.cell],
                holders: holders.into_iter().collect(),
            });
        }
    }
    Ok(cuts)
}

/// Tells again what need not be masked, the largest first.
fn give_back(
    problem: &Problem,
    candidates: &[Candidate],
    chosen: &mut [bool],
) -> Result<(), NotProven> {
    let guards = |class: &usize| chosen[*class] && !candidates[*class].sensitive;
    let mut guards: Vec<usize> = (0..candidates.len()).filter(guards).collect();
    guards.sort_by_key(|class| std::cmp::Reverse(candidates[*class].count));
    for class in guards {
        chosen[class] = false;
        chosen[class] = !narrow(problem, &of_cells(problem, chosen))?.is_empty();
    }
    Ok(())
}

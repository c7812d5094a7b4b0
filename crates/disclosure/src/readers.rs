//! What each reader holds narrow, and who could let it go.

use std::collections::BTreeSet;

use super::cover::Cut;
use super::problem::{Problem, Reader};
use super::ranges::{Narrow, Ranges};
use super::solve::TooLarge;

/// How many whole numbers a masked count can be, at least.
pub const WIDTH: i64 = 5;

/// What was proven with some masks. It holds with more of them, too: whatever a count could be
/// it can be still.
#[derive(Default)]
pub struct Proven {
    masked: Vec<bool>,
    /// Of each reader, the masked cells that can be as many numbers as they have to be.
    wide: Vec<Vec<bool>>,
}

/// What one reader, or several, hold narrow; and of each, which cells are wide.
#[derive(Default)]
struct Found {
    cuts: BTreeSet<Cut>,
    wide: Vec<Vec<bool>>,
}

/// The cuts of all readers.
pub fn narrow(problem: &Problem, masked: &[bool]) -> Result<BTreeSet<Cut>, TooLarge> {
    narrow_since(problem, masked, &mut Proven::default())
}

/// The same, of the problem that was asked before, most of which is `proven` where masks were only
/// added since. The answer does not differ by it. Readers are asked side by side: each finds the
/// same, and what they find is sorted.
pub fn narrow_since(
    problem: &Problem,
    masked: &[bool],
    proven: &mut Proven,
) -> Result<BTreeSet<Cut>, TooLarge> {
    let before = std::mem::take(proven);
    let mut both = before.masked.iter().zip(masked);
    let holds = both.all(|(before, now)| *now || !before);
    let wide_before = |at: usize| before.wide.get(at).filter(|_| holds).map(Vec::as_slice);
    let asked: Vec<Asked<'_>> = problem
        .readers
        .iter()
        .enumerate()
        .map(|(at, reader)| (reader, wide_before(at)))
        .collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = asked.len().div_ceil(cores).max(1);
    let found = std::thread::scope(|scope| {
        let ask = |asked| scope.spawn(move || ask_all(problem, asked, masked));
        let mut shares = asked.chunks(share);
        let mine = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(ask).collect();
        let mut found = ask_all(problem, mine, masked)?;
        for other in others {
            // Who did not answer has proven nothing.
            let other = other.join().map_err(|_| TooLarge)??;
            found.cuts.extend(other.cuts);
            found.wide.extend(other.wide);
        }
        Ok(found)
    })?;
    *proven = Proven {
        masked: masked.to_vec(),
        wide: found.wide,
    };
    Ok(found.cuts)
}

/// A reader, and which cells are known to be wide.
type Asked<'a> = (&'a Reader, Option<&'a [bool]>);

fn ask_all(problem: &Problem, asked: &[Asked<'_>], masked: &[bool]) -> Result<Found, TooLarge> {
    let mut found = Found::default();
    for (reader, wide) in asked {
        let mut ranges = Ranges::new(problem, reader, masked)?;
        // What holds a narrow cell depends on the way to it, so that it is asked from where all
        // begins, but no further than there is something to find: mostly there is nothing.
        let end = |wide| ranges.clone().end_of_narrow(wide, WIDTH);
        let end = wide.map_or(Err(TooLarge), end);
        let narrow = ranges.narrow(WIDTH, end.unwrap_or(problem.counts.len()))?;
        let mut wide = ranges.judged().to_vec();
        narrow.iter().for_each(|narrow| wide[narrow.cell] = false);
        found.wide.push(wide);
        found.cuts.extend(narrow.iter().map(|of| cut(problem, of)));
    }
    Ok(found)
}

/// What each reader holds narrow, by the reader's number.
pub fn narrow_by_reader(
    problem: &Problem,
    masked: &[bool],
) -> Result<Vec<(usize, Narrow)>, TooLarge> {
    let mut found = Vec::new();
    for (number, reader) in problem.readers.iter().enumerate() {
        let mut ranges = Ranges::new(problem, reader, masked)?;
        let narrow = ranges.narrow(WIDTH, problem.counts.len())?;
        found.extend(narrow.into_iter().map(|narrow| (number, narrow)));
    }
    Ok(found)
}

fn cut(problem: &Problem, narrow: &Narrow) -> Cut {
    let told = narrow.held_by.iter();
    let told = told.filter(|cell| problem.counts[**cell] > 0);
    let holders: BTreeSet<usize> = told.map(|cell| problem.class[*cell]).collect();
    Cut {
        class: problem.class[narrow.cell],
        holders: holders.into_iter().collect(),
    }
}

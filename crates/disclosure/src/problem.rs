//! Cells and sums without their subject: what has to be masked is a question about counts.
//!
//! Cost needs no search of its own where a case's cost has no upper bound: a cell's cost is its
//! count times the limit and an excess; counts and excesses can vary independently of each other,
//! and a count that spans 5 whole numbers lets the cost span 4 limits.

use std::collections::BTreeSet;

/// A fixed set of cells that is published together.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    /// The count of each cell. A cell of nothing is shown as 0.
    pub counts: Vec<i64>,
    /// Cells that may not be told whatever else is.
    pub sensitive: Vec<bool>,
    /// Cells of one number add the same records, and are masked alike.
    pub class: Vec<usize>,
    /// Which part of the set a cell belongs to (a year): most sums stay within one. It changes
    /// how fast the answer is found, not whether it holds.
    pub part: Vec<usize>,
    /// How much it would be missed, in halves of an inner cell: of cells that guard a small group
    /// equally well, the one that is missed least is masked.
    pub weight: Vec<u32>,
    /// What is settled of a cell before the question is asked.
    pub fixed: Vec<Fixed>,
    /// Sums that everybody knows of.
    pub sums: Vec<Sum>,
    pub readers: Vec<Reader>,
}

/// What is settled of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fixed {
    /// Nothing: it is told or masked by the answer.
    #[default]
    Open,
    /// It was told before, and so is known for ever: it guards nothing.
    Told,
    /// It was masked before and stands in no table any more, or stays as it is.
    Masked,
    /// It was never a cell that anybody was shown: it is unknown, and need not be guarded.
    Hidden,
    /// The same of what is known to count something.
    HiddenSome,
}

/// The parts add up to the whole: `sum(left) = sum(right)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum {
    pub left: Vec<usize>,
    pub right: Vec<usize>,
}

/// Somebody who reads what is published.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    /// Cells of the own row.
    pub known: Vec<usize>,
    /// How much of other cells the reader's own cases are: such a cell holds no fewer.
    pub own: Vec<(usize, i64)>,
    /// Cells that hold no fewer for another reason: so many have to be in it for what it costs.
    pub least: Vec<(usize, i64)>,
    /// Cells that differ by the reader's own cases alone: who is told of one knows the others, so
    /// that they hide nothing from this reader.
    pub same: Vec<Vec<usize>>,
}

impl Fixed {
    /// Whether nobody was ever shown it.
    pub const fn is_hidden(self) -> bool {
        matches!(self, Fixed::Hidden | Fixed::HiddenSome)
    }
}

impl Problem {
    /// Each cell a class of its own and missed alike, and an outsider alone as reader.
    pub fn new(counts: Vec<i64>, sensitive: impl Fn(i64) -> bool, sums: Vec<Sum>) -> Problem {
        Problem {
            sensitive: counts.iter().map(|count| sensitive(*count)).collect(),
            class: (0..counts.len()).collect(),
            part: vec![0; counts.len()],
            weight: vec![2; counts.len()],
            fixed: vec![Fixed::Open; counts.len()],
            readers: vec![Reader::default()],
            counts,
            sums,
        }
    }

    /// The same question in the one order that it is answered in: which proof is found first, and so
    /// which of two equal masks is chosen, depends on it.
    pub(super) fn in_order(&self) -> Problem {
        let mut ordered = self.clone();
        for sum in &mut ordered.sums {
            sum.left.sort_unstable();
            sum.right.sort_unstable();
        }
        ordered.sums.sort_unstable();
        for reader in &mut ordered.readers {
            reader.known.sort_unstable();
            reader.own.sort_unstable();
            reader.least.sort_unstable();
            reader.same.sort_unstable();
        }
        ordered.readers.sort_unstable();
        ordered
    }

    /// The same question with some of its sums.
    pub(super) fn with(&self, sums: Vec<Sum>) -> Problem {
        Problem {
            sums,
            ..self.clone()
        }
    }

    /// Sums to begin with, when there are several parts: of each alone, then of each two that follow
    /// each other.
    pub(super) fn stages(&self) -> Vec<Vec<Sum>> {
        let parts: BTreeSet<usize> = self.part.iter().copied().collect();
        let parts: Vec<usize> = parts.into_iter().collect();
        let within = |parts: &[usize]| {
            let inside = |sum: &&Sum| {
                let mut cells = sum.left.iter().chain(&sum.right);
                cells.all(|cell| parts.contains(&self.part[*cell]))
            };
            self.sums.iter().filter(inside).cloned().collect()
        };
        let alone = parts.chunks(1).filter(|_| parts.len() > 1);
        let pairs = parts.windows(2).filter(|_| parts.len() > 2);
        alone.chain(pairs).map(within).collect()
    }

    /// The cells of each class.
    pub(super) fn classes(&self) -> Vec<Vec<usize>> {
        let most = self.class.iter().max().map_or(0, |most| most + 1);
        let mut cells = vec![Vec::new(); most];
        for (cell, class) in self.class.iter().enumerate() {
            cells[*class].push(cell);
        }
        cells
    }
}

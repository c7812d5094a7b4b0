//! What a question about counts leaves out: what cells cost, in each publication, to each reader.

use super::records::At;
use disclosure::Sum;

/// A publication in the numbers of a question: its cells, and how they add up.
#[derive(Debug, Default)]
pub struct View {
    pub cells: Vec<(usize, At)>,
    pub sums: Vec<Sum>,
}

/// What is left of each cell of a question to a reader that takes the own cases away.
#[derive(Debug, Default)]
pub struct Rest {
    /// Number and cost in øre of the cases of others.
    pub others: Vec<(i64, i64)>,
    /// The cells that the reader knows whatever is told: the own row.
    pub known: Vec<bool>,
}

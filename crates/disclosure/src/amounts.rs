//! Counts and amounts together: what a masked count can be when each cell has an amount as well, by
//! a linear programme of a solver with the machine's numbers, less exact than that of counts alone.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem as Programme, Variable};

use super::problem::Sum;
use super::readers::WIDTH;

/// Amounts are counted in so many of their units, so that both are of one magnitude.
const UNIT: f64 = 100_000_000.0;

/// What a solver may be off.
const ABOUT: f64 = 1e-6;

/// Further than any count and any amount.
const BEYOND: Pair = (10_000.0, 100_000.0);

/// A count, and an amount in units.
type Pair = (f64, f64);

/// A cell, how many units of amount its count is multiplied by, and what its amount is.
pub type Term = (usize, i64, i64);

/// Cells with a count and an amount, as one reader sees them.
#[derive(Debug, Clone, Default)]
pub struct Amounts {
    /// Count and amount, where both are known.
    pub known: Vec<Option<(i64, i64)>>,
    /// The fewest that an unknown cell counts.
    pub least: Vec<i64>,
    /// What the possible amounts of a cell have to span.
    pub spans: Vec<i64>,
    /// How counts add up.
    pub counts: Vec<Sum>,
    /// What adds up to nothing.
    pub exact: Vec<Vec<Term>>,
    /// What adds up to nothing or less.
    pub at_most: Vec<Vec<Term>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Count,
    Amount,
}

impl Amounts {
    /// Whether an unknown cell's count can be any of five whole numbers, and its amount span what it
    /// has to. What the solver does not answer does not hold.
    #[must_use]
    pub fn hold(&self, cell: usize) -> bool {
        let Some((fewest, most)) = self.ends((cell, Measure::Count)) else {
            return false;
        };
        let mut low = (fewest.0 - ABOUT).ceil();
        let least = OptimizationDirection::Minimize;
        // A count of nothing has no amount.
        if low < 0.5 && self.extreme((cell, Measure::Count), least, true).is_none() {
            low = 1.0;
        }
        if (most.0 + ABOUT).floor() - low + 1.0 < WIDTH as f64 {
            return false;
        }
        // Every solution fits, so that these may span enough already.
        let enough = self.spans[cell] as f64 / UNIT + ABOUT;
        let spans = |(one, other): (Pair, Pair)| (one.1 - other.1).abs() >= enough;
        spans((fewest, most)) || self.ends((cell, Measure::Amount)).is_some_and(spans)
    }

    /// Count and amount of a cell where one of them is least, and where it is most.
    fn ends(&self, of: (usize, Measure)) -> Option<(Pair, Pair)> {
        let low = self.extreme(of, OptimizationDirection::Minimize, false)?;
        let high = self.extreme(of, OptimizationDirection::Maximize, false)?;
        Some((low, high))
    }

    /// Count and amount of a cell where one of them is least or most; of one that counts nothing, if it can.
    fn extreme(
        &self,
        of: (usize, Measure),
        towards: OptimizationDirection,
        is_nothing: bool,
    ) -> Option<Pair> {
        let mut programme = Programme::new(towards);
        let variables: Vec<Option<(Variable, Variable)>> = self
            .known
            .iter()
            .enumerate()
            .map(|(cell, known)| {
                if known.is_some() {
                    return None;
                }
                let most = if is_nothing && cell == of.0 {
                    (0.0, 0.0)
                } else {
                    BEYOND
                };
                let wanted = |measure| f64::from(u8::from(of == (cell, measure)));
                let least = (self.least[cell] as f64).min(most.0);
                let count = programme.add_var(wanted(Measure::Count), (least, most.0));
                let amount = programme.add_var(wanted(Measure::Amount), (0.0, most.1));
                Some((count, amount))
            })
            .collect();
        for sum in &self.counts {
            let left = sum.left.iter().map(|cell| (*cell, 1.0, 0.0));
            let right = sum.right.iter().map(|cell| (*cell, -1.0, 0.0));
            let terms = left.chain(right);
            self.state(&mut programme, &variables, terms, ComparisonOp::Eq);
        }
        let of_kind = [
            (&self.exact, ComparisonOp::Eq),
            (&self.at_most, ComparisonOp::Le),
        ];
        for (facts, compared) in of_kind {
            for fact in facts {
                let term =
                    |(cell, count, amount): &Term| (*cell, *count as f64 / UNIT, *amount as f64);
                self.state(&mut programme, &variables, fact.iter().map(term), compared);
            }
        }
        // What the solver says of why may hold a figure: it is not kept.
        let solution = programme.solve().ok()?.into_solution().ok()?;
        let (count, amount) = variables[of.0]?;
        Some((solution.var_value(count), solution.var_value(amount)))
    }

    fn state(
        &self,
        programme: &mut Programme,
        variables: &[Option<(Variable, Variable)>],
        fact: impl Iterator<Item = (usize, f64, f64)>,
        compared: ComparisonOp,
    ) {
        let mut terms = LinearExpr::empty();
        let (mut sum, mut is_open) = (0.0, false);
        for (cell, count, amount) in fact {
            if let Some((all, of_all)) = self.known[cell] {
                sum += count * all as f64 + amount * (of_all as f64 / UNIT);
            } else if let Some(variable) = variables[cell] {
                is_open = true;
                terms.add(variable.0, count);
                terms.add(variable.1, amount);
            }
        }
        if is_open {
            programme.add_constraint(terms, compared, -sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four unknown cells in two rows and two columns, whose sums are known: what was found in a made-up
    /// region of cases above two million.
    fn four(limit: i64) -> Amounts {
        let known = [
            (8, 2_992_773_680),
            (12, 3_228_192_274),
            (16, 4_401_145_280),
            (4, 1_819_820_674),
        ];
        let lines = [[0, 1], [2, 3], [0, 2], [1, 3]];
        let sum = |(whole, parts): (usize, &[usize; 2])| Sum {
            left: parts.to_vec(),
            right: vec![whole + 4],
        };
        let counts: Vec<Sum> = lines.iter().enumerate().map(sum).collect();
        let amount = |sum: &Sum| -> Vec<Term> {
            let left = sum.left.iter().map(|cell| (*cell, 0, 1));
            left.chain([(sum.right[0], 0, -1)]).collect()
        };
        Amounts {
            known: [None; 4].into_iter().chain(known.map(Some)).collect(),
            least: vec![0; 8],
            spans: vec![limit; 8],
            exact: counts.iter().map(amount).collect(),
            counts,
            at_most: (0..4).map(|cell| vec![(cell, limit, -1)]).collect(),
        }
    }

    #[test]
    fn a_count_of_nothing_has_no_amount() {
        // Without a case in the second, the third had eight for 14 million.
        assert!(!four(200_000_000).hold(1), "one to four");
        // If each cost more than a million only, it could.
        assert!(four(100_000_000).hold(1), "none to four");
    }

    #[test]
    fn an_amount_spans_enough_or_is_narrow() {
        let mut amounts = four(100_000_000);
        amounts.spans[1] = 5_000_000_000;
        assert!(!amounts.hold(1));
    }

    #[test]
    fn what_does_not_add_up_does_not_hold() {
        let mut amounts = four(100_000_000);
        amounts.known[4] = Some((8, 99));
        assert!(!amounts.hold(1));
    }
}

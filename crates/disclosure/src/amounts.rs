//! Counts and amounts together: what a masked count can be when each cell has an amount as well, by
//! a linear programme of a solver with the machine's numbers, less exact than that of counts alone.

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem as Programme, Variable};

use super::problem::Sum;

/// Amounts are counted in so many of their units, so that both are of one magnitude.
const UNIT: f64 = 100_000_000.0;

/// What a solver may be off.
const ABOUT: f64 = 1e-6;

/// How many whole numbers a masked count can be, at least.
const WIDTH: f64 = 5.0;

/// Further than any count and any amount.
const BEYOND: (f64, f64) = (10_000.0, 100_000.0);

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

#[derive(Debug, Clone, Copy)]
struct Range {
    low: f64,
    high: f64,
}

impl Range {
    const NONE: Range = Range {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };

    fn widen(&mut self, value: f64) {
        self.low = self.low.min(value);
        self.high = self.high.max(value);
    }
}

impl Amounts {
    /// Whether an unknown cell's count can be any of five whole numbers, and its amount span what it
    /// has to. What the solver does not answer does not hold.
    #[must_use]
    pub fn hold(&self, cell: usize) -> bool {
        let (mut counts, mut amounts) = (Range::NONE, Range::NONE);
        for measure in [Measure::Count, Measure::Amount] {
            for towards in [
                OptimizationDirection::Minimize,
                OptimizationDirection::Maximize,
            ] {
                let Some((count, amount)) = self.extreme((cell, measure), towards, false) else {
                    return false;
                };
                counts.widen(count);
                amounts.widen(amount);
            }
            let mut low = (counts.low - ABOUT).ceil();
            let least = OptimizationDirection::Minimize;
            // A count of nothing has no amount.
            if low < 0.5 && self.extreme((cell, Measure::Count), least, true).is_none() {
                low = 1.0;
            }
            let wholes = (counts.high + ABOUT).floor() - low + 1.0;
            let spans = self.spans[cell] as f64 / UNIT;
            if wholes >= WIDTH && amounts.high - amounts.low >= spans + ABOUT {
                return true;
            }
        }
        false
    }

    /// Count and amount of a cell where one of them is least or most; of one that counts nothing, if it can.
    fn extreme(
        &self,
        of: (usize, Measure),
        towards: OptimizationDirection,
        is_nothing: bool,
    ) -> Option<(f64, f64)> {
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

//! Counts and amounts together: what a masked count can be when each cell has an amount as well, by
//! a linear programme of a solver with the machine's numbers, less exact than that of counts alone.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem as Programme, Variable};

use super::problem::Sum;
use super::readers::WIDTH;

/// Amounts are counted in so many of their units, so that both are of one magnitude.
const UNIT: f64 = 100_000_000.0;

/// What a solver may be off.
const ABOUT: f64 = 1e-6;

/// Further than any count and any amount.
const BEYOND: Pair = (10_000.0, 100_000.0);

/// So many answers about many cells that show nothing more of any are followed by one for each.
const IN_VAIN: usize = 5;

/// How much is asked, so that it ends: an answer takes as long as the square of the cells that hang
/// together, so many of which took two seconds on one core. It is no time: the same is asked everywhere.
const WORK: usize = 4_000_000;

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

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Measure {
    Count,
    Amount,
}

/// A measure of a cell.
type Of = (usize, Measure);

/// What adds up to something: of each measure, how often.
#[derive(Debug, Clone)]
struct Row {
    terms: Vec<(Of, f64)>,
    is_exact: bool,
    sum: f64,
}

/// What was shown to be possible of a cell by tables that fit.
#[derive(Debug, Clone, Copy)]
struct Shown {
    fewest: f64,
    most: f64,
    least: f64,
    dearest: f64,
}

/// The same cells, asked one after the other: what one answer shows of the others need not be asked.
#[derive(Debug, Clone)]
pub struct Possible {
    least: Vec<i64>,
    spans: Vec<i64>,
    is_known: Vec<bool>,
    rows: Vec<Row>,
    /// The rows that a cell is in.
    rows_of: Vec<Vec<usize>>,
    shown: Vec<Shown>,
    /// How much may be asked still.
    work: usize,
}

impl Amounts {
    /// The question, as it is asked.
    #[must_use]
    pub fn possible(&self) -> Possible {
        let mut rows = Vec::new();
        for sum in &self.counts {
            let left = sum.left.iter().map(|cell| (*cell, 1.0, 0.0));
            let right = sum.right.iter().map(|cell| (*cell, -1.0, 0.0));
            rows.extend(self.row(left.chain(right), true));
        }
        for (facts, is_exact) in [(&self.exact, true), (&self.at_most, false)] {
            for fact in facts {
                let term =
                    |(cell, count, amount): &Term| (*cell, *count as f64 / UNIT, *amount as f64);
                rows.extend(self.row(fact.iter().map(term), is_exact));
            }
        }
        let cells = self.known.len();
        let mut rows_of = vec![Vec::new(); cells];
        for (number, row) in rows.iter().enumerate() {
            for ((cell, _), _) in &row.terms {
                if rows_of[*cell].last() != Some(&number) {
                    rows_of[*cell].push(number);
                }
            }
        }
        let nothing = Shown {
            fewest: f64::INFINITY,
            most: f64::NEG_INFINITY,
            least: f64::INFINITY,
            dearest: f64::NEG_INFINITY,
        };
        Possible {
            least: self.least.clone(),
            spans: self.spans.clone(),
            is_known: self.known.iter().map(Option::is_some).collect(),
            rows,
            rows_of,
            shown: vec![nothing; cells],
            work: WORK,
        }
    }

    /// What is unknown of a fact, if anything is.
    fn row(&self, fact: impl Iterator<Item = (usize, f64, f64)>, is_exact: bool) -> Option<Row> {
        let (mut terms, mut sum) = (Vec::new(), 0.0);
        for (cell, count, amount) in fact {
            if let Some((all, of_all)) = self.known[cell] {
                sum += count * all as f64 + amount * (of_all as f64 / UNIT);
                continue;
            }
            let of = [(Measure::Count, count), (Measure::Amount, amount)];
            let of = of.into_iter().filter(|(_, times)| *times != 0.0);
            terms.extend(of.map(|(measure, times)| ((cell, measure), times)));
        }
        let row = Row {
            terms,
            is_exact,
            sum: -sum,
        };
        (!row.terms.is_empty()).then_some(row)
    }
}

impl Possible {
    /// Goes on where less was unknown: tables that fitted then fit still.
    pub fn know(&mut self, before: Possible) {
        self.shown = before.shown;
        self.work = before.work;
    }

    /// Whether these counts and amounts of all cells fit: what is true has to.
    #[must_use]
    pub fn fits(&self, cells: &[(i64, i64)]) -> bool {
        let of = |(cell, measure): Of| match measure {
            Measure::Count => cells[cell].0 as f64,
            Measure::Amount => cells[cell].1 as f64 / UNIT,
        };
        let holds = |row: &Row| {
            let sum: f64 = row
                .terms
                .iter()
                .map(|(what, times)| of(*what) * times)
                .sum();
            sum < row.sum + ABOUT && (!row.is_exact || sum > row.sum - ABOUT)
        };
        let is_enough =
            |(cell, pair): (usize, &(i64, i64))| self.is_known[cell] || pair.0 >= self.least[cell];
        self.rows.iter().all(holds) && cells.iter().enumerate().all(is_enough)
    }

    /// Those of some unknown cells whose count cannot be any of five whole numbers, or whose amount does
    /// not span what it has to. What the solver does not answer, or is not asked any more, does not hold.
    pub fn narrow(&mut self, mut cells: Vec<usize>) -> Vec<usize> {
        // What many of them are at once shows most of it: ups and downs in ever other orders, of counts
        // and of amounts, while they show something.
        let mut in_vain = 0;
        for order in 0.. {
            let before = cells.len();
            cells.retain(|cell| !self.is_wide(*cell));
            in_vain = if cells.len() < before { 0 } else { in_vain + 1 };
            let Some(first) = cells
                .first()
                .filter(|_| cells.len() > 1 && in_vain < IN_VAIN)
            else {
                break;
            };
            let together = self.together_with(*first);
            let measure = [Measure::Count, Measure::Amount][order / 2 % 2];
            let is_up = |at: usize| at >> (order / 4 % 8) & 1 == order & 1;
            let up = |at: usize| if is_up(at) { 1.0 } else { -1.0 };
            let wanted = cells.iter().enumerate();
            let wanted = wanted.map(|(at, cell)| ((*cell, measure), up(at)));
            self.most(&wanted.collect(), None, &together);
        }
        cells.retain(|cell| !self.holds(*cell));
        cells
    }

    fn holds(&mut self, cell: usize) -> bool {
        let together = self.together_with(cell);
        for (measure, up) in [
            (Measure::Count, -1.0),
            (Measure::Count, 1.0),
            (Measure::Amount, -1.0),
            (Measure::Amount, 1.0),
        ] {
            if self.is_wide(cell) {
                return true;
            }
            let wanted = BTreeMap::from([((cell, measure), up)]);
            if self.most(&wanted, None, &together).is_none() {
                return false;
            }
            // A count of nothing has no amount: where it was shown with one, it is asked without.
            let is_low = self.shown[cell].fewest < 1.0 + ABOUT && self.least[cell] == 0;
            if is_low && measure == Measure::Count && up < 0.0 {
                self.most(&wanted, Some(cell), &together);
            }
        }
        self.is_wide(cell)
    }

    fn is_wide(&self, cell: usize) -> bool {
        let shown = self.shown[cell];
        let numbers = (shown.most + ABOUT).floor() - (shown.fewest - ABOUT).ceil() + 1.0;
        let enough = self.spans[cell] as f64 / UNIT + ABOUT;
        numbers >= WIDTH as f64 && shown.dearest - shown.least >= enough
    }

    /// The cells that hang together with one, itself among them.
    fn together_with(&self, cell: usize) -> Vec<usize> {
        let mut together = vec![cell];
        let mut is_found = vec![false; self.is_known.len()];
        is_found[cell] = true;
        let mut next = 0;
        while let Some(cell) = together.get(next).copied() {
            next += 1;
            for row in &self.rows_of[cell] {
                for ((other, _), _) in &self.rows[*row].terms {
                    if !std::mem::replace(&mut is_found[*other], true) {
                        together.push(*other);
                    }
                }
            }
        }
        together.sort_unstable();
        together
    }

    /// Looks for a table in which so often these measures are most, and a cell is nothing if one has to
    /// be; what it shows of every cell is kept.
    fn most(
        &mut self,
        wanted: &BTreeMap<Of, f64>,
        nothing: Option<usize>,
        together: &[usize],
    ) -> Option<()> {
        self.work = self.work.checked_sub(together.len().pow(2))?;
        let mut programme = Programme::new(OptimizationDirection::Maximize);
        let mut variables: Vec<Option<[Variable; 2]>> = vec![None; self.is_known.len()];
        let mut rows: Vec<usize> = Vec::new();
        for cell in together {
            let most = if nothing == Some(*cell) {
                (0.0, 0.0)
            } else {
                BEYOND
            };
            let wanted = |measure| wanted.get(&(*cell, measure)).copied().unwrap_or_default();
            let least = (self.least[*cell] as f64).min(most.0);
            let count = programme.add_var(wanted(Measure::Count), (least, most.0));
            let amount = programme.add_var(wanted(Measure::Amount), (0.0, most.1));
            variables[*cell] = Some([count, amount]);
            rows.extend(&self.rows_of[*cell]);
        }
        rows.sort_unstable();
        rows.dedup();
        for row in rows.into_iter().map(|row| &self.rows[row]) {
            let mut terms = LinearExpr::empty();
            for ((cell, measure), times) in &row.terms {
                let [count, amount] = variables[*cell]?;
                let variable = match measure {
                    Measure::Count => count,
                    Measure::Amount => amount,
                };
                terms.add(variable, *times);
            }
            let compared = if row.is_exact {
                ComparisonOp::Eq
            } else {
                ComparisonOp::Le
            };
            programme.add_constraint(terms, compared, row.sum);
        }
        // What the solver says of why may hold a figure: it is not kept.
        let solution = programme.solve().ok()?.into_solution().ok()?;
        for cell in together {
            let [count, amount] = variables[*cell]?;
            let pair = (solution.var_value(count), solution.var_value(amount));
            self.shown[*cell].widen(pair);
        }
        Some(())
    }
}

impl Shown {
    /// By a table that fits. A count of nothing has no amount: with one it shows no less than 1.
    fn widen(&mut self, (count, amount): Pair) {
        let is_nothing = count < ABOUT && amount < ABOUT;
        let fewest = if is_nothing { 0.0 } else { count.max(1.0) };
        self.fewest = self.fewest.min(fewest);
        self.most = self.most.max(count);
        self.least = self.least.min(amount);
        self.dearest = self.dearest.max(amount);
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

    fn holds(amounts: Amounts) -> bool {
        amounts.possible().narrow(vec![1]).is_empty()
    }

    #[test]
    fn a_count_of_nothing_has_no_amount() {
        // Without a case in the second, the third had eight for 14 million.
        assert!(!holds(four(200_000_000)), "one to four");
        // If each cost more than a million only, it could.
        assert!(holds(four(100_000_000)), "none to four");
    }

    #[test]
    fn an_amount_spans_enough_or_is_narrow() {
        let mut amounts = four(100_000_000);
        amounts.spans[1] = 5_000_000_000;
        assert!(!holds(amounts));
    }

    #[test]
    fn what_is_not_asked_any_more_does_not_hold() {
        let mut possible = four(100_000_000).possible();
        // One answer of the four unknown cells.
        possible.work = 16;
        assert_eq!(possible.clone().narrow(vec![1]), [1]);
        possible.work = 16 * 5;
        assert!(possible.narrow(vec![1]).is_empty());
    }

    #[test]
    fn what_does_not_add_up_does_not_hold() {
        let mut amounts = four(100_000_000);
        amounts.known[4] = Some((8, 99));
        assert!(!holds(amounts));
    }
}

//! What a masked count can be for a reader: exact linear programmes, both directions.
//!
//! The true counts are one point that fits all that is told. From it the programme walks from
//! corner to corner; every corner is a table that the reader must hold possible, and so proves a
//! width for every cell at once. Most cells need no programme of their own.

use super::problem::{Fixed, Problem, Reader};
use super::solve::{Term, TooLarge, solve};
use super::tableau::Tableau;

/// A count that nothing bounds from above.
const ENDLESS: i64 = i64::MAX / 4;

/// A masked cell whose possible counts are too few, and the told cells that hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrow {
    pub cell: usize,
    pub held_by: Vec<usize>,
}

/// The published set as one reader sees it.
#[derive(Clone)]
pub struct Ranges<'a> {
    problem: &'a Problem,
    tableau: Tableau,
    /// Cells that can vary; all others stand still.
    free: Vec<bool>,
    /// Those of them that hide something from the reader.
    judged: Vec<bool>,
    /// Of a free cell that is not basic: how far it is above the least it can be.
    above: Vec<i64>,
    least: Vec<i64>,
    /// The smallest and the largest whole number among the counts seen, less the least.
    low: Vec<i64>,
    high: Vec<i64>,
    /// The rows that a step touches, and what the cell is in them that moves.
    rows: Vec<(usize, i64)>,
}

impl<'a> Ranges<'a> {
    pub fn new(
        problem: &'a Problem,
        reader: &Reader,
        masked: &[bool],
    ) -> Result<Ranges<'a>, TooLarge> {
        let cells = problem.counts.len();
        let is_unknown = |fixed: &Fixed| i64::from(*fixed != Fixed::Hidden);
        let mut least: Vec<i64> = problem.fixed.iter().map(is_unknown).collect();
        for (cell, fewest) in reader.own.iter().chain(&reader.least) {
            least[*cell] = least[*cell].max(*fewest);
        }
        // Told cells stand in the rows too, so that it is seen which of them hold a narrow one.
        let mut seen: Vec<bool> = problem.counts.iter().map(|count| *count > 0).collect();
        for cell in &reader.known {
            seen[*cell] = false;
        }
        // All of it is the reader's own: that is known, and is nobody else's.
        for (cell, own) in &reader.own {
            seen[*cell] &= problem.counts[*cell] > *own;
        }
        // What was told before stands still whatever is masked, and so holds nothing.
        for (cell, fixed) in problem.fixed.iter().enumerate() {
            seen[cell] &= *fixed != Fixed::Told;
        }
        // Who is told of one of them knows the others: each stands in the rows as the told one does.
        let mut stands_as: Vec<usize> = (0..cells).collect();
        for same in &reader.same {
            let for_good = same.iter().find(|c| problem.fixed[**c] == Fixed::Told);
            let is_told = |cell: &&usize| problem.counts[**cell] > 0 && !masked[**cell];
            let Some(told) = for_good.or_else(|| same.iter().find(is_told)) else {
                continue;
            };
            for cell in same.iter().filter(|cell| masked[**cell]) {
                stands_as[*cell] = *told;
            }
        }
        let free: Vec<bool> = (0..cells)
            .map(|cell| seen[cell] && masked[cell] && stands_as[cell] == cell)
            .collect();
        let judged: Vec<bool> = (0..cells)
            .map(|cell| free[cell] && !problem.fixed[cell].is_hidden())
            .collect();
        let sums = problem.sums.iter().filter_map(|sum| {
            let left = sum.left.iter().map(|cell| (*cell, 1));
            let right = sum.right.iter().map(|cell| (*cell, -1));
            let shown = left.chain(right).filter(|(cell, _)| seen[*cell]);
            let terms = shown.map(|(cell, factor)| (stands_as[cell], factor));
            let terms: Vec<Term> = terms.filter(|(cell, _)| seen[*cell]).collect();
            terms.iter().any(|t| free[t.0]).then_some(terms)
        });
        let sums: Vec<Vec<Term>> = sums.collect();
        let rows = solve(cells, &sums, |cell| free[cell])?;
        let mut tableau = Tableau::new(cells, rows, &free)?;
        let above: Vec<i64> = (0..cells)
            .map(|cell| problem.counts[cell] - least[cell])
            .collect();
        for row in 0..tableau.rows() {
            let (basic, own) = tableau.basic(row);
            tableau.right[row] = own.checked_mul(above[basic]).ok_or(TooLarge)?;
        }
        let mut ranges = Ranges {
            problem,
            tableau,
            free,
            judged,
            low: above.clone(),
            high: above.clone(),
            above,
            least,
            rows: Vec::new(),
        };
        ranges.settle()?;
        Ok(ranges)
    }

    /// The cells before `end` that span fewer than `width` whole numbers.
    pub fn narrow(&mut self, width: i64, end: usize) -> Result<Vec<Narrow>, TooLarge> {
        let mut found = Vec::new();
        for cell in 0..end {
            if !self.judged[cell] || self.is_wide(cell, width) {
                continue;
            }
            let up = self.end(cell, true, width)?;
            let down = self.end(cell, false, width)?;
            if self.is_wide(cell, width) {
                continue;
            }
            let mut held_by = self.holders(&up, true)?;
            held_by.extend(self.holders(&down, false)?);
            held_by.sort_unstable();
            held_by.dedup();
            found.push(Narrow { cell, held_by });
        }
        Ok(found)
    }

    /// Where the last narrow cell ends, or 0 where there is none. Those that are known to be `wide`
    /// are not asked, which are nearly all.
    pub fn end_of_narrow(&mut self, wide: &[bool], width: i64) -> Result<usize, TooLarge> {
        for cell in (0..self.free.len()).rev() {
            if self.judged[cell] && !wide[cell] {
                self.walk(cell, true, width)?;
                self.walk(cell, false, width)?;
                if !self.is_wide(cell, width) {
                    return Ok(cell + 1);
                }
            }
        }
        Ok(0)
    }

    /// Of each cell, whether it hides something from the reader.
    pub fn judged(&self) -> &[bool] {
        &self.judged
    }

    fn is_wide(&self, cell: usize, width: i64) -> bool {
        self.free[cell] && self.high[cell] - self.low[cell] >= width - 1
    }

    /// Lowers every cell that is neither basic nor at its least, until it is one or the other.
    fn settle(&mut self) -> Result<(), TooLarge> {
        for cell in 0..self.free.len() {
            if !self.free[cell] || self.tableau.row_of(cell).is_some() || self.above[cell] == 0 {
                continue;
            }
            self.tableau.rows_with(cell, &mut self.rows);
            let first = self.first_at_least(-1);
            let reached = |(row, factor): (usize, i64)| {
                let right = self.tableau.right[row];
                let (right, limit) = (i128::from(right), i128::from(self.above[cell]));
                right < limit * i128::from(factor)
            };
            match first.filter(|(row, factor)| reached((*row, *factor))) {
                Some((row, _)) => self.enter(row, cell)?,
                None => self.let_go(cell)?,
            }
        }
        Ok(())
    }

    /// Moves what a cell has above its least into the rows, so that it stands at it.
    fn let_go(&mut self, cell: usize) -> Result<(), TooLarge> {
        self.move_into_rows(cell)?;
        self.low[cell] = 0;
        self.look();
        Ok(())
    }

    fn enter(&mut self, row: usize, cell: usize) -> Result<(), TooLarge> {
        self.move_into_rows(cell)?;
        let (left, _) = self.tableau.basic(row);
        self.tableau.pivot(row, cell, &self.rows)?;
        self.above[left] = 0;
        self.low[left] = 0;
        self.look();
        Ok(())
    }

    fn move_into_rows(&mut self, cell: usize) -> Result<(), TooLarge> {
        let above = std::mem::take(&mut self.above[cell]);
        if above != 0 {
            for (row, factor) in &self.rows {
                let moved = factor.checked_mul(above).ok_or(TooLarge)?;
                let right = self.tableau.right[*row];
                self.tableau.right[*row] = right.checked_add(moved).ok_or(TooLarge)?;
            }
        }
        Ok(())
    }

    /// Keeps the counts of this corner, where it differs from the one before: in the rows that a
    /// step has touched.
    fn look(&mut self) {
        for (row, _) in &self.rows {
            let (cell, own) = self.tableau.basic(*row);
            let right = self.tableau.right[*row];
            let (down, up) = match own {
                // Nearly always.
                1 => (right, right),
                _ => (right.div_euclid(own), -(-right).div_euclid(own)),
            };
            self.high[cell] = self.high[cell].max(down);
            self.low[cell] = self.low[cell].min(up);
        }
    }

    /// The row whose basic cell is first at its least when the cell that the rows were looked for
    /// rises (1) or falls (-1), and its factor. Ties go to the smaller cell (Bland), so that no walk goes in a circle.
    fn first_at_least(&self, direction: i64) -> Option<(usize, i64)> {
        let mut best: Option<(usize, i64)> = None;
        let tableau = &self.tableau;
        for (row, factor) in &self.rows {
            let (row, factor) = (*row, factor * direction);
            if factor <= 0 {
                continue;
            }
            let before = best.is_none_or(|(other, of_other)| {
                let mine = i128::from(tableau.right[row]) * i128::from(of_other);
                let theirs = i128::from(tableau.right[other]) * i128::from(factor);
                (mine, tableau.basic(row).0) < (theirs, tableau.basic(other).0)
            });
            if before {
                best = Some((row, factor));
            }
        }
        best
    }

    /// Walks to the largest or smallest count of a cell, or until it is wide enough.
    fn walk(&mut self, cell: usize, upwards: bool, width: i64) -> Result<(), TooLarge> {
        while !self.is_wide(cell, width) {
            let entering = match self.tableau.row_of(cell) {
                None if upwards => Some(cell),
                None => None,
                Some(row) => {
                    let terms = self.tableau.terms(row);
                    let helps = terms.filter(|term| (term.1 < 0) == upwards);
                    helps.map(|term| term.0).min()
                }
            };
            let Some(entering) = entering else { break };
            self.tableau.rows_with(entering, &mut self.rows);
            match self.first_at_least(1) {
                Some((row, _)) => self.enter(row, entering)?,
                None => self.high[cell] = ENDLESS,
            }
        }
        Ok(())
    }

    /// Walks as far as a cell goes, and gives the free cells of the row that it is basic in there.
    fn end(&mut self, cell: usize, upwards: bool, width: i64) -> Result<Vec<Term>, TooLarge> {
        self.walk(cell, upwards, width)?;
        let row = self.tableau.row_of(cell);
        let row = row.filter(|_| !self.is_wide(cell, width));
        Ok(row.map_or_else(Vec::new, |row| {
            let terms = self.tableau.terms(row);
            terms.chain([self.tableau.basic(row)]).collect()
        }))
    }

    /// Told cells that, if they were not, would let a cell go further than the end with this row.
    fn holders(&self, row: &[Term], upwards: bool) -> Result<Vec<usize>, TooLarge> {
        let told = self.tableau.told(row)?;
        let lets_go = told.into_iter().filter(|(other, factor)| {
            let must_rise = (*factor < 0) == upwards;
            must_rise || self.problem.counts[*other] > self.least[*other]
        });
        Ok(lets_go.map(|(other, _)| other).collect())
    }
}

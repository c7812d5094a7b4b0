//! Sums solved one after the other (Gauss), in whole numbers: every step is exact or refused.
//!
//! A sum names a dozen of some hundred cells, so rows are kept as the terms that they have.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use num_integer::Integer;

/// A sum could not be held in the machine's numbers. Whoever asked takes it as "not proven".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// A cell and its coefficient.
pub type Term = (usize, i64);

/// `sum(coefficient × cell) = 0`, and the basic cell that it is solved for: that one stands in no
/// other row, and its coefficient is positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub basic: usize,
    pub own: i64,
    /// All other cells, without zeros.
    pub terms: Vec<Term>,
}

/// Solves sums, each for the first of its cells that `may` be basic once those of the sums before
/// are taken out. Sums without such a cell are left out.
///
/// # Errors
///
/// [`TooLarge`] when a number is beyond the machine's.
pub fn solve(
    cells: usize,
    sums: &[Vec<Term>],
    may: impl Fn(usize) -> bool,
) -> Result<Vec<Row>, TooLarge> {
    let mut rows: Vec<Row> = Vec::with_capacity(sums.len());
    let mut row_of: Vec<Option<usize>> = vec![None; cells];
    let mut adding = Adding::new(cells);
    // Of the rows before, a row may still hold cells that later ones are solved for: they are taken
    // out in order, so that none comes back.
    let mut waiting = BinaryHeap::new();
    for sum in sums {
        for (cell, factor) in sum {
            adding.add(*cell, *factor)?;
            waiting.extend(row_of[*cell].map(Reverse));
        }
        while let Some(Reverse(row)) = waiting.pop() {
            let later = |term: &Term| row_of[term.0].map(Reverse);
            if adding.take_out(&rows[row])? {
                waiting.extend(rows[row].terms.iter().filter_map(later));
            }
        }
        let terms = adding.finish();
        let first = terms.iter().map(|term| term.0).filter(|cell| may(*cell));
        if let Some(basic) = first.min() {
            row_of[basic] = Some(rows.len());
            rows.push(Row::new(basic, terms));
        }
    }
    // The last is solved for good, and so is each once those behind it are taken out.
    for row in (0..rows.len()).rev() {
        let is_later = |term: &Term| row_of[term.0].is_some();
        if !rows[row].terms.iter().any(is_later) {
            continue;
        }
        let basic = rows[row].basic;
        adding.add(basic, rows[row].own)?;
        let terms = std::mem::take(&mut rows[row].terms);
        for (cell, factor) in &terms {
            adding.add(*cell, *factor)?;
        }
        for (cell, _) in terms {
            if let Some(later) = row_of[cell] {
                adding.take_out(&rows[later])?;
            }
        }
        rows[row] = Row::new(basic, adding.finish());
    }
    Ok(rows)
}

impl Row {
    fn new(basic: usize, mut terms: Vec<Term>) -> Row {
        let at = terms.iter().position(|term| term.0 == basic);
        let own = at.map_or(0, |at| terms.swap_remove(at).1);
        if own < 0 {
            terms.iter_mut().for_each(|term| term.1 = -term.1);
        }
        Row {
            basic,
            own: own.abs(),
            terms,
        }
    }
}

/// A row while it is added up.
pub struct Adding {
    factors: Vec<i64>,
    /// Cells that may have a factor, each once.
    cells: Vec<usize>,
    stands: Vec<bool>,
}

impl Adding {
    pub fn new(cells: usize) -> Adding {
        Adding {
            factors: vec![0; cells],
            cells: Vec::new(),
            stands: vec![false; cells],
        }
    }

    pub fn add(&mut self, cell: usize, factor: i64) -> Result<(), TooLarge> {
        if !std::mem::replace(&mut self.stands[cell], true) {
            self.cells.push(cell);
        }
        let sum = self.factors[cell].checked_add(factor);
        self.factors[cell] = sum.ok_or(TooLarge)?;
        Ok(())
    }

    /// Takes the basic cell of a row out, and says whether it was there.
    fn take_out(&mut self, row: &Row) -> Result<bool, TooLarge> {
        let factor = self.factors[row.basic];
        if factor == 0 {
            return Ok(false);
        }
        let common = factor.gcd(&row.own);
        let (factor, own) = (factor / common, row.own / common);
        if own != 1 {
            for cell in &self.cells {
                let product = self.factors[*cell].checked_mul(own);
                self.factors[*cell] = product.ok_or(TooLarge)?;
            }
        }
        self.factors[row.basic] = 0;
        for (cell, value) in &row.terms {
            self.add(*cell, value.checked_mul(-factor).ok_or(TooLarge)?)?;
        }
        Ok(true)
    }

    /// The row, divided by what all its numbers have in common, and begins anew.
    pub fn finish(&mut self) -> Vec<Term> {
        let mut terms = Vec::with_capacity(self.cells.len());
        let mut common = 0;
        for cell in self.cells.drain(..) {
            self.stands[cell] = false;
            match std::mem::take(&mut self.factors[cell]) {
                0 => {}
                factor => {
                    common = factor.gcd(&common);
                    terms.push((cell, factor));
                }
            }
        }
        if common > 1 {
            terms.iter_mut().for_each(|term| term.1 /= common);
        }
        terms
    }
}

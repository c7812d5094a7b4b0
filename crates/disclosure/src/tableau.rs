//! Sums solved for some of their cells, in whole numbers: every step is exact or refused.

use num_integer::Integer;

/// A sum could not be held in the machine's numbers. Whoever asked takes it as "not proven".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// `sum(coefficient × cell) = right`, of which one cell, the basic one, stands in no other row.
/// Its coefficient is positive.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub basic: usize,
    /// Sorted by cell, without zeros.
    terms: Vec<(usize, i64)>,
    pub right: i64,
}

impl Row {
    pub fn new(mut terms: Vec<(usize, i64)>, right: i64) -> Row {
        terms.sort_unstable();
        let mut merged: Vec<(usize, i64)> = Vec::with_capacity(terms.len());
        for (cell, factor) in terms {
            match merged.last_mut() {
                Some(last) if last.0 == cell => last.1 += factor,
                _ => merged.push((cell, factor)),
            }
        }
        merged.retain(|term| term.1 != 0);
        Row {
            basic: usize::MAX,
            terms: merged,
            right,
        }
    }

    pub fn terms(&self) -> &[(usize, i64)] {
        &self.terms
    }

    pub fn at(&self, cell: usize) -> i64 {
        match self.terms.binary_search_by_key(&cell, |term| term.0) {
            Ok(at) => self.terms[at].1,
            Err(_) => 0,
        }
    }

    /// `self × own + other × factor`, divided by what all numbers have in common.
    fn combine(&mut self, own: i64, other: &Row, factor: i64) -> Result<(), TooLarge> {
        let add = |a: i64, b: i64| -> Result<i64, TooLarge> {
            let a = a.checked_mul(own).ok_or(TooLarge)?;
            let b = b.checked_mul(factor).ok_or(TooLarge)?;
            a.checked_add(b).ok_or(TooLarge)
        };
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut mine, mut theirs) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let (cell, value) = match (mine.peek(), theirs.peek()) {
                (None, None) => break,
                (Some(a), Some(b)) if a.0 == b.0 => (a.0, add(a.1, b.1)?),
                (Some(a), Some(b)) if a.0 > b.0 => (b.0, add(0, b.1)?),
                (Some(a), _) => (a.0, add(a.1, 0)?),
                (None, Some(b)) => (b.0, add(0, b.1)?),
            };
            mine.next_if(|term| term.0 == cell);
            theirs.next_if(|term| term.0 == cell);
            if value != 0 {
                terms.push((cell, value));
            }
        }
        self.terms = terms;
        self.right = add(self.right, other.right)?;
        if own != 1 {
            let common = self.terms.iter().fold(self.right, |gcd, t| gcd.gcd(&t.1));
            if common > 1 {
                self.right /= common;
                self.terms.iter_mut().for_each(|term| term.1 /= common);
            }
        }
        Ok(())
    }
}

/// Rows, each solved for its basic cell.
#[derive(Debug, Clone, Default)]
pub struct Tableau {
    pub rows: Vec<Row>,
    /// The row that a cell is basic in.
    row_of: Vec<Option<usize>>,
}

impl Tableau {
    /// Solves the rows for cells that `may` be basic. Rows without such a cell are left out.
    pub fn solve(
        cells: usize,
        rows: Vec<Row>,
        may: impl Fn(usize) -> bool,
    ) -> Result<Tableau, TooLarge> {
        let mut tableau = Tableau {
            rows: Vec::with_capacity(rows.len()),
            row_of: vec![None; cells],
        };
        for mut row in rows {
            for solved in &tableau.rows {
                let factor = row.at(solved.basic);
                if factor != 0 {
                    row.combine(solved.at(solved.basic), solved, -factor)?;
                }
            }
            let first = row.terms.iter().find(|term| may(term.0)).map(|t| t.0);
            if let Some(cell) = first {
                tableau.rows.push(row);
                tableau.pivot(tableau.rows.len() - 1, cell)?;
            }
        }
        Ok(tableau)
    }

    pub fn row_of(&self, cell: usize) -> Option<usize> {
        self.row_of[cell]
    }

    /// Solves a row for another of its cells.
    pub fn pivot(&mut self, row: usize, cell: usize) -> Result<(), TooLarge> {
        let mut chosen = std::mem::take(&mut self.rows[row]);
        if chosen.at(cell) < 0 {
            chosen.right = -chosen.right;
            chosen.terms.iter_mut().for_each(|term| term.1 = -term.1);
        }
        if let Some(left) = self.row_of.get_mut(chosen.basic) {
            *left = None;
        }
        chosen.basic = cell;
        self.row_of[cell] = Some(row);
        let own = chosen.at(cell);
        for (at, other) in self.rows.iter_mut().enumerate() {
            let factor = if at == row { 0 } else { other.at(cell) };
            if factor != 0 {
                other.combine(own, &chosen, -factor)?;
            }
        }
        self.rows[row] = chosen;
        Ok(())
    }
}

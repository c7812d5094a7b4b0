//! Sums solved for some of their cells, in whole numbers: every step is exact or refused.
//!
//! A tableau is nearly empty: a sum names a dozen of some hundred cells, and a cell stands in a few
//! sums. So numbers stand in a matrix, where each is found at once, with a mark for each that is
//! not zero, by row and by column: a step touches those alone.

use num_integer::Integer;

/// A sum could not be held in the machine's numbers. Whoever asked takes it as "not proven".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// `sum(coefficient × cell) = right`.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Sorted by cell, without zeros.
    terms: Vec<(usize, i64)>,
    right: i64,
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
            terms: merged,
            right,
        }
    }
}

fn small(number: i64) -> Result<i32, TooLarge> {
    i32::try_from(number).map_err(|_| TooLarge)
}

/// Marks in rows of equal length.
#[derive(Debug, Clone, Default)]
struct Marks {
    words: Vec<u64>,
    /// Words of a row.
    width: usize,
}

impl Marks {
    fn new(rows: usize, columns: usize) -> Marks {
        let width = columns.div_ceil(64);
        Marks {
            words: vec![0; rows * width],
            width,
        }
    }

    fn put(&mut self, row: usize, column: usize) {
        self.words[row * self.width + column / 64] |= 1 << (column % 64);
    }

    fn take(&mut self, row: usize, column: usize) {
        self.words[row * self.width + column / 64] &= !(1 << (column % 64));
    }

    /// The marked columns of a row, in order.
    fn of(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        let words = &self.words[row * self.width..(row + 1) * self.width];
        let all = words.iter().enumerate();
        all.flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let first = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (first < 64).then_some(at * 64 + first)
            })
        })
    }
}

/// Rows, each solved for its basic cell, which stands in no other row. Its coefficient is positive.
#[derive(Debug, Clone, Default)]
pub struct Tableau {
    /// What each row adds up to.
    pub right: Vec<i64>,
    basic: Vec<usize>,
    /// The row that a cell is basic in.
    row_of: Vec<Option<usize>>,
    /// The cells that stand in any row, in order, and the column of each cell.
    cells: Vec<usize>,
    column: Vec<Option<usize>>,
    /// Row after row. Small numbers: a hundred is large, and a matrix of half the bytes is read in half
    /// the time.
    values: Vec<i32>,
    /// Where a value is not zero, by row and by column.
    of_row: Marks,
    of_column: Marks,
    /// The row that others are combined with, while they are.
    chosen: Vec<(usize, i64)>,
}

impl Tableau {
    /// Solves the rows for cells that `may` be basic. Rows without such a cell are left out.
    pub fn solve(
        cells: usize,
        rows: Vec<Row>,
        may: impl Fn(usize) -> bool,
    ) -> Result<Tableau, TooLarge> {
        let mut tableau = Tableau::empty(cells, &rows);
        for row in rows {
            let new = tableau.right.len();
            tableau.put(new, &row)?;
            for solved in 0..new {
                let factor = tableau.at(new, tableau.basic[solved]);
                if factor != 0 {
                    tableau.choose(solved);
                    let own = tableau.at(solved, tableau.basic[solved]);
                    tableau.combine(new, own, tableau.right[solved], -factor)?;
                }
            }
            let first = tableau.terms(new).find(|term| may(term.0));
            match first {
                Some((cell, _)) => tableau.pivot(new, cell)?,
                None => tableau.leave_out(new),
            }
        }
        Ok(tableau)
    }

    fn empty(cells: usize, rows: &[Row]) -> Tableau {
        let mut stands = vec![false; cells];
        let terms = rows.iter().flat_map(|row| &row.terms);
        terms.for_each(|term| stands[term.0] = true);
        let standing: Vec<usize> = (0..cells).filter(|cell| stands[*cell]).collect();
        let mut column = vec![None; cells];
        for (at, cell) in standing.iter().enumerate() {
            column[*cell] = Some(at);
        }
        Tableau {
            right: Vec::with_capacity(rows.len()),
            basic: Vec::with_capacity(rows.len()),
            row_of: vec![None; cells],
            values: vec![0; rows.len() * standing.len()],
            of_row: Marks::new(rows.len(), standing.len()),
            of_column: Marks::new(standing.len(), rows.len()),
            cells: standing,
            column,
            chosen: Vec::new(),
        }
    }

    fn put(&mut self, at: usize, row: &Row) -> Result<(), TooLarge> {
        self.right.push(row.right);
        self.basic.push(usize::MAX);
        for (cell, factor) in &row.terms {
            if let Some(column) = self.column[*cell] {
                self.values[at * self.cells.len() + column] = small(*factor)?;
                self.of_row.put(at, column);
                self.of_column.put(column, at);
            }
        }
        Ok(())
    }

    /// Takes the last row away.
    fn leave_out(&mut self, row: usize) {
        let columns: Vec<usize> = self.of_row.of(row).collect();
        for column in columns {
            self.values[row * self.cells.len() + column] = 0;
            self.of_row.take(row, column);
            self.of_column.take(column, row);
        }
        self.right.pop();
        self.basic.pop();
    }

    pub fn rows(&self) -> usize {
        self.right.len()
    }

    /// The cell that a row is solved for.
    pub fn basic(&self, row: usize) -> usize {
        self.basic[row]
    }

    pub fn row_of(&self, cell: usize) -> Option<usize> {
        self.row_of[cell]
    }

    pub fn at(&self, row: usize, cell: usize) -> i64 {
        let column = self.column[cell];
        column.map_or(0, |column| {
            self.values[row * self.cells.len() + column].into()
        })
    }

    /// The cells of a row with their coefficients, in order.
    pub fn terms(&self, row: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        let values = &self.values[row * self.cells.len()..];
        let columns = self.of_row.of(row);
        columns.map(|column| (self.cells[column], values[column].into()))
    }

    /// The rows that a cell stands in, in order.
    pub fn rows_with(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        let column = self.column[cell].into_iter();
        column.flat_map(|column| self.of_column.of(column))
    }

    /// Solves a row for another of its cells. The rows that this one stands in change, no other.
    pub fn pivot(&mut self, row: usize, cell: usize) -> Result<(), TooLarge> {
        if self.at(row, cell) < 0 {
            self.right[row] = -self.right[row];
            let start = row * self.cells.len();
            for column in self.of_row.of(row) {
                self.values[start + column] = -self.values[start + column];
            }
        }
        if let Some(left) = self.row_of.get_mut(self.basic[row]) {
            *left = None;
        }
        self.basic[row] = cell;
        self.row_of[cell] = Some(row);
        self.choose(row);
        let (own, right) = (self.at(row, cell), self.right[row]);
        let others: Vec<usize> = self.rows_with(cell).filter(|other| *other != row).collect();
        for other in others {
            let factor = self.at(other, cell);
            self.combine(other, own, right, -factor)?;
        }
        Ok(())
    }

    fn choose(&mut self, row: usize) {
        let values = &self.values[row * self.cells.len()..];
        let columns = self.of_row.of(row);
        self.chosen.clear();
        self.chosen
            .extend(columns.map(|column| (column, values[column].into())));
    }

    /// `row × own + chosen × factor`, divided by what all numbers have in common.
    fn combine(&mut self, row: usize, own: i64, right: i64, factor: i64) -> Result<(), TooLarge> {
        let width = self.cells.len();
        let values = &mut self.values[row * width..(row + 1) * width];
        if own != 1 {
            for column in self.of_row.of(row) {
                let product = i64::from(values[column]).checked_mul(own);
                values[column] = small(product.ok_or(TooLarge)?)?;
            }
        }
        for (column, value) in &self.chosen {
            let more = value.checked_mul(factor).ok_or(TooLarge)?;
            let before = values[*column];
            let sum = i64::from(before).checked_add(more).ok_or(TooLarge)?;
            values[*column] = small(sum)?;
            if before == 0 {
                self.of_row.put(row, *column);
                self.of_column.put(*column, row);
            } else if sum == 0 {
                self.of_row.take(row, *column);
                self.of_column.take(*column, row);
            }
        }
        let mine = self.right[row].checked_mul(own).ok_or(TooLarge)?;
        let theirs = right.checked_mul(factor).ok_or(TooLarge)?;
        self.right[row] = mine.checked_add(theirs).ok_or(TooLarge)?;
        if own != 1 {
            self.divide(row);
        }
        Ok(())
    }

    /// Divides a row by what all its numbers have in common.
    fn divide(&mut self, row: usize) {
        let width = self.cells.len();
        let values = &mut self.values[row * width..(row + 1) * width];
        let mut common = self.right[row];
        for column in self.of_row.of(row) {
            common = common.gcd(&i64::from(values[column]));
            if common == 1 {
                return;
            }
        }
        if common > 1 {
            self.right[row] /= common;
            for column in self.of_row.of(row) {
                // A divisor of it is no larger, and neither is what is left.
                values[column] = small(i64::from(values[column]) / common).unwrap_or_default();
            }
        }
    }
}

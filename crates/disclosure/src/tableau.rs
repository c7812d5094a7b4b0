//! Solved sums, and the step from one solution to the next, in whole numbers: every step is exact
//! or refused.
//!
//! A row is solved for its basic cell, and holds the free cells that are basic nowhere: only those
//! have a column, and when a cell enters, the one that leaves takes its column over. So the matrix
//! is small enough to stay close to the processor. It is nearly empty: each number that is not zero has
//! a mark, and a step touches those alone. Told cells have no column: a step
//! never asks for them, and what they are in a row follows from the rows that it began with.

use num_integer::Integer;

use super::solve::{Adding, Row, Term, TooLarge};

/// Whether a number and its opposite fit into a value.
fn is_small(number: i64) -> bool {
    number.unsigned_abs() <= i32::MAX.unsigned_abs().into()
}

fn small(number: i64) -> Result<i32, TooLarge> {
    let number = is_small(number).then_some(number).ok_or(TooLarge)?;
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

    /// Puts marks where none are, and takes them where some are.
    fn turn(&mut self, row: usize, columns: &[u32]) {
        let words = &mut self.words[row * self.width..(row + 1) * self.width];
        for column in columns {
            words[*column as usize / 64] ^= 1 << (column % 64);
        }
    }

    /// The rows in which a column is marked, in order.
    fn with(&self, column: usize) -> impl Iterator<Item = usize> + '_ {
        let (at, mark) = (column / 64, 1 << (column % 64));
        let rows = self.words.chunks_exact(self.width).enumerate();
        rows.filter_map(move |(row, words)| (words[at] & mark != 0).then_some(row))
    }

    /// The marked columns of a row, in order.
    fn of(&self, row: usize) -> Marked<'_> {
        Marked {
            words: self.words[row * self.width..(row + 1) * self.width].iter(),
            word: 0,
            next: 0,
        }
    }
}

/// Walks over marks.
struct Marked<'a> {
    words: std::slice::Iter<'a, u64>,
    word: u64,
    /// The column that the word after this one begins with.
    next: usize,
}

impl Iterator for Marked<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            self.word = *self.words.next()?;
            self.next += 64;
        }
        let first = self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        Some(self.next - 64 + first)
    }
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In no row: it is told, or in no sum.
    Nowhere,
    /// Basic in a row.
    Basic(usize),
    Column(usize),
}

/// Rows, each solved for its basic cell, which stands in no other row. Its coefficient is positive.
#[derive(Debug, Clone)]
pub struct Tableau {
    /// What each row adds up to.
    pub right: Vec<i64>,
    basic: Vec<usize>,
    /// The coefficient of the basic cell.
    own: Vec<i32>,
    place: Vec<Place>,
    /// The cell of each column.
    cells: Vec<usize>,
    /// Row after row. Small numbers: a hundred is large, and a matrix of half the bytes is read in half
    /// the time.
    values: Vec<i32>,
    /// Where a value is not zero.
    marks: Marks,
    /// The row that others are combined with, while they are.
    chosen: Vec<(u32, i32)>,
    /// The columns in which such a row has a zero more or less than before.
    turned: Vec<u32>,
    /// The rows as they were in the beginning, in order of their basic cells: their told cells alone.
    told: Vec<Row>,
}

impl Tableau {
    /// Rows that add up to 0, of which the `free` cells can vary.
    pub fn new(cells: usize, mut rows: Vec<Row>, free: &[bool]) -> Result<Tableau, TooLarge> {
        let mut stands = vec![false; cells];
        let terms = rows.iter().flat_map(|row| &row.terms);
        terms.for_each(|(cell, _)| stands[*cell] = free[*cell]);
        let standing: Vec<usize> = (0..cells).filter(|cell| stands[*cell]).collect();
        let mut place = vec![Place::Nowhere; cells];
        for (column, cell) in standing.iter().enumerate() {
            place[*cell] = Place::Column(column);
        }
        for (at, row) in rows.iter().enumerate() {
            place[row.basic] = Place::Basic(at);
        }
        let own = rows.iter().map(|row| small(row.own));
        let mut tableau = Tableau {
            right: vec![0; rows.len()],
            basic: rows.iter().map(|row| row.basic).collect(),
            own: own.collect::<Result<_, _>>()?,
            place,
            values: vec![0; rows.len() * standing.len()],
            marks: Marks::new(rows.len(), standing.len()),
            cells: standing,
            chosen: Vec::new(),
            turned: Vec::new(),
            told: Vec::new(),
        };
        for (at, row) in rows.iter_mut().enumerate() {
            for (cell, factor) in &row.terms {
                tableau.put(at, *cell, *factor)?;
            }
            row.terms.retain(|(cell, _)| !free[*cell]);
        }
        rows.sort_unstable_by_key(|row| row.basic);
        tableau.told = rows;
        Ok(tableau)
    }

    fn put(&mut self, row: usize, cell: usize, factor: i64) -> Result<(), TooLarge> {
        if let Place::Column(column) = self.place[cell] {
            self.values[row * self.cells.len() + column] = small(factor)?;
            self.marks.turn(row, &[column as u32]);
        }
        Ok(())
    }

    pub fn rows(&self) -> usize {
        self.right.len()
    }

    /// The cell that a row is solved for, and its coefficient.
    pub fn basic(&self, row: usize) -> (usize, i64) {
        (self.basic[row], self.own[row].into())
    }

    pub fn row_of(&self, cell: usize) -> Option<usize> {
        match self.place[cell] {
            Place::Basic(row) => Some(row),
            Place::Column(_) | Place::Nowhere => None,
        }
    }

    /// The free cells of a row besides the basic one, with their coefficients.
    pub fn terms(&self, row: usize) -> impl Iterator<Item = Term> + '_ {
        let values = &self.values[row * self.cells.len()..];
        let columns = self.marks.of(row);
        columns.map(|column| (self.cells[column], values[column].into()))
    }

    /// The rows that a cell stands in without being basic, in order, with its coefficients. They are
    /// looked for: a step asks once, and would have to keep up marks by column a hundred times.
    pub fn rows_with(&self, cell: usize, found: &mut Vec<Term>) {
        found.clear();
        let Place::Column(column) = self.place[cell] else {
            return;
        };
        let value = |row: usize| self.values[row * self.cells.len() + column].into();
        let rows = self.marks.with(column);
        found.extend(rows.map(|row| (row, value(row))));
    }

    /// The told cells of a row that has these free ones, with a positive multiple of their
    /// coefficients. It is a sum of the rows of the beginning, each as often as the cell tells that was
    /// basic in it, which stood nowhere else.
    pub fn told(&self, free: &[Term]) -> Result<Vec<Term>, TooLarge> {
        let first = |term: &Term| {
            let at = self.told.binary_search_by_key(&term.0, |row| row.basic);
            at.ok().map(|at| (&self.told[at], term.1))
        };
        let parts: Vec<(&Row, i64)> = free.iter().filter_map(first).collect();
        let mut common: i64 = 1;
        for (part, _) in &parts {
            let times = part.own / common.gcd(&part.own);
            common = common.checked_mul(times).ok_or(TooLarge)?;
        }
        let mut adding = Adding::new(self.place.len());
        for (part, factor) in parts {
            let times = factor.checked_mul(common / part.own).ok_or(TooLarge)?;
            for (cell, value) in &part.terms {
                adding.add(*cell, value.checked_mul(times).ok_or(TooLarge)?)?;
            }
        }
        Ok(adding.finish())
    }

    /// Solves a row for another of its cells. The `rows` that this one stands in change, no other.
    pub fn pivot(&mut self, row: usize, cell: usize, rows: &[Term]) -> Result<(), TooLarge> {
        let Place::Column(column) = self.place[cell] else {
            return Ok(());
        };
        let start = row * self.cells.len();
        let (mut own, mut left) = (self.values[start + column], self.own[row]);
        if own < 0 {
            self.right[row] = -self.right[row];
            for column in self.marks.of(row) {
                self.values[start + column] = -self.values[start + column];
            }
            (own, left) = (-own, -left);
        }
        let columns = self.marks.of(row).filter(|other| *other != column);
        self.chosen.clear();
        self.chosen
            .extend(columns.map(|column| (column as u32, self.values[start + column])));
        let leaving = std::mem::replace(&mut self.basic[row], cell);
        self.place[leaving] = Place::Column(column);
        self.place[cell] = Place::Basic(row);
        self.cells[column] = leaving;
        self.own[row] = own;
        self.values[start + column] = left;
        let right = self.right[row];
        for (other, _) in rows.iter().filter(|other| other.0 != row) {
            self.combine(*other, column, Step { own, left, right })?;
        }
        Ok(())
    }

    /// `row × own - chosen × factor`, so that the entering cell is in it no more. The column is the
    /// entering cell's until then, and the leaving one's from then on.
    fn combine(&mut self, row: usize, column: usize, step: Step) -> Result<(), TooLarge> {
        let width = self.cells.len();
        let values = &mut self.values[row * width..(row + 1) * width];
        // Of the two multiples what they have in common is left out: mostly there is nothing to multiply.
        let common = step.own.gcd(&values[column]);
        let factor = i64::from(values[column] / common);
        let own = i64::from(step.own / common);
        if own != 1 {
            for column in self.marks.of(row) {
                values[column] = small(i64::from(values[column]) * own)?;
            }
            self.own[row] = small(i64::from(self.own[row]) * own)?;
        }
        values[column] = small(-factor * i64::from(step.left))?;
        // Whether a number becomes zero or ceases to be it cannot be foreseen, so nothing branches
        // on it: each is written down, and the next takes its place unless its mark turns.
        self.turned.resize(self.chosen.len(), 0);
        let turned = &mut self.turned[..];
        let (mut turning, mut fits) = (0, true);
        for (column, value) in &self.chosen {
            let number = &mut values[*column as usize];
            // Each is small, so that neither the product nor the sum can be too large for 64 bits.
            let less = i64::from(*value).wrapping_mul(factor);
            let sum = i64::from(*number).wrapping_sub(less);
            let after = sum as i32;
            fits &= is_small(sum);
            turned[turning] = *column;
            turning += usize::from((*number == 0) != (after == 0));
            *number = after;
        }
        if !fits {
            return Err(TooLarge);
        }
        self.marks.turn(row, &self.turned[..turning]);
        let mine = self.right[row].checked_mul(own).ok_or(TooLarge)?;
        let theirs = step.right.checked_mul(factor).ok_or(TooLarge)?;
        self.right[row] = mine.checked_sub(theirs).ok_or(TooLarge)?;
        if own != 1 {
            self.divide(row);
        }
        Ok(())
    }

    /// Divides a row by what all its numbers have in common.
    fn divide(&mut self, row: usize) {
        let width = self.cells.len();
        let values = &mut self.values[row * width..(row + 1) * width];
        let mut common = self.own[row];
        for column in self.marks.of(row) {
            if common == 1 {
                return;
            }
            common = common.gcd(&values[column]);
        }
        // A divisor of a small number is small.
        let of_right = self.right[row].gcd(&common.into());
        let common = i32::try_from(of_right).unwrap_or(1);
        if common > 1 {
            self.own[row] /= common;
            self.right[row] /= i64::from(common);
            for column in self.marks.of(row) {
                values[column] /= common;
            }
        }
    }
}

/// What a step takes of the row that it solves anew.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The coefficient of the cell that enters, and of the one that leaves.
    own: i32,
    left: i32,
    right: i64,
}

//! What elimination alone would publish: from the most to the least important cell each is told,
//! unless a small one then follows from the sums. It knows of no reader inside and of no width.

use cockpit::domain::cases::published::{Cell, Of, Place};
use cockpit::reports::cases::proof::Tables;
use cockpit::reports::cases::proof::facts::facts;

/// A prime: sums are solved in whole numbers modulo it.
const PRIME: i64 = 2_147_483_647;

/// The cells that it would tell, by number.
pub fn told(tables: &Tables) -> Vec<bool> {
    let cells = &tables.cells;
    let is_small: Vec<bool> = cells.iter().map(is_small).collect();
    let mut sums = Sums::of(tables);
    let mut told = vec![false; cells.len()];
    let mut order: Vec<usize> = (0..cells.len()).filter(|cell| !is_small[*cell]).collect();
    // Nothing is always told; then margins, the larger before the smaller.
    order.sort_by_key(|cell| {
        let cases = cells[*cell].measures.cases;
        (cases != 0, !is_margin(&cells[*cell]), -cases, *cell)
    });
    for cell in order {
        let mut without = sums.clone();
        without.tell(cell);
        if !without.determines(&is_small) {
            (sums, told[cell]) = (without, true);
        }
    }
    told
}

/// Whether what is masked follows from what is told and the sums, of some cell that counts anybody.
pub fn is_determined(tables: &Tables) -> bool {
    let cells = &tables.cells;
    let is_hidden: Vec<bool> = cells.iter().map(|cell| cell.masked).collect();
    let mut sums = Sums::of(tables);
    for cell in (0..cells.len()).filter(|cell| !is_hidden[*cell]) {
        sums.tell(cell);
    }
    sums.determines(&is_hidden)
}

pub fn is_small(cell: &Cell) -> bool {
    (1..5).contains(&cell.measures.cases)
}

fn is_margin(cell: &Cell) -> bool {
    matches!(
        cell.place,
        Place::Paragraph {
            municipality: Of::All,
            ..
        } | Place::Supplier {
            paragraph: Of::All,
            ..
        } | Place::Status {
            municipality: Of::All,
            ..
        }
    )
}

/// Sums over what is not told, each solved for a cell that no other has.
#[derive(Clone)]
struct Sums {
    rows: Vec<Vec<i64>>,
    /// Of each row, the cell that it is solved for.
    solved: Vec<usize>,
}

impl Sums {
    fn of(tables: &Tables) -> Sums {
        let mut sums = Sums {
            rows: Vec::new(),
            solved: Vec::new(),
        };
        for fact in facts(tables).iter().filter(|fact| fact.is_exact) {
            let mut row = vec![0; tables.cells.len()];
            for (cell, count, _) in &fact.terms {
                row[*cell] = (*count as i64).rem_euclid(PRIME);
            }
            for (known, cell) in sums.rows.iter().zip(&sums.solved) {
                subtract(&mut row, known, *cell);
            }
            sums.solve(row);
        }
        sums
    }

    /// Adds a row, solved for its first cell, unless it says nothing.
    fn solve(&mut self, mut row: Vec<i64>) {
        let Some(cell) = row.iter().position(|of| *of != 0) else {
            return;
        };
        let inverse = power(row[cell], PRIME - 2);
        for of in &mut row {
            *of = *of * inverse % PRIME;
        }
        for other in &mut self.rows {
            subtract(other, &row, cell);
        }
        self.rows.push(row);
        self.solved.push(cell);
    }

    fn tell(&mut self, cell: usize) {
        for row in &mut self.rows {
            row[cell] = 0;
        }
        if let Some(at) = self.solved.iter().position(|solved| *solved == cell) {
            self.solved.swap_remove(at);
            let row = self.rows.swap_remove(at);
            self.solve(row);
        }
    }

    /// Whether a row says what a small cell is.
    fn determines(&self, is_small: &[bool]) -> bool {
        let alone = |(row, cell): (&Vec<i64>, &usize)| {
            is_small[*cell] && row.iter().filter(|of| **of != 0).count() == 1
        };
        self.rows.iter().zip(&self.solved).any(alone)
    }
}

fn subtract(row: &mut [i64], other: &[i64], cell: usize) {
    let times = row[cell];
    if times != 0 {
        for (of, by) in row.iter_mut().zip(other) {
            *of = (*of - times * by % PRIME).rem_euclid(PRIME);
        }
    }
}

fn power(base: i64, mut exponent: i64) -> i64 {
    let (mut square, mut product) = (base, 1);
    while exponent > 0 {
        if exponent % 2 == 1 {
            product = product * square % PRIME;
        }
        square = square * square % PRIME;
        exponent /= 2;
    }
    product
}

//! Decomposition of a change in expenditure into volume, mix and unit cost (Bennet; midpoint
//! weights), exact and without residual.
//!
//! With Q persons, shares s = q/Q and unit costs u of the members:
//! volume = ΔQ·(U0+U1)/2, mix = (Q0+Q1)/2 · Σ Δs·(u0+u1)/2, unit cost = (Q0+Q1)/2 · Σ Δu·(s0+s1)/2.
//! A member's own part is its own term of the sums; with w = e/Q (so that U = Σ w) its volume is
//! ΔQ·(w0+w1)/2, and its three parts add up to its own change Δe.

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};
use thiserror::Error;

use crate::domain::number::{self, Exact};

/// Expenditure (DKK) and full-year persons of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    pub expenditure: Exact,
    pub persons: Exact,
}

impl Amount {
    pub fn zero() -> Amount {
        Amount {
            expenditure: Exact::zero(),
            persons: Exact::zero(),
        }
    }
}

/// One member (led) of what is decomposed: a paragraph, a municipality or a supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub key: String,
    pub from: Amount,
    pub to: Amount,
}

/// The three parts of a change, DKK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Volume (mængde): more or fewer persons.
    pub volume: Exact,
    /// Mix (forskydning): persons moving between dearer and cheaper members.
    pub mix: Exact,
    /// Unit cost (enhedsudgift): the members themselves becoming dearer or cheaper.
    pub unit_cost: Exact,
}

impl Parts {
    pub fn change(&self) -> Exact {
        &self.volume + &self.mix + &self.unit_cost
    }

    fn cells(&self) -> [Exact; 3] {
        [
            self.volume.clone(),
            self.mix.clone(),
            self.unit_cost.clone(),
        ]
    }
}

/// The parts in whole kroner; they add up to `change` to the krone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeParts {
    pub volume: BigInt,
    pub mix: BigInt,
    pub unit_cost: BigInt,
    pub change: BigInt,
}

/// Why a change cannot be decomposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotDecomposable {
    #[error("there are no members")]
    NoMembers,
    #[error("there are no full-year persons in the first year")]
    NoPersonsBefore,
    #[error("there are no full-year persons in the last year")]
    NoPersonsAfter,
}

/// A decomposed change: the members by key, and their total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decomposition {
    pub members: Vec<(String, Parts)>,
    pub total: Parts,
}

/// Decomposes the change of the members' sum.
///
/// A member without persons in one year enters or leaves: the other year's unit cost stands in
/// for the missing one, so what it brings or takes is mix.
///
/// # Errors
/// [`NotDecomposable`] when the members together have no persons in one of the years.
pub fn decompose(members: &[Member]) -> Result<Decomposition, NotDecomposable> {
    if members.is_empty() {
        return Err(NotDecomposable::NoMembers);
    }
    let q0: Exact = members.iter().map(|m| &m.from.persons).sum();
    let q1: Exact = members.iter().map(|m| &m.to.persons).sum();
    if !q0.is_positive() {
        return Err(NotDecomposable::NoPersonsBefore);
    }
    if !q1.is_positive() {
        return Err(NotDecomposable::NoPersonsAfter);
    }
    let mut parts: Vec<(String, Parts)> = members
        .iter()
        .map(|m| (m.key.clone(), member_parts(m, &q0, &q1)))
        .collect();
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    let sum = |part: fn(&Parts) -> &Exact| parts.iter().map(|(_, p)| part(p)).sum::<Exact>();
    let total = Parts {
        volume: sum(|p| &p.volume),
        mix: sum(|p| &p.mix),
        unit_cost: sum(|p| &p.unit_cost),
    };
    Ok(Decomposition {
        members: parts,
        total,
    })
}

fn member_parts(member: &Member, q0: &Exact, q1: &Exact) -> Parts {
    let two = number::exact(2, 0);
    let (w0, w1) = (&member.from.expenditure / q0, &member.to.expenditure / q1);
    let volume = (q1 - q0) * (&w0 + &w1) / &two;
    let weight = (q0 + q1) / &two;
    let per_person = &weight * (&w1 - &w0);
    let has_both = member.from.persons.is_positive() && member.to.persons.is_positive();
    let unit_cost = if has_both {
        let u0 = &member.from.expenditure / &member.from.persons;
        let u1 = &member.to.expenditure / &member.to.persons;
        let (s0, s1) = (&member.from.persons / q0, &member.to.persons / q1);
        &weight * (u1 - u0) * (s0 + s1) / &two
    } else {
        // u of the other year stands in for the missing one, so Δu = 0.
        Exact::zero()
    };
    let mix = per_person - &unit_cost;
    Parts {
        volume,
        mix,
        unit_cost,
    }
}

impl Decomposition {
    /// Whole kroner: the total's parts by largest remainder, the members' changes by largest
    /// remainder, and the cells between so that every row and every column adds up.
    ///
    /// Swapping the years changes the sign of every cell: what is negative is rounded as its
    /// mirror image.
    pub fn whole(&self) -> (Vec<(String, WholeParts)>, WholeParts) {
        let cells: Vec<[Exact; 3]> = self.members.iter().map(|(_, p)| p.cells()).collect();
        let leading = std::iter::once(self.total.change())
            .chain(self.total.cells())
            .chain(cells.iter().flatten().cloned())
            .find(|value| !value.is_zero());
        let sign = if leading.is_some_and(|v| v.is_negative()) {
            -BigInt::one()
        } else {
            BigInt::one()
        };
        let mirror = Exact::from_integer(sign.clone());
        let cells: Vec<[Exact; 3]> = cells
            .into_iter()
            .map(|row| row.map(|cell| cell * &mirror))
            .collect();
        let total = self.total.cells().map(|cell| cell * &mirror);
        let change = number::round_half_away(&total.iter().sum(), 0);
        let columns = number::largest_remainder(&total, &change);
        let changes: Vec<Exact> = cells.iter().map(|row| row.iter().sum()).collect();
        let rows = number::largest_remainder(&changes, &change);
        let inner = fill(&cells, &rows, &columns);
        let whole = |parts: &[BigInt], change: &BigInt| WholeParts {
            volume: &parts[0] * &sign,
            mix: &parts[1] * &sign,
            unit_cost: &parts[2] * &sign,
            change: change * &sign,
        };
        let members = self
            .members
            .iter()
            .zip(inner.iter().zip(&rows))
            .map(|((key, _), (parts, change))| (key.clone(), whole(parts, change)))
            .collect();
        (members, whole(&columns, &change))
    }
}

/// Whole numbers close to `cells` with the given row and column sums: the floors, and then one
/// unit at a time along a path of cells that can be raised or lowered (augmenting paths), the
/// largest remainders first. A unit that finds no such path goes where row and column lack it.
fn fill(cells: &[[Exact; 3]], rows: &[BigInt], columns: &[BigInt]) -> Vec<Vec<BigInt>> {
    let mut whole: Vec<Vec<BigInt>> = cells
        .iter()
        .map(|row| row.iter().map(|c| c.floor().to_integer()).collect())
        .collect();
    let fraction = |r: usize, c: usize| &cells[r][c] - cells[r][c].floor();
    let mut raised = vec![[false; 3]; cells.len()];
    for (r, row) in rows.iter().enumerate() {
        let mut lack = row - whole[r].iter().sum::<BigInt>();
        while lack.is_positive() && raise(r, &mut raised, &mut whole, columns, &fraction) {
            lack -= 1;
        }
    }
    for r in 0..cells.len() {
        while let Some(c) = open_column(&whole, columns) {
            let lack = &rows[r] - whole[r].iter().sum::<BigInt>();
            if lack.is_zero() {
                break;
            }
            let step = (&columns[c] - column_sum(&whole, c)).min(lack);
            whole[r][c] += step;
        }
    }
    whole
}

fn column_sum(whole: &[Vec<BigInt>], c: usize) -> BigInt {
    whole.iter().map(|row| &row[c]).sum()
}

fn open_column(whole: &[Vec<BigInt>], columns: &[BigInt]) -> Option<usize> {
    (0..columns.len()).find(|c| column_sum(whole, *c) < columns[*c])
}

/// Raises one cell of a row, moving units of other rows aside where its columns are full.
fn raise(
    start: usize,
    raised: &mut [[bool; 3]],
    whole: &mut [Vec<BigInt>],
    columns: &[BigInt],
    fraction: &dyn Fn(usize, usize) -> Exact,
) -> bool {
    // Breadth first over rows: (row, column it was reached through, position of the row before).
    let mut queue: Vec<(usize, usize, usize)> = vec![(start, 0, 0)];
    let mut seen = vec![false; raised.len()];
    seen[start] = true;
    let mut at = 0;
    while at < queue.len() {
        let (row, ..) = queue[at];
        let mut order: Vec<usize> = (0..3)
            .filter(|c| !raised[row][*c] && !fraction(row, *c).is_zero())
            .collect();
        order.sort_by_key(|c| std::cmp::Reverse(fraction(row, *c)));
        for column in order {
            if column_sum(whole, column) < columns[column] {
                apply(&queue, at, column, raised, whole);
                return true;
            }
            for other in 0..raised.len() {
                if raised[other][column] && !seen[other] {
                    seen[other] = true;
                    queue.push((other, column, at));
                }
            }
        }
        at += 1;
    }
    false
}

/// Walks a found path back to its start: each row gives up the column it was reached through
/// and takes the next one.
fn apply(
    queue: &[(usize, usize, usize)],
    mut at: usize,
    mut column: usize,
    raised: &mut [[bool; 3]],
    whole: &mut [Vec<BigInt>],
) {
    loop {
        let (row, through, before) = queue[at];
        raised[row][column] = true;
        whole[row][column] += 1;
        if at.is_zero() {
            return;
        }
        raised[row][through] = false;
        whole[row][through] -= 1;
        column = through;
        at = before;
    }
}

#[cfg(test)]
mod tests;

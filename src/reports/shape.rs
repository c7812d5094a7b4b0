//! What an answer can hold, said before it is asked: the API's description is made of it.

use super::columns::{Col, Cols};
use crate::domain::report::Unit;

/// A column, and what its cells can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub key: &'static str,
    /// Danish heading; an answer may have one that says more.
    pub label: &'static str,
    pub unit: Unit,
    /// Whether a cell may hold nothing.
    pub optional: bool,
    /// The keys that it can hold, where they are fixed; none where they are not.
    pub keys: Vec<&'static str>,
}

/// The members of every row and of every total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    pub rows: Vec<Member>,
    pub totals: Vec<Member>,
    /// Whether each row and total tells which of its figures are masked.
    pub masks: bool,
}

impl Shape {
    /// The shape of an answer under these columns.
    pub fn of<R, T>(rows: Cols<R>, totals: Cols<T>) -> Shape {
        Shape {
            rows: members(rows),
            totals: members(totals),
            masks: false,
        }
    }

    /// The same shape, whose figures may be masked.
    #[must_use]
    pub fn masked(self) -> Shape {
        Shape {
            masks: true,
            ..self
        }
    }

    /// The shape of an answer that has no totals.
    pub fn without_totals<R>(rows: Cols<R>) -> Shape {
        Shape::of::<R, ()>(rows, &[])
    }
}

fn members<R>(columns: Cols<R>) -> Vec<Member> {
    let member = |column: &&Col<R>| Member {
        key: column.key,
        label: column.label,
        unit: column.unit,
        optional: column.optional,
        keys: (column.keys)(),
    };
    columns.iter().map(member).collect()
}

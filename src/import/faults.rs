//! The faults of one file while it is read: so many are told one by one, the rest are counted.

use super::errors::{ErrorCode, RowError};
use super::messages;

/// How many faults are told one by one; a file with more is told the number of the rest.
pub const LISTED_ERRORS: usize = 200;

/// Faults that are the same in every row they stand in: told once, with the number of rows.
const TOLD_ONCE: [ErrorCode; 4] = [
    ErrorCode::ForeignArea,
    ErrorCode::ForeignOffer,
    ErrorCode::SpaceBeforeQuote,
    ErrorCode::ExtraCell,
];

/// The faults of one file, as they are found.
#[derive(Debug, Default)]
pub(super) struct Errors {
    listed: Vec<RowError>,
    more: usize,
    /// Of a fault that is told once: its place in the list, its last line, how many more rows.
    same: Vec<(usize, Option<u32>, usize)>,
}

impl Errors {
    pub(super) fn push(&mut self, error: RowError) {
        if TOLD_ONCE.contains(&error.code) && self.is_told(&error) {
            return;
        }
        if self.listed.len() < LISTED_ERRORS {
            self.listed.push(error);
        } else {
            self.more += 1;
        }
    }

    /// Whether the fault is told already; then its row is counted.
    fn is_told(&mut self, error: &RowError) -> bool {
        let is = |told: &RowError| {
            (told.code, &told.column, &told.problem) == (error.code, &error.column, &error.problem)
        };
        let listed = &self.listed;
        if let Some(same) = self.same.iter_mut().find(|same| is(&listed[same.0])) {
            // Two cells of one row are one row.
            same.2 += usize::from(same.1 != error.line);
            same.1 = error.line;
            return true;
        }
        if self.listed.len() < LISTED_ERRORS {
            self.same.push((self.listed.len(), error.line, 0));
        }
        false
    }

    /// Changes the faults that are told one by one.
    pub(super) fn each(&mut self, change: impl FnMut(&mut RowError)) {
        self.listed.iter_mut().for_each(change);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Whether there are faults, and all that are told one by one are of a code.
    pub(super) fn are_all(&self, code: ErrorCode) -> bool {
        !self.is_empty() && self.listed.iter().all(|error| error.code == code)
    }

    /// The list, ended by the number of faults that are not in it.
    pub(super) fn into_list(mut self) -> Vec<RowError> {
        for (at, _, more) in &self.same {
            if *more > 0 {
                let rows = messages::rows_more(*more);
                self.listed[*at].found.push_str(&rows);
            }
        }
        if self.more > 0 {
            self.listed.push(messages::more_errors(self.more));
        }
        self.listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fault_of_many_rows_is_told_once() {
        let mut errors = Errors::default();
        for line in 2..122 {
            errors.push(messages::foreign_area("Morsø", "Aalborg").on_line(line));
        }
        let list = errors.into_list();
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].found, "»Morsø« (og det samme i 119 rækker til)");
    }

    #[test]
    fn the_rest_is_counted() {
        let mut errors = Errors::default();
        for line in 0..250 {
            errors.push(messages::empty_file().on_line(line));
        }
        let list = errors.into_list();
        assert_eq!(list.len(), 201);
        assert_eq!(list[200].code, ErrorCode::MoreErrors);
        assert!(list[200].found.contains("50"), "{:?}", list[200]);
    }
}

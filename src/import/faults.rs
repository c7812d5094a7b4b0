//! The faults of one file while it is read: so many are told one by one, the rest are counted.

use super::errors::RowError;
use super::messages;

/// How many faults are told one by one; a file with more is told the number of the rest.
pub const LISTED_ERRORS: usize = 200;

/// The faults of one file, as they are found.
#[derive(Debug, Default)]
pub(super) struct Errors {
    listed: Vec<RowError>,
    more: usize,
}

impl Errors {
    pub(super) fn push(&mut self, error: RowError) {
        if self.listed.len() < LISTED_ERRORS {
            self.listed.push(error);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The list, ended by the number of faults that are not in it.
    pub(super) fn into_list(mut self) -> Vec<RowError> {
        if self.more > 0 {
            self.listed.push(messages::more_errors(self.more));
        }
        self.listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ErrorCode;

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

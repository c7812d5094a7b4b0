//! The review of a case (gennemgang): a head of department goes through it, and says when next.

use jiff::civil::Date;

use super::case_year::CaseKey;

/// A review as it was written; a later one takes its place and changes nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub case: CaseKey,
    /// The day that the case was gone through.
    pub on: Date,
    /// The day by which it is to be gone through again, where one was set.
    pub next: Option<Date>,
    pub note: String,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
}

impl Review {
    /// Overdue from the day after the one that was set.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.next.is_some_and(|next| next < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_overdue_the_day_after_it_was_due() {
        let day = |day: i8| Date::constant(2025, 6, day);
        let review = |next: Option<Date>| Review {
            case: CaseKey {
                municipality: "851".into(),
                case: "a".into(),
            },
            on: day(1),
            next,
            note: String::new(),
            by: String::new(),
            at: String::new(),
        };
        assert!(!review(Some(day(20))).is_overdue(day(20)));
        assert!(review(Some(day(20))).is_overdue(day(21)));
        assert!(!review(None).is_overdue(day(21)));
    }
}

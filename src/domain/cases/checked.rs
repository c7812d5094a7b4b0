//! What a check (kontrol) of the published tables came to: numbers of cells alone, never a figure and
//! never which cell.

use std::sync::Arc;

/// How many cells with cases of others are masked from a reader, how many of them the reader works
/// out, how many can be fewer than five numbers or costs that span less than the limit, and how many
/// could not be tried.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Those that were tried.
    pub masked: usize,
    pub determined: usize,
    pub narrow: usize,
    /// Masked cells of suppliers and sizes in a year whose own cases are not known any more: the
    /// lines were deleted for good, and the tables stay.
    pub untried: usize,
}

impl Found {
    pub const fn is_safe(&self) -> bool {
        self.determined == 0 && self.narrow == 0
    }
}

/// What a reader found; the outsider has no code.
pub type ByReader = (Option<Arc<str>>, Found);

/// Why nothing is proven of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    #[error("the solver found no answer")]
    NoAnswer,
    #[error("what is told does not add up")]
    DoesNotAddUp,
}

impl NotProven {
    const ALL: [NotProven; 2] = [NotProven::NoAnswer, NotProven::DoesNotAddUp];

    /// The key it is stored under.
    pub const fn key(self) -> &'static str {
        match self {
            NotProven::NoAnswer => "no_answer",
            NotProven::DoesNotAddUp => "does_not_add_up",
        }
    }

    pub fn from_key(key: &str) -> Option<NotProven> {
        NotProven::ALL.into_iter().find(|why| why.key() == key)
    }
}

/// What was found of the tables of a region (KKR).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfRegion {
    /// Its code.
    pub region: String,
    pub found: Result<Vec<ByReader>, NotProven>,
}

impl OfRegion {
    pub fn is_safe(&self) -> bool {
        let safe = |readers: &Vec<ByReader>| readers.iter().all(|(_, found)| found.is_safe());
        self.found.as_ref().is_ok_and(safe)
    }
}

/// What was found of every region that has tables, as they were at a data version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub data_version: i64,
    pub regions: Vec<OfRegion>,
}

impl Checked {
    pub fn is_safe(&self) -> bool {
        self.regions.iter().all(OfRegion::is_safe)
    }
}

/// A check that was run, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub number: i64,
    /// RFC 3339, UTC: when it began.
    pub at: String,
    pub by: String,
    pub milliseconds: i64,
    pub checked: Checked,
}

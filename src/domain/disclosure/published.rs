//! What is published: cells, each shown, masked or without a figure.

use std::sync::Arc;

use crate::domain::cases::{Size, Status};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::number::{self, Exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// One of a kind, or the total over all of them ("I alt"). Totals sort last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of<T> {
    One(T),
    Total,
}

impl<T> Of<T> {
    pub fn one(&self) -> Option<&T> {
        match self {
            Of::One(one) => Some(one),
            Of::Total => None,
        }
    }
}

/// The three kinds that the published table of status has: whether a new case was known the year
/// before is told to its own municipality only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusKind {
    New,
    Continuing,
    /// Costly the year before and not now, with the cost and the refund of the year before.
    Gone,
}

impl StatusKind {
    pub const ALL: [StatusKind; 3] = [StatusKind::New, StatusKind::Continuing, StatusKind::Gone];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            StatusKind::New => "new",
            StatusKind::Continuing => "continuing",
            StatusKind::Gone => "gone",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            StatusKind::New => "Nye",
            StatusKind::Continuing => "Fortsatte",
            StatusKind::Gone => "Ophørte",
        }
    }

    pub fn from_key(key: &str) -> Option<StatusKind> {
        StatusKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl From<Status> for StatusKind {
    fn from(status: Status) -> StatusKind {
        match status {
            Status::New { .. } => StatusKind::New,
            Status::Continuing => StatusKind::Continuing,
            Status::Gone => StatusKind::Gone,
        }
    }
}

/// Which cell of which table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellKey {
    /// T1, municipality × paragraph.
    Paragraph {
        year: Year,
        municipality: Of<Arc<str>>,
        paragraph: Of<Paragraph>,
    },
    /// T2, supplier kind × paragraph, for the region.
    Supplier {
        year: Year,
        supplier: Of<Supplier>,
        paragraph: Of<Paragraph>,
    },
    /// T3, status × municipality. The total of the statuses adds the three: cases that are costly
    /// in the year or were the year before.
    Status {
        year: Year,
        status: Of<StatusKind>,
        municipality: Of<Arc<str>>,
    },
    /// T4, size of cost, for the region.
    Size { year: Year, size: Of<Size> },
}

impl CellKey {
    pub fn year(&self) -> Year {
        match self {
            CellKey::Paragraph { year, .. }
            | CellKey::Supplier { year, .. }
            | CellKey::Status { year, .. }
            | CellKey::Size { year, .. } => *year,
        }
    }

    /// The municipality whose own row it stands in.
    pub fn municipality(&self) -> Option<&Arc<str>> {
        match self {
            CellKey::Paragraph { municipality, .. } | CellKey::Status { municipality, .. } => {
                municipality.one()
            }
            CellKey::Supplier { .. } | CellKey::Size { .. } => None,
        }
    }
}

/// What a shown cell tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measures {
    pub cases: u32,
    /// Gross cost of these cases.
    pub cost: Money,
    /// Estimated refund (SEL § 176); `None` for a year without thresholds.
    pub refund: Option<Money>,
    /// Whether the refund is a lower bound ("mindst"): some case has lines without a month.
    pub refund_is_minimum: bool,
}

impl Measures {
    /// Cost per case; `None` where there is none, never zero.
    pub fn average(&self) -> Option<Exact> {
        let cases = i128::from(self.cases);
        (cases > 0).then(|| number::ratio(i128::from(self.cost.oere()), cases * 100))
    }
}

/// Why a cell is masked. One reason for all: it does not tell a small cell from one that guards it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    SmallGroup,
}

impl Why {
    pub const fn sentence(self) -> &'static str {
        match self {
            Why::SmallGroup => {
                "Skjult, fordi tallet handler om få borgere eller kunne røbe et tal, der gør."
            }
        }
    }
}

/// Why a cell has no figure ("–").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The municipality has no lines in the year.
    NoLines,
    /// The municipality has no lines in the year before.
    NoYearBefore,
    /// A sum that one of its municipalities is missing in.
    Incomplete,
}

impl Missing {
    pub const fn sentence(self) -> &'static str {
        match self {
            Missing::NoLines => "Kommunen har ingen sager indlæst for året.",
            Missing::NoYearBefore => "Kommunen har ingen sager indlæst for året før.",
            Missing::Incomplete => "Mindst én kommunes sager mangler i summen.",
        }
    }
}

/// What is told of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Shown(Measures),
    /// Cases, cost, average and refund, all of them.
    Masked(Why),
    Missing(Missing),
}

impl Figure {
    pub fn shown(&self) -> Option<&Measures> {
        match self {
            Figure::Shown(measures) => Some(measures),
            Figure::Masked(_) | Figure::Missing(_) => None,
        }
    }

    pub fn is_masked(&self) -> bool {
        matches!(self, Figure::Masked(_))
    }
}

/// A cell and what is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub key: CellKey,
    pub figure: Figure,
}

/// The four tables of one KKR.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// Sorted by key, each key once.
    pub cells: Vec<Cell>,
}

impl Published {
    pub fn figure(&self, key: &CellKey) -> Option<&Figure> {
        let at = self.cells.binary_search_by(|cell| cell.key.cmp(key)).ok()?;
        Some(&self.cells[at].figure)
    }
}

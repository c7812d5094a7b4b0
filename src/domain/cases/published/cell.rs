//! A cell of a published table: where it stands and what it says.

use std::sync::Arc;

use crate::domain::cases::{Costly, RefundBasis, Size};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// One row or column of a table, or the margin over all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of<T> {
    One(T),
    All,
}

impl<T> Of<T> {
    pub fn one(&self) -> Option<&T> {
        match self {
            Of::One(one) => Some(one),
            Of::All => None,
        }
    }
}

/// What became of a case from the year before (status): the three that are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Became {
    /// Costly now, not the year before.
    New,
    /// Costly in both years.
    Continuing,
    /// Costly the year before, not now. Its cost is what it was then.
    Gone,
}

impl Became {
    pub const ALL: [Became; 3] = [Became::New, Became::Continuing, Became::Gone];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Became::New => "new",
            Became::Continuing => "continuing",
            Became::Gone => "gone",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Became::New => "Nye",
            Became::Continuing => "Fortsatte",
            Became::Gone => "Ophørte",
        }
    }

    pub fn from_key(key: &str) -> Option<Became> {
        Became::ALL.into_iter().find(|became| became.key() == key)
    }
}

/// Where a cell stands. A margin that two tables share is one cell: all suppliers of a paragraph
/// are its total over the municipalities, and all sizes are the total of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Table 1, municipality × paragraph.
    Paragraph {
        municipality: Of<Arc<str>>,
        paragraph: Of<Paragraph>,
    },
    /// Table 2, supplier kind × paragraph of the region.
    Supplier {
        supplier: Supplier,
        paragraph: Of<Paragraph>,
    },
    /// Table 3, what became of the cases × municipality.
    Status {
        became: Of<Became>,
        municipality: Of<Arc<str>>,
    },
    /// Table 4, the size of cost of the region.
    Size(Size),
}

impl Place {
    /// All costly cases of the region.
    pub const REGION: Place = Place::Paragraph {
        municipality: Of::All,
        paragraph: Of::All,
    };

    /// The municipality whose own row the cell belongs to.
    pub fn municipality(&self) -> Option<&Arc<str>> {
        match self {
            Place::Paragraph { municipality, .. } | Place::Status { municipality, .. } => {
                municipality.one()
            }
            Place::Supplier { .. } | Place::Size(_) => None,
        }
    }
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    pub cases: i64,
    pub cost: Money,
    /// `None` when a year has no thresholds.
    pub refund: Option<Money>,
    /// Whether the refund is a lower bound.
    pub refund_is_minimum: bool,
}

impl Measures {
    /// Adds costly cases up.
    pub fn of<'a>(cases: impl IntoIterator<Item = &'a Costly>) -> Measures {
        let mut sum = Measures {
            cases: 0,
            cost: Money::ZERO,
            refund: Some(Money::ZERO),
            refund_is_minimum: false,
        };
        for case in cases {
            sum.cases += 1;
            sum.cost = sum.cost + case.cost;
            sum.refund = sum.refund.zip(case.refund).map(|(a, b)| a + b.amount);
            let basis = case.refund.map(|refund| refund.basis);
            sum.refund_is_minimum |= basis == Some(RefundBasis::Year);
        }
        sum
    }
}

/// A cell with its year, and whether it may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub year: Year,
    pub place: Place,
    pub measures: Measures,
    /// Its number, cost, average and refund may not be told, all of them or none.
    pub masked: bool,
}

/// What is told of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Shown(Measures),
    /// Why is never told closer than that it rests on few persons or guards some who are few:
    /// which of the two would be telling.
    Masked,
}

impl Cell {
    /// What an outsider is told.
    pub fn told(&self) -> Told {
        if self.masked {
            Told::Masked
        } else {
            Told::Shown(self.measures)
        }
    }
}

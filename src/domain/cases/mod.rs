//! Single cases (enkeltsager): what one citizen's support costs a municipality in a year.
//!
//! Reading order: [`line`](CaseLine) (what a file states), `case_year` (a case is the sum of its
//! lines), `rules` (the limit and the thresholds that hold for a year), `status` (new, continuing,
//! gone), `change` (part by part), `size` (bands of cost), `refund` (SEL § 176), `review` (gone through, and when
//! next), `at_median` (a question to ask of a cost), `costly` (those above the limit), `small` (what is too small a group), `spread` (how their cost
//! is spread), `sees` (whose somebody may see), [`published`] (what
//! everybody may be told of them), `checked` (what a check of that found).

mod at_median;
mod case_year;
mod change;
mod checked;
mod costly;
mod line;
pub mod published;
mod refund;
mod review;
mod rules;
mod sees;
mod size;
mod small;
mod spread;
mod status;

pub use at_median::{AtMedian, FEWEST, NotAsked, at_median};
pub use case_year::{CaseKey, CasePart, CaseYear, sum};
pub use change::{PartChange, changes};
pub use checked::{ByReader, Check, Checked, Found, NotProven, OfRegion};
pub use costly::{Costly, costly};
pub use line::CaseLine;
pub use refund::{Refund, RefundBasis, Thresholds, refund};
pub use review::Review;
pub use rules::Rules;
pub use sees::Sees;
pub use size::Size;
pub use spread::{QUARTILES_FROM, Spread, Top};
pub use status::{Status, Years};

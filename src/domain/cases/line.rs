//! A line of a case file.

use std::sync::Arc;

use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// One line of expenditure of a case (sagslinje). Texts are shared: a file repeats each of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CaseLine {
    /// The code of the municipality that pays.
    pub municipality: Arc<str>,
    /// The citizen's pseudonym, which is known within the municipality only.
    pub case: Arc<str>,
    pub year: Year,
    /// 1 to 12, where the file tells months.
    pub month: Option<u8>,
    pub paragraph: Paragraph,
    pub supplier: Supplier,
    /// The offer's id, where the file tells it.
    pub offer: Option<Arc<str>>,
    /// Gross: before refund and income. A correction is negative.
    pub cost: Money,
    /// Whether the citizen was under 67; `None` where the file has no such column, which counts
    /// as under 67 and is told.
    pub under_67: Option<bool>,
}

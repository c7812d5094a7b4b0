//! Key figures: one large figure, with what it is made of under it.

use super::Link;

/// What `m::key_figures` takes.
pub struct KeyFigure {
    pub title: String,
    pub figure: String,
    pub unit: String,
    /// Short sentences under the figure.
    pub lines: Vec<String>,
    /// The words to unfold a list by, the list (address and words), and how many are left out.
    pub list: Option<FoldedList>,
}

/// A list behind a key figure.
pub struct FoldedList {
    pub summary: String,
    pub items: Vec<Link>,
    /// "… og 12 flere; de står i filerne nederst på siden."
    pub rest: Option<String>,
}

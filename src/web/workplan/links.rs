//! The addresses of the pages of the workplan.

use crate::web::view::escape;

/// The board.
pub const BOARD: &str = "/arbejdsplan";

/// The plans there are, and one more.
pub const PLANS: &str = "/arbejdsplan/planer";

/// One's own calendar of due dates.
pub const CALENDAR: &str = "/arbejdsplan/kalender";

/// A document of a milestone.
pub fn document(key: &str, id: &str) -> String {
    format!("{}/dokumenter/{}", milestone(key), escape(id))
}

/// The page of a milestone.
pub fn milestone(key: &str) -> String {
    format!("{BOARD}/{}", escape(key))
}

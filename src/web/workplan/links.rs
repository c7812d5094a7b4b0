//! The addresses of the pages of the workplan.

use crate::web::view::escape;

/// The board.
pub const BOARD: &str = "/arbejdsplan";

/// The page of a milestone.
pub fn milestone(key: &str) -> String {
    format!("{BOARD}/{}", escape(key))
}

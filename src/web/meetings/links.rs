//! Addresses of the pages about meetings.

/// The meetings.
pub const LIST: &str = "/moeder";
/// The form of a new one.
pub const NEW: &str = "/moeder/nyt";
/// What was decided.
pub const DECISIONS: &str = "/moeder/beslutninger";

/// The page of a meeting.
pub fn meeting(id: &str) -> String {
    format!("{LIST}/{id}")
}

/// An item on the page of its meeting.
pub fn item(meeting: &str, item: &str) -> String {
    format!("{LIST}/{meeting}#punkt-{item}")
}

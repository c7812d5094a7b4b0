//! Addresses of the pages about vacant places.

/// What is vacant.
pub const LIST: &str = "/ledige-pladser";

/// One's own entries, to confirm.
pub const MINE: &str = "/ledige-pladser/mine";

//! Addresses of the pages about searches.

use crate::domain::searches::Receipt;

/// The form, and the result under it.
pub const SEARCH: &str = "/ledige-pladser/afsoegning";

/// The searches that were made, and their statistics.
pub const LIST: &str = "/ledige-pladser/afsoegninger";

/// The page of a receipt.
pub fn receipt(of: Receipt) -> String {
    format!("{SEARCH}/{of}")
}

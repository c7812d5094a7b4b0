//! Addresses of the pages about single cases.

use crate::domain::cases::CaseKey;
use crate::web::view::escape;

/// The published tables.
pub const PUBLISHED: &str = "/enkeltsager";

/// What a check of the published tables found.
pub const CONTROL: &str = "/enkeltsager/kontrol";

/// The list of the own municipality's cases.
pub const OWN: &str = "/enkeltsager/egne";

/// One case of the own municipality. The pseudonym stands escaped: it may be any text.
pub fn own_case(case: &CaseKey) -> String {
    format!("{OWN}/{}", escape(&case.case))
}

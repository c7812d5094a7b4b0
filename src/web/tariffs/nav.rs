//! The pages about tariffs, side by side.

use crate::reports::follow_up::OPEN;
use crate::reports::tariffs::{INCREASES, TARIFFS};
use crate::reports::{Query, Question};
use crate::web::view::{Link, beside};

/// Address, words and question of each.
static PAGES: [(&str, &str, &Question); 3] = [
    ("/takster", "Takster", &TARIFFS),
    ("/takster/stigninger", "Stigninger", &INCREASES),
    ("/takster/opfoelgning", "Opfølgning", &OPEN),
];

/// The navigation, with the page at `current` marked.
pub fn tariff_nav(current: &str, query: &Query) -> Vec<Link> {
    beside(&PAGES, current, query)
}

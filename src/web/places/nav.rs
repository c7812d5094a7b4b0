//! The pages about vacant places, side by side.

use crate::reports::places::{OCCUPANCY, VACANCIES};
use crate::reports::{Query, Question};
use crate::web::view::{Link, beside};

/// Address, words and question of each.
static PAGES: [(&str, &str, &Question); 2] = [
    ("/ledige-pladser", "Ledige pladser", &VACANCIES),
    ("/ledige-pladser/belaegning", "Belægning", &OCCUPANCY),
];

/// The navigation, with the page at `current` marked.
pub fn places_nav(current: &str, query: &Query) -> Vec<Link> {
    beside(&PAGES, current, query)
}

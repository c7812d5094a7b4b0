//! The pages about vacant places, side by side: what `m::siblings` takes. What was chosen on one holds on
//! the other, as far as it can be asked for it.

use crate::reports::places::{OCCUPANCY, VACANCIES};
use crate::reports::{Query, Question};
use crate::web::view::{Link, encode};

/// Address, words and question of each.
static PAGES: [(&str, &str, &Question); 2] = [
    ("/ledige-pladser", "Ledige pladser", &VACANCIES),
    ("/ledige-pladser/belaegning", "Belægning", &OCCUPANCY),
];

/// The navigation, with the page at `current` marked.
pub fn places_nav(current: &str, query: &Query) -> Vec<Link> {
    let link = |&(address, words, question): &(&'static str, &str, &Question)| {
        let kept = question.pairs(query);
        let kept = encode(kept.iter().map(|(key, value)| (*key, value.as_str())));
        let to = match kept.as_str() {
            "" => address.to_owned(),
            kept => format!("{address}?{kept}"),
        };
        Link::to(to, words).current(address == current)
    };
    PAGES.iter().map(link).collect()
}

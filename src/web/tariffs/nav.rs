//! The pages about tariffs, side by side: what `m::siblings` takes. What was chosen on one holds on the
//! others, as far as they can be asked for it.

use crate::reports::follow_up::OPEN;
use crate::reports::tariffs::{INCREASES, TARIFFS};
use crate::reports::{Query, Question};
use crate::web::view::{Link, encode};

/// Address, words and question of each.
static PAGES: [(&str, &str, &Question); 3] = [
    ("/takster", "Takster", &TARIFFS),
    ("/takster/stigninger", "Stigninger", &INCREASES),
    ("/takster/opfoelgning", "Opfølgning", &OPEN),
];

/// The navigation, with the page at `current` marked.
pub fn tariff_nav(current: &str, query: &Query) -> Vec<Link> {
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

//! The pages about tariffs, side by side: what `m::siblings` takes.

use crate::web::view::Link;

/// Address and words of each.
const PAGES: [(&str, &str); 3] = [
    ("/takster", "Takster"),
    ("/takster/stigninger", "Stigninger"),
    ("/takster/opfoelgning", "Opfølgning"),
];

/// The navigation, with the page at `current` marked.
pub fn tariff_nav(current: &str) -> Vec<Link> {
    let link =
        |&(address, words): &(&str, &str)| Link::to(address, words).current(address == current);
    PAGES.iter().map(link).collect()
}

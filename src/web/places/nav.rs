//! The pages about vacant places, side by side: what `m::siblings` takes.

use crate::web::view::Link;

/// Address and words of each.
const PAGES: [(&str, &str); 2] = [
    ("/ledige-pladser", "Ledige pladser"),
    ("/ledige-pladser/belaegning", "Belægning"),
];

/// The navigation, with the page at `current` marked.
pub fn places_nav(current: &str) -> Vec<Link> {
    let link =
        |&(address, words): &(&str, &str)| Link::to(address, words).current(address == current);
    PAGES.iter().map(link).collect()
}

//! The pages about tariffs, side by side: what `m::siblings` takes.

/// Address and words of each.
const PAGES: [(&str, &str); 3] = [
    ("/takster", "Takster"),
    ("/takster/stigninger", "Stigninger"),
    ("/takster/opfoelgning", "Opfølgning"),
];

/// The navigation, with the page at `current` marked.
pub fn tariff_nav(current: &str) -> Vec<(String, String, bool)> {
    PAGES
        .iter()
        .map(|(address, words)| {
            (
                (*address).to_owned(),
                (*words).to_owned(),
                *address == current,
            )
        })
        .collect()
}

//! The way between the pages of tariffs.

/// The pages with the one that is shown, as the macro `siblings` takes them.
pub fn tariff_nav(current: &str) -> Vec<(String, String, bool)> {
    [
        ("/takster", "Takster"),
        ("/takster/stigninger", "Stigninger"),
        ("/takster/opfoelgning", "Opfølgning"),
    ]
    .into_iter()
    .map(|(address, words)| (address.to_owned(), words.to_owned(), address == current))
    .collect()
}

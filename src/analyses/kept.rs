//! Texts that live as long as the service: reports carry the keys of their columns as such. Folders
//! are read once, when it starts, so that what is kept does not grow.

/// Keeps a text for good.
pub fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

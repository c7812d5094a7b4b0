//! Addresses of the pages about meetings.

use crate::domain::dossier::{Form, Part};
use crate::web::view::Link;

/// The meetings.
pub const LIST: &str = "/moeder";
/// The form of a new one.
pub const NEW: &str = "/moeder/nyt";
/// What was decided.
pub const DECISIONS: &str = "/moeder/beslutninger";

/// The page of a meeting.
pub fn meeting(id: &str) -> String {
    format!("{LIST}/{id}")
}

/// An item on the page of its meeting.
pub fn item(meeting: &str, item: &str) -> String {
    format!("{LIST}/{meeting}#punkt-{item}")
}

/// The files of an item alone, by its place in the paper: the first is 0.
pub fn extract(meeting: &str, at: usize) -> Vec<Link> {
    let link = |(form, words): (Form, &str)| Link {
        address: format!(
            "{LIST}/{meeting}/papir/{}.{}",
            Part::Item(at).key(),
            form.key()
        ),
        words: words.to_owned(),
        current: false,
    };
    [(Form::Pdf, "PDF"), (Form::Xlsx, "Excel")].map(link).into()
}

//! What templates take: texts and links made from reports, nothing computed here.
//!
//! [`layout`] is around every page, [`table`] turns rows into tables whose figures [`links`] lead to their origin, [`chart`] into pictures,
//! with the comments beside them ([`remarks`]),
//! [`said`] says figures as people do, [`filters`] is the form that every state's address comes from, [`paging`] cuts long lists, [`order`] sorts and searches them,
//! [`region`] draws the municipalities' outlines.

pub mod chart;
pub mod filters;
pub mod form;
pub mod key_figure;
pub mod layout;
pub mod links;
pub mod order;
pub mod paging;
pub mod region;
pub mod remarks;
pub mod said;
pub mod table;

pub use crate::domain::address::{asking, encode, escape};
use crate::domain::danish::danish_date;
pub use crate::domain::danish::read_date;
use crate::domain::moment;
use crate::export::Format;
use crate::reports::order::Order;
use crate::reports::{Query, Question};

/// A link of a list of links.
pub struct Link {
    pub address: String,
    pub words: String,
    /// It leads to the page that it stands on.
    pub current: bool,
}

impl Link {
    pub fn to(address: impl Into<String>, words: impl Into<String>) -> Link {
        Link {
            address: address.into(),
            words: words.into(),
            current: false,
        }
    }

    /// The same, marked where it leads to its own page.
    #[must_use]
    pub fn current(self, current: bool) -> Link {
        Link { current, ..self }
    }
}

/// Pages side by side, as `m::siblings` takes them: address, words and question of each, the one at
/// `current` marked. What was chosen on one holds on the others, as far as they can be asked for it.
pub fn beside(
    pages: &[(&'static str, &'static str, &Question)],
    current: &str,
    query: &Query,
) -> Vec<Link> {
    let link = |&(address, words, question): &(&'static str, &'static str, &Question)| {
        Link::to(asking(address, question.pairs(query)), words).current(address == current)
    };
    pages.iter().map(link).collect()
}

/// Links to a report's file in each format, with the filters of the page.
pub struct Downloads {
    pub title: String,
    pub links: Vec<Link>,
}

impl Downloads {
    pub fn new(title: &'static str, question: &Question, query: &Query) -> Downloads {
        let (report, pairs) = (question.name, question.pairs(query));
        Downloads::at(title, |format| {
            let ending = match format {
                Format::Json => String::new(),
                other => format!(".{}", other.extension()),
            };
            let file = format!("/api/v1/reports/{report}{ending}");
            asking(file, pairs.iter().map(|(key, value)| (key, value)))
        })
    }

    /// The same of a list that can be sorted and searched: the files hold the rows that are seen, on all
    /// pages of it, in the order they are seen in. The title says when there are fewer than all.
    pub fn of_list(
        title: &'static str,
        question: &Question,
        query: &Query,
        order: &Order,
    ) -> Downloads {
        let files = Downloads::new(title, question, &order.in_files(query));
        Downloads {
            title: match order.search() {
                Some(word) => format!("{title} med »{word}«"),
                None => files.title,
            },
            ..files
        }
    }

    /// Links to a file in each format, by where it is.
    pub fn at(title: &'static str, address: impl Fn(Format) -> String) -> Downloads {
        let words = |format| match format {
            Format::Pdf => "PDF",
            Format::Xlsx => "Excel",
            Format::Csv => "CSV",
            Format::Json => "JSON",
        };
        let formats = [Format::Pdf, Format::Xlsx, Format::Csv, Format::Json];
        Downloads {
            title: title.to_owned(),
            links: formats
                .map(|format| Link::to(address(format), words(format)))
                .into(),
        }
    }
}

/// A stored moment in Danish time: "20. juni 2025 kl. 10.00".
pub fn danish_time(rfc3339: &str) -> String {
    let Some(local) = moment::local_of(rfc3339) else {
        return rfc3339.to_owned();
    };
    let date = danish_date(local.date());
    format!("{date} kl. {:02}.{:02}", local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped() {
        assert_eq!(
            encode([("area", "KKR Nordjylland"), ("r.x", "§&=")]),
            "area=KKR%20Nordjylland&r.x=%C2%A7%26%3D"
        );
    }

    #[test]
    fn moments_are_danish() {
        assert_eq!(
            danish_time("2025-06-20T08:00:00Z"),
            "20. juni 2025 kl. 10.00"
        );
        assert_eq!(
            danish_time("2025-12-31T23:30:00Z"),
            "1. januar 2026 kl. 00.30"
        );
        assert_eq!(danish_time("i går"), "i går");
    }
}

//! The fields of a form as they were sent, and what a form does.

use crate::changes::places::log::{Reads, Written};
use crate::changes::places::steps::{Rewritten, Said};
use crate::domain::cpr;
use crate::domain::number::Convention;
use crate::web::page::Pairs;
use crate::web::view::read_date;

/// How forms are read: dates as browsers or Danes write them, numbers with a comma.
pub const FORM: Reads = Reads {
    date: read_date,
    numbers: Convention::Comma,
};

/// What a form does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Confirm,
    Rewrite,
    Reserve,
    Take,
    Close,
    Free,
}

impl Step {
    /// As the field `skridt` says.
    pub fn from_key(key: &str) -> Option<Step> {
        match key {
            "uaendret" => Some(Step::Confirm),
            "ret" => Some(Step::Rewrite),
            "reserver" => Some(Step::Reserve),
            "optag" => Some(Step::Take),
            "luk" => Some(Step::Close),
            "ledig" => Some(Step::Free),
            _ => None,
        }
    }
}

/// The pairs of a form.
#[derive(Debug, Clone, Default)]
pub struct Sent(pub Pairs);

impl Sent {
    /// The field of a name; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every number that a name was sent with.
    fn numbers(&self, name: &str) -> Vec<i64> {
        let named = self.0.iter().filter(|(key, _)| key == name);
        named.filter_map(|(_, value)| value.parse().ok()).collect()
    }

    fn text(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// Several in one field, between commas or lines.
    fn texts(&self, name: &str) -> Vec<String> {
        let parts = self.get(name).split([',', '\n']);
        parts.map(|part| part.trim().to_owned()).collect()
    }

    /// A CPR-like number is not even sent back to whoever wrote it.
    #[must_use]
    pub fn without_numbers(self) -> Sent {
        let struck = |(key, value): (String, String)| (key, cpr::without(&value));
        Sent(self.0.into_iter().map(struck).collect())
    }

    /// A new entry.
    pub fn written(&self) -> Written {
        Written {
            offer: self.text("tilbud"),
            kind: self.text("type"),
            places: self.text("pladser"),
            from: self.text("fra"),
            to: self.text("til"),
            paragraph: self.text("paragraf"),
            target_groups: self.texts("maalgrupper"),
            staffed: self.text("bemandet"),
            reason: self.text("aarsag"),
            contact: self.text("kontakt"),
            rent: self.text("husleje_md"),
            seen: self.numbers("set"),
        }
    }

    /// What was changed of one.
    pub fn rewritten(&self) -> Rewritten {
        Rewritten {
            places: self.text("pladser"),
            from: self.text("fra"),
            to: self.text("til"),
            target_groups: self.texts("maalgrupper"),
            staffed: self.text("bemandet"),
            reason: self.text("aarsag"),
            contact: self.text("kontakt"),
            rent: self.text("husleje_md"),
        }
    }

    /// Which step was seen last, and from when the new one holds.
    pub fn said(&self) -> Said {
        Said {
            seen: self.get("set").parse().ok(),
            on: self.text("dato"),
        }
    }
}

//! The fields of a form as they were sent, and what the page is shown after.

use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::web::page::Pairs;

/// The pairs of a form.
#[derive(Debug, Clone, Default)]
pub struct Sent(pub Pairs);

impl Sent {
    /// The field of a name; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name) == "ja"
    }

    /// A CPR-like number is not even sent back to whoever wrote it.
    #[must_use]
    pub fn without_numbers(self) -> Sent {
        let struck = |(key, value): (String, String)| (key, cpr::without(&value));
        Sent(self.0.into_iter().map(struck).collect())
    }
}

impl<const N: usize> From<[(&str, String); N]> for Sent {
    fn from(pairs: [(&str, String); N]) -> Sent {
        Sent(pairs.map(|(name, value)| (name.to_owned(), value)).into())
    }
}

/// What a page is shown after: nothing, or a form that was sent and not done.
#[derive(Debug, Default)]
pub struct After {
    /// Which form, and the item that it is of.
    pub form: Option<(&'static str, String)>,
    pub sent: Sent,
    /// Nothing is wrong with what is only shown again.
    pub fault: Option<Fault>,
}

impl After {
    /// Whether a form was sent and not done.
    pub fn is_of(&self, form: &str, item: &str) -> bool {
        self.form
            .as_ref()
            .is_some_and(|(name, of)| *name == form && of == item)
    }

    /// What is wrong with a form.
    pub fn fault(&self, form: &str, item: &str) -> Option<&Fault> {
        self.fault.as_ref().filter(|_| self.is_of(form, item))
    }

    /// What a field of a form was sent with; else as it stands.
    pub fn or<'a>(&'a self, form: &str, item: &str, name: &str, stands: &'a str) -> &'a str {
        if self.is_of(form, item) {
            self.sent.get(name)
        } else {
            stands
        }
    }
}

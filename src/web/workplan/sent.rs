//! The fields of a milestone's form as they were sent.

use crate::changes::workplan::Written;
use crate::domain::cpr;
use crate::web::page::Pairs;

/// Before the number of a deliverable, in the name of its field.
pub const DELIVERABLE: &str = "leverance-";

/// The pairs of a form.
#[derive(Debug, Clone, Default)]
pub struct Sent(pub Pairs);

impl Sent {
    /// The field of a name, when it was sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// The data version that the form had seen.
    pub fn seen(&self) -> Option<i64> {
        self.get("set").and_then(|seen| seen.parse().ok())
    }

    /// What is said with it. A form without the number that it has seen has seen no update.
    pub fn written(&self) -> Written {
        let progress = self.0.iter().filter_map(|(name, value)| {
            let number = name.strip_prefix(DELIVERABLE)?.parse().ok()?;
            Some((number, value.clone()))
        });
        Written {
            seen: Some(self.seen().unwrap_or(0)),
            status: self.text("status"),
            due: self.text("frist"),
            owner: self.text("ansvarlig"),
            progress: progress.collect(),
            why: self.text("hvorfor").unwrap_or_default(),
        }
    }

    /// A CPR-like number is not even sent back to whoever wrote it.
    #[must_use]
    pub fn without_numbers(self) -> Sent {
        let struck = |(key, value): (String, String)| (key, cpr::without(&value));
        Sent(self.0.into_iter().map(struck).collect())
    }
}

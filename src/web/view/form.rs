//! Fields of a form, each with its faults beside it: what `m::form_fields` takes.

use super::filters::Choice;

/// One field.
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: Option<&'static str>,
    pub input: Input,
    pub faults: Vec<String>,
}

/// How a field is filled in.
pub enum Input {
    Text {
        value: String,
        /// The keyboard of a telephone: `text` or `numeric`.
        mode: &'static str,
    },
    /// Shown and not to be changed.
    Fixed(String),
    One(Vec<Choice>),
    Many(Vec<Choice>),
}

impl Input {
    pub fn text(value: &str) -> Input {
        Input::Text {
            value: value.to_owned(),
            mode: "text",
        }
    }

    pub fn number(value: &str) -> Input {
        Input::Text {
            value: value.to_owned(),
            mode: "numeric",
        }
    }

    /// A choice of pairs of value and words; what is not among them chooses nothing.
    pub fn one(pairs: impl IntoIterator<Item = (String, String)>, chosen: &str) -> Input {
        Input::One(choices(pairs, |value| value == chosen))
    }

    /// Any number of them.
    pub fn many(pairs: impl IntoIterator<Item = (String, String)>, chosen: &[&str]) -> Input {
        Input::Many(choices(pairs, |value| chosen.contains(&value)))
    }
}

fn choices(
    pairs: impl IntoIterator<Item = (String, String)>,
    chosen: impl Fn(&str) -> bool,
) -> Vec<Choice> {
    let choice = |(value, label): (String, String)| Choice {
        selected: chosen(&value),
        value,
        label,
    };
    pairs.into_iter().map(choice).collect()
}

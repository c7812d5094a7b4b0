//! A meeting's paper as it was sent (dagsordenspapir): what it is of, its files, and what they rest on.

use jiff::civil::Date;

use super::parameters::Parameter;

/// A paper that was sent. Nothing in it changes afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// As it is printed: "KKR-2025-06-20".
    pub number: String,
    /// Id of the meeting.
    pub meeting: String,
    /// The data version that every figure was read from.
    pub version: i64,
    /// As the meeting was called then.
    pub title: String,
    /// Whose meeting it was, in Danish.
    pub kind: String,
    pub date: Date,
    /// RFC 3339, UTC.
    pub at: String,
    pub by: String,
    /// The version of the rules: that of the service.
    pub rule: String,
}

/// One of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub part: Part,
    pub form: Form,
    pub bytes: Vec<u8>,
}

/// How much of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    All,
    /// Without confidential items.
    Public,
    /// One item, by its place: the first is 0.
    Item(usize),
}

impl Part {
    /// As it stands in the database and in addresses: "papir", "offentlig", "punkt-1".
    pub fn key(self) -> String {
        match self {
            Part::All => "papir".to_owned(),
            Part::Public => "offentlig".to_owned(),
            Part::Item(at) => format!("punkt-{}", at + 1),
        }
    }

    pub fn from_key(key: &str) -> Option<Part> {
        match key {
            "papir" => Some(Part::All),
            "offentlig" => Some(Part::Public),
            key => {
                let number = key.strip_prefix("punkt-")?;
                let place: usize = number.parse().ok()?;
                let item = Part::Item(place.checked_sub(1)?);
                (item.key() == key).then_some(item)
            }
        }
    }

    /// Whether an item stands in it; `at` is its place, the first is 0.
    pub const fn has(self, at: usize, is_confidential: bool) -> bool {
        match self {
            Part::All => true,
            Part::Public => !is_confidential,
            Part::Item(wanted) => at == wanted,
        }
    }

    /// What a file of it is, in Danish: "dagsordenspapiret".
    pub fn words(self) -> String {
        match self {
            Part::All => "dagsordenspapiret".to_owned(),
            Part::Public => "den offentlige udgave af dagsordenspapiret".to_owned(),
            Part::Item(at) => format!("uddraget af punkt {} i dagsordenspapiret", at + 1),
        }
    }
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Json,
    Pdf,
    Xlsx,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Json, Form::Pdf, Form::Xlsx];

    /// The ending of a file's name, which is its key too.
    pub const fn key(self) -> &'static str {
        match self {
            Form::Json => "json",
            Form::Pdf => "pdf",
            Form::Xlsx => "xlsx",
        }
    }

    pub fn from_key(key: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.key() == key)
    }
}

/// What a report in a paper was asked, and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The place of its item: the first is 0.
    pub item: usize,
    /// The question's name; empty for a table that is nobody's report.
    pub question: String,
    /// Its filters: a JSON list of pairs of key and value.
    pub filters: String,
    /// The answer as pages show it, as JSON.
    pub answer: String,
}

/// What is kept of a paper when it is sent: the bytes, and what they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub files: Vec<File>,
    pub definitions: Vec<Definition>,
    pub parameters: Vec<Parameter>,
}

/// The number of a meeting's paper: kind and day, and from the second time that it is sent on which time
/// it is.
pub fn number(short: &str, date: Date, sent_before: usize) -> String {
    match sent_before {
        0 => format!("{short}-{date}"),
        n => format!("{short}-{date}-{}", n + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_in_one_way() {
        for part in [Part::All, Part::Public, Part::Item(0), Part::Item(11)] {
            assert_eq!(Part::from_key(&part.key()), Some(part));
        }
        for strange in [
            "punkt-0", "punkt-01", "punkt-", "alt", "punkt--1", "punkt-+1",
        ] {
            assert_eq!(Part::from_key(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_paper_that_is_sent_again_has_another_number() {
        let day = Date::constant(2025, 6, 20);
        assert_eq!(number("KKR", day, 0), "KKR-2025-06-20");
        assert_eq!(number("KKR", day, 1), "KKR-2025-06-20-2");
    }
}

//! A file of TOML as it is written: each value with its place, and what nobody asked for is a fault.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::fault::Faults;

/// A text or number with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub at: usize,
}

/// A table of the file, of which keys are taken one by one.
pub struct Section<'a, 'i> {
    table: &'a DeTable<'i>,
    pub at: usize,
    taken: BTreeSet<String>,
}

/// Reads a file; what is not TOML is a fault.
pub fn read<'i>(text: &'i str, faults: &mut Faults<'_>) -> Spanned<DeTable<'i>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        faults.at(at, format!("Filen er ikke TOML: {}.", error.message()));
    }
    table
}

impl<'a, 'i> Section<'a, 'i> {
    pub fn of(table: &'a DeTable<'i>, at: usize) -> Section<'a, 'i> {
        Section {
            table,
            at,
            taken: BTreeSet::new(),
        }
    }

    fn take(&mut self, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.taken.insert(key.to_owned());
        let found = self.table.iter().find(|(known, _)| known.get_ref() == key);
        found.map(|(_, value)| value)
    }

    /// Every key that is there, with its place.
    pub fn keys(&self) -> Vec<Word> {
        let keys = self.table.keys().map(|key| Word {
            text: key.get_ref().to_string(),
            at: key.span().start,
        });
        keys.collect()
    }

    /// A text, where there is one.
    pub fn text(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<Word> {
        let value = self.take(key)?;
        let word = text_of(value);
        if word.is_none() {
            faults.at(
                value.span().start,
                format!("»{key}« skal være en tekst i anførselstegn."),
            );
        }
        word
    }

    /// A text that must be there and say something.
    pub fn needed(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<Word> {
        let is_there = self.table.iter().any(|(known, _)| known.get_ref() == key);
        let word = self.text(key, faults);
        let says_nothing = word
            .as_ref()
            .is_some_and(|word| word.text.trim().is_empty());
        if !is_there || says_nothing {
            let at = word.as_ref().map_or(self.at, |word| word.at);
            faults.at(at, format!("»{key}« mangler."));
        }
        word.filter(|word| !word.text.trim().is_empty())
    }

    /// A whole number, where there is one.
    pub fn whole(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<i64> {
        let value = self.take(key)?;
        let number = value.get_ref().as_integer().filter(|n| n.radix() == 10);
        let number = number.and_then(|number| number.as_str().parse().ok());
        if number.is_none() {
            let words = format!("»{key}« skal være et helt tal uden anførselstegn.");
            faults.at(value.span().start, words);
        }
        number
    }

    /// The texts of a list; none where it is not there.
    pub fn texts(&mut self, key: &str, faults: &mut Faults<'_>) -> Vec<Word> {
        let Some(value) = self.take(key) else {
            return Vec::new();
        };
        let words = value.get_ref().as_array().and_then(|list| {
            let words = list.iter().map(text_of);
            words.collect::<Option<Vec<Word>>>()
        });
        words.unwrap_or_else(|| {
            faults.at(
                value.span().start,
                format!("»{key}« skal være en liste af tekster."),
            );
            Vec::new()
        })
    }

    /// A table inside, where there is one.
    pub fn section(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<Section<'a, 'i>> {
        let value = self.take(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            faults.at(value.span().start, format!("»{key}« skal være en tabel."));
        }
        table.map(|table| Section::of(table, value.span().start))
    }

    /// The tables of a list; none where it is not there.
    pub fn sections(&mut self, key: &str, faults: &mut Faults<'_>) -> Vec<Section<'a, 'i>> {
        let Some(value) = self.take(key) else {
            return Vec::new();
        };
        let sections = value.get_ref().as_array().and_then(sections_of);
        sections.unwrap_or_else(|| {
            faults.at(
                value.span().start,
                format!("»{key}« skal være en liste af tabeller."),
            );
            Vec::new()
        })
    }

    /// The tables of a list, or a word in its place; nothing where it is not there.
    pub fn rows(&mut self, key: &str, faults: &mut Faults<'_>) -> Option<Rows<'a, 'i>> {
        let value = self.take(key)?;
        if let Some(word) = text_of(value) {
            return Some(Rows::Word(word));
        }
        let sections = value.get_ref().as_array().and_then(sections_of);
        if sections.is_none() {
            faults.at(
                value.span().start,
                format!("»{key}« skal være en liste af rækker eller \"empty\"."),
            );
        }
        sections.map(Rows::Given)
    }

    /// Whatever was not asked for is not known here.
    pub fn rest(self, faults: &mut Faults<'_>) {
        for key in self.keys() {
            if !self.taken.contains(&key.text) {
                let mut known: Vec<&str> = self.taken.iter().map(String::as_str).collect();
                known.sort_unstable();
                let known = known.join(", ");
                let words = format!("»{}« kendes ikke her. Der findes: {known}.", key.text);
                faults.at(key.at, words);
            }
        }
    }
}

/// Rows of a view, or a word in their place.
pub enum Rows<'a, 'i> {
    Given(Vec<Section<'a, 'i>>),
    Word(Word),
}

fn text_of(value: &Spanned<DeValue<'_>>) -> Option<Word> {
    let text = value.get_ref().as_str()?;
    Some(Word {
        text: text.to_owned(),
        at: value.span().start,
    })
}

fn sections_of<'a, 'i>(list: &'a DeArray<'i>) -> Option<Vec<Section<'a, 'i>>> {
    let section = |value: &'a Spanned<DeValue<'i>>| {
        let table = value.get_ref().as_table()?;
        Some(Section::of(table, value.span().start))
    };
    list.iter().map(section).collect()
}

//! What is wrong with a folder: each fault by file and line, all of them at once.

use std::fmt;

/// A fault, in Danish: whoever writes a folder reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Inside the folder: `analysis.toml`, `cases/tom.toml`.
    pub file: String,
    /// From 1.
    pub line: usize,
    pub words: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.words)
    }
}

/// The faults of one file, told by where in its text they are.
pub struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub fn of(file: &'a str, text: &'a str) -> Faults<'a> {
        Faults {
            file,
            text,
            found: Vec::new(),
        }
    }

    /// Adds one that is so many bytes into the text.
    pub fn at(&mut self, at: usize, words: impl Into<String>) {
        let line = self.line(at);
        self.found.push(Fault {
            file: self.file.to_owned(),
            line,
            words: words.into(),
        });
    }

    /// The line of a place, from 1.
    pub fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        1 + before.filter(|byte| **byte == b'\n').count()
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them, by line.
    pub fn done(mut self) -> Vec<Fault> {
        self.found.sort_by_key(|fault| fault.line);
        self.found
    }
}

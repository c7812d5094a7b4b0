//! What somebody writes in a form, checked once: empty, too long, a CPR-like number; and what is
//! wrong with it, at the field of the form where it can be put right.

use jiff::civil::Date;
use thiserror::Error;

use crate::domain::cpr;
use crate::domain::danish::danish_date;

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// As the form sends it.
    pub name: &'static str,
    /// Danish, in the middle of a sentence.
    pub label: &'static str,
    /// The longest text, in characters.
    pub longest: usize,
    /// What is asked for when it is empty, where that says more than that it is.
    asks: Option<&'static str>,
}

impl Field {
    /// A field of at most 4,000 characters.
    pub const fn new(name: &'static str, label: &'static str) -> Field {
        Field {
            name,
            label,
            longest: 4_000,
            asks: None,
        }
    }

    #[must_use]
    pub const fn at_most(self, longest: usize) -> Field {
        Field { longest, ..self }
    }

    /// What the empty field is told, in Danish.
    #[must_use]
    pub const fn asking(self, words: &'static str) -> Field {
        Field {
            asks: Some(words),
            ..self
        }
    }

    /// What is wrong with it.
    pub fn fault(self, words: impl Into<String>) -> Fault {
        Fault {
            field: self,
            words: words.into(),
        }
    }
}

/// What is wrong with a field of a form. The words are Danish: whoever filled it in reads them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{words}")]
pub struct Fault {
    pub field: Field,
    pub words: String,
}

/// A text that may be empty, without the spaces around it.
///
/// # Errors
/// [`Fault`] when it is too long or holds a CPR-like number.
pub fn optional(field: Field, text: &str) -> Result<String, Fault> {
    // A browser sends two characters for a line break.
    let text = &*text.replace("\r\n", "\n");
    let text = text.trim();
    let length = text.chars().count();
    let Field { label, longest, .. } = field;
    if length > longest {
        return Err(field.fault(format!(
            "Feltet »{label}« må højst have {longest} tegn; det har {length}."
        )));
    }
    if cpr::find(text) {
        return Err(field.fault(format!(
            "Feltet »{label}« indeholder et CPR-lignende nummer. Fjern det, og prøv igen; det er ikke gemt."
        )));
    }
    Ok(text.to_owned())
}

/// As [`optional`], of a text that must be there.
pub fn required(field: Field, text: &str) -> Result<String, Fault> {
    let text = optional(field, text)?;
    if text.is_empty() {
        Err(field.fault(field.asks.map_or_else(
            || format!("Feltet »{}« skal udfyldes.", field.label),
            str::to_owned,
        )))
    } else {
        Ok(text)
    }
}

/// A day on which something happened: today or before.
pub fn past(field: Field, date: Date, today: Date) -> Result<Date, Fault> {
    if date > today {
        Err(field.fault(format!(
            "{} er ikke kommet endnu. Skriv den dag, det skete.",
            danish_date(date)
        )))
    } else {
        Ok(date)
    }
}

/// A day before which something is to happen: today or later.
pub fn to_come(field: Field, date: Date, today: Date) -> Result<Date, Fault> {
    if date < today {
        Err(field.fault(format!(
            "{} er overskredet. Skriv en frist fra i dag og frem.",
            danish_date(date)
        )))
    } else {
        Ok(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: Field = Field::new("titel", "titel").at_most(5);

    #[test]
    fn a_text_is_kept_without_the_spaces_around_it_or_refused_at_its_field() {
        assert_eq!(required(TITLE, " Møde ").as_deref(), Ok("Møde"));
        assert_eq!(optional(TITLE, "  ").as_deref(), Ok(""));
        let words = |text: &str| required(TITLE, text).unwrap_err();
        assert_eq!(words(" ").words, "Feltet »titel« skal udfyldes.");
        assert_eq!(
            words("Mødets").words,
            "Feltet »titel« må højst have 5 tegn; det har 6."
        );
        assert_eq!(words(" ").field.name, "titel");
        let long = TITLE.at_most(20);
        let number = optional(long, "Se 010190-1234").unwrap_err();
        assert!(number.words.contains("CPR-lignende"));
        assert!(!number.words.contains("010190"));
        let asked = required(TITLE.asking("Skriv mødets titel."), "").unwrap_err();
        assert_eq!(asked.words, "Skriv mødets titel.");
    }
}

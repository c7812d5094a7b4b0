//! What the amounts of a file are counted in. A file is in kroner unless somebody says otherwise:
//! a title that speaks of thousands is not believed by itself, since it may be of another table.

use crate::domain::fold;
use crate::domain::money::Money;
use crate::domain::number::{self, Convention, NumberError, Scaled};

/// What one unit of an amount is (beløb i).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amounts {
    Kroner,
    Thousands,
    Millions,
}

impl Amounts {
    /// By the number of kroner: `1`, `1000` or `1000000`.
    pub fn from_key(key: &str) -> Option<Amounts> {
        match key {
            "1" => Some(Amounts::Kroner),
            "1000" => Some(Amounts::Thousands),
            "1000000" => Some(Amounts::Millions),
            _ => None,
        }
    }

    /// As [`Amounts::from_key`] reads it.
    pub const fn key(self) -> &'static str {
        match self {
            Amounts::Kroner => "1",
            Amounts::Thousands => "1000",
            Amounts::Millions => "1000000",
        }
    }

    /// In Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Amounts::Kroner => "hele kroner",
            Amounts::Thousands => "1.000 kr.",
            Amounts::Millions => "mio. kr.",
        }
    }

    const fn factor(self) -> i64 {
        match self {
            Amounts::Kroner => 1,
            Amounts::Thousands => 1_000,
            Amounts::Millions => 1_000_000,
        }
    }

    /// Reads an amount of at most so many øre, which may be negative, in kroner.
    ///
    /// # Errors
    /// [`NumberError`]: no number, more decimals than øre, or too large.
    pub(super) fn money(
        self,
        (text, convention): (&str, Convention),
        largest: u64,
    ) -> Result<Money, NumberError> {
        let number = number::parse(text, convention)?;
        let units = number.units.checked_mul(self.factor());
        let kroner = Scaled {
            units: units.ok_or(NumberError::TooLarge)?,
            scale: number.scale,
        };
        let oere = kroner.to_scale(2)?;
        if oere.unsigned_abs() <= largest {
            Ok(Money::from_oere(oere))
        } else {
            Err(NumberError::TooLarge)
        }
    }
}

/// Whether a title or heading speaks of thousands or millions of kroner.
pub(super) fn speaks_of_more(text: &str) -> bool {
    let key = fold::key(text);
    let close: String = key.split_whitespace().collect();
    let has_number = |number: &str| {
        close.match_indices(number).any(|(at, _)| {
            let before = close[..at].chars().next_back();
            !before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        })
    };
    ["1.000kr", "1000kr", "1.000.000kr", "1000000kr"]
        .iter()
        .any(|number| has_number(number))
        || [
            "mio.kr",
            "miokr",
            "millionerkr",
            "t.kr",
            "tusindkr",
            "tusindekr",
        ]
        .iter()
        .any(|word| close.contains(word))
        || key
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == "tkr")
}

/// Whether a title says that amounts are in another currency. A name that only holds the word
/// does not say so.
pub(super) fn speaks_of_another_currency(text: &str) -> bool {
    let key = fold::key(text);
    let mut words = key.split(' ').peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_start_matches(['(', '[']);
        let counts = ["i", "t.", "tusinde", "mio.", "mia.", "1.000", "1000"].contains(&bare);
        let next = words.peek().copied().unwrap_or_default();
        let is = |word: &str| {
            let word = word.trim_matches(['(', ')', '[', ']', '.', ',', ':']);
            matches!(word, "euro" | "eur" | "€" | "usd" | "$" | "gbp" | "£")
        };
        if (counts && is(next)) || (word.starts_with(['(', '[']) && is(word)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_speak_of_another_currency() {
        for text in ["Beløb i euro", "Udgifter (EUR)", "Tal i 1.000 EUR.", "i €"] {
            assert!(speaks_of_another_currency(text), "{text}");
        }
        for text in ["Euro Care ApS", "Takster 2025", "Beløb i kr."] {
            assert!(!speaks_of_another_currency(text), "{text}");
        }
    }

    #[test]
    fn titles_that_speak_of_more_than_kroner() {
        for text in [
            "Beløb i 1.000 kr.",
            "(1000 kr)",
            "mio. kr.",
            "Mio kr",
            "tkr.",
            "t. kr.",
            "tusinde kroner",
        ] {
            assert!(speaks_of_more(text), "{text}");
        }
        for text in ["Beløb i kr.", "21.000 kr. pr. døgn", "Udgift i kroner"] {
            assert!(!speaks_of_more(text), "{text}");
        }
    }
}

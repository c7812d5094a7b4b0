//! Texts for a value that is nearly a number: what stands in the way of it, and what to write.

use super::error;
use crate::import::errors::{ErrorCode, RowError, shown};

/// The message of a text that is no number of the file's convention, where people often write it so.
pub(in crate::import) fn nearly_a_number(text: &str) -> Option<RowError> {
    let text = text.trim();
    if says_nothing(text) {
        return Some(no_value(text));
    }
    if is_of_another_currency(text) {
        return Some(foreign_currency(text));
    }
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let (problem, remedy) = why(text)?;
    Some(error(ErrorCode::NotANumber, shown(text), problem, remedy))
}

fn why(text: &str) -> Option<(&'static str, String)> {
    let is_number = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let negative = |body: &str| format!("Skriv det som -{body}.");
    let inside = |open, close| text.strip_prefix(open).and_then(|t| t.strip_suffix(close));
    if let Some(body) = text.strip_suffix(is_minus).filter(|t| is_number(t.trim())) {
        let words = "Minusset står bag tallet, så det kan ikke læses sikkert.";
        return Some((words, negative(body.trim())));
    }
    if let Some(body) = inside('(', ')').filter(|t| is_number(t.trim())) {
        let words = "Tallet står i parentes, som i regnskaber betyder minus.";
        return Some((words, negative(body.trim())));
    }
    if let Some(body) = text.strip_prefix(['\'', '\u{2019}', '`', '\u{b4}']) {
        let words = "Der står en apostrof foran tallet, så det er gemt som tekst.";
        return Some((
            words,
            format!("Slet apostroffen, og skriv {}.", plain(body)),
        ));
    }
    if let Some(body) = text.strip_prefix(is_dash).filter(|t| is_number(t.trim())) {
        let words = "Minusset er en tankestreg.";
        return Some((words, negative(body.trim())));
    }
    if is_exponent(text) {
        let words = "Excel har gemt tallet med eksponent, og de sidste cifre kan være gået tabt.";
        let remedy = "Giv kolonnen formatet Tal i Excel, kontrollér cifrene, og gem filen igen.";
        return Some((words, remedy.to_owned()));
    }
    let is_spaced = |c: char| c.is_whitespace() || c == '\'';
    let without: String = text.chars().filter(|c| !is_spaced(*c)).collect();
    let body = without.trim_start_matches(is_minus);
    if without.len() < text.len() && !body.is_empty() && is_number(body) {
        let words =
            "Der må ikke stå mellemrum i et tal, hverken mellem tusinderne eller efter minus.";
        return Some((
            words,
            format!("Skriv det som {}.", without.replace(['\u{2212}'], "-")),
        ));
    }
    None
}

fn plain(text: &str) -> String {
    text.trim().replace('\u{2212}', "-")
}

fn is_minus(letter: char) -> bool {
    matches!(letter, '-' | '\u{2212}') || is_dash(letter)
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2015}')
}

/// "5,32478E+08".
fn is_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mantissa = mantissa.trim_start_matches(['-', '\u{2212}']);
    digits(exponent.trim_start_matches(['+', '-'])) && digits(&mantissa.replace([',', '.'], ""))
}

/// How statistics and people write that they have no value.
pub(in crate::import) fn says_nothing(text: &str) -> bool {
    let dots = text.chars().all(|c| matches!(c, '.' | '\u{2026}' | '·'));
    let dashes = text.chars().all(is_minus);
    dots || dashes
        || matches!(
            text.to_lowercase().as_str(),
            "i.a."
                | "i.a"
                | "ia"
                | "na"
                | "n/a"
                | "n.a."
                | "nan"
                | "null"
                | "none"
                | "?"
                | "(tom)"
                | "(blank)"
                | "tom"
                | "ukendt"
                | "mangler"
                | "ingen"
                | "ikke oplyst"
        )
}

/// Whether an amount or a title is in another currency.
pub(in crate::import) fn is_of_another_currency(text: &str) -> bool {
    text.contains(['€', '£', '$'])
        || text
            .split(|c: char| !c.is_alphabetic())
            .any(|word| matches!(word.to_lowercase().as_str(), "eur" | "euro" | "usd" | "gbp"))
}

fn no_value(text: &str) -> RowError {
    error(
        ErrorCode::NoValue,
        shown(text),
        "Der står, at værdien mangler; det er ikke et tal.",
        "Slet rækken, hvis tallet ikke kendes; er det nul, så skriv 0.",
    )
}

pub(in crate::import) fn foreign_currency(text: &str) -> RowError {
    foreign_cell(shown(text))
}

/// A number whose cell shows another currency.
pub(in crate::import) fn foreign_cell(found: String) -> RowError {
    error(
        ErrorCode::ForeignCurrency,
        found,
        "Beløbet er ikke i danske kroner, og en kurs gættes ikke.",
        "Omregn til kroner i filen; er det kun formatet, der er forkert, så giv cellen formatet Tal.",
    )
}

/// A file that groups some of its numbers only; `plain` is one without groups, on a line.
pub(in crate::import) fn mixed_groups(text: &str, plain: &str, line: u32) -> RowError {
    error(
        ErrorCode::MixedGroups,
        shown(text),
        format!(
            "Linje {line} skriver {plain} uden punktum, så her kan være ment tre decimaler og ikke tusinder."
        ),
        "Skriv punktum i alle tal over 999 eller i ingen; eller vælg selv: decimalkomma (--decimal comma) eller decimalpunktum (--decimal point).",
    )
}

/// A number that is shown, but whose value the file does not keep.
pub(in crate::import) fn value_not_kept(text: &str) -> RowError {
    error(
        ErrorCode::FormulaWithoutValue,
        shown(text),
        "Cellen viser et tal, men filen gemmer ikke dets værdi.",
        "Åbn filen i Excel eller LibreOffice, skriv tallet igen, gem den, og indlæs igen.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_way_of_a_number_is_named() {
        for (text, words) in [
            ("1.234,50-", "Minusset står bag tallet"),
            ("1.234,50 \u{2212}", "Skriv det som -1.234,50."),
            ("(1.234)", "parentes"),
            ("'-1234", "skriv -1234."),
            ("\u{2013}1.234", "tankestreg"),
            ("5,32478E+08", "eksponent"),
            ("-1e6", "eksponent"),
            ("- 1234", "Skriv det som -1234."),
            ("1 234\u{202f}567,89", "Skriv det som 1234567,89."),
            ("1'234", "mellemrum"),
            ("..", "værdien mangler"),
            ("i.a.", "værdien mangler"),
            ("\u{2013}", "værdien mangler"),
            ("1.000 €", "ikke i danske kroner"),
            ("EUR 1.000", "ikke i danske kroner"),
        ] {
            let error = nearly_a_number(text).expect(text);
            let told = error.at("fil");
            assert!(told.contains(words), "{text}: {told}");
        }
        for text in ["tusind", "1.23.4", "12 kr."] {
            assert_eq!(nearly_a_number(text), None, "{text}");
        }
    }
}

//! One spelling for what looks the same: letters composed, invisible letters gone, one kind of
//! space and hyphen; and a key that case does not change.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::cpr::is_invisible;

/// The first byte of U+00C0 to U+00FF in UTF-8: æ, ø, å and their neighbours.
const DANISH: u8 = 0xc3;

/// The text as it is seen: letters with their marks in one, no invisible letters, plain spaces,
/// and the hyphen that does not break as the hyphen. Nearly every text is that already, and plain
/// ASCII is told at once.
pub fn tidy(text: &str) -> Cow<'_, str> {
    // Danish letters begin with one byte, which no odd letter does.
    let is_plain = |byte: u8| byte < 0xc0 || byte == DANISH;
    if text.bytes().all(is_plain) || !text.chars().any(is_odd) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        '\u{2010}' | '\u{2011}' => '-',
        c if is_odd_space(c) => ' ',
        c => c,
    });
    Cow::Owned(seen.nfc().collect())
}

/// What two spellings of one name, id, service or group have in common: [`tidy`], spaces between
/// words counted as one, every dash as a hyphen, small letters.
pub fn key(text: &str) -> String {
    let tidy = tidy(text);
    let mut out = String::with_capacity(tidy.len());
    for word in tidy.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for letter in word.chars() {
            match letter {
                '\u{2012}'..='\u{2015}' | '\u{2212}' => out.push('-'),
                letter => out.extend(letter.to_lowercase()),
            }
        }
    }
    out
}

fn is_odd(letter: char) -> bool {
    // Marks that stand on the letter before them, and the sign of the unit ångström.
    matches!(
        letter,
        '\u{300}'..='\u{36f}' | '\u{212b}' | '\u{2010}' | '\u{2011}'
    ) || is_odd_space(letter)
        || is_invisible(letter)
}

fn is_odd_space(letter: char) -> bool {
    matches!(
        letter,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_look_the_same_meet() {
        for (text, want) in [
            ("Læsø", "Læsø"),
            ("Bra\u{30a}lund", "Brålund"),
            ("T\u{2011}101\u{200b}", "T-101"),
            ("a\u{a0}b", "a b"),
        ] {
            assert_eq!(tidy(text), want, "{text}");
        }
        assert_eq!(key("  Bra\u{30a}LUND \u{2013}  nord"), "brålund - nord");
        assert!(matches!(tidy("Ældre"), Cow::Borrowed(_)));
    }
}

//! Values that look like a CPR number. None may enter the service, and none may stand in a message.

/// What a message says instead of the number.
pub const DESCRIPTION: &str = "et CPR-lignende nummer";

/// What stands where a number was struck out.
const STRUCK: &str = "[nummer]";

/// Whether the text holds a CPR-like number anywhere: six digits of a date, an optional hyphen or
/// space, four digits, and no digit on either side.
pub fn find(text: &str) -> bool {
    search(text, true)
}

/// As [`find`], but only written apart ("010190-1234"): ten digits in a row may be an amount.
pub fn find_written_apart(text: &str) -> bool {
    search(text, false)
}

/// Whether a whole number of a number cell is one: Excel drops the leading zero.
pub fn is_number(digits: &str) -> bool {
    match digits.len() {
        9 => find(&format!("0{digits}")),
        10 => find(digits),
        _ => false,
    }
}

/// The text with every CPR-like number struck out.
pub fn without(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let starts = letter.is_ascii_digit() && !before.is_some_and(|c| c.is_ascii_digit());
        let mut length = letter.len_utf8();
        if starts && starts_with_number(rest, true) {
            let digits = rest.char_indices().filter(|(_, c)| c.is_ascii_digit());
            length = digits.map(|(at, _)| at + 1).nth(9).unwrap_or(length);
            out.push_str(STRUCK);
        } else {
            out.push(letter);
        }
        before = rest[..length].chars().next_back();
        rest = &rest[length..];
    }
    out
}

fn search(text: &str, unbroken: bool) -> bool {
    // Most cells are short: they are done here.
    if text.len() < 10 || text.bytes().filter(u8::is_ascii_digit).count() < 10 {
        return false;
    }
    let mut before = None;
    text.char_indices().any(|(at, letter)| {
        let starts = letter.is_ascii_digit() && !before.is_some_and(|c: char| c.is_ascii_digit());
        before = Some(letter);
        starts && starts_with_number(&text[at..], unbroken)
    })
}

fn starts_with_number(text: &str, unbroken: bool) -> bool {
    let Some((date, rest)) = text.split_at_checked(6) else {
        return false;
    };
    if !is_date(date) {
        return false;
    }
    let tail = rest.trim_start_matches(is_space);
    let tail = tail.strip_prefix(is_hyphen).unwrap_or(tail);
    let tail = tail.trim_start_matches(is_space);
    if tail.len() == rest.len() && !unbroken {
        return false;
    }
    // "010190     1234" are two numbers of a table, not one.
    if rest.chars().count() - tail.chars().count() > 3 {
        return false;
    }
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Day and month of a date; the days of replacement numbers (erstatnings-CPR) are raised by 60.
fn is_date(digits: &str) -> bool {
    let number = |part: &str| part.parse::<u8>().unwrap_or(0);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let (day, month) = (number(&digits[..2]), number(&digits[2..4]));
    let day = if day > 60 { day - 60 } else { day };
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=last).contains(&day) && (1..=12).contains(&month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_struck_out_and_the_rest_stays() {
        assert_eq!(
            without("Se 010190-1234 og æ 0101901234, takst 1.234,50"),
            "Se [nummer] og æ [nummer], takst 1.234,50"
        );
        assert!(!find(&without("010190 1234/010190-1234")));
        assert_eq!(without("12345678901"), "12345678901");
    }

    #[test]
    fn numbers_as_people_write_them() {
        for text in [
            "010190-1234",
            "0101901234",
            "010190 1234",
            "010190 - 1234",
            "010190\u{2013}1234",
            "Jens (310185-0001) flyttede",
            "å010190-1234å",
            "610190-1234",
        ] {
            assert!(find(text), "{text}");
        }
        for text in [
            "",
            "320190-1234",
            "011390-1234",
            "310490-1234",
            "010190-12345",
            "1010190-1234",
            "010190-123",
            "532477630,00",
            "1.012.024.000",
            "2022-01-01 12:34",
            "æøå",
        ] {
            assert!(!find(text), "{text}");
        }
    }

    #[test]
    fn an_amount_is_no_number_of_a_person() {
        assert!(!find_written_apart("1012024000"));
        assert!(find_written_apart("101202-4000"));
        assert!(is_number("101901234"));
        assert!(!is_number("532477630000"));
    }
}

//! Values that look like a CPR number. None may enter the service, and none may stand in a message.
//!
//! People write such a number in many ways: with points, slashes or spaces, the year in full or
//! first, over two lines, with digits of another width or letters between that nobody sees. What
//! looks like one to a reader is one here.

/// What a message says instead of the number.
pub const DESCRIPTION: &str = "et CPR-lignende nummer";

/// What stands where a number was struck out.
const STRUCK: &str = "[nummer]";

/// Digits of a number.
const DIGITS: usize = 10;

/// Whether the text holds a CPR-like number anywhere: a date, whatever stands between its parts,
/// four digits, and no digit on either side.
pub fn find(text: &str) -> bool {
    search(text, true)
}

/// As [`find`], but only written apart ("010190-1234") or with a zero first: ten digits in a row
/// may be an amount, and an amount never begins with a zero.
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
    if !may_hold(text) {
        return text.to_owned();
    }
    let letters = visible(text);
    let mut out = String::with_capacity(text.len());
    let (mut kept, mut at) = (0, 0);
    while at < letters.len() {
        match number_at(&letters, at) {
            Some(found) => {
                let last = &letters[found.end - 1];
                out.push_str(&text[kept..letters[at].from]);
                out.push_str(STRUCK);
                kept = last.to;
                at = found.end;
            }
            None => at += 1,
        }
    }
    out.push_str(&text[kept..]);
    out
}

fn search(text: &str, unbroken: bool) -> bool {
    if !may_hold(text) {
        return false;
    }
    let letters = visible(text);
    (0..letters.len()).any(|at| {
        number_at(&letters, at)
            .is_some_and(|found| unbroken || found.is_apart || letters[at].letter == '0')
    })
}

/// Most cells are short, have few digits, or have something else between them, as an amount has its
/// comma: they are done here.
fn may_hold(text: &str) -> bool {
    if text.len() < DIGITS {
        return false;
    }
    if !text.is_ascii() {
        return text.chars().filter(|c| digit(*c).is_some()).count() >= DIGITS;
    }
    let mut digits = 0;
    text.chars().any(|letter| {
        if letter.is_ascii_digit() {
            digits += 1;
        } else if !is_gap(letter) {
            digits = 0;
        }
        digits >= DIGITS
    })
}

/// A letter that is seen, and the bytes of the text that it stands in.
struct Seen {
    letter: char,
    from: usize,
    to: usize,
}

/// The letters of a text as they are seen, digits of any width as plain ones.
fn visible(text: &str) -> Vec<Seen> {
    text.char_indices()
        .filter(|(_, letter)| !is_invisible(*letter))
        .map(|(from, letter)| Seen {
            letter: digit(letter).unwrap_or(letter),
            from,
            to: from + letter.len_utf8(),
        })
        .collect()
}

/// Letters that nobody sees.
pub fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// A digit of another width or script, as a plain one.
fn digit(letter: char) -> Option<char> {
    let first = match letter {
        '0'..='9' => return Some(letter),
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{1d7ce}'..='\u{1d7ff}' => {
            return char::from_digit((u32::from(letter) - 0x1d7ce) % 10, 10);
        }
        _ => return None,
    };
    char::from_digit(u32::from(letter) - first, 10)
}

/// A number that was found: where it ends, and whether anything stands between its digits.
struct Found {
    end: usize,
    is_apart: bool,
}

fn number_at(letters: &[Seen], start: usize) -> Option<Found> {
    let is_digit = |at: usize| letters.get(at).is_some_and(|s| s.letter.is_ascii_digit());
    if !is_digit(start) || (start > 0 && is_digit(start - 1)) {
        return None;
    }
    // The day first with a year of two or four digits, or the year first.
    [[2, 2, 2], [2, 2, 4], [4, 2, 2]].iter().find_map(|widths| {
        let (date, dashed, mut at) = date_at(letters, start, *widths)?;
        if !is_date(&date, *widths) || (widths[0] == 4 && !dashed) {
            return None;
        }
        let gap = letters[at..]
            .iter()
            .take_while(|s| is_gap(s.letter))
            .count();
        // "010190     1234" are two numbers of a table, not one.
        if gap > 3 || (widths[2] == 4 && gap == 0) {
            return None;
        }
        at += gap;
        let end = at + 4;
        if !(at..end).all(is_digit) || is_digit(end) {
            return None;
        }
        // "2024-01-01 - 2024-12-31" is a span of time.
        let dash = letters.get(end).is_some_and(|s| is_hyphen(s.letter));
        if dash && is_digit(end + 1) && is_digit(end + 2) {
            return None;
        }
        Some(Found {
            end,
            is_apart: gap > 0 || dashed,
        })
    })
}

/// The digits of a date's three parts, whether anything stands between them, and where it ends.
fn date_at(letters: &[Seen], start: usize, widths: [usize; 3]) -> Option<(String, bool, usize)> {
    let mut digits = String::with_capacity(8);
    let mut at = start;
    let mut between = [None; 2];
    for (part, width) in widths.into_iter().enumerate() {
        if part > 0 {
            let letter = letters.get(at)?.letter;
            if is_gap(letter) {
                between[part - 1] = Some(letter);
                at += 1;
            }
        }
        for seen in letters.get(at..at + width)? {
            digits.push(Some(seen.letter).filter(char::is_ascii_digit)?);
        }
        at += width;
    }
    // One kind of sign between the parts, or none at all.
    (between[0] == between[1]).then_some((digits, between[0].is_some(), at))
}

/// What may stand between the parts of a number.
fn is_gap(letter: char) -> bool {
    is_hyphen(letter) || letter.is_whitespace() || matches!(letter, '.' | '/' | '_')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Day and month of a date; the days of replacement numbers (erstatnings-CPR) are raised by 60.
/// A year in full is one that somebody alive may be born in.
fn is_date(digits: &str, widths: [usize; 3]) -> bool {
    let number = |from: usize, to: usize| digits[from..to].parse::<u16>().unwrap_or(0);
    let (day, month, year) = match widths {
        [4, ..] => (number(6, 8), number(4, 6), Some(number(0, 4))),
        [.., 4] => (number(0, 2), number(2, 4), Some(number(4, 8))),
        _ => (number(0, 2), number(2, 4), None),
    };
    let day = if day > 60 { day - 60 } else { day };
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=last).contains(&day)
        && (1..=12).contains(&month)
        && year.is_none_or(|year| (1858..=2099).contains(&year))
}

/// The text of a print's heading without the moment of the print ("Dannet 010325 1015"): a date
/// and a time of day behind a word that says so.
pub fn without_moment_of_print(text: &str) -> String {
    const WORDS: [&str; 6] = [
        "dannet",
        "udskrevet",
        "udtrukket",
        "kørt",
        "trukket",
        "printet",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let is = |word: &str, digits: usize| {
        word.len() == digits && word.bytes().all(|b| b.is_ascii_digit())
    };
    let is_time = |word: &str| {
        is(word, 4) && word[..2].parse::<u8>().is_ok_and(|h| h < 24) && word[2..] < *"60"
    };
    let mut kept: Vec<&str> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        kept.push(word);
        at += 1;
        let says = WORDS.contains(&word.to_lowercase().trim_end_matches(':'));
        if let (true, Some(date), Some(time)) = (says, words.get(at), words.get(at + 1))
            && is(date, 6)
            && is_time(time)
        {
            at += 2;
        }
    }
    kept.join(" ")
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
            "010190.1234",
            "010190/1234",
            "010190_1234",
            "01.01.90-1234",
            "01 01 90 1234",
            "01-01-1990 1234",
            "010190--1234",
            "010190\n1234",
            "01011990-1234",
            "1990-01-01 1234",
            "01\u{200b}0190-\u{ad}1234",
            "\u{ff10}\u{ff11}0190-123\u{ff14}",
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
            "2022-01-01 - 2022-12-31",
            "1.010.190.123",
            "19900101 1234",
            "æøå",
        ] {
            assert!(!find(text), "{text}");
        }
    }

    #[test]
    fn an_amount_is_no_number_of_a_person() {
        assert!(!find_written_apart("1012024000"));
        assert!(find_written_apart("101202-4000"));
        assert!(find_written_apart("0101901234"));
        assert!(is_number("101901234"));
        assert!(!is_number("532477630000"));
    }

    #[test]
    fn what_nobody_sees_is_struck_out_with_the_number() {
        assert_eq!(without("Se 01.01.1990\u{200b} 1234!"), "Se [nummer]!");
        assert_eq!(
            without("\u{ff10}101901234, æ 1990-01-01-1234"),
            "[nummer], æ [nummer]"
        );
    }

    #[test]
    fn the_moment_of_a_print_is_no_number_of_a_person() {
        assert!(!find(&without_moment_of_print("Dannet 010325 1015 af A")));
        assert!(find(&without_moment_of_print("Jens 010325 1015")));
        assert!(find(&without_moment_of_print("Dannet 010325 2515")));
    }
}

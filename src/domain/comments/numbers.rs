//! What a comment on a figure under the disclosure rule may not hold: numbers. A figure that is
//! written down in words would stay when the table masks it.

/// Paragraphs as they are written after "§".
const PARAGRAPHS: [&str; 5] = ["85", "105", "107", "108", "176"];

/// Whether a text holds a number that is neither a year nor a paragraph after "§".
pub fn holds(text: &str) -> bool {
    let mut rest = text;
    let mut before = String::new();
    while let Some(at) = rest.find(|c: char| c.is_numeric()) {
        before.push_str(&rest[..at]);
        let digits = &rest[at..];
        let end = digits.find(|c: char| !c.is_numeric());
        let (digits, after) = digits.split_at(end.unwrap_or(digits.len()));
        let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        let paragraph = PARAGRAPHS.contains(&digits) && before.trim_end().ends_with('§');
        if !year && !paragraph {
            return true;
        }
        before.push_str(digits);
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_paragraphs_are_no_numbers() {
        for fine in [
            "",
            "Flere end i 2023, mest efter § 107 og §108.",
            "Se SEL § 176",
        ] {
            assert!(!holds(fine), "{fine}");
        }
        for number in [
            "7 sager",
            "Nu 12",
            "107 sager",
            "§ 12",
            "1,5 mio.",
            "²",
            "20240",
            "§ 107: 85",
        ] {
            assert!(holds(number), "{number}");
        }
    }
}

//! Names of sheets: Excel allows 31 characters, none of seven signs, and no name twice.

const LONGEST: usize = 31;

/// A name that is cut keeps as much.
const SHORTEST: usize = 12;

/// The names taken so far.
#[derive(Default)]
pub struct Names(Vec<String>);

impl Names {
    /// The wanted name as Excel takes it, numbered where it is taken: "Om", "Om (2)".
    pub fn take(&mut self, wanted: &str) -> String {
        let clean: String = wanted
            .chars()
            .map(|c| match c {
                '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '-',
                c if c.is_control() => ' ',
                c => c,
            })
            .collect();
        let clean = match clean.trim_matches(['\'', ' ']) {
            "" => "Ark",
            clean => clean,
        };
        let mut name = shortened(clean, "");
        let mut number = 2;
        while self.0.contains(&name.to_lowercase()) {
            name = shortened(clean, &format!(" ({number})"));
            number += 1;
        }
        self.0.push(name.to_lowercase());
        name
    }
}

/// Excel counts in UTF-16, as it stores.
fn shortened(name: &str, ending: &str) -> String {
    let mut room = LONGEST - ending.len();
    let fits = |c: &char| {
        let took = room.checked_sub(c.len_utf16());
        room = took.unwrap_or(0);
        took.is_some()
    };
    let kept: String = name.chars().take_while(fits).collect();
    // Between words, unless that leaves next to nothing.
    let whole = kept.len() == name.len() || name[kept.len()..].starts_with(' ');
    let kept = match kept.rfind(' ') {
        Some(at) if !whole && at >= SHORTEST => &kept[..at],
        _ => &kept,
    };
    format!("{}{ending}", kept.trim_end_matches(['\'', ' ', ',', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_and_differ() {
        let mut names = Names::default();
        assert_eq!(
            names.take("Stigninger over 5 %: 2025/26"),
            "Stigninger over 5 %- 2025-26"
        );
        assert_eq!(
            names.take("Udgift, helårspersoner og enhedsudgift"),
            "Udgift, helårspersoner og"
        );
        assert_eq!(names.take("Om"), "Om");
        assert_eq!(names.take("om"), "om (2)");
        assert_eq!(names.take(" ' "), "Ark");
        let long = "x".repeat(40);
        assert_eq!(names.take(&long), "x".repeat(31));
        assert_eq!(names.take(&long), format!("{} (2)", "x".repeat(27)));
        assert_eq!(names.take(&"\u{1f600}".repeat(20)).chars().count(), 15);
    }
}

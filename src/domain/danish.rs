//! How Danes sort and write: names in alphabetical order, lists, dates.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use jiff::civil::Date;

use super::area::Area;

/// Sorts areas as Danes do: Æ, Ø, Å last, Aa as Å.
pub fn sort_by_name(areas: &mut [Area]) {
    let collator = danish_collator();
    areas.sort_by(|a, b| match &collator {
        Some(collator) => collator.compare(&a.name, &b.name),
        None => a.name.cmp(&b.name),
    });
}

/// A number with its noun: "1 ydelse", "5 ydelser".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", noun(count, one, many))
}

/// The noun that a number stands before.
pub const fn noun<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    match count {
        1 => one,
        _ => many,
    }
}

/// A word as a sentence begins with it.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Compares texts as Danes sort them, numbers in them as numbers; `None` without the data to do so.
fn danish_collator() -> Option<CollatorBorrowed<'static>> {
    let mut danish = CollatorPreferences::from(icu_locale_core::locale!("da"));
    danish.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(danish, CollatorOptions::default()).ok()
}

/// Compares texts as Danes sort them, key by key.
pub fn danish_order() -> impl Fn(&[&str], &[&str]) -> Ordering {
    let collator = danish_collator();
    move |a, b| {
        a.iter()
            .zip(b)
            .map(|(a, b)| match &collator {
                Some(collator) => collator.compare(a, b),
                None => a.cmp(b),
            })
            .find(|order| order.is_ne())
            .unwrap_or_else(|| a.len().cmp(&b.len()))
    }
}

/// "a, b og c".
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} og {last}", rest.join(", ")),
    }
}

pub const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// A date as people write it in Danish: "20. juni 2025".
pub fn danish_date(date: Date) -> String {
    let month = usize::try_from(date.month() - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .unwrap_or(&"");
    format!("{}. {month} {}", date.day(), date.year())
}

/// A date of a form or file: as browsers and databases write it, or as people write it ("20-06-2025", "20.6.2025").
pub fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let mut parts = text.split(['.', '-', '/']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_come_last_and_aa_is_one_of_them() {
        let order = danish_order();
        let mut names = ["Aalborg", "Ærø", "Vejle", "Øland", "Brønderslev"];
        names.sort_by(|a, b| order(&[a], &[b]));
        assert_eq!(names.join(" "), "Brønderslev Vejle Ærø Øland Aalborg");
    }

    #[test]
    fn numbers_in_names_are_sorted_as_numbers() {
        let order = danish_order();
        let mut names = ["Botilbud 10", "Botilbud 2", "Botilbud 1b", "Botilbud 1"];
        names.sort_by(|a, b| order(&[a], &[b]));
        assert_eq!(
            names,
            ["Botilbud 1", "Botilbud 1b", "Botilbud 2", "Botilbud 10"]
        );
    }

    #[test]
    fn lists_and_dates_as_people_write_them() {
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&names), "a, b og c");
        assert_eq!(list(&names[..1]), "a");
        assert_eq!(danish_date(Date::constant(2025, 6, 20)), "20. juni 2025");
    }

    #[test]
    fn dates_of_forms_are_read_as_browsers_and_as_danes_write_them() {
        let day = Date::constant(2025, 6, 20);
        for text in ["2025-06-20", " 20-06-2025", "20.6.2025", "20/6/2025"] {
            assert_eq!(read_date(text), Some(day), "{text}");
        }
        for text in ["", "20. juni", "31.2.2025", "20.6.25", "1.2.2025.3"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}

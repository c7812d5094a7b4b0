//! Figures as people say them: millions with a decimal, a change in words. The whole figure is behind
//! the link beside it.

use crate::domain::danish::capitalised;
use crate::domain::number::{self, Exact, danish, exact};
use crate::domain::period::Span;

/// Millions with one decimal, rounded half away from zero: "2.110,5".
pub fn millions(kroner: &Exact) -> String {
    let millions = kroner / exact(1_000_000, 0);
    number::rounded(&millions, 1).map_or_else(|| "\u{2013}".to_owned(), danish)
}

/// A unit as it is read aloud.
pub fn unit(unit: &str) -> &str {
    match unit {
        "kr." => "kroner",
        "mio. kr." => "millioner kroner",
        "%" => "procent",
        other => other,
    }
}

/// What became of a figure over one span of years or two: "Steget 3,6 % fra 2022 og 1,6 % fra 2023.",
/// "Faldet 1,9 % fra 2022, men steget 0,2 % fra 2023."; empty without any.
pub fn changes(changes: &[(Span, Exact)]) -> String {
    let mut told = changes.iter().filter_map(|(span, percent)| {
        let size = number::rounded(percent, 1)?;
        Some((way(&size), danish(size.abs()), span.from))
    });
    let Some((way, size, from)) = told.next() else {
        return String::new();
    };
    let one = |way: Way, size: &str, from| match way {
        Way::Same => format!("uændret fra {from}"),
        _ => format!("{} {size} % fra {from}", way.word()),
    };
    let first = one(way, &size, from);
    let words = match told.next() {
        None => first,
        Some((other, size, from)) if other == way && way != Way::Same => {
            format!("{first} og {size} % fra {from}")
        }
        Some((Way::Same, _, from)) if way == Way::Same => format!("{first} og fra {from}"),
        Some((other, size, from)) => format!("{first}, men {}", one(other, &size, from)),
    };
    format!("{}.", capitalised(&words))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    Same,
}

impl Way {
    const fn word(self) -> &'static str {
        match self {
            Way::Up => "steget",
            Way::Down => "faldet",
            Way::Same => "uændret",
        }
    }
}

fn way(size: &rust_decimal::Decimal) -> Way {
    match size {
        size if size.is_zero() => Way::Same,
        size if size.is_sign_negative() => Way::Down,
        _ => Way::Up,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::period::Year;

    fn said(of: &[(i64, i64)]) -> String {
        let span = |(from, hundredths): &(i64, i64)| {
            let [from, to] = [*from, 2024].map(|year| Year::new(year).unwrap());
            (Span { from, to }, exact(*hundredths, 2))
        };
        changes(&of.iter().map(span).collect::<Vec<_>>())
    }

    #[test]
    fn a_change_is_told_in_words() {
        assert_eq!(said(&[]), "");
        assert_eq!(said(&[(2022, 362)]), "Steget 3,6 % fra 2022.");
        let both = said(&[(2022, 362), (2023, 160)]);
        assert_eq!(both, "Steget 3,6 % fra 2022 og 1,6 % fra 2023.");
        let turned = said(&[(2022, -191), (2023, 25)]);
        assert_eq!(turned, "Faldet 1,9 % fra 2022, men steget 0,3 % fra 2023.");
        assert_eq!(
            said(&[(2022, 1), (2023, -4)]),
            "Uændret fra 2022 og fra 2023."
        );
    }

    #[test]
    fn millions_have_one_decimal() {
        assert_eq!(millions(&exact(2_110_545_998, 0)), "2.110,5");
        assert_eq!(millions(&exact(-40_440_000, 0)), "\u{2212}40,4");
    }
}

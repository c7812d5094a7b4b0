//! What the pages about single cases write of a case.

use crate::domain::cases::{FEWEST, NotAsked, Status};
use crate::domain::components::Supplier;
use crate::domain::danish::counted;
use crate::domain::money::Money;
use crate::domain::number::{self, Exact, danish};
use crate::domain::paragraph::Paragraph;
use crate::reports::cases::loaded::OfferNames;
use crate::reports::cases::own_row::OwnCase;

/// In place of what there is not.
pub const NONE: &str = "\u{2013}";

/// Letters of a pseudonym that the screen shows.
const SHOWN: usize = 8;

/// A pseudonym as a screen shows it, which somebody may look over one's shoulder at.
pub fn short(pseudonym: &str) -> String {
    let mut letters = pseudonym.chars();
    let mut short: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        short.push('\u{2026}');
    }
    short
}

/// Whole kroner, rounded for show.
pub fn whole(money: Money) -> String {
    whole_of(&money.exact())
}

/// The same with its sign: "+12.000".
pub fn signed(money: Money) -> String {
    match money.oere() {
        1.. => format!("+{}", whole(money)),
        _ => whole(money),
    }
}

pub fn or_none(money: Option<Money>) -> String {
    money.map_or_else(|| NONE.to_owned(), whole)
}

/// "mindst 1.835.000".
pub fn refund(case: &OwnCase) -> String {
    bound("mindst", case, case.refund.map(|refund| refund.amount))
}

/// "højst 2.165.000", since the refund is at least.
pub fn net(case: &OwnCase) -> String {
    bound("højst", case, case.net())
}

fn bound(word: &str, case: &OwnCase, amount: Option<Money>) -> String {
    let amount = or_none(amount);
    if case.is_minimum() {
        format!("{word} {amount}")
    } else {
        amount
    }
}

/// Why a part has no cost at the median, in Danish.
pub fn not_asked(why: NotAsked) -> String {
    match why {
        NotAsked::NoOffer => "linjerne oplyser intet tilbud".to_owned(),
        NotAsked::NoTariff => {
            "tilbuddet har ingen takst pr. døgn for paragraffen i året".to_owned()
        }
        NotAsked::SeveralTariffs => {
            "tilbuddet har flere takster pr. døgn, og linjerne oplyser ikke hvilken".to_owned()
        }
        NotAsked::FewTariffs(found) => format!(
            "der er kun {} pr. døgn for paragraffen og målgruppen; der skal være mindst {FEWEST}",
            counted(found, "takst", "takster")
        ),
    }
}

/// Whole kroner of an exact amount.
pub fn whole_of(kroner: &Exact) -> String {
    number::rounded(kroner, 0).map_or_else(|| NONE.to_owned(), danish)
}

pub fn status(status: Option<Status>) -> &'static str {
    status.map_or(NONE, Status::label)
}

/// Where a part is paid: the offer, or the kind of supplier.
pub fn place(offers: &OfferNames, offer: Option<&str>, supplier: Supplier) -> String {
    offer.map_or_else(
        || format!("{}, intet tilbud oplyst", supplier.label().to_lowercase()),
        |id| offers.of(id).to_owned(),
    )
}

/// "SEL § 107, SEL § 85".
pub fn paragraphs(paragraphs: &[Paragraph]) -> String {
    let labels: Vec<&str> = paragraphs.iter().map(|p| p.label()).collect();
    labels.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_shortened_and_a_change_has_its_sign() {
        assert_eq!(short("abcdefghij"), "abcdefgh\u{2026}");
        assert_eq!(short("sag 17"), "sag 17");
        assert_eq!(signed(Money::from_oere(1_200_000)), "+12.000");
        assert_eq!(signed(Money::from_oere(-1_200_000)), "\u{2212}12.000");
        assert_eq!(signed(Money::ZERO), "0");
    }
}

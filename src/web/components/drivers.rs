//! What drives a change, in a sentence.

use num_bigint::BigInt;
use num_traits::Signed;

use crate::domain::components::decomposition::WholeParts;
use crate::domain::number::Exact;
use crate::domain::period::Span;
use crate::web::view::said;

/// "Udgiften er steget 34,1 mio. kr. fra 2022 til 2024: …"
pub fn words(whole: &WholeParts, span: Span) -> String {
    let driver = |kroner: &BigInt, more: &str, less: &str| {
        let words = if kroner.is_negative() { less } else { more };
        let sign = if kroner.is_negative() { "" } else { "+" };
        format!("{words} {sign}{} mio. kr.", millions(kroner))
    };
    let change = &whole.change;
    format!(
        "Udgiften er {} {} mio. kr. fra {} til {}: {}, {} og {}",
        if change.is_negative() {
            "faldet"
        } else {
            "steget"
        },
        millions(&change.abs()),
        span.from,
        span.to,
        driver(&whole.volume, "flere borgere", "færre borgere"),
        driver(
            &whole.mix,
            "forskydning mod dyrere tilbud",
            "forskydning mod billigere tilbud"
        ),
        driver(&whole.unit_cost, "dyrere pladser", "billigere pladser")
    )
}

fn millions(kroner: &BigInt) -> String {
    said::millions(&Exact::from(kroner.clone()))
}

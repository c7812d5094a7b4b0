//! How the figures of a whole field were made: its size and its five numbers.

use crate::domain::number::danish;
use crate::domain::report::{Derivation, Located};
use crate::domain::tariffs::Tariff;
use crate::domain::tariffs::field::Mark;

/// Of a larger field only what decides is listed.
const LISTED: usize = 200;

pub(super) type Held = Located<Tariff>;

pub(super) fn amount(held: &Held) -> String {
    danish(held.value.amount.decimal())
}

/// The lowest first.
pub(super) fn in_order(mut field: Vec<&Held>) -> Vec<&Held> {
    field.sort_by_key(|held| (held.value.amount, held.at));
    field
}

/// How one of the five numbers was made; `None` of an empty field.
pub(super) fn mark(field: &[&Held], mark: Mark, result: &str) -> Option<Derivation> {
    let (word, formula) = match mark {
        Mark::Lowest => ("laveste", "den laveste af feltets takster"),
        Mark::LowerQuartile => (
            "nedre kvartil",
            "værdien en fjerdedel af vejen gennem feltets takster i orden efter størrelse, forholdsmæssigt mellem to (som KVARTIL.MEDTAG i regneark)",
        ),
        Mark::Median => (
            "median",
            "den midterste af feltets takster i orden efter størrelse; af et lige antal midt imellem de to midterste",
        ),
        Mark::UpperQuartile => (
            "øvre kvartil",
            "værdien tre fjerdedele af vejen gennem feltets takster i orden efter størrelse, forholdsmæssigt mellem to (som KVARTIL.MEDTAG i regneark)",
        ),
        Mark::Highest => ("højeste", "den højeste af feltets takster"),
    };
    let listed = around(field, mark);
    let words = if listed.len() == field.len() {
        let amounts: Vec<String> = field.iter().map(|h| amount(h)).collect();
        format!("{word} af {}", amounts.join("; "))
    } else {
        format!(
            "{word} af {} takster fra {} til {}; dem, tallet er mellem, står herunder",
            field.len(),
            amount(field.first()?),
            amount(field.last()?)
        )
    };
    Some(Derivation {
        formula: format!("{word} = {formula}"),
        with_numbers: format!("{words} = {result}"),
        facts: listed.iter().map(|h| h.at).collect(),
    })
}

/// How many tariffs a field has.
pub(super) fn size(field: &[&Held], result: &str) -> Derivation {
    let listed = field.iter().take(LISTED);
    Derivation {
        formula: "takster i feltet = antallet af takster, der sammenlignes".to_owned(),
        with_numbers: format!("antal takster = {result}"),
        facts: listed.map(|h| h.at).collect(),
    }
}

/// The field, or of a large one the two tariffs that one of its five numbers lies between.
pub(super) fn around<'a>(field: &'a [&'a Held], mark: Mark) -> &'a [&'a Held] {
    if field.len() <= LISTED {
        return field;
    }
    let way = (field.len() - 1) * mark.quarters();
    &field[way / 4..=way.div_ceil(4)]
}

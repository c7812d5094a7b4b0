//! Addresses of offers, whatever their ids hold.

use crate::reports::Query;
use crate::reports::filters::{AS_OF, PRICE_LEVEL};
use crate::web::view::{asking, escape};

/// Words of the route table that stand where an id may stand.
const TAKEN: [&str; 1] = ["nyt"];

/// The page of an offer. An id that is a word of the route table keeps its page: with its first
/// letter escaped the address is another, and names the same.
pub fn offer_address(id: &str) -> String {
    match (TAKEN.contains(&id), id.bytes().next()) {
        (true, Some(first)) => format!("/tilbud/%{first:02X}{}", &id[1..]),
        _ => format!("/tilbud/{}", escape(id)),
    }
}

/// The page of an offer in the prices, and as known when, that a list of offers was asked for.
pub fn offer_as_asked(id: &str, query: &Query) -> String {
    asking(offer_address(id), query.pairs_of(&[&PRICE_LEVEL, &AS_OF]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_an_address_of_its_own() {
        assert_eq!(offer_address("T-1"), "/tilbud/T-1");
        assert_eq!(offer_address("a/b æ"), "/tilbud/a%2Fb%20%C3%A6");
        assert_eq!(offer_address("nyt"), "/tilbud/%6Eyt");
    }
}

//! Addresses of the pages of the component analysis. What was chosen on one holds on the others: years,
//! price level and what was known when.

use crate::domain::period::Year;
use crate::reports::columns::Col;
use crate::reports::components::items::OfYear;
use crate::reports::components::{UNIT_COSTS, unit_costs};
use crate::reports::filters::{AREA, AS_OF, FROM, PRICE_LEVEL, TO};
use crate::reports::{Filter, Query};
use crate::web::view::asking;
use crate::web::view::links::origin;

/// The analysis of an area (komponentanalyse).
pub const ADDRESS: &str = "/komponentanalyse";

/// What the pages have in common.
pub const KEPT: [&Filter; 4] = [&FROM, &TO, &PRICE_LEVEL, &AS_OF];
/// Of a page that shows one year.
pub const KEPT_OF_YEAR: [&Filter; 2] = [&PRICE_LEVEL, &AS_OF];

/// The page of a municipality.
pub fn municipality(code: &str) -> String {
    format!("/kommuner/{code}")
}

/// The page of a paragraph or group.
pub fn paragraph(key: &str) -> String {
    format!("/paragraffer/{key}")
}

/// An address with some filters of a query behind it.
pub fn keeping(address: String, filters: &[&Filter], query: &Query) -> String {
    asking(address, query.pairs_of(filters))
}

/// The page that tells where a figure of an area comes from, to the øre: of its group or paragraph in a year.
pub fn figure_of(area: Option<&str>, (group, year): (&str, Year), column: &Col<OfYear>) -> String {
    let year = year.to_string();
    let row = [
        (unit_costs::GROUP.key, group),
        (unit_costs::YEAR.key, year.as_str()),
    ];
    let area = area.map(|area| (AREA.key, area));
    origin(
        (UNIT_COSTS.name, column.key),
        row.into_iter(),
        area.into_iter(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_stands_behind_the_address() {
        let query = Query {
            from: Year::new(2022),
            group: Some("SEL_107".to_owned()),
            ..Query::default()
        };
        let kept = |address: &str, query| keeping(address.to_owned(), &KEPT, query);
        assert_eq!(kept("/kommuner/851", &query), "/kommuner/851?from=2022");
        assert_eq!(kept("/k?med=851", &query), "/k?med=851&from=2022");
        assert_eq!(kept("/kommuner/851", &Query::default()), "/kommuner/851");
    }
}

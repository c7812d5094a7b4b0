//! Which columns of a report a reader of the paper needs beside the text; the rest stands in an annex.

use crate::reports::Question;
use crate::reports::cases::published::{COSTLY_CASES, row as cases};
use crate::reports::columns::Col;
use crate::reports::marks;
use crate::reports::places::{OCCUPANCY, VACANCIES, list as vacancies, occupancy};
use crate::reports::tariffs::{INCREASES, increase};

/// The keys of the columns; none for a report that has no choice of its own, where naming columns and
/// figures come first.
pub fn columns(question: &Question) -> Vec<&'static str> {
    fn keys<R>(columns: &[&Col<R>]) -> Vec<&'static str> {
        columns.iter().map(|column| column.key).collect()
    }
    match question.name {
        name if name == INCREASES.name => keys(&[
            &increase::OFFER,
            &increase::OPERATOR,
            &increase::OLD,
            &increase::NEW,
            &increase::CHANGE,
            &increase::FOLLOW_UP,
        ]),
        name if name == VACANCIES.name => keys(&[
            &vacancies::OFFER,
            &vacancies::KIND,
            &vacancies::PARAGRAPH,
            &vacancies::PLACES,
            &vacancies::FROM,
        ]),
        name if name == OCCUPANCY.name => keys(&[
            &occupancy::OFFER,
            &occupancy::QUARTER,
            &occupancy::AVAILABLE,
            &occupancy::VACANT,
            &occupancy::OCCUPANCY_PCT,
            &occupancy::COST,
        ]),
        name if name == COSTLY_CASES.name => keys(&[
            &cases::MUNICIPALITY,
            &cases::PARAGRAPH,
            &cases::YEAR,
            &cases::CASES,
            &cases::COST,
            &cases::AVERAGE,
        ])
        .into_iter()
        .chain([marks::KEY])
        .collect(),
        _ => Vec::new(),
    }
}

//! Result documentation: of an offer's stays in a quarter, how many have goals, were evaluated in time, and met them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::cells::Fields;
use super::columns::{Choices, Column, Layout};
use super::errors::{RowError, shown};
use super::faults::Errors;
use super::known_offers::KnownOffers;
use super::table;
use super::{Operated, Options, Parsed, messages};
use crate::domain::area::Area;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::offers::Offer;
use crate::domain::period::Quarter;
use crate::domain::results::{Counts, Results};

const OFFER: usize = 0;
const YEAR: usize = 1;
const QUARTER: usize = 2;
const STAYS: usize = 3;
const WITH_GOALS: usize = 4;
const EVALUATED: usize = 5;
const MET: usize = 6;

pub(super) const COLUMNS: &[Column] = &[
    Column::id("tilbud_id", "tilbuddets id eller dets nøjagtige navn")
        .of(Choices::Offers)
        .exported_as("Tilbuds-id"),
    Column::text("aar", "året med fire cifre").of(Choices::Years),
    Column::text("kvartal", "kvartalets tal fra 1 til 4").of(Choices::Quarters),
    Column::count("ophold", "ophold i kvartalet"),
    Column::count("med_maal", "heraf med indsatsmål ved kvartalets slutning"),
    Column::count("evalueret", "heraf evalueret til tiden"),
    Column::count("maal_opfyldt", "heraf med målene opfyldt"),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: Some(OFFER),
    exported: &[],
};

/// More stays than any offer has in a quarter.
const MAX_STAYS: i64 = 100_000;

/// The line that an offer's quarter stands in, and what it says.
type Seen = HashMap<(u32, Quarter), (u32, Counts), RandomState>;

/// See [`super::results`].
pub(super) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
    known: &[Offer],
) -> Result<Parsed<Results>, Vec<RowError>> {
    let mut offers = KnownOffers::new(known, Operated::of(options, areas)?);
    let mut seen = Seen::default();
    table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        // Every column is read before any fault ends the row, so that all are told at once.
        let offer = offers.of(OFFER, fields, errors);
        let year = fields.year(YEAR, errors);
        let quarter = quarter(fields, errors);
        let counts = counts(fields, errors);
        let (offer, counts) = (offer?, counts?);
        let quarter = Quarter::new(year?, quarter?)?;
        let Some((first, before)) = seen.insert((offer, quarter), (fields.line(), counts)) else {
            return Some(Results {
                offer_id: offers.shared_id(offer)?,
                quarter,
                counts,
            });
        };
        let key = format!("{}, {quarter}", shown(&offers.get(offer)?.name));
        errors.push(if before == counts {
            messages::repeated_row(&key, first, fields.line())
        } else {
            messages::two_values(&key, first, fields.line())
        });
        None
    })
}

/// 1 to 4, or as a quarter is written of which the year stands beside: K3, 3. kvartal.
fn quarter(fields: &Fields<'_>, errors: &mut Errors) -> Option<i8> {
    let text = fields.text(QUARTER, errors)?;
    let word = text.to_lowercase();
    let number = word.strip_prefix('k').unwrap_or(&word);
    let number = number.strip_suffix("kvartal").unwrap_or(number);
    let number = number.trim().trim_end_matches('.').trim_end();
    let number = number.parse::<i8>().ok().filter(|n| (1..=4).contains(n));
    if number.is_none() {
        fields.refuse(QUARTER, messages::not_a_quarter(text), errors);
    }
    number
}

/// The four numbers, each of which is among those of the column before it.
fn counts(fields: &Fields<'_>, errors: &mut Errors) -> Option<Counts> {
    let columns = [STAYS, WITH_GOALS, EVALUATED, MET];
    let [stays, with_goals, evaluated, met] = columns.map(|column| count(fields, column, errors));
    let read = [stays?, with_goals?, evaluated?, met?];
    let mut sound = true;
    for at in 1..columns.len() {
        let (some, all) = (read[at], read[at - 1]);
        if some > all {
            sound = false;
            let of = COLUMNS[columns[at - 1]].key;
            let error = messages::more_than_all((some, all), of);
            fields.refuse(columns[at], error, errors);
        }
    }
    let [stays, with_goals, evaluated, met] = read;
    sound.then_some(Counts {
        stays,
        with_goals,
        evaluated,
        met,
    })
}

fn count(fields: &Fields<'_>, column: usize, errors: &mut Errors) -> Option<i64> {
    let parse = |text: &str, convention: Convention| {
        let count = number::parse(text, convention)?.to_scale(0)?;
        if count <= MAX_STAYS {
            Ok(count)
        } else {
            Err(NumberError::TooLarge)
        }
    };
    let count = fields.number(column, parse, errors)?;
    if count < 0 {
        let error = messages::negative_stays(fields.describe_number(column));
        fields.refuse(column, error, errors);
        return None;
    }
    Some(count)
}

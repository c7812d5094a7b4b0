//! Inhabitants (folketal) of a municipality by year and age band.

use std::collections::HashMap;

use crate::domain::area::{self, Area};
use crate::domain::components::PopulationBand;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::period::Year;
use crate::import::areas::Places;
use crate::import::cells::Fields;
use crate::import::columns::{Choices, Column, Layout};
use crate::import::errors::RowError;
use crate::import::faults::Errors;
use crate::import::reading::rows::Value;
use crate::import::table;
use crate::import::{Options, Parsed, messages};

const MUNICIPALITY: usize = 0;
const YEAR: usize = 1;
const AGE_FROM: usize = 2;
const AGE_TO: usize = 3;
const INHABITANTS: usize = 4;

pub(in crate::import) const COLUMNS: &[Column] = &[
    Column::text("kommune", "kommunens kode eller navn").of(Choices::Municipalities),
    Column::text("aar", "året med fire cifre").of(Choices::Years),
    Column::count("alder_fra", "den yngste alder i gruppen"),
    Column::count("alder_til", "den ældste alder i gruppen, selv medregnet"),
    Column::count("antal", "antal indbyggere"),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: Some(MUNICIPALITY),
    exported: &[],
};

/// The oldest age a band may reach.
const OLDEST: i64 = 125;
/// More than there are people in the country.
const MAX_INHABITANTS: i64 = 10_000_000;

/// The bands read so far, which do not overlap: at most 126 of each municipality and year.
type Bands = HashMap<(u32, Year), Vec<(u32, u16, u16, i64)>>;

/// See [`super::population`].
pub(in crate::import) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
) -> Result<Parsed<PopulationBand>, Vec<RowError>> {
    let mut places = Places::new(areas, options);
    let mut bands = Bands::new();
    table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        if let Value::Text(text) | Value::Number(text) = fields.value(MUNICIPALITY)
            && area::is_christiansoe(text)
            && places.find(text).is_none()
        {
            fields
                .told
                .pass_over("Christiansø hører ikke til nogen kommune");
            return None;
        }
        let municipality =
            places.municipality(fields, MUNICIPALITY, messages::not_a_municipality, errors);
        let year = fields.year(YEAR, errors);
        let from = age(fields, AGE_FROM, errors);
        let to = age(fields, AGE_TO, errors);
        let inhabitants = inhabitants(fields, errors);
        let (municipality, year) = (municipality?, year?);
        let (from, to, inhabitants) = (from?, to?, inhabitants?);
        if from > to {
            fields.refuse(AGE_FROM, messages::ages_reversed(from, to), errors);
            return None;
        }
        let known = bands.entry((municipality.index, year)).or_default();
        if let Some(first) = known.iter().find(|band| band.1 <= to && from <= band.2) {
            let place = format!("{} i {year}", municipality.name);
            let second = (fields.line(), from, to);
            let key = format!("{place}, {from}-{to} år");
            errors.push(if (first.1, first.2) != (from, to) {
                messages::overlapping_ages(&place, (first.0, first.1, first.2), second)
            } else if first.3 == inhabitants {
                messages::repeated_row(&key, first.0, fields.line())
            } else {
                messages::two_values(&key, first.0, fields.line())
            });
            return None;
        }
        known.push((fields.line(), from, to, inhabitants));
        Some(PopulationBand {
            municipality: municipality.code.to_owned(),
            year,
            age_from: from,
            age_to: to,
            inhabitants,
        })
    })
}

fn whole(text: &str, convention: Convention) -> Result<i64, NumberError> {
    number::parse(text, convention)?.to_scale(0)
}

fn age(fields: &Fields<'_>, column: usize, errors: &mut Errors) -> Option<u16> {
    let years = fields.number(column, whole, errors)?;
    let age = u16::try_from(years).ok().filter(|_| years <= OLDEST);
    if age.is_none() {
        let error = messages::age_out_of_range(fields.describe_number(column));
        fields.refuse(column, error, errors);
    }
    age
}

fn inhabitants(fields: &Fields<'_>, errors: &mut Errors) -> Option<i64> {
    let parse = |text: &str, convention| match whole(text, convention)? {
        MAX_INHABITANTS.. => Err(NumberError::TooLarge),
        count => Ok(count),
    };
    let count = fields.number(INHABITANTS, parse, errors)?;
    if count < 0 {
        let error = messages::negative_number(fields.describe_number(INHABITANTS));
        fields.refuse(INHABITANTS, error, errors);
        return None;
    }
    Some(count)
}

//! Texts for a row of vacant places.

use jiff::civil::Date;

use super::error;
use crate::domain::danish::danish_date;
use crate::import::errors::{ErrorCode, RowError, shown};

pub(in crate::import) fn unknown_place_kind(text: &str) -> RowError {
    error(
        ErrorCode::UnknownPlaceKind,
        shown(text),
        "Den type kendes ikke.",
        "Skriv plads eller bolig.",
    )
}

pub(in crate::import) fn not_a_date(found: String) -> RowError {
    error(
        ErrorCode::NotADate,
        found,
        "Det er ikke en dato.",
        "Skriv dagen som 2025-02-01 eller 01-02-2025.",
    )
}

pub(in crate::import) fn dates_reversed(from: Date, to: Date) -> RowError {
    error(
        ErrorCode::DatesReversed,
        format!("fra {} til {}", danish_date(from), danish_date(to)),
        "Der er ledigt fra den første dag til, og ikke med, den anden.",
        "Skriv en dag i til, der kommer efter fra, eller lad cellen være tom.",
    )
}

pub(in crate::import) fn no_places(found: String) -> RowError {
    error(
        ErrorCode::NoPlaces,
        found,
        "Et opslag er om mindst én plads.",
        "Skriv et antal, eller slet linjen, hvis intet er ledigt.",
    )
}

pub(in crate::import) fn rent_of_place(found: String) -> RowError {
    error(
        ErrorCode::RentOfPlace,
        found,
        "Kun en bolig har husleje; en tom plads mister sin takst.",
        "Slet beløbet, eller skriv bolig som type.",
    )
}

pub(in crate::import) fn rent_not_positive(found: String) -> RowError {
    error(
        ErrorCode::NegativeAmount,
        found,
        "En husleje er over nul.",
        "Ret beløbet, eller lad cellen være tom, hvis huslejen ikke kendes.",
    )
}

pub(in crate::import) fn entry_repeated(what: &str, first: u32, second: u32) -> RowError {
    error(
        ErrorCode::EntryRepeated,
        format!("{what} to gange"),
        format!("Det står i både linje {first} og linje {second}."),
        "Læg antallene sammen i én linje, eller slet den ene.",
    )
    .on_line(second)
}

pub(in crate::import) fn more_than_the_offer_has(
    (vacant, places): (i64, i64),
    day: Date,
    offer: &str,
) -> RowError {
    error(
        ErrorCode::MoreThanTheOfferHas,
        format!("{vacant} ledige på én gang"),
        format!(
            "{} har {places} pladser, men med linjen er der meldt {vacant} ledige {}.",
            shown(offer),
            danish_date(day)
        ),
        "Ret antallet, luk de opslag, der ikke gælder mere, eller ret tilbuddets pladser.",
    )
}

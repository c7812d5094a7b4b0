//! Texts for a row of result documentation.

use super::error;
use crate::import::errors::{ErrorCode, RowError, shown};

pub(in crate::import) fn not_a_quarter(text: &str) -> RowError {
    error(
        ErrorCode::NotAQuarter,
        shown(text),
        "Det er ikke et kvartal.",
        "Skriv kvartalets tal fra 1 til 4; året står i sin egen kolonne.",
    )
}

pub(in crate::import) fn more_than_all((some, all): (i64, i64), of: &str) -> RowError {
    error(
        ErrorCode::MoreThanAll,
        format!("{some} af {all}"),
        format!("Tallet er en del af {of}, og kan ikke være større."),
        format!("Ret tallet, eller ret {of}."),
    )
}

pub(in crate::import) fn negative_stays(found: String) -> RowError {
    error(
        ErrorCode::NegativeAmount,
        found,
        "Et antal ophold kan ikke være negativt.",
        "Ret tallet; skriv 0, hvor der ingen er.",
    )
}

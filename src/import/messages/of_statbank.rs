//! Texts for a file of Danmarks Statistik.

use super::error;
use crate::import::columns::Column;
use crate::import::errors::{ErrorCode, RowError, shown};

pub(in crate::import) fn unknown_service(text: &str) -> RowError {
    error(
        ErrorCode::UnknownService,
        shown(text),
        "Den ydelsestype kendes ikke fra HAND01.",
        "Hent tabellen igen med ydelsestyper, som Danmarks Statistik skriver dem. Er typen ny, skal den have sin plads i reference/public_counterparts.csv.",
    )
}

pub(in crate::import) fn unknown_category(text: &str, meaning: &str) -> RowError {
    error(
        ErrorCode::UnknownCategory,
        shown(text),
        format!("Værdien kendes ikke her ({meaning})."),
        "Hent tabellen igen, som Danmarks Statistik skriver den.",
    )
}

pub(in crate::import) fn unknown_label(text: &str, table: &str) -> RowError {
    error(
        ErrorCode::UnknownCategory,
        shown(text),
        format!("Det er hverken område, periode eller anden værdi i {table}."),
        format!(
            "Vælg den rigtige slags fil, eller hent {table} igen med tekst i stedet for koder, og med én variabel i hovedet."
        ),
    )
}

pub(in crate::import) fn not_a_period(text: &str, is_by_quarter: bool) -> RowError {
    let (problem, remedy) = if is_by_quarter {
        (
            "Tabellen er opgjort pr. kvartal.",
            "Skriv kvartalet som 2024K3.",
        )
    } else {
        ("Tabellen er opgjort pr. år.", "Skriv året med fire cifre.")
    };
    error(ErrorCode::NotAPeriod, shown(text), problem, remedy)
}

/// A variable that the labels of a matrix do not tell.
pub(in crate::import) fn not_told(column: &Column) -> RowError {
    error(
        ErrorCode::VariableNotTold,
        format!("et tal uden »{}«", column.key),
        format!("Filen siger ikke, hvad tallet er af ({}).", column.meaning),
        format!("Hent tabellen igen, hvor {} er valgt og vises.", column.key),
    )
}

/// A keyword that a PX file must have.
pub(in crate::import) fn px_lacks(keyword: &str) -> RowError {
    error(
        ErrorCode::PxLacks,
        format!("en PX-fil uden {keyword}"),
        "Uden det siger filen ikke, hvad tallene er af.",
        "Hent tabellen igen som PX, eller som CSV.",
    )
}

/// A PX file that is not whole.
pub(in crate::import) fn px_broken(
    found: impl Into<String>,
    problem: impl Into<String>,
) -> RowError {
    error(
        ErrorCode::PxBroken,
        found,
        problem,
        "Hent tabellen igen som PX, eller som CSV: filen er ikke hel.",
    )
}

pub(in crate::import) fn unit_not_told() -> RowError {
    error(
        ErrorCode::AmountsNotStated,
        "beløb uden prisenhed",
        "Filen siger ikke, om beløbene er i kroner eller i 1.000 kr.",
        "Hent tabellen igen med prisenheden vist, eller vælg, hvad beløbene er i (--amounts 1, 1000 eller 1000000).",
    )
}

pub(in crate::import) fn nothing_used(figures: usize, passed: &[String]) -> RowError {
    error(
        ErrorCode::NothingUsed,
        format!("{figures} tal, og ingen af dem bruges"),
        passed.join(" "),
        "Hent tabellen igen med kommunerne og de værdier, der læses: se kolonnerne på siden Data.",
    )
}

//! Texts for a row, a cell and a value.

use super::{column_name, error};
use crate::domain::cpr;
use crate::domain::number::Convention;
use crate::domain::period::Year;
use crate::import::columns::Column;
use crate::import::errors::{ErrorCode, RowError, shown};

// A row.

pub(in crate::import) fn cpr_number() -> RowError {
    error(
        ErrorCode::CprNumber,
        cpr::DESCRIPTION,
        "Systemet må ikke modtage personnumre, så rækken er afvist, og nummeret er ikke gemt.",
        "Fjern personnummeret fra filen, og indlæs den igen.",
    )
}

/// A number in the name of the file or of its sheet; `place` says which.
pub(in crate::import) fn cpr_number_in_name(place: &str) -> RowError {
    error(
        ErrorCode::CprNumber,
        format!("{} i {place} navn", cpr::DESCRIPTION),
        "Systemet må ikke modtage personnumre, så filen er afvist, og navnet er ikke gemt.",
        "Omdøb uden personnummeret, og indlæs igen.",
    )
}

pub(in crate::import) fn p_number() -> RowError {
    error(
        ErrorCode::PNumber,
        "ti cifre som id",
        "De kan ikke kendes fra et personnummer, så rækken er afvist, og cifrene er ikke gemt.",
        "Er det et P-nummer, så skriv P foran cifrene, og indlæs igen.",
    )
}

pub(in crate::import) fn extra_cell(index: usize, text: &str) -> RowError {
    error(
        ErrorCode::ExtraCell,
        shown(text),
        format!(
            "Cellen i kolonne {} står uden for overskrifterne.",
            column_name(index)
        ),
        "Slet cellen, giv kolonnen en overskrift, eller sæt anførselstegn om en værdi, der selv indeholder skilletegnet.",
    )
}

/// A row with a cell too many where commas stand between the columns.
pub(in crate::import) fn decimal_comma_between_commas(cells: usize, columns: usize) -> RowError {
    error(
        ErrorCode::ExtraCell,
        format!("{cells} celler i stedet for {columns}"),
        "Komma skiller kolonnerne i filen, så et decimalkomma deler et tal i to.",
        "Gem filen med semikolon mellem kolonnerne, skriv punktum som decimaltegn, eller sæt anførselstegn om værdien.",
    )
}

pub(in crate::import) fn space_before_quote(text: &str) -> RowError {
    error(
        ErrorCode::SpaceBeforeQuote,
        shown(text.trim()),
        "Der står et mellemrum mellem skilletegnet og anførselstegnet, så anførselstegnet bliver en del af værdien.",
        "Slet mellemrummet, så anførselstegnet følger lige efter skilletegnet.",
    )
}

/// A row that holds no data: its header again, units, a note.
pub(in crate::import) fn heading_again(first: u32) -> RowError {
    error(
        ErrorCode::NoData,
        "overskriften igen",
        format!("Kolonnernes overskrift står allerede i linje {first}."),
        "Slet rækken; er det en tabel til, så indlæs den for sig.",
    )
}

pub(in crate::import) fn units_row(text: &str) -> RowError {
    error(
        ErrorCode::NoData,
        format!("en række med enheder ({})", shown(text)),
        "Rækken siger, hvad kolonnerne er opgjort i; den er ikke data.",
        "Slet rækken. Er beløbene ikke i hele kroner, så vælg, hvad de er i.",
    )
}

pub(in crate::import) fn only_a_text(text: &str) -> RowError {
    error(
        ErrorCode::NoData,
        shown(text),
        "Rækken har kun denne tekst; alle andre celler er tomme.",
        "Udfyld rækken, eller slet den, hvis den er en note eller en mellemoverskrift.",
    )
}

pub(in crate::import) fn merged_cell() -> RowError {
    error(
        ErrorCode::MergedCell,
        "en flettet celle",
        "Værdien står kun i den første række af de flettede celler.",
        "Ophæv fletningen, skriv værdien i hver række, og indlæs igen.",
    )
}

pub(in crate::import) fn missing_cell(cells: usize, columns: usize) -> RowError {
    error(
        ErrorCode::MissingCell,
        format!("{cells} celler i stedet for {columns}"),
        "Rækken er kortere end overskriften, så værdierne kan stå i forkerte kolonner.",
        "Udfyld rækken; en tom værdi skal stadig have sit skilletegn.",
    )
}

pub(in crate::import) fn two_values(key: &str, first: u32, second: u32) -> RowError {
    error(
        ErrorCode::TwoValues,
        format!("to forskellige værdier for {key}"),
        format!("Linje {first} og linje {second} siger hver sit om det samme."),
        "Behold den rigtige linje, og slet den anden; skal tallene lægges sammen, så gør det i filen.",
    )
    .on_line(second)
}

pub(in crate::import) fn repeated_row(key: &str, first: u32, second: u32) -> RowError {
    error(
        ErrorCode::RepeatedRow,
        format!("en gentaget række for {key}"),
        format!("Linje {first} og linje {second} er ens."),
        "Slet den ene af de to linjer.",
    )
    .on_line(second)
}

pub(in crate::import) fn overlapping_ages(
    place: &str,
    first: (u32, u16, u16),
    second: (u32, u16, u16),
) -> RowError {
    let ((line_a, from_a, to_a), (line_b, from_b, to_b)) = (first, second);
    error(
        ErrorCode::OverlappingAges,
        format!("aldersgruppen {from_b}-{to_b} år for {place}"),
        format!(
            "Den overlapper {from_a}-{to_a} år: linje {line_a} og linje {line_b} tæller nogle af de samme borgere."
        ),
        "Ret aldersgrænserne, så hver alder kun er med én gang.",
    )
    .on_line(line_b)
}

// A cell of a workbook.

pub(in crate::import) fn formula_without_value() -> RowError {
    error(
        ErrorCode::FormulaWithoutValue,
        "en formel uden gemt resultat",
        "Regnearket er gemt uden at være beregnet, så værdien kendes ikke.",
        "Åbn filen i Excel eller LibreOffice, lad den beregne, gem den, og indlæs igen.",
    )
}

pub(in crate::import) fn error_cell(text: &str) -> RowError {
    error(
        ErrorCode::ErrorCell,
        format!("fejlværdien {}", shown(text)),
        "Cellen indeholder en regnefejl, ikke en værdi.",
        "Ret formlen i regnearket, eller skriv værdien.",
    )
}

pub(in crate::import) fn date_cell() -> RowError {
    error(
        ErrorCode::DateCell,
        "en dato eller et klokkeslæt",
        "Excel har gemt cellen som en dato, ikke som det, kolonnen skal indeholde.",
        "Giv cellen formatet Tal eller Tekst, og skriv værdien igen.",
    )
}

pub(in crate::import) fn percent_cell() -> RowError {
    error(
        ErrorCode::PercentCell,
        "en procent",
        "Cellen er formateret som procent, så dens værdi er en hundrededel af den viste.",
        "Giv cellen formatet Tal, og kontrollér værdien.",
    )
}

pub(in crate::import) fn boolean_cell() -> RowError {
    error(
        ErrorCode::BooleanCell,
        "SAND eller FALSK",
        "Cellen er en logisk værdi, ikke det, kolonnen skal indeholde.",
        "Skriv værdien i cellen.",
    )
}

// A value.

pub(in crate::import) fn empty_value(column: &Column) -> RowError {
    error(
        ErrorCode::EmptyValue,
        "en tom celle",
        format!("Kolonnen skal være udfyldt ({}).", column.meaning),
        if column.is_number() {
            "Udfyld cellen, eller slet rækken. Er værdien nul, så skriv 0."
        } else {
            "Udfyld cellen, eller slet rækken."
        },
    )
}

pub(in crate::import) fn not_a_number(text: &str) -> RowError {
    error(
        ErrorCode::NotANumber,
        shown(text),
        "Det er ikke et tal.",
        "Skriv kun tallet, uden enhed og bogstaver.",
    )
}

pub(in crate::import) fn wrong_convention(found: String, convention: Convention) -> RowError {
    let (problem, remedy) = match convention {
        Convention::Comma => (
            "Filen bruger komma som decimaltegn og punktum kun mellem grupper på tre cifre; det passer tallet ikke med.",
            "Skriv det som 1234,50 eller 1.234,50, eller angiv decimalpunktum for hele filen (--decimal point).",
        ),
        Convention::Point => (
            "Filen bruger punktum som decimaltegn og intet mellem tusinderne; det passer tallet ikke med.",
            "Skriv det som 1234.50, eller angiv decimalkomma for hele filen (--decimal comma).",
        ),
    };
    error(ErrorCode::WrongConvention, found, problem, remedy)
}

pub(in crate::import) fn too_many_decimals(found: String, allowed: u32) -> RowError {
    let (problem, remedy) = match allowed {
        0 => (
            "Værdien skal være et helt tal.".to_owned(),
            "Skriv tallet uden decimaler.".to_owned(),
        ),
        n => (
            format!("Værdien må højst have {n} decimaler."),
            format!("Afrund til højst {n} decimaler i filen."),
        ),
    };
    error(ErrorCode::TooManyDecimals, found, problem, remedy)
}

pub(in crate::import) fn number_too_large(found: String) -> RowError {
    error(
        ErrorCode::NumberTooLarge,
        found,
        "Tallet er for stort til at kunne være rigtigt.",
        "Kontrollér, at der ikke er cifre eller decimaler for meget.",
    )
}

pub(in crate::import) fn lost_digits() -> RowError {
    error(
        ErrorCode::LostDigits,
        "et tal med mere end 15 cifre",
        "Et regneark gemmer højst 15 cifre, så de sidste er gået tabt.",
        "Giv cellen formatet Tekst, og skriv værdien igen.",
    )
}

pub(in crate::import) fn total_as_group(text: &str) -> RowError {
    error(
        ErrorCode::TotalAsGroup,
        shown(text),
        "Det er en sum, ikke en målgruppe, og den ville blive talt med ved siden af grupperne.",
        "Slet rækken, hvis grupperne står for sig; ellers lad målgruppen være tom.",
    )
}

pub(in crate::import) fn negative_number(found: String) -> RowError {
    error(
        ErrorCode::NegativeNumber,
        found,
        "Et antal personer kan ikke være negativt.",
        "Ret tallet. Er det en rettelse af et tidligere tal, så indlæs det rettede tal.",
    )
}

pub(in crate::import) fn not_positive(found: String) -> RowError {
    error(
        ErrorCode::NotPositive,
        found,
        "Et indekstal skal være større end nul.",
        "Skriv indekstallet, fx 103,9; slet rækken, hvis tallet ikke findes endnu.",
    )
}

pub(in crate::import) fn unknown_area(text: &str, nearest: Option<(&str, &str)>) -> RowError {
    let remedy = match nearest {
        Some((name, code)) => {
            format!("Mente du »{name}« ({code})? Skriv kommunens navn eller dens trecifrede kode.")
        }
        None => "Skriv kommunens navn eller dens trecifrede kode, eller KKR'ets navn.".to_owned(),
    };
    error(
        ErrorCode::UnknownArea,
        shown(text),
        "Det område kendes ikke.",
        remedy,
    )
}

pub(in crate::import) fn not_a_municipality(text: &str) -> RowError {
    error(
        ErrorCode::NotAMunicipality,
        shown(text),
        "Det er et KKR, ikke en kommune; folketallet opgøres for hver kommune.",
        "Skriv en række for hver kommune.",
    )
}

pub(in crate::import) fn foreign_area(text: &str, own: &str) -> RowError {
    error(
        ErrorCode::ForeignArea,
        shown(text),
        format!("Du kan kun indlæse tal for din egen kommune, {own}."),
        "Slet rækken, eller lad rammeaftalesekretariatet indlæse filen.",
    )
}

pub(in crate::import) fn foreign_offer(operator: &str, own: &str) -> RowError {
    error(
        ErrorCode::ForeignOffer,
        format!("et tilbud, der drives af {}", shown(operator)),
        format!("Du kan kun indlæse tilbud, som din egen kommune, {own}, driver."),
        "Slet rækken, eller lad rammeaftalesekretariatet indlæse filen.",
    )
}

pub(in crate::import) fn unknown_paragraph(text: &str) -> RowError {
    error(
        ErrorCode::UnknownParagraph,
        shown(text),
        "Den paragraf er ikke med i komponentanalysen.",
        "Skriv SEL § 107, SEL § 108, ABL § 105/85 eller SEL § 85. Samlede tal for flere paragraffer beregnes og skal ikke indlæses.",
    )
}

pub(in crate::import) fn not_a_year(text: &str) -> RowError {
    error(
        ErrorCode::NotAYear,
        shown(text),
        "Det er ikke et årstal.",
        "Skriv året med fire cifre, fx 2024.",
    )
}

pub(in crate::import) fn year_out_of_range(text: &str) -> RowError {
    error(
        ErrorCode::YearOutOfRange,
        shown(text),
        format!("Året skal ligge fra {} til {}.", Year::FIRST, Year::LAST),
        "Ret årstallet.",
    )
}

pub(in crate::import) fn unknown_price_level(text: &str) -> RowError {
    error(
        ErrorCode::UnknownPriceLevel,
        shown(text),
        "Prisniveauet kan ikke læses.",
        "Skriv det år, priserne er opgjort i, fx 2023, eller »løbende« for rækkens eget år.",
    )
}

pub(in crate::import) fn unknown_supplier(text: &str) -> RowError {
    error(
        ErrorCode::UnknownSupplier,
        shown(text),
        "Den leverandørtype kendes ikke.",
        "Skriv kommunal, regional eller privat, eller lad cellen være tom, hvis tallet gælder alle.",
    )
}

/// A case is paid to somebody: no cell of it may be empty.
pub(in crate::import) fn unknown_supplier_of_case(text: &str) -> RowError {
    error(
        ErrorCode::UnknownSupplier,
        shown(text),
        "Den leverandørtype kendes ikke.",
        "Skriv kommunal, regional eller privat.",
    )
}

pub(in crate::import) fn not_a_month(text: &str) -> RowError {
    error(
        ErrorCode::NotAMonth,
        shown(text),
        "Det er ikke en måned.",
        "Skriv månedens tal fra 1 til 12, eller lad cellen være tom.",
    )
}

pub(in crate::import) fn age_out_of_range(found: String) -> RowError {
    error(
        ErrorCode::AgeOutOfRange,
        found,
        "En alder skal være et helt tal fra 0 til 125.",
        "Ret alderen. En åben gruppe som 80+ skrives fra 80 til 125.",
    )
}

pub(in crate::import) fn ages_reversed(from: u16, to: u16) -> RowError {
    error(
        ErrorCode::AgesReversed,
        format!("fra {from} til {to} år"),
        "Gruppen begynder efter, at den slutter.",
        "Byt om på de to aldre, eller ret den forkerte.",
    )
}

//! Every text a refused file can be answered with, in one place: what was found, why it is
//! refused, what to do. The catalogue `docs/IMPORT-ERRORS.md` shows each with an example.

use super::errors::{ErrorCode, RowError, shown};
use super::{cpr, header::Column};
use crate::domain::number::{Convention, danish};
use crate::domain::period::Year;

fn error(
    code: ErrorCode,
    found: impl Into<String>,
    problem: impl Into<String>,
    remedy: impl Into<String>,
) -> RowError {
    RowError {
        line: None,
        column: None,
        code,
        found: found.into(),
        problem: problem.into(),
        remedy: remedy.into(),
    }
}

fn whole(number: u64) -> String {
    danish(number.into())
}

/// Bytes as people count them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} byte"),
        1_024..1_048_576 => format!("{} KB", whole(bytes.div_ceil(1_024))),
        _ => format!("{} MB", whole(bytes.div_ceil(1_048_576))),
    }
}

// The file as a whole.

pub(super) fn empty_file() -> RowError {
    error(
        ErrorCode::EmptyFile,
        "en tom fil",
        "Der er intet at indlæse.",
        "Vælg den fil, der indeholder tallene, og kontrollér, at den er gemt.",
    )
}

pub(super) fn file_too_large(bytes: u64, limit: u64) -> RowError {
    error(
        ErrorCode::FileTooLarge,
        format!("en fil på {}", size(bytes)),
        format!("En fil må højst fylde {}.", size(limit)),
        "Del filen i flere, fx en for hvert år, og indlæs dem hver for sig.",
    )
}

pub(super) fn too_many_rows(limit: usize) -> RowError {
    error(
        ErrorCode::TooManyRows,
        format!("flere end {} rækker", whole(limit as u64)),
        "Så mange rækker kan ikke indlæses på én gang.",
        "Del filen i flere, fx en for hvert år, og indlæs dem hver for sig.",
    )
}

pub(super) fn binary_file() -> RowError {
    error(
        ErrorCode::BinaryFile,
        "en fil, der hverken er tekst eller et regneark",
        "Indholdet kan ikke læses som rækker og kolonner.",
        "Gem tallene som CSV, XLSX eller ODS, og indlæs den fil.",
    )
}

pub(super) fn not_a_workbook(what: &str) -> RowError {
    error(
        ErrorCode::NotAWorkbook,
        what,
        "Filen er ikke det regneark, den ser ud til at være.",
        "Åbn den i Excel eller LibreOffice, gem den som .xlsx eller .ods (eller omdøb den til .csv, hvis den er ren tekst), og indlæs den fil.",
    )
}

pub(super) fn broken_workbook(part: &str) -> RowError {
    error(
        ErrorCode::BrokenWorkbook,
        format!("et regneark, hvor {part} ikke kan læses"),
        "Filen er beskadiget eller kun delvist overført.",
        "Åbn den i Excel eller LibreOffice, gem den igen som .xlsx, og indlæs den nye fil.",
    )
}

pub(super) fn password_protected() -> RowError {
    error(
        ErrorCode::PasswordProtected,
        "et regneark med adgangskode",
        "Indholdet er krypteret og kan ikke læses.",
        "Fjern adgangskoden (Filer, Oplysninger, Beskyt projektmappe), gem filen, og indlæs den igen.",
    )
}

pub(super) fn old_workbook(what: &str) -> RowError {
    error(
        ErrorCode::OldWorkbook,
        what,
        "Det format læses ikke.",
        "Åbn filen i Excel eller LibreOffice, vælg Gem som, Excel-projektmappe (.xlsx), og indlæs den nye fil.",
    )
}

pub(super) fn unpacks_too_large(limit: u64) -> RowError {
    error(
        ErrorCode::UnpacksTooLarge,
        format!("et regneark, der fylder mere end {} pakket ud", size(limit)),
        "Så stort et regneark indlæses ikke; ofte er det billeder eller tomme, formaterede rækker, der fylder.",
        "Kopiér kun rækkerne med tal til et nyt regneark, og indlæs det.",
    )
}

pub(super) fn sheet_not_found(wanted: Option<&str>, names: &[String]) -> RowError {
    let found = match wanted {
        Some(name) => format!("intet ark med navnet {}", shown(name)),
        None => "et regneark uden ark".to_owned(),
    };
    let problem = match names {
        [] => "Projektmappen har ingen ark med celler.".to_owned(),
        [one] => format!("Projektmappen har kun arket {}.", shown(one)),
        many => {
            let list: Vec<String> = many.iter().take(10).map(|name| shown(name)).collect();
            format!("Projektmappen har arkene {}.", list.join(", "))
        }
    };
    error(
        ErrorCode::SheetNotFound,
        found,
        problem,
        "Vælg et af filens ark, eller udelad navnet, så læses det første.",
    )
}

pub(super) fn unmarked_utf16() -> RowError {
    error(
        ErrorCode::UnmarkedUtf16,
        "en tekstfil i UTF-16 uden mærke (BOM) i begyndelsen",
        "Tegnene kan ikke læses sikkert.",
        "Gem filen som »CSV UTF-8«, og indlæs den igen.",
    )
}

pub(super) fn broken_encoding(name: &str) -> RowError {
    error(
        ErrorCode::BrokenEncoding,
        format!("en tekstfil i {name} med ødelagte tegn"),
        "Nogle af tegnene kan ikke læses.",
        "Gem filen som »CSV UTF-8«, og indlæs den igen.",
    )
}

pub(super) fn mixed_encoding(utf8: u32, other: u32) -> RowError {
    error(
        ErrorCode::MixedEncoding,
        "en tekstfil i to tegnsæt",
        format!(
            "Linje {utf8} er skrevet i UTF-8 og linje {other} i et andet tegnsæt (Windows-1252), så æ, ø og å kan ikke læses sikkert."
        ),
        "Saml tallene i ét regneark, gem det som »CSV UTF-8«, og indlæs den fil.",
    )
    .on_line(other)
}

pub(super) fn unclosed_quote(line: u32) -> RowError {
    error(
        ErrorCode::UnclosedQuote,
        "et anførselstegn, der ikke bliver afsluttet",
        "Resten af filen ville blive læst som én celle.",
        "Fjern anførselstegnet, eller sæt det manglende ind.",
    )
    .on_line(line)
}

pub(super) fn convention_not_stated(line: u32) -> RowError {
    error(
        ErrorCode::ConventionNotStated,
        "en fil med tabulator mellem kolonnerne",
        "Den viser ikke, om tallene er skrevet med komma eller punktum som decimaltegn.",
        "Angiv decimaltegnet (--decimal comma eller --decimal point), eller gem filen med semikolon.",
    )
    .on_line(line)
}

// The header.

pub(super) fn no_header(columns: &[Column]) -> RowError {
    let keys: Vec<&str> = columns
        .iter()
        .filter(|c| c.required)
        .map(|c| c.key)
        .collect();
    error(
        ErrorCode::NoHeader,
        "ingen række med overskrifter",
        "Ingen af de første 30 rækker har de kendte kolonneoverskrifter, adskilt af semikolon, komma eller tabulator.",
        format!(
            "Skriv en overskriftsrække med kolonnerne {}.",
            keys.join(", ")
        ),
    )
}

pub(super) fn unknown_header(header: &str, nearest: Option<&str>, columns: &[Column]) -> RowError {
    let remedy = match nearest {
        Some(key) => {
            format!("Mente du »{key}«? Ret overskriften, eller slet kolonnen, og indlæs igen.")
        }
        None => {
            let keys: Vec<&str> = columns.iter().map(|c| c.key).collect();
            format!(
                "De kendte overskrifter er {}. Ret overskriften, eller slet kolonnen.",
                keys.join(", ")
            )
        }
    };
    error(
        ErrorCode::UnknownHeader,
        format!("overskriften {}", shown(header)),
        "Den kolonne kendes ikke.",
        remedy,
    )
}

pub(super) fn missing_column(column: &Column) -> RowError {
    error(
        ErrorCode::MissingColumn,
        format!("ingen kolonne »{}«", column.key),
        format!("Filen skal have den ({}).", column.meaning),
        format!("Tilføj kolonnen med overskriften »{}«.", column.key),
    )
    .in_column(column.key)
}

pub(super) fn repeated_header(column: &Column, first: usize, second: usize) -> RowError {
    error(
        ErrorCode::RepeatedHeader,
        format!("overskriften »{}« to gange", column.key),
        format!(
            "Den står i både kolonne {} og {}.",
            column_name(first),
            column_name(second)
        ),
        "Slet eller omdøb den ene.",
    )
    .in_column(column.key)
}

pub(super) fn no_rows() -> RowError {
    error(
        ErrorCode::NoRows,
        "en overskrift uden rækker under",
        "Der er ingen tal at indlæse.",
        "Tilføj rækkerne, eller vælg det ark, de står i.",
    )
}

// A row.

pub(super) fn cpr_number() -> RowError {
    error(
        ErrorCode::CprNumber,
        cpr::DESCRIPTION,
        "Systemet må ikke modtage personnumre, så rækken er afvist, og nummeret er ikke gemt.",
        "Fjern personnummeret fra filen, og indlæs den igen.",
    )
}

pub(super) fn extra_cell(index: usize, text: &str) -> RowError {
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

pub(super) fn missing_cell(cells: usize, columns: usize) -> RowError {
    error(
        ErrorCode::MissingCell,
        format!("{cells} celler i stedet for {columns}"),
        "Rækken er kortere end overskriften, så værdierne kan stå i forkerte kolonner.",
        "Udfyld rækken; en tom værdi skal stadig have sit skilletegn.",
    )
}

pub(super) fn two_values(key: &str, first: u32, second: u32) -> RowError {
    error(
        ErrorCode::TwoValues,
        format!("to forskellige værdier for {key}"),
        format!("Linje {first} og linje {second} siger hver sit om det samme."),
        "Behold den rigtige linje, og slet den anden; skal tallene lægges sammen, så gør det i filen.",
    )
    .on_line(second)
}

pub(super) fn repeated_row(key: &str, first: u32, second: u32) -> RowError {
    error(
        ErrorCode::RepeatedRow,
        format!("en gentaget række for {key}"),
        format!("Linje {first} og linje {second} er ens."),
        "Slet den ene af de to linjer.",
    )
    .on_line(second)
}

pub(super) fn overlapping_ages(
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

pub(super) fn formula_without_value() -> RowError {
    error(
        ErrorCode::FormulaWithoutValue,
        "en formel uden gemt resultat",
        "Regnearket er gemt uden at være beregnet, så værdien kendes ikke.",
        "Åbn filen i Excel eller LibreOffice, lad den beregne, gem den, og indlæs igen.",
    )
}

pub(super) fn error_cell(text: &str) -> RowError {
    error(
        ErrorCode::ErrorCell,
        format!("fejlværdien {}", shown(text)),
        "Cellen indeholder en regnefejl, ikke en værdi.",
        "Ret formlen i regnearket, eller skriv værdien.",
    )
}

pub(super) fn date_cell() -> RowError {
    error(
        ErrorCode::DateCell,
        "en dato eller et klokkeslæt",
        "Excel har gemt cellen som en dato, ikke som det, kolonnen skal indeholde.",
        "Giv cellen formatet Tal eller Tekst, og skriv værdien igen.",
    )
}

pub(super) fn percent_cell() -> RowError {
    error(
        ErrorCode::PercentCell,
        "en procent",
        "Cellen er formateret som procent, så dens værdi er en hundrededel af den viste.",
        "Giv cellen formatet Tal, og kontrollér værdien.",
    )
}

pub(super) fn boolean_cell() -> RowError {
    error(
        ErrorCode::BooleanCell,
        "SAND eller FALSK",
        "Cellen er en logisk værdi, ikke det, kolonnen skal indeholde.",
        "Skriv værdien i cellen.",
    )
}

// A value.

pub(super) fn empty_value(column: &Column) -> RowError {
    error(
        ErrorCode::EmptyValue,
        "en tom celle",
        format!("Kolonnen skal være udfyldt ({}).", column.meaning),
        "Udfyld cellen, eller slet rækken. Er værdien nul, så skriv 0.",
    )
}

pub(super) fn not_a_number(text: &str) -> RowError {
    error(
        ErrorCode::NotANumber,
        shown(text),
        "Det er ikke et tal.",
        "Skriv kun tallet, uden enhed og bogstaver.",
    )
}

pub(super) fn wrong_convention(found: String, convention: Convention) -> RowError {
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

pub(super) fn too_many_decimals(found: String, allowed: u32) -> RowError {
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

pub(super) fn number_too_large(found: String) -> RowError {
    error(
        ErrorCode::NumberTooLarge,
        found,
        "Tallet er for stort til at kunne være rigtigt.",
        "Kontrollér, at der ikke er cifre eller decimaler for meget.",
    )
}

pub(super) fn negative_number(found: String) -> RowError {
    error(
        ErrorCode::NegativeNumber,
        found,
        "Et antal personer kan ikke være negativt.",
        "Ret tallet. Er det en rettelse af et tidligere tal, så indlæs det rettede tal.",
    )
}

pub(super) fn not_positive(found: String) -> RowError {
    error(
        ErrorCode::NotPositive,
        found,
        "Et indekstal skal være større end nul.",
        "Skriv indekstallet, fx 103,9; slet rækken, hvis tallet ikke findes endnu.",
    )
}

pub(super) fn unknown_area(text: &str, nearest: Option<(&str, &str)>) -> RowError {
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

pub(super) fn not_a_municipality(text: &str) -> RowError {
    error(
        ErrorCode::NotAMunicipality,
        shown(text),
        "Det er et KKR, ikke en kommune; folketallet opgøres for hver kommune.",
        "Skriv en række for hver kommune.",
    )
}

pub(super) fn unknown_paragraph(text: &str) -> RowError {
    error(
        ErrorCode::UnknownParagraph,
        shown(text),
        "Den paragraf er ikke med i komponentanalysen.",
        "Skriv SEL § 107, SEL § 108, ABL § 105/85 eller SEL § 85. Samlede tal for flere paragraffer beregnes og skal ikke indlæses.",
    )
}

pub(super) fn not_a_year(text: &str) -> RowError {
    error(
        ErrorCode::NotAYear,
        shown(text),
        "Det er ikke et årstal.",
        "Skriv året med fire cifre, fx 2024.",
    )
}

pub(super) fn year_out_of_range(text: &str) -> RowError {
    error(
        ErrorCode::YearOutOfRange,
        shown(text),
        format!("Året skal ligge fra {} til {}.", Year::FIRST, Year::LAST),
        "Ret årstallet.",
    )
}

pub(super) fn unknown_price_level(text: &str) -> RowError {
    error(
        ErrorCode::UnknownPriceLevel,
        shown(text),
        "Prisniveauet kan ikke læses.",
        "Skriv det år, priserne er opgjort i, fx 2023, eller »løbende« for rækkens eget år.",
    )
}

pub(super) fn unknown_supplier(text: &str) -> RowError {
    error(
        ErrorCode::UnknownSupplier,
        shown(text),
        "Den leverandørtype kendes ikke.",
        "Skriv kommunal, regional eller privat, eller lad cellen være tom, hvis tallet gælder alle.",
    )
}

pub(super) fn age_out_of_range(found: String) -> RowError {
    error(
        ErrorCode::AgeOutOfRange,
        found,
        "En alder skal være et helt tal fra 0 til 125.",
        "Ret alderen. En åben gruppe som 80+ skrives fra 80 til 125.",
    )
}

pub(super) fn ages_reversed(from: u16, to: u16) -> RowError {
    error(
        ErrorCode::AgesReversed,
        format!("fra {from} til {to} år"),
        "Gruppen begynder efter, at den slutter.",
        "Byt om på de to aldre, eller ret den forkerte.",
    )
}

// The list itself.

pub(super) fn more_errors(more: usize) -> RowError {
    error(
        ErrorCode::MoreErrors,
        match more {
            1 => "1 fejl til".to_owned(),
            n => format!("{} fejl til", whole(n as u64)),
        },
        "Listen viser kun de første fejl.",
        "Ret de viste fejl først; ofte er det den samme fejl, der går igen. Indlæs så filen igen.",
    )
}

/// "A", "B", ... "AA", as spreadsheets name their columns.
fn column_name(index: usize) -> String {
    let mut name = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(column_name).join(" "),
            "A Z AA ZZ AAA"
        );
    }

    #[test]
    fn sizes_as_people_count_them() {
        assert_eq!(
            [10, 2_000, 20 * 1_048_576].map(size).join(", "),
            "10 byte, 2 KB, 20 MB"
        );
    }
}

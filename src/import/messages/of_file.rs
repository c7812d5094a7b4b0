//! Texts for a file that cannot be read, and for its header.

use std::time::Duration;

use super::{column_name, error, size, whole};
use crate::import::columns::Column;
use crate::import::errors::{ErrorCode, RowError, shown};

// The file as a whole.

pub(in crate::import) fn empty_file() -> RowError {
    error(
        ErrorCode::EmptyFile,
        "en tom fil",
        "Der er intet at indlæse.",
        "Vælg den fil, der indeholder tallene, og kontrollér, at den er gemt.",
    )
}

pub(in crate::import) fn file_too_large(bytes: u64, limit: u64) -> RowError {
    error(
        ErrorCode::FileTooLarge,
        format!("en fil på {}", size(bytes)),
        format!("En fil må højst fylde {}.", size(limit)),
        "Del filen i flere, fx en for hvert år, og indlæs dem hver for sig.",
    )
}

pub(in crate::import) fn too_many_rows(limit: usize) -> RowError {
    error(
        ErrorCode::TooManyRows,
        format!("flere end {} rækker", whole(limit as u64)),
        "Så mange rækker kan ikke indlæses på én gang.",
        "Del filen i flere, fx en for hvert år, og indlæs dem hver for sig.",
    )
}

/// `found` is what takes the place.
pub(in crate::import) fn too_many_cells(found: &str) -> RowError {
    error(
        ErrorCode::TooManyCells,
        found,
        "Så mange celler kan ikke indlæses på én gang.",
        "Kopiér kun rækkerne med tal til et nyt regneark, og indlæs det.",
    )
}

pub(in crate::import) fn repeated_too_often(times: u32) -> RowError {
    too_many_cells(&format!(
        "en række, der er gentaget {} gange",
        whole(u64::from(times))
    ))
}

pub(in crate::import) fn text_too_long(limit: usize) -> RowError {
    error(
        ErrorCode::TextTooLong,
        format!("en tekst på mere end {} tegn", whole(limit as u64)),
        "Så lang en tekst er ikke et navn eller en værdi; ofte er et afsnit kommet med.",
        "Forkort teksten, eller slet den.",
    )
}

pub(in crate::import) fn takes_too_long(limit: Duration) -> RowError {
    error(
        ErrorCode::TakesTooLong,
        "en fil, der er for længe om at blive læst",
        format!("En fil må højst tage {} sekunder.", limit.as_secs()),
        "Kopiér kun rækkerne med tal til et nyt regneark, eller del filen i flere, og indlæs igen.",
    )
}

pub(in crate::import) fn binary_file() -> RowError {
    error(
        ErrorCode::BinaryFile,
        "en fil, der hverken er tekst eller et regneark",
        "Indholdet kan ikke læses som rækker og kolonner.",
        "Gem tallene som CSV, XLSX eller ODS, og indlæs den fil.",
    )
}

pub(in crate::import) fn not_a_workbook(what: &str) -> RowError {
    error(
        ErrorCode::NotAWorkbook,
        what,
        "Filen er ikke det regneark, den ser ud til at være.",
        "Åbn den i Excel eller LibreOffice, gem den som .xlsx eller .ods (eller omdøb den til .csv, hvis den er ren tekst), og indlæs den fil.",
    )
}

pub(in crate::import) fn broken_workbook(part: &str) -> RowError {
    error(
        ErrorCode::BrokenWorkbook,
        format!("et regneark, hvor {part} ikke kan læses"),
        "Filen er beskadiget eller kun delvist overført.",
        "Åbn den i Excel eller LibreOffice, gem den igen som .xlsx, og indlæs den nye fil.",
    )
}

pub(in crate::import) fn password_protected() -> RowError {
    error(
        ErrorCode::PasswordProtected,
        "et regneark med adgangskode",
        "Indholdet er krypteret og kan ikke læses.",
        "Fjern adgangskoden (Filer, Oplysninger, Beskyt projektmappe), gem filen, og indlæs den igen.",
    )
}

pub(in crate::import) fn old_workbook(what: &str) -> RowError {
    error(
        ErrorCode::OldWorkbook,
        what,
        "Det format læses ikke.",
        "Åbn filen i Excel eller LibreOffice, vælg Gem som, Excel-projektmappe (.xlsx), og indlæs den nye fil.",
    )
}

pub(in crate::import) fn unpacks_too_large(limit: u64) -> RowError {
    error(
        ErrorCode::UnpacksTooLarge,
        format!("et regneark, der fylder mere end {} pakket ud", size(limit)),
        "Så stort et regneark indlæses ikke; ofte er det billeder eller tomme, formaterede rækker, der fylder.",
        "Kopiér kun rækkerne med tal til et nyt regneark, og indlæs det.",
    )
}

pub(in crate::import) fn sheet_not_found(wanted: Option<&str>, names: &[String]) -> RowError {
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

pub(in crate::import) fn unmarked_utf16() -> RowError {
    error(
        ErrorCode::UnmarkedUtf16,
        "en tekstfil i UTF-16 uden mærke (BOM) i begyndelsen",
        "Tegnene kan ikke læses sikkert.",
        "Gem filen som »CSV UTF-8«, og indlæs den igen.",
    )
}

pub(in crate::import) fn broken_encoding(name: &str) -> RowError {
    error(
        ErrorCode::BrokenEncoding,
        format!("en tekstfil i {name} med ødelagte tegn"),
        "Nogle af tegnene kan ikke læses.",
        "Gem filen som »CSV UTF-8«, og indlæs den igen.",
    )
}

pub(in crate::import) fn mixed_encoding(utf8: u32, other: u32) -> RowError {
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

pub(in crate::import) fn lost_letters(text: &str) -> RowError {
    error(
        ErrorCode::LostLetters,
        shown(text),
        "Et bogstav er gået tabt, før filen blev sendt.",
        "Skriv bogstavet igen, eller gem filen på ny som »CSV UTF-8« fra det program, tallene kommer fra.",
    )
}

pub(in crate::import) fn unclosed_quote(line: u32) -> RowError {
    error(
        ErrorCode::UnclosedQuote,
        "et anførselstegn, der ikke bliver afsluttet",
        "Resten af filen ville blive læst som én celle.",
        "Fjern anførselstegnet, eller sæt det manglende ind.",
    )
    .on_line(line)
}

pub(in crate::import) fn convention_not_stated(line: u32) -> RowError {
    error(
        ErrorCode::ConventionNotStated,
        "en fil med tabulator mellem kolonnerne",
        "Den viser ikke, om tallene er skrevet med komma eller punktum som decimaltegn.",
        "Angiv decimaltegnet (--decimal comma eller --decimal point), eller gem filen med semikolon.",
    )
    .on_line(line)
}

pub(in crate::import) fn amounts_not_stated(text: &str) -> RowError {
    error(
        ErrorCode::AmountsNotStated,
        shown(text),
        "Beløb læses som hele kroner, medmindre andet er valgt.",
        "Vælg, hvad beløbene er i: hele kroner, 1.000 kr. eller mio. kr. (--amounts 1, 1000 eller 1000000).",
    )
}

// The header.

pub(in crate::import) fn no_header(columns: &[Column]) -> RowError {
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

/// The columns are those of another kind of file; its label.
pub(in crate::import) fn other_kind(label: &str) -> RowError {
    error(
        ErrorCode::OtherKind,
        format!("overskrifterne i en fil med {label}"),
        format!("Filen ligner {label}, men en anden slags er valgt."),
        format!("Vælg {label} som filens indhold, eller vælg den rigtige fil."),
    )
}

/// [`no_header`] of a workbook with more sheets.
pub(in crate::import) fn no_header_in(
    columns: &[Column],
    sheet: &str,
    others: &[String],
) -> RowError {
    let fault = no_header(columns);
    if others.is_empty() {
        return fault;
    }
    let list: Vec<String> = others.iter().take(10).map(|name| shown(name)).collect();
    RowError {
        problem: format!("Arket {} er læst. {}", shown(sheet), fault.problem),
        remedy: format!(
            "Vælg et andet ark (--sheet), hvis tallene står dér: {}. {}",
            list.join(", "),
            fault.remedy
        ),
        ..fault
    }
}

pub(in crate::import) fn unknown_header(
    header: &str,
    nearest: Option<&str>,
    columns: &[Column],
) -> RowError {
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

pub(in crate::import) fn missing_column(column: &Column) -> RowError {
    error(
        ErrorCode::MissingColumn,
        format!("ingen kolonne »{}«", column.key),
        format!("Filen skal have den ({}).", column.meaning),
        format!("Tilføj kolonnen med overskriften »{}«.", column.key),
    )
    .in_column(column.key)
}

pub(in crate::import) fn repeated_header(column: &Column, first: usize, second: usize) -> RowError {
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

pub(in crate::import) fn no_rows() -> RowError {
    error(
        ErrorCode::NoRows,
        "en overskrift uden rækker under",
        "Der er ingen tal at indlæse.",
        "Tilføj rækkerne, eller vælg det ark, de står i.",
    )
}

/// `numbers` are the columns that no row has anything in.
pub(in crate::import) fn not_filled_in(numbers: &[&Column]) -> RowError {
    let named: Vec<&str> = numbers.iter().map(|column| column.key).collect();
    let named = named.join(" og ");
    error(
        ErrorCode::NotFilledIn,
        format!("rækker, hvor ingen har noget i {named}"),
        "Filen er en skabelon, der ikke er udfyldt.",
        format!(
            "Skriv tallene i {named}, slet de rækker, der ikke skal bruges, og send filen igen."
        ),
    )
}

// The list itself.

/// How many more rows have the same fault.
pub(in crate::import) fn rows_more(more: usize) -> String {
    match more {
        1 => " (og det samme i 1 række til)".to_owned(),
        n => format!(" (og det samme i {} rækker til)", whole(n as u64)),
    }
}

pub(in crate::import) fn more_errors(more: usize) -> RowError {
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

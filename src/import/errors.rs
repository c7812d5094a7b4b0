//! What is wrong with a file: one [`RowError`] per fault, with its place, its reason and the way out.
//!
//! The texts themselves stand in [`super::messages`]; the catalogue with an example of each is
//! `docs/IMPORT-ERRORS.md`.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::cpr;

/// Which fault it is. The key (`cpr-number`, `wrong-convention` ...) is stable: others script against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    // The file as a whole.
    EmptyFile,
    FileTooLarge,
    TooManyRows,
    TooManyCells,
    TextTooLong,
    TakesTooLong,
    BinaryFile,
    NotAWorkbook,
    BrokenWorkbook,
    PasswordProtected,
    OldWorkbook,
    UnpacksTooLarge,
    SheetNotFound,
    UnmarkedUtf16,
    BrokenEncoding,
    MixedEncoding,
    LostLetters,
    UnclosedQuote,
    ConventionNotStated,
    AmountsNotStated,
    // The header.
    NoHeader,
    OtherKind,
    UnknownHeader,
    MissingColumn,
    RepeatedHeader,
    NoRows,
    NotFilledIn,
    // A row.
    CprNumber,
    PNumber,
    ExtraCell,
    MissingCell,
    SpaceBeforeQuote,
    NoData,
    TwoValues,
    RepeatedRow,
    OverlappingAges,
    // A cell of a workbook.
    FormulaWithoutValue,
    ErrorCell,
    DateCell,
    PercentCell,
    BooleanCell,
    MergedCell,
    // A value.
    EmptyValue,
    NoValue,
    NotANumber,
    WrongConvention,
    MixedGroups,
    ForeignCurrency,
    TooManyDecimals,
    NumberTooLarge,
    LostDigits,
    NegativeNumber,
    NotPositive,
    UnknownArea,
    NotAMunicipality,
    ForeignArea,
    ForeignOffer,
    UnknownParagraph,
    NotAYear,
    YearOutOfRange,
    UnknownPriceLevel,
    UnknownSupplier,
    AgeOutOfRange,
    AgesReversed,
    NotAMonth,
    // Offers and tariffs.
    UnknownForm,
    UnknownTargetGroup,
    TotalAsGroup,
    UnknownSupervisor,
    NotYesOrNo,
    TooManyMembers,
    NegativeAmount,
    OfferRepeated,
    UnknownOffer,
    OfferNameTwice,
    ParagraphNotOfOffer,
    UnknownUnit,
    TariffNotPositive,
    TwoTariffs,
    OccupancyOutOfRange,
    PartsDoNotAddUp,
    // Vacant places.
    UnknownPlaceKind,
    NotADate,
    DatesReversed,
    NoPlaces,
    RentOfPlace,
    EntryRepeated,
    MoreThanTheOfferHas,
    // Result documentation.
    NotAQuarter,
    MoreThanAll,
    // Danmarks Statistik.
    UnknownService,
    UnknownCategory,
    NotAPeriod,
    VariableNotTold,
    PxLacks,
    PxBroken,
    NothingUsed,
    // The list itself.
    MoreErrors,
}

impl ErrorCode {
    /// In the order of the catalogue.
    pub const ALL: [ErrorCode; 98] = {
        use ErrorCode::*;
        [
            EmptyFile,
            FileTooLarge,
            TooManyRows,
            TooManyCells,
            TextTooLong,
            TakesTooLong,
            BinaryFile,
            NotAWorkbook,
            BrokenWorkbook,
            PasswordProtected,
            OldWorkbook,
            UnpacksTooLarge,
            SheetNotFound,
            UnmarkedUtf16,
            BrokenEncoding,
            MixedEncoding,
            LostLetters,
            UnclosedQuote,
            ConventionNotStated,
            AmountsNotStated,
            NoHeader,
            OtherKind,
            UnknownHeader,
            MissingColumn,
            RepeatedHeader,
            NoRows,
            NotFilledIn,
            CprNumber,
            PNumber,
            ExtraCell,
            MissingCell,
            SpaceBeforeQuote,
            NoData,
            TwoValues,
            RepeatedRow,
            OverlappingAges,
            FormulaWithoutValue,
            ErrorCell,
            DateCell,
            PercentCell,
            BooleanCell,
            MergedCell,
            EmptyValue,
            NoValue,
            NotANumber,
            WrongConvention,
            MixedGroups,
            ForeignCurrency,
            TooManyDecimals,
            NumberTooLarge,
            LostDigits,
            NegativeNumber,
            NotPositive,
            UnknownArea,
            NotAMunicipality,
            ForeignArea,
            ForeignOffer,
            UnknownParagraph,
            NotAYear,
            YearOutOfRange,
            UnknownPriceLevel,
            UnknownSupplier,
            AgeOutOfRange,
            AgesReversed,
            NotAMonth,
            UnknownForm,
            UnknownTargetGroup,
            TotalAsGroup,
            UnknownSupervisor,
            NotYesOrNo,
            TooManyMembers,
            NegativeAmount,
            OfferRepeated,
            UnknownOffer,
            OfferNameTwice,
            ParagraphNotOfOffer,
            UnknownUnit,
            TariffNotPositive,
            TwoTariffs,
            OccupancyOutOfRange,
            PartsDoNotAddUp,
            UnknownPlaceKind,
            NotADate,
            DatesReversed,
            NoPlaces,
            RentOfPlace,
            EntryRepeated,
            MoreThanTheOfferHas,
            NotAQuarter,
            MoreThanAll,
            UnknownService,
            UnknownCategory,
            NotAPeriod,
            VariableNotTold,
            PxLacks,
            PxBroken,
            NothingUsed,
            MoreErrors,
        ]
    };

    /// The stable key, in kebab case.
    pub fn key(self) -> String {
        let name = format!("{self:?}");
        let mut key = String::with_capacity(name.len() + 3);
        for (i, letter) in name.chars().enumerate() {
            if letter.is_ascii_uppercase() && i > 0 {
                key.push('-');
            }
            key.push(letter.to_ascii_lowercase());
        }
        key
    }
}

/// One fault of a file (fejl), with Danish texts that can be shown as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The physical line, or the row of the sheet, counted from 1; `None` for the file as a whole.
    pub line: Option<u32>,
    /// The column's key (`udgift`), or the header as it stands in the file when it has no key.
    pub column: Option<String>,
    /// Where the column stands in the file, when it does.
    #[serde(flatten)]
    pub place: Option<Box<Place>>,
    pub code: ErrorCode,
    /// What was found, ready to show: a value in »«, or a description.
    pub found: String,
    /// Why it is refused.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

/// Where a column stands in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The heading as the file writes it.
    pub heading: String,
    /// The letter that a spreadsheet gives the column.
    pub letter: String,
}

impl RowError {
    /// One line of text: `FILE:LINE:COLUMN: what was found, why it is refused, what to do`. Parts
    /// that are unknown are left out.
    pub fn at(&self, file_name: &str) -> String {
        let mut text = escaped(&cpr::without(file_name));
        if let Some(line) = self.line {
            let _ = write!(text, ":{line}");
        }
        if let Some(column) = &self.column {
            let _ = write!(text, ":{column}");
        }
        let _ = write!(
            text,
            ": fandt {}{}. {} {}",
            self.found,
            self.in_words(),
            self.problem,
            self.remedy
        );
        text
    }

    /// " i kolonne D", with the heading where it is written otherwise than the column's key.
    fn in_words(&self) -> String {
        let Some(Place { heading, letter }) = self.place.as_deref() else {
            return String::new();
        };
        if self.column.as_ref() == Some(&heading.to_lowercase()) {
            format!(" i kolonne {letter}")
        } else {
            format!(" i kolonne {letter} ({})", shown(heading))
        }
    }

    /// The column for a reader: the file's own heading and its letter, as far as they are known.
    pub fn column_shown(&self) -> Option<String> {
        match self.place.as_deref() {
            Some(Place { heading, letter }) => {
                let heading = shortened(&cpr::without(heading), SHOWN_CHARS);
                Some(format!("{heading} ({letter})"))
            }
            None => self.column.clone(),
        }
    }

    pub(super) fn on_line(mut self, line: u32) -> RowError {
        self.line = Some(line);
        self
    }

    pub(super) fn in_column(mut self, column: &str) -> RowError {
        self.column = Some(column.to_owned());
        self
    }
}

/// The longest text of a file that a message repeats, in characters.
const SHOWN_CHARS: usize = 60;

/// A text of the file as a message may show it: in »«, shortened, control characters made
/// visible, and never a CPR number.
pub(super) fn shown(text: &str) -> String {
    if cpr::find(text) {
        cpr::DESCRIPTION.to_owned()
    } else {
        format!("»{}«", shortened(text, SHOWN_CHARS))
    }
}

/// At most `limit` characters of the text, with "…" for the rest.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((cut, _)) => format!("{}…", escaped(&text[..cut])),
        None => escaped(text),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push('⏎'),
            '\t' => out.push('⇥'),
            c if c.is_control() || is_invisible(c) || cpr::is_invisible(c) => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// Characters that would turn or hide the text around them.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_serde_and_unique() {
        let mut keys: Vec<String> = ErrorCode::ALL.map(ErrorCode::key).to_vec();
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.key());
        }
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn shown_texts_are_short_visible_and_hold_no_cpr_number() {
        assert_eq!(shown("a\tb\u{1}\u{202e}"), "»a⇥b\\u{1}\\u{202e}«");
        assert_eq!(shown(&"å".repeat(100)), format!("»{}…«", "å".repeat(60)));
        assert_eq!(shown("Jens 010190-1234"), cpr::DESCRIPTION);
    }

    #[test]
    fn a_place_leaves_out_what_is_unknown() {
        let error = super::super::messages::empty_file();
        assert!(error.at("a\nb.csv").starts_with("a⏎b.csv: fandt "));
        assert!(
            error
                .clone()
                .on_line(7)
                .at("a.csv")
                .starts_with("a.csv:7: ")
        );
        assert!(
            error
                .on_line(7)
                .in_column("udgift")
                .at("a.csv")
                .starts_with("a.csv:7:udgift: ")
        );
    }
}

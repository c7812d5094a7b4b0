//! The receipt of an upload (kvittering).

use serde::{Deserialize, Serialize};

use crate::domain::number::danish;
use crate::import::{FileMeta, Format};

/// Changes that a receipt spells out; the rest is counted.
pub const CHANGES_SHOWN: usize = 200;

/// What an upload brought, or would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Number of the upload, which "as of" takes; none for a dry run or a file that stood already.
    pub number: Option<i64>,
    pub dry_run: bool,
    pub kind: String,
    pub file_name: String,
    pub sha256: String,
    pub bytes: u64,
    /// How the file was read, in Danish: "CSV med semikolon, UTF-8, decimalkomma".
    pub read_as: String,
    pub sheet: Option<String>,
    pub uploaded_by: String,
    /// RFC 3339, UTC; empty for a dry run.
    pub uploaded_at: String,
    pub rows_in: usize,
    pub rows_kept: usize,
    /// Rows that are no data, each with its reason: title rows, "I alt" rows.
    pub skipped: Vec<SkippedRow>,
    pub sums: Vec<Sum>,
    /// Rows that say something new, something else than before, or the same.
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// The first of the changed rows, old and new.
    pub changes: Vec<Change>,
    /// A standing upload of the same content.
    pub same_as: Option<i64>,
    /// What was accepted and is worth knowing, in Danish: years that a service skips.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The first of what is odd of the figures; it is stored all the same.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// How many there are.
    #[serde(default)]
    pub warnings_in_all: usize,
    /// What the rows are about, as far as it is a short list.
    #[serde(default)]
    pub about: About,
}

/// What the rows of a file are about: each list in order, empty where the kind has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub years: Vec<i32>,
    /// Codes of municipalities and KKRs.
    pub areas: Vec<String>,
    /// Keys of paragraphs.
    pub paragraphs: Vec<String>,
}

/// Something odd of a figure that a file brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub kind: WarningKind,
    pub year: i32,
    /// Code of the municipality or KKR; none where it is about all in the file.
    pub area: Option<String>,
    /// Its key; none where it is about all paragraphs.
    pub paragraph: Option<String>,
    pub numbers: Numbers,
    /// In Danish.
    pub words: String,
}

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// Expenditure far from the year before.
    Expenditure,
    /// Persons far from the year before.
    Persons,
    /// No figure, where there was one the year before.
    Missing,
    /// A unit cost far from the others'.
    UnitCost,
    /// The median of a file's unit costs outside the range of the year before.
    Median,
}

/// The numbers of a warning, exact, with a point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    pub value: Option<String>,
    pub last_year: Option<String>,
    pub change_pct: Option<String>,
    /// What the others' lie between.
    pub low: Option<String>,
    pub high: Option<String>,
}

/// A row that was recognised as no data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedRow {
    pub line: u32,
    pub what: String,
    pub reason: String,
}

/// A sum over the rows kept, to hold against the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Danish: "Udgift, 2023-p/l".
    pub label: String,
    /// Exact, with a point.
    pub value: String,
}

impl Sum {
    /// The value as Danes write it.
    pub fn danish(&self) -> String {
        self.value
            .parse()
            .map_or_else(|_| self.value.clone(), danish)
    }
}

/// One value that is replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub line: u32,
    /// Danish: "Aalborg, SEL § 107, 2024, 2023-p/l".
    pub what: String,
    /// Danish: "udgift".
    pub measure: String,
    /// As Danes write it.
    pub old: String,
    pub new: String,
}

impl Receipt {
    /// Of a file of a kind (its key) and a name, with as many rows of data.
    pub(in crate::changes) fn new(
        (kind, file_name): (&str, &str),
        meta: &FileMeta,
        rows: usize,
    ) -> Receipt {
        Receipt {
            number: None,
            dry_run: false,
            kind: kind.to_owned(),
            file_name: file_name.to_owned(),
            sha256: meta.sha256.clone(),
            bytes: meta.bytes,
            read_as: read_as(meta),
            sheet: meta.sheet.clone(),
            uploaded_by: String::new(),
            uploaded_at: String::new(),
            rows_in: meta.rows_in,
            rows_kept: rows,
            skipped: meta
                .skipped
                .iter()
                .map(|s| SkippedRow {
                    line: s.line,
                    what: s.what.clone(),
                    reason: s.reason.clone(),
                })
                .collect(),
            sums: Vec::new(),
            new: 0,
            changed: 0,
            unchanged: 0,
            changes: Vec::new(),
            same_as: None,
            notes: meta.notes.clone(),
            warnings: Vec::new(),
            warnings_in_all: 0,
            about: About::default(),
        }
    }

    /// Keeps what is odd, as far as a reader gets.
    pub(in crate::changes) fn warn(&mut self, mut warnings: Vec<Warning>) {
        self.warnings_in_all = warnings.len();
        warnings.truncate(CHANGES_SHOWN);
        self.warnings = warnings;
    }

    /// Warnings that are counted only.
    pub fn warnings_more(&self) -> usize {
        self.warnings_in_all.saturating_sub(self.warnings.len())
    }

    /// Whether every row says what is known already.
    pub fn changes_nothing(&self) -> bool {
        self.new == 0 && self.changed == 0
    }

    /// Counts a row against what is known: the values it replaces, or `None` where it is new.
    pub(in crate::changes) fn count(&mut self, replaced: Option<Vec<Change>>) {
        match replaced {
            None => self.new += 1,
            Some(changes) if changes.is_empty() => self.unchanged += 1,
            Some(changes) => {
                self.changed += 1;
                let room = CHANGES_SHOWN.saturating_sub(self.changes.len());
                self.changes.extend(changes.into_iter().take(room));
            }
        }
    }

    /// Counts a row of which it is told elsewhere what changes.
    pub(in crate::changes) fn count_as(&mut self, stands: bool) {
        if stands {
            self.unchanged += 1;
        } else {
            self.changed += 1;
        }
    }

    /// The receipt as JSON, as it is stored and as scripts read it.
    pub fn to_json(&self) -> String {
        // A receipt is texts and numbers: it cannot fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a stored receipt; `None` when a later version wrote something else.
    pub fn from_json(text: &str) -> Option<Receipt> {
        serde_json::from_str(text).ok()
    }
}

fn read_as(meta: &FileMeta) -> String {
    let format = match meta.format {
        Format::Csv { separator: ';' } => "CSV med semikolon".to_owned(),
        Format::Csv { separator: ',' } => "CSV med komma".to_owned(),
        Format::Csv { separator: '\t' } => "CSV med tabulator".to_owned(),
        Format::Csv { separator } => format!("CSV med {separator}"),
        Format::Xlsx => "Excel (XLSX)".to_owned(),
        Format::Ods => "OpenDocument (ODS)".to_owned(),
        Format::Px => "PX".to_owned(),
    };
    let convention = meta.convention.map(|c| match c {
        crate::domain::number::Convention::Comma => "decimalkomma",
        crate::domain::number::Convention::Point => "decimalpunktum",
    });
    [Some(format.as_str()), meta.encoding, convention]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

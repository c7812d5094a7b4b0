//! One offer from a form: written as a file of one row, so that it is checked, stored, corrected
//! and withdrawn as any upload is.

use crate::changes::data::receipt::Receipt;
use crate::changes::data::uploads::{Upload, UploadError, dry_run, import};
use crate::clock::Clock;
use crate::domain::number::Convention;
use crate::import::{Kind, Options};
use crate::storage::Store;

/// What the receipt and the list of uploads name such a file.
const FILE_NAME: &str = "formular-tilbud.csv";

/// The fields as they were filled in (formular), each a column of the file of offers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfferForm {
    pub id: String,
    pub name: String,
    pub operator: String,
    /// kommunal, regional or privat.
    pub form: String,
    /// Code or name.
    pub municipality: String,
    /// Paragraphs, between commas.
    pub paragraphs: String,
    /// Names or codes, between commas.
    pub target_groups: String,
    pub places: String,
    /// ja or nej, as the two below.
    pub in_agreement: String,
    pub standard_contract: String,
    /// Empty for the usual one.
    pub supervisor: String,
    /// Empty for yes.
    pub sells_places: String,
}

impl OfferForm {
    fn columns(&self) -> [(&'static str, &str); 12] {
        [
            ("tilbud_id", &self.id),
            ("navn", &self.name),
            ("driftsherre", &self.operator),
            ("driftsform", &self.form),
            ("kommune", &self.municipality),
            ("paragraffer", &self.paragraphs),
            ("maalgrupper", &self.target_groups),
            ("pladser", &self.places),
            ("i_rammeaftale", &self.in_agreement),
            ("standardkontrakt", &self.standard_contract),
            ("tilsyn", &self.supervisor),
            ("saelger_pladser", &self.sells_places),
        ]
    }

    /// The form as a file: a header and one row, every value in quotes.
    fn file(&self) -> String {
        let columns = self.columns();
        let header: Vec<&str> = columns.iter().map(|(key, _)| *key).collect();
        let row: Vec<String> = columns
            .iter()
            .map(|(_, value)| format!("\"{}\"", one_line(value).replace('"', "\"\"")))
            .collect();
        format!("{}\n{}\n", header.join(";"), row.join(";"))
    }
}

/// A field of a form is one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Stores one offer that was filled in, new or corrected.
///
/// # Errors
/// [`UploadError::Refused`] with every fault, each in its column, or the database's own.
pub fn store_offer(
    store: &Store,
    clock: Clock,
    signed: (&str, Option<&str>),
    form: &OfferForm,
) -> Result<Receipt, UploadError> {
    let file = form.file();
    import(store, clock, &upload(&file, signed))
}

/// As [`store_offer`], but nothing is stored.
///
/// # Errors
/// As [`store_offer`].
pub fn check_offer(
    store: &Store,
    signed: (&str, Option<&str>),
    form: &OfferForm,
) -> Result<Receipt, UploadError> {
    let file = form.file();
    dry_run(store, &upload(&file, signed))
}

fn upload<'a>(file: &'a str, (by, bound_to): (&'a str, Option<&str>)) -> Upload<'a> {
    Upload {
        kind: Kind::Offers,
        file_name: FILE_NAME,
        bytes: file.as_bytes(),
        options: Options {
            decimal: Some(Convention::Comma),
            bound_to: bound_to.map(str::to_owned),
            ..Options::default()
        },
        by,
    }
}

//! One offer from a form: written as a file of one row, so that it is checked, stored, corrected
//! and withdrawn as any upload is.

use super::compare::OfferFile;
use crate::changes::actor::Actor;
use crate::changes::data::file_kind::Kind;
use crate::changes::data::receipt::Receipt;
use crate::changes::data::uploads::{Upload, UploadError, dry_run, import};
use crate::changes::texts::Field;
use crate::domain::number::Convention;
use crate::import::{ErrorCode, Options, RowError};
use crate::storage::Store;

/// What the receipt and the list of uploads name such a file.
const FILE_NAME: &str = "formular-tilbud.csv";

pub const ID: Field = Field::new("tilbud_id", "tilbuddets id");

/// The fields of the form, each a column of the file of offers.
pub const FIELDS: [Field; 12] = [
    ID,
    Field::new("navn", "navn"),
    Field::new("driftsherre", "driftsherre"),
    Field::new("driftsform", "driftsform"),
    Field::new("kommune", "kommune"),
    Field::new("paragraffer", "paragraffer"),
    Field::new("maalgrupper", "målgrupper"),
    Field::new("pladser", "pladser"),
    Field::new("i_rammeaftale", "i rammeaftale"),
    Field::new("standardkontrakt", "standardkontrakt"),
    Field::new("tilsyn", "tilsyn"),
    Field::new("saelger_pladser", "sælger pladser"),
];

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
    fn values(&self) -> [&str; 12] {
        [
            &self.id,
            &self.name,
            &self.operator,
            &self.form,
            &self.municipality,
            &self.paragraphs,
            &self.target_groups,
            &self.places,
            &self.in_agreement,
            &self.standard_contract,
            &self.supervisor,
            &self.sells_places,
        ]
    }

    /// The form as a file: a header and one row, every value in quotes.
    fn file(&self) -> String {
        let header = FIELDS.map(|field| field.name);
        let row: Vec<String> = self
            .values()
            .iter()
            .map(|value| format!("\"{}\"", one_line(value).replace('"', "\"\"")))
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
pub fn store_offer(store: &Store, actor: &Actor, form: &OfferForm) -> Result<Receipt, UploadError> {
    let file = form.file();
    import(store, actor, &upload(&file))
}

/// As [`store_offer`], but nothing is stored.
pub fn check_offer(store: &Store, actor: &Actor, form: &OfferForm) -> Result<Receipt, UploadError> {
    let file = form.file();
    dry_run(store, actor, &upload(&file))
}

/// What is wrong with the form of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferFault {
    /// None where it is about the offer as a whole.
    pub field: Option<Field>,
    /// Danish.
    pub words: String,
}

/// What a fault of the file says of the form, at the field of its column.
pub fn fault(error: &RowError) -> OfferFault {
    let words = match error.code {
        ErrorCode::EmptyValue => "Feltet skal udfyldes.".to_owned(),
        // There is no row to delete.
        ErrorCode::ForeignOffer => error.problem.clone(),
        _ => format!("{} {}", error.problem, error.remedy),
    };
    let of_column = |column: &str| FIELDS.into_iter().find(|field| field.name == column);
    OfferFault {
        field: error.column.as_deref().and_then(of_column),
        words,
    }
}

fn upload(file: &str) -> Upload<'_> {
    Upload {
        kind: Kind::of(&OfferFile),
        file_name: FILE_NAME,
        bytes: file.as_bytes(),
        options: Options {
            decimal: Some(Convention::Comma),
            ..Options::default()
        },
    }
}

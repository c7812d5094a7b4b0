//! Uploads: a file from bytes to stored facts, all or nothing, with a receipt.
//!
//! The command line, the page and the API call this one module, so that the same file gives the
//! same receipt and the same errors whichever way it came.

use thiserror::Error;

use super::receipt::Receipt;
use crate::changes::{components as compare, tariffs};
use crate::clock::Clock;
use crate::domain::area::Area;
use crate::domain::components::ComponentFact;
use crate::domain::components::PopulationBand;
use crate::domain::offers::Offer;
use crate::domain::offers::TargetGroup;
use crate::domain::price_level::IndexNumber;
use crate::domain::tariffs::Tariff;
use crate::import::{self, FileMeta, Kind, Options, Parsed, RowError};
use crate::storage::components::{facts, population, price_index};
use crate::storage::data::areas;
use crate::storage::data::batches::{self, Batch};
use crate::storage::data::log::{self, Action};
use crate::storage::data::versions::{self, What};
use crate::storage::offers::{register, target_groups};
use crate::storage::{self, Db, QueryError, Store, StoreError};

/// A file on its way in.
pub struct Upload<'a> {
    pub kind: Kind,
    pub file_name: &'a str,
    pub bytes: &'a [u8],
    pub options: Options,
    /// Who uploads it, as the receipt shows it.
    pub by: &'a str,
}

/// Why nothing was stored.
#[derive(Debug, Error)]
pub enum UploadError {
    /// The file is refused; every error of it.
    #[error("{} fejl i filen", .0.len())]
    Refused(Vec<RowError>),
    /// There is no such upload.
    #[error("Upload {0} findes ikke.")]
    NoSuchUpload(i64),
    /// It was withdrawn before.
    #[error("Upload {0} er allerede trukket tilbage.")]
    AlreadyWithdrawn(i64),
    /// The index is no municipality's own.
    #[error("Pris- og lønindekset gælder alle. Det indlæses af rammeaftalesekretariatet.")]
    NobodysOwn,
    /// A withdrawal tells why.
    #[error("Skriv, hvorfor uploaden trækkes tilbage.")]
    NoReason,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// A read file, of whatever kind.
enum Rows {
    Components(Parsed<ComponentFact>),
    PriceIndex(Parsed<IndexNumber>),
    Population(Parsed<PopulationBand>),
    Offers(Parsed<Offer>),
    Tariffs(Parsed<Tariff>),
}

/// The registers that a file is read against.
#[derive(Default)]
struct Registers {
    areas: Vec<Area>,
    target_groups: Vec<TargetGroup>,
    offers: Vec<Offer>,
}

impl Registers {
    /// Those that a kind of file names anything of.
    fn load(db: &mut Db, upload: &Upload) -> Result<Registers, QueryError> {
        let mut registers = Registers::default();
        let bound = upload.options.bound_to.is_some();
        // Whose an offer is already matters to whoever is bound to one municipality.
        if upload.kind == Kind::Tariffs || (upload.kind == Kind::Offers && bound) {
            let now = storage::version(db)?;
            let held = register::holding(db, now)?;
            registers.offers = held.into_values().map(|(_, offer)| offer).collect();
        }
        match upload.kind {
            Kind::PriceIndex => {}
            Kind::Components | Kind::Population => registers.areas = areas::all(db)?,
            Kind::Offers => {
                registers.areas = areas::all(db)?;
                registers.target_groups = target_groups::all(db)?;
            }
            Kind::Tariffs if bound => registers.areas = areas::all(db)?,
            Kind::Tariffs => {}
        }
        Ok(registers)
    }
}

impl Rows {
    fn read(upload: &Upload, registers: &Registers) -> Result<Rows, UploadError> {
        let (bytes, name, options) = (upload.bytes, upload.file_name, &upload.options);
        let areas = &registers.areas;
        match upload.kind {
            Kind::Components => {
                import::components(bytes, name, options, areas).map(Rows::Components)
            }
            Kind::PriceIndex => import::price_index(bytes, name, options).map(Rows::PriceIndex),
            Kind::Population => {
                import::population(bytes, name, options, areas).map(Rows::Population)
            }
            Kind::Offers => {
                let groups = &registers.target_groups;
                import::offers(bytes, name, options, areas, groups, &registers.offers)
                    .map(Rows::Offers)
            }
            Kind::Tariffs => {
                import::tariffs(bytes, name, options, areas, &registers.offers).map(Rows::Tariffs)
            }
        }
        .map_err(UploadError::Refused)
    }

    fn meta(&self) -> &FileMeta {
        match self {
            Rows::Components(p) => &p.meta,
            Rows::PriceIndex(p) => &p.meta,
            Rows::Population(p) => &p.meta,
            Rows::Offers(p) => &p.meta,
            Rows::Tariffs(p) => &p.meta,
        }
    }

    fn len(&self) -> usize {
        match self {
            Rows::Components(p) => p.rows.len(),
            Rows::PriceIndex(p) => p.rows.len(),
            Rows::Population(p) => p.rows.len(),
            Rows::Offers(p) => p.rows.len(),
            Rows::Tariffs(p) => p.rows.len(),
        }
    }

    /// The control sums that are stored with the upload: money in øre, and the other quantity.
    fn control_sums(&self) -> (i64, i64) {
        match self {
            Rows::Components(p) => p.rows.iter().fold((0, 0), |(money, persons), row| {
                (
                    money + row.value.expenditure.oere(),
                    persons + row.value.persons.ten_thousandths(),
                )
            }),
            Rows::PriceIndex(p) => (0, p.rows.iter().map(|r| r.value.millionths).sum()),
            Rows::Population(p) => (0, p.rows.iter().map(|r| r.value.inhabitants).sum()),
            Rows::Offers(p) => (0, p.rows.iter().map(|r| r.value.places).sum()),
            Rows::Tariffs(p) => (p.rows.iter().map(|r| r.value.amount.oere()).sum(), 0),
        }
    }

    fn store(&self, db: &mut Db, batch: i64) -> Result<(), QueryError> {
        match self {
            Rows::Components(p) => facts::add(
                db,
                batch,
                p.rows.iter().map(|r| (i64::from(r.line), &r.value)),
            ),
            Rows::PriceIndex(p) => price_index::add(
                db,
                batch,
                p.rows.iter().map(|r| (i64::from(r.line), &r.value)),
            ),
            Rows::Population(p) => population::add(
                db,
                batch,
                p.rows.iter().map(|r| (i64::from(r.line), &r.value)),
            ),
            Rows::Offers(p) => register::add(
                db,
                batch,
                p.rows.iter().map(|r| (i64::from(r.line), &r.value)),
            ),
            Rows::Tariffs(p) => storage::tariffs::add(
                db,
                batch,
                p.rows.iter().map(|r| (i64::from(r.line), &r.value)),
            ),
        }
    }
}

/// Reads a file and says what it would change, storing nothing.
///
/// # Errors
/// [`UploadError::Refused`] with every error of the file, or the database's own.
pub fn dry_run(store: &Store, upload: &Upload) -> Result<Receipt, UploadError> {
    let rows = read(store, upload)?;
    store.read(|db| {
        let mut receipt = draft(db, upload, &rows)?;
        receipt.dry_run = true;
        Ok(receipt)
    })
}

/// Reads a file and stores all of it, or nothing.
///
/// A file that stands already and would change nothing is recognised: nothing is stored, and the
/// receipt names the upload that brought it.
///
/// # Errors
/// [`UploadError::Refused`] with every error of the file, or the database's own.
pub fn import(store: &Store, clock: Clock, upload: &Upload) -> Result<Receipt, UploadError> {
    let rows = read(store, upload)?;
    store.write(|db| {
        let now = clock.now_text();
        let number = versions::bump_version(db, &now, upload.by, What::Upload)?;
        let mut receipt = draft(db, upload, &rows)?;
        if receipt.same_as.is_some() && receipt.changes_nothing() {
            // The raised version is given back: a file that changes nothing is no new state.
            versions::lower_version(db)?;
            receipt.rows_kept = 0;
            return Ok(receipt);
        }
        receipt.number = Some(number);
        receipt.uploaded_at = now;
        let (sum_money, sum_quantity) = rows.control_sums();
        batches::add(
            db,
            &Batch {
                number,
                kind: upload.kind.key().to_owned(),
                file_name: upload.file_name.to_owned(),
                sha256: receipt.sha256.clone(),
                bytes: i64::try_from(receipt.bytes).unwrap_or(i64::MAX),
                sheet: receipt.sheet.clone(),
                uploaded_by: upload.by.to_owned(),
                uploaded_at: receipt.uploaded_at.clone(),
                rows_in: i64::try_from(receipt.rows_in).unwrap_or(i64::MAX),
                rows_kept: i64::try_from(receipt.rows_kept).unwrap_or(i64::MAX),
                sum_money,
                sum_quantity,
                receipt: receipt.to_json(),
                withdrawn_number: None,
                withdrawn_by: None,
                withdrawn_at: None,
                withdrawn_why: None,
                owner: Some(upload.options.bound_to.clone().unwrap_or_default()),
            },
        )?;
        rows.store(db, number)?;
        let detail = format!("{} ({})", upload.file_name, upload.kind.key());
        log::append(
            db,
            &receipt.uploaded_at,
            upload.by,
            Action::Uploaded,
            &number.to_string(),
            &detail,
        )?;
        Ok(receipt)
    })
}

fn read(store: &Store, upload: &Upload) -> Result<Rows, UploadError> {
    if upload.options.bound_to.is_some() && upload.kind == Kind::PriceIndex {
        return Err(UploadError::NobodysOwn);
    }
    let registers = store.read::<_, UploadError>(|db| Ok(Registers::load(db, upload)?))?;
    Rows::read(upload, &registers)
}

fn draft(db: &mut Db, upload: &Upload, rows: &Rows) -> Result<Receipt, UploadError> {
    let mut receipt = Receipt::new(upload, rows.meta(), rows.len());
    receipt.uploaded_by = upload.by.to_owned();
    receipt.same_as = batches::same_file(db, upload.kind.key(), &receipt.sha256)?.map(|b| b.number);
    match rows {
        Rows::Components(parsed) => compare::components(db, parsed, &mut receipt)?,
        Rows::PriceIndex(parsed) => compare::price_index(db, parsed, &mut receipt)?,
        Rows::Population(parsed) => compare::population(db, parsed, &mut receipt)?,
        Rows::Offers(parsed) => tariffs::compare_offers(db, parsed, &mut receipt)?,
        Rows::Tariffs(parsed) => tariffs::compare_tariffs(db, parsed, &mut receipt)?,
    }
    Ok(receipt)
}

/// Withdraws an upload: its facts hold no more, and what they had replaced holds again. Nothing
/// is deleted; "as of" an earlier number shows it still. Returns the new data version. Whoever is
/// bound to a municipality withdraws its chefs' uploads, and does not learn that there are others.
///
/// # Errors
/// [`UploadError`]: no such upload, withdrawn before, no reason given.
pub fn withdraw(
    store: &Store,
    clock: Clock,
    number: i64,
    (by, bound_to): (&str, Option<&str>),
    why: &str,
) -> Result<i64, UploadError> {
    let why = why.trim();
    if why.is_empty() {
        return Err(UploadError::NoReason);
    }
    store.write(|db| {
        let now = clock.now_text();
        let version = versions::bump_version(db, &now, by, What::Withdrawal)?;
        let batch = batches::get(db, number)?;
        let own = |batch: &Batch| bound_to.is_none_or(|own| batch.owner.as_deref() == Some(own));
        if !batch.is_some_and(|batch| own(&batch)) {
            return Err(UploadError::NoSuchUpload(number));
        }
        if !batches::withdraw(db, number, version, by, &now, why)? {
            return Err(UploadError::AlreadyWithdrawn(number));
        }
        log::append(db, &now, by, Action::Withdrew, &number.to_string(), why)?;
        Ok(version)
    })
}

//! What is gathered while the views are read, and how values become rows.

use jiff::civil::Date;
use num_bigint::BigInt;

use crate::analyses::given::Tables;
use crate::domain::number::{Exact, round_half_away};
use crate::domain::report::FactRef;
use crate::domain::searches::Reader;
use crate::reports::Query;
use crate::reports::ReportError;
use crate::reports::offers::register::Register;
use crate::reports::places::VACANCIES;
use crate::reports::places::list::{self, Vacancy};
use crate::storage::Db;
use crate::storage::analyses::Datum;

/// The rows of a view.
pub type Rows = Vec<Vec<Datum>>;

/// See the module. The register and what stands empty are read once, however many views need them.
pub struct Loader {
    pub today: Date,
    pub searches: Reader,
    pub data_version: i64,
    pub tables: Tables,
    pub refs: Vec<FactRef>,
    pub notes: Vec<String>,
    register: Option<Register>,
    vacant: Option<Vec<Vacancy>>,
}

impl Loader {
    pub fn new(today: Date, searches: Reader, data_version: i64) -> Loader {
        Loader {
            today,
            searches,
            data_version,
            tables: Tables::new(),
            refs: Vec::new(),
            notes: Vec::new(),
            register: None,
            vacant: None,
        }
    }

    /// Adds a note, once.
    pub fn note(&mut self, words: String) {
        if !self.notes.contains(&words) {
            self.notes.push(words);
        }
    }

    /// The register of offers.
    pub fn register(&mut self, db: &mut Db) -> Result<&Register, ReportError> {
        let register = match self.register.take() {
            Some(register) => register,
            None => {
                let register = Register::load(db, &Query::default())?;
                let offers = register.offers.values();
                self.refs.extend(offers.map(|offer| offer.at));
                register
            }
        };
        Ok(self.register.insert(register))
    }

    /// What stands empty today.
    pub fn vacant(&mut self, db: &mut Db) -> Result<&[Vacancy], ReportError> {
        if self.vacant.is_none() {
            let query = VACANCIES.asked_today(Query::default(), self.today);
            let rows = list::answer(db, &query)?.rows;
            let said = rows.iter().filter_map(|row| row.entry.newest.source);
            self.refs.extend(said);
            self.vacant = Some(rows);
        }
        Ok(self.vacant.as_deref().unwrap_or_default())
    }
}

pub fn text(text: impl Into<String>) -> Datum {
    Datum::Text(text.into())
}

pub const fn whole(number: i64) -> Datum {
    Datum::Whole(number)
}

pub fn yes_no(yes: bool) -> Datum {
    text(if yes { "yes" } else { "no" })
}

pub fn maybe(number: Option<i64>) -> Datum {
    number.map_or(Datum::Null, Datum::Whole)
}

/// An exact value in units of so many decimals; nothing where it is too large for one.
pub fn units(value: &Exact, decimals: u32) -> Datum {
    let units: BigInt = round_half_away(value, decimals);
    maybe(i64::try_from(units).ok())
}

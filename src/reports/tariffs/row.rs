//! A tariff as the question `tariffs` shows it, beside its field or the year before; and what was
//! asked of them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::number::{self, Exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::{PriceIndex, PriceLevel};
use crate::domain::report::{self, Cell, FactRef, Filter, Unit, Value};
use crate::domain::tariffs::field::Field;
use crate::domain::tariffs::{Tariff, TariffUnit};
use crate::reports::columns::Col;
use crate::reports::offers::register::Register;
use crate::reports::{Query, ReportError, filters, words};
use crate::storage::{Db, tariffs};

/// A tariff.
pub struct Row {
    pub at: FactRef,
    pub tariff: Tariff,
    pub offer: Arc<Offer>,
    /// To the prices asked for.
    pub moved: Arc<Moved>,
    /// The tariffs of the year that it is compared with.
    pub field: Option<Arc<Fielded>>,
    /// The same service's of the year before, in the same unit.
    pub before: Option<Box<Before>>,
}

/// What a row says of the offer.
pub struct Offer {
    /// Its id when no register has it.
    pub name: String,
    /// Names of its target groups, between commas.
    pub target_groups: String,
}

/// A field with its median, which every one of its rows shows.
pub struct Fielded {
    pub field: Field,
    pub median: Value,
}

/// The tariff of the year before.
pub struct Before {
    pub at: FactRef,
    pub tariff: Tariff,
    /// To the year of the tariff that follows it.
    pub moved: Moved,
}

/// How an amount of one year is moved to the prices and wages of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// It is of that year.
    Same,
    By(Exact),
    /// Which index numbers are missing, in Danish.
    Lacking(String),
}

impl Moved {
    /// From one year to another; `level` is what the reader asked for.
    pub fn new(register: &Register, from: Year, to: Year, level: PriceLevel) -> Moved {
        if from == to {
            return Moved::Same;
        }
        match register.index.factor(from, to) {
            Ok(factor) => Moved::By(factor),
            Err(missing) => Moved::Lacking(words::missing_index(&missing.missing, level)),
        }
    }

    /// Which index number is missing, as a note.
    pub fn note(&self) -> Option<&str> {
        match self {
            Moved::Lacking(reason) => Some(reason),
            Moved::Same | Moved::By(_) => None,
        }
    }
}

impl Row {
    /// In other prices and wages, or the missing index by name.
    pub fn real(&self) -> Value {
        match &*self.moved {
            Moved::Same => Value::Kroner(self.tariff.amount.decimal()),
            Moved::By(factor) => {
                report::kroner(&number::product(&self.tariff.amount.exact(), factor))
            }
            Moved::Lacking(reason) => Value::Missing {
                reason: reason.clone(),
            },
        }
    }
}

pub static OFFER_ID: Col<Row> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    Cell::key(&*row.tariff.offer_id, &*row.tariff.offer_id)
});
pub static OFFER: Col<Row> = Col::says("offer", "Tilbud", Unit::Text, |row| {
    Cell::text(&row.offer.name)
});
pub static SERVICE: Col<Row> = Col::names("service", "Ydelse", Unit::Text, |row| {
    Cell::key(&*row.tariff.service, &*row.tariff.service)
});
pub static PARAGRAPH: Col<Row> = Col::says("paragraph", "Paragraf", Unit::Text, |row: &Row| {
    Cell::key(row.tariff.paragraph.key(), row.tariff.paragraph.label())
})
.one_of(|| Paragraph::ALL.map(Paragraph::key).to_vec());
pub static TARGET_GROUPS: Col<Row> = Col::says("target_groups", "Målgrupper", Unit::Text, |row| {
    Cell::text(&row.offer.target_groups)
});
pub static YEAR: Col<Row> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.tariff.year).into()
});
pub static TARIFF: Col<Row> = Col::figure("tariff", "Takst", Unit::Kroner, |row: &Row| {
    Value::Kroner(row.tariff.amount.decimal()).into()
})
.told();
pub static UNIT: Col<Row> = Col::says("unit", "Enhed", Unit::Text, |row: &Row| {
    Cell::key(row.tariff.unit.key(), row.tariff.unit.label())
})
.one_of(|| TariffUnit::ALL.map(TariffUnit::key).to_vec());
pub static REAL_TARIFF: Col<Row> = Col::figure(
    "real_tariff",
    "Takst i faste priser",
    Unit::Kroner,
    |row: &Row| row.real().into(),
)
.told();

/// The level that tariffs are moved to when none is asked for: that of the newest tariffs, as far as
/// the index goes. The index comes after the tariffs: until it does, its newest level stands.
fn usual_level(index: &PriceIndex, newest: Year) -> PriceLevel {
    let reached = index.years().filter(|year| *year <= newest).last();
    PriceLevel::Fixed(reached.unwrap_or(newest))
}

/// What rows are made with: each offer's words and each year's factor are found once.
pub struct Rows<'a> {
    register: &'a Register,
    level: PriceLevel,
    offers: HashMap<Arc<str>, Arc<Offer>>,
    moved: HashMap<Year, Arc<Moved>>,
}

impl<'a> Rows<'a> {
    pub fn new(register: &'a Register, level: PriceLevel) -> Rows<'a> {
        Rows {
            register,
            level,
            offers: HashMap::new(),
            moved: HashMap::new(),
        }
    }

    /// The row of a tariff, beside nothing.
    pub fn row(&mut self, at: FactRef, tariff: Tariff) -> Row {
        Row {
            offer: self.offer(&tariff.offer_id),
            moved: self.moved(tariff.year),
            at,
            tariff,
            field: None,
            before: None,
        }
    }

    /// How a year's tariffs are moved to the level.
    pub fn moved(&mut self, year: Year) -> Arc<Moved> {
        let (register, level) = (self.register, self.level);
        let new = || Arc::new(Moved::new(register, year, level.level_for(year), level));
        self.moved.entry(year).or_insert_with(new).clone()
    }

    fn offer(&mut self, id: &Arc<str>) -> Arc<Offer> {
        if let Some(known) = self.offers.get(id) {
            return known.clone();
        }
        let groups = self.register.get(id).map(|o| &o.target_groups);
        let offer = Arc::new(Offer {
            name: self.register.name(id).to_owned(),
            target_groups: groups.map_or_else(String::new, |g| self.register.group_names(g)),
        });
        self.offers.insert(id.clone(), offer.clone());
        offer
    }
}

/// What the question was asked, as it was understood.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
    /// The year shown where one is; the newest when none was asked for.
    pub year: Year,
    pub level: PriceLevel,
}

impl Asked {
    /// `None` where there is no tariff at all.
    pub fn read(
        db: &mut Db,
        query: &Query,
        register: &Register,
    ) -> Result<Option<Asked>, ReportError> {
        let years = tariffs::years(db, register.as_of)?;
        Ok(years.last().copied().map(|newest| Asked {
            year: query.year.unwrap_or(newest),
            level: (query.price_level).unwrap_or_else(|| usual_level(&register.index, newest)),
            years,
        }))
    }

    /// The filters of year, where one is shown, and price level.
    pub fn filters(&self, year: Option<Year>) -> Vec<Filter> {
        let year = year.map(|year| Filter::new(filters::YEAR.key, "År", year.to_string()));
        let level = Filter::new(filters::PRICE_LEVEL.key, "Prisniveau", self.level.key())
            .in_words(self.level.label());
        year.into_iter().chain([level]).collect()
    }
}

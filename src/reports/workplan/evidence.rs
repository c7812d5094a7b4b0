//! The figures that deliverables are followed by: each is taken from the answer of the question that
//! it belongs to, as everybody who may ask that question reads it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::components::Supplier;
use crate::domain::people::Right;
use crate::domain::places::PlaceKind;
use crate::domain::report::{Cell, Value};
use crate::domain::workplan::Evidence;
use crate::reports::cases::published::COSTLY_CASES;
use crate::reports::cases::published::questions::region;
use crate::reports::cases::published::row;
use crate::reports::cases::published::tables::Tables;
use crate::reports::components::basis::Basis;
use crate::reports::components::{DECOMPOSITION, decomposition};
use crate::reports::follow_up::{OPEN, open};
use crate::reports::offers::demands::{self, Demand, Demanded};
use crate::reports::offers::register::Register;
use crate::reports::offers::{self, OFFERS};
use crate::reports::places::{OCCUPANCY, VACANCIES, list, occupancy};
use crate::reports::results::{self, RESULTS};
use crate::reports::tariffs::{INCREASES, TARIFFS, increases, of_year, row as tariff_row, spread};
use crate::reports::words::with_unit;
use crate::reports::{By, Query, Question, ReportError};
use crate::storage::Db;

const SPREAD: &str = "Midterste halvdel af taksterne";

/// A figure, and what it is of.
#[derive(Debug, Clone)]
pub struct Followed {
    /// As it stands in its report; or why there is none, masked or missing.
    pub value: Value,
    /// Where the figure is a span, its upper end.
    pub to: Option<Value>,
    /// Danish, before the figure: "Tilbud med standardkontrakt".
    pub words: String,
}

impl Followed {
    fn new(cell: Cell, words: impl Into<String>) -> Followed {
        Followed {
            value: cell.value,
            to: None,
            words: words.into(),
        }
    }

    fn missing(reason: impl Into<String>, words: impl Into<String>) -> Followed {
        Followed::new(Cell::missing(reason), words)
    }

    /// The figure with its unit.
    pub fn figure(&self) -> String {
        let figure = with_unit(&self.value);
        match &self.to {
            Some(to) => format!("{figure} til {}", with_unit(to)),
            None => figure,
        }
    }
}

/// The question that evidence is taken from.
pub fn question(evidence: Evidence) -> &'static Question {
    match evidence {
        Evidence::InAgreement | Evidence::StandardContract | Evidence::SearchedFirst => &OFFERS,
        Evidence::TariffSpread => &TARIFFS,
        Evidence::PrivatePurchases => &DECOMPOSITION,
        Evidence::CostlyCases => &COSTLY_CASES,
        Evidence::VacantDwellings | Evidence::VacantPlaces => &VACANCIES,
        Evidence::Occupancy => &OCCUPANCY,
        Evidence::EvaluatedInTime => &RESULTS,
        Evidence::Increases => &INCREASES,
        Evidence::OpenIncreases => &OPEN,
    }
}

/// The figures of today that whoever has some rights may see.
///
/// # Errors
/// The database's own.
pub fn figures(
    db: &mut Db,
    wanted: &[Evidence],
    today: Date,
    may: impl Fn(Right) -> bool,
) -> Result<BTreeMap<Evidence, Followed>, ReportError> {
    let mut reader = Reader {
        today,
        demands: None,
        vacancies: None,
    };
    let mut figures = BTreeMap::new();
    for evidence in wanted {
        if may(question(*evidence).right) && !figures.contains_key(evidence) {
            figures.insert(*evidence, reader.figure(db, *evidence)?);
        }
    }
    Ok(figures)
}

/// Reads each answer once, however many figures are taken from it.
struct Reader {
    today: Date,
    demands: Option<Vec<Demand>>,
    vacancies: Option<Vec<list::Sum>>,
}

impl Reader {
    fn figure(&mut self, db: &mut Db, evidence: Evidence) -> Result<Followed, ReportError> {
        match evidence {
            Evidence::InAgreement => self.demand(
                db,
                Demanded::InAgreement,
                "Tilbud, som sælger pladser, i rammeaftalen",
            ),
            Evidence::StandardContract => self.demand(
                db,
                Demanded::StandardContract,
                "Tilbud med standardkontrakt",
            ),
            Evidence::SearchedFirst => self.demand(
                db,
                Demanded::PublicFirst,
                "Private køb med en afsøgning før",
            ),
            Evidence::VacantDwellings => self.vacant(db, PlaceKind::Dwelling, "Tomme boliger"),
            Evidence::VacantPlaces => self.vacant(db, PlaceKind::Place, "Ledige pladser"),
            Evidence::TariffSpread => spread_of_tariffs(db),
            Evidence::PrivatePurchases => private_purchases(db),
            Evidence::CostlyCases => costly_cases(db),
            Evidence::Occupancy => self.occupancy(db),
            Evidence::EvaluatedInTime => evaluated(db),
            Evidence::Increases => flagged(db),
            Evidence::OpenIncreases => self.open(db),
        }
    }

    fn asked(&self, question: &Question) -> Query {
        question.asked_today(Query::default(), self.today)
    }

    fn demand(
        &mut self,
        db: &mut Db,
        demanded: Demanded,
        words: &str,
    ) -> Result<Followed, ReportError> {
        let demands = match self.demands.take() {
            Some(demands) => demands,
            None => {
                let register = Register::load(db, &Query::default())?;
                offers::list::answer(db, &register)?.totals
            }
        };
        let met = demands.iter().find(|demand| demand.demanded == demanded);
        let met = met.map(|demand| demands::MET_PERCENT.of(demand));
        self.demands = Some(demands);
        Ok(Followed::new(met.unwrap_or_else(no_offers), words))
    }

    fn vacant(
        &mut self,
        db: &mut Db,
        kind: PlaceKind,
        words: &str,
    ) -> Result<Followed, ReportError> {
        let sums = match self.vacancies.take() {
            Some(sums) => sums,
            None => list::answer(db, &self.asked(&VACANCIES))?.totals,
        };
        let sum = sums.iter().find(|sum| sum.kind == kind);
        // A kind without a sum has nothing vacant.
        let cell = sum.map_or_else(|| Value::Count(0).into(), |sum| list::SUM_PLACES.of(sum));
        self.vacancies = Some(sums);
        Ok(Followed::new(cell, words))
    }

    fn occupancy(&self, db: &mut Db) -> Result<Followed, ReportError> {
        let used = occupancy::answer(db, &self.asked(&OCCUPANCY))?;
        let all = used.totals.iter().filter(|sum| sum.operator.is_none());
        Ok(match all.max_by_key(|sum| sum.quarter) {
            Some(sum) => {
                let quarter = sum.quarter;
                let (number, year) = (quarter.number(), quarter.year);
                let words = format!("Belægning i {number}. kvartal {year}");
                Followed::new(occupancy::SUM_OCCUPANCY.of(sum), words)
            }
            None => Followed::missing(
                "Der er ikke registreret ledige pladser i året.",
                "Belægning",
            ),
        })
    }

    fn open(&self, db: &mut Db) -> Result<Followed, ReportError> {
        let open = open::first(db, &self.asked(&OPEN), 0)?;
        let words = "Stigninger, som ikke er både indberettet og drøftet";
        Ok(match open.asked {
            Some(_) => Followed::new(counted(open.count), words),
            None => Followed::missing(open.incomparable.unwrap_or_default(), words),
        })
    }
}

fn counted(rows: usize) -> Cell {
    Value::Count(i64::try_from(rows).unwrap_or(i64::MAX)).into()
}

fn no_offers() -> Cell {
    Cell::missing("Der er ingen tilbud.")
}

/// The two quartiles of the field with most tariffs: half of them lie between.
fn spread_of_tariffs(db: &mut Db) -> Result<Followed, ReportError> {
    let query = Query::default();
    let register = Register::load(db, &query)?;
    let Some(asked) = tariff_row::Asked::read(db, &query, &register)? else {
        return Ok(Followed::missing("Der er ingen takster.", SPREAD));
    };
    let spreads = of_year::answer(db, &register, &asked)?.totals;
    let all = spreads.iter().filter(|spread| spread.group.is_none());
    Ok(match all.max_by_key(|spread| spread.field.size()) {
        Some(of) => {
            let (lower, upper) = (spread::LOWER_QUARTILE.of(of), spread::UPPER_QUARTILE.of(of));
            let words = format!(
                "{SPREAD} ({}, pr. {}, {})",
                of.paragraph.label(),
                of.unit.label(),
                asked.year
            );
            Followed {
                to: Some(upper.value),
                ..Followed::new(lower, words)
            }
        }
        None => Followed::missing("Der er ingen takster i året.", SPREAD),
    })
}

/// How the expenditure on private suppliers has moved from the first year to the last.
fn private_purchases(db: &mut Db) -> Result<Followed, ReportError> {
    let query = Query {
        by: Some(By::Supplier),
        ..Query::default()
    };
    let basis = Basis::load(db, &query)?;
    let drivers = decomposition::of(db, &basis, &query)?;
    let span = drivers.span.map_or_else(String::new, |span| {
        format!(" fra {} til {}", span.from, span.to)
    });
    let words = format!("Ændring i udgiften til private leverandører{span}");
    let key = Supplier::Private.key();
    let mut rows = drivers.answer.rows.iter();
    let private = rows.find(|row| decomposition::MEMBER.of(row).value.key() == key);
    Ok(match private {
        Some(row) => Followed::new(decomposition::CHANGE.of(row), words),
        None => Followed::missing("Tallene er ikke delt efter leverandør.", words),
    })
}

/// The newest year's costly cases in the region, as everybody is told.
fn costly_cases(db: &mut Db) -> Result<Followed, ReportError> {
    let tables = Tables::load(db, &Query::default())?;
    let newest = region(&tables).into_iter().max_by_key(|row| row.year);
    Ok(match newest {
        Some(of) => {
            let words = format!("Dyre enkeltsager i {}", of.year);
            Followed::new(row::CASES.of(&of), words)
        }
        None => Followed::missing(
            "Ingen kommune har indberettet enkeltsager.",
            "Dyre enkeltsager",
        ),
    })
}

/// How many of all stays with goals were evaluated in time in the newest quarter.
fn evaluated(db: &mut Db) -> Result<Followed, ReportError> {
    let of = results::answer(db, &Query::default())?;
    let all = of.totals.iter().filter(|row| row.municipality.is_none());
    Ok(match all.max_by_key(|row| row.quarter) {
        Some(row) => {
            let (number, year) = (row.quarter.number(), row.quarter.year);
            let words = format!("Ophold med mål evalueret til tiden i {number}. kvartal {year}");
            Followed::new(results::EVALUATED_PCT.of(row), words)
        }
        None => Followed::missing(
            "Der er ikke indlæst resultatdokumentation.",
            "Ophold med mål evalueret til tiden",
        ),
    })
}

/// The newest year's increases over the limit.
fn flagged(db: &mut Db) -> Result<Followed, ReportError> {
    let of = increases::of_year(db, &Query::default())?;
    Ok(match (of.asked, of.incomparable) {
        (Some(asked), None) => {
            let words = format!("Takststigninger over {} % i {}", asked.limit, asked.year);
            Followed::new(counted(of.increases.rows.len()), words)
        }
        (_, reason) => {
            Followed::missing(reason.unwrap_or_default(), "Takststigninger over grænsen")
        }
    })
}

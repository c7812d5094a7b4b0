//! How much of all expenditure (the component analysis) the costly cases of a cell are. A share says
//! nothing that the cell's cost and the published expenditure do not: it is told where the cost is,
//! and where five persons or more stand on the other side.

use std::collections::BTreeSet;

use num_traits::Zero as _;

use crate::domain::area::Area;
use crate::domain::cases::published::{Cell, Of, Place};
use crate::domain::components::Supplier;
use crate::domain::components::figures::{Facts, Figure, Gap};
use crate::domain::danish::list;
use crate::domain::number::{Exact, exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::FactRef;
use crate::reports::components::basis::Basis;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// A case's whole cost stands under one paragraph and one supplier, so that there can be more of it.
const TOO_MUCH: &str = "De dyre sager koster mere end al udgift her: en sags hele udgift står ét sted, også den del, der hører til andre paragraffer.";

/// Persons that stand on each side of a share.
const EACH_SIDE: i64 = 5;

/// What is told of how much of all expenditure a cell is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Share {
    Told {
        cost: Exact,
        /// All expenditure, in the year's own prices.
        of: Exact,
        facts: Vec<FactRef>,
    },
    /// Fewer than five persons stand on the other side.
    Masked,
    /// Why there is none, in Danish.
    Missing(String),
}

/// All expenditure of a region and its municipalities, in each year's own prices: what a case costs
/// is in the prices of its year.
#[derive(Clone)]
pub struct Spent {
    basis: Basis,
    years: Vec<Year>,
}

/// The same, in the order that figures are made of it.
pub struct Sorted<'a> {
    spent: &'a Spent,
    facts: Facts<'a>,
    /// The municipalities' years that have case lines.
    lines: BTreeSet<(Year, &'a str)>,
}

impl Spent {
    pub fn load(db: &mut Db, region: &Area) -> Result<Spent, ReportError> {
        let basis = Basis::load(
            db,
            &Query {
                area: Some(region.code.clone()),
                price_level: Some(PriceLevel::Current),
                ..Query::default()
            },
        )?;
        let years = basis.known_years();
        Ok(Spent { basis, years })
    }

    /// What is needed to ask for shares of some cells.
    pub fn sorted<'a>(&'a self, cells: &'a [Cell]) -> Sorted<'a> {
        let with_lines = cells.iter().filter_map(|cell| {
            let code = cell.place.municipality()?;
            Some((cell.year, &**code))
        });
        Sorted {
            facts: self.basis.sorted(),
            lines: with_lines.collect(),
            spent: self,
        }
    }
}

impl Sorted<'_> {
    /// The share of a cell whose cost is told to `everybody`, or to its own municipality alone. The
    /// table of what became of cases has none: gone ones cost what they did the year before.
    pub fn share(&self, cell: &Cell, everybody: bool) -> Option<Share> {
        let measures = &cell.measures;
        let (area, paragraph, supplier) = match &cell.place {
            Place::Paragraph {
                municipality,
                paragraph,
            } => (municipality.one(), *paragraph, None),
            Place::Supplier {
                supplier,
                paragraph,
            } => (None, *paragraph, Some(*supplier)),
            Place::Size(_) => (None, Of::All, None),
            Place::Status { .. } => return None,
        };
        let spent = self.spent(cell.year, area.map(|code| &**code), paragraph, supplier);
        Some(match spent {
            Err(reason) => Share::Missing(reason),
            Ok(spent) if spent.expenditure.is_zero() => {
                Share::Missing("Der er ingen udgift at tage andelen af.".to_owned())
            }
            Ok(spent) if spent.expenditure < measures.cost.exact() => {
                Share::Missing(TOO_MUCH.to_owned())
            }
            // Full-year persons are no more than persons, so at least so many stand there.
            Ok(spent)
                if everybody
                    && measures.cases > 0
                    && spent.persons < exact(measures.cases + EACH_SIDE, 0) =>
            {
                Share::Masked
            }
            Ok(spent) => Share::Told {
                cost: measures.cost.exact(),
                facts: spent.under(),
                of: spent.expenditure,
            },
        })
    }

    /// The expenditure of one municipality, or of all that have case lines of the year: what has none
    /// is in neither.
    fn spent(
        &self,
        year: Year,
        area: Option<&str>,
        paragraph: Of<Paragraph>,
        supplier: Option<Supplier>,
    ) -> Result<Figure, String> {
        let paragraphs = match paragraph {
            Of::One(one) => vec![one],
            Of::All => Paragraph::ALL.to_vec(),
        };
        let of = |paragraph: &Paragraph| {
            let figure = match (area, supplier) {
                (Some(code), _) => self.facts.own(code, *paragraph, year),
                (None, None) => self.of_region(*paragraph, year),
                (None, Some(supplier)) => self.of_supplier(*paragraph, year, supplier),
            };
            figure.map_err(|gap| self.reason(&gap, *paragraph, year))
        };
        let figures: Vec<Figure> = paragraphs.iter().map(of).collect::<Result<_, _>>()?;
        Figure::sum(&figures).ok_or_else(|| "Der er ingen udgift.".to_owned())
    }

    fn of_region(&self, paragraph: Paragraph, year: Year) -> Result<Figure, Gap> {
        let basis = &self.spent.basis;
        let (codes, all) = self.with_lines(year);
        if all {
            let years = &self.spent.years;
            let region = &basis.area.code;
            return self.facts.of_area(region, &codes, paragraph, year, years);
        }
        self.facts
            .sum_of(&codes, paragraph, year, &self.spent.years)
    }

    /// Stated for the region, or for each of its municipalities: a municipality that has not told its
    /// suppliers apart makes no smaller number.
    fn of_supplier(
        &self,
        paragraph: Paragraph,
        year: Year,
        supplier: Supplier,
    ) -> Result<Figure, Gap> {
        let (codes, all) = self.with_lines(year);
        let split = |code: &str, of| self.facts.by_supplier(code, paragraph, year, of);
        let region = &self.spent.basis.area.code;
        if all && split(region, None).is_ok() {
            return split(region, Some(supplier));
        }
        let (mut figures, mut missing) = (Vec::new(), Vec::new());
        for code in codes {
            match split(&code, Some(supplier)) {
                Ok(figure) => figures.push(figure),
                Err(Gap::NoFacts) if split(&code, None).is_ok() => {}
                Err(Gap::NoFacts) => {
                    if self.facts.own(&code, paragraph, year).is_ok() {
                        missing.push(code);
                    }
                }
                Err(gap) => return Err(gap),
            }
        }
        if !missing.is_empty() {
            return Err(Gap::Incomplete { missing });
        }
        Figure::sum(&figures).ok_or(Gap::NoFacts)
    }

    /// The municipalities that have case lines of a year, and whether all have.
    fn with_lines(&self, year: Year) -> (Vec<String>, bool) {
        let members = &self.spent.basis.members;
        let has = |area: &&Area| self.lines.contains(&(year, &*area.code));
        let codes: Vec<String> = members
            .iter()
            .filter(has)
            .map(|area| area.code.clone())
            .collect();
        let all = codes.len() == members.len();
        (codes, all)
    }

    fn reason(&self, gap: &Gap, paragraph: Paragraph, year: Year) -> String {
        let basis = &self.spent.basis;
        match gap {
            Gap::NoFacts => format!("Der er ingen udgift for {paragraph} i {year}."),
            Gap::Incomplete { missing } => {
                let names: Vec<String> = missing.iter().map(|code| basis.name(code)).collect();
                format!(
                    "Udgiften for {paragraph} i {year} mangler fra {}.",
                    list(&names)
                )
            }
            Gap::MissingIndex(_) => basis.reason(gap),
        }
    }
}

//! Figures for each inhabitant (indbygger): persons per 1,000 and expenditure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::items::{self, OfYear};
use crate::domain::components::reconciliation::Measure;
use crate::domain::number::{self, Exact};
use crate::domain::period::Year;
use crate::domain::report::{self, Cell, Derivation, FactRef, Located, Unit, Value};
use crate::reports::ReportError;
use crate::reports::columns::Col;
use crate::reports::words::with_unit;
use crate::storage::Db;
use crate::storage::components::population;

/// Inhabitants by municipality and year.
pub struct Inhabitants {
    /// How many, and the lines that say so.
    by_area: BTreeMap<(String, Year), (i64, Vec<FactRef>)>,
    /// The youngest and oldest age that is loaded.
    ages: Option<(u16, u16)>,
}

/// Why there is nothing for each inhabitant.
const NONE: &str =
    "Folketal er ikke indlæst, så tal pr. indbygger vises ikke. Indlæs det på siden Data.";

/// The inhabitants of some areas together in one year, and the lines that say so; or why they are
/// not known, in Danish.
pub struct Counted(Result<(i64, Vec<FactRef>), String>);

impl Inhabitants {
    /// Reads what holds at a data version.
    pub fn load(db: &mut Db, as_of: i64) -> Result<Inhabitants, ReportError> {
        let mut by_area: BTreeMap<(String, Year), (i64, Vec<FactRef>)> = BTreeMap::new();
        let mut ages: Option<(u16, u16)> = None;
        for Located { at, value: band } in population::holding(db, as_of)? {
            let (count, lines) = by_area.entry((band.municipality, band.year)).or_default();
            *count += band.inhabitants;
            lines.push(at);
            let (low, high) = ages.unwrap_or((band.age_from, band.age_to));
            ages = Some((low.min(band.age_from), high.max(band.age_to)));
        }
        Ok(Inhabitants { by_area, ages })
    }

    /// The inhabitants of areas together.
    pub fn of(&self, codes: &[String], year: Year) -> Counted {
        let areas = codes.iter();
        let counts: Option<Vec<_>> = areas
            .map(|code| self.by_area.get(&(code.clone(), year)))
            .collect();
        let counts = counts.unwrap_or_default();
        let inhabitants: i64 = counts.iter().map(|(count, _)| count).sum();
        let lines = || counts.iter().flat_map(|(_, lines)| lines.iter().copied());
        let lacking = || match self.ages {
            None => NONE.to_owned(),
            Some(_) => format!("Folketallet for {year} er ikke indlæst."),
        };
        Counted(if inhabitants > 0 {
            Ok((inhabitants, lines().collect()))
        } else {
            Err(lacking())
        })
    }

    /// Which ages the inhabitants are, or that none are loaded.
    pub fn note(&self) -> Option<String> {
        Some(match self.ages {
            Some((low, high)) => format!("Indbyggere er de indlæste aldre, {low} til {high} år."),
            None => NONE.to_owned(),
        })
    }
}

impl Counted {
    /// Full-year persons per 1,000 inhabitants.
    pub fn persons_per_1000(&self, of: &OfYear) -> Cell {
        let rate = |persons: &Exact, inhabitants: i64| {
            let rate = persons * number::exact(1000, 0) / number::exact(inhabitants, 0);
            number::rounded(&rate, 2).map_or(Value::Empty, Value::Persons)
        };
        let formula = "helårspersoner pr. 1.000 indbyggere = helårspersoner / indbyggere × 1.000";
        self.cell(of, Measure::FullYearPersons, rate, (formula, " × 1.000"))
    }

    /// Expenditure for each inhabitant.
    pub fn per_inhabitant(&self, of: &OfYear) -> Cell {
        let rate = |kroner: &Exact, inhabitants: i64| {
            report::kroner(&(kroner / number::exact(inhabitants, 0)))
        };
        let formula = "udgift pr. indbygger = udgift / indbyggere";
        self.cell(of, Measure::Expenditure, rate, (formula, ""))
    }

    fn cell(
        &self,
        of: &OfYear,
        measure: Measure,
        rate: impl Fn(&Exact, i64) -> Value,
        (formula, times): (&str, &str),
    ) -> Cell {
        let (inhabitants, lines) = match &self.0 {
            Ok(counted) => counted,
            Err(reason) => return Cell::missing(reason),
        };
        let exact = match of.item.value(measure, of.year) {
            Err(reason) => return Cell::missing(reason),
            Ok(exact) => exact,
        };
        let value = rate(&exact, *inhabitants);
        let derivation = Derivation {
            formula: formula.to_owned(),
            with_numbers: format!(
                "{} / {}{times} = {}",
                with_unit(&items::shown(measure, &exact)),
                number::danish(Decimal::from(*inhabitants)),
                with_unit(&value)
            ),
            facts: [of.item.facts(measure, of.year), lines.clone()].concat(),
        };
        Cell {
            value,
            derivation: Some(Box::new(derivation)),
        }
    }
}

/// The column of persons per 1,000.
pub const fn persons_per_1000<R>(cell: fn(&R) -> Cell) -> Col<R> {
    let label = "Helårspersoner pr. 1.000 indbyggere";
    Col::figure("persons_per_1000", label, Unit::Persons, cell)
}

/// The column of expenditure for each inhabitant.
pub const fn per_inhabitant<R>(cell: fn(&R) -> Cell) -> Col<R> {
    let label = "Udgift pr. indbygger";
    Col::figure("expenditure_per_inhabitant", label, Unit::Kroner, cell)
}

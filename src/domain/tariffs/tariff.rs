//! Tariffs (takster): what one unit of a service of an offer costs, and how two years compare.
//!
//! The rule of an increase is compared on exact values, never on a rounded percentage:
//! new × 100 > old × (100 + threshold), so 5.00 % exactly is no increase to report.

use std::sync::Arc;

use num_traits::ToPrimitive as _;

use crate::domain::money::Money;
use crate::domain::number::{self, Exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// What a tariff is paid for (enhed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TariffUnit {
    /// Døgn: day and night.
    FullDay,
    /// Dag: the daytime.
    Day,
    /// Time.
    Hour,
    /// Måned.
    Month,
}

impl TariffUnit {
    pub const ALL: [TariffUnit; 4] = [
        TariffUnit::FullDay,
        TariffUnit::Day,
        TariffUnit::Hour,
        TariffUnit::Month,
    ];

    /// The key in reports and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            TariffUnit::FullDay => "full_day",
            TariffUnit::Day => "day",
            TariffUnit::Hour => "hour",
            TariffUnit::Month => "month",
        }
    }

    /// The Danish word of the files.
    pub const fn label(self) -> &'static str {
        match self {
            TariffUnit::FullDay => "døgn",
            TariffUnit::Day => "dag",
            TariffUnit::Hour => "time",
            TariffUnit::Month => "måned",
        }
    }

    pub fn from_key(key: &str) -> Option<TariffUnit> {
        TariffUnit::ALL.into_iter().find(|u| u.key() == key)
    }

    /// Reads a unit as people write it: "døgn", "kr. pr. døgn", "pr. måned", "timer".
    pub fn parse(text: &str) -> Option<TariffUnit> {
        let lower = text.trim().to_lowercase();
        let word = lower
            .trim_start_matches("kr")
            .trim_start_matches(['.', ' ', '/'])
            .trim_start_matches("pr")
            .trim_start_matches(['.', ' '])
            .trim();
        match word {
            "døgn" | "doegn" => Some(TariffUnit::FullDay),
            "dag" | "dage" => Some(TariffUnit::Day),
            "time" | "timer" => Some(TariffUnit::Hour),
            "måned" | "maaned" | "måneder" => Some(TariffUnit::Month),
            _ => None,
        }
    }

    /// How many units of one place there are in a year; `None` for hours, which nobody can know.
    pub fn in_year(self, year: Year) -> Option<i64> {
        match self {
            TariffUnit::FullDay | TariffUnit::Day => Some(days(year)),
            TariffUnit::Month => Some(12),
            TariffUnit::Hour => None,
        }
    }
}

/// The days of a calendar year.
fn days(year: Year) -> i64 {
    let y = year.number();
    if y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) {
        366
    } else {
        365
    }
}

/// A part of a tariff (takstelement), in the order of the region's agreement on tariffs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Direct cost of the offer (direkte omkostninger).
    Direct,
    /// Shared cost (fælles omkostninger).
    Shared,
    /// Central management and administration (overhead).
    Overhead,
    /// Depreciation and interest (afskrivning og forrentning).
    Depreciation,
    /// Pensions of civil servants (tjenestemandspension).
    Pension,
    /// What the supervision costs (tilsynsbidrag).
    Supervision,
    /// Surplus or deficit of earlier years (regulering); may be negative.
    Adjustment,
}

impl Part {
    pub const ALL: [Part; 7] = [
        Part::Direct,
        Part::Shared,
        Part::Overhead,
        Part::Depreciation,
        Part::Pension,
        Part::Supervision,
        Part::Adjustment,
    ];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Part::Direct => "direct",
            Part::Shared => "shared",
            Part::Overhead => "overhead",
            Part::Depreciation => "depreciation",
            Part::Pension => "pension",
            Part::Supervision => "supervision",
            Part::Adjustment => "adjustment",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Part::Direct => "Direkte omkostninger",
            Part::Shared => "Fælles omkostninger",
            Part::Overhead => "Overhead",
            Part::Depreciation => "Afskrivning og forrentning",
            Part::Pension => "Tjenestemandspension",
            Part::Supervision => "Tilsynsbidrag",
            Part::Adjustment => "Regulering fra tidligere år",
        }
    }
}

/// How a tariff is built, where it is given: amounts in the unit of the tariff.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TariffParts {
    /// In the order of [`Part::ALL`].
    pub amounts: [Option<Money>; 7],
    /// The occupancy that was budgeted (belægning), in hundredths of a percent.
    pub occupancy: Option<i64>,
    /// The version of the tariff model it was made under (takstmodel).
    pub model: Option<String>,
}

impl TariffParts {
    pub fn get(&self, part: Part) -> Option<Money> {
        self.amounts[part as usize]
    }

    pub fn is_empty(&self) -> bool {
        *self == TariffParts::default()
    }

    /// What the parts leave of a tariff: what is not told. `None` when no part is given.
    pub fn rest(&self, tariff: Money) -> Option<Money> {
        let given: Vec<i64> = self.amounts.iter().flatten().map(|m| m.oere()).collect();
        (!given.is_empty()).then(|| Money::from_oere(tariff.oere() - given.iter().sum::<i64>()))
    }

    /// Whether all parts are given and do not add up, further than each one's rounding allows:
    /// half an øre for each of seven.
    pub fn contradict(&self, tariff: Money) -> bool {
        self.amounts.iter().all(Option::is_some)
            && self
                .rest(tariff)
                .is_some_and(|rest| rest.oere().abs() * 2 > 7)
    }
}

/// One tariff (takst). Texts are shared: a file repeats each of them in every year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    pub offer_id: Arc<str>,
    /// The service (ydelse) by its name.
    pub service: Arc<str>,
    pub paragraph: Paragraph,
    pub year: Year,
    pub amount: Money,
    pub unit: TariffUnit,
    /// `None` when none of them is given.
    pub parts: Option<Box<TariffParts>>,
}

/// What a change is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TariffBasis {
    /// The tariff as it was stated (nominel).
    Nominal,
    /// The old tariff first moved by the price and wage index (real).
    Real,
}

impl TariffBasis {
    pub const ALL: [TariffBasis; 2] = [TariffBasis::Nominal, TariffBasis::Real];

    pub const fn key(self) -> &'static str {
        match self {
            TariffBasis::Nominal => "nominal",
            TariffBasis::Real => "real",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            TariffBasis::Nominal => "nominelt",
            TariffBasis::Real => "real, pris- og lønreguleret",
        }
    }
}

/// Whether a tariff rose by more than the threshold (in percent), strictly and exactly.
pub fn exceeds(old: &Exact, new: &Exact, threshold: &Exact) -> bool {
    in_machine_numbers(old, new, threshold).unwrap_or_else(|| in_any(old, new, threshold))
}

fn in_any(old: &Exact, new: &Exact, threshold: &Exact) -> bool {
    // Over one denominator: 100 + threshold = limit / threshold.denom().
    let limit = threshold.denom() * 100 + threshold.numer();
    new.numer() * old.denom() * threshold.denom() * 100 > old.numer() * new.denom() * limit
}

/// The same, as every tariff there is can be judged: without an allocation. `None` when a number is too large for it.
fn in_machine_numbers(old: &Exact, new: &Exact, threshold: &Exact) -> Option<bool> {
    let parts = |of: &Exact| Some((of.numer().to_i128()?, of.denom().to_i128()?));
    let ((a, of_a), (b, of_b), (over, of_over)) = (parts(old)?, parts(new)?, parts(threshold)?);
    let hundred = of_over.checked_mul(100)?;
    let risen = b.checked_mul(of_a)?.checked_mul(hundred)?;
    let allowed = a
        .checked_mul(of_b)?
        .checked_mul(hundred.checked_add(over)?)?;
    Some(risen > allowed)
}

/// What became of a service from one year to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    Compared {
        old: &'a Tariff,
        new: &'a Tariff,
    },
    /// Not compared, for this reason.
    Apart(Apart),
}

/// Why two years are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// No tariff in any year before.
    New,
    /// No tariff in this year or any later one.
    Closed,
    /// A tariff further back, or further on: the year between is missing.
    Gap { missing: Year, nearest: Year },
    /// The two years are stated in different units.
    UnitChange { old: TariffUnit, new: TariffUnit },
}

impl Apart {
    /// Every key: a reason may carry what it is about, so there is no list of the reasons.
    pub const KEYS: [&str; 4] = ["new", "closed", "gap", "unit_change"];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Apart::New => "new",
            Apart::Closed => "closed",
            Apart::Gap { .. } => "gap",
            Apart::UnitChange { .. } => "unit_change",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Apart::New => "Ny ydelse",
            Apart::Closed => "Lukket ydelse",
            Apart::Gap { .. } => "Manglende år",
            Apart::UnitChange { .. } => "Ny enhed",
        }
    }
}

/// Judges a service in `year`: its tariff of the year before, its own, and every year that it has
/// a tariff in. `None` when it has neither.
pub fn judge<'a>(
    year: Year,
    old: Option<&'a Tariff>,
    new: Option<&'a Tariff>,
    years: &[Year],
) -> Option<Outcome<'a>> {
    let apart = match (old, new) {
        (Some(old), Some(new)) if old.unit == new.unit => {
            return Some(Outcome::Compared { old, new });
        }
        (Some(old), Some(new)) => Apart::UnitChange {
            old: old.unit,
            new: new.unit,
        },
        (None, Some(_)) => match years.iter().filter(|y| **y < year).max() {
            Some(nearest) => Apart::Gap {
                missing: year.before()?,
                nearest: *nearest,
            },
            None => Apart::New,
        },
        (Some(_), None) => match years.iter().filter(|y| **y > year).min() {
            Some(nearest) => Apart::Gap {
                missing: year,
                nearest: *nearest,
            },
            None => Apart::Closed,
        },
        (None, None) => return None,
    };
    Some(Outcome::Apart(apart))
}

/// DKK a year that an increase comes to, when every place is taken all year; `None` for hours.
pub fn yearly(increase: &Exact, unit: TariffUnit, year: Year, places: i64) -> Option<Exact> {
    let units = unit.in_year(year)?;
    Some(increase * number::exact(units, 0) * number::exact(places, 0))
}

#[cfg(test)]
mod tests;

//! A projection of expenditure (fremskrivning) from volume and unit cost, and how well it would have
//! done before.
//!
//! Each of the two grows by the average of its yearly changes, rounded to the two decimals that are
//! shown and can be put in again; or by what the reader assumes. What the same rule would have said
//! in earlier years is held against what came (rolling origin), beside the rival that takes last
//! year's expenditure for every year to come. A band is drawn from the smallest to the largest of
//! at least [`FEWEST`] such errors, and from fewer none: domain.md, "Analyses, models, projection".

use super::growth;
use crate::domain::number::{Exact, exact, round_half_away};
use crate::domain::period::Year;
use num_traits::{Signed, ToPrimitive, Zero};

/// Years that are projected.
pub const HORIZONS: u32 = 4;
/// Past errors of a horizon that a band needs.
pub const FEWEST: usize = 5;

/// What is known of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub year: Year,
    /// Full-year persons.
    pub persons: Exact,
    /// DKK.
    pub expenditure: Exact,
}

impl Known {
    fn unit_cost(&self) -> Option<Exact> {
        (!self.persons.is_zero()).then(|| &self.expenditure / &self.persons)
    }
}

/// Growth a year, in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    pub volume: i64,
    pub unit_cost: i64,
}

/// A year to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    pub horizon: u32,
    pub persons: Exact,
    pub unit_cost: Exact,
}

impl Coming {
    pub fn expenditure(&self) -> Exact {
        &self.persons * &self.unit_cost
    }
}

/// The newest years that follow each other without a gap, the oldest first.
pub fn unbroken(known: &[Known]) -> &[Known] {
    let mut first = known.len().saturating_sub(1);
    while first > 0 && known[first - 1].year.after() == Some(known[first].year) {
        first -= 1;
    }
    &known[first..]
}

/// The average of the yearly changes, in hundredths of a percent; `None` of fewer than two values,
/// or where one that is grown from is zero.
fn average_change(values: &[Exact]) -> Option<i64> {
    let changes: Vec<Exact> = values
        .windows(2)
        .map(|pair| (!pair[0].is_zero()).then(|| (&pair[1] - &pair[0]) / &pair[0]))
        .collect::<Option<_>>()?;
    if changes.is_empty() {
        return None;
    }
    let count = Exact::from_integer(changes.len().into());
    let average = changes.into_iter().sum::<Exact>() / count;
    round_half_away(&(average * exact(100, 0)), 2).to_i64()
}

/// What the known years have grown by; `None` where they do not tell.
pub fn past_growth(known: &[Known]) -> Option<Growth> {
    let persons: Vec<Exact> = known.iter().map(|of| of.persons.clone()).collect();
    let costs: Option<Vec<Exact>> = known.iter().map(Known::unit_cost).collect();
    Some(Growth {
        volume: average_change(&persons)?,
        unit_cost: average_change(&costs?)?,
    })
}

/// The year so many years after the last known one; `None` where nobody was supported in it.
pub fn coming(last: &Known, by: Growth, horizon: u32) -> Option<Coming> {
    Some(Coming {
        horizon,
        persons: &last.persons * growth(&exact(by.volume, 2), horizon),
        unit_cost: last.unit_cost()? * growth(&exact(by.unit_cost, 2), horizon),
    })
}

/// Past errors of a horizon, in percent of what was projected: what came less what was said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Errors {
    /// Of this rule.
    pub own: Vec<Exact>,
    /// Of the rival: the same expenditure as in the year that it was said in.
    pub naive: Vec<Exact>,
}

impl Errors {
    /// What the same rule would have said of years that have come, from every year before with at
    /// least two years to grow by.
    pub fn of(known: &[Known], horizon: u32) -> Errors {
        let mut errors = Errors::default();
        for origin in 1..known.len() {
            let Some(came) = known.get(origin + horizon as usize) else {
                break;
            };
            let (until, last) = (&known[..=origin], &known[origin]);
            let said = past_growth(until).and_then(|by| coming(last, by, horizon));
            let Some(said) = said.map(|coming| coming.expenditure()) else {
                continue;
            };
            if said.is_zero() || last.expenditure.is_zero() {
                continue;
            }
            errors.own.push(error(&came.expenditure, &said));
            let naive = error(&came.expenditure, &last.expenditure);
            errors.naive.push(naive);
        }
        errors
    }

    /// The lowest and highest that an expenditure would have come to by them; `None` from too few.
    pub fn band(&self, expenditure: &Exact) -> Option<(Exact, Exact)> {
        if self.own.len() < FEWEST {
            return None;
        }
        let at = |error: &Exact| expenditure * growth(error, 1);
        Some((at(self.own.iter().min()?), at(self.own.iter().max()?)))
    }
}

fn error(came: &Exact, said: &Exact) -> Exact {
    (came - said) / said * exact(100, 0)
}

/// The average size of errors, whichever way; `None` of none.
pub fn mean_size(errors: &[Exact]) -> Option<Exact> {
    let sum = errors.iter().map(Signed::abs).sum::<Exact>();
    (!errors.is_empty()).then(|| sum / Exact::from_integer(errors.len().into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::rounded;
    use rust_decimal::Decimal;

    fn years(figures: &[(i64, i64)]) -> Vec<Known> {
        let known = |(at, (persons, expenditure)): (usize, &(i64, i64))| Known {
            year: Year::new(2015 + at as i64).unwrap(),
            persons: exact(*persons, 0),
            expenditure: exact(*expenditure, 0),
        };
        figures.iter().enumerate().map(known).collect()
    }

    #[test]
    fn a_steady_growth_goes_on() {
        // Persons 10 % up each year, unit cost 100 throughout.
        let known = years(&[(1_000, 100_000), (1_100, 110_000), (1_210, 121_000)]);
        let by = past_growth(&known).unwrap();
        assert_eq!((by.volume, by.unit_cost), (1_000, 0));
        let year = coming(&known[2], by, 2).unwrap();
        assert_eq!(
            rounded(&year.expenditure(), 2),
            Some(Decimal::new(14_641_000, 2))
        );
        let errors = Errors::of(&known, 1);
        assert_eq!(errors.own, [exact(0, 0)]);
        assert_eq!(errors.naive, [exact(10, 0)]);
        assert_eq!(errors.band(&exact(1, 0)), None);
    }

    #[test]
    fn a_band_needs_five_past_errors() {
        let flat = [(100, 1_000); 6];
        let mut figures = flat.to_vec();
        figures.push((100, 1_100));
        let known = years(&figures);
        let errors = Errors::of(&known, 1);
        assert_eq!(errors.own.len(), 5);
        let band = errors.band(&exact(2_000, 0)).unwrap();
        assert_eq!(band, (exact(2_000, 0), exact(2_200, 0)));
        assert_eq!(mean_size(&errors.own), Some(exact(2, 0)));
        assert_eq!(Errors::of(&known, 2).own.len(), 4);
        assert_eq!(Errors::of(&known, 2).band(&exact(1, 0)), None);
        assert_eq!(Errors::of(&known[..2], 1), Errors::default());
    }

    #[test]
    fn a_gap_breaks_the_years() {
        let mut known = years(&[(1, 1), (1, 1), (1, 1), (1, 1)]);
        known.remove(1);
        assert_eq!(unbroken(&known).len(), 2);
        assert_eq!(unbroken(&known[..1]).len(), 1);
        assert!(unbroken(&[]).is_empty());
        assert_eq!(past_growth(&known[..1]), None);
        let nobody = years(&[(0, 5), (1, 5)]);
        assert_eq!(past_growth(&nobody), None);
        assert_eq!(
            coming(
                &nobody[0],
                Growth {
                    volume: 0,
                    unit_cost: 0
                },
                1
            ),
            None
        );
    }
}

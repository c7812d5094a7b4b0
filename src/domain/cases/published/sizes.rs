//! What bands of cost tell besides: a case is bounded from above there, so a number of cases and
//! their cost can give each other away.
//!
//! With all but two bands and the total told, 6 cases that cost 21 million must be three or fewer
//! of 2-3 million. Whether every masked band can be any of five numbers, and its cost span the
//! limit, is worked out over numbers and costs together, in whole øre. The cases that are not in a
//! band can cost anything from all of them in the lowest to all in the highest of the others:
//! moving one case up a band moves both ends of what they can cost, and the spans meet.

use std::sync::Arc;

use super::asked::Asked;
use super::cell::Place;
use crate::domain::cases::Size;
use crate::domain::money::Money;
use crate::domain::period::Year;

/// How many whole numbers a masked count can be, at least.
const WIDTH: i128 = 5;

/// A band, and the number of its cell.
type Band = (Size, usize);

/// A masked band as a reader sees it: how many cases of others, and what they cost, in øre.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// The least and the most that a case costs; nothing bounds the last band's from above.
    low: i128,
    high: Option<i128>,
    /// The fewest cases of others that the reader must suppose.
    least: i128,
}

/// The masked bands as a reader sees them, and what they add up to.
#[derive(Debug, Clone)]
struct Bands {
    seen: Vec<Seen>,
    cases: i128,
    cost: i128,
    limit: i128,
}

/// The bands of a year that have to be masked besides, so that none tells of another: none when the
/// masks hold already. When masking all bands is not enough, their total has to be.
pub fn more(asked: &Asked<'_>, year: Year, limit: Money, masked: &[bool]) -> Vec<usize> {
    let cell = |place: Place| {
        let at = (year, place);
        asked.cells.iter().position(|known| *known == at)
    };
    let Some(region) = cell(Place::REGION).filter(|region| !masked[*region]) else {
        return Vec::new();
    };
    let of_size = |size| Some((size, cell(Place::Size(size))?));
    let bands = Size::ALL.into_iter().filter_map(of_size);
    let (hidden, told): (Vec<Band>, Vec<Band>) = bands
        .filter(|band| !asked.records[band.1].is_empty())
        .partition(|band| masked[band.1]);
    // The fewest more that hold; of as few, the first.
    let mut choices: Vec<u32> = (0..1 << told.len()).collect();
    choices.sort_by_key(|choice| choice.count_ones());
    for choice in choices {
        let chosen = told
            .iter()
            .enumerate()
            .filter(|(at, _)| choice >> at & 1 == 1);
        let more: Vec<Band> = chosen.map(|(_, band)| *band).collect();
        let all: Vec<Band> = hidden.iter().chain(&more).copied().collect();
        let holds = |who| Bands::new(asked, &all, limit, who).hold();
        if asked.readers.iter().all(holds) {
            return more.into_iter().map(|band| band.1).collect();
        }
    }
    vec![region]
}

impl Bands {
    fn new(asked: &Asked<'_>, masked: &[Band], limit: Money, who: &Option<Arc<str>>) -> Bands {
        let mut bands = Bands {
            seen: Vec::new(),
            cases: 0,
            cost: 0,
            limit: i128::from(limit.oere()),
        };
        for (size, cell) in masked {
            let all = &asked.records[*cell];
            let own: Vec<usize> = asked.own(*cell, who).collect();
            let others = all.len() - own.len();
            // A band that is all the reader's own guards nothing.
            if others == 0 {
                continue;
            }
            let cost = |cases: &[usize]| cases.iter().map(|case| asked.oere(*case)).sum::<i128>();
            bands.cases += i128::try_from(others).unwrap_or(i128::MAX);
            bands.cost += cost(all) - cost(&own);
            bands.seen.push(Seen {
                // Strictly above the band below, so an øre more.
                low: i128::from(size.above(limit).oere()) + 1,
                high: size.most().map(|most| i128::from(most.oere())),
                least: i128::from(own.is_empty()),
            });
        }
        bands
    }

    /// Whether every band can be enough numbers and enough costs.
    fn hold(&self) -> bool {
        (0..self.seen.len()).all(|band| {
            let mut counts: Option<(i128, i128)> = None;
            let mut costs: Option<(i128, i128)> = None;
            for cases in self.seen[band].least..=self.cases {
                let Some((low, high)) = self.costs(band, cases) else {
                    continue;
                };
                counts = Some((counts.map_or(cases, |c| c.0), cases));
                costs = Some(costs.map_or((low, high), |c| (c.0.min(low), c.1.max(high))));
            }
            let wide = |(low, high): (i128, i128)| high - low >= WIDTH - 1;
            let spans = |(low, high): (i128, i128)| high - low >= self.limit;
            counts.is_some_and(wide) && costs.is_some_and(spans)
        })
    }

    /// What so many cases of a band can cost, so that all bands add up to what is known; `None`
    /// when there cannot be so many.
    fn costs(&self, band: usize, cases: i128) -> Option<(i128, i128)> {
        let others = || self.seen.iter().enumerate().filter(|(at, _)| *at != band);
        let least: i128 = others().map(|(_, seen)| seen.least).sum();
        let left = self.cases - cases - least;
        if left < 0 || (left > 0 && self.seen.len() == 1) {
            return None;
        }
        // The fewest of each, and the rest where they cost least or most.
        let lows = others().map(|(_, seen)| seen.low);
        let low = others()
            .map(|(_, seen)| seen.low * seen.least)
            .sum::<i128>()
            + left * lows.min().unwrap_or(0);
        let dearest = others().map(|(_, seen)| (seen.high.is_none(), seen.high));
        let dearest = dearest.max().and_then(|(_, high)| high);
        let fixed: Option<i128> = others()
            .map(|(_, seen)| {
                let nothing = seen.least == 0;
                if nothing { Some(0) } else { seen.high }
            })
            .sum();
        let rest = if left == 0 {
            Some(0)
        } else {
            dearest.map(|high| high * left)
        };
        let high = fixed.zip(rest).map(|(a, b)| a + b);
        let own = &self.seen[band];
        let dearest = if cases == 0 {
            Some(0)
        } else {
            own.high.map(|high| high * cases)
        };
        let from = high.map_or(own.low * cases, |high| {
            (own.low * cases).max(self.cost - high)
        });
        let up_to = dearest.map_or(self.cost - low, |most| most.min(self.cost - low));
        (from <= up_to).then_some((from, up_to))
    }
}

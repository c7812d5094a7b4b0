//! How few cases of others a cell can hold, for what they cost.
//!
//! A count is proven to be any of five numbers without a look at costs. That holds for the costs too
//! where each table of counts that the proof walks to can have costs. One choice of them is always at
//! hand: each case costs the limit, and what a cell costs above that stays as it is, so that all sums
//! stay. Whoever is left no case is left no cost either, and the bands of size say how much
//! the dearest cases cost above an edge: so a cell needs some cases for what it costs, and the proof
//! may not walk below them. A count that could be none but for its cost is how the 61st made-up region
//! told a municipality that it is one of four.

use std::collections::BTreeMap;

use super::asked::year_of_cost;
use super::cell::Place;
use super::view::{Rest, View};
use crate::domain::cases::{Rules, Size};
use crate::domain::money::Money;
use crate::domain::period::Year;
use disclosure::Problem;

/// The question with the fewest cases that each cell holds for each reader, by what its cases cost.
pub fn with_fewest(problem: &Problem, views: &[View], rests: &[Rest], rules: &Rules) -> Problem {
    let mut problem = problem.clone();
    for (reader, rest) in problem.readers.iter_mut().zip(rests) {
        let mut least: BTreeMap<usize, i64> = BTreeMap::new();
        for view in views {
            let dearest = dearest(view, rest, rules);
            for (cell, at) in &view.cells {
                if rest.known[*cell] || matches!(at.1, Place::Size(_)) {
                    continue;
                }
                let (cases, cost) = rest.others[*cell];
                let of_year = year_of_cost(at).and_then(|year| dearest.get(&year));
                let fewest = of_year.map_or(cases.min(1), |of| of.fewest(cases, cost));
                let own = problem.counts[*cell] - cases;
                let before = least.entry(*cell).or_default();
                *before = (own + fewest).max(*before);
            }
        }
        reader.least = least.into_iter().collect();
    }
    problem
}

/// What the bands of each year of a publication say of cases that are not the reader's own.
fn dearest(view: &View, rest: &Rest, rules: &Rules) -> BTreeMap<Year, Dearest> {
    let mut bands: BTreeMap<Year, Vec<(Size, i64, i64)>> = BTreeMap::new();
    for (cell, (year, place)) in &view.cells {
        if let Place::Size(size) = place {
            let (cases, cost) = rest.others[*cell];
            let of_year = bands.entry(*year).or_default();
            of_year.push((*size, cases, cost));
        }
    }
    let dearest = |(year, mut bands): (Year, Vec<_>)| {
        // Of bands that are not all told of, nothing follows for other cells.
        if bands.len() < Size::ALL.len() {
            bands.clear();
        }
        let limit = rules.limit(year).unwrap_or(Money::ZERO);
        (year, Dearest::new(limit, &bands))
    };
    bands.into_iter().map(dearest).collect()
}

/// How much the cases of others in a year cost above the edges of the bands.
#[derive(Debug, Default)]
struct Dearest {
    limit: i128,
    /// An edge, and what all cases above it cost more than it, in øre.
    edges: Vec<(i128, i128)>,
}

impl Dearest {
    /// Of bands as a reader sees them that takes the own cases away: number and cost in øre.
    fn new(limit: Money, bands: &[(Size, i64, i64)]) -> Dearest {
        let limit = i128::from(limit.oere());
        let edges = Size::ALL.into_iter().filter_map(Size::most);
        let edges = edges.map(|edge| i128::from(edge.oere()));
        let above = |edge: i128| {
            let is_above = |size: Size| i128::from(size.above(Money::ZERO).oere()) >= edge;
            let above = bands.iter().filter(|band| is_above(band.0));
            above
                .map(|(_, cases, cost)| i128::from(*cost) - edge * i128::from(*cases))
                .sum()
        };
        let edges = edges.filter(|edge| *edge > limit && !bands.is_empty());
        Dearest {
            limit,
            edges: edges.map(|edge| (edge, above(edge))).collect(),
        }
    }

    /// The fewest cases that so many could be, with what they cost in øre beyond the limit of each.
    fn fewest(&self, cases: i64, cost: i64) -> i64 {
        let beyond = i128::from(cost) - self.limit * i128::from(cases);
        let needed = self.edges.iter().map(|(edge, excess)| {
            let (left, each) = (beyond - excess, edge - self.limit);
            // Rounded up.
            (left + each - 1).div_euclid(each)
        });
        let fewest = needed.max().unwrap_or(0).clamp(1, i128::from(cases.max(1)));
        i64::try_from(fewest).unwrap_or(cases).min(cases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: i64 = 100_000_000;

    fn dearest(bands: &[(Size, i64, i64)]) -> Dearest {
        let bands: Vec<_> = bands
            .iter()
            .map(|(size, cases, cost)| (*size, *cases, cost * MILLION))
            .collect();
        Dearest::new(Money::from_oere(2 * MILLION), &bands)
    }

    #[test]
    fn whoever_is_left_a_cost_is_left_a_case() {
        let unknown = dearest(&[]);
        assert_eq!(unknown.fewest(0, 0), 0);
        assert_eq!(unknown.fewest(1, 3 * MILLION), 1);
        // Nothing bounds what one case costs.
        assert_eq!(unknown.fewest(9, 40 * MILLION), 1);
    }

    #[test]
    fn a_case_costs_no_more_than_the_bands_leave_to_it() {
        // Nobody above 3 million: beyond the limit 6 cases of 17 million have 5, a million at most each.
        let low = dearest(&[(Size::To3, 40, 100)]);
        assert_eq!(low.fewest(6, 17 * MILLION), 5);
        assert_eq!(low.fewest(6, 17 * MILLION + 1), 6);
        // One of 5 million: another can cost two millions more than the edge at 3, and so on.
        let one = dearest(&[(Size::To3, 40, 100), (Size::To6, 1, 5)]);
        assert_eq!(one.fewest(6, 17 * MILLION), 3);
        // Never more than there are.
        assert_eq!(low.fewest(2, 20 * MILLION), 2);
    }

    #[test]
    fn every_true_cell_fits_its_own_bands() {
        let costs = [201, 250, 299, 301, 399, 450, 599, 700, 1_900].map(|c| c * 1_000_000);
        let sized = |cost: &i64| Size::of(Money::from_oere(*cost));
        let bands: Vec<(Size, i64, i64)> = Size::ALL
            .into_iter()
            .map(|size| {
                let within = || costs.iter().filter(|cost| sized(cost) == size);
                (size, within().count() as i64, within().sum())
            })
            .collect();
        let dearest = Dearest::new(Money::from_oere(2 * MILLION), &bands);
        for chosen in 1_u32..1 << costs.len() {
            let cell = costs.iter().enumerate();
            let cell = cell.filter(|(at, _)| chosen >> at & 1 == 1);
            let (count, cost) =
                cell.fold((0, 0), |(count, sum), (_, cost)| (count + 1, sum + cost));
            let needed = |(edge, excess): &(i128, i128)| {
                i128::from(cost) - edge * i128::from(count) <= *excess
            };
            assert!(dearest.edges.iter().all(needed), "{chosen:b}");
            assert!((1..=count).contains(&dearest.fewest(count, cost)));
        }
    }
}

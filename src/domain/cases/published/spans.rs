//! Counts that could be too few numbers, for what their cases cost: `fewest` keeps a proof from tables
//! that may have no costs, and is on the safe side. Where it leaves a count narrow, a linear programme
//! over numbers and costs says whether it is.
//!
//! One year or two, which are sought longest, are asked like this; more are masked on the safe side.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::asked::{Asked, year_of_cost};
use super::cell::{Became, Of, Place};
use crate::domain::cases::{Rules, Size};
use crate::domain::money::Money;
use crate::domain::period::Year;
use disclosure::{Amounts, NotProven, Problem, Term, narrow_for_readers};

/// The cells that have to be masked besides, so that no count is narrow for what it costs: of those
/// that hold one, the one that is missed least. `safe` is the question on the safe side.
///
/// # Errors
/// [`NotProven`]: what holds one cannot be masked, or a sum is beyond the machine's numbers.
pub fn more(
    asked: &Asked<'_>,
    safe: &Problem,
    rules: &Rules,
    masked: &[bool],
) -> Result<Vec<usize>, NotProven> {
    let mut more = Vec::new();
    let mut readers: BTreeMap<usize, Amounts> = BTreeMap::new();
    for (reader, narrow) in narrow_for_readers(safe, masked)? {
        let question = || seen(asked, rules, masked, &asked.readers[reader]);
        let amounts = readers.entry(reader).or_insert_with(question);
        if amounts.hold(narrow.cell) {
            continue;
        }
        // What counts nothing is shown, whatever else is.
        let counts = |cell: &usize| asked.problem.counts[*cell] > 0;
        let holders = narrow.held_by.iter().copied().filter(counts);
        let weight = |cell: &usize| (asked.problem.weight[*cell], *cell);
        more.push(holders.min_by_key(weight).ok_or(NotProven)?);
    }
    Ok(more)
}

/// Number and cost of the cases of others in all cells, as a reader knows them.
fn seen(asked: &Asked<'_>, rules: &Rules, masked: &[bool], who: &Option<Arc<str>>) -> Amounts {
    let mut seen = Amounts {
        counts: asked.problem.sums.clone(),
        ..Amounts::default()
    };
    for (cell, at) in asked.cells.iter().enumerate() {
        let others = asked.of_others(cell, who);
        let is_own = who.is_some() && at.1.municipality() == who.as_ref();
        let is_known = is_own || others.0 == 0 || !masked[cell];
        let rest = if is_own { (0, 0) } else { others };
        seen.known.push(is_known.then_some(rest));
        let has_own = asked.own(cell, who).next().is_some();
        seen.least.push(i64::from(!has_own));
        seen.spans.push(limit(at, rules));
    }
    add_up(asked, &mut seen);
    bound(asked, &mut seen);
    seen
}

/// What every case of a cell costs more than.
fn limit(at: &(Year, Place), rules: &Rules) -> i64 {
    let limit = year_of_cost(at).and_then(|year| rules.limit(year));
    limit.map_or(0, Money::oere)
}

/// How costs add up, where they are of the same year.
fn add_up(asked: &Asked<'_>, seen: &mut Amounts) {
    for sum in &asked.problem.sums {
        let year = |cells: &[usize]| cells.first().map(|cell| asked.cells[*cell].0);
        let right = sum.right.iter().map(|cell| (*cell, 0, -1));
        if year(&sum.left) == year(&sum.right) {
            let left = sum.left.iter().map(|cell| (*cell, 0, 1));
            seen.exact.push(left.chain(right).collect());
            continue;
        }
        // The gone cost what they did the year before, when the continuing were above its limit.
        let limit = sum.right.first().map_or(0, |cell| seen.spans[*cell]);
        let part = |cell: &usize| -> Term {
            match asked.cells[*cell].1 {
                Place::Status {
                    became: Of::One(Became::Gone),
                    ..
                } => (*cell, 0, 1),
                _ => (*cell, limit, 0),
            }
        };
        let left = sum.left.iter().map(part);
        seen.at_most.push(left.chain(right).collect());
    }
}

/// What the limit and the bands of size say of what cases cost.
fn bound(asked: &Asked<'_>, seen: &mut Amounts) {
    let mut bands: BTreeMap<Year, Vec<(Size, usize)>> = BTreeMap::new();
    for (cell, (year, place)) in asked.cells.iter().enumerate() {
        if let Place::Size(size) = place {
            bands.entry(*year).or_default().push((*size, cell));
        }
    }
    let edges = || Size::ALL.into_iter().filter_map(Size::most);
    for (cell, at) in asked.cells.iter().enumerate() {
        let Some(year) = year_of_cost(at) else {
            continue;
        };
        let limit = seen.spans[cell];
        if let Place::Size(size) = at.1 {
            let above = size.above(Money::from_oere(limit)).oere();
            seen.at_most.push(vec![(cell, above, -1)]);
            let most = size.most().map(|most| vec![(cell, -most.oere(), 1)]);
            seen.at_most.extend(most);
            continue;
        }
        seen.at_most.push(vec![(cell, limit, -1)]);
        // What the cases cost above an edge is no more than what all of the year do.
        let of_year = bands.get(&year).into_iter();
        for (edge, of_year) in of_year.flat_map(|bands| edges().map(move |edge| (edge, bands))) {
            let above = of_year.iter();
            let above = above.filter(|(size, _)| size.above(Money::ZERO) >= edge);
            let above = above.map(|(_, band)| (*band, edge.oere(), -1));
            let own = [(cell, -edge.oere(), 1)];
            seen.at_most.push(own.into_iter().chain(above).collect());
        }
    }
}

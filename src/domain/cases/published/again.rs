//! The tables of a region that was published before, masked so that all publications hold together.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use super::cell::{Cell, Measures, Place};
use super::earlier::{Differ, Earlier, Moment, differ};
use super::fewest::with_fewest;
use super::joint::Joint;
use super::records::{At, Lines, Records};
use super::sizes;
use super::spans::{Costs, LONGEST};
use super::tables::{cells, hidden, tables};
use crate::domain::cases::{Costly, Rules};
use crate::domain::period::Year;
use disclosure::{Fixed, NotProven, hold, narrow_for_readers};

/// What is published after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// Masked, and proven with all that was published before.
    Proven(Vec<Cell>),
    /// No choice of masks was proven: every cell is masked that changed and counts anybody.
    Hidden(Vec<Cell>),
    /// Not even that holds: what was published last stays.
    Kept,
}

/// The tables after a change. `earlier` are all publications before, the oldest first; `complete` are
/// the years that every municipality of the region has lines of; of some years it is not told what
/// became of cases.
pub fn tables_after(
    costly: &[Costly],
    lines: &Lines,
    rules: &Rules,
    earlier: &[Earlier],
    complete: &BTreeSet<Year>,
    without_status: &BTreeSet<Year>,
) -> Made {
    if earlier.is_empty() {
        return match tables(costly, lines, rules) {
            Ok(cells) => Made::Proven(without_part_of_sizes(cells, complete)),
            Err(_) => Made::Hidden(hidden(costly, lines)),
        };
    }
    let years = lines.iter().map(|(_, year)| *year).collect();
    let moments: Vec<Moment<'_>> = earlier.iter().map(Moment::new).collect();
    let again = Again {
        asked: Asked::new(Records::new(costly, lines), costly),
        wanted: Moment::to_make(costly, lines),
        moments: &moments,
        rules,
        complete,
        without_status,
        years,
    };
    again.made()
}

/// Whether these are the tables of some costly cases already: the same cells, but for tables that are
/// not told of a year, with the same figures.
pub fn are_of(cells: &[Cell], costly: &[Costly], lines: &Lines) -> bool {
    let stood: BTreeMap<_, _> = cells
        .iter()
        .map(|cell| ((cell.year, &cell.place), cell.measures))
        .collect();
    let Records { cells: wanted, .. } = Records::new(costly, lines);
    let is_same = |((year, place), of): (&At, &Vec<usize>)| match stood.get(&(*year, place)) {
        Some(before) => *before == Measures::of(of.iter().map(|case| &costly[*case])),
        None => {
            matches!(place, Place::Size(_) | Place::Status { .. })
                && stood.contains_key(&(*year, &Place::REGION))
        }
    };
    wanted.iter().all(is_same)
        && stood
            .keys()
            .all(|(year, place)| wanted.contains_key(&(*year, (*place).clone())))
}

/// Cells without the bands of years that more municipalities will come to, where only some can be told.
fn without_part_of_sizes(cells: Vec<Cell>, complete: &BTreeSet<Year>) -> Vec<Cell> {
    let is_size = |cell: &&Cell| matches!(cell.place, Place::Size(_));
    let masked = cells.iter().filter(is_size).filter(|cell| cell.masked);
    let masked: BTreeSet<Year> = masked.map(|cell| cell.year).collect();
    let stays = |cell: &Cell| {
        !is_size(&cell) || !masked.contains(&cell.year) || complete.contains(&cell.year)
    };
    cells.into_iter().filter(stays).collect()
}

struct Again<'a> {
    asked: Asked<'a>,
    wanted: Moment<'a>,
    moments: &'a [Moment<'a>],
    rules: &'a Rules,
    complete: &'a BTreeSet<Year>,
    without_status: &'a BTreeSet<Year>,
    years: BTreeSet<Year>,
}

impl Again<'_> {
    fn made(self) -> Made {
        let apart: BTreeSet<Year> = self
            .years
            .iter()
            .copied()
            .filter(|y| self.is_apart(*y))
            .collect();
        let cells = self.asked.cells.iter();
        let left_out: Vec<bool> = cells
            .map(|at| match at.1 {
                Place::Size(_) => apart.contains(&at.0),
                Place::Status { .. } => self.without_status.contains(&at.0),
                _ => false,
            })
            .collect();
        let joint = Joint::new(&self.asked, &self.wanted, self.moments, &left_out);
        let safe = with_fewest(&joint.problem, &joint.views, &joint.rests, self.rules);
        let costs = Costs {
            safe: &safe,
            views: &joint.views,
            rests: &joint.rests,
            rules: self.rules,
        };
        if let Ok(masked) = self.masks(&joint, &costs, &apart)
            && self.keeps_refunds(&joint, &masked)
        {
            return Made::Proven(self.finished(&joint, &apart, masked));
        }
        let problem = &joint.problem;
        let of = problem.counts.iter().zip(&problem.fixed);
        let masked: Vec<bool> = of
            .map(|(count, fixed)| *count > 0 && *fixed != Fixed::Told)
            .collect();
        let is_proven = hold(problem, &masked) == Ok(true) && costs.hold(&masked) == Ok(true);
        if is_proven && self.keeps_refunds(&joint, &masked) {
            return Made::Hidden(self.finished(&joint, &apart, masked));
        }
        Made::Kept
    }

    /// The masks over counts, of which those that are narrow for their cost are asked further; or those on
    /// the safe side. Of more years these come first, since they are found soonest: but what was published
    /// need not be on it.
    fn masks(
        &self,
        joint: &Joint<'_>,
        costs: &Costs<'_>,
        apart: &BTreeSet<Year>,
    ) -> Result<Vec<bool>, NotProven> {
        let of_sizes = |masked: &[bool]| -> Vec<usize> {
            let masked = &masked[..self.asked.cells.len()];
            let more = |year: &Year| {
                let limit = self.rules.limit(*year)?;
                Some(sizes::more(&self.asked, *year, limit, masked))
            };
            let with_sizes = self.years.iter().filter(|year| !apart.contains(year));
            with_sizes.filter_map(more).flatten().collect()
        };
        if self.years.len() > LONGEST {
            let safe = costs.on_the_safe_side(of_sizes);
            safe.or_else(|NotProven| costs.sought(&joint.problem, of_sizes))
        } else {
            let sought = costs.sought(&joint.problem, of_sizes);
            sought.or_else(|NotProven| costs.on_the_safe_side(of_sizes))
        }
    }

    /// Whether the refund of cells that few persons' refund changes is as unknown as a masked count with
    /// these masks: also of those whose number and cost were told before, and are no secret.
    fn keeps_refunds(&self, joint: &Joint<'_>, masked: &[bool]) -> bool {
        let cells = self.asked.cells.len();
        let of_refund = |cell: usize| joint.in_refund[cell] && !masked[cell];
        if !(0..cells).any(of_refund) {
            return true;
        }
        let mut problem = self.asked.problem.clone();
        // Refunds of two years have nothing to do with each other.
        let year = |cell: &usize| self.asked.cells[*cell].0;
        problem.sums.retain(|sum| {
            let mut years = sum.left.iter().chain(&sum.right).map(year);
            let first = years.next();
            years.all(|year| Some(year) == first)
        });
        let hidden: Vec<bool> = (0..cells)
            .map(|cell| problem.counts[cell] > 0 && (masked[cell] || joint.in_refund[cell]))
            .collect();
        let narrow = narrow_for_readers(&problem, &hidden);
        narrow.is_ok_and(|narrow| !narrow.iter().any(|(_, narrow)| of_refund(narrow.cell)))
    }

    /// Whether the bands of a year are told all of them or none: masked apart they bound what a case
    /// costs, and in two versions that cannot be judged one by one. So it is when they are not what they
    /// were, and until all municipalities have lines.
    fn is_apart(&self, year: Year) -> bool {
        let bands = |moment: &Moment<'_>| -> Vec<_> {
            let of_size =
                |(at, pair): (&At, &_)| matches!(at.1, Place::Size(_)).then(|| (at.clone(), *pair));
            moment.of_year(year).filter_map(of_size).collect()
        };
        let last = self.moments.last().map(bands).unwrap_or_default();
        if !last.is_empty() && last == bands(&self.wanted) {
            return false;
        }
        let published = self
            .moments
            .iter()
            .any(|m| m.of_year(year).next().is_some());
        published || !self.complete.contains(&year)
    }

    /// Whether the bands of such a year can be told.
    fn tells_sizes(&self, year: Year, masked: &[bool]) -> bool {
        let was_masked = self.moments.iter().any(|moment| {
            let mut bands = moment
                .of_year(year)
                .filter(|(at, _)| matches!(at.1, Place::Size(_)));
            bands.any(|(at, pair)| pair.0 > 0 && moment.told.get(at) == Some(&false))
        });
        let holds = |(cell, at): (usize, &At)| match at.1 {
            _ if at.0 != year => true,
            Place::REGION => !masked[cell],
            Place::Size(_) => {
                let before = self
                    .moments
                    .iter()
                    .filter(|m| m.told.get(at) == Some(&true));
                !self.asked.problem.sensitive[cell]
                    && before.clone().all(|moment| {
                        let both = self.wanted.cases(at).zip(moment.cases(at));
                        both.is_some_and(|(mine, theirs)| differ(mine, theirs) == Differ::Safely)
                    })
            }
            _ => true,
        };
        !was_masked && self.asked.cells.iter().enumerate().all(holds)
    }

    fn finished(
        &self,
        joint: &Joint<'_>,
        apart: &BTreeSet<Year>,
        mut masked: Vec<bool>,
    ) -> Vec<Cell> {
        masked.truncate(self.asked.cells.len());
        let untold = apart
            .iter()
            .filter(|year| !self.tells_sizes(**year, &masked));
        let untold: BTreeSet<Year> = untold.copied().collect();
        for (cell, masked) in masked.iter_mut().enumerate() {
            *masked |= joint.in_refund[cell];
        }
        let all = cells(&self.asked, &masked).into_iter();
        let is_there = |cell: &Cell| match cell.place {
            Place::Size(_) => !untold.contains(&cell.year),
            Place::Status { .. } => !self.without_status.contains(&cell.year),
            _ => true,
        };
        all.filter(is_there).collect()
    }
}

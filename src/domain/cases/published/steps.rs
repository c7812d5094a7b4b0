//! When a change is published: what few persons make waits for more, and so do municipalities that
//! come to a year by one and two, since two could each take the own away and know the other's.

use std::collections::{BTreeMap, BTreeSet};

use super::again::{Made, are_of, tables_after};
use super::cell::Cell;
use super::earlier::{Composition, Earlier};
use super::records::Lines;
use crate::domain::cases::small::are_few_to_anybody;
use crate::domain::cases::{CaseKey, Costly, Rules};
use crate::domain::period::Year;

/// So many municipalities come to a year together, unless they are the last.
const TOGETHER: usize = 3;

/// What is to be done about a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// These cells are published. The years that `wait` are made of what they were made of before.
    Publish {
        cells: Vec<Cell>,
        wait: BTreeSet<Year>,
    },
    /// What was published last stays; there is something else to publish where it `waits`.
    Stays { waits: Option<Why> },
}

/// Why a change is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Few persons make it, or too few municipalities have come to its year.
    Few,
    /// No choice of masks was proven together with what was published before.
    NotProven,
}

/// What is published of what there is, after all that was before (the oldest first), in a region
/// of so many municipalities. Every choice is proven with all of it; where none is, it stays.
pub fn next(wanted: &Composition, rules: &Rules, earlier: &[Earlier], members: usize) -> Step {
    let Some(last) = earlier.last() else {
        return match made(wanted, rules, earlier, (members, &BTreeSet::new())) {
            Made::Proven(cells) | Made::Hidden(cells) => Step::Publish {
                cells,
                wait: BTreeSet::new(),
            },
            Made::Kept => Step::Stays {
                waits: Some(Why::NotProven),
            },
        };
    };
    let changed: BTreeSet<Year> = years(wanted)
        .intersection(&years(&last.of))
        .copied()
        .filter(|year| of_year(wanted, *year) != of_year(&last.of, *year))
        .collect();
    let waiting: BTreeSet<Year> = changed
        .iter()
        .copied()
        .filter(|year| waits(*year, wanted, &last.of, members))
        .collect();
    let open = |cell: &&Cell| years(&last.of).contains(&cell.year);
    let stood: Vec<Cell> = last.cells.iter().filter(open).cloned().collect();
    // With all changes that need not wait; without what became of cases, where that cannot be told; with
    // the years alone that are new. Hidden rather than not.
    let after = |years: &BTreeSet<Year>| -> BTreeSet<Year> {
        years
            .iter()
            .flat_map(|year| [Some(*year), year.after()])
            .flatten()
            .collect()
    };
    let sent: BTreeSet<Year> = changed.difference(&waiting).copied().collect();
    let choices = [
        (&waiting, BTreeSet::new()),
        (&waiting, after(&sent)),
        (&changed, BTreeSet::new()),
    ];
    let (mut hidden, mut why) = (None, Why::Few);
    for (wait, without_status) in choices {
        let of = mixed(wanted, &last.of, wait);
        if are_of(&stood, &of.costly, &of.lines) {
            if wait.is_empty() {
                return Step::Stays { waits: None };
            }
            continue;
        }
        let wait = || wait.clone();
        match made(&of, rules, earlier, (members, &without_status)) {
            Made::Proven(cells) => {
                return Step::Publish {
                    cells,
                    wait: wait(),
                };
            }
            Made::Hidden(cells) => {
                hidden.get_or_insert_with(|| Step::Publish {
                    cells,
                    wait: wait(),
                });
            }
            Made::Kept => {}
        }
        why = Why::NotProven;
    }
    hidden.unwrap_or(Step::Stays { waits: Some(why) })
}

fn made(
    of: &Composition,
    rules: &Rules,
    earlier: &[Earlier],
    (members, without_status): (usize, &BTreeSet<Year>),
) -> Made {
    let is_complete = |year: &Year| of_lines(&of.lines, *year).len() >= members;
    let complete = years(of).into_iter().filter(is_complete).collect();
    let (costly, lines) = (&of.costly, &of.lines);
    tables_after(costly, lines, rules, earlier, &complete, without_status)
}

fn years(of: &Composition) -> BTreeSet<Year> {
    of.lines.iter().map(|(_, year)| *year).collect()
}

fn of_lines(lines: &Lines, year: Year) -> BTreeSet<&str> {
    let of_year = lines.iter().filter(|(_, of)| *of == year);
    of_year.map(|(code, _)| &**code).collect()
}

fn of_year(of: &Composition, year: Year) -> (Vec<&Costly>, BTreeSet<&str>) {
    let costly = of.costly.iter().filter(|case| case.year == year);
    (costly.collect(), of_lines(&of.lines, year))
}

/// What there is, but of some years what was published.
fn mixed(wanted: &Composition, last: &Composition, wait: &BTreeSet<Year>) -> Composition {
    let mut of = wanted.clone();
    of.costly.retain(|case| !wait.contains(&case.year));
    of.lines.retain(|(_, year)| !wait.contains(year));
    let costly = last.costly.iter().filter(|case| wait.contains(&case.year));
    of.costly.extend(costly.cloned());
    of.costly.sort();
    let lines = last.lines.iter().filter(|(_, year)| wait.contains(year));
    of.lines.extend(lines.cloned());
    of
}

/// Whether a year's change is too little to be published: few persons make it, or few make what a
/// municipality sees of it that takes its own away.
fn waits<'a>(year: Year, wanted: &'a Composition, last: &'a Composition, members: usize) -> bool {
    let ((wanted, codes), (last, before)) = (of_year(wanted, year), of_year(last, year));
    let come = codes.difference(&before).count();
    if come > 0 && come < TOGETHER && codes.len() < members {
        return true;
    }
    let by_key = |of: Vec<&'a Costly>| -> BTreeMap<&'a CaseKey, &'a Costly> {
        of.into_iter().map(|case| (&case.key, case)).collect()
    };
    let (wanted, last) = (by_key(wanted), by_key(last));
    let keys: BTreeSet<_> = wanted.keys().chain(last.keys()).copied().collect();
    let change = |key: &CaseKey| {
        let (before, after) = (last.get(key).copied(), wanted.get(key).copied());
        let oere = |of: Option<&Costly>| of.map_or(0, |of| i128::from(of.cost.oere()));
        let place = |of: Option<&Costly>| of.map(|of| (of.paragraph, of.supplier));
        if place(before) != place(after) {
            Some(oere(before).max(oere(after)))
        } else if oere(before) != oere(after) {
            Some((oere(before) - oere(after)).abs())
        } else {
            None
        }
    };
    let with_code = |key: &'a CaseKey| Some((&*key.municipality, change(key)?));
    let changes: Vec<_> = keys.into_iter().filter_map(with_code).collect();
    are_few_to_anybody(&changes)
}

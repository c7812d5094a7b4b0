//! What is published of made-up regions is attacked as each of their readers. `REGIONS` says how
//! many are, `FROM` with which they begin.

mod elimination;
mod region;
mod sequences;

use cockpit::domain::cases::published::{Cell, tables};
use cockpit::domain::cases::{Costly, Found, NotProven, Rules};
use cockpit::reports::cases::proof::{Tables, attacked};
use region::region;

const YEARS: [i64; 2] = [2023, 2024];

#[expect(
    clippy::disallowed_methods,
    reason = "a setting of the test run, not of the service"
)]
fn regions() -> std::ops::RangeInclusive<u64> {
    let number = |name: &str, usual: u64| {
        let set = std::env::var(name);
        set.map_or(usual, |text| text.parse().expect("a number"))
    };
    let from = number("FROM", 1);
    from..=number("REGIONS", 3)
}

fn of(cells: &[Cell], costly: &[Costly], rules: &Rules) -> Tables {
    Tables {
        cells: cells.to_vec(),
        costly: costly.to_vec(),
        rules: rules.clone(),
        ..Tables::default()
    }
}

fn found(cells: &[Cell], costly: &[Costly], rules: &Rules) -> Vec<Found> {
    let found = attacked(&of(cells, costly, rules)).expect("the solver ends");
    found.into_iter().map(|(_, found)| found).collect()
}

/// Regions that told of a hole once: in the 28th few cases of others were as large as a band, in the 61st
/// a count was one of four for what its cases cost.
const ONCE_OPEN: [u64; 2] = [28, 61];

#[test]
fn no_reader_works_anything_out_of_two_linked_years() {
    for seed in regions().chain(ONCE_OPEN) {
        let (costly, lines, rules) = region(seed, &YEARS);
        let cells = tables(&costly, &lines, &rules).expect("proven");
        let found = found(&cells, &costly, &rules);
        assert_eq!(found.len(), 12);
        assert!(found[0].masked > 0, "region {seed}: nothing is small");
        for (reader, found) in found.iter().enumerate() {
            let told = (found.determined, found.narrow);
            assert_eq!(told, (0, 0), "region {seed} as reader {reader}");
        }
    }
}

/// Guarding every reader and every width costs little of what can be told. Cells are counted as those
/// of R1 are: with the nothings, which both tell. Of those that count anybody it is printed.
#[test]
fn nine_tenths_of_what_elimination_alone_would_tell_are_told() {
    let (mut ours, mut theirs, mut nothings) = (0, 0, 0);
    for seed in regions() {
        let (costly, lines, rules) = region(seed, &YEARS);
        let cells = tables(&costly, &lines, &rules).expect("proven");
        let alone = elimination::told(&of(&cells, &costly, &rules));
        for (cell, told) in cells.iter().zip(&alone) {
            assert!(!(elimination::is_small(cell) && *told), "{:?}", cell.place);
            ours += usize::from(!cell.masked);
            theirs += usize::from(*told);
            nothings += usize::from(cell.measures.cases == 0);
        }
    }
    println!(
        "told: {ours}, by elimination alone {theirs}; of those that count anybody {} and {}",
        ours - nothings,
        theirs - nothings
    );
    assert!(ours * 10 >= theirs * 9, "{ours} of {theirs}");
}

/// The attack finds something where there is something to find.
#[test]
fn masks_of_the_small_cells_alone_do_not_hold() {
    let (costly, lines, rules) = region(1, &YEARS);
    let mut cells = tables(&costly, &lines, &rules).expect("proven");
    for cell in &mut cells {
        cell.masked = (1..5).contains(&cell.measures.cases);
    }
    let found = found(&cells, &costly, &rules);
    assert!(found.iter().all(|found| found.determined > 0), "{found:?}");
}

/// What does not add up is no proof of anything. A cell beside a masked one can hide what was done to
/// it: one whose sum is told whole cannot.
#[test]
fn a_sum_that_does_not_hold_is_an_error() {
    let (costly, lines, rules) = region(1, &YEARS);
    let cells = tables(&costly, &lines, &rules).expect("proven");
    let told = |cell: &Cell| !cell.masked && cell.measures.cases > 0;
    let shown: Vec<usize> = (0..cells.len()).filter(|at| told(&cells[*at])).collect();
    assert!(shown.len() > 20, "{}", shown.len());
    let is_found = |at: &usize| {
        let mut wrong = cells.clone();
        wrong[*at].measures.cases += 1;
        let found = attacked(&of(&wrong, &costly, &rules));
        found == Err(NotProven::DoesNotAddUp)
    };
    assert!(shown.iter().any(is_found));
}

use std::collections::BTreeSet;

use super::readers::{Proven, narrow, narrow_since};
use super::solve::{TooLarge, solve};
use super::*;

/// Counts in rows and columns, with both totals, each total in its place.
fn table(rows: &[&[i64]], small: impl Fn(i64) -> bool) -> Problem {
    let (height, width) = (rows.len(), rows[0].len());
    let at = |row: usize, column: usize| row * (width + 1) + column;
    let mut counts = vec![0; at(height, width) + 1];
    for (r, row) in rows.iter().enumerate() {
        for (c, count) in row.iter().enumerate() {
            for cell in [at(r, c), at(r, width), at(height, c), at(height, width)] {
                counts[cell] += count;
            }
        }
    }
    let across = (0..=height).map(|row| Sum {
        left: (0..width).map(|column| at(row, column)).collect(),
        right: vec![at(row, width)],
    });
    let down = (0..=width).map(|column| Sum {
        left: (0..height).map(|row| at(row, column)).collect(),
        right: vec![at(height, column)],
    });
    let sums = across.chain(down).collect();
    let mut problem = Problem::new(counts, small, sums);
    // A row or a column with one figure adds the same records as its total.
    for (r, row) in rows.iter().enumerate() {
        let some: Vec<usize> = (0..width).filter(|c| row[*c] > 0).collect();
        if let [only] = some[..] {
            problem.class[at(r, width)] = at(r, only);
        }
    }
    problem
}

/// Each row is a reader who knows it.
fn with_readers(mut problem: Problem, height: usize, width: usize) -> Problem {
    for row in 0..height {
        let cells = || (0..=width).map(|column| (row * (width + 1) + column, column));
        let own =
            cells().map(|(cell, column)| (height * (width + 1) + column, problem.counts[cell]));
        problem.readers.push(Reader {
            least: Vec::new(),
            own: own.filter(|own| own.1 > 0).collect(),
            known: cells().map(|(cell, _)| cell).collect(),
            same: Vec::new(),
        });
    }
    problem
}

/// What a masked cell can be, by trying every whole number: the second computation.
fn possible(problem: &Problem, masked: &[bool], most: i64) -> Vec<BTreeSet<i64>> {
    let free: Vec<usize> = (0..masked.len()).filter(|cell| masked[*cell]).collect();
    let mut seen = vec![BTreeSet::new(); masked.len()];
    let mut counts = problem.counts.clone();
    try_all(problem, &free, most, &mut counts, &mut seen);
    seen
}

fn try_all(
    problem: &Problem,
    free: &[usize],
    most: i64,
    counts: &mut [i64],
    seen: &mut [BTreeSet<i64>],
) {
    let Some((cell, rest)) = free.split_first() else {
        let total = |cells: &[usize]| -> i64 { cells.iter().map(|cell| counts[*cell]).sum() };
        if problem
            .sums
            .iter()
            .all(|sum| total(&sum.left) == total(&sum.right))
        {
            for (cell, count) in counts.iter().enumerate() {
                seen[cell].insert(*count);
            }
        }
        return;
    };
    for count in 1..=most {
        counts[*cell] = count;
        try_all(problem, rest, most, counts, seen);
    }
}

#[test]
fn the_order_of_the_sums_and_the_readers_changes_nothing() {
    let rows: [&[i64]; 4] = [&[9, 1, 7], &[2, 8, 5], &[6, 6, 0], &[3, 12, 4]];
    let problem = with_readers(table(&rows, |n| (1..=4).contains(&n)), 4, 3);
    let mut turned = problem.clone();
    turned.sums.reverse();
    turned.readers.reverse();
    turned.sums.iter_mut().for_each(|sum| sum.left.reverse());
    assert_eq!(masks(&problem), masks(&turned));
}

#[test]
fn cells_of_the_same_records_are_masked_alike() {
    // One figure in the first row: its total is the same.
    let problem = table(&[&[7, 0], &[2, 9], &[8, 9]], |n| (1..=4).contains(&n));
    let masked = masks(&problem).unwrap();
    assert_eq!(masked[0], masked[2]);
    assert!(masked[3]);
}

#[test]
fn what_is_masked_can_be_five_numbers_when_all_are_tried() {
    for rows in [
        [[3, 4, 6], [2, 7, 5]],
        [[1, 6, 9], [8, 2, 7]],
        [[5, 1, 8], [6, 9, 2]],
    ] {
        let rows: Vec<&[i64]> = rows.iter().map(|row| &row[..]).collect();
        let problem = table(&rows, |count| (1..=3).contains(&count));
        let masked = masks(&problem).unwrap();
        let free = masked.iter().filter(|masked| **masked).count();
        // With more free cells than these it would take too long; unbounded ones are cut off.
        assert!(free <= 6, "{free} cells are masked");
        let seen = possible(&problem, &masked, 12);
        for (cell, seen) in seen.iter().enumerate() {
            assert!(
                !masked[cell] || seen.len() >= 5,
                "{rows:?}: {cell} is in {seen:?}"
            );
        }
    }
}

#[test]
fn where_everything_is_small_nothing_is_told() {
    let problem = with_readers(table(&[&[1, 1], &[0, 1]], |n| (1..=4).contains(&n)), 2, 2);
    let masked = masks(&problem).unwrap();
    for (cell, count) in problem.counts.iter().enumerate() {
        assert_eq!(masked[cell], *count > 0);
    }
}

#[test]
fn a_table_without_a_small_group_is_told_whole() {
    let problem = with_readers(table(&[&[9, 8], &[7, 6]], |n| (1..=4).contains(&n)), 2, 2);
    assert_eq!(masks(&problem).unwrap(), [false; 9]);
}

/// Three and their sum, and the same a version later, when the first has become one more: what was told
/// of the sum before guards nobody.
#[test]
fn what_was_told_before_is_known_and_guards_nothing() {
    let sums = [[0, 1, 2, 3], [4, 1, 2, 5]].map(|[a, b, c, all]| Sum {
        left: vec![a, b, c],
        right: vec![all],
    });
    let counts = vec![9, 12, 20, 41, 10, 42];
    let mut problem = Problem::new(counts, |_| false, sums.to_vec());
    problem.fixed[..4].fill(Fixed::Told);
    problem.sensitive[4] = true;
    assert_eq!(
        masks(&problem).unwrap(),
        [false, false, false, false, true, true]
    );
    // Were the sum told as well, nothing could be masked that guards it.
    problem.fixed[5] = Fixed::Told;
    assert_eq!(masks(&problem), Err(NotProven));
    // What hides a part of it that nobody was shown need not be masked itself.
    let of_parts = Sum {
        left: vec![6, 7],
        right: vec![4],
    };
    let mut problem = Problem::new(
        vec![9, 12, 20, 41, 10, 42, 3, 7],
        |_| false,
        [&sums[..], &[of_parts]].concat(),
    );
    problem.fixed[..4].fill(Fixed::Told);
    problem.fixed[6..].fill(Fixed::Hidden);
    assert_eq!(masks(&problem).unwrap()[..6], [false; 6]);
}

/// Three and their sum, which differs from the one that was told before by a reader's own cases alone: that reader
/// knows it, and so whatever is left of it.
#[test]
fn what_a_reader_learns_from_what_was_told_is_known_in_every_sum() {
    let sum = Sum {
        left: vec![0, 1, 2],
        right: vec![3],
    };
    let mut problem = Problem::new(vec![5, 11, 10, 26, 28], |_| false, vec![sum]);
    problem.fixed[0] = Fixed::Told;
    problem.sensitive[2] = true;
    problem.sensitive[3] = true;
    let masked = |problem: &Problem| masks(problem).map(|masked| masked[..4].to_vec());
    problem.fixed[4] = Fixed::Told;
    assert_eq!(masked(&problem).unwrap(), [false, false, true, true]);
    problem.readers.push(Reader {
        same: vec![vec![3, 4]],
        ..Reader::default()
    });
    assert_eq!(masked(&problem).unwrap(), [false, true, true, true]);
    problem.fixed[1] = Fixed::Told;
    assert_eq!(masked(&problem), Err(NotProven));
    // What it is learned from may be masked instead.
    problem.fixed[4] = Fixed::Open;
    assert_eq!(masks(&problem).unwrap()[3..], [true, true]);
}

/// While masks are only added, and when one is taken back.
#[test]
fn what_was_proven_before_changes_no_answer() {
    let rows: [&[i64]; 4] = [&[9, 1, 7], &[2, 8, 5], &[6, 6, 0], &[3, 12, 4]];
    let problem = with_readers(table(&rows, |n| (1..=4).contains(&n)), 4, 3).in_order();
    let small: Vec<bool> = problem.counts.iter().map(|n| (1..=4).contains(n)).collect();
    let mut masked = small.clone();
    let mut proven = Proven::default();
    let mut holds = Vec::new();
    for cell in (0..masked.len()).rev() {
        masked[cell] = problem.counts[cell] > 0;
        let found = narrow_since(&problem, &masked, &mut proven).unwrap();
        assert_eq!(found, narrow(&problem, &masked).unwrap(), "{cell}");
        holds.push(found.is_empty());
    }
    assert!(holds.contains(&true) && holds.contains(&false));
    let found = narrow_since(&problem, &small, &mut proven).unwrap();
    assert_eq!(found, narrow(&problem, &small).unwrap());
    assert!(!found.is_empty());
}

/// For what a cell costs it may need more than one case: the reader knows that as well.
#[test]
fn the_fewest_that_a_cell_holds_bound_what_the_others_can_be() {
    let sum = Sum {
        left: vec![0, 1, 2],
        right: vec![3],
    };
    let mut problem = Problem::new(vec![2, 7, 12, 21], |n| (1..=4).contains(&n), vec![sum]);
    assert_eq!(masks(&problem).unwrap(), [true, true, false, false]);
    let of_two = [true, true, false, false];
    problem.readers[0].least = vec![(1, 4)];
    assert_eq!(hold(&problem, &of_two), Ok(true), "1 to 5, and 4 to 8");
    problem.readers[0].least = vec![(1, 5)];
    assert_eq!(hold(&problem, &of_two), Ok(false), "1 to 4, and 5 to 8");
    let held = narrow_for_readers(&problem, &of_two).unwrap();
    let found: Vec<_> = held.iter().map(|(reader, of)| (*reader, of.cell)).collect();
    assert_eq!(found, [(0, 0), (0, 1)]);
    assert!(held.iter().all(|(_, of)| of.held_by.contains(&2)));
    assert_eq!(masks(&problem).unwrap(), [true, false, true, false]);
}

/// Numbers beyond the machine's are refused, never guessed.
#[test]
fn a_sum_that_the_machine_cannot_hold_is_refused() {
    let sums = [
        vec![(0, i64::MAX / 2), (1, 1)],
        vec![(0, 3), (2, i64::MAX / 2)],
    ];
    assert_eq!(solve(3, &sums, |_| true).err(), Some(TooLarge));
    assert_eq!(NotProven::from(TooLarge), NotProven);
}

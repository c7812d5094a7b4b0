//! The masks are attacked by linear programmes of a solver that knows nothing of how they were
//! made: for each reader and masked count, the smallest and the largest that fits all that is told.

mod tables;

use disclosure::{Problem, Reader, masks};
use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Variable};
use tables::{Tables, reference, region};

/// How far a count may be beyond the largest told one: further makes no difference.
const BEYOND: f64 = 1_000.0;

/// A reader's programme: a variable for each cell that the reader does not know.
struct Attack<'a> {
    problem: &'a Problem,
    masked: &'a [bool],
    reader: &'a Reader,
}

/// How many masked counts a reader works out, and how many can be fewer than five numbers.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    determined: usize,
    narrow: usize,
}

impl Attack<'_> {
    fn is_free(&self, cell: usize) -> bool {
        let own = self.reader.own.iter().find(|own| own.0 == cell);
        let all_mine = own.is_some_and(|own| own.1 == self.problem.counts[cell]);
        self.masked[cell] && !all_mine && !self.reader.known.contains(&cell)
    }

    /// All counts at the smallest or the largest of one of them.
    fn extreme(&self, of: usize, towards: OptimizationDirection) -> Vec<f64> {
        let mut programme = microlp::Problem::new(towards);
        let counts = &self.problem.counts;
        let variable = |cell: usize, programme: &mut microlp::Problem| {
            let own = self.reader.own.iter().find(|own| own.0 == cell);
            let least = own.map_or(1.0, |own| as_float(own.1).max(1.0));
            let objective = if cell == of { 1.0 } else { 0.0 };
            programme.add_var(objective, (least, BEYOND))
        };
        let variables: Vec<Option<Variable>> = (0..counts.len())
            .map(|cell| self.is_free(cell).then(|| variable(cell, &mut programme)))
            .collect();
        for sum in &self.problem.sums {
            let mut terms = LinearExpr::empty();
            let (mut known, mut free) = (0.0, 0);
            for (cells, sign) in [(&sum.left, 1.0), (&sum.right, -1.0)] {
                for cell in cells {
                    match variables[*cell] {
                        Some(variable) => {
                            terms.add(variable, sign);
                            free += 1;
                        }
                        None => known -= sign * as_float(counts[*cell]),
                    }
                }
            }
            if free > 0 {
                programme.add_constraint(terms, ComparisonOp::Eq, known);
            }
        }
        let solved = programme.solve().expect("the true counts fit");
        let solution = solved.into_solution().expect("it is solved to the end");
        let value = |(cell, variable): (usize, &Option<Variable>)| match variable {
            Some(variable) => solution.var_value(*variable),
            None => as_float(counts[cell]),
        };
        variables.iter().enumerate().map(value).collect()
    }

    fn run(&self) -> Found {
        let truth: Vec<f64> = self.problem.counts.iter().map(|c| as_float(*c)).collect();
        let (mut low, mut high) = (truth.clone(), truth);
        let mut found = Found::default();
        for cell in (0..low.len()).filter(|cell| self.is_free(*cell)) {
            for towards in [
                OptimizationDirection::Minimize,
                OptimizationDirection::Maximize,
            ] {
                // Every solution is a table that fits: it may have shown enough already.
                if high[cell] - low[cell] < 4.0 {
                    let fits = self.extreme(cell, towards);
                    for (other, value) in fits.into_iter().enumerate() {
                        low[other] = low[other].min(value);
                        high[other] = high[other].max(value);
                    }
                }
            }
            let width = (high[cell] + 1e-6).floor() - (low[cell] - 1e-6).ceil();
            found.determined += usize::from(width < 0.5);
            found.narrow += usize::from(width < 3.5);
        }
        found
    }
}

/// Counts of tests are small: exact as floats.
fn as_float(count: i64) -> f64 {
    f64::from(i32::try_from(count).expect("a small count"))
}

fn attacked(tables: &Tables, masked: &[bool]) -> Vec<Found> {
    let problem = &tables.problem;
    let attack = |reader| Attack {
        problem,
        masked,
        reader,
    };
    problem
        .readers
        .iter()
        .map(|reader| attack(reader).run())
        .collect()
}

fn assert_safe(tables: &Tables) -> Vec<bool> {
    let masked = masks(&tables.problem).expect("proven");
    for (reader, found) in attacked(tables, &masked).iter().enumerate() {
        assert_eq!(
            *found,
            Found::default(),
            "{} as reader {reader}",
            tables.name
        );
    }
    for (cell, count) in tables.problem.counts.iter().enumerate() {
        assert!(masked[cell] || !tables.problem.sensitive[cell]);
        assert!(!masked[cell] || *count > 0, "a cell of nothing is masked");
        let first = tables
            .problem
            .class
            .iter()
            .position(|c| *c == tables.problem.class[cell]);
        assert_eq!(masked[cell], masked[first.unwrap()] && *count > 0);
    }
    masked
}

fn told(masked: &[bool]) -> usize {
    masked.iter().filter(|masked| !**masked).count()
}

#[test]
fn of_r1_at_least_thirty_cells_are_told_and_twelve_readers_work_out_nothing() {
    let tables = reference();
    assert_eq!(tables.problem.readers.len(), 12);
    assert_eq!(tables.problem.counts.len(), 60);
    let masked = assert_safe(&tables);
    assert!(
        told(&masked) >= 30,
        "{} of 60 cells are told",
        told(&masked)
    );
}

/// The attack finds something where there is something to find.
#[test]
fn masks_of_the_small_cells_alone_do_not_hold() {
    let tables = reference();
    let found = attacked(&tables, &tables.problem.sensitive);
    assert!(found.iter().all(|found| found.determined > 0), "{found:?}");
}

/// Iceland, Portugal and Spain by age, with the union and the rest of the world beside them.
#[test]
fn of_t4_what_is_the_same_is_masked_alike() {
    let (tables, cell) = tables::countries(&[[3, 2], [4, 0], [6, 5]], 4, true);
    let masked = assert_safe(&tables);
    for age in 0..3 {
        assert_eq!(masked[cell("Iceland", age)], masked[cell("non-EU", age)]);
    }
    assert!(masked[cell("Iceland", 0)] && masked[cell("Iceland", 1)]);
}

#[test]
fn of_t9_spain_guards_iceland_and_portugal() {
    let (tables, cell) = tables::countries(&[[10, 3], [11, 1], [17, 17]], 3, false);
    let masked = assert_safe(&tables);
    assert!(masked[cell("Iceland", 1)] && masked[cell("Portugal", 1)]);
    assert!(masked[cell("Spain", 0)] || masked[cell("Spain", 1)] || masked[cell("total", 1)]);
}

/// Tables of a year: municipality × paragraph, supplier × paragraph and size, whose totals are one.
#[test]
fn of_made_up_regions_nothing_is_worked_out_through_linked_tables() {
    for seed in 1..=6 {
        let tables = region(seed);
        let masked = assert_safe(&tables);
        assert!(
            masked.iter().any(|masked| *masked),
            "{}: nothing is small",
            tables.name
        );
        assert!(
            told(&masked) * 5 > masked.len() * 2,
            "{}: little is told",
            tables.name
        );
    }
}

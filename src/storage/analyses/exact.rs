//! Functions that a query may call where SQL alone would lose something: whole numbers in, whole
//! numbers out, rounded once, half away from zero.

use num_traits::ToPrimitive as _;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};

use crate::domain::number::{ratio, round_half_away};

/// What `median` may hold at a time.
const MOST_NUMBERS: usize = 1_000_000;

/// Adds them to a connection.
pub(super) fn add(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("mul_div", 3, flags, mul_div)?;
    db.create_aggregate_function("median", 1, flags, Median)
}

/// `a × b / c`; NULL where one of them is, or `c` is zero.
fn mul_div(context: &Context<'_>) -> Result<Option<i64>> {
    let [a, b, c] = [0, 1, 2].map(|at| whole(context, at));
    let (Some(a), Some(b), Some(c)) = (a?, b?, c?) else {
        return Ok(None);
    };
    if c == 0 {
        return Ok(None);
    }
    let product = i128::from(a) * i128::from(b);
    divided(product, i128::from(c)).map(Some)
}

/// A whole number, or nothing.
fn whole(context: &Context<'_>, at: usize) -> Result<Option<i64>> {
    match context.get_raw(at) {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(number) => Ok(Some(number)),
        ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => {
            Err(failed("mul_div and median take whole numbers"))
        }
    }
}

fn failed(words: &str) -> Error {
    Error::UserFunctionError(words.into())
}

/// A quotient as the service rounds every number.
fn divided(numerator: i128, denominator: i128) -> Result<i64> {
    let rounded = round_half_away(&ratio(numerator, denominator), 0);
    let number = rounded.to_i64();
    number.ok_or_else(|| failed("the result has more digits than a whole number"))
}

/// The middle of some numbers; of an even count halfway between the two in the middle.
struct Median;

impl Aggregate<Vec<i64>, Option<i64>> for Median {
    fn init(&self, _: &mut Context<'_>) -> Result<Vec<i64>> {
        Ok(Vec::new())
    }

    fn step(&self, context: &mut Context<'_>, numbers: &mut Vec<i64>) -> Result<()> {
        if let Some(number) = whole(context, 0)? {
            if numbers.len() >= MOST_NUMBERS {
                return Err(failed("median has too many numbers"));
            }
            numbers.push(number);
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, numbers: Option<Vec<i64>>) -> Result<Option<i64>> {
        let mut numbers = numbers.unwrap_or_default();
        numbers.sort_unstable();
        let half = numbers.len() / 2;
        match (numbers.get(half), numbers.len() % 2) {
            (None, _) => Ok(None),
            (Some(middle), 1) => Ok(Some(*middle)),
            (Some(upper), _) => {
                let sum = i128::from(*upper) + i128::from(numbers[half - 1]);
                divided(sum, 2).map(Some)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(sql: &str) -> Option<i64> {
        let db = Connection::open_in_memory().unwrap();
        add(&db).unwrap();
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_quotient_is_rounded_half_away_from_zero_and_loses_nothing_before() {
        assert_eq!(asked("SELECT mul_div(1, 10000, 3)"), Some(3333));
        assert_eq!(asked("SELECT mul_div(5, 1, 2)"), Some(3));
        assert_eq!(asked("SELECT mul_div(-5, 1, 2)"), Some(-3));
        assert_eq!(asked("SELECT mul_div(5, 1, -2)"), Some(-3));
        // The product alone would not fit 64 bits.
        let sql = "SELECT mul_div(9000000000000000000, 9000000000000000000, 9000000000000000000)";
        assert_eq!(asked(sql), Some(9_000_000_000_000_000_000));
        assert_eq!(asked("SELECT mul_div(1, 1, 0)"), None);
        assert_eq!(asked("SELECT mul_div(NULL, 1, 1)"), None);
    }

    #[test]
    fn a_median_is_the_middle_and_takes_no_gaps() {
        assert_eq!(
            asked("SELECT median(column1) FROM (VALUES (3), (1), (2))"),
            Some(2)
        );
        let even = "SELECT median(column1) FROM (VALUES (1), (4), (NULL), (2), (9))";
        assert_eq!(asked(even), Some(3));
        assert_eq!(asked("SELECT median(column1) FROM (VALUES (NULL))"), None);
    }

    #[test]
    fn a_number_that_is_no_whole_one_is_refused() {
        let db = Connection::open_in_memory().unwrap();
        add(&db).unwrap();
        for sql in ["SELECT mul_div(1.5, 1, 1)", "SELECT mul_div('1', 1, 1)"] {
            assert!(
                db.query_row(sql, [], |row| row.get::<_, i64>(0)).is_err(),
                "{sql}"
            );
        }
    }
}

//! A line without an axis beside a figure. It never exaggerates: a change of less than a tenth does
//! not fill the height.

use num_traits::{Signed, Zero};

use crate::domain::number::{self, Exact, exact};

/// The view box of the template.
const WIDTH: i64 = 120;
const HEIGHT: i64 = 36;
/// Room for the mark at the end of the line.
const EDGE: i64 = 4;

/// What the template draws, in the units of its view box.
pub struct Spark {
    /// "4,30.1 60,12 116,4".
    pub points: String,
    /// Where the newest value is.
    pub x: String,
    pub y: String,
}

impl Spark {
    /// The line of some values; none of fewer than two.
    pub fn of(values: &[Exact]) -> Option<Spark> {
        let (low, high) = (values.iter().min()?, values.iter().max()?);
        let steps = i64::try_from(values.len()).ok()? - 1;
        let least = high.abs().max(low.abs()) / exact(10, 0);
        if steps < 1 || least.is_zero() {
            return None;
        }
        let span = (high - low).max(least);
        let middle = (high + low) / exact(2, 0);
        let top = middle + &span / exact(2, 0);
        let (wide, tall) = (exact(WIDTH - 2 * EDGE, 0), exact(HEIGHT - 2 * EDGE, 0));
        let text = |at: Exact| {
            Some(
                number::rounded(&(at + exact(EDGE, 0)), 1)?
                    .normalize()
                    .to_string(),
            )
        };
        let mut points = Vec::new();
        for (at, value) in (0..).zip(values) {
            let x = text(&wide * exact(at, 0) / exact(steps, 0))?;
            let y = text((&top - value) / &span * &tall)?;
            points.push((x, y));
        }
        let (x, y) = points.last().cloned()?;
        let joined: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        Some(Spark {
            points: joined.join(" "),
            x,
            y,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[i64]) -> Option<String> {
        let values: Vec<Exact> = values.iter().map(|n| exact(*n, 0)).collect();
        Spark::of(&values).map(|spark| spark.points)
    }

    #[test]
    fn a_small_change_does_not_fill_the_height_and_a_large_one_does() {
        // One in a hundred: a tenth of the height, about the middle.
        assert_eq!(points(&[100, 101]).as_deref(), Some("4,19.4 116,16.6"));
        assert_eq!(points(&[0, 50, 100]).as_deref(), Some("4,32 60,18 116,4"));
        assert_eq!(points(&[7, 7]).as_deref(), Some("4,18 116,18"));
    }

    #[test]
    fn there_is_no_line_of_one_value_or_of_nothing() {
        assert_eq!(points(&[5]), None);
        assert_eq!(points(&[]), None);
        assert_eq!(points(&[0, 0]), None);
    }
}

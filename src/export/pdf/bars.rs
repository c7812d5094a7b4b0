//! A bar chart as it is printed: one bar for each label, of one kind or another (the services that
//! changed by at most the limit, and those by more).

use num_traits::ToPrimitive as _;
use rust_decimal::Decimal;
use serde::Serialize;

use super::world::printable;
use crate::domain::number::{self, danish};
use crate::domain::report::{Chart, ChartKind};

/// What the longest bar measures.
const FULL: i64 = 1_000;

#[derive(Serialize)]
pub struct Bars {
    title: String,
    /// For screen readers: every bar with its number.
    alt: String,
    /// The kinds, in the order of their bars.
    kinds: Vec<String>,
    bars: Vec<Bar>,
}

#[derive(Serialize)]
struct Bar {
    label: String,
    number: String,
    /// In thousandths of the longest.
    length: i64,
    /// The place of its kind.
    kind: usize,
}

impl Bars {
    /// `None` for a chart of another sort, and for one without anything to see. What is empty
    /// before the first bar and after the last is left out.
    pub fn of(chart: &Chart) -> Option<Bars> {
        if chart.kind != ChartKind::Bar {
            return None;
        }
        let points: Vec<(usize, Decimal)> = (0..chart.labels.len())
            .map(|at| only(chart, at))
            .collect::<Option<_>>()?;
        let seen = |(_, number): &(usize, Decimal)| !number.is_zero();
        let (first, last) = (
            points.iter().position(seen)?,
            points.iter().rposition(seen)?,
        );
        let most = points.iter().map(|(_, number)| *number).max()?;
        let bars: Vec<Bar> = (first..=last)
            .map(|at| {
                let (kind, number) = points[at];
                let share = number::from_decimal(number) / number::from_decimal(most);
                let length = number::round_half_away(&(share * number::exact(FULL, 0)), 0);
                Bar {
                    label: printable(&chart.labels[at]),
                    number: danish(number),
                    length: length.to_i64().unwrap_or(0),
                    kind,
                }
            })
            .collect();
        let told = bars
            .iter()
            .map(|bar| format!("{}: {}", bar.label, bar.number));
        let title = printable(&chart.title);
        Some(Bars {
            alt: format!("{title}. {}.", told.collect::<Vec<_>>().join("; ")),
            kinds: chart.lines.iter().map(|l| printable(&l.label)).collect(),
            title,
            bars,
        })
    }
}

/// The one bar of a label; `None` where there are several, none, or a negative one.
fn only(chart: &Chart, at: usize) -> Option<(usize, Decimal)> {
    let points = chart.lines.iter().enumerate();
    let mut found = points.filter_map(|(kind, line)| Some((kind, (*line.points.get(at)?)?)));
    let one = found.next()?;
    (found.next().is_none() && !one.1.is_sign_negative()).then_some(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::{Line, Unit};

    fn chart(low: &[Option<i64>], high: &[Option<i64>]) -> Chart {
        let line = |label: &str, points: &[Option<i64>]| Line {
            label: label.to_owned(),
            points: points.iter().map(|p| p.map(Decimal::from)).collect(),
        };
        Chart {
            key: "x".to_owned(),
            title: "Fordeling".to_owned(),
            kind: ChartKind::Bar,
            unit: Unit::Count,
            labels: ["a", "b", "c", "d", "e"].map(str::to_owned).into(),
            lines: vec![line("Højst", low), line("Over", high)],
        }
    }

    #[test]
    fn bars_are_measured_by_the_longest_and_empty_ends_are_left_out() {
        let bars = Bars::of(&chart(
            &[Some(0), Some(20), Some(0), None, None],
            &[None, None, None, Some(5), Some(0)],
        ))
        .unwrap();
        let drawn: Vec<_> = bars
            .bars
            .iter()
            .map(|b| (&*b.label, b.length, b.kind))
            .collect();
        assert_eq!(drawn, [("b", 1000, 0), ("c", 0, 0), ("d", 250, 1)]);
        assert_eq!(bars.alt, "Fordeling. b: 20; c: 0; d: 5.");
    }

    #[test]
    fn what_is_no_single_bar_is_not_drawn() {
        let none = [None; 5];
        let some = [Some(1); 5];
        assert!(Bars::of(&chart(&some, &some)).is_none());
        assert!(Bars::of(&chart(&[Some(-1); 5], &none)).is_none());
        assert!(Bars::of(&chart(&[Some(0); 5], &none)).is_none());
    }
}

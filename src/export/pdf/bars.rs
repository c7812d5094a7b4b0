//! A bar chart as it is printed: one bar for each label, of one kind or another (the services that
//! changed by at most the limit, and those by more).

use num_traits::ToPrimitive as _;
use rust_decimal::Decimal;
use serde::Serialize;

use super::world::printable;
use crate::domain::number::{self, danish};
use crate::domain::report::{Chart, ChartKind, MASKED, Point};

/// What the longest bar measures.
const FULL: i64 = 1_000;

/// What every masked bar measures, whatever it hides.
const MASKED_LENGTH: i64 = 40;

#[derive(Serialize)]
pub struct Bars {
    title: String,
    /// For screen readers: every bar with its number.
    alt: String,
    /// The kinds, in the order of their bars.
    kinds: Vec<String>,
    bars: Vec<Bar>,
    /// What hatched bars are called, where there are any.
    masked: Option<&'static str>,
}

#[derive(Serialize)]
struct Bar {
    label: String,
    number: String,
    /// In thousandths of the longest.
    length: i64,
    /// The place of its kind.
    kind: usize,
    /// Its figure may not be told: it is hatched.
    masked: bool,
}

impl Bars {
    /// `None` for a chart of another sort, and for one without anything to see. What is empty
    /// before the first bar and after the last is left out.
    pub fn of(chart: &Chart) -> Option<Bars> {
        if chart.kind != ChartKind::Bar {
            return None;
        }
        let points: Vec<(usize, Point)> = (0..chart.labels.len())
            .map(|at| only(chart, at))
            .collect::<Option<_>>()?;
        let seen = |(_, point): &(usize, Point)| point.number().is_none_or(|n| !n.is_zero());
        let (first, last) = (
            points.iter().position(seen)?,
            points.iter().rposition(seen)?,
        );
        let most = points.iter().filter_map(|(_, point)| point.number()).max();
        let bars: Vec<Bar> = (first..=last)
            .map(|at| {
                let (kind, point) = points[at];
                let label = printable(&chart.labels[at]);
                match point.number() {
                    Some(number) => Bar {
                        label,
                        number: danish(number),
                        length: length(number, most.unwrap_or(number)),
                        kind,
                        masked: false,
                    },
                    None => Bar {
                        label,
                        number: "\u{25cf}".to_owned(),
                        length: MASKED_LENGTH,
                        kind,
                        masked: true,
                    },
                }
            })
            .collect();
        let told = bars.iter().map(|bar| {
            let said = if bar.masked { MASKED } else { &bar.number };
            format!("{}: {said}", bar.label)
        });
        let title = printable(&chart.title);
        Some(Bars {
            alt: format!("{title}. {}.", told.collect::<Vec<_>>().join("; ")),
            kinds: chart.lines.iter().map(|l| printable(&l.label)).collect(),
            title,
            masked: bars.iter().any(|bar| bar.masked).then_some(MASKED),
            bars,
        })
    }
}

/// A bar's length beside that of the longest.
fn length(number: Decimal, most: Decimal) -> i64 {
    if most.is_zero() {
        return 0;
    }
    let share = number::from_decimal(number) / number::from_decimal(most);
    let length = number::round_half_away(&(share * number::exact(FULL, 0)), 0);
    length.to_i64().unwrap_or(0)
}

/// The one bar of a label, with a figure or masked; `None` where there are several, none, or a
/// negative one.
fn only(chart: &Chart, at: usize) -> Option<(usize, Point)> {
    let points = chart.lines.iter().enumerate();
    let points = points.filter_map(|(kind, line)| Some((kind, *line.points.get(at)?)));
    let mut found = points.filter(|(_, point)| *point != Point::Gap);
    let one = found.next()?;
    let negative = one.1.number().is_some_and(|n| n.is_sign_negative());
    (found.next().is_none() && !negative).then_some(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::{Line, Unit};

    fn chart(low: &[Option<i64>], high: &[Option<i64>]) -> Chart {
        let line = |label: &str, points: &[Option<i64>]| Line {
            label: label.to_owned(),
            points: points.iter().map(|p| p.map(Decimal::from).into()).collect(),
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
    fn a_masked_bar_has_one_length_whatever_stands_beside_it() {
        let of = |points: [Point; 5]| {
            let mut chart = chart(&[None; 5], &[None; 5]);
            chart.lines[0].points = points.into();
            Bars::of(&chart).unwrap()
        };
        let at = |n: i64| Point::At(n.into());
        let drawn = |bars: &Bars| -> Vec<(String, i64, bool)> {
            let bars = bars.bars.iter();
            bars.map(|b| (b.number.clone(), b.length, b.masked))
                .collect()
        };
        let dot = || ("●".to_owned(), MASKED_LENGTH, true);
        let beside = of([Point::Masked, at(0), at(20), at(5), Point::Masked]);
        let full = |number: &str, length| (number.to_owned(), length, false);
        assert_eq!(
            drawn(&beside),
            [dot(), full("0", 0), full("20", 1000), full("5", 250), dot()]
        );
        assert_eq!(
            beside.alt,
            "Fordeling. a: skjult; b: 0; c: 20; d: 5; e: skjult."
        );
        assert_eq!(beside.masked, Some("skjult"));
        // Nothing to measure by: the same.
        let alone = of([at(0), Point::Masked, at(0), at(0), at(0)]);
        assert_eq!(drawn(&alone), [dot()]);
        assert_eq!(drawn(&of([Point::Masked; 5])).len(), 5);
        assert_eq!(of([at(1); 5]).masked, None);
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

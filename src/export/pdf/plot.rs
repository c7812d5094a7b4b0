//! Charts of several series as they are printed: lines over the years, bars side by side around nought,
//! and boxes of a spread. Every place is worked out here, in thousandths; the template only draws.

use num_traits::ToPrimitive as _;
use rust_decimal::Decimal;
use serde::Serialize;

use super::world::printable;
use crate::domain::number::{self, danish};
use crate::domain::report::{Chart, ChartKind, Line, MASKED, Point};

/// The length of an axis.
const FULL: i64 = 1_000;

/// An axis has at most so many steps.
const STEPS: i64 = 5;

#[derive(Serialize)]
pub struct Plot {
    kind: &'static str,
    title: String,
    /// For screen readers: every point with its number.
    alt: String,
    unit: &'static str,
    ticks: Vec<Tick>,
    /// Where nought is.
    zero: i64,
    labels: Vec<String>,
    lines: Vec<Drawn>,
    /// What a point without a height is called, where there is one.
    masked: Option<&'static str>,
}

#[derive(Serialize)]
struct Tick {
    at: i64,
    text: String,
}

#[derive(Serialize)]
struct Drawn {
    label: String,
    points: Vec<Spot>,
}

/// One point: its place, and its number as people read it.
#[derive(Serialize)]
struct Spot {
    at: Option<i64>,
    text: String,
    masked: bool,
}

/// From the lowest to the highest of an axis, in even steps.
struct Axis {
    low: Decimal,
    high: Decimal,
    step: Decimal,
}

impl Plot {
    /// `None` for a chart with nothing to see.
    pub fn of(chart: &Chart) -> Option<Plot> {
        let axis = Axis::of(chart)?;
        let lines = chart.lines.iter();
        let has_masked = lines.clone().flat_map(|line| &line.points);
        let masked = has_masked.clone().any(|point| point.is_masked());
        let title = printable(&chart.title);
        Some(Plot {
            kind: match chart.kind {
                ChartKind::Line => "line",
                ChartKind::Bar => "bars",
                ChartKind::Spread => "spread",
            },
            alt: alt(chart, &title),
            title,
            unit: chart.unit.label(),
            ticks: axis.ticks(),
            zero: axis.place(Decimal::ZERO).clamp(0, FULL),
            labels: chart.labels.iter().map(|l| printable(l)).collect(),
            lines: lines.map(|line| drawn(line, &axis)).collect(),
            masked: masked.then_some(MASKED),
        })
    }
}

impl Axis {
    /// Bars are measured from nought. Lines are where they lie far from it would all be flat.
    fn of(chart: &Chart) -> Option<Axis> {
        let numbers = || chart.lines.iter().flat_map(Line::numbers);
        let (low, high) = (numbers().min()?, numbers().max()?);
        let half = high / Decimal::TWO;
        let from_nought = chart.kind == ChartKind::Bar || low < half;
        let low = if from_nought {
            low.min(Decimal::ZERO)
        } else {
            low
        };
        let high = high.max(if from_nought { Decimal::ZERO } else { high });
        let step = step((high - low).max(Decimal::new(1, 2)));
        let low = (low / step).floor() * step;
        let high = (high / step).ceil() * step;
        let high = if high == low { low + step } else { high };
        Some(Axis { low, high, step })
    }

    fn place(&self, number: Decimal) -> i64 {
        let share = (number - self.low) / (self.high - self.low);
        let place = number::from_decimal(share * Decimal::from(FULL));
        let place = number::round_half_away(&place, 0);
        place.to_i64().unwrap_or(0)
    }

    fn ticks(&self) -> Vec<Tick> {
        let numbers = std::iter::successors(Some(self.low), |at| Some(at + self.step));
        numbers
            .take_while(|at| *at <= self.high)
            .map(|at| Tick {
                at: self.place(at),
                text: danish(at.normalize()),
            })
            .collect()
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that needs few enough steps.
fn step(span: Decimal) -> Decimal {
    let mut power = Decimal::new(1, 3);
    loop {
        let found = [1, 2, 5].map(|n| Decimal::from(n) * power);
        let fits = |step: &&Decimal| span / **step <= Decimal::from(STEPS);
        if let Some(step) = found.iter().find(fits) {
            return *step;
        }
        power *= Decimal::TEN;
    }
}

fn drawn(line: &Line, axis: &Axis) -> Drawn {
    Drawn {
        label: printable(&line.label),
        points: line.points.iter().map(|point| spot(*point, axis)).collect(),
    }
}

fn spot(point: Point, axis: &Axis) -> Spot {
    Spot {
        at: point.number().map(|number| axis.place(number)),
        text: said(point),
        masked: point.is_masked(),
    }
}

fn said(point: Point) -> String {
    match point {
        Point::At(number) => danish(number),
        Point::Gap => String::new(),
        Point::Masked => "\u{25cf}".to_owned(),
    }
}

fn alt(chart: &Chart, title: &str) -> String {
    let line = |line: &Line| {
        let points = chart.labels.iter().zip(&line.points);
        let told = points.filter(|(_, point)| **point != Point::Gap);
        let told: Vec<String> = told
            .map(|(label, point)| match point {
                Point::Masked => format!("{label} {MASKED}"),
                point => format!("{label} {}", said(*point)),
            })
            .collect();
        format!("{}: {}", line.label, told.join(", "))
    };
    let lines: Vec<String> = chart.lines.iter().map(line).collect();
    printable(&format!("{title}. {}.", lines.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Unit;

    fn chart(kind: ChartKind, points: &[&[Point]]) -> Chart {
        Chart {
            key: "x".to_owned(),
            title: "Udgift".to_owned(),
            kind,
            unit: Unit::Kroner,
            labels: ["2022", "2023", "2024"].map(str::to_owned).into(),
            lines: (points.iter())
                .map(|points| Line {
                    label: "L".to_owned(),
                    points: points.to_vec(),
                })
                .collect(),
        }
    }

    fn at(n: i64) -> Point {
        Point::At(n.into())
    }

    #[test]
    fn an_axis_has_even_steps_and_ends_on_one() {
        let ticks = |points: &[&[Point]], kind| -> Vec<String> {
            let plot = Plot::of(&chart(kind, points)).unwrap();
            plot.ticks.into_iter().map(|tick| tick.text).collect()
        };
        assert_eq!(
            ticks(&[&[at(3), at(47), Point::Gap]], ChartKind::Line),
            ["0", "10", "20", "30", "40", "50"]
        );
        // Far from nought a line's axis does not begin there; a bar's does.
        assert_eq!(
            ticks(&[&[at(900), at(940)]], ChartKind::Line),
            ["900", "910", "920", "930", "940"]
        );
        assert_eq!(ticks(&[&[at(900), at(940)]], ChartKind::Bar)[0], "0");
        assert_eq!(
            ticks(&[&[at(-40), at(60)]], ChartKind::Bar),
            ["\u{2212}40", "\u{2212}20", "0", "20", "40", "60"]
        );
    }

    #[test]
    fn a_masked_point_moves_neither_axis_nor_line() {
        let beside = Plot::of(&chart(ChartKind::Line, &[&[at(10), Point::Masked, at(20)]]));
        let without = Plot::of(&chart(ChartKind::Line, &[&[at(10), Point::Gap, at(20)]]));
        let (beside, without) = (beside.unwrap(), without.unwrap());
        let places = |plot: &Plot| -> Vec<i64> { plot.ticks.iter().map(|t| t.at).collect() };
        assert_eq!(places(&beside), places(&without));
        assert_eq!(beside.lines[0].points[1].at, None);
        assert!(beside.alt.contains("2023 skjult"));
        assert_eq!((beside.masked, without.masked), (Some(MASKED), None));
    }

    #[test]
    fn nothing_to_see_is_not_drawn() {
        assert!(Plot::of(&chart(ChartKind::Line, &[&[Point::Gap, Point::Masked]])).is_none());
        assert!(Plot::of(&chart(ChartKind::Bar, &[&[at(0), at(0)]])).is_some());
    }
}

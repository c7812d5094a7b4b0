//! Pictures: the series of a report, as numbers that whoever draws takes as they are.

use rust_decimal::Decimal;

use super::{Unit, Value};

/// A picture of figures that also stand in the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub key: String,
    pub title: String,
    pub kind: ChartKind,
    pub unit: Unit,
    pub labels: Vec<String>,
    pub lines: Vec<Line>,
}

impl Chart {
    /// Leaves out the labels at which there is nothing to see.
    pub fn without_empty_labels(&mut self) {
        let is_seen = |at: usize| {
            let points = self.lines.iter().filter_map(|line| line.points.get(at));
            let mut points = points.copied();
            points.any(|point| point.is_masked() || point.number().is_some_and(|n| !n.is_zero()))
        };
        let seen: Vec<usize> = (0..self.labels.len()).filter(|at| is_seen(*at)).collect();
        self.labels = seen.iter().map(|at| self.labels[*at].clone()).collect();
        for line in &mut self.lines {
            line.points = seen.iter().map(|at| line.points[*at]).collect();
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    Line,
    Bar,
    /// Five lines (lowest, lower quartile, median, upper quartile, highest): a box for each label.
    Spread,
}

/// One line or set of bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub label: String,
    pub points: Vec<Point>,
}

impl Line {
    /// The figures that are known, in their order.
    pub fn numbers(&self) -> impl Iterator<Item = Decimal> {
        self.points.iter().filter_map(|point| point.number())
    }
}

/// One point of a line, or one bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    At(Decimal),
    /// Without a figure.
    Gap,
    /// With a figure that may not be told ([`Value::Masked`]): it has no height, so that neither bar nor
    /// axis can be drawn to it.
    Masked,
}

impl Point {
    /// The figure, where it is known.
    pub const fn number(self) -> Option<Decimal> {
        match self {
            Point::At(number) => Some(number),
            Point::Gap | Point::Masked => None,
        }
    }

    /// Whether it has a figure that may not be told.
    pub const fn is_masked(self) -> bool {
        matches!(self, Point::Masked)
    }
}

impl From<Option<Decimal>> for Point {
    fn from(number: Option<Decimal>) -> Point {
        number.map_or(Point::Gap, Point::At)
    }
}

impl From<&Value> for Point {
    fn from(value: &Value) -> Point {
        if value.is_masked() {
            return Point::Masked;
        }
        value.number().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_what_its_value_is() {
        let reason = || "Få personer.".to_owned();
        let of = |value: Value| Point::from(&value);
        assert_eq!(of(Value::Count(0)), Point::At(Decimal::ZERO));
        assert_eq!(of(Value::Missing { reason: reason() }), Point::Gap);
        assert_eq!(of(Value::Masked { reason: reason() }), Point::Masked);
        assert_eq!(Point::Masked.number(), None);
    }

    #[test]
    fn a_label_with_a_masked_point_is_not_left_out_as_empty() {
        let mut chart = Chart {
            key: "cases".to_owned(),
            title: "Sager".to_owned(),
            kind: ChartKind::Bar,
            unit: Unit::Count,
            labels: ["a", "b", "c"].map(str::to_owned).into(),
            lines: vec![Line {
                label: "Sager".to_owned(),
                points: vec![Point::At(Decimal::ZERO), Point::Masked, Point::Gap],
            }],
        };
        chart.without_empty_labels();
        assert_eq!(chart.labels, ["b"]);
        assert_eq!(chart.lines[0].points, [Point::Masked]);
    }
}

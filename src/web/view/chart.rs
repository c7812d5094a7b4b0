//! Pictures: the data block that `static/charts.js` draws from.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::domain::report::{Chart, ChartKind, Line};

/// One picture of a page.
pub struct ChartView {
    /// `line`, `bar` (a staircase), `bars` or `spread`.
    pub kind: &'static str,
    pub title: String,
    /// What a screen reader says instead of the picture.
    pub label: String,
    /// JSON that is safe inside a script element.
    pub json: String,
}

impl ChartView {
    /// A picture of a report's series.
    pub fn new(chart: &Chart) -> ChartView {
        let kind = match chart.kind {
            ChartKind::Line => "line",
            ChartKind::Bar => "bar",
            ChartKind::Spread => "spread",
        };
        ChartView::of(
            kind,
            &chart.title,
            chart.unit.label(),
            &chart.labels,
            &chart.lines,
        )
    }

    /// One small picture for each line of a chart: lines of different size each fill theirs.
    pub fn each_line(chart: &Chart) -> Vec<ChartView> {
        chart
            .lines
            .iter()
            .filter(|line| line.points.iter().flatten().count() > 1)
            .map(|line| {
                ChartView::of(
                    "line",
                    &line.label,
                    chart.unit.label(),
                    &chart.labels,
                    std::slice::from_ref(line),
                )
            })
            .collect()
    }

    /// Bars side by side, for one figure of several areas.
    pub fn bars(title: &str, unit: &str, bars: &[(String, Option<Decimal>)]) -> ChartView {
        let labels: Vec<String> = bars.iter().map(|(label, _)| label.clone()).collect();
        let line = Line {
            label: title.to_owned(),
            points: bars.iter().map(|(_, value)| *value).collect(),
        };
        ChartView::of("bars", title, unit, &labels, &[line])
    }

    fn of(
        kind: &'static str,
        title: &str,
        unit: &str,
        labels: &[String],
        lines: &[Line],
    ) -> ChartView {
        let line = |line: &Line| {
            let points: Vec<Json> = line
                .points
                .iter()
                .map(|p| p.map_or(Json::Null, |d| json!(d.to_string())))
                .collect();
            json!({ "label": line.label, "points": points })
        };
        let data = json!({
            "title": title,
            "unit": unit,
            "labels": labels,
            "lines": lines.iter().map(line).collect::<Vec<_>>(),
        });
        ChartView {
            kind,
            title: title.to_owned(),
            label: format!("Diagram: {title}. Tallene står i tabellen på siden."),
            // "</script>" in a name must not end the block.
            json: data.to_string().replace('<', "\\u003c"),
        }
    }
}

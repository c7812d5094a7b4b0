//! Pictures: the data block that `static/charts.js` draws from.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::domain::report::{Chart, ChartKind, Line};

/// One picture of a page.
pub struct ChartView {
    /// `line`, `bar` (a staircase), `bars`, `spread` or `distribution`.
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

    /// How many lie in each step, with the limit drawn in between the steps of the two lines.
    pub fn distribution(chart: &Chart, limit: &str) -> ChartView {
        let view = ChartView::of(
            "distribution",
            &chart.title,
            "ydelser",
            &chart.labels,
            &chart.lines,
        );
        let above = chart.lines.get(1).map_or(&[][..], |l| l.points.as_slice());
        let at = above.iter().take_while(|p| p.is_none()).count();
        let mark = json!({ "at": at, "label": limit }).to_string();
        let mark = mark.replace('<', "\\u003c");
        let rest = view.json.trim_end_matches('}');
        ChartView {
            json: format!("{rest},\"limit\":{mark}}}"),
            ..view
        }
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

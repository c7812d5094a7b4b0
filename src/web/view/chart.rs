//! Pictures: the data block that `static/charts.js` draws from.

use serde_json::{Value as Json, json};

use super::links::Leads;
use crate::domain::report::{Chart, ChartKind, Line, Point};

/// One picture of a page.
pub struct ChartView {
    /// `line`, `index`, `level`, `bar` (a staircase), `bars`, `spread` or `distribution`.
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

    /// A picture whose axis begins at nought: what differs little looks as if it did.
    pub fn from_zero(chart: &Chart) -> ChartView {
        ChartView::from_nought(
            &chart.title,
            chart.unit.label(),
            &chart.labels,
            &chart.lines,
        )
    }

    /// Lines that all begin at 100: the picture says how each moved, and its axis never makes a small
    /// movement large.
    pub fn indexed(title: &str, labels: &[String], lines: &[Line]) -> ChartView {
        ChartView::of("index", title, "", labels, lines)
    }

    /// Lines of one unit on an axis that begins at nought, so that what is twice as high is twice as much.
    pub fn from_nought(title: &str, unit: &str, labels: &[String], lines: &[Line]) -> ChartView {
        ChartView::of("level", title, unit, labels, lines)
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
        let at = above.iter().take_while(|p| **p == Point::Gap).count();
        view.with("limit", &json!({ "at": at, "label": limit }))
    }

    /// The same, where a click on a label's bar leads on; who cannot click has the table's links.
    #[must_use]
    pub fn leading(self, addresses: &[String]) -> ChartView {
        self.with("addresses", &json!(addresses))
    }

    /// The same, where a click on a point of a line leads on, each line to its own.
    #[must_use]
    pub fn leading_on(self, lines: &[Leads]) -> ChartView {
        self.with("addresses", &json!(lines))
    }

    /// The data with one part more.
    fn with(self, key: &str, part: &Json) -> ChartView {
        let part = part.to_string().replace('<', "\\u003c");
        let rest = self.json.strip_suffix('}').unwrap_or(&self.json);
        ChartView {
            json: format!("{rest},\"{key}\":{part}}}"),
            ..self
        }
    }

    /// Bars side by side, for one figure of several areas.
    pub fn bars(title: &str, unit: &str, bars: &[(String, Point)]) -> ChartView {
        let labels: Vec<String> = bars.iter().map(|(label, _)| label.clone()).collect();
        let line = Line {
            label: title.to_owned(),
            points: bars.iter().map(|(_, point)| *point).collect(),
        };
        ChartView::of("bars", title, unit, &labels, &[line])
    }

    /// Bars side by side, of each label as many as the chart has lines; none of them is masked.
    pub fn grouped(chart: &Chart) -> ChartView {
        let (title, unit) = (&chart.title, chart.unit.label());
        ChartView::of("bars", title, unit, &chart.labels, &chart.lines)
    }

    fn of(
        kind: &'static str,
        title: &str,
        unit: &str,
        labels: &[String],
        lines: &[Line],
    ) -> ChartView {
        let data = json!({
            "title": title,
            "unit": unit,
            "labels": labels,
            "lines": lines.iter().map(drawn).collect::<Vec<_>>(),
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

/// A line as it is drawn. A masked point is `null`, as one without a figure is, and its place stands
/// in `masked`.
fn drawn(line: &Line) -> Json {
    let point = |point: &Point| match point {
        Point::At(number) => json!(number.to_string()),
        Point::Gap | Point::Masked => Json::Null,
    };
    let points: Vec<Json> = line.points.iter().map(point).collect();
    let places = (0..).zip(&line.points);
    let masked: Vec<usize> = places
        .filter_map(|(at, point)| point.is_masked().then_some(at))
        .collect();
    let mut drawn = json!({ "label": line.label, "points": points });
    if !masked.is_empty() {
        drawn["masked"] = json!(masked);
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_bar_is_null_and_its_place_is_named() {
        let at = |n: i64| Point::At(n.into());
        let bars = |points: [Point; 4]| {
            let labels = ["a", "b", "c", "d"].map(str::to_owned);
            let bars: Vec<_> = labels.into_iter().zip(points).collect();
            let view = ChartView::bars("Sager", "", &bars);
            serde_json::from_str::<Json>(&view.json).unwrap()["lines"][0].clone()
        };
        let line = bars([at(12), Point::Masked, Point::Gap, Point::Masked]);
        assert_eq!(line["points"], json!(["12", null, null, null]));
        assert_eq!(line["masked"], json!([1, 3]));
        let plain = bars([at(12), at(0), Point::Gap, at(5)]);
        assert_eq!(plain["points"], json!(["12", "0", null, "5"]));
        assert!(plain.get("masked").is_none());
    }

    #[test]
    fn a_bar_leads_on_and_no_address_ends_the_script() {
        let bars = [("a".to_owned(), Point::At(1.into()))];
        let view = ChartView::bars("Sager", "", &bars).leading(&["/k?x=</script>".to_owned()]);
        assert!(!view.json.contains('<'), "{}", view.json);
        let data: Json = serde_json::from_str(&view.json).unwrap();
        assert_eq!(data["addresses"], json!(["/k?x=</script>"]));
        assert_eq!(data["lines"][0]["points"], json!(["1"]));
    }

    #[test]
    fn each_point_of_a_line_leads_on_and_a_gap_does_not() {
        let line = Line {
            label: "Aalborg".to_owned(),
            points: vec![Point::At(1.into()), Point::Gap],
        };
        let labels = ["2023", "2024"].map(str::to_owned);
        let leads = vec![Some("/hvorfra?x=1".to_owned()), None];
        let view = ChartView::from_nought("Udgift", "kr.", &labels, &[line]).leading_on(&[leads]);
        let data: Json = serde_json::from_str(&view.json).unwrap();
        assert_eq!(data["addresses"], json!([["/hvorfra?x=1", null]]));
    }
}

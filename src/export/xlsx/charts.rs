//! Native Excel charts over a sheet with their data: a reader can restyle and extend them.

use rust_xlsxwriter::{Chart as Drawing, ChartType, Worksheet, XlsxError};

use super::styles::Styles;
use super::table::excel_number;
use crate::domain::period::Year;
use crate::domain::report::{Chart, ChartKind, Line, MASKED, Report, Unit, Value};

/// The sheet that the charts of a report alone refer to.
pub const DATA_SHEET: &str = "Diagramdata";

/// A chart's size in pixels, and the rows (of 20 pixels) from one chart to the next.
const WIDTH: u32 = 800;
const HEIGHT: u32 = 380;
const ROWS_PER_CHART: u32 = 20;

/// The block of one chart on the data sheet: a title row, a header row, one row per label, and a
/// blank row before the next block.
struct Block<'a> {
    chart: &'a Chart,
    title: u32,
}

impl Block<'_> {
    fn header(&self) -> u32 {
        self.title + 1
    }

    fn first(&self) -> u32 {
        self.title + 2
    }
}

fn blocks(charts: &[Chart], top: u32) -> impl Iterator<Item = Block<'_>> {
    charts.iter().scan(top, |next, chart| {
        let title = *next;
        *next += u32::try_from(chart.labels.len()).unwrap_or(u32::MAX) + 3;
        Some(Block { chart, title })
    })
}

/// The name of the horizontal axis: years, or what the first column of the rows tells apart.
pub fn x_name(report: &Report) -> String {
    let mut labels = report.series.iter().flat_map(|chart| &chart.labels);
    if labels.all(|label| Year::parse(label).is_some()) {
        return "År".to_owned();
    }
    let first = report.rows.columns.first();
    first.map_or_else(String::new, |column| column.label.clone())
}

/// Draws one chart under the other, from the data on the sheet of a name.
pub fn draw(
    sheet: &mut Worksheet,
    top: u32,
    charts: &[Chart],
    (x_name, data): (&str, &str),
) -> Result<(), XlsxError> {
    // The data sheet carries the same mark rows, so its blocks begin at the same row.
    for (at, block) in (0u32..).zip(blocks(charts, top)) {
        sheet.insert_chart(top + at * ROWS_PER_CHART, 0, &drawing(&block, x_name, data))?;
    }
    Ok(())
}

fn drawing(block: &Block, x_name: &str, data: &str) -> Drawing {
    let chart = block.chart;
    let mut drawing = Drawing::new(match chart.kind {
        ChartKind::Line => ChartType::Line,
        ChartKind::Bar | ChartKind::Spread => ChartType::Column,
    });
    drawing.set_width(WIDTH).set_height(HEIGHT);
    drawing.set_alt_text(&chart.title);
    drawing.title().set_name(&chart.title);
    drawing.x_axis().set_name(x_name);
    drawing.y_axis().set_name(chart.unit.label());
    drawing.y_axis().set_num_format(axis_format(chart.unit));
    if chart.lines.len() < 2 {
        drawing.legend().set_hidden();
    }
    let points = u32::try_from(chart.labels.len()).unwrap_or(u32::MAX);
    if points == 0 {
        return drawing;
    }
    let (first, last) = (block.first(), block.first() + points - 1);
    for (col, _) in (1u16..).zip(&chart.lines) {
        drawing
            .add_series()
            .set_name((data, block.header(), col))
            .set_categories((data, first, 0, last, 0))
            .set_values((data, first, col, last, col));
    }
    drawing
}

fn axis_format(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "0.00\" %\"",
        Unit::Persons => "#,##0.0",
        _ => "#,##0",
    }
}

/// Writes the data of every chart; a point without a figure is an empty cell, which is a gap. Where it
/// is masked, the label says so, in the picture too: a word in its cell would be drawn as nought.
pub fn write_data(
    sheet: &mut Worksheet,
    top: u32,
    charts: &[Chart],
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 30)?;
    for block in blocks(charts, top) {
        let chart = block.chart;
        sheet.write_string_with_format(block.title, 0, &chart.title, &styles.label)?;
        for (at, label) in (0..).zip(&chart.labels) {
            let row = block.first() + u32::try_from(at).unwrap_or(u32::MAX);
            sheet.write_string(row, 0, told(chart, at, label))?;
        }
        for (col, line) in (1u16..).zip(&chart.lines) {
            sheet.set_column_width(col, 20)?;
            sheet.write_string_with_format(block.header(), col, &line.label, &styles.header)?;
            for (row, point) in (block.first()..).zip(&line.points) {
                if let Some(number) = point.number().and_then(excel_number) {
                    let style = styles.number(&like(chart.unit));
                    sheet.write_number_with_format(row, col, number, style)?;
                }
            }
        }
    }
    Ok(())
}

/// A label with what is masked at it.
fn told(chart: &Chart, at: usize, label: &str) -> String {
    let masked = |line: &&Line| line.points.get(at).is_some_and(|point| point.is_masked());
    let lines: Vec<&str> = chart
        .lines
        .iter()
        .filter(masked)
        .map(|line| line.label.as_str())
        .collect();
    match lines[..] {
        [] => label.to_owned(),
        [_] if chart.lines.len() == 1 => format!("{label} ({MASKED})"),
        [..] => format!("{label} ({MASKED}: {})", lines.join(", ")),
    }
}

/// A value of the unit, to choose the format by.
fn like(unit: Unit) -> Value {
    let zero = rust_decimal::Decimal::ZERO;
    match unit {
        Unit::Kroner | Unit::Mixed => Value::Kroner(zero),
        Unit::Persons => Value::Persons(zero),
        Unit::Percent => Value::Percent(zero),
        _ => Value::WholeKroner(zero),
    }
}

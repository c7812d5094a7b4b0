//! A kept answer as a page shows it.

use serde_json::json;

use crate::reports::components::DECOMPOSITION;
use crate::reports::dossier::shown::{Grid, Picture, Shown, Text};
use crate::web::view::chart::ChartView;
use crate::web::view::table::{CellView, Head, RowView, TableView};

/// The rows, and the totals where there are any; each cut after some rows.
pub fn tables(shown: &Shown, most: usize) -> Vec<TableView> {
    let mut tables = vec![table(&shown.rows, shown.title.clone(), most)];
    if !shown.totals.rows.is_empty() {
        tables.push(table(
            &shown.totals,
            format!("{}: i alt", shown.title),
            most,
        ));
    }
    tables
}

fn table(grid: &Grid, caption: String, most: usize) -> TableView {
    let heads = grid.heads.iter();
    let head = |head: &crate::reports::dossier::shown::Head| Head {
        label: head.label.clone(),
        unit: unit(&head.unit),
        num: head.numeric,
        sorted: None,
    };
    let mut view = TableView::new(caption, heads.map(head).collect());
    for row in grid.rows.iter().take(most) {
        let mut cells = row.iter().zip(&grid.heads);
        let name = cells.next().map_or("", |(cell, _)| cell.text.as_str());
        let name = name.to_owned();
        let cells = cells.map(|(text, head)| cell(&mut view, text, head.numeric));
        let cells = cells.collect();
        view.rows.push(RowView {
            class: "",
            name,
            link: None,
            cells,
        });
    }
    view
}

/// The units that a heading shows.
fn unit(kept: &str) -> &'static str {
    let known = ["kr.", "%", "helårspersoner"];
    known.into_iter().find(|unit| *unit == kept).unwrap_or("")
}

fn cell(view: &mut TableView, text: &Text, num: bool) -> CellView {
    let note = text.why.as_ref().map(|why| {
        let known = view.footnotes.iter().position(|note| note == why);
        known.unwrap_or_else(|| {
            view.footnotes.push(why.clone());
            view.footnotes.len() - 1
        }) + 1
    });
    CellView {
        text: text.text.clone(),
        num,
        link: None,
        note,
        masked: text.why.clone().filter(|_| text.masked),
        remark: None,
        marks: Vec::new(),
        said: None,
        place: None,
    }
}

/// The first pictures.
pub fn charts(shown: &Shown, most: usize) -> Vec<ChartView> {
    // What drives a change is a staircase; bars of others stand side by side.
    let is_staircase = shown.report == DECOMPOSITION.name;
    let charts = shown.charts.iter().take(most);
    charts.map(|picture| chart(picture, is_staircase)).collect()
}

fn chart(of: &Picture, is_staircase: bool) -> ChartView {
    let lines = of.lines.iter().map(|line| {
        let mut drawn = json!({ "label": line.label, "points": line.points });
        if !line.masked.is_empty() {
            drawn["masked"] = json!(line.masked);
        }
        drawn
    });
    let data = json!({
        "title": of.title,
        "unit": of.unit,
        "labels": of.labels,
        "lines": lines.collect::<Vec<_>>(),
    });
    ChartView {
        kind: match of.kind.as_str() {
            "line" => "line",
            "spread" => "spread",
            _ if is_staircase => "bar",
            _ => "bars",
        },
        title: of.title.clone(),
        label: format!("Diagram: {}. Tallene står i tabellen på siden.", of.title),
        // "</script>" in a name must not end the block.
        json: data.to_string().replace('<', "\\u003c"),
    }
}

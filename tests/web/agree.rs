//! The figures of a meeting are the same wherever they stand: on its page, and in the JSON, the PDF and the
//! workbook of its paper.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use cockpit::demo;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};

use super::app::TestApp;
use super::meetings::{added, item};
use super::support::clock;

/// Reports of several subjects, with figures that are masked and missing among them.
const REPORTS: [(&str, &str); 12] = [
    ("unit-costs", ""),
    ("unit-costs", "area=Aalborg"),
    ("decomposition", "by=municipality"),
    ("reconciliation", ""),
    ("tariff-increases", ""),
    ("tariff-distribution", ""),
    ("costly-cases", "year=2024"),
    ("costly-cases-by-supplier", ""),
    ("costly-cases-by-status", "year=2024"),
    ("costly-cases-by-size", ""),
    ("vacancies", ""),
    ("occupancy", ""),
];

/// A cell of a page: what is read there, and whether it is a figure's.
struct Cell {
    text: String,
    is_figure: bool,
}

/// The rows of each table in a part of a page, the heads left out.
fn tables(page: &str) -> Vec<Vec<Vec<Cell>>> {
    let rows = |table: &str| {
        let body = table.split("<tbody>").nth(1).unwrap_or("");
        let body = body.split("</tbody>").next().unwrap_or("");
        let rows = body.split("<tr").skip(1);
        rows.map(cells).collect::<Vec<_>>()
    };
    page.split("<table class=\"data")
        .skip(1)
        .map(rows)
        .collect()
}

fn cells(row: &str) -> Vec<Cell> {
    let parts = row
        .replace("<th scope=\"row\"", "<td")
        .replace("</th>", "</td>");
    let parts = parts.split("<td").skip(1);
    let cell = |part: &str| {
        let (head, rest) = part.split_once('>').expect("a cell");
        let inside = rest.split("</td>").next().unwrap_or("");
        Cell {
            text: shown(inside),
            is_figure: head.contains("num"),
        }
    };
    parts.map(cell).collect()
}

/// What is seen of some HTML: neither numbers of footnotes nor what is read aloud alone.
fn shown(html: &str) -> String {
    let without = |text: String, begin: &str, end: &str| {
        let mut parts = text.split(begin);
        let first = parts.next().unwrap_or("").to_owned();
        let rest = parts.map(|part| part.split_once(end).map_or("", |(_, after)| after));
        first + &rest.collect::<String>()
    };
    let text = without(html.to_owned(), "<sup", "</sup>");
    let text = without(text, "<span class=\"sr-only\">", "</span>");
    let text = without(text, "<", ">");
    let text = text.replace("&#38;", "&").replace("&#39;", "'");
    text.trim().to_owned()
}

fn number(danish: &str) -> Option<Decimal> {
    let plain = danish.replace('.', "").replace(',', ".");
    plain.replace('\u{2212}', "-").parse().ok()
}

/// Without spaces, line breaks and the hyphens of a word that was broken.
fn squeezed(text: &str) -> String {
    let spaces = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{ad}' | '\u{2010}');
    text.chars().filter(|c| !spaces(*c)).collect()
}

/// The places of a row's cells that are printed together, after the first one.
fn printed(row: &[Cell], pdf: &str, year: Option<usize>) -> BTreeSet<usize> {
    let texts: Vec<String> = row.iter().map(|cell| squeezed(&cell.text)).collect();
    let mut all = BTreeSet::new();
    for (at, _) in pdf.match_indices(&texts[0]) {
        let mut here = BTreeSet::new();
        follow(&texts, 0, &pdf[at..], &mut here);
        if year.is_none_or(|year| here.contains(&year)) {
            all.extend(here);
        }
    }
    all
}

/// Takes one cell after the other from the front of a text; a column that is not printed is left out.
fn follow(texts: &[String], at: usize, pdf: &str, found: &mut BTreeSet<usize>) {
    let Some(text) = texts.get(at) else {
        return;
    };
    let Some(rest) = pdf.strip_prefix(text.as_str()) else {
        return follow(texts, at + 1, pdf, found);
    };
    found.insert(at);
    // After a figure may stand its unit; after one that lacks "1)", the number of the reason.
    let lacks = matches!(text.as_str(), "\u{2013}" | "\u{25cf}");
    let reason = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let reason = reason.strip_prefix(')').filter(|_| lacks);
    let ways = [Some(rest), rest.strip_prefix('%'), reason];
    let best = ways.into_iter().flatten().map(|rest| {
        let mut further = BTreeSet::new();
        follow(texts, at + 1, rest, &mut further);
        further
    });
    found.extend(best.max_by_key(BTreeSet::len).unwrap_or_default());
}

/// A row of JSON and its cell in the workbook and on the page say one figure.
fn same(value: &Json, is_masked: bool, held: &Data, on_page: &str) -> bool {
    let of_json: Option<Decimal> = match value {
        Json::String(text) => text.parse().ok(),
        Json::Number(number) => number.to_string().parse().ok(),
        _ => None,
    };
    let cell = held.to_string();
    match of_json {
        Some(figure) => {
            let held = match held {
                Data::Float(held) => held.to_string().parse().ok(),
                _ => None,
            };
            held == Some(figure) && number(on_page) == Some(figure)
        }
        None if is_masked => cell == "skjult" && on_page == "\u{25cf}",
        None => cell == on_page && (on_page.is_empty() || on_page == "\u{2013}"),
    }
}

/// Where the first row of a table stands in a sheet: under a line that has all its labels.
fn first_row(sheet: &Range<Data>, report: &Json) -> usize {
    let columns = report["columns"].as_array().expect("columns");
    let is_head = |line: &[Data]| {
        let pairs = columns.iter().zip(line);
        let mut pairs = pairs.map(|(column, cell)| (column["label"].as_str(), cell.to_string()));
        pairs.all(|(label, cell)| cell.starts_with(label.expect("a label")))
    };
    let mut lines = sheet.rows();
    lines.position(is_head).expect("a heading") + 1
}

#[tokio::test]
async fn page_json_pdf_and_workbook_of_a_meeting_agree_on_five_hundred_figures() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("the region is made");
    let secretariat = app.secretariat();
    let meeting = added(&secretariat, "2025-06-20").await;
    for (at, (report, filters)) in REPORTS.iter().enumerate() {
        let filters = filters.replace('=', "%3D");
        let text = format!("overskrift=Punkt+{at}&rapport={report}&filtre={filters}");
        item(&secretariat, &meeting, &text).await;
    }
    let page = secretariat.get(&meeting).await.body;
    let file = async |form: &str| {
        let address = format!("{meeting}/papir/papir.{form}");
        secretariat.bytes(&address).await
    };
    let json: Json = serde_json::from_slice(&file("json").await).expect("JSON");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file("xlsx").await)).expect("a workbook");
    let pdf = lopdf::Document::load_mem(&file("pdf").await).expect("a PDF");
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = |page: &u32| pdf.extract_text(&[*page]).expect("its text");
    let pdf = squeezed(&pages.iter().map(text).collect::<String>());

    let (mut compared, mut masked, mut of_reports) = (0, 0, BTreeSet::new());
    for (at, part) in page.split("id=\"punkt-").skip(1).enumerate() {
        let report = &json["agendaItem"][at]["report"];
        let name = report["report"].as_str().expect("a report");
        let names = book.sheet_names();
        let sheet = names
            .iter()
            .find(|of| of.starts_with(&format!("{}. ", at + 1)));
        let sheet = book.worksheet_range(sheet.expect("a sheet")).expect("it");
        let lines: Vec<&[Data]> = sheet.rows().collect();
        let first = first_row(&sheet, report);
        let rows = report["rows"].as_array().expect("rows");
        // The totals stand under the rows, after an empty line, a name and their own heading.
        let places = [("rows", first), ("totals", first + rows.len() + 3)];
        for ((of, first), table) in places.into_iter().zip(tables(part)) {
            let rows = report[of].as_array().expect("rows");
            assert_eq!(table.len(), rows.len().min(20), "{name}, {of}");
            for (nr, (row, cells)) in rows.iter().zip(&table).enumerate() {
                let row: &Map<String, Json> = row.as_object().expect("a row");
                let hidden = row.get("masked").and_then(Json::as_array);
                let keys = row.keys().filter(|key| *key != "masked");
                let keys: Vec<&String> = keys.collect();
                let year = keys.iter().position(|key| *key == "year");
                let there = printed(cells, &pdf, year);
                for (col, key) in keys.into_iter().enumerate() {
                    let cell = &cells[col];
                    if !cell.is_figure || cell.text.is_empty() {
                        continue;
                    }
                    let is_masked =
                        hidden.is_some_and(|keys| keys.contains(&Json::from(key.as_str())));
                    let held = &lines[first + nr][col];
                    let what = format!("{name}, {of} {nr}, {key}: {}", cell.text);
                    assert!(
                        same(&row[key], is_masked, held, &cell.text),
                        "{what}, {}, {held:?}",
                        row[key]
                    );
                    assert!(there.contains(&col), "{what} is not in the PDF");
                    compared += usize::from(!row[key].is_null());
                    masked += usize::from(is_masked);
                }
            }
        }
        of_reports.insert(name.to_owned());
    }
    assert_eq!(of_reports.len(), 11);
    assert!(compared >= 500, "{compared} figures were compared");
    assert!(masked >= 50, "{masked} masked ones were compared");
}

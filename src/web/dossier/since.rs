//! What has changed since a meeting's paper was sent, as its page tells it: a table for each thing that was
//! done, each figure as it was in the paper and as it is now.

use crate::reports::dossier::causes::By;
use crate::reports::dossier::changed::{Change, Since, Told};
use crate::web::view::danish_time;
use crate::web::view::table::{CellView, Head, RowView, TableView};

/// So many changed figures are shown of each thing that was done.
const MOST: usize = 20;

/// Why a changed figure of single cases is not told.
const MASKED: &str = "Et tal er ændret. Hvor meget vises ikke, da det kan bygge på få borgere.";

/// What one change of the data did.
pub struct ChangedView {
    pub table: TableView,
    /// How many more figures there are.
    pub more: usize,
    /// Where what was done is told.
    pub receipt: Option<String>,
}

/// The changes, each with its figures.
pub fn views(since: Since) -> Vec<ChangedView> {
    let views = since.0.into_iter().map(|(by, told)| {
        let head = |label: &str, num| Head {
            label: label.to_owned(),
            unit: "",
            num,
            sorted: None,
        };
        let heads = vec![
            head("Tal", false),
            head("I papiret", true),
            head("Nu", true),
        ];
        let mut table = TableView::new(words(&by), heads);
        for told in told.iter().take(MOST) {
            let row = row(&mut table.footnotes, told);
            table.rows.push(row);
        }
        ChangedView {
            table,
            more: told.len().saturating_sub(MOST),
            receipt: match by {
                By::Data(cause) => cause.upload.map(|number| format!("/data/{number}")),
                By::Rule | By::Several | By::Masked => None,
            },
        }
    });
    views.collect()
}

fn words(by: &By) -> String {
    match by {
        By::Data(cause) => format!(
            "{} {} af {}",
            cause.words,
            danish_time(&cause.moment),
            cause.who
        ),
        By::Rule => "Ændret, fordi cockpittets regler eller registre er andre nu".to_owned(),
        By::Several => "Ændret af noget af det, der er sket siden".to_owned(),
        By::Masked => "Ændrede tal, der kan bygge på få borgere".to_owned(),
    }
}

fn row(footnotes: &mut Vec<String>, told: &Told) -> RowView {
    let moved = &told.moved;
    let name = [moved.row.as_str(), moved.column.as_str()];
    let name: Vec<&str> = name.into_iter().filter(|words| !words.is_empty()).collect();
    let (old, new) = match &moved.change {
        Change::Value(old, new) => (cell(old), cell(new)),
        Change::Gone(old) => (cell(old), cell("vises ikke længere")),
        Change::New(new) => (cell("ikke med"), cell(new)),
        Change::Hidden => {
            if footnotes.is_empty() {
                footnotes.push(MASKED.to_owned());
            }
            (masked(), masked())
        }
    };
    RowView {
        class: "",
        name: format!("Punkt {}: {}", told.item + 1, name.join(", ")),
        link: None,
        cells: vec![old, new],
    }
}

fn cell(text: &str) -> CellView {
    CellView {
        text: text.to_owned(),
        num: true,
        link: None,
        note: None,
        masked: None,
        remark: None,
        marks: Vec::new(),
        place: None,
        said: None,
    }
}

fn masked() -> CellView {
    CellView {
        note: Some(1),
        masked: Some(MASKED.to_owned()),
        ..cell("\u{25cf}")
    }
}

//! OpenDocument spreadsheets (.ods): the rows of one sheet, streamed from `content.xml`.

use std::rc::Rc;

use jiff::civil::Date;
use quick_xml::events::{BytesStart, Event};

use super::archive::{Archive, Xml, attribute, broken, push_reference};
use super::numbers::decimal_text;
use super::rows::{Cells, MAX_COLUMNS, Row, SheetCell, Take, choose, is_done, push_text};
use crate::domain::fold::tidy;
use crate::import::errors::RowError;
use crate::import::messages;

/// One sheet of a workbook, ready to be walked through.
#[derive(Debug)]
pub(in crate::import) struct Sheet<'a> {
    archive: Archive<'a>,
    index: usize,
    pub name: String,
    /// The sheets that are not read.
    pub others: Vec<String>,
    /// Cells that lie under a merged one: the first of them, by line and place.
    covered: Vec<(u32, usize)>,
}

const CONTENT: &str = "content.xml";

/// Cells under merged ones that are remembered.
const MAX_COVERED: usize = 1_000;

/// How often a row that holds something may be repeated: rows of figures are never the same.
const MAX_REPEATS: u32 = 1_000;

impl<'a> Sheet<'a> {
    /// Opens the sheet that was named, else the first.
    ///
    /// # Errors
    /// No such sheet, or a broken workbook.
    pub(in crate::import) fn open(
        mut archive: Archive<'a>,
        wanted: Option<&str>,
    ) -> Result<Sheet<'a>, RowError> {
        let sheets = names(&mut archive)?;
        let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
        // What a person sees as the first sheet is the first that is not hidden.
        let shown = sheets.iter().position(|(_, hidden)| !hidden);
        let index = match (wanted, shown) {
            (None, Some(shown)) => shown,
            _ => choose(&names, wanted)?,
        };
        let mut others = names;
        if index >= others.len() {
            return Err(broken());
        }
        let name = others.remove(index);
        Ok(Sheet {
            archive,
            index,
            name,
            others,
            covered: Vec::new(),
        })
    }

    /// Which of the cells, by line and place, lie under a merged one; of those walked through.
    pub(in crate::import) fn merged(&self, cells: &[(u32, usize)]) -> Vec<bool> {
        let is = |cell| self.covered.contains(cell);
        cells.iter().map(is).collect()
    }

    /// Walks through the rows that hold something.
    ///
    /// # Errors
    /// A broken workbook, or one that unpacks to too much.
    pub(in crate::import) fn each(&mut self, take: &mut Take<'_>) -> Result<(), RowError> {
        let covered = &mut self.covered;
        let mut xml = self.archive.xml(CONTENT)?.ok_or_else(broken)?;
        let mut buffer = Vec::new();
        let mut is_hidden = false;
        let mut cells: Vec<SheetCell> = Vec::new();
        let (mut tables, mut depth) = (0usize, 0usize);
        let (mut line, mut times, mut place) = (0u32, 1u32, 0usize);
        loop {
            match xml.next(&mut buffer)? {
                Event::Start(e) => {
                    let name = e.local_name();
                    if name.as_ref() == "table" {
                        tables += usize::from(depth == 0);
                        depth += 1;
                    }
                    // A table within a cell is no part of the sheet.
                    if depth != 1 || tables != self.index + 1 {
                        continue;
                    }
                    match name.as_ref() {
                        "table-row" => {
                            times = repeats(&e, "number-rows-repeated")?;
                            is_hidden =
                                attribute(&e, "visibility")?.is_some_and(|how| how != "visible");
                            cells.clear();
                            place = 0;
                        }
                        "table-cell" | "covered-table-cell" => {
                            let count = repeats(&e, "number-columns-repeated")?;
                            // What lies under a merged cell is not seen.
                            let cell = match (cell(&mut xml, &e)?, name.as_ref()) {
                                (_, "covered-table-cell") => {
                                    if covered.len() < MAX_COVERED {
                                        covered.push((line.saturating_add(1), place));
                                    }
                                    SheetCell::Empty
                                }
                                (cell, _) => cell,
                            };
                            place = put(&mut cells, place, count, cell)?;
                        }
                        _ => {}
                    }
                }
                Event::End(e) => match e.local_name().as_ref() {
                    "table" => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 && tables == self.index + 1 {
                            return Ok(());
                        }
                    }
                    "table-row" if depth == 1 && tables == self.index + 1 => {
                        if !cells.is_empty() && times > MAX_REPEATS {
                            return Err(messages::repeated_too_often(times));
                        }
                        for _ in 0..if cells.is_empty() { 0 } else { times } {
                            line = line.saturating_add(1);
                            let row = Row {
                                line,
                                last_line: line,
                                is_hidden,
                                cells: Cells::Sheet(&cells),
                                values: None,
                            };
                            if is_done(take(&row)) {
                                return Ok(());
                            }
                        }
                        if cells.is_empty() {
                            line = line.saturating_add(times);
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Err(broken()),
                _ => {}
            }
        }
    }
}

/// The names of the sheets, in order, and whether each is hidden: its style says so.
fn names(archive: &mut Archive<'_>) -> Result<Vec<(String, bool)>, RowError> {
    let mut xml = archive.xml(CONTENT)?.ok_or_else(broken)?;
    let mut found = Vec::new();
    let mut depth = 0usize;
    let (mut style, mut hidden) = (String::new(), Vec::new());
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "table" => {
                if depth == 0 {
                    let style = attribute(&e, "style-name")?.unwrap_or_default();
                    let name = attribute(&e, "name")?.unwrap_or_default();
                    found.push((name, hidden.contains(&style)));
                }
                depth += 1;
            }
            Event::Start(e) if depth == 0 && e.local_name().as_ref() == "style" => {
                style = attribute(&e, "name")?.unwrap_or_default();
            }
            Event::Start(e)
                if depth == 0
                    && e.local_name().as_ref() == "table-properties"
                    && attribute(&e, "display")?.is_some_and(|display| display == "false") =>
            {
                hidden.push(std::mem::take(&mut style));
            }
            Event::End(e) if e.local_name().as_ref() == "table" => depth = depth.saturating_sub(1),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn repeats(element: &BytesStart<'_>, name: &str) -> Result<u32, RowError> {
    match attribute(element, name)? {
        Some(text) => text.trim().parse().map_err(|_| broken()),
        None => Ok(1),
    }
}

/// Puts a cell in its places. Empty ones take no memory: sheets end in thousands of them.
fn put(
    cells: &mut Vec<SheetCell>,
    place: usize,
    count: u32,
    cell: SheetCell,
) -> Result<usize, RowError> {
    let end = usize::try_from(count).map_or(usize::MAX, |count| place.saturating_add(count));
    if cell != SheetCell::Empty {
        if end > MAX_COLUMNS {
            return Err(broken());
        }
        cells.resize(place, SheetCell::Empty);
        cells.resize(end, cell);
    }
    Ok(end)
}

/// The day of a moment, where it is a whole day: "2025-02-01", "2025-02-01T00:00:00".
fn day_of(moment: &str) -> String {
    let day = moment.strip_suffix("T00:00:00").unwrap_or(moment);
    day.parse::<Date>()
        .map_or_else(|_| String::new(), |day| day.to_string())
}

fn cell(xml: &mut Xml<'_>, start: &BytesStart<'_>) -> Result<SheetCell, RowError> {
    let (mut kind, mut value, mut string, mut currency, mut error, mut formula) =
        (String::new(), None, None, None, false, false);
    let (mut truth, mut day) = (false, String::new());
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| broken())?;
        let text = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|_| broken())?;
        match attribute.key.as_ref() {
            "office:value-type" => kind = text.into_owned(),
            "calcext:value-type" => error = text == "error",
            "office:value" => value = Some(text.into_owned()),
            "office:string-value" => string = Some(text.into_owned()),
            "office:date-value" => day = text.into_owned(),
            "office:currency" => currency = Some(text.into_owned()),
            "office:boolean-value" => truth = text == "true",
            "table:formula" => formula = true,
            _ => {}
        }
    }
    let shown = shown_text(xml, start.local_name().as_ref())?;
    if error || (formula && kind == "string" && shown.starts_with('#')) {
        return Ok(SheetCell::Error(shown));
    }
    let cell = match kind.as_str() {
        // A calculation that failed keeps 0 beside the text that is seen.
        "float" | "currency" if shown.starts_with('#') || shown.starts_with("Err:") => {
            SheetCell::Error(shown)
        }
        "float" | "currency" => match value.as_deref().and_then(decimal_text) {
            Some(number) => {
                if currency.is_some_and(|code| code != "DKK") {
                    SheetCell::Foreign(number)
                } else {
                    SheetCell::Number(number)
                }
            }
            None if formula || shown.trim().is_empty() => SheetCell::Empty,
            None => SheetCell::Unkept(shown),
        },
        "percentage" => match value.as_deref().and_then(decimal_text) {
            Some(number) => SheetCell::Percent(number),
            None => SheetCell::Unkept(shown),
        },
        "date" | "time" => SheetCell::Date(day_of(&day)),
        "boolean" => SheetCell::Boolean(truth),
        "string" => text_cell(string.unwrap_or(shown)),
        _ => text_cell(shown),
    };
    Ok(match cell {
        SheetCell::Empty if formula => SheetCell::Formula,
        cell => cell,
    })
}

fn text_cell(text: String) -> SheetCell {
    if text.trim().is_empty() {
        SheetCell::Empty
    } else {
        SheetCell::Text(Rc::from(tidy(&text).as_ref()))
    }
}

/// The text of a cell's paragraphs, to the end of the cell; comments are left out.
fn shown_text(xml: &mut Xml<'_>, element: &str) -> Result<String, RowError> {
    let mut text = String::new();
    let (mut paragraphs, mut in_paragraph, mut in_comment, mut depth) = (0, false, false, 0usize);
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "annotation" => in_comment = true,
                "p" if !in_comment => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    in_paragraph = true;
                }
                "s" | "tab" | "line-break" if in_paragraph => text.push(' '),
                name if name == element => depth += 1,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "annotation" => in_comment = false,
                "p" if !in_comment => in_paragraph = false,
                name if name == element => match depth.checked_sub(1) {
                    Some(outer) => depth = outer,
                    None => return Ok(text),
                },
                _ => {}
            },
            Event::Text(t) if in_paragraph && !in_comment => {
                push_text(&mut text, &t.xml10_content())?
            }
            Event::CData(t) if in_paragraph && !in_comment => {
                push_text(&mut text, &t.xml10_content())?
            }
            Event::GeneralRef(r) if in_paragraph && !in_comment => push_reference(&mut text, &r)?,
            Event::Eof => return Err(broken()),
            _ => {}
        }
    }
}

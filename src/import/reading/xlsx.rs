//! Excel workbooks (.xlsx): the rows of one sheet, streamed from its XML.
//!
//! Each cell's value, formula and number format decide together what it holds: a formula without
//! a stored result, a date and a percentage look like plain numbers when only the value is read.

use std::rc::Rc;

use jiff::Span;
use jiff::civil::Date;
use quick_xml::events::{BytesStart, Event};

use super::archive::{Archive, Xml, attribute, broken, push_reference};
use super::numbers::{Format, decimal_text, format_of};
use super::package::{Relation, relations, workbook_part};
use super::rows::{Cells, MAX_COLUMNS, Row, SheetCell, Take, choose, is_done, push_text};
use crate::domain::fold::tidy;
use crate::import::errors::RowError;
use crate::import::messages;

/// One sheet of a workbook, ready to be walked through.
#[derive(Debug)]
pub(in crate::import) struct Sheet<'a> {
    archive: Archive<'a>,
    part: String,
    pub name: String,
    /// The sheets that are not read.
    pub others: Vec<String>,
    /// Whether the program that wrote the workbook left calculating to the one that opens it.
    is_uncalculated: bool,
    first_day: FirstDay,
    strings: Vec<Rc<str>>,
    formats: Vec<Format>,
}

impl<'a> Sheet<'a> {
    /// Opens the sheet that was named, else the first one that is shown.
    ///
    /// # Errors
    /// No such sheet, or a broken workbook.
    pub(in crate::import) fn open(
        mut archive: Archive<'a>,
        wanted: Option<&str>,
    ) -> Result<Sheet<'a>, RowError> {
        let book = workbook_part(&mut archive)?.ok_or_else(broken)?;
        let (base, file) = match book.rfind('/') {
            Some(at) => book.split_at(at + 1),
            None => ("", book.as_str()),
        };
        let relations = relations(&mut archive, &format!("{base}_rels/{file}.rels"), base)?;
        let mut sheets = sheets(&mut archive, &book)?;
        sheets.retain(|(_, id, _)| {
            relations
                .iter()
                .any(|relation| relation.id == *id && relation.kind == "worksheet")
        });
        // What a person sees as the first sheet is the first that is not hidden.
        sheets.sort_by_key(|(_, _, hidden)| *hidden);
        let names: Vec<String> = sheets.iter().map(|(name, _, _)| name.clone()).collect();
        let chosen = choose(&names, wanted)?;
        let (name, id, _) = sheets.swap_remove(chosen);
        let mut others = names;
        others.remove(chosen);
        let is_uncalculated = is_uncalculated(&mut archive, &book)?;
        let first_day = first_day(&mut archive, &book)?;
        let part_of = |want: &dyn Fn(&Relation) -> bool| {
            relations
                .iter()
                .find(|relation| want(relation))
                .map(|relation| relation.target.clone())
        };
        let strings_part = part_of(&|r| r.kind == "sharedStrings");
        let styles_part = part_of(&|r| r.kind == "styles");
        Ok(Sheet {
            part: part_of(&|r| r.id == id).ok_or_else(broken)?,
            name,
            others,
            is_uncalculated,
            first_day,
            strings: match strings_part {
                Some(part) => shared_strings(&mut archive, &part)?,
                None => Vec::new(),
            },
            formats: match styles_part {
                Some(part) => cell_formats(&mut archive, &part)?,
                None => Vec::new(),
            },
            archive,
        })
    }

    /// Which of the cells, by line and place, lie under a merged one.
    pub(in crate::import) fn merged(&mut self, cells: &[(u32, usize)]) -> Vec<bool> {
        let ranges = merged_ranges(&mut self.archive, &self.part).unwrap_or_default();
        let is = |(line, place): &(u32, usize)| {
            ranges.iter().any(|((top, left), (bottom, right))| {
                (top..=bottom).contains(&line) && (left..=right).contains(&place)
            })
        };
        cells.iter().map(is).collect()
    }

    /// Walks through the rows that the sheet has.
    ///
    /// # Errors
    /// A broken workbook, or one that unpacks to too much.
    pub(in crate::import) fn each(&mut self, take: &mut Take<'_>) -> Result<(), RowError> {
        let (strings, formats) = (&self.strings, &self.formats);
        let (is_uncalculated, first_day) = (self.is_uncalculated, self.first_day);
        let mut xml = self.archive.xml(&self.part)?.ok_or_else(broken)?;
        let mut buffer = Vec::new();
        let mut cells: Vec<SheetCell> = Vec::new();
        let (mut line, mut place, mut is_hidden) = (0u32, 0usize, false);
        loop {
            match xml.next(&mut buffer)? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "row" => {
                        line = match attribute(&e, "r")? {
                            Some(number) => number.trim().parse().map_err(|_| broken())?,
                            None => line.saturating_add(1),
                        };
                        is_hidden =
                            attribute(&e, "hidden")?.is_some_and(|is| is == "1" || is == "true");
                        cells.clear();
                        place = 0;
                    }
                    "c" => {
                        if let Some(reference) = attribute(&e, "r")? {
                            place = column_of(&reference).ok_or_else(broken)?;
                        }
                        if place >= MAX_COLUMNS {
                            return Err(broken());
                        }
                        let cell =
                            cell(&mut xml, &e, (strings, formats, is_uncalculated, first_day))?;
                        if cell != SheetCell::Empty {
                            if cells.len() <= place {
                                cells.resize(place + 1, SheetCell::Empty);
                            }
                            // Which of two cells in one place is meant cannot be known.
                            if cells[place] != SheetCell::Empty {
                                return Err(broken());
                            }
                            cells[place] = cell;
                        }
                        place += 1;
                    }
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "row" => {
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
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(broken()),
                _ => {}
            }
        }
    }
}

/// Name, relation and whether it is hidden, of each sheet in the order of the workbook.
fn sheets(archive: &mut Archive<'_>, book: &str) -> Result<Vec<(String, String, bool)>, RowError> {
    let mut xml = archive.xml(book)?.ok_or_else(broken)?;
    let mut found = Vec::new();
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "sheet" => {
                let hidden = attribute(&e, "state")?.is_some_and(|state| state != "visible");
                found.push((
                    attribute(&e, "name")?.unwrap_or_default(),
                    attribute(&e, "id")?.unwrap_or_default(),
                    hidden,
                ));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Texts that a workbook may hold, and their bytes: they are all kept while it is read.
const MAX_STRINGS: usize = 1_000_000;
const MAX_STRING_BYTES: usize = 64 << 20;

/// What a workbook's days are counted from: most count 1 January 1900 as day 1 and believe that 1900
/// had a 29 February, those of old Macs count 1 January 1904 as day 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstDay {
    Of1900,
    Of1904,
}

/// The first day that both kinds of spreadsheet agree on: 1 March 1900.
const FIRST_SURE: i64 = 61;

/// A day by its number, where it is a whole one.
fn day_of(number: &str, first_day: FirstDay) -> String {
    let (origin, least) = match first_day {
        FirstDay::Of1900 => (Date::constant(1899, 12, 30), FIRST_SURE),
        FirstDay::Of1904 => (Date::constant(1904, 1, 1), 0),
    };
    let days = number.parse::<i64>().ok().filter(|days| *days >= least);
    let day = days.and_then(|days| origin.checked_add(Span::new().try_days(days).ok()?).ok());
    day.map_or_else(String::new, |day| day.to_string())
}

/// What the days of a workbook are counted from.
fn first_day(archive: &mut Archive<'_>, book: &str) -> Result<FirstDay, RowError> {
    let mut xml = archive.xml(book)?.ok_or_else(broken)?;
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "workbookPr" => {
                let of_1904 =
                    attribute(&e, "date1904")?.is_some_and(|is| is == "1" || is == "true");
                return Ok(if of_1904 {
                    FirstDay::Of1904
                } else {
                    FirstDay::Of1900
                });
            }
            Event::Eof => return Ok(FirstDay::Of1900),
            _ => {}
        }
    }
}

fn is_uncalculated(archive: &mut Archive<'_>, book: &str) -> Result<bool, RowError> {
    let mut xml = archive.xml(book)?.ok_or_else(broken)?;
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "calcPr" => {
                let full = attribute(&e, "fullCalcOnLoad")?;
                return Ok(full.is_some_and(|is| is == "1" || is == "true"));
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

fn shared_strings(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Rc<str>>, RowError> {
    let mut found: Vec<Rc<str>> = Vec::new();
    let mut letters = 0usize;
    let Some(mut xml) = archive.xml(part)? else {
        return Ok(found);
    };
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "si" => {
                let text: Rc<str> = rich_text(&mut xml, "si")?.into();
                letters += text.len();
                if found.len() >= MAX_STRINGS || letters > MAX_STRING_BYTES {
                    return Err(messages::too_many_cells(
                        "et regneark med for mange tekster",
                    ));
                }
                found.push(text);
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The text of an element, from its `t` elements; phonetic readings are left out.
fn rich_text(xml: &mut Xml<'_>, element: &str) -> Result<String, RowError> {
    let mut text = String::new();
    // A raised run is the mark of a footnote: 626 with a raised 1 is not 6261.
    let (mut in_text, mut in_reading, mut raised) = (false, false, false);
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => in_reading = true,
                "r" => raised = false,
                "vertAlign" => {
                    raised = attribute(&e, "val")?.is_some_and(|how| how == "superscript");
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_reading = false,
                "r" => raised = false,
                name if name == element => return Ok(unescaped(&text)),
                _ => {}
            },
            Event::Text(t) if in_text && !in_reading && !raised => {
                push_text(&mut text, &t.xml10_content())?
            }
            Event::CData(t) if in_text && !in_reading && !raised => {
                push_text(&mut text, &t.xml10_content())?
            }
            Event::GeneralRef(r) if in_text && !in_reading && !raised => {
                push_reference(&mut text, &r)?
            }
            Event::Eof => return Err(broken()),
            _ => {}
        }
    }
}

/// The text as it is seen, with the letters that workbooks write as `_xHHHH_`; a carriage return
/// before a line end is part of it.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let letter = rest.get(at + 2..at + 7).and_then(|code| {
            let code = code.strip_suffix('_')?;
            char::from_u32(u32::from_str_radix(code, 16).ok()?)
        });
        out.push_str(&rest[..at]);
        match letter {
            Some('\r') if rest[at + 7..].starts_with('\n') => rest = &rest[at + 7..],
            Some('\r') => {
                out.push('\n');
                rest = &rest[at + 7..];
            }
            Some(letter) => {
                out.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    tidy(&out).into_owned()
}

/// What each cell format shows its number as.
fn cell_formats(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Format>, RowError> {
    let mut formats = Vec::new();
    let mut codes: Vec<(String, Format)> = Vec::new();
    let Some(mut xml) = archive.xml(part)? else {
        return Ok(formats);
    };
    let mut in_cell_formats = false;
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "cellXfs" => in_cell_formats = true,
                "numFmt" => {
                    let code = attribute(&e, "formatCode")?.unwrap_or_default();
                    let id = attribute(&e, "numFmtId")?.unwrap_or_default();
                    codes.push((id, format_of(&code)));
                }
                "xf" if in_cell_formats => {
                    let id = attribute(&e, "numFmtId")?.unwrap_or_default();
                    let own = codes.iter().find(|(code, _)| *code == id);
                    formats.push(own.map_or_else(|| Format::built_in(&id), |(_, format)| *format));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

fn cell(
    xml: &mut Xml<'_>,
    start: &BytesStart<'_>,
    (strings, formats, is_uncalculated, first_day): (&[Rc<str>], &[Format], bool, FirstDay),
) -> Result<SheetCell, RowError> {
    let kind = attribute(start, "t")?;
    let format = attribute(start, "s")?
        .and_then(|style| style.parse::<usize>().ok())
        .and_then(|style| formats.get(style).copied())
        .unwrap_or_default();
    let (mut formula, mut in_value) = (false, false);
    let mut value = String::new();
    let mut inline = None;
    let mut buffer = Vec::new();
    loop {
        match xml.next(&mut buffer)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "f" => formula = true,
                // Two values in one cell: which one is shown cannot be known.
                "v" if in_value || !value.is_empty() => return Err(broken()),
                "v" => in_value = true,
                "is" => inline = Some(rich_text(xml, "is")?),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "v" => in_value = false,
                "c" => break,
                _ => {}
            },
            Event::Text(t) if in_value => push_text(&mut value, &t.xml10_content())?,
            Event::CData(t) if in_value => push_text(&mut value, &t.xml10_content())?,
            Event::GeneralRef(r) if in_value => push_reference(&mut value, &r)?,
            Event::Eof => return Err(broken()),
            _ => {}
        }
    }
    if let Some(text) = inline {
        return Ok(SheetCell::Text(text.into()));
    }
    // A zero that stands for every result that nobody has calculated.
    let is_stand_in = formula && is_uncalculated && value.trim() == "0";
    if value.is_empty() || is_stand_in {
        return Ok(if formula {
            SheetCell::Formula
        } else {
            SheetCell::Empty
        });
    }
    Ok(match kind.as_deref() {
        Some("s") => {
            let index: usize = value.trim().parse().map_err(|_| broken())?;
            SheetCell::Text(Rc::clone(strings.get(index).ok_or_else(broken)?))
        }
        Some("str" | "inlineStr") => SheetCell::Text(unescaped(&value).into()),
        Some("b") => SheetCell::Boolean(value.trim() == "1" || value.trim() == "true"),
        Some("e") => SheetCell::Error(value),
        Some("d") => SheetCell::Date(
            value
                .parse::<Date>()
                .map_or_else(|_| String::new(), |day| day.to_string()),
        ),
        _ => match decimal_text(&value) {
            None => SheetCell::Text(value.into()),
            Some(number) => match format {
                Format::Plain => SheetCell::Number(number),
                Format::Date => SheetCell::Date(day_of(&number, first_day)),
                Format::Percent => SheetCell::Percent(number),
                Format::Foreign => SheetCell::Foreign(number),
            },
        },
    })
}

type Corner = (u32, usize);

/// The merged ranges of a sheet by their corners; they stand behind its rows.
fn merged_ranges(archive: &mut Archive<'_>, part: &str) -> Result<Vec<(Corner, Corner)>, RowError> {
    let mut found = Vec::new();
    let mut xml = archive.xml(part)?.ok_or_else(broken)?;
    let mut buffer = Vec::new();
    let corner = |reference: &str| {
        let line = reference.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        Some((line.parse::<u32>().ok()?, column_of(reference)?))
    };
    while found.len() < MAX_MERGED {
        match xml.next(&mut buffer)? {
            Event::Start(e) if e.local_name().as_ref() == "mergeCell" => {
                let range = attribute(&e, "ref")?.unwrap_or_default();
                let (from, to) = range.split_once(':').unwrap_or((&range, &range));
                found.extend(corner(from).zip(corner(to)));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(found)
}

/// Merged ranges that are looked at.
const MAX_MERGED: usize = 10_000;

/// The column, from 0, of a reference such as "AB12".
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0usize;
    for letter in letters {
        let digit = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column.checked_sub(1)
}

//! A PX file: keywords with values (`VALUES("tid")="2024K1","2024K2";`), and after `DATA=` every figure in the order of
//! the variables of STUB and then HEADING, the last of which runs fastest. It becomes the rows of a long file: each
//! figure under a label of each variable. Source: PX file format, Statistics Sweden, axis version 2013.

use std::rc::Rc;

use super::grid::{Cell, Grid, GridRow, Place, is_of_a_person, named};
use crate::domain::number::Convention;
use crate::domain::statbank::Table;
use crate::import::errors::RowError;
use crate::import::messages;
use crate::import::reading::rows::{Until, Value};
use crate::import::{FileMeta, Limits};

/// What a column of figures is called.
const FIGURE: &str = "indhold";
/// Letters of a label: it is looked at for each of its figures.
const LONGEST_LABEL: usize = 500;
/// Variables of a table; the widest that is read has eight.
const MOST_VARIABLES: usize = 30;
/// Figures between two looks at the clock.
const CLOCK_EVERY: usize = 4_096;

/// Whether a text is one: it begins with a keyword, and has figures after DATA.
pub(super) fn is_px(text: &str) -> bool {
    let text = text.trim_start();
    let keyword = text.split(['=', '(', '[']).next().unwrap_or_default();
    let is_keyword = !keyword.is_empty()
        && keyword.len() < text.len()
        && keyword
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    is_keyword && text.lines().any(|line| line.starts_with("DATA="))
}

/// A keyword with what it says.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    key: String,
    /// The variable that it is about: `VALUES("tid")`.
    of: String,
    values: Vec<String>,
    line: u32,
}

/// A variable with its labels.
struct Dimension<'a> {
    name: &'a str,
    labels: Vec<Rc<str>>,
}

/// Reads one.
///
/// # Errors
/// A keyword that lacks or does not end, another number of figures than the labels make, a label that may name a person or is too long,
/// more than the limits.
pub(super) fn read(
    text: &str,
    (table, limits, until): (Table, &Limits, &Until),
    meta: FileMeta,
) -> Result<Grid, RowError> {
    let (all, data) = keywords(text)?;
    let spoken = all.iter().flat_map(|said| {
        let texts = said.values.iter().chain([&said.of]);
        texts.map(move |text| (text, said.line))
    });
    for (text, line) in spoken {
        if is_of_a_person(Value::Text(text)) {
            return Err(messages::cpr_number().on_line(line));
        }
    }
    let (data, data_line) = data.ok_or_else(|| messages::px_lacks("DATA"))?;
    let (dimensions, header_line) = dimensions(&all)?;
    let places = dimensions.iter().map(|one| match named(one.name, table) {
        Some(Some(variable)) => Place::Stub(Some(variable)),
        Some(None) | None => Place::Unknown,
    });
    let places: Vec<Place> = places.chain([Place::Figures(None)]).collect();
    let headings = dimensions.iter().map(|one| one.name.to_owned());
    // What is refused for its variables has no row.
    let rows = if places.contains(&Place::Unknown) {
        Vec::new()
    } else {
        rows(&dimensions, (data, data_line), (limits, until))?
    };
    Ok(Grid {
        places,
        headings: headings.chain([FIGURE.to_owned()]).collect(),
        is_matrix: false,
        titles: titles(&all),
        rows,
        convention: Convention::Point,
        meta: FileMeta {
            convention: Some(Convention::Point),
            header_line,
            ..meta
        },
    })
}

/// What is said above the figures; the unit as other forms have it.
fn titles(all: &[Said]) -> Vec<String> {
    let of = |key: &'static str| {
        let said = all.iter().filter(move |said| said.key == key);
        said.flat_map(|said| said.values.iter().cloned())
    };
    let units = of("UNITS").map(|unit| format!("Enhed: {unit}"));
    of("TITLE").chain(of("CONTENTS")).chain(units).collect()
}

/// The variables in the order of the figures, and the line that they are named on.
fn dimensions(all: &[Said]) -> Result<(Vec<Dimension<'_>>, u32), RowError> {
    let of = |key: &'static str| all.iter().find(|said| said.key == key);
    if let Some(keys) = of("KEYS") {
        let found = format!("KEYS(\"{}\")", keys.of);
        return Err(messages::px_broken(
            found,
            "Filen viser kun nogle af tallene.",
        ));
    }
    let [stub, heading] = ["STUB", "HEADING"].map(of);
    let named = [stub, heading].into_iter().flatten();
    let Some(line) = named.clone().map(|said| said.line).next() else {
        return Err(messages::px_lacks("STUB og HEADING"));
    };
    let names = named
        .flat_map(|said| &said.values)
        .filter(|name| !name.is_empty());
    if names.clone().count() > MOST_VARIABLES {
        return Err(messages::too_many_cells("en PX-fil med mange variable").on_line(line));
    }
    let dimensions = names.map(|name| {
        let labels = all
            .iter()
            .find(|said| said.key == "VALUES" && said.of == *name);
        let labels = labels.ok_or_else(|| messages::px_lacks(&format!("VALUES(\"{name}\")")))?;
        let is_long = |label: &String| label.chars().count() > LONGEST_LABEL;
        if labels.values.iter().any(is_long) {
            return Err(messages::text_too_long(LONGEST_LABEL).on_line(labels.line));
        }
        let all = labels.values.iter().map(|label| label.as_str().into());
        Ok(Dimension {
            name,
            labels: all.collect(),
        })
    });
    Ok((dimensions.collect::<Result<_, _>>()?, line))
}

/// A row for each figure.
fn rows(
    dimensions: &[Dimension<'_>],
    (data, first): (&str, u32),
    (limits, until): (&Limits, &Until),
) -> Result<Vec<GridRow>, RowError> {
    let sizes = dimensions.iter().map(|one| one.labels.len());
    let expected = sizes.clone().try_fold(1usize, usize::checked_mul);
    let expected = expected.filter(|figures| *figures <= limits.rows);
    let expected = expected.ok_or_else(|| messages::too_many_rows(limits.rows))?;
    let mut rows = Vec::new();
    let mut figures = 0;
    let mut line = first;
    for text in data.split_inclusive('\n') {
        let all = text.split([' ', '\t', '\r', '\n', ',']);
        for (before, figure) in all.filter(|text| !text.is_empty()).enumerate() {
            figures += 1;
            if figures > expected {
                continue;
            }
            if figures % CLOCK_EVERY == 0 && until.is_over() {
                return Err(messages::takes_too_long(until.limit));
            }
            let mut rest = figures - 1;
            let mut cells: Vec<Cell> = (dimensions.iter().rev())
                .map(|one| {
                    let label = &one.labels[rest % one.labels.len()];
                    rest /= one.labels.len();
                    Cell::Text(label.clone())
                })
                .collect();
            cells.reverse();
            cells.push(Cell::Text(figure.trim_matches('"').into()));
            rows.push(GridRow {
                line,
                before,
                cells,
            });
        }
        line += 1;
    }
    if figures == expected {
        Ok(rows)
    } else {
        let problem = format!("Efter STUB, HEADING og VALUES skal der være {expected}.");
        let found = format!("{figures} tal efter DATA");
        Err(messages::px_broken(found, problem).on_line(first))
    }
}

/// The keywords, and the figures with the line that they begin on.
type Keywords<'a> = (Vec<Said>, Option<(&'a str, u32)>);

/// Every keyword of the file's own language.
fn keywords(text: &str) -> Result<Keywords<'_>, RowError> {
    let mut all = Vec::new();
    let (mut rest, mut line) = (text, 1);
    loop {
        let begun = rest.trim_start();
        line += lines(&rest[..rest.len() - begun.len()]);
        rest = begun;
        if rest.is_empty() {
            return Ok((all, None));
        }
        let unclosed = |line: u32| {
            let word = rest.split(['=', '\n']).next().unwrap_or_default();
            let found = format!("»{}«", crate::import::errors::shown(word));
            messages::px_broken(found, "Nøgleordet slutter ikke med et semikolon.").on_line(line)
        };
        let equals = outside(rest, '=').ok_or_else(|| unclosed(line))?;
        let (name, values) = (&rest[..equals], &rest[equals + 1..]);
        let end = outside(values, ';').ok_or_else(|| unclosed(line))?;
        let (key, of) = name.split_once('(').unwrap_or((name, ""));
        if key.trim() == "DATA" {
            return Ok((all, Some((&values[..end], line + lines(name)))));
        }
        // Other languages say the same again.
        if !key.contains('[') {
            let of = strings(of.trim_end().trim_end_matches(')'));
            all.push(Said {
                key: key.trim().to_owned(),
                of: of.into_iter().next().unwrap_or_default(),
                values: strings(&values[..end]),
                line,
            });
        }
        line += lines(&rest[..equals + 1 + end]);
        rest = &values[end + 1..];
    }
}

fn lines(text: &str) -> u32 {
    let lines = text.bytes().filter(|b| *b == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Where a sign first stands that is in no quotes.
fn outside(text: &str, sign: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == sign && !quoted).then_some(at)
    })
}

/// Values between commas: texts in quotes, which may go on over several lines, or words without.
fn strings(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let (mut rest, mut one) = (text, String::new());
    loop {
        let end = outside(rest, ',').unwrap_or(rest.len());
        let mut quoted = false;
        for c in rest[..end].chars() {
            quoted ^= c == '"';
            if c != '"' && (quoted || !c.is_whitespace()) {
                one.push(c);
            }
        }
        all.push(std::mem::take(&mut one).trim().to_owned());
        match rest.get(end + 1..) {
            Some(after) => rest = after,
            None => return all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_read_over_lines_quotes_and_languages() {
        let text = "CHARSET=\"ANSI\";\nTITLE=\"Antal; efter \"\n\"år\";\nTITLE[en]=\"Number\";\n\
            VALUES(\"tid\")=\"2024K1\",\n\"2024K2\";\nDECIMALS=1;\nDATA=\n1.5 \"..\"\n;";
        let (all, data) = keywords(text).expect("keywords");
        let told: Vec<(&str, &str, String, u32)> = all
            .iter()
            .map(|said| (&*said.key, &*said.of, said.values.join("|"), said.line))
            .collect();
        let own = |words: &str| words.to_owned();
        assert_eq!(
            told,
            [
                ("CHARSET", "", own("ANSI"), 1),
                ("TITLE", "", own("Antal; efter år"), 2),
                ("VALUES", "tid", own("2024K1|2024K2"), 5),
                ("DECIMALS", "", own("1"), 7),
            ]
        );
        assert_eq!(data, Some(("\n1.5 \"..\"\n", 8)));
    }

    #[test]
    fn what_is_a_px_file_is_told_by_its_text() {
        for text in [
            "CHARSET=\"ANSI\";\nDATA=\n1;",
            "AXIS-VERSION=\"2013\";\r\nDATA=1;",
            "STUB(\"x\")=\"y\";\nDATA=\n",
        ] {
            assert!(is_px(text), "{text}");
        }
        for text in [
            "OMRÅDE;TID;INDHOLD\nDATA=;2024;1\n",
            "CHARSET=\"ANSI\";\n",
            "\"a=b\";c\nDATA=1",
            "",
        ] {
            assert!(!is_px(text), "{text}");
        }
    }
}

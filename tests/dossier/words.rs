//! A paper is read by people: no key, no English word and no yes or no of a program stands in it, whatever a
//! report was asked.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use cockpit::domain::dossier::Part;
use cockpit::domain::people::Role;
use cockpit::domain::report::Report;
use cockpit::export::{self, DocumentFormat, Format};
use cockpit::reports::dossier::shown::Shown;
use cockpit::reports::filters::Values;
use cockpit::reports::{self, Filter, Question, ReportError};
use cockpit::storage::Store;

use super::{composed, item, pages, paper, store};

/// Keys of the API that are no Danish words.
const INNER: [&str; 34] = [
    "nominal",
    "true",
    "false",
    "null",
    "none",
    "current",
    "municipality",
    "municipal",
    "regional_",
    "supplier",
    "paragraph",
    "place",
    "dwelling",
    "free",
    "reserved",
    "taken",
    "closed",
    "new",
    "continuing",
    "gone",
    "done",
    "planned",
    "dropped",
    "late",
    "open",
    "case",
    "north",
    "east",
    "other",
    "steering",
    "approved",
    "noted",
    "postponed",
    "rejected",
];

/// Words of a text that only programs use: with an underscore between letters, or a key of the API.
fn inner(text: &str) -> Vec<&str> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '/'));
    let is_inner = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.contains('_') || INNER.contains(&bare)
    };
    parts.filter(is_inner).collect()
}

/// Values to ask with; none for a filter that asks for single cases.
fn values(filter: &Filter) -> Vec<&'static str> {
    match (filter.key, filter.values) {
        ("detail", _) => Vec::new(),
        (_, Values::OneOf(values)) => values.to_vec(),
        (_, Values::Year) => vec!["2024"],
        (_, Values::Day | Values::DayOrToday) => vec!["2025-06-01"],
        (_, Values::Percent) => vec!["4.5"],
        ("area" | "municipality", _) => vec!["851", "KKR_NORDJYLLAND"],
        ("price-level", _) => vec!["current", "2022"],
        ("as-of", _) => vec!["3", "2025-06-20"],
        ("group", _) => vec!["SEL_107", "TOTAL_107_108_105"],
        ("quarter", _) => vec!["1"],
        ("threshold", _) => vec!["2000000"],
        ("paragraph", _) => vec!["SEL_107", "ABL_105"],
        ("target-group" | "offer", _) => Vec::new(),
        (_, Values::Text) => vec!["20"],
    }
}

fn asked(
    store: &Store,
    question: &'static Question,
    filters: &[(&str, &str)],
) -> Result<Report, ReportError> {
    store.read(|db| (question.report)(db, &question.query(filters.iter().copied())?))
}

/// All that people read of a report but its sources, which name files.
fn words(report: &Report) -> Vec<String> {
    let shown = Shown::of(report);
    let mut words = vec![shown.title.clone()];
    words.extend(
        shown
            .filters
            .into_iter()
            .flat_map(|(label, value)| [label, value]),
    );
    words.extend(shown.notes);
    for grid in [shown.rows, shown.totals] {
        words.extend(grid.heads.into_iter().map(|head| head.label));
        let cells = grid.rows.into_iter().flatten();
        words.extend(cells.flat_map(|cell| [Some(cell.text), cell.why]).flatten());
    }
    for chart in shown.charts {
        words.push(chart.title);
        words.extend(chart.labels);
        words.extend(chart.lines.into_iter().map(|line| line.label));
    }
    words
}

/// All cells of a report's workbook but those of its sources.
fn cells(report: &Report) -> Vec<String> {
    let bytes = export::write(report, Format::Xlsx).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("it opens");
    let rows = book.worksheets().into_iter().flat_map(|(_, sheet)| {
        let rows = sheet
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect());
        rows.collect::<Vec<Vec<String>>>()
    });
    let of_source = |row: &Vec<String>| row.first().is_some_and(|cell| cell == "Kilde");
    rows.filter(|row| !of_source(row)).flatten().collect()
}

/// Every report that may stand in a paper, with each of its filters.
#[test]
fn no_report_of_a_paper_speaks_in_keys() {
    let (_database, store) = store();
    let rights = Role::Reader.rights();
    let (mut wrong, mut read) = (BTreeSet::new(), 0);
    for question in reports::questions().filter(|of| rights.contains(&of.right)) {
        let filters = question.filters.iter();
        let with = filters.flat_map(|filter| values(filter).into_iter().map(|of| (filter.key, of)));
        let ways = std::iter::once(Vec::new()).chain(with.map(|pair| vec![pair]));
        for filters in ways {
            // A filter may mean nothing to the made-up region; then there is no paper.
            let Ok(report) = asked(&store, question, &filters) else {
                assert!(!filters.is_empty(), "{}", question.name);
                continue;
            };
            read += 1;
            for (form, texts) in [("shown", words(&report)), ("workbook", cells(&report))] {
                for text in &texts {
                    for word in inner(text) {
                        let what =
                            format!("{} {filters:?}, {form}: {word} in {text}", question.name);
                        wrong.insert(what);
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(read > 100, "{read} answers were read");
}

/// What a paper says of its filters as PDF: those that programs write in keys.
#[test]
fn filters_stand_in_a_paper_as_people_say_them() {
    let (_database, store) = store();
    let asked: [(&str, &[(&str, &str)]); 7] = [
        ("tariff-increases", &[("basis", "nominal")]),
        ("tariff-increases", &[("basis", "real")]),
        ("decomposition", &[("by", "supplier"), ("group", "SEL_107")]),
        ("unit-costs", &[("price-level", "current"), ("area", "851")]),
        ("vacancies", &[("paragraph", "SEL_107")]),
        ("offers", &[("municipality", "KKR_NORDJYLLAND")]),
        ("workplan", &[]),
    ];
    let items = asked.iter().enumerate();
    let items = items.map(|(at, (name, filters))| item(at + 1, "Punkt", name, filters));
    let paper = paper(&store, items.collect());
    let composed = composed(&store, &paper, Part::All).expect("it is composed");
    let mut pages = pages(&composed.write(DocumentFormat::Pdf).expect("it is set"));
    // The last page names the files that the figures come from.
    pages.pop();
    // Words may be broken at the end of a line.
    let text = pages.concat().replace('-', "").to_lowercase();
    for words in [
        "opgørelsenominelt",
        "opgørelsereal,prisoglønreguleret",
        "opdeltpåleverandør",
        "prisniveauløbendepriser",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    for key in ["nominal", "sel_", "abl_", "kkr_", "total_", "in_progress"] {
        assert!(!text.contains(key), "{key} is in {text}");
    }
}

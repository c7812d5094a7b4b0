//! The paper of a meeting: every figure of it is the same in JSON, PDF and Excel, tables can be read, single
//! cases are never in it.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use cockpit::changes::comments::write::{self, Figure, Written};
use cockpit::domain::comments::{Address, Said};
use cockpit::domain::dossier::Part;
use cockpit::domain::people::Right;
use cockpit::export::{self, DocumentFormat, Format};
use cockpit::papers::dossier::{Body, Composed, Item, PaperError, print_of};
use cockpit::reports::comments::address;
use cockpit::reports::{self, Query};
use serde_json::Value as Json;

use super::{agenda, composed, item, pages, paper, squeeze, store};

#[test]
fn json_pdf_and_excel_agree_on_every_figure() {
    let (_database, store) = store();
    let items: Vec<Item> = agenda()
        .into_iter()
        .filter(|item| is_of(item, "unit-costs"))
        .collect();
    let paper = paper(&store, items);
    let composed = composed(&store, &paper, Part::All).unwrap();
    let pdf = pages(&composed.write(DocumentFormat::Pdf).unwrap()).concat();
    let bytes = composed.write(DocumentFormat::Xlsx).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let json: Json = serde_json::from_slice(&composed.json).unwrap();
    let mut compared = 0;
    for (at, section) in composed.document.sections.iter().enumerate() {
        let report = section.report.as_ref().unwrap();
        // The same as the report's own JSON.
        let own: Json =
            serde_json::from_slice(&export::write(report, Format::Json).unwrap()).unwrap();
        let said = &json["agendaItem"][at]["report"];
        assert_eq!(said, &own);
        let name = book.sheet_names()[at + 1].clone();
        assert!(
            name.starts_with(&format!("{}. ", paper.items[at].number)),
            "{name}"
        );
        let sheet = book.worksheet_range(&name).unwrap();
        let lines: Vec<&[Data]> = sheet.rows().collect();
        for (of, table) in [("rows", &report.rows), ("totals", &report.totals)] {
            let top = lines
                .iter()
                .position(|line| {
                    (table.columns.iter().zip(*line))
                        .all(|(c, d)| d.to_string().starts_with(&c.label))
                })
                .unwrap();
            for (nr, row) in table.rows.iter().enumerate() {
                let shown: String = row
                    .iter()
                    .map(|cell| match cell.value {
                        cockpit::domain::report::Value::Percent(_) => {
                            format!("{}%", cell.value.danish())
                        }
                        _ => cell.value.danish(),
                    })
                    .collect();
                assert!(pdf.contains(&squeeze(&shown)), "{shown} is not in the PDF");
                for (col, cell) in row.iter().enumerate() {
                    let Some(number) = cell.value.number() else {
                        continue;
                    };
                    let key = table.columns[col].key;
                    let of_json = said[of][nr][key].to_string().replace('"', "");
                    assert_eq!(of_json.parse::<rust_decimal::Decimal>().unwrap(), number);
                    let Data::Float(held) = lines[top + 1 + nr][col] else {
                        panic!("{:?} is no number", lines[top + 1 + nr][col]);
                    };
                    assert_eq!(
                        held.to_string()
                            .parse::<rust_decimal::Decimal>()
                            .unwrap()
                            .normalize(),
                        number.normalize()
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared >= 500, "{compared} figures were compared");
}

fn is_of(item: &Item, name: &str) -> bool {
    matches!(&item.body, Body::Report { question, .. } if question.name == name)
}

#[test]
fn the_first_page_has_what_is_asked_and_three_figures_and_the_last_what_they_rest_on() {
    let (_database, store) = store();
    let composed = composed(&store, &paper(&store, agenda()), Part::All).unwrap();
    let pdf = composed.write(DocumentFormat::Pdf).unwrap();
    let pages = pages(&pdf);
    let first = &pages[0];
    for words in [
        "at mødet drøfter de fem stigninger",
        "Punkt 12: Valg af ny kontrakt",
        "Udgift pr. helårsperson",
        "Takster steget mere end 5 %",
    ] {
        assert!(first.contains(&squeeze(words)), "{words} in {first}");
    }
    let print = print_of(&composed.json);
    let last = pages.last().unwrap();
    for words in [
        "Hvad tallene bygger på",
        "KKR-2025-06-20",
        &print,
        "Grænse for takststigninger",
        "SHA-256",
    ] {
        assert!(last.contains(&squeeze(words)), "{words} in {last}");
    }
    for page in &pages {
        assert!(
            page.contains(&squeeze(&format!("aftryk {print}"))),
            "{page}"
        );
    }
}

#[test]
fn a_public_paper_has_no_confidential_item_in_any_form() {
    let (_database, store) = store();
    // The second report and the confidential item are enough: setting the type takes its time.
    let items = agenda()
        .into_iter()
        .filter(|item| item.confidential || item.number == "2");
    let paper = paper(&store, items.collect());
    let public = composed(&store, &paper, Part::Public).unwrap();
    let whole = composed(&store, &paper, Part::All).unwrap();
    let is_in = |composed: &Composed| {
        let pdf = pages(&composed.write(DocumentFormat::Pdf).unwrap()).concat();
        let json = String::from_utf8(composed.json.clone()).unwrap();
        let bytes = composed.write(DocumentFormat::Xlsx).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheets: String = book
            .worksheets()
            .into_iter()
            .map(|(name, of)| format!("{name}{of:?}"))
            .collect();
        [pdf, squeeze(&json), squeeze(&sheets)].map(|text| text.contains("kontrakt"))
    };
    assert_eq!(is_in(&public), [false; 3]);
    assert_eq!(is_in(&whole), [true; 3]);
    let extract = composed(&store, &paper, Part::Item(0)).unwrap();
    assert_eq!(extract.document.sections.len(), 1);
    assert!(extract.document.sections[0].heading.contains("Hvad driver"));
}

#[test]
fn single_cases_and_what_is_not_for_every_reader_are_refused() {
    let (_database, store) = store();
    let mut cases = item(4, "Sager", "costly-cases", &[]);
    if let Body::Report { query, .. } = &mut cases.body {
        query.detail = Some(reports::Detail::Case);
        query.sees = cockpit::domain::cases::Sees::Everybodys;
    }
    let refused = composed(&store, &paper(&store, vec![cases]), Part::All);
    assert!(matches!(refused, Err(PaperError::Cases { item }) if item == "4"));
    for question in reports::questions() {
        if question.right == Right::ReadFigures {
            continue;
        }
        let item = item(1, "Punkt", question.name, &[]);
        let answer = composed(&store, &paper(&store, vec![item]), Part::All);
        let may = cockpit::domain::people::Role::Reader
            .rights()
            .contains(&question.right);
        assert_eq!(
            matches!(answer, Err(PaperError::NotForReaders { .. })),
            !may,
            "{}",
            question.name
        );
    }
    // Whoever sees more puts in no more: the paper is a reader's.
    let mut open = item(4, "Sager", "costly-cases", &[]);
    let reader = composed(&store, &paper(&store, vec![open.clone()]), Part::All).unwrap();
    if let Body::Report { query, .. } = &mut open.body {
        **query = Query {
            sees: cockpit::domain::cases::Sees::Everybodys,
            searches: cockpit::domain::searches::Reader::All,
            ..Query::default()
        };
    }
    let chef = composed(&store, &paper(&store, vec![open]), Part::All).unwrap();
    assert_eq!(reader.json, chef.json);
}

#[test]
fn a_comment_that_was_chosen_for_the_paper_stands_in_each_of_its_forms() {
    let (_database, store) = store();
    let question = reports::question("decomposition").unwrap();
    let (report, filters) = store
        .read(|db| {
            let query = Query::default();
            let report = (question.report)(db, &query)?;
            let filters = address::filled(db, question, &query, &report)?;
            Ok::<_, cockpit::reports::ReportError>((report, filters))
        })
        .unwrap();
    let row = &report.rows.rows[0];
    let column = report.rows.column("change").unwrap();
    let figure = Figure {
        at: Address {
            question: question.name.to_owned(),
            filters,
            row: address::names(&report.rows, row),
            column: "change".to_owned(),
        },
        said: Said::of(&row[column].value).expect("a number"),
        found_in: store.data_version().unwrap(),
        guarded: false,
        rights: vec![question.right],
        report: report.title.clone(),
        link: "/".to_owned(),
    };
    let words = "Her mangler et stort botilbud";
    for (text, in_paper) in [(words, true), ("Kun til os selv", false)] {
        let written = Written {
            text: text.to_owned(),
            in_paper,
            ..Written::default()
        };
        let found = Figure {
            found_in: store.data_version().unwrap(),
            ..figure.clone()
        };
        write::write(&store, &super::support::actor(), &found, &written).expect("it is kept");
    }
    let item = item(1, "Hvad driver udgifterne", question.name, &[]);
    let composed = composed(&store, &paper(&store, vec![item]), Part::All).unwrap();
    let json = String::from_utf8(composed.json.clone()).unwrap();
    let pdf = pages(&composed.write(DocumentFormat::Pdf).unwrap()).concat();
    let bytes = composed.write(DocumentFormat::Xlsx).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets().into_iter();
    let cells: String = sheets
        .flat_map(|(_, sheet)| {
            let rows = sheet.rows().flatten();
            rows.map(ToString::to_string).collect::<Vec<_>>()
        })
        .collect();
    for (form, said) in [("json", &json), ("pdf", &pdf), ("xlsx", &cells)] {
        let said = squeeze(said);
        assert!(said.contains(&squeeze(words)), "{form}: {said}");
        assert!(!said.contains(&squeeze("Kun til os selv")), "{form}");
    }
}

#[test]
fn the_number_of_a_paper_is_plain_letters_whatever_the_meeting_is() {
    use cockpit::domain::meetings::MeetingKind;
    for kind in MeetingKind::ALL {
        assert!(kind.short().is_ascii(), "{kind:?}");
    }
}

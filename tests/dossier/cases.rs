//! Frozen papers are part of what a reader of the published tables of single cases knows: a paper tells
//! what its publication did and no more, and together with every newer one it tells nobody of anybody.

use cockpit::changes::cases::CaseFile;
use cockpit::changes::data::uploads;
use cockpit::changes::kinds::Kind;
use cockpit::changes::meetings as changes;
use cockpit::changes::meetings::agenda::add;
use cockpit::domain::area::HOME;
use cockpit::domain::cases::published::{Became, Cell, Of, Place};
use cockpit::domain::cases::{NotProven, Size};
use cockpit::domain::components::Supplier;
use cockpit::domain::dossier::{Form, Part};
use cockpit::domain::meetings::agenda::Wording;
use cockpit::domain::meetings::{Content, Meeting, MeetingKind};
use cockpit::domain::paragraph::Paragraph;
use cockpit::domain::period::Year;
use cockpit::reports::cases::proof::{Tables, attacked_together, published};
use cockpit::storage::{Store, StoreError};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::frozen::{files, paper, send};
use super::support::{CODES, TestDatabase, actor, case_file, cases_of, upload};

/// The four published tables, and how the cost is spread.
const TABLES: [&str; 5] = [
    "costly-cases",
    "costly-cases-by-supplier",
    "costly-cases-by-status",
    "costly-cases-by-size",
    "costly-cases-spread",
];

fn bring(store: &Store, rows: &[String]) -> i64 {
    let receipt =
        upload(store, Kind::of(&CaseFile), &case_file(rows)).expect("the rows are accepted");
    receipt.number.expect("a number")
}

/// A meeting whose items are the published tables.
fn meeting(store: &Store, day: Date) -> Meeting {
    let meeting = changes::add(store, &actor(), day, "Møde i KKR", MeetingKind::Kkr);
    let meeting = meeting.expect("kept");
    for question in TABLES {
        let wording = Wording {
            heading: question.to_owned(),
            text: String::new(),
            content: Content::Report {
                question: question.to_owned(),
                filters: Vec::new(),
            },
            asks: String::new(),
            presenter: String::new(),
            minutes: None,
            confidential: false,
        };
        add(store, &actor(), &meeting.id, &wording).expect("kept");
    }
    meeting
}

/// All publications of the region, the oldest first, as the check of what is published reads them.
fn publications(store: &Store) -> Vec<Tables> {
    let read = store.read::<_, StoreError>(|db| Ok(published::published(db)?));
    let regions = read.expect("the tables").regions.into_iter();
    let mut own = regions.filter(|(area, _)| area.code == HOME);
    own.next().expect("the region has tables").1
}

/// A row of a frozen table: where it stands, and number and cost unless they are masked.
type Row = ((Year, Place), Option<(i64, Decimal)>);

/// What the frozen JSON of a meeting's paper tells of the four tables.
fn told(store: &Store, meeting: &Meeting) -> Vec<Row> {
    let files = files(store, &paper(store, meeting).number);
    let whole = files
        .iter()
        .find(|(part, form, _)| (*part, *form) == (Part::All, Form::Json));
    let (.., bytes) = whole.expect("the paper is kept");
    let json: Json = serde_json::from_slice(bytes).expect("JSON");
    let items = json["agendaItem"].as_array().expect("items").iter();
    let mut rows = Vec::new();
    for item in items {
        let report = &item["report"];
        let table = report["report"].as_str().expect("a name");
        if table == "costly-cases-spread" {
            continue;
        }
        for row in ["rows", "totals"].iter().flat_map(|of| {
            let rows = report[*of].as_array();
            rows.expect("rows").iter()
        }) {
            let year = Year::new(row["year"].as_i64().expect("a year")).expect("a year");
            rows.push(((year, place(table, row)), figures(row)));
        }
    }
    rows
}

/// Number and cost of a row; what is masked is so in every measure.
fn figures(row: &Json) -> Option<(i64, Decimal)> {
    let masked = row["masked"].as_array().expect("what is masked");
    if !masked.contains(&Json::from("cases")) {
        let cost = row["cost"].as_str().expect("an amount").parse();
        return Some((
            row["cases"].as_i64().expect("a number"),
            cost.expect("an amount"),
        ));
    }
    for measure in ["cases", "cost", "average", "refund", "share"] {
        assert!(row[measure].is_null(), "{measure} is told: {row}");
    }
    None
}

fn place(table: &str, row: &Json) -> Place {
    let key = |column: &str| row[column].as_str().expect("a key");
    let code = || match key("municipality") {
        "total" => Of::All,
        code => Of::One(code.into()),
    };
    let paragraph = || Paragraph::from_key(key("paragraph")).map_or(Of::All, Of::One);
    match table {
        "costly-cases" => Place::Paragraph {
            municipality: code(),
            paragraph: paragraph(),
        },
        "costly-cases-by-supplier" => match Supplier::from_key(key("supplier")) {
            Some(supplier) => Place::Supplier {
                supplier,
                paragraph: paragraph(),
            },
            None => Place::Paragraph {
                municipality: Of::All,
                paragraph: paragraph(),
            },
        },
        "costly-cases-by-status" => Place::Status {
            became: Became::from_key(key("status")).map_or(Of::All, Of::One),
            municipality: code(),
        },
        _ => {
            let size = Size::ALL.into_iter().find(|size| size.key() == key("size"));
            size.map_or(Place::REGION, Place::Size)
        }
    }
}

/// The cells of the publication that a paper was made on, told as the paper tells them.
fn frozen(rows: &[Row], publication: &Tables) -> Vec<Cell> {
    let mut cells = publication.cells.clone();
    for ((year, place), told) in rows {
        let mut here = cells
            .iter_mut()
            .filter(|cell| (cell.year, &cell.place) == (*year, place));
        let cell = here.next();
        let cell = cell.unwrap_or_else(|| panic!("{year} {place:?} was not published"));
        if let Some((cases, cost)) = told {
            let measures = &cell.measures;
            assert_eq!((measures.cases, measures.cost.decimal()), (*cases, *cost));
        }
        cell.masked = told.is_none();
    }
    let is_told = |cell: &&Cell| {
        let mut rows = rows.iter();
        rows.any(|((year, place), _)| (*year, place) == (cell.year, &cell.place))
    };
    assert!(cells.iter().all(|cell| is_told(&cell)), "a cell has no row");
    cells
}

/// What all readers together work out: how many cells are told whole, and how many nearly.
fn worked_out(publications: &[Tables]) -> Result<(usize, usize), NotProven> {
    let found = attacked_together(publications)?;
    assert_eq!(found.len(), 12);
    assert!(found.iter().any(|(_, found)| found.masked > 0));
    let sum = |of: fn(&cockpit::domain::cases::Found) -> usize| {
        found.iter().map(|(_, found)| of(found)).sum()
    };
    Ok((sum(|found| found.determined), sum(|found| found.narrow)))
}

#[test]
fn papers_tell_nobody_of_anybody_whatever_is_published_after_them() {
    let database = TestDatabase::new();
    let store = database.store();
    let all = |of_largest: usize| -> Vec<String> {
        let many = |at: usize| if at == 0 { of_largest } else { 60 / (at + 1) };
        let codes = CODES.iter().enumerate();
        codes
            .flat_map(|(at, code)| cases_of(code, many(at)))
            .collect()
    };
    bring(&store, &all(60));
    let first = meeting(&store, date(2025, 6, 20));
    send(&store, &first);
    // More in the largest, and a paper about that; then its file is taken back.
    let more = bring(&store, &cases_of("851", 84));
    let second = meeting(&store, date(2025, 8, 20));
    send(&store, &second);
    uploads::withdraw(&store, &actor(), more, "fejl").expect("it is taken back");

    let mut known = publications(&store);
    let papers = [&first, &second].map(|meeting| told(&store, meeting));
    assert_ne!(papers[0], papers[1], "the newer paper has other figures");
    let mut places = Vec::new();
    for rows in &papers {
        // What the check reads has the publication of each paper, told and masked as in the paper.
        let says = |tables: &Tables| {
            let told = |((year, place), told): &Row| {
                let mut cells = tables.cells.iter();
                let cell = cells.find(|cell| (cell.year, &cell.place) == (*year, place));
                cell.is_some_and(|cell| {
                    let told_there =
                        (!cell.masked).then(|| (cell.measures.cases, cell.measures.cost.decimal()));
                    told_there == *told
                })
            };
            rows.iter().all(told)
        };
        let at = known.iter().position(says);
        let at = at.expect("the paper's publication is still known");
        known[at].cells = frozen(rows, &known[at]);
        places.push(at);
    }
    assert_eq!(worked_out(&known), Ok((0, 0)));
    // A paper that hid the small cells alone would be found.
    let alone = &mut known[places[0]..=places[0]];
    for cell in &mut alone[0].cells {
        cell.masked = (1..5).contains(&cell.measures.cases);
    }
    let (determined, _) = worked_out(alone).expect("it adds up");
    assert!(determined > 0, "nothing was found");
}

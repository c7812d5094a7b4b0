//! The analyses that the service comes with: their cases hold, and what they answer of a region agrees
//! with the reports that pages show.

use std::fs;

use cockpit::analyses::catalogue::Catalogue;
use cockpit::analyses::{ask, facts, report, view};
use cockpit::demo;
use cockpit::domain::report::{Report, Value};
use cockpit::domain::searches::Reader;
use cockpit::export::{self, Format};
use cockpit::reports::{Query, ReportError, question};
use cockpit::storage::Store;

use crate::support::{TestDatabase, clock};

#[test]
fn every_folder_is_right_and_every_case_holds() {
    let catalogue = Catalogue::shipped();
    let broken = catalogue.check();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(
        catalogue.analyses.len() >= 12,
        "{}",
        catalogue.analyses.len()
    );
    for analysis in &catalogue.analyses {
        assert!(analysis.cases.len() >= 3, "{}", analysis.name);
        assert!(!analysis.milestones.is_empty(), "{}", analysis.name);
        assert!(!analysis.method.is_empty(), "{}", analysis.name);
    }
}

#[test]
fn the_document_lists_the_views_as_they_are() {
    let document = fs::read_to_string("docs/ANALYSES.md").expect("the document");
    for view in view::ALL {
        let columns = view.columns.iter().map(|column| {
            let may = if column.optional { "?" } else { "" };
            format!("`{}` {}{may}", column.name, column.kind.key())
        });
        let columns: Vec<String> = columns.collect();
        let line = format!("- `{}`: {}. {}\n", view.name, view.row, columns.join(", "));
        assert!(
            document.contains(&line),
            "docs/ANALYSES.md lacks the line\n{line}"
        );
    }
}

fn region() -> (TestDatabase, Store) {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).expect("it is filled");
    (database, store)
}

fn answer(store: &Store, name: &str, pairs: &[(&str, &str)]) -> Report {
    let catalogue = Catalogue::shipped();
    let analysis = catalogue.get(name).unwrap_or_else(|| panic!("{name}"));
    let today = clock().today();
    let facts =
        store.read::<_, ReportError>(|db| facts::load(db, &analysis.views, (today, Reader::All)));
    let facts = facts.expect("the views are read");
    let asked = ask::read(analysis, &facts.tables, pairs, today);
    let asked = asked.unwrap_or_else(|wrong| panic!("{wrong:?}"));
    report::of(analysis, &facts, &asked).unwrap_or_else(|words| panic!("{name}: {words}"))
}

#[test]
fn each_answers_of_a_region_and_in_every_format() {
    let (_database, store) = region();
    for analysis in &Catalogue::shipped().analyses {
        let report = answer(&store, analysis.name, &[]);
        assert!(
            !report.rows.rows.is_empty(),
            "{} has no rows",
            analysis.name
        );
        assert!(report.synthetic);
        for format in Format::ALL {
            let bytes = export::write(&report, format);
            let bytes = bytes.unwrap_or_else(|e| panic!("{} as {format:?}: {e}", analysis.name));
            assert!(!bytes.is_empty());
        }
        for parameter in &report.filters {
            let json = export::write(&report, Format::Json).unwrap();
            let json = String::from_utf8(json).unwrap();
            assert!(
                json.contains(parameter.key),
                "{}: {}",
                analysis.name,
                parameter.key
            );
        }
    }
}

/// The same figure by another way: the unit costs of the municipalities as their pages have them.
#[test]
fn unit_costs_are_those_of_the_report() {
    let (_database, store) = region();
    let pairs = [("paragraph", "SEL_107"), ("year", "2024")];
    let spread = answer(&store, "serviceniveau", &pairs);
    let (name, cost) = (
        spread.rows.column("municipality").unwrap(),
        spread.rows.column("unit_cost").unwrap(),
    );
    assert_eq!(spread.rows.rows.len(), 11);
    for row in &spread.rows.rows {
        let query = Query {
            area: Some(row[name].value.key()),
            ..Query::default()
        };
        let asked = question("unit-costs").unwrap();
        let of_page = store.read(|db| (asked.report)(db, &query)).unwrap();
        let found = of_page.rows.rows.iter().find(|cells| {
            let key = |column: &str| of_page.rows.cell(cells, column).unwrap().value.key();
            key("group") == "SEL_107" && key("year") == "2024"
        });
        let exact = of_page.rows.cell(found.unwrap(), "unit_cost").unwrap();
        let (Some(exact), Some(whole)) = (exact.value.number(), row[cost].value.number()) else {
            panic!("{:?}", row[name]);
        };
        assert!(
            (exact - whole).abs() <= "0.51".parse().unwrap(),
            "{exact} {whole}"
        );
    }
}

/// What the published tables hide, the analysis hides, and nothing else.
#[test]
fn cases_are_masked_as_in_the_published_tables() {
    let (_database, store) = region();
    let found = answer(&store, "dyre-enkeltsager", &[("year", "2024")]);
    assert!(found.masks);
    let query = Query {
        year: cockpit::domain::period::Year::new(2024),
        ..Query::default()
    };
    let published = question("costly-cases").unwrap();
    let published = store.read(|db| (published.report)(db, &query)).unwrap();
    let mut compared = 0;
    for cells in &published.totals.rows {
        let key = |column: &str| published.totals.cell(cells, column).unwrap().value.key();
        if key("paragraph") != "total" {
            continue;
        }
        let row = found
            .rows
            .rows
            .iter()
            .find(|row| row[0].value.key() == key("municipality"));
        let row = row.unwrap_or_else(|| panic!("{}", key("municipality")));
        let theirs = &published.totals.cell(cells, "cases").unwrap().value;
        assert_eq!(&row[1].value, theirs, "{}", key("municipality"));
        if theirs.is_masked() {
            assert!(row[1..].iter().all(|cell| cell.value.is_masked()));
        }
        compared += 1;
    }
    assert_eq!(compared, 12);
    let order: Vec<String> = found
        .rows
        .rows
        .iter()
        .map(|row| row[0].value.danish())
        .collect();
    let mut by_name = order[..11].to_vec();
    let danish = cockpit::domain::danish::danish_order();
    by_name.sort_by(|a, b| danish(&[a], &[b]));
    assert_eq!(order[..11], by_name[..], "the order tells of no figure");
    assert_eq!(
        found.rows.rows[11][0].value,
        Value::Key {
            key: "total".into(),
            label: "I alt".into()
        }
    );
}

#[test]
fn a_parameter_that_is_not_allowed_is_refused_with_what_is() {
    let (_database, store) = region();
    let catalogue = Catalogue::shipped();
    let analysis = catalogue.get("serviceniveau").unwrap();
    let today = clock().today();
    let facts = store
        .read::<_, ReportError>(|db| facts::load(db, &analysis.views, (today, Reader::All)))
        .unwrap();
    let wrong = |pairs: &[(&str, &str)]| {
        let asked = ask::read(analysis, &facts.tables, pairs, today);
        asked
            .err()
            .unwrap_or_default()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(
        wrong(&[("year", "1999")]).contains("Vælg et af årene 2019, 2020"),
        "{}",
        wrong(&[("year", "1999")])
    );
    assert!(wrong(&[("year", "' OR 1=1")]).contains("Vælg et af årene"));
    assert!(wrong(&[("paragraph", "SEL_999")]).contains("Vælg en af SEL_107"));
    assert!(
        wrong(&[("aar", "2024")]).contains("Den findes ikke. Der findes: paragraph, year, peers.")
    );
    assert_eq!(wrong(&[("year", ""), ("paragraph", " ")]), "");
}

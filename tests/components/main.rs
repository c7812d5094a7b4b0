//! Reports on a real database, against the published table and against a second computation.

#[path = "../support/mod.rs"]
mod support;

mod gaps;
mod pending;
mod projections;
mod recomputed;
mod sense;

use cockpit::changes::components::ComponentFile;
use cockpit::changes::components::PopulationFile;
use cockpit::changes::components::PriceIndexFile;
use cockpit::changes::data::uploads;
use cockpit::changes::kinds::Kind;
use cockpit::demo;
use cockpit::domain::report::{Cell, Report, Table};
use cockpit::reports::components::UNIT_COSTS;
use cockpit::reports::{self, FigureAt, Query, ReportError, origin};
use cockpit::storage::Store;
use support::{TestDatabase, actor, clock, components, upload};

fn run(store: &Store, name: &str, filters: &str) -> Report {
    try_run(store, name, filters).expect("the report is made")
}

fn try_run(store: &Store, name: &str, filters: &str) -> Result<Report, ReportError> {
    let question = reports::question(name)?;
    let query = question.query(filters.split('&').filter_map(|p| p.split_once('=')))?;
    store.read(|db| (question.report)(db, &query))
}

/// The cell of the first row whose named cells have these values.
fn cell(table: &Table, row: &[(&str, &str)], column: &str) -> Cell {
    let found = table.rows.iter().find(|cells| {
        row.iter().all(|(key, value)| {
            table
                .cell(cells, key)
                .is_some_and(|c| c.value.key() == *value)
        })
    });
    let found = found.unwrap_or_else(|| panic!("no row {row:?}"));
    table
        .cell(found, column)
        .expect("the column is there")
        .clone()
}

fn value(table: &Table, row: &[(&str, &str)], column: &str) -> String {
    cell(table, row, column).value.danish()
}

#[test]
fn the_published_figures_come_out_of_an_empty_start() {
    let database = TestDatabase::new();
    let store = database.store();
    let report = run(&store, "unit-costs", "");
    assert_eq!(report.data_version, 1);
    assert_eq!(report.rows.rows.len(), 15);
    assert_eq!(report.totals.rows.len(), 30);
    let row = [("group", "SEL_107"), ("year", "2022")];
    assert_eq!(value(&report.rows, &row, "expenditure"), "532.477.630,00");
    assert_eq!(value(&report.rows, &row, "full_year_persons"), "626,0");
    assert_eq!(value(&report.rows, &row, "unit_cost"), "850.603,24");
    let change = |group, measure, from| {
        value(
            &report.totals,
            &[
                ("group", group),
                ("measure", measure),
                ("from", from),
                ("to", "2024"),
            ],
            "change_pct",
        )
    };
    assert_eq!(change("SEL_107", "expenditure", "2022"), "−3,34");
    assert_eq!(change("SEL_85", "full_year_persons", "2023"), "0,98");
    assert_eq!(change("TOTAL_107_108_105", "unit_cost", "2022"), "3,62");
    let total = [("group", "TOTAL_107_108_105"), ("year", "2024")];
    assert_eq!(
        value(&report.rows, &total, "expenditure"),
        "2.110.545.998,00"
    );
    assert_eq!(report.sources.len(), 1);
    assert_eq!(report.sources[0].sha256.len(), 64);
}

#[test]
fn the_reference_data_is_loaded_once() {
    let database = TestDatabase::new();
    drop(database.store());
    let again = database.store();
    assert_eq!(again.data_version().unwrap(), 1);
}

#[test]
fn the_driver_hides_in_the_unit_cost() {
    let database = TestDatabase::new();
    let report = run(&database.store(), "decomposition", "");
    // Rows can be added up: the whole stands in the totals alone.
    assert_eq!(report.rows.rows.len(), 3);
    assert_eq!(report.totals.rows.len(), 1);
    let part = |member, column| -> i64 {
        let table = match member {
            "total" => &report.totals,
            _ => &report.rows,
        };
        let cell = cell(table, &[("member", member)], column);
        cell.value
            .number()
            .and_then(|d| i64::try_from(d).ok())
            .expect("a whole number")
    };
    assert_eq!(part("total", "change"), 34_079_410);
    for column in ["volume", "mix", "unit_cost", "change"] {
        let members: i64 = ["SEL_107", "SEL_108", "ABL_105"]
            .map(|m| part(m, column))
            .iter()
            .sum();
        assert_eq!(members, part("total", column), "{column}");
    }
    assert_eq!(
        part("total", "volume") + part("total", "mix") + part("total", "unit_cost"),
        34_079_410
    );
    assert_eq!(part("ABL_105", "change"), 30_219_173);
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("kan ikke lægges sammen"))
    );
}

#[test]
fn six_printed_figures_do_not_follow() {
    let database = TestDatabase::new();
    let report = run(&database.store(), "reconciliation", "");
    assert_eq!(report.rows.rows.len(), 75);
    let off: Vec<_> = report
        .rows
        .rows
        .iter()
        .filter(|r| report.rows.cell(r, "agrees").unwrap().value.danish() == "nej")
        .collect();
    assert_eq!(off.len(), 6);
    for row in off {
        let text = |key| report.rows.cell(row, key).unwrap().value.danish();
        assert!(text("group").starts_with("Samlet"));
        assert!(!text("explanation").is_empty());
    }
    let row = [
        ("group", "TOTAL_107_108_105"),
        ("measure", "unit_cost"),
        ("year", "2024"),
    ];
    assert_eq!(value(&report.rows, &row, "published"), "908.543");
    assert_eq!(value(&report.rows, &row, "recomputed"), "908.699,73");
    assert!(value(&report.rows, &row, "explanation").contains("hele personer"));
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("alle 6 trykte procenter")),
        "{:?}",
        report.notes
    );
}

#[test]
fn a_correction_is_seen_and_as_of_shows_what_was_known() {
    let database = TestDatabase::new();
    let store = database.store();
    let row = [("group", "SEL_107"), ("year", "2024")];
    let figure = |filters: &str| {
        value(
            &run(&store, "unit-costs", filters).rows,
            &row,
            "expenditure",
        )
    };
    let before = figure("");
    let receipt = components(
        &store,
        &["KKR Nordjylland;SEL § 107;2024;520.000.000,50;602,3;2023"],
    );
    assert_eq!(
        (receipt.number, receipt.changed, receipt.new),
        (Some(2), 1, 0)
    );
    assert_eq!(receipt.changes[0].old, "514.695.944,00");
    assert_eq!(figure(""), "520.000.000,50");
    assert_eq!(figure("as-of=1"), before);
    assert_eq!(figure("as-of=2025-06-20"), "520.000.000,50");
    let version = uploads::withdraw(&store, &actor(), 2, "forkert fil").unwrap();
    assert_eq!(version, 3);
    assert_eq!(figure(""), before);
    assert_eq!(figure("as-of=2"), "520.000.000,50");
    assert!(matches!(
        uploads::withdraw(&store, &actor(), 2, "igen"),
        Err(uploads::UploadError::AlreadyWithdrawn(2))
    ));
    assert!(matches!(
        uploads::withdraw(&store, &actor(), 9, "ukendt"),
        Err(uploads::UploadError::NoSuchUpload(9))
    ));
    assert_eq!(store.data_version().unwrap(), 3);
    assert!(
        try_run(&store, "unit-costs", "as-of=99")
            .unwrap_err()
            .to_string()
            .contains("seneste datastand er 3")
    );
}

#[test]
fn a_target_group_is_the_same_in_another_spelling_of_a_later_file() {
    let database = TestDatabase::new();
    let store = database.store();
    let file = |group: &str| {
        let text = format!(
            "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau;maalgruppe\nLæsø;107;2024;1000;2,5;2023;{group}\n"
        );
        upload(&store, Kind::of(&ComponentFile), &text).expect("the row is accepted")
    };
    file("Unge voksne");
    let later = file("unge\u{a0}VOKSNE");
    assert_eq!((later.new, later.unchanged), (0, 1));
    assert_eq!(
        later.notes,
        ["Målgruppen »unge VOKSNE« er læst som »Unge voksne«, der er indlæst før."]
    );
}

#[test]
fn the_same_file_twice_is_recognised() {
    let database = TestDatabase::new();
    let store = database.store();
    let rows = ["851;SEL § 107;2024;100,00;1,0;2023"];
    assert_eq!(components(&store, &rows).number, Some(2));
    let again = components(&store, &rows);
    assert_eq!(
        (again.number, again.same_as, again.rows_kept),
        (None, Some(2), 0)
    );
    assert_eq!(store.data_version().unwrap(), 2);
    // Another file said something else since: the first one is news again.
    components(&store, &["851;SEL § 107;2024;200,00;1,0;2023"]);
    assert_eq!(components(&store, &rows).number, Some(4));
}

#[test]
fn unknown_areas_and_groups_are_refused_with_a_hint() {
    let database = TestDatabase::new();
    let store = database.store();
    let words = |name, filters| try_run(&store, name, filters).unwrap_err().to_string();
    assert!(words("unit-costs", "area=Ålbrog").contains("Mente du Aalborg?"));
    assert!(words("decomposition", "group=SEL_109").contains("SEL_107"));
    assert!(words("takster", "").contains("unit-costs"));
}

#[test]
fn the_synthetic_region_adds_up_to_the_published_totals() {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).unwrap();
    assert!(
        demo::fill(&store, clock()).is_err(),
        "only an empty database is filled"
    );
    let report = run(&store, "reconciliation", "");
    assert!(report.synthetic);
    assert_eq!(report.totals.rows.len(), 4 * 3 * 2);
    for row in &report.totals.rows {
        assert_eq!(
            report.totals.cell(row, "agrees").unwrap().value.danish(),
            "ja"
        );
    }
    let report = run(&store, "unit-costs", "");
    assert_eq!(report.rows.rows.len(), 5 * 6);
    assert!(
        report
            .rows
            .rows
            .iter()
            .flatten()
            .all(|c| c.value.danish() != "–")
    );
    for by in ["municipality", "supplier"] {
        let report = run(
            &store,
            "decomposition",
            &format!("by={by}&from=2022&to=2024"),
        );
        let total = cell(&report.totals, &[("member", "total")], "change");
        assert_eq!(total.value.danish(), "34.079.410");
    }
    let report = run(&store, "paragraph", "group=SEL_107");
    assert_eq!(report.rows.rows.len(), 12 * 6);
    let report = run(&store, "municipality", "area=851");
    assert!(
        report
            .rows
            .rows
            .iter()
            .flatten()
            .all(|c| c.value.danish() != "–")
    );
}

#[test]
fn a_figure_tells_where_it_comes_from() {
    let database = TestDatabase::new();
    let store = database.store();
    let which = FigureAt {
        question: &UNIT_COSTS,
        query: Query::default(),
        row: vec![
            ("group".into(), "SEL_107".into()),
            ("year".into(), "2022".into()),
        ],
        column: "unit_cost".into(),
    };
    let origin = store
        .read::<_, ReportError>(|db| origin::find(db, &which))
        .unwrap()
        .expect("the figure is found");
    assert_eq!(
        origin.derivation.with_numbers,
        "532.477.630,00 kr. / 626,0 = 850.603,24 kr."
    );
    assert_eq!(origin.facts.len(), 1);
    assert_eq!(origin.facts[0].line, 2);
    assert_eq!(
        origin.facts[0].batch.file_name,
        "components_nordjylland_pl2023.csv"
    );
}

#[test]
fn a_figure_per_inhabitant_tells_the_inhabitants_too() {
    let database = TestDatabase::new();
    let store = database.store();
    components(&store, &["851;SEL § 107;2024;1200000,00;2,5;2023"]);
    let population =
        "kommune;aar;alder_fra;alder_til;antal\n851;2024;18;64;900\n851;2024;65;99;100\n";
    upload(&store, Kind::of(&PopulationFile), population).expect("the inhabitants are accepted");
    let query = reports::components::MUNICIPALITY
        .query([("area", "851"), ("from", "2024"), ("to", "2024")])
        .expect("the query is right");
    let asked = |column: &str| {
        let which = FigureAt {
            question: &reports::components::MUNICIPALITY,
            query: query.clone(),
            row: vec![
                ("group".to_owned(), "SEL_107".to_owned()),
                ("year".to_owned(), "2024".to_owned()),
            ],
            column: column.to_owned(),
        };
        store
            .read::<_, ReportError>(|db| origin::find(db, &which))
            .expect("the report runs")
            .expect("the figure has an origin")
    };
    let rate = asked("persons_per_1000");
    assert_eq!(rate.derivation.with_numbers, "2,5 / 1.000 × 1.000 = 2,50");
    let bands: Vec<(i64, i64)> = rate
        .bands
        .iter()
        .map(|b| (b.line, b.value.inhabitants))
        .collect();
    assert_eq!(bands, [(2, 900), (3, 100)]);
    assert_eq!(rate.facts.len(), 1);

    let money = asked("expenditure_per_inhabitant");
    assert_eq!(
        money.derivation.with_numbers,
        "1.200.000,00 kr. / 1.000 = 1.200,00 kr."
    );

    // The region's own unit cost of 2024 is 514.695.944 / 602,3.
    let difference = asked("difference_pct");
    assert_eq!(
        difference.derivation.with_numbers,
        "(480.000,00 kr. \u{2212} 854.550,80 kr.) / 854.550,80 kr. × 100 = \u{2212}43,83 %"
    );
    assert_eq!(difference.facts.len(), 2);
}

#[test]
fn check_finds_a_sum_that_no_longer_holds() {
    use cockpit::storage::{StoreError, check};
    let database = TestDatabase::new();
    let store = database.store();
    let findings = store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .unwrap();
    assert_eq!(
        (findings.batches, findings.facts, findings.problems.len()),
        (1, 12, 0)
    );
    tamper(
        database.url(),
        "UPDATE component_facts SET expenditure = expenditure + 1 WHERE line = 2",
    );
    let findings = store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .unwrap();
    assert_eq!(findings.problems.len(), 1);
    assert!(findings.problems[0].contains("sum of money"));
}

fn tamper(url: &str, sql: &str) {
    use diesel::Connection as _;
    use diesel::connection::SimpleConnection as _;
    match url.strip_prefix("sqlite:") {
        Some(path) => diesel::SqliteConnection::establish(path)
            .unwrap()
            .batch_execute(sql)
            .unwrap(),
        None => diesel::PgConnection::establish(url)
            .unwrap()
            .batch_execute(sql)
            .unwrap(),
    }
}

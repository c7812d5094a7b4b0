//! The published tables from a file to the report: what a cell adds, when it is masked, and when it
//! is made anew.

use std::collections::BTreeMap;

use cockpit::changes::cases::deletion::{self, Old};
use cockpit::changes::data::parameters::{self, NewValue};
use cockpit::changes::data::uploads;
use cockpit::domain::cases::Sees;
use cockpit::export::{self, Format};
use cockpit::reports;
use cockpit::reports::{Query, ReportError};
use cockpit::storage::Store;
use serde_json::{Value as Json, json};

use super::support::{TestDatabase, actor, components};
use super::{bring, file, holds};

fn ask(store: &Store, name: &str, filters: &str, sees: Sees) -> Result<Json, String> {
    let question = reports::question(name).expect("a report");
    let pairs = filters.split('&').filter_map(|pair| pair.split_once('='));
    let asked = question.query(pairs).map_err(|e| e.to_string())?;
    let query = Query { sees, ..asked };
    let report = store
        .read::<_, ReportError>(|db| (question.report)(db, &query))
        .map_err(|e| e.to_string())?;
    let bytes = export::write(&report, Format::Json).expect("JSON");
    Ok(serde_json::from_slice(&bytes).expect("JSON"))
}

fn report(store: &Store, name: &str, filters: &str) -> Json {
    ask(store, name, filters, Sees::Nobodys).expect("an answer")
}

/// The row whose members are these.
fn row<'a>(report: &'a Json, of: &str, named: &[(&str, &str)]) -> &'a Json {
    let rows = report[of].as_array().expect("rows");
    let mut found = rows.iter().filter(|row| {
        named
            .iter()
            .all(|(key, value)| row[*key].to_string().trim_matches('"') == *value)
    });
    let one = found
        .next()
        .unwrap_or_else(|| panic!("no {named:?} in {of}"));
    assert!(found.next().is_none(), "more than one {named:?}");
    one
}

/// A region of two municipalities with many costly cases each, in which nothing is small.
fn large() -> String {
    let mut rows = Vec::new();
    for (code, cases) in [("851", 30), ("860", 20)] {
        for year in [2021, 2022] {
            for case in 0..cases {
                // From 2021 to 2022 the first ten go and ten others come.
                let case = if year == 2022 { case + 10 } else { case };
                let (paragraph, supplier) = [
                    ("SEL_107", "privat"),
                    ("SEL_108", "kommunal"),
                    ("ABL_105", "regional"),
                    ("SEL_85", "privat"),
                ][case / 5 % 4];
                let kroner = 2_000_000 + 700_000 * (case % 5) + 1;
                rows.push(format!(
                    "p{case};{code};{year};;{paragraph};{supplier};{kroner},00;ja"
                ));
            }
        }
    }
    file(&rows)
}

#[test]
fn cells_add_cases_once_and_margins_add_cells() {
    let database = TestDatabase::new();
    let store = database.store();
    bring(&store, &large());
    let all = report(&store, "costly-cases", "year=2022");
    let inner = row(
        &all,
        "rows",
        &[("municipality", "851"), ("paragraph", "SEL_107")],
    );
    // Of the cases 10 to 39 those of 20 to 24 are under it.
    assert_eq!(inner["cases"], 5);
    let cost: i64 = (0..5).map(|of| 2_000_000 + 700_000 * of + 1).sum();
    assert_eq!(inner["cost"], format!("{cost}.00"));
    assert_eq!(inner["average"], format!("{}.00", cost / 5));
    assert_eq!(inner["masked"], json!([]));
    let region = row(
        &all,
        "totals",
        &[("municipality", "total"), ("paragraph", "total")],
    );
    assert_eq!(region["cases"], 50);
    assert_eq!(region["year"], 2022);
    for municipality in ["851", "860", "total"] {
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for of in ["rows", "totals"] {
            for row in all[of].as_array().expect("rows") {
                if row["municipality"] == municipality {
                    let margin = if row["paragraph"] == "total" {
                        "total"
                    } else {
                        "inner"
                    };
                    *sums.entry(margin).or_default() += row["cases"].as_i64().expect("told");
                }
            }
        }
        assert_eq!(sums["total"], sums["inner"], "{municipality}");
    }
    // Refund of each case by the year's thresholds, a lower bound: no line has a month.
    assert_eq!(region["refund_is_minimum"], true);
    // SEL § 176 with the limits of 2022: a quarter of what is above each of the three, in øre.
    let refund: i64 = (0..5)
        .map(|of| 2_000_001 + 700_000 * of)
        .map(|cost: i64| {
            [860_000, 1_680_000, 2_120_000]
                .map(|limit| (cost - limit).max(0))
                .iter()
                .sum::<i64>()
                * 25
        })
        .sum();
    let told = inner["refund"].as_str().expect("a refund").replace('.', "");
    assert_eq!(told, refund.to_string());
    let supplier = report(&store, "costly-cases-by-supplier", "year=2022");
    let regional = row(
        &supplier,
        "rows",
        &[("supplier", "regional"), ("paragraph", "ABL_105")],
    );
    let of_region = row(
        &all,
        "totals",
        &[("municipality", "total"), ("paragraph", "ABL_105")],
    );
    assert_eq!(regional["cases"], of_region["cases"]);
    let empty = row(
        &supplier,
        "rows",
        &[("supplier", "regional"), ("paragraph", "SEL_85")],
    );
    assert_eq!(
        (&empty["cases"], &empty["cost"], &empty["average"]),
        (&json!(0), &json!("0.00"), &Json::Null)
    );
    assert_eq!(empty["masked"], json!([]), "nothing is shown as nothing");
    let status = report(&store, "costly-cases-by-status", "year=2022");
    let of = |became, municipality| {
        let row = row(
            &status,
            if municipality == "total" {
                "totals"
            } else {
                "rows"
            },
            &[("status", became), ("municipality", municipality)],
        );
        row["cases"].as_i64().expect("told")
    };
    assert_eq!(
        (of("new", "851"), of("continuing", "851"), of("gone", "851")),
        (10, 20, 10)
    );
    assert_eq!(
        (
            of("new", "total"),
            of("continuing", "total"),
            of("gone", "total")
        ),
        (20, 30, 20)
    );
    assert_eq!(
        report(&store, "costly-cases-by-status", "year=2021")["rows"],
        json!([])
    );
    let size = report(&store, "costly-cases-by-size", "year=2022");
    let of_size = |of: &str| row(&size, "rows", &[("size", of)])["cases"].as_i64();
    assert_eq!(
        ["2-3", "3-4", "4-6", "6-"].map(of_size),
        [Some(20), Some(10), Some(20), Some(0)]
    );
    assert_eq!(row(&size, "totals", &[("size", "total")])["cases"], 50);
    holds(&store);
}

/// Three costly cases of one municipality, among many of the others.
pub fn with_few() -> String {
    let mut text = large();
    for case in 0..3 {
        text.push_str(&format!(
            "f{case};849;2022;;SEL_107;privat;3.000.00{case},00;ja\n"
        ));
        text.push_str(&format!(
            "f{case};849;2021;;SEL_107;privat;3.000.00{case},00;ja\n"
        ));
    }
    text
}

#[test]
fn few_are_masked_whole_in_every_form_and_nothing_gives_them_away() {
    let database = TestDatabase::new();
    let store = database.store();
    bring(&store, &with_few());
    let all = report(&store, "costly-cases", "year=2022");
    let few = row(
        &all,
        "rows",
        &[("municipality", "849"), ("paragraph", "SEL_107")],
    );
    let keys = json!([
        "cases",
        "cost",
        "average",
        "refund",
        "refund_is_minimum",
        "share"
    ]);
    assert_eq!(few["masked"], keys);
    for key in keys.as_array().expect("keys") {
        assert_eq!(few[key.as_str().expect("a key")], Json::Null);
    }
    // The same records under the total of the municipality: masked alike.
    let total = row(
        &all,
        "totals",
        &[("municipality", "849"), ("paragraph", "total")],
    );
    assert_eq!(total["masked"], keys);
    // Not worked out from the column either: something else in it is masked.
    let column = all["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .chain(all["totals"].as_array().expect("totals"));
    let column: Vec<&Json> = column.filter(|row| row["paragraph"] == "SEL_107").collect();
    let hidden = column.iter().filter(|row| row["cases"].is_null()).count();
    assert!(hidden >= 2, "{column:?}");
    // 9,000,003.00 is what the three cost: it stands in no form of any table.
    for name in [
        "costly-cases",
        "costly-cases-by-supplier",
        "costly-cases-by-status",
        "costly-cases-by-size",
    ] {
        let question = reports::question(name).expect("a report");
        let report = store
            .read::<_, ReportError>(|db| (question.report)(db, &Query::default()))
            .expect("a report");
        for format in [Format::Json, Format::Csv] {
            let bytes = export::write(&report, format).expect("a file");
            let text = String::from_utf8_lossy(&bytes);
            for secret in ["9000003", "9.000.003", "3000001", "3.000.001"] {
                assert!(!text.contains(secret), "{name}: {secret}");
            }
        }
    }
    let csv = {
        let question = reports::question("costly-cases").expect("a report");
        let query = question
            .query([("municipality", "849"), ("year", "2022")])
            .expect("filters");
        let report = store
            .read::<_, ReportError>(|db| (question.report)(db, &query))
            .expect("a report");
        String::from_utf8(export::write(&report, Format::Csv).expect("CSV")).expect("UTF-8")
    };
    assert!(csv.contains("skjult"), "{csv}");
}

#[test]
fn tables_follow_uploads_withdrawals_and_limits_and_stay_when_lines_are_deleted() {
    let database = TestDatabase::new();
    let store = database.store();
    let region = |year: &str| {
        let all = report(&store, "costly-cases", &format!("year={year}"));
        let totals = all["totals"].as_array().expect("totals").clone();
        let margin = totals
            .iter()
            .find(|row| row["municipality"] == "total" && row["paragraph"] == "total");
        margin.map(|row| row["cases"].clone())
    };
    assert_eq!(region("2022"), None);
    let receipt = bring(&store, &large());
    assert_eq!(region("2022"), Some(json!(50)));
    // A limit of 3.4 million, from the day on that these years are counted by.
    let add = |key, value| {
        let new = NewValue {
            key,
            valid_from: "2020-01-01".parse().expect("a date"),
            value,
            source: "en beslutning",
        };
        parameters::add(&store, &actor(), new).expect("a limit")
    };
    add("costly_case_limit", "3400000");
    // A year keeps the limit that it was published with: two would be bands of what a case costs.
    assert_eq!(region("2022"), Some(json!(50)));
    let other = ask(&store, "costly-cases", "threshold=3400000", Sees::Nobodys);
    assert!(other.expect_err("another limit").contains("2.000.000"));
    let same = ask(&store, "costly-cases", "threshold=2000000", Sees::Nobodys);
    assert!(same.is_ok());
    holds(&store);
    let old = Old {
        municipality: "860",
        years: 3,
    };
    deletion::delete(&store, &actor(), old).expect("deleted");
    assert_eq!(region("2021"), Some(json!(50)), "what was published stays");
    // Another upload makes the others anew, and leaves the year whose lines are gone.
    bring(
        &store,
        &file(&["x;849;2023;;SEL_107;privat;1,00;ja".to_owned()]),
    );
    assert_eq!(region("2021"), Some(json!(50)));
    assert_eq!(region("2023"), Some(json!(0)));
    // A year that is published later has the limit of then, and each stands beside its years.
    let all = report(&store, "costly-cases", "");
    let notes = all["notes"].to_string();
    for limit in [
        "2021 og 2022: En sag er dyr, når den koster mere end 2.000.000",
        "2023: En sag er dyr, når den koster mere end 3.400.000",
    ] {
        assert!(notes.contains(limit), "{limit}: {notes}");
    }
    let of_limit = report(&store, "costly-cases", "threshold=3400000");
    let years = of_limit["totals"].as_array().expect("totals").iter();
    assert!(years.clone().count() > 0 && years.clone().all(|row| row["year"] == 2023));
    // Of another KKR the same year is made as ever.
    bring(
        &store,
        &file(&["y;751;2021;;SEL_107;privat;1,00;ja".to_owned()]),
    );
    let other = report(&store, "costly-cases", "year=2021&municipality=751");
    assert_eq!(other["totals"][0]["cases"], json!(0));
    uploads::withdraw(&store, &actor(), receipt.number.expect("a number"), "fejl")
        .expect("withdrawn");
    assert_eq!((region("2022"), region("2021")), (None, Some(json!(50))));
}

#[test]
fn a_share_of_all_expenditure_is_told_where_enough_stand_on_each_side() {
    let database = TestDatabase::new();
    let store = database.store();
    bring(&store, &large());
    components(
        &store,
        &[
            "851;SEL § 107;2022;170000050,00;200,0;2022",
            "860;SEL § 107;2022;34000010,00;9,0;2022",
        ],
    );
    let all = report(&store, "costly-cases", "year=2022");
    let of = |municipality, paragraph| {
        let named = [("municipality", municipality), ("paragraph", paragraph)];
        let is_total = [municipality, paragraph].contains(&"total");
        row(&all, if is_total { "totals" } else { "rows" }, &named)
    };
    // Five cases of 17,000,005 kr. together.
    assert_eq!(of("851", "SEL_107")["share"], "10.00");
    // With five cases among nine persons, four are left.
    assert_eq!(of("860", "SEL_107")["masked"], json!(["share"]));
    assert_eq!(of("860", "SEL_107")["share"], Json::Null);
    // Without the expenditure of a paragraph there is none of the whole.
    assert_eq!(of("851", "total")["share"], Json::Null);
    assert_eq!(of("851", "total")["masked"], json!([]));
    let notes = all["notes"].to_string();
    assert!(notes.contains("Der er ingen udgift for"), "{notes}");
    let status = report(&store, "costly-cases-by-status", "year=2022");
    assert_eq!(status["rows"][0].get("share"), None);
}

#[test]
fn how_the_cost_is_spread_is_told_from_enough_cases() {
    let database = TestDatabase::new();
    let store = database.store();
    bring(&store, &large());
    let spread = report(&store, "costly-cases-spread", "year=2022");
    let of_year = &spread["rows"][0];
    assert_eq!(of_year["cases"], 50);
    // Ten cases each of 2.0, 2.7, 3.4, 4.1 and 4.8 million.
    let quartiles = ["lower_quartile", "median", "upper_quartile"].map(|key| &of_year[key]);
    assert_eq!(quartiles, ["2700000", "3400000", "4100000"]);
    // All five dearest are of one municipality, which would know that the others have none.
    let tops = json!(["top_10_share", "top_5_share", "top_1_share"]);
    assert_eq!(of_year["masked"], tops);
    let few = TestDatabase::new();
    let store = few.store();
    bring(&store, &with_few());
    let spread = report(&store, "costly-cases-spread", "year=2022");
    let masked = spread["rows"][0]["masked"].as_array().expect("keys");
    assert!(masked.len() >= 3, "{spread}");
}

#[test]
fn the_cases_themselves_are_for_their_own_municipality() {
    let database = TestDatabase::new();
    let store = database.store();
    bring(&store, &with_few());
    let nobody = ask(&store, "costly-cases", "detail=case", Sees::Nobodys);
    assert!(nobody.expect_err("refused").contains("kun af den kommune"));
    let own = || Sees::Own("849".to_owned());
    let cases = ask(
        &store,
        "costly-cases",
        "detail=case&municipality=849&year=2022",
        own(),
    )
    .expect("own");
    let rows = cases["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 3);
    assert_eq!(
        rows[0],
        json!({
            "municipality": "849", "year": 2022, "case": "f0", "paragraph": "SEL_107", "supplier": "private",
            "cost": "3000000.00", "refund": "1085000.00", "refund_is_minimum": true, "status": "continuing",
        })
    );
    let others = ask(
        &store,
        "costly-cases",
        "detail=case&municipality=851",
        own(),
    );
    assert!(others.is_err());
    // Of the whole region, the own alone.
    let region = ask(&store, "costly-cases", "detail=case", own()).expect("own");
    assert!(
        region["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .all(|row| row["municipality"] == "849")
    );
    let all = ask(
        &store,
        "costly-cases",
        "detail=case&year=2022",
        Sees::Everybodys,
    )
    .expect("all");
    assert_eq!(all["rows"].as_array().expect("rows").len(), 53);
}

/// The same lines in another order are masked alike, and so are the same files one after the other: there
/// one or two more municipalities wait for others, and what was told stays.
#[test]
fn order_changes_no_mask_and_the_same_files_give_the_same() {
    let text = with_few();
    let mut rows: Vec<&str> = text.lines().skip(1).collect();
    let tables = |store: &Store| {
        [
            "costly-cases",
            "costly-cases-by-supplier",
            "costly-cases-by-status",
            "costly-cases-by-size",
        ]
        .map(|name| {
            let mut told = report(store, name, "");
            told["data_version"] = Json::Null;
            told
        })
    };
    let database = TestDatabase::new();
    let store = database.store();
    bring(&store, &text);
    let first = tables(&store);
    rows.reverse();
    let database = TestDatabase::new();
    let store = database.store();
    let all: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
    bring(&store, &file(&all));
    assert_eq!(tables(&store), first);
    let one_by_one = || {
        let database = TestDatabase::new();
        let store = database.store();
        for code in ["860", "849", "851"] {
            let own = rows.iter().filter(|row| row.contains(&format!(";{code};")));
            let own: Vec<String> = own.map(|row| (*row).to_owned()).collect();
            bring(&store, &file(&own));
        }
        let told = tables(&store);
        assert!(told[0]["notes"].to_string().contains("er ikke med endnu"));
        told
    };
    let told = one_by_one();
    assert_eq!(told[0]["totals"][5]["cases"], json!(20), "the first alone");
    assert_eq!(told, one_by_one());
}

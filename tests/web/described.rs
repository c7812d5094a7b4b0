//! Real answers of every report are as `/api/openapi.json` describes them.

use axum::http::StatusCode;
use cockpit::demo;
use cockpit::domain::people::Standing;
use jsonschema::Validator;
use serde_json::{Value as Json, json};

use super::app::TestApp;
use super::support::{clock, vacant};

/// The ways to ask a report, besides with no filter at all; `*` is an offer.
const ASKED: [(&str, &[&str]); 10] = [
    ("costly-cases", &["municipality=851", "year=2024"]),
    (
        "unit-costs",
        &["area=851", "area=KKR%20Nordjylland&price-level=current"],
    ),
    (
        "decomposition",
        &["by=municipality", "by=supplier", "area=851", "from=2030"],
    ),
    ("reconciliation", &["area=851"]),
    ("paragraph", &["group=SEL_107", "group=TOTAL_107_108_105"]),
    ("municipality", &["area=851", "area=825"]),
    ("offers", &["municipality=851"]),
    ("tariffs", &["year=2024", "price-level=2024", "offer=*"]),
    ("tariff-follow-up", &["threshold=1", "on=2025-06-20"]),
    ("discussed-increases", &["on=2025-06-20"]),
];

/// The schema of the answer to an address, with nothing in its rows but what it names.
fn schema(document: &Json, path: &str) -> Json {
    let answer = &document["paths"][path]["get"]["responses"]["200"];
    let schema = &answer["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{path} has no schema");
    let mut closed = document["components"].clone();
    for (_, object) in closed["schemas"].as_object_mut().expect("schemas") {
        close(object);
    }
    let mut whole = schema.clone();
    whole["components"] = closed;
    whole
}

/// The description leaves room for members that come later; here none may be undescribed.
fn close(schema: &mut Json) {
    if let Some(Json::Array(ways)) = schema.get_mut("anyOf") {
        ways.iter_mut().for_each(close);
    }
    if schema.get("properties").is_some() {
        schema["additionalProperties"] = json!(false);
    }
}

fn validator(document: &Json, path: &str) -> Validator {
    let schema = schema(document, path);
    jsonschema::draft202012::new(&schema).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What is wrong with an answer, in a few lines.
fn faults(validator: &Validator, answer: &Json) -> Vec<String> {
    let faults = validator.iter_errors(answer);
    let told = faults.map(|fault| format!("{}: {fault}", fault.instance_path()));
    told.take(5).collect()
}

/// Asks every report in every way; how many rows and totals were held against their description.
async fn every_report_is_as_described(app: &TestApp) -> usize {
    let document = app.get("/api/openapi.json").await.json();
    let offers = app.get("/api/v1/reports/offers").await.json();
    let offer = offers["rows"][0]["offer_id"].as_str();
    let mut rows = 0;
    for question in cockpit::reports::questions() {
        let path = format!("/api/v1/reports/{}", question.name);
        let validator = validator(&document, &path);
        let more = ASKED.iter().filter(|(name, _)| *name == question.name);
        let more = more.flat_map(|(_, ways)| ways.iter().copied());
        // The published data has no offers.
        let more = more.filter(|way| offer.is_some() || !way.contains('*'));
        for way in std::iter::once("").chain(more) {
            let way = way.replace('*', offer.unwrap_or_default());
            let address = format!("{path}?{way}");
            let answer = app.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
            let answer = answer.json();
            let none = Vec::<String>::new();
            assert_eq!(faults(&validator, &answer), none, "{address}");
            let lists = ["rows", "totals"].map(|key| answer[key].as_array().map_or(0, Vec::len));
            rows += lists.iter().sum::<usize>();
        }
    }
    rows
}

#[tokio::test]
async fn answers_of_the_published_data_are_as_described() {
    let rows = every_report_is_as_described(&TestApp::new()).await;
    assert!(rows > 100, "{rows}");
}

#[tokio::test]
async fn answers_of_the_demonstration_are_as_described() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("it is filled");
    let rows = every_report_is_as_described(&app).await;
    assert!(rows > 1_000, "{rows}");
}

/// A client is made with a function for each: two of one name, and it does not compile.
#[tokio::test]
async fn each_operation_has_a_name_of_its_own() {
    let app = TestApp::new();
    let document = app.get("/api/openapi.json").await.json();
    let mut names: Vec<&str> = document["paths"]
        .as_object()
        .expect("paths")
        .values()
        .flat_map(|path| path.as_object().expect("operations").values())
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let all = names.len();
    assert!(all > 20, "{names:?}");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "{names:?}");
}

/// The whole numbers of a schema that say nothing of how small or how large they may be, with the
/// schemas that it names.
fn unbounded(document: &Json, schema: &Json, place: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let named = name.trim_start_matches('#');
        let schema = document
            .pointer(named)
            .expect("a schema of the description");
        unbounded(document, schema, place, found);
    }
    let kind = schema["type"].to_string();
    let bounded = schema["minimum"].is_i64() && schema["maximum"].is_i64();
    if kind.contains("integer") && !bounded {
        found.push(place.to_owned());
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        unbounded(document, member, &format!("{place}.{name}"), found);
    }
    if schema["items"].is_object() {
        unbounded(document, &schema["items"], &format!("{place}[]"), found);
    }
}

/// A number that no 64 bits hold cannot be read: a description that allows it is wrong.
#[tokio::test]
async fn a_number_that_is_sent_has_a_smallest_and_a_largest() {
    let app = TestApp::new();
    let document = app.get("/api/openapi.json").await.json();
    let (mut found, mut bodies) = (Vec::new(), 0);
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for operation in operations.as_object().expect("operations").values() {
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            bodies += usize::from(body.is_object());
            unbounded(&document, body, path, &mut found);
        }
    }
    assert!(bodies >= 4, "{bodies}");
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn the_log_is_as_described() {
    let app = TestApp::new();
    let document = app.get("/api/openapi.json").await.json();
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let log = admin.get("/api/v1/log").await.json();
    assert!(!log["rows"].as_array().expect("entries").is_empty());
    assert_eq!(
        faults(&validator(&document, "/api/v1/log"), &log),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_search_is_as_described() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("it is filled");
    vacant(&app.store, "SYN-001", 2, "2025-06-01");
    let document = app.get("/api/openapi.json").await.json();
    let mut schema = json!({ "$ref": "#/components/schemas/Search" });
    schema["components"] = document["components"].clone();
    for (_, object) in schema["components"]["schemas"]
        .as_object_mut()
        .expect("schemas")
    {
        close(object);
    }
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let asked = json!({
        "municipality": "851", "paragraph": "SEL_107",
        "target_group": "Autismespektrum", "needed_from": "2025-09-01",
    });
    let kind = "application/json";
    let (secretariat, asked) = (app.secretariat(), asked.to_string());
    let made = secretariat.request("POST", "/api/v1/searches", kind, &asked);
    let made = made.await.json();
    assert_eq!(faults(&validator, &made), Vec::<String>::new());
    let lists =
        ["fits", "later", "one_more_group"].map(|key| made[key].as_array().map_or(0, Vec::len));
    assert!(lists.iter().sum::<usize>() > 0, "{made}");
    let mut other = made.clone();
    other["receipt"] = json!("AF-1");
    assert!(!validator.is_valid(&other));
}

/// The description says enough: an answer that is not of its form is found out.
#[tokio::test]
async fn another_answer_is_not_as_described() {
    let app = TestApp::new();
    let document = app.get("/api/openapi.json").await.json();
    let path = "/api/v1/reports/unit-costs";
    let validator = validator(&document, path);
    let good = app.get(path).await.json();
    assert!(validator.is_valid(&good));
    let changes: [(&str, Json); 8] = [
        ("/rows/0/expenditure", json!(532_477_630)),
        ("/rows/0/expenditure", json!("532477630,00")),
        ("/rows/0/year", json!("2022")),
        ("/rows/0/group", Json::Null),
        ("/totals/0/measure", json!("cost")),
        ("/totals/0/change_pct", json!("-3.3")),
        ("/report", json!("decomposition")),
        ("/sources/0/batch", Json::Null),
    ];
    for (place, value) in changes {
        let mut other = good.clone();
        *other.pointer_mut(place).expect(place) = value;
        assert!(!validator.is_valid(&other), "{place}");
    }
    let mut missing = good.clone();
    missing["rows"][0]["unit_cost"] = Json::Null;
    assert!(validator.is_valid(&missing), "a figure may be missing");
    let row = missing["rows"][0].as_object_mut().expect("a row");
    row.remove("unit_cost");
    assert!(!validator.is_valid(&missing), "but it is there");
}

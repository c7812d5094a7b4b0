//! `GET /api/openapi.json`: the API described from its own handlers, and from the questions and
//! filters themselves, so that what it says of a report is what the report takes.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};
use utoipa::OpenApi;

use super::schemas;
use crate::changes::kinds::Kind;
use crate::domain::period::Year;
use crate::export::Format;
use crate::reports::filters::{Filter, Values};
use crate::reports::{self, Question};
use crate::web::error::AppError;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Cost cockpit",
        description = "Reports and imports of the specialised social-care area for adults."
    ),
    paths(
        super::imports::create,
        super::log::json,
        super::vacancies::list,
        super::vacancies::create,
        super::vacancies::confirm,
        super::searches::create,
        super::milestones::update_milestone,
        super::meetings::show
    )
)]
struct Api;

/// What every operation may be answered with.
const REFUSALS: [(&str, &str); 8] = [
    (
        "400",
        "the request is not of the form that the address takes",
    ),
    ("401", "no token, or one that does not hold"),
    ("403", "the role may not do this"),
    ("404", "nothing of that name"),
    (
        "422",
        "a value means nothing; for a file, `errors` lists every error",
    ),
    ("500", "an error of ours; `instance` is its number"),
    (
        "503",
        "the database is away, locked or read-only; see Retry-After",
    ),
    ("507", "the disk of the database is full; nothing is stored"),
];

/// The description as a value, for the reading page too.
///
/// # Errors
/// [`AppError::Internal`] when it cannot be written.
pub fn description() -> Result<Json, AppError> {
    let mut document = serde_json::to_value(Api::openapi()).map_err(AppError::internal)?;
    let mut paths = serde_json::Map::new();
    paths.insert("/api/v1/reports/{name}".to_owned(), any_report());
    for question in reports::questions() {
        let path = format!("/api/v1/reports/{}", question.name);
        paths.insert(path, one_report(question));
    }
    if let Some(rest) = document["paths"].as_object_mut() {
        paths.append(rest);
    }
    for operation in paths.values_mut().flat_map(operations) {
        refuse(operation);
    }
    let upload = &mut paths["/api/v1/imports/{kind}"]["post"];
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.key()).collect();
    upload["parameters"][0]["schema"] = json!({ "type": "string", "enum": kinds });
    for status in ["200", "201"] {
        upload["responses"][status]["content"] = content("Receipt");
    }
    upload["responses"]["413"]["content"] = problem();
    paths["/api/v1/log"]["get"]["responses"]["200"]["content"] = content("Log");
    describe_vacancies(&mut paths);
    paths["/api/v1/meetings/{id}"]["get"]["responses"]["200"]["content"] = content("Meeting");
    let search = &mut paths["/api/v1/searches"]["post"];
    search["requestBody"]["content"] = content("SearchAsked");
    search["responses"]["201"]["content"] = content("Search");
    let milestone = &mut paths["/api/v1/milestones/{key}"]["patch"];
    milestone["requestBody"]["content"] = content("MilestoneUpdate");
    milestone["responses"]["200"]["content"] = content("Milestone");
    milestone["responses"]["409"]["content"] = problem();
    document["paths"] = Json::Object(paths);
    document["components"] = json!({
        "schemas": schemas::all(),
        "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": "Made at /konto, or by cockpit token create" } },
    });
    document["security"] = json!([{ "token": [] }]);
    Ok(document)
}

/// What is sent and answered of vacant places.
fn describe_vacancies(paths: &mut serde_json::Map<String, Json>) {
    let list = &mut paths["/api/v1/vacancies"];
    list["get"]["responses"]["200"]["content"] = content("OpenVacancies");
    list["post"]["requestBody"]["content"] = content("NewVacancy");
    list["post"]["responses"]["201"]["content"] = content("Vacancy");
    list["post"]["responses"]["409"]["content"] = problem();
    let confirm = &mut paths["/api/v1/vacancies/{id}/confirm"]["post"];
    confirm["requestBody"] = json!({ "required": false, "content": content("ConfirmedVacancy") });
    confirm["responses"]["200"]["content"] = content("Vacancy");
    confirm["responses"]["409"]["content"] = problem();
}

fn operations(path: &mut Json) -> impl Iterator<Item = &mut Json> {
    path.as_object_mut()
        .into_iter()
        .flat_map(|methods| methods.values_mut())
}

/// Every refusal with its words and its schema.
fn refuse(operation: &mut Json) {
    for (status, words) in REFUSALS {
        let told = &mut operation["responses"][status];
        if told["description"].is_null() {
            told["description"] = json!(words);
        }
        told["content"] = problem();
    }
}

fn content(schema: &str) -> Json {
    json!({ "application/json": { "schema": schemas::reference(schema) } })
}

fn problem() -> Json {
    json!({ "application/problem+json": { "schema": schemas::reference("Problem") } })
}

/// One question, with the filters that are its own.
fn one_report(question: &Question) -> Json {
    let parameters: Vec<Json> = question.filters.iter().map(|f| parameter(f)).collect();
    json!({ "get": {
        "tags": ["reports"],
        "summary": format!("One row is {}", question.row),
        "operationId": question.name,
        "parameters": parameters,
        "responses": { "200": { "description": "the report", "content": content(&schemas::name(question)) } },
    } })
}

/// Any of them, and the same as a file: the names are all there are.
fn any_report() -> Json {
    let names = reports::questions().flat_map(|question| {
        let files = Format::ALL
            .into_iter()
            .filter(|format| *format != Format::Json);
        let files = files.map(|format| format!("{}.{}", question.name, format.extension()));
        std::iter::once(question.name.to_owned()).chain(files)
    });
    let names: Vec<String> = names.collect();
    let binary = json!({ "schema": { "type": "string", "format": "binary" } });
    let mut types = content("Report");
    for format in Format::ALL
        .into_iter()
        .filter(|format| *format != Format::Json)
    {
        let kind = format.content_type();
        types[kind.split(';').next().unwrap_or(kind)] = binary.clone();
    }
    json!({ "get": {
        "tags": ["reports"],
        "summary": "A report as JSON, or after its name as .csv, .xlsx or .pdf; its filters stand with its own name",
        "operationId": "report",
        "parameters": [{ "name": "name", "in": "path", "required": true, "description": "the report", "schema": { "type": "string", "enum": names } }],
        "responses": { "200": { "description": "the report", "content": types } },
    } })
}

fn parameter(filter: &Filter) -> Json {
    json!({ "name": filter.key, "in": "query", "required": false, "description": filter.help, "schema": values(filter.values) })
}

/// An empty value counts as not given: forms send it.
fn values(values: Values) -> Json {
    match values {
        Values::Text => json!({ "type": "string" }),
        Values::Year => {
            json!({ "type": "integer", "minimum": Year::FIRST.number(), "maximum": Year::LAST.number() })
        }
        Values::Day | Values::DayOrToday => {
            json!({ "type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" })
        }
        Values::Percent => {
            json!({ "type": "string", "pattern": "^([0-9]{1,3}([.,][0-9]{1,2})?)?$" })
        }
        Values::OneOf(keys) => json!({ "type": "string", "enum": keys }),
    }
}

/// The OpenAPI document.
pub async fn document() -> Result<Response, AppError> {
    let json = description()?.to_string();
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}

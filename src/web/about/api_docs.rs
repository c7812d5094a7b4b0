//! `/api`: the API's own description, to be read.

use askama::Template;
use axum::extract::State;

use axum::response::Response;
use serde_json::Value as Json;

use crate::web::api::openapi;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;

#[derive(Template)]
#[template(path = "about/api_docs.html")]
struct Page {
    layout: Layout,
    operations: Vec<Operation>,
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    params: Vec<Described>,
    answers: Vec<Described>,
}

/// A parameter by its name, or an answer by its status.
struct Described {
    name: String,
    words: String,
}

/// Shows the page.
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, |db, viewer| {
        let layout = Layout::load(db, viewer, "API", "/api")?;
        let document = openapi::description()?;
        Ok(Page {
            layout,
            operations: operations(&document),
        }
        .render()?)
    })
    .await
}

fn operations(document: &Json) -> Vec<Operation> {
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let params = operation["parameters"].as_array().into_iter().flatten();
            let answers = operation["responses"].as_object().into_iter().flatten();
            operations.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(&operation["summary"]),
                params: params
                    .map(|p| Described {
                        name: text(&p["name"]),
                        words: text(&p["description"]),
                    })
                    .collect(),
                answers: answers
                    .map(|(status, a)| Described {
                        name: status.clone(),
                        words: text(&a["description"]),
                    })
                    .collect(),
            });
        }
    }
    operations
}

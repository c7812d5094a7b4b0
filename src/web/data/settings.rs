//! `/indstillinger`: the limits and rates that rules use, and a new value of one.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::changes::data::parameters::{self, NewValue, ParameterError};
use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::domain::parameters::{Known, Parameter};
use crate::reports::words;
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::read_date;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "data/settings.html")]
struct Page {
    layout: Layout,
    parameters: Vec<ParameterView>,
}

/// A parameter with every value it ever had, the newest date first, and the form of a new one.
struct ParameterView {
    known: &'static Known,
    values: Vec<ValueView>,
    form: NewParameter,
    fault: Option<Fault>,
}

impl ParameterView {
    fn value_label(&self) -> String {
        format!("Værdi ({})", self.known.unit)
    }
}

struct ValueView {
    from: String,
    value: String,
    source: String,
    /// The data version that brought it; nothing for what was there from the beginning.
    version: Option<i64>,
    /// A later row of the same day took its place.
    replaced: bool,
}

/// The form of a new value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewParameter {
    noegle: String,
    fra: String,
    vaerdi: String,
    kilde: String,
}

/// Shows the page.
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    page(&state, &viewer, NewParameter::default(), None).await
}

/// Adds a value.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason at the field.
pub async fn add(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<NewParameter>,
) -> Result<Response, AppError> {
    if viewer.looks_again() {
        return page(&state, &viewer, form, None).await;
    }
    let actor = state.actor(viewer.who()?);
    let sent = form.clone();
    let refused = state
        .blocking(move |state| {
            let Some(valid_from) = read_date(&sent.fra) else {
                let words = "Skriv den første dag, værdien gælder, for eksempel 01-07-2026.";
                return Ok(Some(parameters::FROM.fault(words)));
            };
            let new = NewValue {
                key: &sent.noegle,
                valid_from,
                value: &sent.vaerdi,
                source: &sent.kilde,
            };
            match parameters::add(&state.store, &actor, new) {
                Ok(_) => Ok(None),
                Err(ParameterError::Fault(fault)) => Ok(Some(fault)),
                Err(other) => Err(other.into()),
            }
        })
        .await?;
    match refused {
        None => Ok(Redirect::to("/indstillinger").into_response()),
        Some(fault) => {
            let mut response = page(&state, &viewer, form, Some(fault)).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    form: NewParameter,
    fault: Option<Fault>,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let page = Page {
                layout: Layout::load(db, &viewer, "Indstillinger", "/indstillinger")?,
                parameters: views(db, &form, fault.as_ref())?,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

fn views(
    db: &mut Db,
    form: &NewParameter,
    fault: Option<&Fault>,
) -> Result<Vec<ParameterView>, AppError> {
    let version = storage::version(db)?;
    let history = storage::data::parameters::history(db, version)?;
    let view = |known: &'static Known| {
        let sent = form.noegle == known.key;
        ParameterView {
            values: values(known, &history),
            form: if sent {
                NewParameter {
                    kilde: cpr::without(&form.kilde),
                    vaerdi: cpr::without(&form.vaerdi),
                    ..form.clone()
                }
            } else {
                NewParameter::default()
            },
            fault: fault.filter(|_| sent).cloned(),
            known,
        }
    };
    Ok(Known::ALL.iter().map(view).collect())
}

fn values(known: &Known, history: &[(i64, Parameter)]) -> Vec<ValueView> {
    let ours = || history.iter().filter(|(_, p)| p.key == known.key);
    let view = |(version, parameter): &(i64, Parameter)| ValueView {
        from: words::date(parameter.valid_from),
        value: parameter.danish(),
        source: parameter.source.clone(),
        version: Some(*version).filter(|version| *version > 0),
        replaced: ours().any(|(later, p)| later > version && p.valid_from == parameter.valid_from),
    };
    let mut values: Vec<ValueView> = ours().map(view).collect();
    values.reverse();
    values
}

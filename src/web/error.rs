//! One table for every refusal: it renders the page and the JSON (RFC 9457), so that they say the
//! same. An internal error shows its request id and nothing else; its cause goes to the log.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;

use super::state::AppState;
use super::view::encode;
use super::view::layout::Layout;
use super::viewer::Viewer;
use crate::changes::data::uploads::UploadError;
use crate::changes::people::AccountError;
use crate::import::RowError;
use crate::reports::ReportError;
use crate::storage::QueryError;

/// What a handler can answer instead of what was asked for.
#[derive(Debug, Clone)]
pub enum AppError {
    /// Nothing at this address.
    NotFound,
    /// The request means nothing; the message says what to do, in Danish.
    Invalid {
        message: String,
        rows: Vec<RowError>,
    },
    /// Not allowed; the message says why, in Danish.
    Forbidden { message: String },
    /// The request is not of the form that the address takes.
    Unreadable,
    /// The address does not take this method.
    Method,
    /// Nobody is signed in, and somebody must be.
    NotSignedIn,
    /// Too many attempts; try again in a minute.
    TooMany { message: String },
    /// Something else was done meanwhile; the message says what, in Danish.
    Conflict { message: String },
    /// The body is over the limit.
    TooLarge,
    /// Our fault; the cause is for the log only.
    Internal { cause: String },
}

/// One line of the table.
pub struct Entry {
    pub status: StatusCode,
    /// Danish.
    pub title: &'static str,
    /// What was wrong, in Danish; the error's own message comes before it.
    pub message: &'static str,
    /// Where to go from here: address and its words.
    pub way_out: (&'static str, &'static str),
}

impl AppError {
    pub fn internal(cause: impl std::fmt::Display) -> AppError {
        AppError::Internal {
            cause: cause.to_string(),
        }
    }

    pub fn invalid(message: impl Into<String>) -> AppError {
        AppError::Invalid {
            message: message.into(),
            rows: Vec::new(),
        }
    }

    pub fn forbidden(message: impl Into<String>) -> AppError {
        AppError::Forbidden {
            message: message.into(),
        }
    }

    /// The table.
    pub fn entry(&self) -> Entry {
        let (status, title, message, way_out) = match self {
            AppError::NotFound => (
                StatusCode::NOT_FOUND,
                "Siden findes ikke",
                "Der er ingenting på denne adresse. Måske er den skrevet forkert, eller linket er gammelt.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Invalid { .. } => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Det kan ikke bruges",
                "Ret det, og prøv igen.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Forbidden { .. } => (
                StatusCode::FORBIDDEN,
                "Det er ikke tilladt",
                "Handlingen blev ikke udført.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Unreadable => (
                StatusCode::BAD_REQUEST,
                "Det kan ikke læses",
                "Forespørgslen har ikke den form, som adressen tager imod. Gå tilbage, og prøv igen.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "Det kan adressen ikke",
                "Adressen tager ikke imod den slags forespørgsel.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::NotSignedIn => (
                StatusCode::UNAUTHORIZED,
                "Log ind først",
                "Siden er for dem, der har en konto. Scripts viser et token: Authorization: Bearer TOKEN.",
                ("/log-ind", "Log ind"),
            ),
            AppError::TooMany { .. } => (
                StatusCode::TOO_MANY_REQUESTS,
                "For mange forsøg",
                "Vent et minut, og prøv igen.",
                ("/log-ind", "Log ind"),
            ),
            AppError::Conflict { .. } => (
                StatusCode::CONFLICT,
                "Det er lavet om imens",
                "Se, hvordan det står nu, og prøv igen.",
                ("/data", "Se alle uploads"),
            ),
            AppError::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Filen er for stor",
                "En fil må højst fylde 20 MB. Del den i flere, eller gem den som CSV.",
                ("/data", "Prøv med en mindre fil"),
            ),
            AppError::Internal { .. } => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Noget gik galt hos os",
                "Prøv igen om lidt. Sker det igen, så oplys nummeret herunder.",
                ("/", "Gå til cockpittet"),
            ),
        };
        Entry {
            status,
            title,
            message,
            way_out,
        }
    }

    /// What was wrong with this request, in Danish; nothing for an internal error.
    pub fn detail(&self) -> Option<&str> {
        match self {
            AppError::Invalid { message, .. }
            | AppError::Forbidden { message }
            | AppError::TooMany { message }
            | AppError::Conflict { message } => Some(message),
            AppError::NotFound
            | AppError::Unreadable
            | AppError::Method
            | AppError::NotSignedIn
            | AppError::TooLarge
            | AppError::Internal { .. } => None,
        }
    }
}

/// Handlers answer with the bare error; [`render`] dresses it for its reader.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = self.entry().status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    layout: Layout,
    detail: Option<&'a str>,
    message: &'a str,
    way_out: (&'a str, &'a str),
    request_id: Option<&'a str>,
}

/// The middleware that turns an [`AppError`] into a page, or into problem JSON under `/api/`.
pub async fn render(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let for_scripts = request.uri().path().starts_with("/api/");
    let wanted = (request.method() == Method::GET).then(|| request.uri().to_string());
    let response = next.run(request).await;
    let told = response.extensions().get::<AppError>().cloned();
    let Some(error) = told.or_else(|| bare(&response)) else {
        return response;
    };
    let allow = response.headers().get(header::ALLOW).cloned();
    let viewer: Viewer = response.extensions().get().cloned().unwrap_or_default();
    let mut rendered = dress(&state, for_scripts, wanted, error, viewer).await;
    if let Some(allow) = allow {
        rendered.headers_mut().insert(header::ALLOW, allow);
    }
    rendered
}

/// What the framework answered in its own words: a body that it could not read, a method that the
/// address does not take.
fn bare(response: &Response) -> Option<AppError> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(AppError::Method),
        StatusCode::PAYLOAD_TOO_LARGE if plain => Some(AppError::TooLarge),
        StatusCode::BAD_REQUEST
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY
            if plain =>
        {
            Some(AppError::Unreadable)
        }
        _ => None,
    }
}

async fn dress(
    state: &AppState,
    for_scripts: bool,
    wanted: Option<String>,
    error: AppError,
    viewer: Viewer,
) -> Response {
    let entry = error.entry();
    let request_id = match &error {
        AppError::Internal { cause } => {
            let id = state.request_id();
            tracing::error!(request_id = %id, cause = %cause, "internal error");
            Some(id)
        }
        _ => None,
    };
    if for_scripts {
        return problem(&error, &entry, request_id);
    }
    if matches!(error, AppError::NotSignedIn) {
        return to_sign_in(wanted.as_deref());
    }
    // The way out of what a role may not see is what it may.
    let entry = Entry {
        way_out: match entry.way_out.0 {
            "/" | "/data" if viewer.start_page() != "/" => (viewer.start_page(), "Gå til forsiden"),
            _ => entry.way_out,
        },
        ..entry
    };
    // The frame needs the database; when that is what failed, the page stands without it.
    let title = entry.title;
    let frame = viewer.clone();
    let layout = state
        .read(move |db| Ok(Layout::load(db, &frame, title, "")?))
        .await;
    let layout = layout.unwrap_or_else(|_| Layout::bare(&viewer, title));
    page(layout, &error, &entry, request_id)
}

/// Signing in comes first, and then what was wanted.
fn to_sign_in(wanted: Option<&str>) -> Response {
    match wanted {
        None | Some("/") => Redirect::to("/log-ind").into_response(),
        Some(address) => {
            let query = encode([("naeste", address)]);
            Redirect::to(&format!("/log-ind?{query}")).into_response()
        }
    }
}

fn problem(error: &AppError, entry: &Entry, request_id: Option<String>) -> Response {
    let mut body = json!({
        "type": "about:blank",
        "title": entry.title,
        "status": entry.status.as_u16(),
        "detail": error.detail().unwrap_or(entry.message),
    });
    if let Some(id) = request_id {
        body["instance"] = json!(id);
    }
    if let AppError::Invalid { rows, .. } = error
        && !rows.is_empty()
    {
        body["errors"] = json!(rows);
    }
    let mut response = (entry.status, body.to_string()).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    if entry.status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

fn page(layout: Layout, error: &AppError, entry: &Entry, request_id: Option<String>) -> Response {
    let page = ErrorPage {
        layout,
        detail: error.detail(),
        message: entry.message,
        way_out: entry.way_out,
        request_id: request_id.as_deref(),
    };
    match page.render() {
        Ok(html) => (entry.status, Html(html)).into_response(),
        Err(_) => (entry.status, entry.title).into_response(),
    }
}

impl From<ReportError> for AppError {
    fn from(error: ReportError) -> AppError {
        match error {
            ReportError::UnknownReport { .. } => AppError::NotFound,
            ReportError::BadFilter { .. } | ReportError::UnknownFilter { .. } => {
                AppError::invalid(error.to_string())
            }
            ReportError::Store(_) | ReportError::Query(_) => AppError::internal(error),
        }
    }
}

impl From<UploadError> for AppError {
    fn from(error: UploadError) -> AppError {
        match error {
            UploadError::Refused(rows) => AppError::Invalid {
                message: format!(
                    "Filen er afvist, og intet er gemt. Fejl i filen: {}.",
                    rows.len()
                ),
                rows,
            },
            UploadError::NoSuchUpload(_) => AppError::NotFound,
            UploadError::AlreadyWithdrawn(_) => AppError::Conflict {
                message: error.to_string(),
            },
            UploadError::NoReason => AppError::invalid(error.to_string()),
            UploadError::NobodysOwn => AppError::forbidden(error.to_string()),
            UploadError::Store(_) | UploadError::Query(_) => AppError::internal(error),
        }
    }
}

impl From<AccountError> for AppError {
    fn from(error: AccountError) -> AppError {
        match error {
            AccountError::Store(_) | AccountError::Query(_) | AccountError::Provider(_) => {
                AppError::internal(error)
            }
            AccountError::NoSuchUser(_) | AccountError::BadLink => AppError::NotFound,
            AccountError::TooManyAttempts => AppError::TooMany {
                message: error.to_string(),
            },
            AccountError::LastAdmin => AppError::Conflict {
                message: error.to_string(),
            },
            _ => AppError::invalid(error.to_string()),
        }
    }
}

impl From<QueryError> for AppError {
    fn from(error: QueryError) -> AppError {
        AppError::internal(error)
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> AppError {
        AppError::internal(error)
    }
}

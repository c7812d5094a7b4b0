//! `/brugere/ID`: one user: role, a new link, disable, let in again.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::users::{Choice, Ticked, UserRow, choices, roles, row};
use crate::changes::people::{AccountError, users};
use crate::domain::people::Role;
use crate::storage;
use crate::storage::data::areas;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;
use crate::web::welcome_address;

#[derive(Template)]
#[template(path = "people/user.html")]
struct Page {
    layout: Layout,
    user: UserRow,
    openid: bool,
    invited: String,
    roles: Vec<Choice>,
    administrator: bool,
    municipalities: Vec<Choice>,
    /// A link just made: shown this once.
    link: Option<String>,
    problem: Option<String>,
}

/// The form of what a user is.
#[derive(Debug, Deserialize)]
pub struct NewStanding {
    rolle: String,
    #[serde(default)]
    administrator: Option<Ticked>,
    #[serde(default)]
    kommune: String,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    page(&state, &viewer, id, None, None).await
}

/// Gives the user another role, makes the user administrator or ends that.
///
/// # Errors
/// [`AppError`]
pub async fn change_standing(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(form): Form<NewStanding>,
) -> Result<Response, AppError> {
    change(&state, &viewer, id, move |state, id, by| {
        let standing = users::standing(&form.rolle, form.administrator.is_some())?;
        let given = Some(form.kommune.as_str());
        users::change_standing(&state.store, state.clock, id, standing, given, by)
    })
    .await
}

/// Shuts the user out.
///
/// # Errors
/// [`AppError`]
pub async fn disable(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    change(&state, &viewer, id, |state, id, by| {
        users::disable(&state.store, state.clock, id, by)
    })
    .await
}

/// Lets the user in again.
///
/// # Errors
/// [`AppError`]
pub async fn enable(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    change(&state, &viewer, id, |state, id, by| {
        users::enable(&state.store, state.clock, id, by)
    })
    .await
}

/// Makes a new link for the user, and shows it this once.
///
/// # Errors
/// [`AppError`]
pub async fn new_link(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let by = viewer.who()?.signature();
    let whose = id.clone();
    let made = state
        .blocking(move |state| {
            let (store, clock, chance) = (&state.store, state.clock, state.chance);
            Ok(users::new_link(store, clock, chance, &whose, &by))
        })
        .await?;
    match made {
        Ok(secret) => {
            let link = welcome_address(&state.site, &secret);
            page(&state, &viewer, id, Some(link), None).await
        }
        Err(error) => refused(&state, &viewer, id, error).await,
    }
}

async fn change(
    state: &AppState,
    viewer: &Viewer,
    id: String,
    work: impl FnOnce(&AppState, &str, &str) -> Result<(), AccountError> + Send + 'static,
) -> Result<Response, AppError> {
    let by = viewer.who()?.signature();
    let whose = id.clone();
    let done = state
        .blocking(move |state| Ok(work(state, &whose, &by)))
        .await?;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/brugere/{id}")).into_response()),
        Err(error) => refused(state, viewer, id, error).await,
    }
}

/// What the administrator can do something about is told on the page.
async fn refused(
    state: &AppState,
    viewer: &Viewer,
    id: String,
    error: AccountError,
) -> Result<Response, AppError> {
    let words = error.to_string();
    let status = match AppError::from(error) {
        AppError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Conflict { .. } => StatusCode::CONFLICT,
        other => return Err(other),
    };
    let mut response = page(state, viewer, id, None, Some(words)).await?;
    *response.status_mut() = status;
    Ok(response)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    id: String,
    link: Option<String>,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let user = storage::people::users::get(db, &id)?.ok_or(AppError::NotFound)?;
            let names = areas::home(db)?;
            let role = user.standing().role();
            let own = user.municipality.clone().unwrap_or_default();
            let page = Page {
                layout: Layout::load(db, &viewer, user.email.clone(), "/brugere")?,
                openid: user.is_openid(),
                invited: format!("{} af {}", danish_time(&user.created_at), user.created_by),
                roles: roles(role.map_or("", Role::key)),
                administrator: user.standing().is_administrator(),
                municipalities: choices(&names, &own),
                user: row(user, &names),
                link,
                problem,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

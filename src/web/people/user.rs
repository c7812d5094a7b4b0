//! `/brugere/ID`: one user: role, a new link, disable, let in again.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::users::{Ticked, UserRow, choices, roles, row};
use crate::changes::actor::Actor;
use crate::changes::people::{AccountError, names as people_names, second_factor, users};
use crate::changes::texts::Fault;
use crate::domain::people::Role;
use crate::storage;
use crate::storage::data::areas;
use crate::storage::people::second_factors;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;
use crate::web::welcome_address;

#[derive(Template)]
#[template(path = "people/user.html")]
struct Page {
    layout: Layout,
    user: UserRow,
    openid: bool,
    /// Whether there is a second step at the sign-in that can be reset.
    has_factor: bool,
    invited: String,
    roles: Vec<Choice>,
    administrator: bool,
    municipalities: Vec<Choice>,
    /// A link just made: shown this once.
    link: Option<String>,
    fault: Option<Fault>,
    problem: Option<String>,
}

/// The form of what a user is.
#[derive(Debug, Clone, Deserialize)]
pub struct NewStanding {
    rolle: String,
    #[serde(default)]
    administrator: Option<Ticked>,
    #[serde(default)]
    kommune: String,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    page(&state, &viewer, id, Told::default()).await
}

/// Gives the user another role, makes the user administrator or ends that.
pub async fn change_standing(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(form): Form<NewStanding>,
) -> Result<Response, AppError> {
    if viewer.looks_again() {
        let told = Told {
            sent: Some(form),
            ..Told::default()
        };
        return page(&state, &viewer, id, told).await;
    }
    change(
        &state,
        &viewer,
        (id, Some(form.clone())),
        move |state, id, actor| {
            let standing = people_names::standing(&form.rolle, form.administrator.is_some())?;
            let given = Some(form.kommune.as_str());
            users::change_standing(&state.store, actor, id, standing, given)
        },
    )
    .await
}

/// Shuts the user out.
pub async fn disable(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    change(&state, &viewer, (id, None), |state, id, actor| {
        users::disable(&state.store, actor, id)
    })
    .await
}

/// Lets the user in again.
pub async fn enable(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    change(&state, &viewer, (id, None), |state, id, actor| {
        users::enable(&state.store, actor, id)
    })
    .await
}

/// Forgets the user's second step, for one who has lost it.
///
/// # Errors
/// [`AppError::NotFound`] for no such user.
pub async fn reset_factor(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    change(&state, &viewer, (id, None), |state, id, actor| {
        second_factor::reset(&state.store, actor, id).map(|_| ())
    })
    .await
}

/// Makes a new link for the user, and shows it this once.
pub async fn new_link(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let whose = id.clone();
    let made = state
        .blocking(move |state| Ok(users::new_link(&state.store, &actor, &whose)))
        .await?;
    match made {
        Ok(secret) => {
            let link = welcome_address(&state.site, &secret);
            {
                let told = Told {
                    link: Some(link),
                    ..Told::default()
                };
                page(&state, &viewer, id, told).await
            }
        }
        Err(error) => refused(&state, &viewer, id, (error, None)).await,
    }
}

async fn change(
    state: &AppState,
    viewer: &Viewer,
    (id, sent): (String, Option<NewStanding>),
    work: impl FnOnce(&AppState, &str, &Actor) -> Result<(), AccountError> + Send + 'static,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let whose = id.clone();
    let done = state
        .blocking(move |state| Ok(work(state, &whose, &actor)))
        .await?;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/brugere/{id}")).into_response()),
        Err(error) => refused(state, viewer, id, (error, sent)).await,
    }
}

/// What the page tells beside what is stored.
#[derive(Default)]
struct Told {
    /// A new link: shown this once.
    link: Option<String>,
    fault: Option<Fault>,
    /// What is wrong, and at no field.
    problem: Option<String>,
    /// The form that was refused.
    sent: Option<NewStanding>,
}

/// What the administrator can do something about is told on the page.
async fn refused(
    state: &AppState,
    viewer: &Viewer,
    id: String,
    (error, sent): (AccountError, Option<NewStanding>),
) -> Result<Response, AppError> {
    let (fault, problem, status) = match error {
        AccountError::Fault(fault) => (Some(fault), None, StatusCode::UNPROCESSABLE_ENTITY),
        error => {
            let words = error.to_string();
            match AppError::from(error) {
                AppError::Invalid { .. } => (None, Some(words), StatusCode::UNPROCESSABLE_ENTITY),
                AppError::Conflict { .. } => (None, Some(words), StatusCode::CONFLICT),
                other => return Err(other),
            }
        }
    };
    let told = Told {
        fault,
        problem,
        sent,
        link: None,
    };
    let mut response = page(state, viewer, id, told).await?;
    *response.status_mut() = status;
    Ok(response)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    id: String,
    told: Told,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let user = storage::people::users::get(db, &id)?.ok_or(AppError::NotFound)?;
            let names = areas::home(db)?;
            let standing = user.standing();
            let sent = told.sent.unwrap_or_else(|| NewStanding {
                rolle: standing.role().map_or("", Role::key).to_owned(),
                administrator: standing.is_administrator().then_some(Ticked::Yes),
                kommune: user.municipality.clone().unwrap_or_default(),
            });
            let page = Page {
                layout: Layout::load(db, &viewer, user.email.clone(), "/brugere")?,
                has_factor: second_factors::of_user(db, &user.id)?.is_some(),
                openid: user.is_openid(),
                invited: format!("{} af {}", danish_time(&user.created_at), user.created_by),
                roles: roles(&sent.rolle),
                administrator: sent.administrator.is_some(),
                municipalities: choices(&names, &sent.kommune),
                user: row(user, &names),
                link: told.link,
                fault: told.fault,
                problem: told.problem,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

//! `/brugere`: every user, and the invitation of a new one.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::required;
use crate::changes::people::{AccountError, names, users};
use crate::changes::texts::Fault;
use crate::domain::area::Area;
use crate::domain::cpr;
use crate::domain::danish::counted;
use crate::domain::people::Role;
use crate::storage;
use crate::storage::data::areas;
use crate::storage::people::users::User;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;
use crate::web::welcome_address;

#[derive(Template)]
#[template(path = "people/users.html")]
struct Page {
    layout: Layout,
    users: Vec<UserRow>,
    /// "1 bruger", "2 brugere".
    count: String,
    roles: Vec<Choice>,
    administrator: bool,
    municipalities: Vec<Choice>,
    form: Invited,
    link: Option<NewLink>,
    fault: Option<Fault>,
    /// Whom a second step at the sign-in is required of.
    required: Vec<Choice>,
}

/// A one-time link just made: shown this once.
struct NewLink {
    email: String,
    address: String,
}

pub(in crate::web) struct UserRow {
    pub id: String,
    pub email: String,
    pub name: String,
    pub role: String,
    pub municipality: String,
    pub way_in: &'static str,
    pub disabled: bool,
}

/// The form of an invitation.
#[derive(Debug, Clone, Deserialize)]
pub struct Invited {
    email: String,
    #[serde(default)]
    navn: String,
    /// None for an administrator only.
    rolle: String,
    #[serde(default)]
    administrator: Option<Ticked>,
    #[serde(default)]
    kommune: String,
}

/// A box that is ticked; one that is not is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(in crate::web) enum Ticked {
    #[serde(rename = "ja")]
    Yes,
}

impl Invited {
    /// The form before anybody has written in it.
    fn blank() -> Invited {
        Invited {
            email: String::new(),
            navn: String::new(),
            rolle: Role::Reader.key().to_owned(),
            administrator: None,
            kommune: String::new(),
        }
    }
}

/// Shows the page.
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    page(&state, &viewer, Invited::blank(), None, None).await
}

/// Invites a user, and shows the link this once.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason.
pub async fn invite(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<Invited>,
) -> Result<Response, AppError> {
    if viewer.looks_again() {
        return refused(&state, &viewer, form, None).await;
    }
    let actor = state.actor(viewer.who()?);
    let sent = form.clone();
    let done = state
        .blocking(move |state| {
            let standing = match names::standing(&sent.rolle, sent.administrator.is_some()) {
                Ok(standing) => standing,
                Err(fault) => return Ok(Err(fault.into())),
            };
            let invitation = users::Invitation {
                email: &sent.email,
                name: &sent.navn,
                standing,
                municipality: Some(&sent.kommune),
            };
            Ok(users::invite(&state.store, &actor, invitation))
        })
        .await?;
    match done {
        Ok(secret) => {
            let link = NewLink {
                email: form.email,
                address: welcome_address(&state.site, &secret),
            };
            page(&state, &viewer, Invited::blank(), Some(link), None).await
        }
        Err(AccountError::Fault(fault)) => refused(&state, &viewer, form, Some(fault)).await,
        Err(other) => Err(other.into()),
    }
}

/// The form again, with what was typed.
async fn refused(
    state: &AppState,
    viewer: &Viewer,
    form: Invited,
    fault: Option<Fault>,
) -> Result<Response, AppError> {
    let kept = Invited {
        email: cpr::without(&form.email),
        navn: cpr::without(&form.navn),
        ..form
    };
    let mut response = page(state, viewer, kept, None, fault).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    form: Invited,
    link: Option<NewLink>,
    fault: Option<Fault>,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let names = areas::home(db)?;
            let users = storage::people::users::all(db)?;
            let page = Page {
                layout: Layout::load(db, &viewer, "Brugere", "/brugere")?,
                count: counted(users.len(), "bruger", "brugere"),
                users: users.into_iter().map(|user| row(user, &names)).collect(),
                roles: roles(&form.rolle),
                administrator: form.administrator.is_some(),
                municipalities: choices(&names, &form.kommune),
                form,
                link,
                fault,
                required: required::choices(db)?,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

pub(in crate::web) fn row(user: User, names: &[Area]) -> UserRow {
    let code = user.municipality.as_deref().unwrap_or("");
    let name = names.iter().find(|area| area.code == code);
    UserRow {
        role: user.standing().label(),
        municipality: name.map_or_else(|| code.to_owned(), |area| area.name.clone()),
        way_in: match (user.is_openid(), user.password.is_some()) {
            (true, _) => "egen organisation",
            (false, true) => "adgangskode",
            (false, false) => "inviteret",
        },
        disabled: user.is_disabled(),
        id: user.id,
        email: user.email,
        name: user.name,
    }
}

/// The roles, and none of them.
pub(in crate::web) fn roles(chosen: &str) -> Vec<Choice> {
    let roles = Role::ALL.map(|role| (role.key(), role.label()));
    let all = roles.into_iter().chain([("", "Ingen (kun administrator)")]);
    all.map(|(key, label)| Choice::of(key, label, key == chosen))
        .collect()
}

pub(in crate::web) fn choices(areas: &[Area], chosen: &str) -> Vec<Choice> {
    let choice = |area: &Area| Choice::of(&area.code, &area.name, area.code == chosen);
    areas.iter().map(choice).collect()
}

//! `/velkommen/SECRET`: a one-time link: the first administrator, an invitation, a new password.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::entering::{agent, with_cookie};
use super::second_step;
use crate::chance::Secret;
use crate::changes::people::links::{self, Welcome};
use crate::changes::people::second_factor::Entered;
use crate::changes::people::{AccountError, passwords};
use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::domain::people::{Role, Standing};
use crate::storage::people::links::Purpose;
use crate::web::error::AppError;
use crate::web::identity;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::{Origin, Viewer};

#[derive(Template)]
#[template(path = "people/welcome.html")]
struct Page {
    layout: Layout,
    lead: &'static str,
    asks_email: bool,
    asks_name: bool,
    email: String,
    of_person: String,
    /// What the first administrator may be; nobody else is asked.
    standings: Vec<Choice>,
    shortest: usize,
    fault: Option<Fault>,
}

/// The form. Its debug form would hold the password, so it has none.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    email: String,
    #[serde(default)]
    navn: String,
    adgangskode: String,
    gentag: String,
    /// Only the first administrator's form has it.
    #[serde(default)]
    rolle: Option<First>,
}

/// What the first administrator is: the secretariat besides, as the first one usually is, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum First {
    Secretariat,
    AdministratorOnly,
}

impl First {
    const fn standing(self) -> Standing {
        match self {
            First::Secretariat => Standing::AlsoAdministrator(Role::Secretariat),
            First::AdministratorOnly => Standing::AdministratorOnly,
        }
    }

    /// The choices of the form.
    fn choices(chosen: First) -> Vec<Choice> {
        let all = [
            (
                First::Secretariat,
                "secretariat",
                "Sekretariat og administrator: ser tallene, uploader og følger op",
            ),
            (
                First::AdministratorOnly,
                "administrator_only",
                "Kun administrator: brugere, indstillinger og log, men ingen tal",
            ),
        ];
        all.map(|(first, value, label)| Choice::of(value, label, first == chosen))
            .into()
    }
}

/// Shows what the link asks for. Looking uses nothing up.
///
/// # Errors
/// [`AppError::NotFound`] when the link does not hold.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    page(&state, &viewer, Secret::received(&secret), None).await
}

/// Uses the link up: the password is chosen, and its owner signed in.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason.
pub async fn choose(
    State(state): State<AppState>,
    viewer: Viewer,
    origin: Origin,
    Path(secret): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Chosen>,
) -> Result<Response, AppError> {
    let secret = Secret::received(&secret);
    let agent = agent(&headers);
    let used = secret.clone();
    let (form, done) = state
        .hashing(move |state| {
            let chosen = links::Chosen {
                email: &form.email,
                name: &form.navn,
                password: &form.adgangskode,
                again: &form.gentag,
                standing: form.rolle.map(First::standing),
            };
            let (store, clock, chance) = (&state.store, state.clock, state.chance);
            let done = links::use_up(store, clock, chance, &used, chosen, &agent);
            Ok((form, done))
        })
        .await?;
    match done {
        Ok(Entered::Half(half)) => {
            let goes_on = (origin.https, String::new(), None);
            second_step::begin(&state, &viewer, &half, goes_on).await
        }
        Ok(Entered::Session(session)) => {
            let cookie = identity::session_cookie(&session, origin.https);
            Ok(with_cookie(cookie, Redirect::to("/").into_response()))
        }
        Err(AccountError::Fault(fault)) => page(&state, &viewer, secret, Some((form, fault))).await,
        Err(other) => Err(other.into()),
    }
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    secret: Secret,
    refused: Option<(Chosen, Fault)>,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let status = match &refused {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let clock = state.clock;
    let html = state
        .read(move |db| {
            let Welcome { purpose, user } = links::look_at(db, clock, &secret)?;
            let (form, fault) = refused.unzip();
            let typed = |text: fn(&Chosen) -> &str| cpr::without(form.as_ref().map_or("", text));
            let (title, lead) = match purpose {
                Purpose::First => (
                    "Velkommen",
                    "Her er endnu ingen administrator. Du bliver den første, og du kan derefter invitere andre.",
                ),
                Purpose::Invitation => (
                    "Velkommen",
                    "Du er inviteret til omkostningscockpittet. Vælg en adgangskode.",
                ),
                Purpose::Password => ("Ny adgangskode", "Vælg en ny adgangskode til din konto."),
            };
            let page = Page {
                layout: Layout::load(db, &viewer, title, "")?,
                lead,
                asks_email: purpose == Purpose::First,
                asks_name: purpose != Purpose::Password,
                email: user.as_ref().map_or_else(|| typed(|f| &f.email), |u| u.email.clone()),
                of_person: match typed(|f| &f.navn) {
                    name if name.is_empty() => user.map_or(name, |u| u.name),
                    name => name,
                },
                standings: match purpose {
                    Purpose::First => First::choices(form.and_then(|f| f.rolle).unwrap_or(First::Secretariat)),
                    Purpose::Invitation | Purpose::Password => Vec::new(),
                },
                shortest: passwords::SHORTEST,
                fault,
            };
            Ok(page.render()?)
        })
        .await?;
    let mut response = private(html);
    *response.status_mut() = status;
    // The address is the secret: it is told to nobody, not even to our own pages.
    let nobody = HeaderValue::from_static("no-referrer");
    response
        .headers_mut()
        .insert(header::REFERRER_POLICY, nobody);
    Ok(response)
}

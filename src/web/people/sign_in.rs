//! `/log-ind` and `/log-ud`: in with a local account or through one's own organisation, and out.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::entering::{Next, agent, goes_on, with_cookie};
use super::second_step;
use crate::changes::people::second_factor::Entered;
use crate::changes::people::{AccountError, Via, attempts, sessions, sign_in};
use crate::web::error::AppError;
use crate::web::identity;
use crate::web::kept::{Doors, Kept};
use crate::web::page::{Pairs, local, private};
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::{Link, encode};
use crate::web::viewer::{Origin, Viewer};

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct Page {
    layout: Layout,
    /// Where the visitor was going.
    next: String,
    email: String,
    problem: Option<String>,
    /// Address and name of each organisation's own sign-in.
    providers: Vec<Link>,
    /// What was typed before, and goes on from here.
    kept: Option<Kept>,
}

/// What the page of the sign-in holds beside the password.
#[derive(Clone, Default)]
struct Wanted {
    /// Where the visitor was going.
    next: String,
    email: String,
    kept: Option<Kept>,
}

impl Wanted {
    fn of(kept: Kept) -> Wanted {
        Wanted {
            kept: Some(kept),
            ..Wanted::default()
        }
    }
}

/// The form. Its debug form would hold the password, so it has none.
struct SignIn {
    password: String,
    wanted: Wanted,
}

impl SignIn {
    fn read(pairs: &Pairs) -> Option<SignIn> {
        let one = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone())
        };
        Some(SignIn {
            password: one("adgangskode")?,
            wanted: Wanted {
                next: one("naeste").unwrap_or_default(),
                email: one("email")?,
                kept: Kept::carried(pairs),
            },
        })
    }
}

/// Shows the form; whoever is signed in already is sent on.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    UrlQuery(next): UrlQuery<Next>,
) -> Result<Response, AppError> {
    if viewer.account.is_some() {
        return Ok(Redirect::to(local(next.target())).into_response());
    }
    let wanted = Wanted {
        next: next.target().to_owned(),
        ..Wanted::default()
    };
    page(&state, &viewer, wanted, None).await
}

/// Signs in. Who had typed something when a session ended has it again, in its form.
///
/// # Errors
/// [`AppError`]; a wrong password and too many attempts are the form again, with the reason.
pub async fn sign_in(
    State(state): State<AppState>,
    Extension(doors): Extension<Doors>,
    viewer: Viewer,
    origin: Origin,
    asked: Parts,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let agent = agent(&asked.headers);
    let old = viewer.account.clone();
    let form = SignIn::read(&pairs).ok_or(AppError::Unreadable)?;
    let wanted = form.wanted;
    let email = wanted.email.clone();
    let done = state
        .hashing(move |state| {
            let from = (origin.address, agent.as_str());
            let (store, clock, chance) = (&state.store, state.clock, state.chance);
            let old = old.as_deref();
            match sign_in::sign_in(store, clock, chance, &email, &form.password, from, old) {
                Ok(entered) => Ok(Ok(entered)),
                Err(error @ (AccountError::WrongPassword | AccountError::TooManyAttempts)) => {
                    Ok(Err(error))
                }
                Err(other) => Err(other.into()),
            }
        })
        .await?;
    match done {
        Ok(Entered::Half(half)) => {
            let on = (origin.https, wanted.next, wanted.kept);
            second_step::begin(&state, &viewer, &half, on).await
        }
        Ok(Entered::Session(secret)) => {
            let cookie = identity::session_cookie(&secret, origin.https);
            let on = (&*wanted.next, wanted.kept);
            let answer = goes_on(&state, (doors, asked), (&secret, &cookie), on).await?;
            Ok(with_cookie(cookie, answer))
        }
        Err(error) => {
            let many = matches!(error, AccountError::TooManyAttempts);
            let mut response = page(&state, &viewer, wanted, Some(error.to_string())).await?;
            if many {
                tracing::warn!("too many attempts to sign in");
            }
            *response.status_mut() = if many {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNAUTHORIZED
            };
            if many {
                let wait = HeaderValue::from(attempts::WINDOW);
                response.headers_mut().insert(header::RETRY_AFTER, wait);
            }
            Ok(response)
        }
    }
}

/// Shows what was typed in its form again, to whoever has signed in meanwhile in another window: so
/// it goes on after a sign-in at one's own organisation, which no form can be carried through.
///
/// # Errors
/// [`AppError::Forbidden`] when another account is signed in; whoever is not signed in has the page
/// of the sign-in again, with what was typed.
pub async fn go_on(
    State(state): State<AppState>,
    Extension(doors): Extension<Doors>,
    viewer: Viewer,
    asked: Parts,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let kept = Kept::carried(&pairs).ok_or(AppError::Unreadable)?;
    match &viewer.account {
        None => {
            let problem = "Du er ikke logget ind endnu.".to_owned();
            let wanted = Wanted::of(kept);
            let mut response = page(&state, &viewer, wanted, Some(problem)).await?;
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            Ok(response)
        }
        Some(who) if kept.is_of(&who.user_id) => Ok(kept.shown(&state, doors, asked, None).await),
        Some(_) => {
            let words =
                "Det, der blev skrevet, hører til en anden konto end den, du er logget ind med.";
            Err(AppError::forbidden(words))
        }
    }
}

/// The page for somebody whose session ended while a form was filled in.
pub(in crate::web) async fn page_with(state: &AppState, kept: &Kept) -> Result<Response, AppError> {
    let wanted = Wanted::of(kept.clone());
    let mut response = page(state, &Viewer::default(), wanted, None).await?;
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(response)
}

/// Ends the session that asks, and takes its cookie and what the browser kept away.
pub async fn sign_out(
    State(state): State<AppState>,
    viewer: Viewer,
    origin: Origin,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    state
        .blocking(move |state| {
            if let Via::Session(id) = &who.via {
                sessions::end(&state.store, &state.actor(&who), &who, id)?;
            }
            Ok(())
        })
        .await?;
    let mut response = with_cookie(
        identity::no_cookie(origin.https),
        Redirect::to("/log-ind").into_response(),
    );
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    Ok(response)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    wanted: Wanted,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let next = local(&wanted.next).to_owned();
    let providers = state.providers.iter().map(|provider| {
        let query = encode([("naeste", next.as_str())]);
        let address = format!("/log-ind/{}?{query}", provider.key);
        Link::to(address, &provider.name)
    });
    let providers = providers.collect();
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let page = Page {
                layout: Layout::load(db, &viewer, "Log ind", "/log-ind")?,
                next,
                email: wanted.email,
                problem,
                providers,
                kept: wanted.kept,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

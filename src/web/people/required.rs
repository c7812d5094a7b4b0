//! `POST /brugere/andet-trin`: whom a second step at the sign-in is required of.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::changes::people::second_factor::{self, ADMINISTRATOR};
use crate::domain::people::Role;
use crate::storage::{Db, QueryResult};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::viewer::Viewer;

/// Whom it can be required of, each with whether it is.
pub(super) fn choices(db: &mut Db) -> QueryResult<Vec<Choice>> {
    let required = second_factor::required(db)?;
    let all = Role::ALL.map(|role| (role.key(), role.label())).into_iter();
    let all = all.chain([(ADMINISTRATOR, "Administratorer, uanset rolle")]);
    let ticked = |key: &str| required.iter().any(|known| known == key);
    Ok(all
        .map(|(key, label)| Choice::of(key, label, ticked(key)))
        .collect())
}

/// Keeps whom it is required of: those that are ticked.
///
/// # Errors
/// [`AppError`]
pub async fn choose(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let keys = pairs.into_iter().filter(|(key, _)| key == "kraeves");
    let keys: Vec<String> = keys.map(|(_, value)| value).collect();
    state
        .blocking(move |state| Ok(second_factor::require(&state.store, &actor, &keys)?))
        .await?;
    Ok(Redirect::to("/brugere").into_response())
}

//! `POST /hvorfra/foelg`: somebody follows the figure that the address names.

use axum::extract::{Query as UrlQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::changes::news::{self as changes, Figure as Wanted, Outcome};
use crate::changes::people::Identity;
use crate::domain::report::Value;
use crate::reports::comments::address::Figure;
use crate::reports::news::figures::said;
use crate::reports::{FigureAt, origin as origins};
use crate::storage::Db;
use crate::web::data::origin;
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Follows the figure. Whoever follows it already follows it once.
///
/// # Errors
/// [`AppError::NotFound`] for a figure that cannot be followed: masked, missing, of a single case or of an
/// earlier data version.
pub async fn follow(
    State(state): State<AppState>,
    viewer: Viewer,
    UrlQuery(pairs): UrlQuery<Pairs>,
) -> Result<Response, AppError> {
    let which = origin::wanted(pairs)?;
    let who = viewer.who()?.clone();
    let came = state
        .blocking(move |state| {
            let figure = state.store.read(|db| wanted(db, &which))?;
            keep(state, &who, &figure)
        })
        .await?;
    Ok(came.into_response())
}

/// Keeps that somebody follows a figure, and leads to the list of those that they follow.
///
/// # Errors
/// [`AppError`]
pub fn keep(state: &AppState, who: &Identity, figure: &Wanted) -> Result<Redirect, AppError> {
    let actor = state.actor(who);
    let told = match changes::follow(&state.store, &actor, who, figure)? {
        Outcome::Now | Outcome::Already => "foelger",
        Outcome::TooMany => "mange",
    };
    Ok(Redirect::to(&format!("/konto?gemt={told}#tal")))
}

fn wanted(db: &mut Db, which: &FigureAt) -> Result<Wanted, AppError> {
    let origin = origins::find(db, which)?.ok_or(AppError::NotFound)?;
    let figure = Figure::find(db, which, &origin.report)?.ok_or(AppError::NotFound)?;
    let value: &Value = &origin.cell.value;
    Ok(Wanted {
        said: said(Some(value)),
        words: format!(
            "{}: {} ({})",
            origin.column.label,
            origin.row.join(", "),
            origin.report.title
        ),
        at: figure.at,
    })
}

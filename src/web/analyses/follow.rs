//! `POST /analyser/NAME/foelg`: somebody follows the figure of an analysis that the address names.

use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::{IntoResponse, Response};

use super::asked::Question;
use super::figure::{self, Wanted};
use crate::changes::news::Figure;
use crate::reports::news::figures::said;
use crate::web::error::AppError;
use crate::web::news::figures::keep;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Follows the figure. Whoever follows it already follows it once.
///
/// # Errors
/// [`AppError::NotFound`] for a figure that cannot be followed: masked, missing, or of an analysis whose answer
/// depends on who asks.
pub async fn follow(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
    UrlQuery(pairs): UrlQuery<Pairs>,
) -> Result<Response, AppError> {
    let (wanted, pairs) = Wanted::taken(pairs);
    let question = Question::new(&state, &viewer, name, pairs)?;
    if !question.analysis()?.is_for_readers() {
        return Err(AppError::NotFound);
    }
    let who = viewer.who()?.clone();
    let came = state.analysing(move |state| {
        let facts = state.store.read(|db| question.facts(db))?;
        let report = figure::answer(&question, &facts)?;
        let found = wanted.in_answer(&report)?;
        let shown = figure::shown(&report, &found).ok_or(AppError::NotFound)?;
        let followed = Figure {
            said: said(Some(&shown.cell.value)),
            words: format!("{} ({})", shown.words(&report, &found), report.title),
            at: found.at,
        };
        keep(state, &who, &followed)
    });
    Ok(came.await?.into_response())
}

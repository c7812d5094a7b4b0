//! `GET /api/v1/reports/REPORT[.csv|.xlsx|.pdf]?filters`

use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use super::own_cases;
use crate::export::{self, Format};
use crate::papers;
use crate::reports::{self, Query};
use crate::web::answer::Answer;
use crate::web::cached::{self, Asked};
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::state::AppState;

/// A report as JSON, or after its name `.csv`, `.xlsx` or `.pdf`.
///
/// # Errors
/// [`AppError`]: no report of that name, a filter that means nothing, a role that may not see it.
pub async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    UrlQuery(pairs): UrlQuery<Vec<(String, String)>>,
    asked: Asked,
) -> Result<Response, AppError> {
    let (name, format) = split(&name)?;
    let question = reports::question(&name)?;
    let today = state.clock.today();
    let query = Query {
        searches: asked.viewer.reads_searches(),
        ..question.asked_today(question.query(pairs)?, today)
    };
    let asked = if question.is_about_a_day() {
        asked.of_day(today)
    } else {
        asked
    };
    if query.detail.is_some() {
        return own_cases::show(&state, &asked.viewer, (question, query), format).await;
    }
    let wanted = asked.uri.to_string();
    let viewer = asked.viewer.clone();
    let answer = cached::answer(&state, &asked, move |db, _| {
        let report = reports::marks::report(db, question, &query)?;
        let bytes = papers::report(question, &report, format).map_err(AppError::internal)?;
        let answer = Answer::new(bytes, format.content_type());
        Ok(match format {
            Format::Json => answer,
            Format::Csv | Format::Xlsx | Format::Pdf => {
                answer.download(&export::file_name(&report, format))
            }
        })
    })
    .await?;
    downloads::note(&state, &viewer, wanted).await?;
    Ok(answer)
}

/// "unit-costs.xlsx" is the report `unit-costs` as Excel.
fn split(name: &str) -> Result<(String, Format), AppError> {
    match name.split_once('.') {
        None => Ok((name.to_owned(), Format::Json)),
        Some((name, ending)) => Ok((
            name.to_owned(),
            Format::from_key(ending).ok_or(AppError::NotFound)?,
        )),
    }
}

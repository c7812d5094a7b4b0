//! `GET /api/v1/reports/REPORT[.csv|.xlsx|.pdf]?filters`

use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use crate::export::{self, Format};
use crate::reports;
use crate::web::answer::Answer;
use crate::web::cached::{self, Asked};
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::state::AppState;

/// A report as JSON, or after its name `.csv`, `.xlsx` or `.pdf`.
#[utoipa::path(
    get,
    path = "/api/v1/reports/{name}",
    tag = "reports",
    params(
        ("name" = String, Path, description = "unit-costs, decomposition, reconciliation, paragraph, municipality, offers, tariffs, tariff-increases, tariff-distribution, tariffs-apart, tariff-follow-up or meetings; with .csv, .xlsx or .pdf after it the same report as that file"),
        ("area" = Option<String>, Query, description = "code or name of an area"),
        ("from" = Option<i32>, Query, description = "first year"),
        ("to" = Option<i32>, Query, description = "last year"),
        ("price-level" = Option<String>, Query, description = "a year, or current"),
        ("as-of" = Option<String>, Query, description = "number of a data version, or a date: what was known when that day ended in Denmark"),
        ("group" = Option<String>, Query, description = "group or paragraph (decomposition)"),
        ("by" = Option<String>, Query, description = "paragraph, municipality or supplier (decomposition)"),
        ("year" = Option<i32>, Query, description = "the year of a list (tariffs, tariff-increases, tariffs-apart, tariff-follow-up); the newest without it"),
        ("threshold" = Option<String>, Query, description = "a limit in percent with at most two decimals (tariff-increases, tariff-follow-up); the one in force without it"),
        ("basis" = Option<String>, Query, description = "nominal or real (tariff-increases, tariff-follow-up)"),
        ("municipality" = Option<String>, Query, description = "code or name of a municipality or KKR that offers lie in"),
        ("paragraph" = Option<String>, Query, description = "SEL_107, SEL_108, ABL_105 or SEL_85 (offers and tariffs)"),
        ("target-group" = Option<String>, Query, description = "code or name of a target group (offers and tariffs)"),
        ("offer" = Option<String>, Query, description = "id of an offer; with it tariffs gives every year and the parts"),
        ("on" = Option<String>, Query, description = "the day a list is made for (tariff-follow-up)"),
    ),
    responses(
        (status = 200, description = "the report"),
        (status = 401, description = "no token, or one that does not hold (application/problem+json)"),
        (status = 403, description = "the role may not see the report (application/problem+json)"),
        (status = 404, description = "no report of that name (application/problem+json)"),
        (status = 422, description = "a filter means nothing (application/problem+json)"),
    )
)]
pub async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    UrlQuery(pairs): UrlQuery<Vec<(String, String)>>,
    asked: Asked,
) -> Result<Response, AppError> {
    let (name, format) = split(&name)?;
    let question = reports::question(&name)?;
    let query = question.query(pairs)?;
    let wanted = asked.uri.to_string();
    let viewer = asked.viewer.clone();
    let answer = cached::answer(&state, &asked, move |db, _| {
        let report = (question.report)(db, &query)?;
        let bytes = export::write(&report, format).map_err(AppError::internal)?;
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

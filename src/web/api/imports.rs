//! `POST /api/v1/imports/KIND?dry_run=true` (body: the file)

use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::changes::data::uploads::{self, Upload};
use crate::changes::kinds::Kind;
use crate::domain::number::Convention;
use crate::import::{Amounts, Options};
use crate::web::error::AppError;
use crate::web::received;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// How a file is to be read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Params {
    /// Say what would change, and change nothing.
    #[serde(default)]
    dry_run: bool,
    /// The name that the receipt shows.
    file_name: Option<String>,
    /// `comma` or `point`, where the file does not tell.
    decimal: Option<String>,
    /// What amounts are counted in: `1`, `1000` or `1000000` kroner.
    amounts: Option<String>,
    /// The sheet of a workbook.
    sheet: Option<String>,
}

/// Stores a file, all of it or nothing; answers with the receipt, or with every error.
#[utoipa::path(
    post,
    path = "/api/v1/imports/{kind}",
    operation_id = "import_file",
    tag = "imports",
    params(
        ("kind" = String, Path, description = "components, price-index, population, offers, tariffs, cases, vacancies, results, hand01, regk31, regk100 or folk1a"),
        ("dry_run" = Option<bool>, Query, description = "say what would change, and change nothing"),
        ("file_name" = Option<String>, Query, description = "the name that the receipt shows"),
        ("decimal" = Option<String>, Query, description = "comma or point, where the file does not tell"),
        ("amounts" = Option<String>, Query, description = "what amounts of money are counted in, in kroner: 1, 1000 or 1000000"),
        ("sheet" = Option<String>, Query, description = "the sheet of a workbook"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the file"),
    responses(
        (status = 200, description = "the receipt of a dry run, or of a file that stood already"),
        (status = 201, description = "the receipt; everything is stored"),
        (status = 401, description = "no token, or one that does not hold (application/problem+json)"),
        (status = 403, description = "the role may not upload this (application/problem+json)"),
        (status = 404, description = "no such kind (application/problem+json)"),
        (status = 413, description = "the file is too large (application/problem+json)"),
        (status = 422, description = "the file is refused; `errors` lists every error (application/problem+json)"),
    )
)]
pub async fn create(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(kind): Path<String>,
    Query(params): Query<Params>,
    request: Request,
) -> Result<Response, AppError> {
    let kind = Kind::from_key(&kind).ok_or(AppError::NotFound)?;
    let actor = state.actor(viewer.who()?);
    let options = options(&params)?;
    let turn = state.receiving().await?;
    let body = received::body(request).await?;
    let receipt = state
        .uploading(move |state, cancel| {
            let file_name = params.file_name.as_deref().unwrap_or("api");
            let upload = Upload {
                kind,
                file_name,
                bytes: &body,
                options: Options { cancel, ..options },
            };
            Ok(if params.dry_run {
                uploads::dry_run(&state.store, &actor, &upload)?
            } else {
                uploads::import(&state.store, &actor, &upload)?
            })
        })
        .await?;
    drop(turn);
    let status = if receipt.number.is_some() {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((
        status,
        [(header::CONTENT_TYPE, "application/json")],
        receipt.to_json(),
    )
        .into_response())
}

fn options(params: &Params) -> Result<Options, AppError> {
    let decimal = match params.decimal.as_deref() {
        None | Some("") => None,
        Some(key) => match Convention::from_key(key) {
            None => return Err(AppError::invalid("decimal er comma eller point.")),
            known => known,
        },
    };
    let amounts = match params.amounts.as_deref() {
        None | Some("") => None,
        Some(key) => match Amounts::from_key(key) {
            None => return Err(AppError::invalid("amounts er 1, 1000 eller 1000000.")),
            known => known,
        },
    };
    Ok(Options {
        decimal,
        amounts,
        sheet: params.sheet.clone(),
        ..Options::default()
    })
}

//! `/analyser/NAME/tal.ENDING`: the answer as JSON, CSV, Excel or PDF, with the values of the parameters.

use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;

use super::asked::{Question, Without};
use crate::analyses::facts::Facts;
use crate::export::{self, Format};
use crate::storage::Db;
use crate::web::answer::Answer;
use crate::web::cached::Asked;
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// The name of the file in the address, before its ending.
const NAME: &str = "tal";

/// Gives the file.
///
/// # Errors
/// [`AppError`]: no such analysis or format, one that the viewer may not open, a parameter that
/// means nothing.
pub async fn give(
    State(state): State<AppState>,
    Path((name, file)): Path<(String, String)>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let format = format_of(&file).ok_or(AppError::NotFound)?;
    let (viewer, wanted) = (asked.viewer.clone(), asked.uri.to_string());
    let question = Question::new(&state, &viewer, name, pairs)?;
    let read = |question: &Question, db: &mut Db, _: &Viewer| question.facts(db);
    let make = move |question: &Question, facts: Facts| written(question, &facts, format);
    let answer = question.answer(&state, asked, read, make).await?;
    downloads::note(&state, &viewer, wanted).await?;
    Ok(answer)
}

fn format_of(file: &str) -> Option<Format> {
    let (_, ending) = file.split_once('.').filter(|(name, _)| *name == NAME)?;
    Format::from_key(ending)
}

fn written(question: &Question, facts: &Facts, format: Format) -> Result<Answer, AppError> {
    let report = question.report(question.analysis()?, facts);
    let report = report.map_err(Without::told)?;
    let bytes = export::write(&report, format).map_err(AppError::internal)?;
    let answer = Answer::new(bytes, format.content_type());
    Ok(match format {
        Format::Json => answer,
        Format::Csv | Format::Xlsx | Format::Pdf => {
            answer.download(&export::file_name(&report, format))
        }
    })
}

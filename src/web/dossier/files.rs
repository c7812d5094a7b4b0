//! `/moeder/ID/papir/NAME`: the paper as it was sent, and before that as it would be sent now.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::dossier::{Form, Part};
use crate::domain::meetings::Meeting;
use crate::domain::people::Right;
use crate::export::{self, DocumentFormat, Format};
use crate::papers::dossier::{self as papers, PaperError, meeting as of_meeting};
use crate::storage::meetings::{self, items};
use crate::storage::{self, Db, StoreError, dossier};
use crate::web::dossier::paper;
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Gives `papir.pdf`, `offentlig.xlsx`, `punkt-3.json` and the like.
///
/// # Errors
/// [`AppError::NotFound`] for a meeting, part or form that is not there, or not for the viewer.
pub async fn download(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (part, form) = read(&name).ok_or(AppError::NotFound)?;
    let sees_all = viewer.may(Right::PrepareMeetings);
    let today = state.clock.today();
    let meeting = id.clone();
    let (bytes, saved_as) = state
        .setting(move |state| {
            let sent = state.store.read::<_, AppError>(|db| {
                let version = storage::version(db)?;
                let found = meetings::get(db, &meeting, version)?.ok_or(AppError::NotFound)?;
                sent(db, &found, (part, form), sees_all)
            })?;
            match sent {
                Some(file) => Ok(file),
                None if sees_all => draft(state, &meeting, (part, form), today),
                None => Err(AppError::NotFound),
            }
        })
        .await?;
    downloads::note(&state, &viewer, format!("/moeder/{id}/papir/{name}")).await?;
    let kind = match form {
        Form::Json => Format::Json.content_type(),
        Form::Pdf => Format::Pdf.content_type(),
        Form::Xlsx => Format::Xlsx.content_type(),
    };
    Ok(downloads::file(bytes, kind, Some(&saved_as)))
}

fn read(name: &str) -> Option<(Part, Form)> {
    let (part, form) = name.split_once('.')?;
    Some((Part::from_key(part)?, Form::from_key(form)?))
}

/// A file of the newest paper that was sent; `None` when none is.
fn sent(
    db: &mut Db,
    meeting: &Meeting,
    (part, form): (Part, Form),
    sees_all: bool,
) -> Result<Option<(Vec<u8>, String)>, AppError> {
    let Some(paper) = paper::newest(db, meeting)? else {
        return Ok(None);
    };
    let files = dossier::files(db, &paper.number)?;
    let has_public = files.iter().any(|(part, _, _)| *part == Part::Public);
    let may = sees_all
        || match part {
            Part::All => !has_public,
            Part::Public => true,
            Part::Item(at) => {
                // As the agenda was when the paper was sent.
                let agenda = items::of_meeting(db, &meeting.id, paper.version + 1)?;
                let item = agenda.iter().filter(|item| item.is_on()).nth(at);
                item.is_some_and(|item| !item.wording.confidential)
            }
        };
    if !may {
        return Err(AppError::NotFound);
    }
    let bytes = dossier::file(db, &paper.number, part, form)?.ok_or(AppError::NotFound)?;
    let number = paper.number.replace('Ø', "OE");
    let name = format!("{number}-{}.{}", part.key(), form.key());
    Ok(Some((bytes, name.to_lowercase())))
}

/// The paper as it would be sent now.
fn draft(
    state: &AppState,
    id: &str,
    (part, form): (Part, Form),
    today: jiff::civil::Date,
) -> Result<(Vec<u8>, String), AppError> {
    let composed = state.store.read::<_, StoreError>(|db| {
        let version = storage::version(db)?;
        let Some(meeting) = meetings::get(db, id, version)? else {
            return Ok(None);
        };
        let items = items::of_meeting(db, id, version)?;
        let paper = of_meeting::paper(db, &state.analyses, (&meeting, &items), (version, today));
        let composed = paper.and_then(|paper| match part {
            Part::Item(at) if at >= paper.items.len() => Ok(None),
            part => papers::compose(db, &paper, part).map(Some),
        });
        Ok(Some(composed))
    })?;
    let composed = composed.ok_or(AppError::NotFound)?;
    let composed = composed.map_err(refused)?.ok_or(AppError::NotFound)?;
    let write = |format: DocumentFormat| {
        let name = export::document_name(&composed.document, format);
        let bytes = composed.write(format).map_err(AppError::internal)?;
        Ok((bytes, format!("udkast-{name}")))
    };
    match form {
        Form::Json => Ok((composed.json, "udkast.json".to_owned())),
        Form::Pdf => write(DocumentFormat::Pdf),
        Form::Xlsx => write(DocumentFormat::Xlsx),
    }
}

fn refused(error: PaperError) -> AppError {
    match error {
        PaperError::Report(error) => error.into(),
        PaperError::Query(error) => error.into(),
        PaperError::Export(error) => AppError::internal(error),
        other => AppError::invalid(other.to_string()),
    }
}

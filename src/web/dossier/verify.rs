//! `/moeder/verificer`: whether a file is a meeting's paper, unchanged. Nothing of it is kept.

use askama::Template;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use crate::changes::texts::{Fault, Field};
use crate::reports::dossier::verdict::{self, Verdict};
use crate::storage::{Db, dossier};
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::received;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

const FILE: Field = Field::new("fil", "fil");

#[derive(Template)]
#[template(path = "dossier/verify.html")]
struct Page {
    layout: Layout,
    fault: Option<Fault>,
    found: Option<Found>,
}

/// What came of it.
struct Found {
    name: String,
    verdict: Verdict,
    sha256: String,
}

impl Found {
    /// When a paper was sent and by whom, labels and values.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        if let Verdict::Unchanged { paper, form, .. } = &self.verdict {
            facts.push(("Papirets nummer", paper.number.clone()));
            facts.push(("Form", form.key().to_uppercase()));
            facts.push((
                "Sendt",
                format!("{} af {}", danish_time(&paper.at), paper.by),
            ));
            facts.push(("Datastand", paper.version.to_string()));
        }
        facts.push(("Filens SHA-256", self.sha256.clone()));
        facts
    }
}

/// Shows the form.
///
/// # Errors
/// [`AppError`] when the database does not answer.
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    page(&state, viewer, |_| Ok((None, None))).await
}

/// Says what a file is.
///
/// # Errors
/// [`AppError::TooLarge`], or a form that breaks off. A file that is no paper is no error.
pub async fn judge(
    State(state): State<AppState>,
    viewer: Viewer,
    form: Multipart,
) -> Result<Response, AppError> {
    let turn = state.receiving().await?;
    let sent = read(form).await?;
    let done = page(&state, viewer, move |db| {
        let Some((name, bytes)) = sent else {
            return Ok((Some(FILE.fault("Vælg en fil først.")), None));
        };
        let found = Found {
            verdict: verdict::of(db, &bytes)?,
            sha256: dossier::sha256(&bytes),
            name,
        };
        Ok((None, Some(found)))
    })
    .await;
    drop(turn);
    done
}

async fn page(
    state: &AppState,
    viewer: Viewer,
    work: impl FnOnce(&mut Db) -> Result<(Option<Fault>, Option<Found>), AppError> + Send + 'static,
) -> Result<Response, AppError> {
    let made = state.read(move |db| {
        let layout = Layout::load(db, &viewer, "Efterprøv et papir", "/moeder")?;
        let (fault, found) = work(db)?;
        let is_refused = fault.is_some();
        let page = Page {
            layout,
            fault,
            found,
        };
        Ok((page.render().map_err(AppError::internal)?, is_refused))
    });
    let (html, is_refused) = made.await?;
    Ok(if is_refused {
        (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response()
    } else {
        private(html)
    })
}

/// The name and bytes of the file; nothing when none was chosen.
async fn read(mut form: Multipart) -> Result<Option<(String, Vec<u8>)>, AppError> {
    let broken = |e: MultipartError| received::refused(e.status());
    let mut sent = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some(FILE.name) {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = received::field(field).await.map_err(broken)?;
        sent = (!name.is_empty()).then_some((name, bytes));
    }
    Ok(sent)
}

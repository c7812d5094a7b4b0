//! `/moeder/beslutninger`: what was decided when, and what is still open of it; as a page and as a file.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::links;
use super::shown::DecisionView;
use crate::domain::danish::danish_date;
use crate::domain::meetings::Decision;
use crate::domain::people::Right;
use crate::export::{self, DocumentFormat, Format};
use crate::papers::decisions as papers;
use crate::reports::meetings::decisions::{self, Decided};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "meetings/decisions.html")]
struct Page {
    layout: Layout,
    open: Vec<Line>,
    /// The newest first.
    groups: Vec<(String, Vec<Line>)>,
    count: usize,
}

/// A decision in the list.
struct Line {
    link: String,
    heading: String,
    decision: DecisionView,
    /// "KKR, 20. juni 2025, punkt 3".
    of: String,
    /// Where a postponed item came again.
    again: String,
}

/// Shows the page.
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, render).await
}

/// Gives the list as `beslutninger.pdf` or `beslutninger.xlsx`.
///
/// # Errors
/// [`AppError::NotFound`] for another name.
pub async fn download(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let ending = name.strip_prefix("beslutninger.");
    let format = ending.and_then(DocumentFormat::from_ending);
    let format = format.ok_or(AppError::NotFound)?;
    let prepares = viewer.may(Right::PrepareMeetings);
    let today = state.clock.today();
    let (bytes, saved_as) = state
        .setting(move |state| {
            let list = state
                .store
                .read::<_, AppError>(|db| Ok(papers::compose(db, prepares, today)?))?;
            let bytes = export::write_document(&list, format).map_err(AppError::internal)?;
            Ok((bytes, export::document_name(&list, format)))
        })
        .await?;
    downloads::note(&state, &viewer, format!("/moeder/beslutninger/{name}")).await?;
    let kind = match format {
        DocumentFormat::Pdf => Format::Pdf.content_type(),
        DocumentFormat::Xlsx => Format::Xlsx.content_type(),
    };
    Ok(downloads::file(bytes, kind, Some(&saved_as)))
}

fn render(db: &mut Db, viewer: &Viewer) -> Result<String, AppError> {
    let prepares = viewer.may(Right::PrepareMeetings);
    let mut all = decisions::all(db, prepares)?;
    all.retain(|of| prepares || of.meeting.is_public());
    let open = all.iter().filter(|of| of.open).filter_map(line).collect();
    let mut groups: Vec<(String, Vec<Line>)> = Vec::new();
    for of in &all {
        let heading = format!("{}: {}", danish_date(of.meeting.date), of.meeting.title);
        if groups.last().is_none_or(|(last, _)| *last != heading) {
            groups.push((heading, Vec::new()));
        }
        if let Some((_, lines)) = groups.last_mut() {
            lines.extend(line(of));
        }
    }
    let page = Page {
        layout: Layout::load(db, viewer, "Beslutninger", links::LIST)?,
        count: all.len(),
        open,
        groups,
    };
    Ok(page.render()?)
}

fn line(of: &Decided) -> Option<Line> {
    let decision: &Decision = of.item.decision.as_ref()?;
    let (meeting, item) = (&of.meeting, &of.item);
    let again = of.came_again.as_ref();
    Some(Line {
        link: links::item(&meeting.id, &item.id),
        heading: item.wording.heading.clone(),
        decision: DecisionView::of(decision),
        of: format!(
            "{}, {}, punkt {}",
            meeting.title,
            danish_date(meeting.date),
            item.number
        ),
        again: again.map_or_else(String::new, |next| {
            format!("Kommer igen på mødet {}.", danish_date(next.date))
        }),
    })
}

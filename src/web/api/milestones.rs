//! `PATCH /api/v1/milestones/KEY`: a dated update of a milestone, for scripts.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::body::{Whole, json, read};
use crate::changes::workplan::{Whose, Written, update};
use crate::domain::people::Right;
use crate::domain::workplan::Tracked;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// What is said of a milestone; what is left out stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The milestone's `version` as it was read: one that was updated since is left as it is.
    version: Option<Whole>,
    status: Option<String>,
    /// As 2026-02-28.
    due: Option<String>,
    owner: Option<String>,
    /// What happened, and why: every update says it.
    why: String,
    deliverables: Option<Vec<Progressed>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Progressed {
    /// The first is 1.
    number: Whole,
    progress: String,
}

impl Said {
    fn written(self) -> Written {
        let deliverables = self.deliverables.unwrap_or_default().into_iter();
        Written {
            seen: self.version.map(|version| version.0),
            status: self.status,
            due: self.due,
            owner: self.owner,
            progress: deliverables.map(|of| (of.number.0, of.progress)).collect(),
            why: self.why,
        }
    }
}

/// A milestone as scripts read it: the columns of the report `workplan`, and what else is known.
#[derive(Debug, Serialize)]
struct Milestone {
    milestone: String,
    title: String,
    plan: String,
    period: String,
    focus_area: String,
    owner: &'static str,
    status: &'static str,
    due: String,
    overdue: bool,
    deliverables: usize,
    deliverables_done: usize,
    progress: Vec<Deliverable>,
    /// The data version of its newest update; 0 while there is none.
    version: i64,
}

#[derive(Debug, Serialize)]
struct Deliverable {
    number: usize,
    title: String,
    progress: &'static str,
}

/// Adds an update to a milestone: a status, a due date, an owner, how far deliverables are, or a note alone.
#[utoipa::path(
    patch,
    path = "/api/v1/milestones/{key}",
    operation_id = "update_milestone",
    tag = "workplan",
    params(("key" = String, Path, description = "the milestone: 2025H2-samarbejde")),
    request_body(content = Object, content_type = "application/json", description = "what changes, and why; why must be there"),
    responses(
        (status = 200, description = "the milestone as it stands after the update"),
        (status = 403, description = "the role may not update, or not this milestone (application/problem+json)"),
        (status = 404, description = "no such milestone (application/problem+json)"),
        (status = 409, description = "it was updated since that version (application/problem+json)"),
        (status = 422, description = "a value means nothing; every fault is told (application/problem+json)"),
    ),
)]
pub async fn update_milestone(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(key): Path<String>,
    body: Bytes,
) -> Result<Response, AppError> {
    let written = read::<Said>(&body)?.written();
    let who = viewer.who()?;
    let whose = Whose::of(who.standing)
        .ok_or_else(|| AppError::forbidden(Right::UpdateMilestones.refusal(who.standing)))?;
    let (actor, today) = (state.actor(who), state.clock.today());
    let milestone = state
        .blocking(move |state| {
            let read_date = |text: &str| text.parse().ok();
            let done = update(&state.store, &actor, whose, &key, &written, read_date)?;
            Ok(described(done, today))
        })
        .await?;
    json(StatusCode::OK, &milestone)
}

fn described(tracked: Tracked, today: Date) -> Milestone {
    let stands = tracked.newest();
    let titles = tracked.milestone.deliverables.iter();
    let progress = (1..)
        .zip(titles.zip(&stands.progress))
        .map(|(number, (title, progress))| Deliverable {
            number,
            title: title.clone(),
            progress: progress.key(),
        });
    Milestone {
        owner: stands.owner.label(),
        status: stands.status.key(),
        due: stands.due.to_string(),
        overdue: stands.is_overdue(today),
        deliverables: stands.progress.len(),
        deliverables_done: stands.done(),
        progress: progress.collect(),
        version: tracked.version(),
        plan: tracked.plan,
        period: tracked.period.key,
        focus_area: tracked.focus_area.key,
        milestone: tracked.milestone.key,
        title: tracked.milestone.title,
    }
}

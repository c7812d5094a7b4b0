//! `/arbejdsplan/planer`: the plans there are, and one more: shown before it is stored.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

use super::links;
use crate::changes::texts::{Fault, Field};
use crate::changes::workplan::plans::{self, PlanError};
use crate::domain::cpr;
use crate::domain::danish::{counted, danish_date};
use crate::domain::workplan::{Owner, Plan};
use crate::import::PlanFault;
use crate::storage::workplan::{self, Kept};
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::kept;
use crate::web::page::private;
use crate::web::received;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

const PLAN: Field = Field::new("plan", "planen");

#[derive(Template)]
#[template(path = "workplan/plans.html")]
struct Page {
    layout: Layout,
    plans: Vec<Listed>,
    /// The plan as text.
    text: String,
    fault: Option<Fault>,
    /// Every fault, with its place.
    faults: Vec<PlanFault>,
    tried: Option<Tried>,
}

/// A plan that is there.
struct Listed {
    years: String,
    title: String,
    source: String,
    holds: String,
    added: String,
}

/// What a text would add.
struct Tried {
    title: String,
    holds: String,
    rows: Vec<TriedRow>,
}

struct TriedRow {
    title: String,
    period: String,
    area: String,
    owner: &'static str,
    deliverables: usize,
}

/// The form as it was sent.
#[derive(Default)]
struct Sent {
    text: Vec<u8>,
    store: bool,
}

impl Sent {
    fn hear(&mut self, name: &str, value: &[u8]) {
        match name {
            // A file stands in for the text, where one was chosen.
            "fil" if !value.is_empty() => self.text = value.to_vec(),
            "plan" if self.text.is_empty() => self.text = value.to_vec(),
            "handling" => self.store = value == b"gem",
            _ => {}
        }
    }

    /// A CPR-like number is not even sent back to whoever wrote it.
    fn shown(&self) -> String {
        cpr::without(&String::from_utf8_lossy(&self.text))
    }
}

/// Shows the plans, and a pattern of the next.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let html = state
        .read(move |db| {
            let kept = plans_now(db)?;
            let text = kept
                .last()
                .map_or_else(String::new, |last| pattern(&last.plan));
            render(db, &viewer, (&kept, text), None)
        })
        .await?;
    Ok(private(html))
}

/// Tries a plan, or adds it and goes to the board.
///
/// # Errors
/// [`AppError`]; a refused plan is the page again, with every fault.
pub async fn send(
    State(state): State<AppState>,
    viewer: Viewer,
    kept: Option<Extension<Arc<kept::Kept>>>,
    form: Option<Multipart>,
) -> Result<Response, AppError> {
    let sent = match (kept, form) {
        (Some(Extension(kept)), _) => {
            let mut sent = Sent::default();
            for (name, value) in &kept.fields {
                sent.hear(name, value.as_bytes());
            }
            sent
        }
        (None, Some(form)) => {
            let _turn = state.receiving().await?;
            read_form(form).await?
        }
        (None, None) => return Err(AppError::Unreadable),
    };
    let actor = state.actor(viewer.who()?);
    let shown = state
        .blocking(move |state| {
            let tried = if viewer.looks_again() {
                None
            } else if sent.store {
                match plans::add(&state.store, &actor, &sent.text) {
                    Ok(_) => return Ok(None),
                    Err(error) => Some(Err(error)),
                }
            } else {
                Some(plans::look(&state.store, &sent.text))
            };
            let tried = match tried {
                None => None,
                Some(Ok(plan)) => Some(Ok(plan)),
                Some(Err(PlanError::Refused(faults))) => Some(Err(faults)),
                Some(Err(PlanError::Store(error))) => return Err(error.into()),
                Some(Err(PlanError::Query(error))) => return Err(error.into()),
            };
            let status = match &tried {
                Some(Err(_)) => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::OK,
            };
            let html = state.store.read(|db| {
                let kept = plans_now(db)?;
                render(db, &viewer, (&kept, sent.shown()), tried)
            })?;
            Ok(Some((status, html)))
        })
        .await?;
    Ok(match shown {
        None => Redirect::to(links::BOARD).into_response(),
        Some((status, html)) => (status, private(html)).into_response(),
    })
}

async fn read_form(mut form: Multipart) -> Result<Sent, AppError> {
    let broken = |e: MultipartError| received::refused(e.status());
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = received::field(field).await.map_err(broken)?;
        sent.hear(&name, &value);
    }
    Ok(sent)
}

fn plans_now(db: &mut Db) -> Result<Vec<Kept>, AppError> {
    let now = storage::version(db)?;
    Ok(workplan::plans(db, now)?)
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    (kept, text): (&[Kept], String),
    tried: Option<Result<Plan, Vec<PlanFault>>>,
) -> Result<String, AppError> {
    let (tried, faults) = match tried {
        None => (None, Vec::new()),
        Some(Ok(plan)) => (Some(tried_of(&plan)), Vec::new()),
        Some(Err(faults)) => (None, faults),
    };
    let fault = (!faults.is_empty()).then(|| {
        let count = counted(faults.len(), "fejl", "fejl");
        PLAN.fault(format!(
            "Planen er afvist, og intet er gemt: {count}. Ret den, og prøv igen."
        ))
    });
    let page = Page {
        layout: Layout::load(db, viewer, "Planer", links::BOARD)?,
        plans: kept.iter().map(listed).collect(),
        text,
        fault,
        faults,
        tried,
    };
    Ok(page.render()?)
}

fn holds(plan: &Plan) -> String {
    let milestones = counted(plan.milestones.len(), "milepæl", "milepæle");
    let deliverables = counted(plan.deliverables(), "leverance", "leverancer");
    format!("{milestones} med {deliverables}")
}

fn listed(kept: &Kept) -> Listed {
    Listed {
        years: kept.plan.key(),
        title: kept.plan.title.clone(),
        source: kept.plan.source.clone(),
        holds: holds(&kept.plan),
        added: match kept.added_on {
            Some(day) => format!("Tilføjet {} af {}", danish_date(day), kept.by),
            None => "Fulgte med cockpittet".to_owned(),
        },
    }
}

fn tried_of(plan: &Plan) -> Tried {
    let rows = plan.milestones.iter().map(|milestone| {
        let period = plan.period(&milestone.period);
        let area = plan.focus_area(&milestone.focus_area);
        TriedRow {
            title: milestone.title.clone(),
            period: period.map_or_else(String::new, |p| p.title.clone()),
            area: area.map_or_else(String::new, |a| a.title.clone()),
            owner: milestone.owner.label(),
            deliverables: milestone.deliverables.len(),
        }
    });
    Tried {
        title: plan.title.clone(),
        holds: holds(plan),
        rows: rows.collect(),
    }
}

/// The two years after a plan with the same focus areas, to be filled in.
fn pattern(last: &Plan) -> String {
    let ends = last.periods.iter().map(|period| period.ends.year()).max();
    let first = ends.unwrap_or(2026) + 1;
    let halves = (first..=first + 1).flat_map(|year| [(year, 1), (year, 2)]);
    let halves: Vec<(i16, i16)> = halves.collect();
    let key = |(year, half): &(i16, i16)| format!("{year}H{half}");
    let periods = halves.iter().map(|of @ (year, half)| {
        let (quarters, starts, ends) = if *half == 1 {
            ("1.-2.", "01-01", "06-30")
        } else {
            ("3.-4.", "07-01", "12-31")
        };
        json!({
            "key": key(of), "title": format!("{quarters} kvartal {year}"),
            "starts": format!("{year}-{starts}"), "ends": format!("{year}-{ends}"),
        })
    });
    let areas = last.focus_areas.iter();
    let milestones = halves.iter().flat_map(|of| {
        areas.clone().map(move |area| {
            json!({
                "key": format!("{}-{}", key(of), area.key), "period": key(of), "focus_area": area.key,
                "owner": Owner::WorkingGroup.label(), "title": "", "deliverables": [""],
            })
        })
    });
    let plan = json!({
        "title": format!("Plan {first}-{}", first + 1),
        "source": "",
        "focus_areas": areas.clone().map(|area| json!({"key": area.key, "title": area.title})).collect::<Vec<Value>>(),
        "periods": periods.collect::<Vec<Value>>(),
        "milestones": milestones.collect::<Vec<Value>>(),
    });
    serde_json::to_string_pretty(&plan).unwrap_or_default()
}

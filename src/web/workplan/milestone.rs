//! `/arbejdsplan/KEY`: one milestone, its deliverables, what was said of it, and the form to say more.

use std::collections::HashMap;

use askama::Template;
use axum::Form as Encoded;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::evidence::{Shown, shown as figure, wanted};
use super::sent::{DELIVERABLE, Sent};
use super::{links, words};
use crate::analyses::catalogue::Catalogue;
use crate::changes::texts::Fault;
use crate::changes::workplan::{Whose, WorkplanError, update as say};
use crate::domain::danish::danish_date;
use crate::domain::people::Right;
use crate::domain::workplan::{Document, Evidence, Owner, Progress, Standing, Status, Tracked};
use crate::reports::workplan::evidence;
use crate::storage::{self, Db, workplan};
use crate::web::analyses::links::of_milestone;
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::{Link, danish_time, read_date};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "workplan/milestone.html")]
struct Page {
    layout: Layout,
    title: String,
    address: String,
    /// The data version of the newest update: what the form has seen.
    version: i64,
    shape: &'static str,
    status: &'static str,
    class: &'static str,
    is_overdue: bool,
    facts: Vec<(&'static str, String)>,
    deliverables: Vec<Deliverable>,
    /// What tells more of how it goes.
    analyses: Vec<Link>,
    /// The newest first.
    history: Vec<Told>,
    may_update: bool,
    may_hand_over: bool,
    statuses: Vec<Choice>,
    owners: Vec<Choice>,
    saved: bool,
    after: After,
    due: String,
}

/// Something that the milestone is to deliver.
struct Deliverable {
    /// The name of its field.
    field: String,
    title: String,
    class: &'static str,
    progress: &'static str,
    figure: Option<Shown>,
    choices: Vec<Choice>,
}

/// An update as it is told.
struct Told {
    at: String,
    by: String,
    why: String,
    changed: Vec<String>,
    documents: Vec<Link>,
}

/// A form of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Update,
    Document,
}

/// What the page is shown after.
#[derive(Debug, Default)]
pub(super) struct After {
    /// The form that was sent and not done.
    pub form: Option<Form>,
    pub sent: Sent,
    pub faults: Vec<Fault>,
    /// What somebody else said meanwhile.
    pub meanwhile: Vec<String>,
}

/// What was just done, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Saved {
    gemt: String,
}

impl Page {
    /// What is wrong with a field of a form.
    fn fault(&self, form: Form, name: &str) -> Option<&Fault> {
        let ours = self.unfolded(form);
        let mut faults = self.after.faults.iter().filter(|_| ours);
        faults.find(|fault| fault.field.name == name)
    }

    fn unfolded(&self, form: Form) -> bool {
        self.after.form == Some(form)
    }

    fn due_value(&self) -> &str {
        self.after.sent.get("frist").unwrap_or(&self.due)
    }

    fn why(&self, form: Form) -> &str {
        let ours = self.unfolded(form);
        let why = self.after.sent.get("hvorfor").filter(|_| ours);
        why.unwrap_or_default()
    }
}

/// Shows the page.
///
/// # Errors
/// [`AppError::NotFound`] for a milestone that is not there.
pub async fn show(
    State(state): State<AppState>,
    Path(key): Path<String>,
    UrlQuery(saved): UrlQuery<Saved>,
    viewer: Viewer,
) -> Result<Response, AppError> {
    let today = state.clock.today();
    let analyses = state.analyses.clone();
    let html = state
        .read(move |db| {
            let shown = (key.as_str(), today, saved.gemt == "ja");
            render(db, (&viewer, &analyses), shown, After::default())
        })
        .await?;
    Ok(private(html))
}

/// Adds what the form says.
///
/// # Errors
/// [`AppError`]; what is refused is the page again: with every fault at its field, or with what
/// somebody else said meanwhile, and what was typed still there.
pub async fn update(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(key): Path<String>,
    Encoded(pairs): Encoded<Pairs>,
) -> Result<Response, AppError> {
    let sent = Sent(pairs);
    let who = viewer.who()?;
    let whose = Whose::of(who.standing)
        .ok_or_else(|| AppError::forbidden(Right::UpdateMilestones.refusal(who.standing)))?;
    let actor = state.actor(who);
    let today = state.clock.today();
    let back = format!("{}?gemt=ja", links::milestone(&key));
    let refused = state
        .blocking(move |state| {
            let mut after = After {
                form: Some(Form::Update),
                ..After::default()
            };
            let mut status = StatusCode::UNPROCESSABLE_ENTITY;
            if !viewer.looks_again() {
                let written = sent.written();
                match say(&state.store, &actor, whose, &key, &written, read_date) {
                    Ok(_) => return Ok(None),
                    Err(WorkplanError::Faults(faults)) => after.faults = faults,
                    Err(WorkplanError::ChangedMeanwhile(tracked)) => {
                        status = StatusCode::CONFLICT;
                        after.meanwhile = words::since(&tracked, sent.seen().unwrap_or(0));
                    }
                    Err(other) => return Err(other.into()),
                }
            }
            after.sent = sent.without_numbers();
            let shown = (key.as_str(), today, false);
            let html = state
                .store
                .read(|db| render(db, (&viewer, &state.analyses), shown, after))?;
            Ok(Some((status, html)))
        })
        .await?;
    Ok(match refused {
        None => Redirect::to(&back).into_response(),
        Some((status, html)) => (status, private(html)).into_response(),
    })
}

/// The page of a milestone.
pub(super) fn render(
    db: &mut Db,
    (viewer, analyses): (&Viewer, &Catalogue),
    (key, today, saved): (&str, Date, bool),
    after: After,
) -> Result<String, AppError> {
    let now = storage::version(db)?;
    let tracked = workplan::milestone(db, key, now)?.ok_or(AppError::NotFound)?;
    let stands = tracked.newest();
    let whose = Whose::of(viewer.who()?.standing);
    let title = tracked.milestone.title.clone();
    let wanted: Vec<Evidence> = wanted(key, stands.progress.len()).collect();
    let figures = evidence::figures(db, &wanted, today, |right| viewer.may(right))?;
    let documents = workplan::documents(db, key, now)?;
    let page = Page {
        layout: Layout::load(db, viewer, &title, links::BOARD)?,
        title,
        address: links::milestone(key),
        version: tracked.version(),
        shape: words::shape(stands.status),
        status: stands.status.label(),
        class: stands.status.key(),
        is_overdue: stands.is_overdue(today),
        facts: facts(&tracked, &stands, today),
        deliverables: deliverables(&tracked, &stands, &after.sent, &|number| {
            figure(&figures, key, number)
        }),
        analyses: of_milestone(analyses, key, viewer),
        history: history(&tracked, &documents),
        may_update: whose.is_some_and(|whose| whose.has(stands.owner)),
        may_hand_over: whose.is_some_and(Whose::may_hand_over),
        statuses: choices(
            Status::ALL.map(|of| (of.key(), of.label())),
            after.sent.get("status").unwrap_or(stands.status.key()),
        ),
        owners: choices(
            Owner::ALL.map(|of| (of.key(), of.label())),
            after.sent.get("ansvarlig").unwrap_or(stands.owner.key()),
        ),
        saved,
        due: stands.due.to_string(),
        after,
    };
    Ok(page.render()?)
}

fn choices<const N: usize>(pairs: [(&str, &str); N], chosen: &str) -> Vec<Choice> {
    pairs
        .map(|(value, label)| Choice::of(value, label, value == chosen))
        .into()
}

fn facts(tracked: &Tracked, stands: &Standing, today: Date) -> Vec<(&'static str, String)> {
    let due = danish_date(stands.due);
    let due = if stands.status.is_closed() {
        due
    } else {
        format!("{due} ({})", words::away(stands.due, today))
    };
    let mut facts = vec![
        ("Frist", due),
        ("Ansvarlig", stands.owner.label().to_owned()),
        ("Spor", tracked.focus_area.title.clone()),
        ("Halvår", tracked.period.title.clone()),
        ("Leverancer færdige", words::done_of_all(stands)),
    ];
    if stands.due != tracked.period.ends {
        let planned = danish_date(tracked.period.ends);
        facts.push(("Oprindelig frist", planned));
    }
    facts
}

fn deliverables(
    tracked: &Tracked,
    stands: &Standing,
    sent: &Sent,
    figure: &dyn Fn(usize) -> Option<Shown>,
) -> Vec<Deliverable> {
    let titles = tracked.milestone.deliverables.iter();
    (1usize..)
        .zip(titles.zip(&stands.progress))
        .map(|(number, (title, progress))| {
            let field = format!("{DELIVERABLE}{number}");
            let chosen = sent.get(&field).unwrap_or(progress.key());
            Deliverable {
                title: title.clone(),
                class: progress.key(),
                progress: progress.label(),
                figure: figure(number),
                choices: choices(Progress::ALL.map(|of| (of.key(), of.label())), chosen),
                field,
            }
        })
        .collect()
}

fn history(tracked: &Tracked, documents: &HashMap<i64, Vec<Document>>) -> Vec<Told> {
    let key = &tracked.milestone.key;
    let link = |document: &Document| {
        let size = document.bytes.div_euclid(1024) + 1;
        let words = format!("{} ({}, {size} kB)", document.name, document.kind.label());
        Link::to(links::document(key, &document.id), words)
    };
    let told = words::history(tracked).into_iter().rev();
    told.map(|(update, changed)| Told {
        at: danish_time(&update.at),
        by: update.by.clone(),
        why: update.why.clone(),
        documents: documents
            .get(&update.version)
            .map_or_else(Vec::new, |list| list.iter().map(link).collect()),
        changed,
    })
    .collect()
}

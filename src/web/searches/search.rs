//! `/ledige-pladser/afsoegning`: the form, what fits under it, and what operators are asked for.

use askama::Template;
use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::found::{FoundGroup, Others, groups};
use super::links::{LIST, SEARCH, receipt};
use crate::changes::actor::Actor;
use crate::changes::searches::asked::{Sent, read};
use crate::changes::searches::{SearchError, made};
use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::domain::danish::{danish_date, danish_order};
use crate::domain::paragraph::Paragraph;
use crate::domain::searches::{Asked, Part, Standing, search};
use crate::reports::searches::receipt::Names;
use crate::reports::searches::waiting::{self, Waiting};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::storage::searches::free;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::{danish_time, read_date};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "searches/search.html")]
struct Page {
    layout: Layout,
    form: Fields,
    /// Name of the municipality that a chef searches for.
    own: Option<String>,
    municipalities: Vec<Choice>,
    paragraphs: Vec<Choice>,
    target_groups: Vec<Choice>,
    fault: Option<Fault>,
    found: Option<Found>,
    /// What waits for the answer of whoever looks.
    waiting: Vec<Question>,
    /// What is wrong with an answer.
    refused: Option<Refused>,
}

/// What fits.
struct Found {
    summary: String,
    groups: Vec<FoundGroup>,
}

/// A question to the operator.
struct Question {
    address: String,
    entry: String,
    heading: String,
    words: String,
    message: String,
    by: String,
    /// The municipality whose answer is written down.
    written_down_for: Option<String>,
}

/// An answer that was not taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Refused {
    /// Receipt and entry of the question.
    pub of: (String, String),
    pub text: String,
    /// Nothing is wrong with what is only shown again.
    pub fault: Option<Fault>,
    /// What was done meanwhile.
    pub problem: Option<String>,
}

impl Page {
    fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    fn problem(&self) -> Option<&str> {
        self.refused.as_ref()?.problem.as_deref()
    }

    fn list(&self) -> &'static str {
        LIST
    }

    /// Whether the answer to a question is shown again.
    fn refused_of(&self, question: &Question) -> Option<&Refused> {
        let of = |refused: &&Refused| {
            question.address == format!("{SEARCH}/{}", refused.of.0)
                && question.entry == refused.of.1
        };
        self.refused.as_ref().filter(of)
    }

    fn fault_of(&self, question: &Question) -> Option<&Fault> {
        self.refused_of(question)?.fault.as_ref()
    }

    fn text_of(&self, question: &Question) -> &str {
        self.refused_of(question)
            .map_or("", |refused| &refused.text)
    }
}

/// The form, as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Fields {
    kommune: String,
    paragraf: String,
    maalgruppe: String,
    fra: String,
}

impl Fields {
    fn is_empty(&self) -> bool {
        [&self.kommune, &self.paragraf, &self.maalgruppe, &self.fra]
            .iter()
            .all(|text| text.is_empty())
    }

    fn sent(&self) -> Sent {
        Sent {
            municipality: self.kommune.clone(),
            paragraph: self.paragraf.clone(),
            target_group: self.maalgruppe.clone(),
            needed_from: read_date(&self.fra),
        }
    }

    /// As the page may show it again.
    fn shown(self) -> Fields {
        Fields {
            fra: cpr::without(&self.fra),
            ..self
        }
    }
}

/// Shows the form; once it is filled in also what fits, and nothing is kept yet.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    UrlQuery(form): UrlQuery<Fields>,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    state
        .read(move |db| {
            let asked = if form.is_empty() {
                None
            } else {
                Some(of_form(read(db, &actor, &form.sent()))?)
            };
            let status = match &asked {
                Some(Err(_)) => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::OK,
            };
            let html = render(db, (&viewer, &actor), form.shown(), asked, None)?;
            Ok((status, private(html)).into_response())
        })
        .await
}

/// Makes a search: it gets its receipt.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason at the field.
pub async fn make(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<Fields>,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    if viewer.looks_again() {
        return again(&state, viewer, actor, form, None).await;
    }
    let (sent, maker) = (form.sent(), actor.clone());
    let made = state
        .blocking(move |state| of_form(made::make(&state.store, &maker, &sent)))
        .await?;
    match made {
        Ok((search, _)) => Ok(Redirect::to(&receipt(search.receipt)).into_response()),
        Err(fault) => again(&state, viewer, actor, form, Some(Err(fault))).await,
    }
}

async fn again(
    state: &AppState,
    viewer: Viewer,
    actor: Actor,
    form: Fields,
    asked: Option<Result<Asked, Fault>>,
) -> Result<Response, AppError> {
    let html = state
        .read(move |db| render(db, (&viewer, &actor), form.shown(), asked, None))
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response())
}

/// The page with an answer that was not taken, or is only shown again.
pub(super) async fn answer_again(
    state: &AppState,
    viewer: Viewer,
    refused: Refused,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let status = match refused.problem {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let html = state
        .read(move |db| {
            let form = Fields::default();
            render(db, (&viewer, &actor), form, None, Some(refused))
        })
        .await?;
    Ok((status, private(html)).into_response())
}

/// What the one who filled it in can put right, apart from what nobody can.
pub(super) fn of_form<T>(done: Result<T, SearchError>) -> Result<Result<T, Fault>, AppError> {
    match done {
        Ok(value) => Ok(Ok(value)),
        Err(SearchError::Fault(fault)) => Ok(Err(fault)),
        Err(other) => Err(other.into()),
    }
}

fn render(
    db: &mut Db,
    (viewer, actor): (&Viewer, &Actor),
    form: Fields,
    asked: Option<Result<Asked, Fault>>,
    refused: Option<Refused>,
) -> Result<String, AppError> {
    let own = actor.bound_to.as_deref();
    let (questions, names) = waiting::of(db, own)?;
    let (found, fault) = match asked {
        Some(Ok(asked)) => (Some(found(db, actor, &asked, &names)?), None),
        Some(Err(fault)) => (None, Some(fault)),
        None => (None, None),
    };
    let page = Page {
        layout: Layout::load(db, viewer, "Afsøg, før du køber privat", "/ledige-pladser")?,
        own: own.map(|code| names.area(code).to_owned()),
        municipalities: municipalities(db, &form)?,
        paragraphs: (Paragraph::ALL.iter())
            .map(|p| {
                let words = format!("{}, {}", p.label(), p.meaning());
                Choice::of(p.key(), words, p.key() == form.paragraf)
            })
            .collect(),
        target_groups: target_groups(&names, &form),
        waiting: questions.iter().map(|of| question(of, &names)).collect(),
        form,
        fault,
        found,
        refused,
    };
    Ok(page.render()?)
}

fn municipalities(db: &mut Db, form: &Fields) -> Result<Vec<Choice>, AppError> {
    let home = areas::home(db)?.into_iter();
    let choice = |area: crate::domain::area::Area| {
        let selected = area.code == form.kommune;
        Choice::of(area.code, area.name, selected)
    };
    Ok(home.map(choice).collect())
}

fn target_groups(names: &Names, form: &Fields) -> Vec<Choice> {
    let mut groups: Vec<_> = names.groups().iter().collect();
    let order = danish_order();
    groups.sort_by(|a, b| order(&[&a.name], &[&b.name]));
    let choice = |code: &String, name: &String| Choice::of(code, name, *code == form.maalgruppe);
    groups.iter().map(|g| choice(&g.code, &g.name)).collect()
}

fn found(db: &mut Db, actor: &Actor, asked: &Asked, names: &Names) -> Result<Found, AppError> {
    let today = actor.clock.today();
    let matches = search(asked, free::vacant(db, asked, today)?);
    let fits = matches.iter().filter(|of| of.part == Part::Fits).count();
    let summary = match fits {
        0 => "Ingen ledig plads passer.".to_owned(),
        1 => "1 opslag passer.".to_owned(),
        n => format!("{n} opslag passer."),
    };
    let (nothing, others) = (Standing::default(), Others::new());
    Ok(Found {
        summary,
        groups: groups(asked, &matches, names, (&nothing, &others)),
    })
}

fn question(of: &Waiting, names: &Names) -> Question {
    let asked = &of.search.asked;
    Question {
        address: receipt(of.search.receipt),
        entry: of.vacant.entry.clone(),
        heading: format!(
            "{} beder om plads i {}",
            names.area(&asked.municipality),
            of.vacant.offer
        ),
        words: format!(
            "{}, {}, fra {}",
            asked.paragraph.label(),
            names.group(&asked.target_group),
            danish_date(asked.needed_from)
        ),
        message: of.event.text.clone(),
        by: format!("{}, {}", of.event.by, danish_time(&of.event.at)),
        written_down_for: of.written_down_for.clone(),
    }
}

//! `/ledige-pladser/afsoegning/AF-2026-000123`: what was free when somebody searched, what came of it,
//! and the forms to go on with; with `.pdf` after it the same on paper.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::found::{FoundGroup, groups};
use super::links::{self, LIST, SEARCH};
use crate::changes::people::Identity;
use crate::changes::searches::chosen::STEPS;
use crate::changes::texts::Fault;
use crate::domain::danish::danish_date;
use crate::domain::searches::{Choice as Came, Code, Event, Receipt, Search, standing};
use crate::export::{self, DocumentFormat, Format};
use crate::papers::receipt as paper;
use crate::reports::searches::receipt::{self as report, Whole};
use crate::storage::Db;
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "searches/receipt.html")]
struct Page {
    layout: Layout,
    address: String,
    number: String,
    state: &'static str,
    facts: Vec<(&'static str, String)>,
    summary: String,
    groups: Vec<FoundGroup>,
    history: Vec<Told>,
    choices: Vec<Choice>,
    codes: Vec<Choice>,
    form: Form,
    refused: Refused,
    /// The form of a choice is open.
    unfolded: bool,
}

/// An event, in words.
struct Told {
    on: String,
    what: String,
    text: String,
    by: String,
}

/// The form of a choice, as it was sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    pub choice: String,
    pub code: String,
    pub on: String,
    pub text: String,
}

/// What was not done, and what was written in its form.
#[derive(Debug, Clone, Default)]
pub(super) struct Refused {
    /// The entry that was asked for, and the message; of a choice none.
    pub asked: Option<(String, String)>,
    /// The choice.
    pub chosen: Option<Form>,
    pub fault: Option<Fault>,
    /// What was done meanwhile.
    pub problem: Option<String>,
}

impl Page {
    /// What is wrong with the choice.
    fn fault(&self) -> Option<&Fault> {
        let chosen = self.refused.chosen.as_ref();
        chosen.and(self.refused.fault.as_ref())
    }

    fn problem(&self) -> Option<&str> {
        self.refused.problem.as_deref()
    }

    fn list(&self) -> &'static str {
        LIST
    }

    fn search(&self) -> &'static str {
        SEARCH
    }

    /// Whether the form of an entry is open: it was sent, and not done.
    fn asked_of(&self, entry: &str) -> bool {
        let asked = self.refused.asked.as_ref();
        asked.is_some_and(|(of, _)| of == entry)
    }

    fn fault_of(&self, entry: &str) -> Option<&Fault> {
        self.refused.fault.as_ref().filter(|_| self.asked_of(entry))
    }

    fn message_of(&self, entry: &str) -> &str {
        let asked = self.refused.asked.as_ref();
        let asked = asked.filter(|(of, _)| of == entry);
        asked.map_or("", |(_, message)| message)
    }
}

/// Shows the receipt, or gives it as PDF.
///
/// # Errors
/// [`AppError::NotFound`] for a receipt that is not there, and for another municipality's.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    match name.strip_suffix(".pdf") {
        Some(number) => pdf(&state, &viewer, number).await,
        None => {
            let receipt = Receipt::parse(&name).ok_or(AppError::NotFound)?;
            let html = page(&state, viewer, receipt, Refused::default()).await?;
            Ok(private(html))
        }
    }
}

/// The page with what was not done, or is only shown again.
pub(super) async fn again(
    state: &AppState,
    viewer: Viewer,
    receipt: Receipt,
    refused: Refused,
) -> Result<Response, AppError> {
    let status = match refused.problem {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let html = page(state, viewer, receipt, refused).await?;
    Ok((status, private(html)).into_response())
}

async fn page(
    state: &AppState,
    viewer: Viewer,
    receipt: Receipt,
    refused: Refused,
) -> Result<String, AppError> {
    let today = state.clock.today().to_string();
    state
        .read(move |db| render(db, &viewer, receipt, today, refused))
        .await
}

async fn pdf(state: &AppState, viewer: &Viewer, number: &str) -> Result<Response, AppError> {
    let receipt = Receipt::parse(number).ok_or(AppError::NotFound)?;
    let who = viewer.who()?.clone();
    let bytes = state
        .read(move |db| {
            let whole = seen(db, &who, receipt)?;
            let document = paper::compose(&whole, reads_texts(&who, &whole.search));
            export::write_document(&document, DocumentFormat::Pdf).map_err(AppError::internal)
        })
        .await?;
    downloads::note(state, viewer, format!("{}.pdf", links::receipt(receipt))).await?;
    let name = format!("{receipt}.pdf");
    Ok(downloads::file(
        bytes,
        Format::Pdf.content_type(),
        Some(&name),
    ))
}

/// A receipt that somebody may see: of the own municipality, or whoever is bound to none.
fn seen(db: &mut Db, who: &Identity, receipt: Receipt) -> Result<Whole, AppError> {
    let whole = report::of(db, receipt)?.ok_or(AppError::NotFound)?;
    let own = who.bound_to();
    if own.is_none_or(|own| own == whole.search.asked.municipality) {
        Ok(whole)
    } else {
        Err(AppError::NotFound)
    }
}

/// Whether somebody reads what was written: the municipality's chef, and who wrote it or made the
/// search; with paragraph, group and day a text could tell of a person.
fn reads_texts(who: &Identity, search: &Search) -> bool {
    who.bound_to().is_some() || search.by == who.signature()
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    receipt: Receipt,
    today: String,
    refused: Refused,
) -> Result<String, AppError> {
    let who = viewer.who()?;
    let whole = seen(db, who, receipt)?;
    let standing = standing(&whole.events);
    let own = |event: &Event| reads_texts(who, &whole.search) || event.by == who.signature();
    let asked = &whole.search.asked;
    let form = refused.chosen.clone().unwrap_or(Form {
        on: today,
        ..Form::default()
    });
    let page = Page {
        layout: Layout::load(db, viewer, receipt.to_string(), "/ledige-pladser")?,
        address: links::receipt(receipt),
        number: receipt.to_string(),
        state: standing.choice.map_or("intet valgt endnu", Came::label),
        facts: paper::facts(&whole),
        summary: paper::summary(&whole),
        groups: groups(
            asked,
            &whole.matches,
            &whole.names,
            (&standing, &whole.others),
        ),
        history: whole.events.iter().map(|e| told(e, own(e))).collect(),
        choices: (STEPS.iter())
            .map(|s| Choice::of(s.key(), s.label(), s.key() == form.choice))
            .collect(),
        codes: (Code::ALL.iter())
            .filter(|code| code.is_of(asked.paragraph) || code.key() == form.code)
            .map(|c| Choice::of(c.key(), c.label(), c.key() == form.code))
            .collect(),
        unfolded: refused.chosen.is_some(),
        form,
        refused,
    };
    Ok(page.render()?)
}

fn told(event: &Event, own: bool) -> Told {
    let code = event.code.map(|code| format!(": {}", code.label()));
    Told {
        on: danish_date(event.on),
        what: format!("{}{}", event.step.label(), code.unwrap_or_default()),
        text: match (own, event.text.as_str()) {
            (_, "") => String::new(),
            (true, text) => text.to_owned(),
            (false, _) => "Teksten ses af kommunen selv.".to_owned(),
        },
        by: format!("{}, {}", event.by, danish_time(&event.at)),
    }
}

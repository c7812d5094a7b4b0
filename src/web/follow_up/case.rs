//! `/takster/sag`: one increase, what was done about it, and what the viewer may do next.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::forms::{CaseStep, Refusal};
use super::links::named;
use super::words::{EventView, MeetingChoice, ReasonChoice, events, held, reasons};
use crate::changes::follow_up::{self, History};
use crate::changes::texts::Fault;
use crate::domain::follow_up::{CaseKey, Event, Handling, Step};
use crate::domain::people::Right;
use crate::domain::report::{Cell, Report, Value};
use crate::reports;
use crate::storage::meetings;
use crate::storage::{self, Db};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::tariffs::nav::tariff_nav;
use crate::web::view::layout::Layout;
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

/// Days that an operator has to explain, unless another day is chosen.
const USUAL_DAYS: i32 = 14;

#[derive(Template)]
#[template(path = "follow_up/case.html")]
struct Page {
    layout: Layout,
    siblings: Vec<(String, String, bool)>,
    case: CaseKey,
    name: String,
    /// The cells of the case by their column; empty without two tariffs.
    report: Report,
    state: &'static str,
    open: bool,
    due: Option<String>,
    overdue: bool,
    steps: Vec<(&'static str, Option<String>)>,
    explanation: Option<EventView>,
    before: Option<EventView>,
    events: Vec<EventView>,
    parts: TableView,
    may: Vec<CaseStep>,
    meetings: Vec<MeetingChoice>,
    reasons: Vec<ReasonChoice>,
    today: String,
    usual_due: String,
    refusal: Option<Refusal>,
}

impl Page {
    fn cell(&self, column: &str) -> Option<&Cell> {
        let row = self.report.rows.rows.first()?;
        self.report.rows.cell(row, column)
    }

    /// A figure or a text of the case, as people read it.
    fn text(&self, column: &str) -> String {
        self.cell(column)
            .map_or_else(String::new, |c| c.value.danish())
    }

    /// Why there is no figure.
    fn lacks(&self, column: &str) -> Option<&str> {
        match self.cell(column).map(|c| &c.value) {
            Some(Value::Missing { reason }) => Some(reason),
            _ => None,
        }
    }

    /// How a figure was made, with its numbers.
    fn made(&self, column: &str) -> Option<&str> {
        let derivation = self.cell(column)?.derivation.as_deref()?;
        Some(&derivation.with_numbers)
    }

    /// What the new tariff was worked out with, and the old one when that is another: "93,00 %
    /// (året før 95,00 %)". `None` when neither tells.
    fn worked_out(&self, new: &str, old: &str, unit: &str) -> Option<String> {
        let told = |column: &str| {
            Some(self.text(column))
                .filter(|text| !text.is_empty())
                .map(|text| format!("{text}{unit}"))
        };
        match (told(new), told(old)) {
            (None, None) => None,
            (Some(new), Some(old)) if new == old => Some(format!("{new}, som året før")),
            (new, old) => {
                let words = |told: Option<String>| told.unwrap_or_else(|| "ikke oplyst".to_owned());
                Some(format!("{} (året før {})", words(new), words(old)))
            }
        }
    }

    fn compared(&self) -> bool {
        !self.report.rows.rows.is_empty()
    }

    fn below(&self) -> bool {
        self.cell("above_threshold").map(|c| &c.value) == Some(&Value::YesNo(false))
    }

    /// What is wrong with the form of a step, when it is the one that was sent.
    fn fault(&self, step: &str) -> Option<&Fault> {
        let refusal = self.refusal.as_ref().filter(|r| r.step.slug() == step)?;
        Some(&refusal.fault)
    }

    /// What a field of a form held when it was refused, else what it holds at first.
    fn kept<'a>(&'a self, step: &str, field: &str, first: &'a str) -> &'a str {
        match &self.refusal {
            Some(refusal) if refusal.step.slug() == step => refusal.sent.get(field),
            _ => first,
        }
    }

    /// Whether a form is open: the one refused, else the step that comes next.
    fn unfolded(&self, step: &str) -> bool {
        match &self.refusal {
            Some(refusal) => refusal.step.slug() == step,
            None => self.may.first().is_some_and(|s| s.slug() == step),
        }
    }
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let case = named(&pairs)?;
    let today = state.clock.today();
    let asked = asked.of_day(today);
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, case, (today, None))
    })
    .await
}

/// The page, with what was refused on it.
///
/// # Errors
/// [`AppError::NotFound`] when there was never such an increase.
pub(in crate::web) fn render(
    db: &mut Db,
    viewer: &Viewer,
    case: CaseKey,
    (today, refusal): (Date, Option<Refusal>),
) -> Result<String, AppError> {
    let history = follow_up::history(db, &case)?;
    let rose = history.amounts.is_some_and(|a| a.new > a.old);
    if !rose && history.events.is_empty() {
        return Err(AppError::NotFound);
    }
    let report = reports::follow_up::case::run(db, &case)?;
    let standing = history.handling();
    let version = storage::version(db)?;
    let calendar = meetings::all(db, version)?;
    let may = allowed(db, viewer, &case, (&standing, today))?;
    let awaited = standing.awaited().and_then(|e| e.due);
    let name = report.title.clone();
    let page = Page {
        layout: Layout::load(db, viewer, name.clone(), "/takster")?,
        siblings: tariff_nav(""),
        name,
        state: standing.state().label(),
        open: standing.state().is_open(),
        due: awaited.map(reports::words::date),
        overdue: awaited.is_some_and(|due| due < today),
        steps: done(&standing),
        explanation: told(&history.events, &history),
        before: told(&history.year_before, &history),
        events: events(&history.events, history.amounts, &calendar),
        parts: TableView::columns(
            "Takstens dele",
            &report.totals,
            &[
                "part",
                "amount",
                "share_pct",
                "increase",
                "increase_share_pct",
            ],
        ),
        meetings: held(
            &calendar,
            today,
            refusal.as_ref().map(|r| r.sent.get("moede")),
        ),
        reasons: reasons(refusal.as_ref().map(|r| &r.sent)),
        today: today.to_string(),
        usual_due: today
            .saturating_add(jiff::Span::new().days(USUAL_DAYS))
            .to_string(),
        may,
        report,
        case,
        refusal,
    };
    Ok(page.render()?)
}

/// The newest explanation, of these amounts or of others.
fn told(of: &[Event], history: &History) -> Option<EventView> {
    let found = of.iter().rev().find(|e| e.step == Step::Explained)?;
    let same_year = history.events.iter().any(|e| e.id == found.id);
    let amounts = match same_year {
        true => history.amounts,
        false => Some(found.amounts),
    };
    events(std::slice::from_ref(found), amounts, &[]).pop()
}

/// The four things that make a case complete, each with its day when it is done.
fn done(standing: &Handling<'_>) -> Vec<(&'static str, Option<String>)> {
    let day = |event: Option<&Event>| event.map(|e| reports::words::date(e.date));
    vec![
        ("Forklaret", day(standing.explained)),
        ("Indberettet", day(standing.reported)),
        ("Drøftet", day(standing.discussed)),
        ("Besluttet", day(standing.decided)),
    ]
}

/// The steps that the viewer may take, the one that comes next first.
fn allowed(
    db: &mut Db,
    viewer: &Viewer,
    case: &CaseKey,
    (standing, today): (&Handling<'_>, Date),
) -> Result<Vec<CaseStep>, AppError> {
    let mut steps = Vec::new();
    let own = match &viewer.0 {
        Some(who) => follow_up::explains(db, who, &case.offer_id)?,
        None => false,
    };
    if own {
        steps.push(CaseStep::Explain);
    }
    if viewer.may(Right::FollowUp) {
        let receives = follow_up::has_no_chef(db, &case.offer_id)?;
        steps.extend(CaseStep::of_secretariat(standing, today, receives));
    }
    Ok(steps)
}

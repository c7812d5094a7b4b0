//! `/takster/sag`: one increase, what was done about it, and what the viewer may do next.

use std::borrow::Cow;

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::forms::{CaseStep, Refusal, USUAL_DAYS};
use super::links::{is_saved, named};
use super::saved::Saved;
use super::words::{EventView, ReasonChoice, events, held, reasons};
use crate::changes::follow_up::{self, History};
use crate::changes::texts::Fault;
use crate::domain::follow_up::{CaseKey, Event, Handling, Step};
use crate::domain::number;
use crate::domain::people::Right;
use crate::domain::report::{self, Cell};
use crate::domain::tariffs::Tariff;
use crate::reports::columns::Col;
use crate::reports::follow_up::case::answer;
use crate::reports::tariffs::TARIFFS;
use crate::reports::tariffs::parts::{self, PartRow};
use crate::reports::tariffs::rise::Rise;
use crate::reports::{self, Query};
use crate::storage::meetings;
use crate::storage::{self, Db};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::tariffs::nav::tariff_nav;
use crate::web::view::Link;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "follow_up/case.html")]
struct Page {
    layout: Layout,
    siblings: Vec<Link>,
    case: CaseKey,
    name: String,
    /// `None` without two tariffs.
    shown: Option<Shown>,
    reopened: Option<String>,
    notes: Vec<String>,
    state: &'static str,
    open: bool,
    due: Option<String>,
    overdue: bool,
    steps: Vec<Milestone>,
    explanation: Option<EventView>,
    before: Option<EventView>,
    events: Vec<EventView>,
    parts: TableView,
    may: Vec<CaseStep>,
    meetings: Vec<Choice>,
    reasons: Vec<ReasonChoice>,
    today: String,
    usual_due: String,
    saved: Option<Saved>,
    refusal: Option<Refusal>,
}

/// One of the four things that make a case complete, and the day when it was done.
struct Milestone {
    words: &'static str,
    day: Option<String>,
}

/// A case's two tariffs as the page shows them.
struct Shown {
    change: String,
    old: String,
    new: String,
    unit: String,
    increase: String,
    real_change: Figure,
    per_year: Figure,
    operator: String,
    municipality: String,
    supervisor: String,
    paragraph: String,
    places: String,
    /// What the new tariff was worked out with, beside the old one's.
    occupancy: Option<String>,
    model: Option<String>,
    /// The increase is not above the limit any more.
    below: bool,
}

/// A figure, and under it how it was made or why there is none.
struct Figure {
    text: String,
    made: Option<String>,
    lacks: Option<String>,
}

impl Figure {
    fn of(cell: Cell) -> Figure {
        Figure {
            text: cell.value.danish(),
            made: cell.derivation().map(|d| d.with_numbers.clone()),
            lacks: cell.value.lack().map(Cow::into_owned),
        }
    }
}

impl Shown {
    fn of(rise: &Rise) -> Shown {
        let words = |cell: Cell| cell.value.danish();
        let occupancy = |tariff: &Tariff| {
            let told = tariff.parts.as_deref().and_then(|parts| parts.occupancy)?;
            let percent = report::percent(&number::exact(told, 2));
            // No line break between the figure and its unit.
            Some(format!("{}\u{a0}%", percent.danish()))
        };
        let model = |tariff: &Tariff| {
            let parts = tariff.parts.as_deref();
            let model = parts.and_then(|parts| parts.model.as_deref())?;
            Some(model.to_owned()).filter(|model| !model.is_empty())
        };
        let (old, new) = (&rise.old.value, &rise.new.value);
        Shown {
            change: words(rise.change_cell()),
            old: words(rise.old_cell()),
            new: words(rise.new_cell()),
            unit: words(rise.unit_cell()),
            increase: words(rise.increase_cell()),
            real_change: Figure::of(rise.real_change_cell()),
            per_year: Figure::of(rise.per_year_cell()),
            operator: rise.offer.operator.clone(),
            municipality: words(rise.offer.municipality_cell()),
            supervisor: words(rise.offer.supervisor_cell()),
            paragraph: words(rise.paragraph_cell()),
            places: words(rise.offer.places_cell()),
            occupancy: worked_out(occupancy(new), occupancy(old)),
            model: worked_out(model(new), model(old)),
            below: !rise.flagged,
        }
    }
}

/// What the new tariff was worked out with, and the old one when that is another: "93,00 % (året
/// før 95,00 %)". `None` when neither tells.
fn worked_out(new: Option<String>, old: Option<String>) -> Option<String> {
    match (new, old) {
        (None, None) => None,
        (Some(new), Some(old)) if new == old => Some(format!("{new}, som året før")),
        (new, old) => {
            let words = |told: Option<String>| told.unwrap_or_else(|| "ikke oplyst".to_owned());
            Some(format!("{} (året før {})", words(new), words(old)))
        }
    }
}

impl Page {
    /// Who operates the offer, and so explains; empty when that is not known.
    fn operator(&self) -> &str {
        self.shown.as_ref().map_or("", |shown| &shown.operator)
    }

    /// Who receives a report about it.
    fn supervisor(&self) -> &str {
        self.shown.as_ref().map_or("", |shown| &shown.supervisor)
    }

    /// What the tariff is for: "døgn".
    fn unit(&self) -> &str {
        self.shown.as_ref().map_or("", |shown| &shown.unit)
    }

    /// What is wrong with the form of a step, when it is the one that was sent.
    fn fault(&self, step: &str) -> Option<&Fault> {
        let refusal = self.refusal.as_ref().filter(|r| r.step.slug() == step)?;
        refusal.fault.as_ref()
    }

    /// What a field of a form held when it was refused, else what it holds at first.
    fn kept<'a>(&'a self, step: &str, field: &str, first: &'a str) -> &'a str {
        match &self.refusal {
            Some(refusal) if refusal.step.slug() == step => refusal.sent.get(field),
            _ => first,
        }
    }

    /// Whether there is something to send: a discussion wants a meeting that was held.
    fn may_be_sent(&self, step: &CaseStep) -> bool {
        *step != CaseStep::Discuss || !self.meetings.is_empty()
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
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let case = named(&pairs)?;
    let after = if is_saved(&pairs) {
        After::Saved
    } else {
        After::Nothing
    };
    let today = state.clock.today();
    let asked = asked.of_day(today);
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, case, (today, after))
    })
    .await
}

/// What was just done with the case.
pub(in crate::web) enum After {
    Nothing,
    /// A step was saved: it is said, and the next case is near.
    Saved,
    Refused(Refusal),
}

/// The page, after what was just done.
///
/// # Errors
/// [`AppError::NotFound`] when there was never such an increase.
pub(in crate::web) fn render(
    db: &mut Db,
    viewer: &Viewer,
    case: CaseKey,
    (today, after): (Date, After),
) -> Result<String, AppError> {
    let (saved, refusal) = match after {
        After::Nothing => (None, None),
        After::Saved => (Some(Saved::of(db, viewer, &case, today)?), None),
        After::Refused(refusal) => (None, Some(refusal)),
    };
    let history = follow_up::history(db, &case)?;
    let rose = history.amounts.is_some_and(|a| a.new > a.old);
    if !rose && history.events.is_empty() {
        return Err(AppError::NotFound);
    }
    let known = answer(db, &case)?;
    let standing = history.handling();
    let version = storage::version(db)?;
    let calendar = meetings::all(db, version)?;
    let may = allowed(db, viewer, &case, (&standing, today))?;
    let awaited = standing.awaited().and_then(|e| e.due);
    let name = known.name;
    let page = Page {
        layout: Layout::load(db, viewer, name.clone(), "/takster")?,
        siblings: tariff_nav("", &Query::default()),
        name,
        state: standing.state().label(),
        open: standing.state().is_open(),
        due: awaited.map(reports::words::date),
        overdue: awaited.is_some_and(|due| due < today),
        steps: done(&standing),
        explanation: told(&history.events, &history),
        before: told(&history.year_before, &history),
        events: events(&history.events, history.amounts, &calendar),
        parts: parts_view(&known.parts, &case),
        shown: known.rise.as_ref().map(Shown::of),
        reopened: known.reopened,
        notes: known.notes,
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
        case,
        saved,
        refusal,
    };
    Ok(page.render()?)
}

/// The parts of the new tariff, each figure with where it comes from on the offer's own list.
fn parts_view(parts: &[PartRow], case: &CaseKey) -> TableView {
    const SHOWN: [&Col<PartRow>; 5] = [
        &parts::PART,
        &parts::AMOUNT,
        &parts::SHARE,
        &parts::INCREASE,
        &parts::INCREASE_SHARE,
    ];
    let query = Query {
        offer: Some(case.offer_id.clone()),
        ..Query::default()
    };
    let links = Links {
        question: &TARIFFS,
        query: &query,
    };
    let columns = (parts::COLUMNS, &SHOWN[..]);
    TableView::of("Takstens dele", columns, parts, &links, |_| None)
}

/// The newest explanation, of these amounts or of others.
fn told(of: &[Event], history: &History) -> Option<EventView> {
    let found = of.iter().rev().find(|e| e.step == Step::Explained)?;
    let same_year = history.events.iter().any(|e| e.id == found.id);
    let amounts = if same_year {
        history.amounts
    } else {
        Some(found.amounts)
    };
    events(std::slice::from_ref(found), amounts, &[]).pop()
}

/// The four things that make a case complete, each with its day when it is done.
fn done(standing: &Handling<'_>) -> Vec<Milestone> {
    let milestone = |words, event: Option<&Event>| Milestone {
        words,
        day: event.map(|e| reports::words::date(e.date)),
    };
    vec![
        milestone("Forklaret", standing.explained),
        milestone("Indberettet", standing.reported),
        milestone("Drøftet", standing.discussed),
        milestone("Besluttet", standing.decided),
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
    let own = match &viewer.account {
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

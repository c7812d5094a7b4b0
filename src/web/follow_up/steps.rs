//! `POST /takster/sag/STEP`: what is done about an increase, one form each.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::case::{explains, has_no_chef, render};
use super::forms::{CaseStep, Refusal};
use super::links::{address, named};
use super::words::{Sent, amount_field};
use crate::changes::follow_up::{self, Actor, Explanation, FollowUpError};
use crate::changes::people::Identity;
use crate::domain::cpr;
use crate::domain::follow_up::{CaseKey, Reason};
use crate::domain::money::Money;
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::view::read_date;
use crate::web::viewer::Viewer;

macro_rules! handlers {
    ($($(#[$doc:meta])* $name:ident => $step:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// [`AppError`]; what is refused is the page again, with the reason at the field.
        pub async fn $name(
            State(state): State<AppState>,
            viewer: Viewer,
            Form(pairs): Form<Pairs>,
        ) -> Result<Response, AppError> {
            take(&state, &viewer, CaseStep::$step, pairs).await
        }
    )*};
}

handlers! {
    /// Asks the operator for an explanation.
    ask => Ask;
    /// Keeps the explanation of the chef whose municipality operates the offer.
    explain => Explain;
    /// Keeps the explanation of an operator that has no chef here.
    receive => Receive;
    /// Keeps that it was reported to the supervising authority.
    report => Report;
    /// Keeps that a meeting discussed it.
    discuss => Discuss;
    /// Keeps what was decided.
    decide => Decide;
    /// Opens a closed case again.
    reopen => Reopen;
    /// Keeps a remark.
    note => Note;
}

async fn take(
    state: &AppState,
    viewer: &Viewer,
    step: CaseStep,
    pairs: Pairs,
) -> Result<Response, AppError> {
    let case = named(&pairs)?;
    let back = format!("{}#haendelser", address(&case));
    let who = viewer.who()?.clone();
    let viewer = viewer.clone();
    let refused = state
        .blocking(move |state| {
            let (store, offer) = (&state.store, &case.offer_id);
            let may = match step {
                CaseStep::Explain => store.read(|db| explains(db, &viewer, offer))?,
                CaseStep::Receive => store.read(|db| has_no_chef(db, offer))?,
                _ => true,
            };
            if !may {
                return Err(AppError::NotFound);
            }
            let sent = Sent(pairs);
            let Err((field, words)) = apply(state, &who, step, &case, &sent)? else {
                return Ok(None);
            };
            let refusal = Refusal {
                step,
                field,
                words,
                sent: without_numbers(sent),
            };
            let shown = (state.clock.today(), Some(refusal));
            let html = state.store.read(|db| render(db, &viewer, case, shown))?;
            Ok(Some(html))
        })
        .await?;
    Ok(match refused {
        None => Redirect::to(&back).into_response(),
        Some(html) => (StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response(),
    })
}

/// A CPR-like number is not even sent back to whoever wrote it.
fn without_numbers(sent: Sent) -> Sent {
    let struck = |(key, value): (String, String)| (key, cpr::without(&value));
    Sent(sent.0.into_iter().map(struck).collect())
}

/// Field and words of what is wrong.
type Fault = (String, String);

/// Does it, or says what is wrong with which field.
fn apply(
    state: &AppState,
    who: &Identity,
    step: CaseStep,
    case: &CaseKey,
    sent: &Sent,
) -> Result<Result<(), Fault>, AppError> {
    let by = who.signature();
    let actor = Actor {
        clock: state.clock,
        by: &by,
    };
    let (store, text) = (&state.store, sent.get("tekst"));
    let day = |field: &str| {
        let words = "Skriv en dato, for eksempel 20-05-2026.";
        read_date(sent.get(field)).ok_or_else(|| (field.to_owned(), words.to_owned()))
    };
    let done = match step {
        CaseStep::Ask => match day("frist") {
            Ok(due) => follow_up::request_explanation(store, actor, case, due, text),
            Err(fault) => return Ok(Err(fault)),
        },
        CaseStep::Explain | CaseStep::Receive => match explanation(step, sent) {
            Ok(explanation) => follow_up::explain(store, actor, case, &explanation),
            Err(fault) => return Ok(Err(fault)),
        },
        CaseStep::Report => match day("dato") {
            Ok(date) => {
                let reference = sent.get("reference");
                follow_up::report_to_supervisor(store, actor, case, date, reference)
            }
            Err(fault) => return Ok(Err(fault)),
        },
        CaseStep::Discuss => follow_up::discuss(store, actor, case, sent.get("moede"), text),
        CaseStep::Decide => match day("dato") {
            Ok(date) => follow_up::decide(store, actor, case, date, text),
            Err(fault) => return Ok(Err(fault)),
        },
        CaseStep::Reopen => follow_up::reopen(store, actor, case, text),
        CaseStep::Note => follow_up::note(store, actor, case, text),
    };
    match done {
        Ok(_) => Ok(Ok(())),
        Err(
            error @ (FollowUpError::Store(_)
            | FollowUpError::Query(_)
            | FollowUpError::NoSuchCase { .. }),
        ) => Err(error.into()),
        Err(error) => Ok(Err((step.field(&error).to_owned(), error.to_string()))),
    }
}

/// The explanation of a form: a reason counts when it is ticked or has an amount.
fn explanation(step: CaseStep, sent: &Sent) -> Result<Explanation, Fault> {
    let mut reasons = Vec::new();
    for reason in Reason::ALL {
        let field = amount_field(reason);
        let amount = match sent.get(&field) {
            "" => None,
            text => match Money::parse_danish(text) {
                Ok(amount) => Some(amount),
                Err(_) => {
                    let words =
                        "Skriv beløbet med komma, for eksempel 12,50, eller lad det stå tomt.";
                    return Err((field, words.to_owned()));
                }
            },
        };
        if amount.is_some() || sent.holds("aarsag", reason.key()) {
            reasons.push((reason, amount));
        }
    }
    Ok(Explanation {
        text: sent.get("tekst").to_owned(),
        reasons,
        given_by: (step == CaseStep::Receive).then(|| sent.get("hvem").to_owned()),
    })
}

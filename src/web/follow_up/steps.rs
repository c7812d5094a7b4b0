//! `POST /takster/sag/STEP`: what is done about an increase, one form each.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::case::{After, render};
use super::forms::{CaseStep, Refusal};
use super::links::{named, saved};
use super::words::Sent;
use crate::changes::follow_up::{self, Explanation, FollowUpError, fields};
use crate::changes::people::Identity;
use crate::changes::texts::{Fault, Field};
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
    let back = saved(&case);
    let who = viewer.who()?.clone();
    let viewer = viewer.clone();
    let refused = state
        .blocking(move |state| {
            let (store, offer) = (&state.store, &case.offer_id);
            let may =
                match step {
                    CaseStep::Explain => store
                        .read(|db| follow_up::explains(db, &who, offer).map_err(AppError::from))?,
                    CaseStep::Receive => store
                        .read(|db| follow_up::has_no_chef(db, offer).map_err(AppError::from))?,
                    _ => true,
                };
            if !may {
                return Err(AppError::NotFound);
            }
            let sent = Sent(pairs);
            let fault = if viewer.looks_again() {
                None
            } else {
                let Some(fault) = apply(state, &who, step, &case, &sent)? else {
                    return Ok(None);
                };
                Some(fault)
            };
            let refusal = Refusal {
                step,
                fault,
                sent: sent.without_numbers(),
            };
            let shown = (state.clock.today(), After::Refused(refusal));
            let html = state.store.read(|db| render(db, &viewer, case, shown))?;
            Ok(Some(html))
        })
        .await?;
    Ok(match refused {
        None => Redirect::to(&back).into_response(),
        Some(html) => (StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response(),
    })
}

/// Does it, or says what is wrong with which field.
fn apply(
    state: &AppState,
    who: &Identity,
    step: CaseStep,
    case: &CaseKey,
    sent: &Sent,
) -> Result<Option<Fault>, AppError> {
    match write(state, who, step, case, sent) {
        Ok(()) => Ok(None),
        Err(FollowUpError::Fault(fault)) => Ok(Some(fault)),
        Err(other) => Err(other.into()),
    }
}

fn write(
    state: &AppState,
    who: &Identity,
    step: CaseStep,
    case: &CaseKey,
    sent: &Sent,
) -> Result<(), FollowUpError> {
    let actor = &state.actor(who);
    let (store, get) = (&state.store, |field: Field| sent.get(field.name));
    let day = |field: Field| {
        let words = "Skriv en dato, for eksempel 20-05-2026.";
        read_date(get(field)).ok_or_else(|| field.fault(words))
    };
    match step {
        CaseStep::Ask => {
            let due = day(fields::DUE)?;
            follow_up::request_explanation(store, actor, case, due, get(fields::REMARK))
        }
        CaseStep::Explain | CaseStep::Receive => {
            follow_up::explain(store, actor, case, &explanation(step, sent)?)
        }
        CaseStep::Report => {
            let date = day(fields::DATE)?;
            follow_up::report_to_supervisor(store, actor, case, date, get(fields::REFERENCE))
        }
        CaseStep::Discuss => {
            let meeting = get(fields::MEETING);
            follow_up::discuss(store, actor, case, meeting, get(fields::MINUTES))
        }
        CaseStep::Decide => {
            let date = day(fields::DATE)?;
            follow_up::decide(store, actor, case, date, get(fields::DECISION))
        }
        CaseStep::Reopen => follow_up::reopen(store, actor, case, get(fields::WHY)),
        CaseStep::Note => follow_up::note(store, actor, case, get(fields::REMARK)),
    }
    .map(|_| ())
}

/// The explanation of a form: a reason counts when it is ticked or has an amount.
fn explanation(step: CaseStep, sent: &Sent) -> Result<Explanation, Fault> {
    let mut reasons = Vec::new();
    for reason in Reason::ALL {
        let field = fields::amount(reason);
        let amount = match sent.get(field.name) {
            "" => None,
            text => Some(Money::parse_danish(text).map_err(|_| {
                field.fault("Skriv beløbet med komma, for eksempel 12,50, eller lad det stå tomt.")
            })?),
        };
        if amount.is_some() || sent.holds(fields::REASON.name, reason.key()) {
            reasons.push((reason, amount));
        }
    }
    Ok(Explanation {
        text: sent.get(fields::EXPLANATION.name).to_owned(),
        reasons,
        given_by: (step == CaseStep::Receive).then(|| sent.get(fields::GIVEN_BY.name).to_owned()),
    })
}

//! `/tilbud/nyt` and `/tilbud/ID/ret`: an offer filled in by hand.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::fields::{self, BETWEEN};
use super::links::offer_address;
use crate::changes::data::uploads::UploadError;
use crate::changes::offers::form::{self as changes, OfferFault, OfferForm};
use crate::changes::people::Identity;
use crate::domain::area::Area;
use crate::domain::offers::{Offer, OperatingForm};
use crate::domain::people::Right;
use crate::domain::report::Located;
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::{self, Db};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::view::form::{self, Input};
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "offers/form.html")]
struct Page {
    layout: Layout,
    title: String,
    fields: Vec<form::Field>,
    /// The offer that is changed; none for a new one.
    stands: Option<Stands>,
    problem: Option<String>,
    back: String,
}

/// The form as it was sent.
#[derive(Default)]
struct Sent {
    form: OfferForm,
    /// The offer that is changed; none for a new one.
    stands: Option<Stands>,
}

/// An offer as it stood when its form was filled in.
#[derive(Clone)]
struct Stands {
    id: String,
    /// Number of the upload that it was read from.
    upload: i64,
}

/// Why nothing was stored.
struct Refused {
    status: StatusCode,
    problem: String,
    faults: Vec<OfferFault>,
}

impl Refused {
    fn new(status: StatusCode, problem: &str, faults: Vec<OfferFault>) -> Refused {
        Refused {
            status,
            problem: problem.to_owned(),
            faults,
        }
    }
}

/// The empty form.
pub async fn new(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, |db, viewer| {
        let mut sent = Sent::default();
        sent.form.sells_places = "ja".to_owned();
        let own = viewer.bound_to();
        if let Some(own) = areas::all(db)?.into_iter().find(|a| own == Some(&a.code)) {
            // What a chef may create is the municipality's own.
            sent.form.operator = format!("{} Kommune", own.name);
            sent.form.form = OperatingForm::Municipal.key().to_owned();
            sent.form.municipality = own.code;
        }
        render(db, viewer, &sent, None)
    })
    .await
}

/// The form of an offer.
///
/// # Errors
/// [`AppError::NotFound`] for an offer that is not there, and for one that is not the viewer's.
pub async fn edit(
    State(state): State<AppState>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, AppError> {
    cached::page(&state, &asked, move |db, viewer| {
        let Located { at, value: offer } = held(db, &id)?.ok_or(AppError::NotFound)?;
        if !may_change(viewer, &areas::all(db)?, &offer) {
            return Err(AppError::NotFound);
        }
        let sent = Sent {
            form: fields::of_offer(&offer),
            stands: Some(Stands {
                id: offer.id,
                upload: at.batch,
            }),
        };
        render(db, viewer, &sent, None)
    })
    .await
}

/// Stores the form and goes to the offer.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with every fault at its field.
pub async fn store(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let (id, shown) = state
        .blocking(move |state| {
            let sent = read(&pairs);
            let again = viewer.looks_again();
            let refused = if again {
                None
            } else {
                take(state, &who, &sent)?
            };
            if refused.is_none() && !again {
                return Ok((sent.form.id, None));
            }
            let render = |db: &mut Db| render(db, &viewer, &sent, refused.as_ref());
            let html = state.store.read(render)?;
            let status = refused.map_or(StatusCode::OK, |refused| refused.status);
            Ok((sent.form.id, Some((status, html))))
        })
        .await?;
    Ok(match shown {
        None => Redirect::to(&offer_address(&id)).into_response(),
        Some((status, html)) => (status, private(html)).into_response(),
    })
}

/// The secretariat changes every offer, a chef those that the own municipality operates.
pub(in crate::web) fn may_change(viewer: &Viewer, areas: &[Area], offer: &Offer) -> bool {
    let Some(who) = &viewer.account else {
        return false;
    };
    let operates = |code: &str| {
        let own = areas.iter().find(|area| area.code == code);
        own.is_some_and(|own| offer.is_operated_by(own))
    };
    who.may(Right::Upload) && who.bound_to().is_none_or(operates)
}

fn held(db: &mut Db, id: &str) -> Result<Option<Located<Offer>>, AppError> {
    let now = storage::version(db)?;
    Ok(register::holding(db, now)?.remove(id))
}

fn read(pairs: &Pairs) -> Sent {
    let all = |name: &str| {
        let of_name = pairs.iter().filter(|(key, _)| key == name);
        of_name.map(|(_, value)| value.trim()).collect::<Vec<_>>()
    };
    let one = |name: &str| {
        let words = all(name).first().map(|v| v.split_whitespace());
        words.map_or_else(String::new, |words| words.collect::<Vec<_>>().join(" "))
    };
    let list = |name: &str| all(name).join(BETWEEN);
    let changed = Some(one("ret")).filter(|id| !id.is_empty());
    Sent {
        form: OfferForm {
            // The id of an offer that stands is not for changing.
            id: changed.clone().unwrap_or_else(|| one("tilbud_id")),
            name: one("navn"),
            operator: one("driftsherre"),
            form: one("driftsform"),
            municipality: one("kommune"),
            paragraphs: list("paragraffer"),
            target_groups: list("maalgrupper"),
            places: one("pladser"),
            in_agreement: one("i_rammeaftale"),
            standard_contract: one("standardkontrakt"),
            supervisor: one("tilsyn"),
            sells_places: one("saelger_pladser"),
        },
        stands: changed.map(|id| Stands {
            id,
            upload: one("upload").parse().unwrap_or_default(),
        }),
    }
}

/// Stores the offer, or tells why not.
fn take(state: &AppState, who: &Identity, sent: &Sent) -> Result<Option<Refused>, AppError> {
    let actor = state.actor(who);
    let before = state.store.read(|db| held(db, &sent.form.id))?;
    let taken = match (&sent.stands, before) {
        (Some(_), None) => return Err(AppError::NotFound),
        (Some(seen), Some(held)) if held.at.batch != seen.upload => {
            let problem = "Tilbuddet er ændret, mens formularen var åben. Åbn den igen, og ret det, som det nu står.";
            return Ok(Some(Refused::new(
                StatusCode::CONFLICT,
                problem,
                Vec::new(),
            )));
        }
        (Some(_), Some(_)) | (None, None) => None,
        (None, Some(_)) => {
            let words =
                "Der er allerede et tilbud med dette id. Ret det tilbud, eller vælg et andet id.";
            Some(OfferFault {
                field: Some(changes::ID),
                words: words.to_owned(),
            })
        }
    };
    let done = match taken {
        None => changes::store_offer(&state.store, &actor, &sent.form),
        // Not to be stored, but every other fault is told as well.
        Some(_) => changes::check_offer(&state.store, &actor, &sent.form),
    };
    let mut faults: Vec<_> = taken.into_iter().collect();
    match done {
        Ok(_) => {}
        Err(UploadError::Refused(errors)) => faults.extend(errors.iter().map(changes::fault)),
        Err(other) => return Err(other.into()),
    }
    let problem = "Tilbuddet er ikke gemt. Ret det, der er markeret, og gem igen.";
    let refused = || Refused::new(StatusCode::UNPROCESSABLE_ENTITY, problem, faults.clone());
    Ok((!faults.is_empty()).then(refused))
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    sent: &Sent,
    refused: Option<&Refused>,
) -> Result<String, AppError> {
    let title = match &sent.stands {
        Some(_) => format!("Ret {}", sent.form.name),
        None => "Opret et tilbud".to_owned(),
    };
    let faults = refused.map_or(&[][..], |r| r.faults.as_slice());
    let mut fields = fields::fields(db, &sent.form, sent.stands.is_some())?;
    let mut elsewhere = Vec::new();
    for OfferFault { field: of, words } in faults {
        let at = fields
            .iter_mut()
            .find(|f| of.is_some_and(|of| of.name == f.name));
        match at {
            Some(field) if field.faults.contains(words) => {}
            Some(field) => field.faults.push(words.clone()),
            None => elsewhere.push(words.clone()),
        }
    }
    let problem = refused.map(|r| {
        let parts = [r.problem.clone()].into_iter().chain(elsewhere);
        parts.collect::<Vec<_>>().join(" ")
    });
    let page = Page {
        layout: Layout::load(db, viewer, title.clone(), "/tilbud")?,
        title,
        fields,
        back: sent
            .stands
            .as_ref()
            .map_or("/tilbud".to_owned(), |of| offer_address(&of.id)),
        stands: sent.stands.clone(),
        problem,
    };
    Ok(page.render()?)
}

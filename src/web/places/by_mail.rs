//! `/opslag/SECRET/uaendret` and `…/lukket`: the links of a reminder, without a sign-in. Looking changes
//! nothing, so that whatever fetches links in mails does no harm: the page has one button.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::changes::places::PlaceError;
use crate::changes::places::by_mail::{self, Answer, LinkError, Question};
use crate::domain::danish::danish_date;
use crate::domain::places::{Entry, State as Stands};
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::page::by_mail;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "places/by_mail.html")]
struct Page {
    layout: Layout,
    lead: String,
    /// What the link asks; nothing when there is nothing to answer any more.
    asks: Option<Asks>,
    /// Number of the entry, where one may know it.
    entry: Option<i64>,
}

/// The question of a link, with its button.
struct Asks {
    offer: String,
    facts: Vec<(&'static str, String)>,
    /// The data version of the entry's newest step.
    version: i64,
    button: &'static str,
    /// The other answer: its address beside this one, and words.
    other: (&'static str, &'static str),
}

/// What the button sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// The data version of the newest step that was seen.
    set: Option<i64>,
}

/// What a page tells.
struct Told {
    status: StatusCode,
    title: &'static str,
    lead: String,
    asks: Option<Asks>,
    entry: Option<i64>,
}

impl Told {
    fn new(status: StatusCode, title: &'static str, lead: impl Into<String>) -> Told {
        Told {
            status,
            title,
            lead: lead.into(),
            asks: None,
            entry: None,
        }
    }
}

/// Shows what the link asks.
///
/// # Errors
/// [`AppError`]; a link that does nothing has a page that says why.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((secret, answer)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let answer = Answer::from_key(&answer).ok_or(AppError::NotFound)?;
    let clock = state.clock;
    let (status, html) = state
        .read(move |db| {
            let told = match by_mail::look_at(db, clock, &secret) {
                Ok(question) => asked(&question, answer, clock.today()),
                Err(error) => refused(error)?,
            };
            page(db, &viewer, told)
        })
        .await?;
    Ok(by_mail(status, html))
}

/// Does what the link says.
///
/// # Errors
/// [`AppError`]; a link that does nothing has a page that says why.
pub async fn take(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((secret, answer)): Path<(String, String)>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let answer = Answer::from_key(&answer).ok_or(AppError::NotFound)?;
    let (status, html) = state
        .blocking(move |state| {
            let (store, clock) = (&state.store, state.clock);
            let by = (clock, state.chance);
            let done = by_mail::answer(store, by, (&secret, answer), sent.set);
            store.read(|db| {
                let told = match done {
                    Ok(entry) => thanks(&entry, answer),
                    Err(LinkError::Place(PlaceError::ChangedMeanwhile(_))) => {
                        meanwhile(db, state, &secret, answer)?
                    }
                    Err(error) => refused(error)?,
                };
                page(db, &viewer, told)
            })
        })
        .await?;
    Ok(by_mail(status, html))
}

fn page(db: &mut Db, viewer: &Viewer, told: Told) -> Result<(StatusCode, String), AppError> {
    let page = Page {
        layout: Layout::load(db, viewer, told.title, "")?,
        lead: told.lead,
        asks: told.asks,
        entry: told.entry,
    };
    Ok((told.status, page.render()?))
}

fn asked(question: &Question, answer: Answer, today: jiff::civil::Date) -> Told {
    let (entry, offer) = (&question.entry, &question.offer);
    let terms = entry.terms();
    let places = entry.about.kind.counted(terms.places);
    let stands = terms.state.label().to_lowercase();
    let facts = vec![
        ("Driftsherre", offer.operator.clone()),
        (
            "Meldt",
            format!("{places} efter {}, {stands}", entry.about.paragraph.label()),
        ),
        ("Fra", danish_date(terms.from)),
        ("Sidst bekræftet", danish_date(entry.confirmed_on(today))),
    ];
    let (title, button, other) = match answer {
        Answer::Unchanged => (
            "Er opslaget uændret?",
            "Ja, det er uændret",
            ("lukket", "Nej, der er ikke længere ledigt"),
        ),
        Answer::Closed => (
            "Skal opslaget lukkes?",
            "Ja, luk opslaget",
            ("uaendret", "Nej, der er stadig ledigt"),
        ),
    };
    let lead = "Der sker ikke noget, før du trykker på knappen.";
    Told {
        asks: Some(Asks {
            offer: offer.name.clone(),
            facts,
            version: entry.version(),
            button,
            other,
        }),
        entry: Some(entry.id),
        ..Told::new(StatusCode::OK, title, lead)
    }
}

fn thanks(entry: &Entry, answer: Answer) -> Told {
    let lead = match answer {
        Answer::Unchanged => {
            "Opslaget er bekræftet i dag. Du får en mail igen om 12 dage, hvis der stadig er ledigt, og du ikke har slået den fra på Konto."
        }
        Answer::Closed => {
            "Opslaget er lukket. Var det en fejl, så gør det ledigt igen på opslagets side."
        }
    };
    Told {
        entry: Some(entry.id),
        ..Told::new(StatusCode::OK, "Tak", lead)
    }
}

/// It was changed since the page was shown: it is shown as it is now, and asked anew.
fn meanwhile(
    db: &mut Db,
    state: &AppState,
    secret: &str,
    answer: Answer,
) -> Result<Told, AppError> {
    let told = match by_mail::look_at(db, state.clock, secret) {
        Ok(question) => asked(&question, answer, state.clock.today()),
        Err(error) => return refused(error),
    };
    Ok(Told {
        status: StatusCode::CONFLICT,
        lead: "Opslaget er ændret imens, og der er ikke gemt noget. Se, hvordan det står nu, og tryk igen, \
               hvis det passer."
            .to_owned(),
        ..told
    })
}

/// Why a link does nothing, in words.
fn refused(error: LinkError) -> Result<Told, AppError> {
    Ok(match error {
        LinkError::Unknown => Told::new(
            StatusCode::NOT_FOUND,
            "Linket kan ikke bruges",
            "Måske er det ikke kommet helt med fra mailen. Åbn det derfra igen, eller log ind, og find opslaget \
             under Ledige pladser.",
        ),
        LinkError::Expired => Told::new(
            StatusCode::GONE,
            "Linket er udløbet",
            "Det gjaldt i 14 dage. Log ind for at bekræfte eller lukke opslaget, eller brug linket i en nyere mail.",
        ),
        LinkError::ShutOut => Told::new(
            StatusCode::GONE,
            "Linket virker ikke mere",
            "Den konto, som mailen blev sendt til, kan ikke længere ændre opslaget.",
        ),
        LinkError::Gone => Told::new(
            StatusCode::GONE,
            "Opslaget findes ikke mere",
            "Det er trukket tilbage, så der er ikke noget at bekræfte.",
        ),
        LinkError::Answered { answer, at } => {
            let at = danish_time(&at);
            let words = match answer {
                Some(Answer::Closed) => format!("Opslaget blev lukket {at} med denne mail."),
                Some(Answer::Unchanged) | None => {
                    format!("Opslaget blev bekræftet {at} med denne mail.")
                }
            };
            let more = "Linket kan bruges én gang. Skal der ændres mere, så log ind.";
            Told::new(
                StatusCode::OK,
                "Der er allerede svaret",
                format!("{words} {more}"),
            )
        }
        LinkError::Ended(entry) => Told {
            entry: Some(entry.id),
            ..ended(&entry)
        },
        LinkError::Place(PlaceError::Ended) => Told::new(
            StatusCode::OK,
            "Der er ikke længere ledigt",
            NOTHING_TO_CONFIRM,
        ),
        LinkError::Place(error) => return Err(error.into()),
        LinkError::Store(error) => return Err(error.into()),
        LinkError::Query(error) => return Err(error.into()),
    })
}

const NOTHING_TO_CONFIRM: &str = "Der er ikke noget at bekræfte eller lukke.";

fn ended(entry: &Entry) -> Told {
    let title = match entry.terms().state {
        Stands::Closed => "Opslaget er allerede lukket",
        Stands::Taken => "Pladsen er allerede meldt optaget",
        Stands::Free | Stands::Reserved => "Der er ikke længere ledigt",
    };
    Told::new(StatusCode::OK, title, NOTHING_TO_CONFIRM)
}

//! `/ledige-pladser/ID`: one entry, what was said of it, and what can be done about it.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

use super::board::Registers;
use super::log::staffed;
use super::sent::{Sent, Step};
use super::words;
use crate::changes::places::offers_of;
use crate::changes::texts::Fault;
use crate::domain::area::HOME;
use crate::domain::danish::{danish_date, sort_by_name};
use crate::domain::number::danish;
use crate::domain::offers::Offer;
use crate::domain::people::Right;
use crate::domain::places::fresh::days_between;
use crate::domain::places::{Entry, PlaceKind, State as EntryState};
use crate::storage::places::{self, Confirmation};
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::offers::links::offer_address;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "places/entry.html")]
struct Page {
    layout: Layout,
    id: i64,
    /// The data version of the newest step: what the forms have seen.
    version: i64,
    offer: String,
    offer_address: String,
    /// "3 pladser, ledige".
    lead: String,
    /// Labels and what stands beside them.
    facts: Vec<(&'static str, String)>,
    is_stale: bool,
    is_open: bool,
    is_reserved: bool,
    is_dwelling: bool,
    may_change: bool,
    /// The newest first: when, who, what.
    history: Vec<[String; 3]>,
    municipalities: Vec<Choice>,
    staffed: Vec<Choice>,
    saved: bool,
    after: After,
    now: Sent,
}

/// What the page is shown after.
#[derive(Debug, Default)]
pub(super) struct After {
    /// The form that was sent and not done.
    pub step: Option<Step>,
    pub sent: Sent,
    pub fault: Option<Fault>,
    /// What somebody else did meanwhile.
    pub meanwhile: Vec<String>,
    /// Why nothing was done, where no field is wrong.
    pub refused: Option<String>,
}

/// What was just done, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Saved {
    gemt: String,
}

impl Page {
    /// What a field holds: as it was sent in this form, else as it is now.
    fn value(&self, step: Step, name: &str) -> &str {
        if self.after.step == Some(step) {
            self.after.sent.get(name)
        } else {
            self.now.get(name)
        }
    }

    /// What is wrong with a form.
    fn fault(&self, step: Step) -> Option<&Fault> {
        let ours = self.after.step == Some(step);
        self.after.fault.as_ref().filter(|_| ours)
    }

    fn unfolded(&self, step: Step) -> bool {
        self.after.step == Some(step)
    }
}

/// Shows the page.
///
/// # Errors
/// [`AppError::NotFound`] for an entry that is not there.
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    UrlQuery(saved): UrlQuery<Saved>,
    viewer: Viewer,
) -> Result<Response, AppError> {
    let today = state.clock.today();
    let html = state
        .read(move |db| {
            let saved = saved.gemt == "ja";
            render(db, &viewer, (id, today, saved), After::default())
        })
        .await?;
    Ok(private(html))
}

/// The page of an entry.
pub(super) fn render(
    db: &mut Db,
    viewer: &Viewer,
    (id, today, saved): (i64, Date, bool),
    after: After,
) -> Result<String, AppError> {
    let now = storage::version(db)?;
    let entry = places::get(db, id, now)?.ok_or(AppError::NotFound)?;
    let registers = Registers::load(db)?;
    let of = registers.offers.get(&entry.about.offer_id);
    let offer = of.ok_or(AppError::NotFound)?;
    let confirmations = places::confirmations(db, id, now)?;
    let own = viewer.who()?.bound_to().map(str::to_owned);
    let may_change = viewer.may(Right::LogPlaces)
        && (own.is_none()
            || offers_of(db, own.as_deref())?
                .iter()
                .any(|o| o.id == offer.id));
    let (kind, terms) = (entry.about.kind, entry.terms());
    let page = Page {
        layout: Layout::load(db, viewer, &offer.name, "/ledige-pladser")?,
        id,
        version: entry.version(),
        offer: offer.name.clone(),
        offer_address: offer_address(&offer.id),
        lead: format!(
            "{}, {}",
            kind.counted(terms.places),
            words::state(terms, &registers.areas).to_lowercase_first()
        ),
        facts: facts(&entry, offer, &registers, today),
        is_stale: terms.state.is_open() && entry.is_stale(today),
        is_open: terms.state.is_open(),
        is_reserved: terms.state == EntryState::Reserved,
        is_dwelling: kind == PlaceKind::Dwelling,
        may_change,
        history: history(&entry, &confirmations, &registers),
        municipalities: municipalities(&registers, after.sent.get("kommune")),
        staffed: staffed(match (after.step, terms.staffed) {
            (Some(Step::Rewrite), _) => after.sent.get("bemandet"),
            (_, Some(true)) => "ja",
            (_, Some(false)) => "nej",
            (_, None) => "",
        }),
        saved,
        now: as_it_is(&entry, &registers, today),
        after,
    };
    Ok(page.render()?)
}

/// The first letter small, inside a sentence.
trait LowercaseFirst {
    fn to_lowercase_first(&self) -> String;
}

impl LowercaseFirst for String {
    fn to_lowercase_first(&self) -> String {
        let mut letters = self.chars();
        let first = letters.next().map(|first| first.to_lowercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    }
}

/// The fields of the forms as the entry has them.
fn as_it_is(entry: &Entry, registers: &Registers, today: Date) -> Sent {
    let terms = entry.terms();
    let groups: Vec<&str> = terms
        .target_groups
        .iter()
        .map(|code| registers.group(code))
        .collect();
    let on = today.max(entry.from());
    let pairs = [
        ("pladser", terms.places.to_string()),
        ("dato", on.to_string()),
        ("fra", terms.from.to_string()),
        (
            "til",
            terms.to.map_or_else(String::new, |to| to.to_string()),
        ),
        ("maalgrupper", groups.join(", ")),
        ("aarsag", terms.reason.clone()),
        ("kontakt", terms.contact.clone()),
        (
            "husleje_md",
            terms.rent.map_or_else(String::new, |r| danish(r.decimal())),
        ),
    ];
    Sent(pairs.map(|(name, value)| (name.to_owned(), value)).into())
}

fn facts(
    entry: &Entry,
    offer: &Offer,
    registers: &Registers,
    today: Date,
) -> Vec<(&'static str, String)> {
    let terms = entry.terms();
    let groups: Vec<&str> = terms
        .target_groups
        .iter()
        .map(|code| registers.group(code))
        .collect();
    let confirmed = entry.confirmed_on(today);
    let mut facts = vec![
        ("Ledig fra", danish_date(terms.from)),
        ("Paragraf", entry.about.paragraph.label().to_owned()),
        ("Målgrupper", groups.join(", ")),
        (
            "Kommune",
            words::municipality(&registers.areas, &offer.municipality).to_owned(),
        ),
        ("Driftsherre", offer.operator.clone()),
        (
            "Sidst bekræftet",
            format!(
                "{} ({})",
                words::ago(days_between(confirmed, today)),
                danish_date(confirmed)
            ),
        ),
    ];
    facts.extend(terms.to.map(|to| ("Ledig til", danish_date(to))));
    facts.extend(words::staffed(terms).map(|words| ("Bemanding", words.to_owned())));
    facts.extend(terms.rent.map(|rent| {
        (
            "Husleje pr. måned",
            format!("{} kr.", danish(rent.decimal())),
        )
    }));
    let texts = [("Årsag", &terms.reason), ("Kontakt", &terms.contact)];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    facts.extend(texts.map(|(label, text)| (label, text.clone())));
    facts
}

/// Every step and confirmation, the newest first.
fn history(
    entry: &Entry,
    confirmations: &[Confirmation],
    registers: &Registers,
) -> Vec<[String; 3]> {
    let steps: Vec<_> = entry.steps().collect();
    let befores = [None].into_iter().chain(steps.iter().copied().map(Some));
    let mut told: Vec<(i64, [String; 3])> = befores
        .zip(&steps)
        .map(|(before, step)| {
            let words = words::step(entry.about.kind, before, step, &registers.areas);
            (
                step.version,
                [danish_time(&step.at), step.by.clone(), words],
            )
        })
        .collect();
    told.extend(confirmations.iter().map(|of| {
        let words = "Bekræftet uændret".to_owned();
        (of.version, [danish_time(&of.at), of.by.clone(), words])
    }));
    told.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    told.into_iter().map(|(_, line)| line).collect()
}

/// The municipalities of the region.
fn municipalities(registers: &Registers, chosen: &str) -> Vec<Choice> {
    let home = registers
        .areas
        .iter()
        .filter(|area| area.kkr.as_deref() == Some(HOME));
    let mut areas: Vec<_> = home.cloned().collect();
    sort_by_name(&mut areas);
    areas
        .into_iter()
        .map(|area| {
            let is_chosen = area.code == chosen;
            Choice::of(area.code, area.name, is_chosen)
        })
        .collect()
}

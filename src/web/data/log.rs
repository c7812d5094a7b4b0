//! `/log`: who did what when, and the same as files.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

use crate::domain::number::danish;
use crate::domain::{cpr, fold, moment};
use crate::reports::data::log;
use crate::storage::data::log::{Action, Entry, Search};
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::{Link, danish_time, encode};
use crate::web::viewer::Viewer;

/// Entries on the page; the rest is in the files.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "data/log.html")]
struct Page {
    layout: Layout,
    wanted: Wanted,
    actions: Vec<Choice>,
    entries: Vec<Row>,
    notes: Vec<String>,
    /// Address and words of each file.
    files: Vec<Link>,
}

struct Row {
    number: String,
    at: String,
    who: String,
    action: &'static str,
    object: String,
    detail: String,
}

/// What is looked for, as the form writes it; the same for the files.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    hvem: String,
    handling: String,
    tekst: String,
    sag: String,
    fra: String,
    til: String,
}

impl Wanted {
    /// The search that it means.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for an action or a date that means nothing, and for a CPR-like number,
    /// which is not repeated.
    pub fn search(&self) -> Result<Search, AppError> {
        let typed = [&self.hvem, &self.tekst, &self.sag, &self.fra, &self.til];
        if typed.into_iter().any(|text| cpr::find(text)) {
            return Err(AppError::invalid(
                "Søgningen indeholder et CPR-lignende nummer. Søg på sagens pseudonym i stedet.",
            ));
        }
        let text = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let action = match self.handling.as_str() {
            "" => None,
            key => Some(
                Action::from_key(key)
                    .ok_or_else(|| AppError::invalid(format!("Handlingen »{key}« findes ikke.")))?,
            ),
        };
        Ok(Search {
            who: text(&self.hvem),
            action,
            text: text(&self.tekst),
            case: text(&self.sag).map(|case| fold::key(&case)),
            from: midnight(&self.fra, 0)?,
            before: midnight(&self.til, 1)?,
        })
    }

    /// The address of the same search, as a note of a file tells it: without the case.
    pub fn without_case(&self) -> String {
        let wanted = Wanted {
            sag: String::new(),
            ..self.clone()
        };
        wanted.query()
    }

    fn query(&self) -> String {
        let pairs = [
            ("hvem", self.hvem.as_str()),
            ("handling", &self.handling),
            ("tekst", &self.tekst),
            ("sag", &self.sag),
            ("fra", &self.fra),
            ("til", &self.til),
        ];
        encode(pairs.into_iter().filter(|(_, value)| !value.is_empty()))
    }
}

/// The moment, in UTC, at which a Danish day (or one so many days after it) begins.
fn midnight(date: &str, days_after: i8) -> Result<Option<String>, AppError> {
    if date.trim().is_empty() {
        return Ok(None);
    }
    let unreadable = || {
        AppError::invalid(format!(
            "»{date}« er ikke en dato. Skriv den som 2025-06-20."
        ))
    };
    let day: Date = date.trim().parse().map_err(|_| unreadable())?;
    let later = (0..days_after).try_fold(day, |day, _| day.tomorrow());
    let begins = later.ok().and_then(moment::begins);
    Ok(Some(begins.ok_or_else(unreadable)?.to_string()))
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    UrlQuery(wanted): UrlQuery<Wanted>,
) -> Result<Response, AppError> {
    let search = wanted.search()?;
    let html = state
        .read(move |db| {
            let answer = log::answer(db, &search, SHOWN)?;
            let query = wanted.query();
            let file = |ending: &str| format!("/api/v1/log{ending}?{query}");
            let page = Page {
                layout: Layout::load(db, &viewer, "Log", "/log")?,
                actions: Action::ALL
                    .map(|a| Choice::of(a.key(), a.label(), a.key() == wanted.handling))
                    .into(),
                entries: answer.rows.into_iter().map(row).collect(),
                notes: answer.frame.notes,
                files: vec![
                    Link::to(file(".xlsx"), "Excel"),
                    Link::to(file(".csv"), "CSV"),
                    Link::to(file(""), "JSON"),
                ],
                wanted,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

fn row(entry: Entry) -> Row {
    Row {
        number: danish(entry.number.into()),
        at: danish_time(&entry.at),
        action: log::action(&entry),
        who: entry.who,
        object: entry.object,
        detail: entry.detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_danish_day() {
        let of = |date: &str, after| midnight(date, after).unwrap();
        assert_eq!(of("2025-06-20", 0).as_deref(), Some("2025-06-19T22:00:00Z"));
        assert_eq!(of("2025-06-20", 1).as_deref(), Some("2025-06-20T22:00:00Z"));
        assert_eq!(of("2025-12-31", 1).as_deref(), Some("2025-12-31T23:00:00Z"));
        assert_eq!(of(" ", 0), None);
        assert!(midnight("20. juni", 0).is_err());
    }
}

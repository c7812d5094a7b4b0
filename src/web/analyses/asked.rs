//! What page and files have in common: which analysis, whether one may, what is asked, and the answer,
//! kept by data version as any page.

use std::sync::Arc;

use axum::response::Response;
use jiff::civil::Date;

use super::links;
use crate::analyses::analysis::Analysis;
use crate::analyses::ask::{self, Wrong};
use crate::analyses::catalogue::Catalogue;
use crate::analyses::facts::{self, Facts};
use crate::analyses::report;
use crate::domain::report::Report;
use crate::domain::searches::Reader;
use crate::storage::Db;
use crate::web::answer::Answer;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// A question to an analysis.
pub struct Question {
    catalogue: Arc<Catalogue>,
    name: String,
    pub pairs: Pairs,
    today: Date,
    searches: Reader,
}

/// Why there is no report.
pub enum Without {
    /// Parameters that mean nothing.
    Wrong(Vec<Wrong>),
    /// The query was refused or stopped; Danish.
    Refused(String),
}

impl Without {
    /// As a refusal of the whole request.
    pub fn told(self) -> AppError {
        match self {
            Without::Refused(words) => AppError::invalid(words),
            Without::Wrong(wrong) => {
                let words: Vec<String> = wrong.iter().map(ToString::to_string).collect();
                AppError::invalid(words.join(" "))
            }
        }
    }
}

impl Question {
    /// The question of an address.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; [`AppError::Forbidden`] where the analysis reads what the viewer may not.
    pub fn new(
        state: &AppState,
        viewer: &Viewer,
        name: String,
        pairs: Pairs,
    ) -> Result<Question, AppError> {
        let catalogue = state.analyses.clone();
        let analysis = catalogue.get(&name).ok_or(AppError::NotFound)?;
        let standing = viewer.who()?.standing;
        let lacking = analysis
            .rights()
            .into_iter()
            .find(|right| !viewer.may(*right));
        if let Some(right) = lacking {
            return Err(AppError::forbidden(right.refusal(standing)));
        }
        Ok(Question {
            name,
            pairs,
            today: state.clock.today(),
            searches: viewer.reads_searches(),
            catalogue,
        })
    }

    /// The analysis.
    ///
    /// # Errors
    /// [`AppError::NotFound`]
    pub fn analysis(&self) -> Result<&Analysis, AppError> {
        self.catalogue.get(&self.name).ok_or(AppError::NotFound)
    }

    /// The rows of its views.
    pub fn facts(&self, db: &mut Db) -> Result<Facts, AppError> {
        let searches = self.searches.clone();
        Ok(facts::load(
            db,
            &self.analysis()?.views,
            (self.today, searches),
        )?)
    }

    /// The report of what is asked.
    pub fn report(&self, analysis: &Analysis, facts: &Facts) -> Result<Report, Without> {
        let asked = ask::read(analysis, &facts.tables, &self.pairs, self.today);
        let asked = asked.map_err(Without::Wrong)?;
        report::of(analysis, facts, &asked).map_err(Without::Refused)
    }

    /// Answers from the cache, or reads on one snapshot and then makes the answer without it: no
    /// connection is held while a query of somebody else's runs.
    ///
    /// # Errors
    /// [`AppError`]
    pub async fn answer<T: Send + 'static>(
        self,
        state: &AppState,
        asked: Asked,
        read: impl FnOnce(&Question, &mut Db, &Viewer) -> Result<T, AppError> + Send + 'static,
        make: impl FnOnce(&Question, T) -> Result<Answer, AppError> + Send + 'static,
    ) -> Result<Response, AppError> {
        let of_today = self.analysis()?.of_today;
        let asked = if of_today {
            asked.of_day(self.today)
        } else {
            asked
        };
        cached::in_two_steps(state, &asked, move |store, viewer| {
            let read = store.read(|db| read(&self, db, viewer))?;
            make(&self, read)
        })
        .await
    }
}

/// The addresses of the files of what is asked.
pub fn file_of(analysis: &Analysis, pairs: &Pairs, ending: &str) -> String {
    let known = pairs.iter().filter(|(key, _)| {
        analysis
            .parameters
            .iter()
            .any(|parameter| parameter.key == key)
    });
    let known: Vec<(&str, &str)> = known.map(|(k, v)| (k.as_str(), v.as_str())).collect();
    links::file(analysis.name, ending, &known)
}

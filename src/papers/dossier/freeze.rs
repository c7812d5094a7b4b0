//! All that is kept of a paper when it is sent: each of its files, what its reports were asked and
//! answered, and the limits that held.

use std::collections::HashMap;

use super::{Answers, Body, Composed, Paper, PaperError};
use crate::domain::dossier::{Definition, File, Form, Kept, Part};
use crate::domain::report::Report;
use crate::export::DocumentFormat;
use crate::export::pdf::Sharing;
use crate::reports::dossier::shown::Shown;
use crate::reports::others::ANALYSIS;
use crate::storage::Db;
use crate::storage::data::parameters;

/// Files that were made before, by what they say. Setting a paper takes its time: it is done before the
/// transaction that sends it, and again only for what has changed in between.
#[derive(Debug, Default)]
pub struct Made(HashMap<Vec<u8>, [Vec<u8>; 2]>);

impl Made {
    /// Makes every file of a paper.
    ///
    /// # Errors
    /// As [`Answers::of`]'s, and of writing the files.
    pub fn of(db: &mut Db, paper: &Paper) -> Result<Made, PaperError> {
        let parts = parts(paper);
        let answers = Answers::of(db, paper, &parts)?;
        let _sharing = Sharing::begin();
        let made = parts.into_iter().map(|part| {
            let composed = answers.compose(part)?;
            let files = written(&composed)?;
            Ok((composed.json, files))
        });
        made.collect::<Result<_, PaperError>>().map(Made)
    }

    /// Those of a part; written now, where nothing was made that says the same.
    fn take(&mut self, composed: &Composed) -> Result<[Vec<u8>; 2], PaperError> {
        match self.0.remove(&composed.json) {
            Some(files) => Ok(files),
            None => written(composed),
        }
    }
}

fn written(composed: &Composed) -> Result<[Vec<u8>; 2], PaperError> {
    Ok([
        composed.write(DocumentFormat::Pdf)?,
        composed.write(DocumentFormat::Xlsx)?,
    ])
}

/// The whole, the public one where it is another, and each item.
fn parts(paper: &Paper) -> Vec<Part> {
    let is_confidential = paper.items.iter().any(|item| item.confidential);
    let items = (0..paper.items.len()).map(Part::Item);
    [Part::All]
        .into_iter()
        .chain(is_confidential.then_some(Part::Public))
        .chain(items)
        .collect()
}

/// What is kept of a paper.
///
/// # Errors
/// As [`Answers::of`]'s, and of writing the files.
pub fn keep(db: &mut Db, paper: &Paper, mut made: Made) -> Result<Kept, PaperError> {
    let mut kept = Kept {
        files: Vec::new(),
        definitions: Vec::new(),
        parameters: parameters::holding(db, paper.as_of)?,
    };
    let parts = parts(paper);
    let answers = Answers::of(db, paper, &parts)?;
    let _sharing = Sharing::begin();
    for part in parts {
        let composed = answers.compose(part)?;
        if part == Part::All {
            kept.definitions = definitions(paper, &composed);
        }
        let [pdf, xlsx] = made.take(&composed)?;
        let files = [
            (Form::Json, composed.json),
            (Form::Pdf, pdf),
            (Form::Xlsx, xlsx),
        ];
        kept.files
            .extend(files.map(|(form, bytes)| File { part, form, bytes }));
    }
    Ok(kept)
}

fn definitions(paper: &Paper, composed: &Composed) -> Vec<Definition> {
    let items = paper.items.iter().zip(&composed.document.sections);
    let definition =
        |(at, (item, section)): (usize, (&super::Item, &crate::export::document::Section))| {
            let report = section.report.as_ref()?;
            let (question, filters) = match &item.body {
                Body::Report { question, query } => {
                    (question.name.to_owned(), question.pairs(query))
                }
                Body::Analysis(report) => (format!("{ANALYSIS}{}", report.name), asked(report)),
                Body::Table(_) | Body::Text => (String::new(), Vec::new()),
            };
            Some(Definition {
                item: at,
                question,
                filters: serde_json::to_string(&filters).unwrap_or_default(),
                answer: Shown::of(report).json(),
            })
        };
    items.enumerate().filter_map(definition).collect()
}

/// The value of every parameter of an analysis, the usual ones too: tomorrow they may be others.
fn asked(report: &Report) -> Vec<(&'static str, String)> {
    let filters = report.filters.iter();
    filters
        .map(|filter| (filter.key, filter.value.clone()))
        .collect()
}

//! Followed figures (tal, man følger) that say something else than when their reader was last told.
//!
//! Of figures under the disclosure rule nothing is told but that one has changed: what it is and what it was
//! may rest on a few persons (domain.md, "Disclosure", 5 and 6), and a mail is read by more eyes than the page.

use std::collections::HashMap;

use crate::domain::comments::comment::Pair;
use crate::domain::comments::{Address, Said};
use crate::domain::news::{Item, Kind, Reader, Span, Target};
use crate::domain::people::Standing;
use crate::domain::report::{Report, Value};
use crate::reports::comments::address::{self, is_guarded};
use crate::reports::{ReportError, question, words};
use crate::storage::{Db, news};

/// What a figure says that says no number.
const GONE: &str = "gone";
const MASKED: &str = "masked";
const MISSING: &str = "missing";

/// What is told of a figure that may rest on a few persons.
const CHANGED: &str = "Et tal, du følger, er ændret";

/// A figure as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct Stands {
    /// As it is kept, to be compared with.
    pub said: String,
    /// In Danish; a dash where it says no number.
    pub words: String,
    /// Whether it is under the disclosure rule.
    pub guarded: bool,
}

/// What a figure that was found says, as it is kept.
pub fn said(found: Option<&Value>) -> String {
    match found {
        None => GONE.to_owned(),
        Some(value) if value.is_masked() => MASKED.to_owned(),
        Some(value) => Said::of(value).map_or_else(|| MISSING.to_owned(), |said| said.to_string()),
    }
}

/// The reports of one look, each made once.
#[derive(Default)]
pub struct Looked(HashMap<(String, Vec<Pair>), Option<Report>>);

impl Looked {
    /// A figure now; `None` of one whose report one may not see.
    ///
    /// # Errors
    /// [`ReportError`]
    pub fn at(
        &mut self,
        db: &mut Db,
        standing: Standing,
        at: &Address,
    ) -> Result<Option<Stands>, ReportError> {
        let Ok(known) = question(&at.question) else {
            return Ok(None);
        };
        if !standing.may(known.right) {
            return Ok(None);
        }
        let key = (at.question.clone(), at.filters.clone());
        if !self.0.contains_key(&key) {
            let report = asked(db, at)?;
            self.0.insert(key.clone(), report);
        }
        let report = self.0.get(&key).and_then(Option::as_ref);
        let found = report.and_then(|report| address::cell(report, &at.row, &at.column));
        let value = found.map(|(_, cell)| &cell.value);
        Ok(Some(Stands {
            said: said(value),
            words: value.map_or_else(|| "\u{2013}".to_owned(), words::with_unit),
            guarded: is_guarded(known),
        }))
    }
}

/// The report of an address; `None` when a filter of it names nothing any more.
fn asked(db: &mut Db, at: &Address) -> Result<Option<Report>, ReportError> {
    let made = address::figure_at(at).and_then(|which| (which.question.report)(db, &which.query));
    match made {
        Ok(report) => Ok(Some(report)),
        Err(ReportError::BadFilter { .. } | ReportError::UnknownFilter { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

pub(super) fn of(db: &mut Db, reader: &Reader, span: &Span) -> Result<Vec<Item>, ReportError> {
    let mut looked = Looked::default();
    let mut items = Vec::new();
    for figure in news::figures(db, &reader.user)? {
        let known = span.figures.iter().find(|(id, _)| *id == figure.id);
        let Some((id, before)) = known else { continue };
        let Some(now) = looked.at(db, reader.standing, &figure.at)? else {
            continue;
        };
        if now.said != *before {
            items.push(Item {
                figure: Some((id.clone(), now.said.clone())),
                ..Item::new(
                    Kind::Figure,
                    told(&figure.words, before, &now),
                    Target::Figures,
                )
            });
        }
    }
    Ok(items)
}

/// What is told of a figure that has changed.
fn told(figure: &str, before: &str, now: &Stands) -> String {
    let hidden = [before, now.said.as_str()].contains(&MASKED);
    if now.guarded || hidden {
        return CHANGED.to_owned();
    }
    let before = Said::parse(before).map(|said| words::with_unit(&said.value()));
    let before = before.unwrap_or_else(|| "\u{2013}".to_owned());
    format!("{figure}: {} (før {before})", now.words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_figure_that_rests_on_few_persons_nothing_is_told_but_that_it_changed() {
        let stands = |said: &str, guarded| Stands {
            said: said.to_owned(),
            words: "7".to_owned(),
            guarded,
        };
        let open = told("Sager: 2025", "count:9", &stands("count:7", false));
        assert_eq!(open, "Sager: 2025: 7 (før 9)");
        for (before, now) in [
            ("count:9", stands("count:7", true)),
            ("masked", stands("count:7", false)),
            ("count:9", stands("masked", false)),
            ("masked", stands("count:7", true)),
            ("gone", stands("masked", true)),
        ] {
            assert_eq!(told("Sager: 2025", before, &now), CHANGED);
        }
    }
}

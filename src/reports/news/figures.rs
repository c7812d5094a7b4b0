//! Followed figures (tal, man følger) that say something else than when their reader was last told.
//!
//! Of figures under the disclosure rule nothing is told but that one has changed: what it is and what it was
//! may rest on a few persons (domain.md, "Disclosure", 5 and 6), and a mail is read by more eyes than the page.

use crate::domain::comments::{Address, Said};
use crate::domain::news::{Item, Kind, Reader, Span, Target};
use crate::domain::people::Standing;
use crate::domain::report::Value;
use crate::reports::comments::address;
use crate::reports::comments::answers::Answers;
use crate::reports::others::{Came, Others};
use crate::reports::{ReportError, words};
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
    /// As it is kept, to be compared with; `None` where what it stands in cannot be asked, its query stopped: then
    /// nothing is known of it, and nothing is told.
    pub said: Option<String>,
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

/// A figure now, for one who may see it; `None` for one who may not.
///
/// # Errors
/// [`ReportError`]
pub fn stands(
    db: &mut Db,
    answers: &mut Answers<'_>,
    standing: Standing,
    at: &Address,
) -> Result<Option<Stands>, ReportError> {
    let about = answers.about(at);
    if !about.is_known || !about.rights.iter().all(|right| standing.may(*right)) {
        return Ok(None);
    }
    let came = answers.of(db, at)?;
    let report = came.report();
    let found = report.and_then(|report| address::cell(report, &at.row, &at.column));
    let value = found.map(|(_, cell)| &cell.value);
    Ok(Some(Stands {
        said: (*came != Came::Unknown).then(|| said(value)),
        words: value.map_or_else(|| "\u{2013}".to_owned(), words::with_unit),
        guarded: about.guarded,
    }))
}

pub(super) fn of(
    db: &mut Db,
    reader: &Reader,
    span: &Span,
    others: &dyn Others,
) -> Result<Vec<Item>, ReportError> {
    let mut answers = Answers::new(Some((others, span.days.1)));
    let mut items = Vec::new();
    for figure in news::figures(db, &reader.user)? {
        let known = span.figures.iter().find(|(id, _)| *id == figure.id);
        let Some((id, before)) = known else { continue };
        let Some(now) = stands(db, &mut answers, reader.standing, &figure.at)? else {
            continue;
        };
        let Some(said) = now.said.as_ref().filter(|said| *said != before) else {
            continue;
        };
        items.push(Item {
            figure: Some((id.clone(), said.clone())),
            ..Item::new(
                Kind::Figure,
                told(&figure.words, (before, said), &now),
                Target::Figures,
            )
        });
    }
    Ok(items)
}

/// What is told of a figure that has changed.
fn told(figure: &str, (before, said): (&str, &str), now: &Stands) -> String {
    let hidden = [before, said].contains(&MASKED);
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
        let told = |before: &str, (said, guarded): (&str, bool)| {
            let now = Stands {
                said: Some(said.to_owned()),
                words: "7".to_owned(),
                guarded,
            };
            told("Sager: 2025", (before, said), &now)
        };
        let open = told("count:9", ("count:7", false));
        assert_eq!(open, "Sager: 2025: 7 (før 9)");
        for (before, now) in [
            ("count:9", ("count:7", true)),
            ("masked", ("count:7", false)),
            ("count:9", ("masked", false)),
            ("masked", ("count:7", true)),
            ("gone", ("masked", true)),
        ] {
            assert_eq!(told(before, now), CHANGED);
        }
    }
}

//! The report that an item of an agenda shows: asked in its own words, and by nobody in particular.

use crate::domain::meetings::Content;
use crate::reports::{Query, Question, ReportError, question};

/// Filters that no agenda has: rows of single persons never enter a paper.
const NEVER: [&str; 1] = ["detail"];

/// Reads what an item asks.
///
/// # Errors
/// [`ReportError::UnknownReport`], [`ReportError::UnknownFilter`], [`ReportError::BadFilter`]: what the report's
/// own question refuses, and a filter that no agenda has.
pub fn asked(
    name: &str,
    filters: &[(String, String)],
) -> Result<(&'static Question, Query), ReportError> {
    let question = question(name)?;
    let key = |(key, _): &&(String, String)| NEVER.contains(&key.replace('_', "-").as_str());
    if let Some((found, _)) = filters.iter().find(key) {
        let known = question.filters.iter().map(|filter| filter.key);
        let known: Vec<&str> = known.filter(|key| !NEVER.contains(key)).collect();
        return Err(ReportError::UnknownFilter {
            found: found.clone(),
            known: known.join(", "),
        });
    }
    let pairs = filters.iter().map(|(key, value)| (key, value));
    Ok((question, question.query(pairs)?))
}

/// The content of an item that shows a report, in the report's own spelling of its filters.
///
/// # Errors
/// As [`asked`].
pub fn of_report(name: &str, filters: &[(String, String)]) -> Result<Content, ReportError> {
    let (question, query) = asked(name, filters)?;
    let pairs = question.pairs(&query).into_iter();
    Ok(Content::Report {
        question: question.name.to_owned(),
        filters: pairs.map(|(key, value)| (key.to_owned(), value)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        of.iter().map(owned).collect()
    }

    #[test]
    fn the_reports_own_question_reads_the_filters() {
        let content = of_report(
            "unit-costs",
            &pairs(&[("from", "2022"), ("price_level", "2023")]),
        );
        let Ok(Content::Report { question, filters }) = content else {
            panic!("{content:?}");
        };
        assert_eq!(question, "unit-costs");
        assert_eq!(filters, pairs(&[("from", "2022"), ("price-level", "2023")]));
        let strange = of_report("unit-costs", &pairs(&[("threshold", "5")]));
        assert!(matches!(strange, Err(ReportError::UnknownFilter { .. })));
        let bad = of_report("unit-costs", &pairs(&[("from", "i fjor")]));
        assert!(matches!(bad, Err(ReportError::BadFilter { .. })));
        let none = of_report("findes-ikke", &[]);
        assert!(matches!(none, Err(ReportError::UnknownReport { .. })));
    }

    #[test]
    fn single_cases_never_come_on_an_agenda() {
        let detail = of_report("costly-cases", &pairs(&[("detail", "case")]));
        let Err(ReportError::UnknownFilter { known, .. }) = detail else {
            panic!("{detail:?}");
        };
        assert!(!known.contains("detail"));
    }
}

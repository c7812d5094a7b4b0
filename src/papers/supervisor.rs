//! The list of increases for the authority that supervises the offers.

use super::{Request, SENDER, basis_words, counted, filter, limit_words, printed};
use crate::domain::offers::Supervisor;
use crate::domain::report::Report;
use crate::export::document::{Document, Section};
use crate::reports::tariffs::increases;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// Composes the list.
///
/// # Errors
/// [`ReportError`]
pub fn compose(
    db: &mut Db,
    request: &Request,
    supervisor: Supervisor,
) -> Result<Document, ReportError> {
    let query = Query {
        year: Some(request.year),
        supervisor: Some(supervisor),
        ..Query::default()
    };
    let made = increases::of_year(db, &query)?;
    let (report, apart) = (made.increases, made.apart);
    if let Some(reason) = made.incomparable {
        return Ok(without_list(request, supervisor, &reason, apart));
    }
    let (year, before) = (request.year, request.year.number() - 1);
    let limit = filter(&report, "threshold");
    let name = supervisor.label();
    let count = report.rows.rows.len();
    let mut lead = vec![format!(
        "{SENDER} orienterer hermed {name} om de takster, der fra {before} til {year} er steget mere end {limit} %, i tilbud, som {name} fører tilsyn med."
    )];
    lead.push(match count {
        0 => format!("Ingen af ydelserne er steget mere end {limit} %."),
        n => format!(
            "Listen omfatter {}. En stigning er ændringen i taksten for samme ydelse i samme tilbud fra det ene år til det næste; en stigning på præcis {limit} % er ikke med. {}",
            counted(n, "ydelse", "ydelser"),
            basis_words(&report)
        ),
    });
    lead.extend(limit_words(&report));
    lead.push("Forklaringerne er givet af driftsherrerne selv. Hvor feltet er tomt, er der ikke modtaget en forklaring. »Kroner pr. år« er stigningen ganget med alle tilbuddets pladser hele året og er derfor den største mulige virkning.".to_owned());
    lead.push(format!(
        "Spørgsmål til listen kan rettes til {}.",
        request.contact
    ));
    let mut sections = vec![Section {
        heading: format!("Takststigninger over {limit} % i {year}"),
        report: Some(printed(
            report,
            &[
                "offer",
                "service",
                "operator",
                "unit",
                "old",
                "new",
                "change_pct",
                "kroner_per_year",
                "explanation",
                "reasons",
            ],
            &["operator", "increases", "kroner_per_year"],
        )),
        ..Section::default()
    }];
    sections.extend(not_compared(apart));
    Ok(document(request, supervisor, lead, sections))
}

/// What is said when nothing can be compared: that, and not that nothing rose.
fn without_list(
    request: &Request,
    supervisor: Supervisor,
    reason: &str,
    apart: Report,
) -> Document {
    let name = supervisor.label();
    let lead = vec![
        format!(
            "{SENDER} kan ikke opgøre takststigninger i {} i tilbud, som {name} fører tilsyn med. {reason}",
            request.year
        ),
        format!("Spørgsmål kan rettes til {}.", request.contact),
    ];
    let sections = not_compared(apart).into_iter().collect();
    document(request, supervisor, lead, sections)
}

fn not_compared(apart: Report) -> Option<Section> {
    (!apart.rows.rows.is_empty()).then(|| Section {
        heading: "Ydelser, der ikke kan sammenlignes med året før".to_owned(),
        report: Some(printed(
            apart,
            &["offer", "service", "operator", "explanation"],
            &[],
        )),
        ..Section::default()
    })
}

fn document(
    request: &Request,
    supervisor: Supervisor,
    lead: Vec<String>,
    sections: Vec<Section>,
) -> Document {
    let name = supervisor.label();
    Document {
        title: format!("Takststigninger i {}: orientering til {name}", request.year),
        addressee: Some(name.to_owned()),
        date: Some(request.date),
        lead,
        sections,
    }
}

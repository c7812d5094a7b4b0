//! The list of increases for the authority that supervises the offers.

use super::{Request, SENDER, basis_words, counted, filter, limit_words, printed};
use crate::domain::offer::Supervisor;
use crate::export::document::{Document, Section};
use crate::reports::{Query, ReportError, tariff_increases};
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
        supervisor: Some(supervisor),
        ..request.query.clone()
    };
    let report = tariff_increases::run(db, &query)?;
    let apart = tariff_increases::apart(db, &query)?;
    let (year, limit) = (filter(&report, "year"), filter(&report, "threshold"));
    let name = supervisor.label();
    let before = request.query.year.map(|y| (y.number() - 1).to_string());
    let before = before.unwrap_or_else(|| "året før".to_owned());
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
    if !apart.rows.rows.is_empty() {
        sections.push(Section {
            heading: "Ydelser, der ikke kan sammenlignes med året før".to_owned(),
            report: Some(printed(
                apart,
                &["offer", "service", "operator", "explanation"],
                &[],
            )),
            ..Section::default()
        });
    }
    Ok(Document {
        title: format!("Takststigninger i {year}: orientering til {name}"),
        addressee: Some(name.to_owned()),
        date: Some(request.date),
        lead,
        sections,
    })
}

//! The list of increases for the authority that supervises the offers.

use super::{Request, SENDER, basis_words, by_size, card, kroner_words, printed};
use crate::domain::danish::counted;
use crate::domain::offers::Supervisor;
use crate::domain::report::Report;
use crate::export::document::{Card, Document, Section};
use crate::reports::columns::Answer;
use crate::reports::tariffs::apart::{self, NotCompared};
use crate::reports::tariffs::increase::{self, Increase};
use crate::reports::tariffs::{increases, sums};
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// Composes the list.
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
    let mut made = increases::of_year(db, &query)?;
    by_size(&mut made.increases.rows, |row| &row.rise);
    let asked = match (&made.incomparable, &made.asked) {
        (None, Some(asked)) => asked,
        (reason, _) => {
            let reason = reason.as_deref().unwrap_or_default();
            return Ok(without_list(request, supervisor, reason, &made.apart));
        }
    };
    let (year, before) = (request.year, request.year.number() - 1);
    let limit = &asked.limit;
    let name = supervisor.label();
    let count = made.increases.rows.len();
    let mut lead = vec![format!(
        "{SENDER} orienterer hermed {name} om de takster, der fra {before} til {year} er steget mere end {limit} %, i tilbud, som {name} fører tilsyn med."
    )];
    lead.push(match count {
        0 => format!("Ingen af ydelserne er steget mere end {limit} %."),
        n => format!(
            "Listen omfatter {}. En stigning er ændringen i taksten for samme ydelse i samme tilbud fra det ene år til det næste; en stigning på præcis {limit} % er ikke med. {}",
            counted(n, "ydelse", "ydelser"),
            basis_words(asked.basis)
        ),
    });
    lead.extend(made.limit.clone());
    if count > 0 {
        lead.extend(kroner_words(
            made.increases.rows.iter().map(|row| &row.rise),
        ));
        lead.push("Den største stigning står først. Forklaringerne er givet af driftsherrerne selv og står efter tabellen. »Kroner pr. år« er stigningen ganget med alle tilbuddets pladser hele året og er derfor den største mulige virkning.".to_owned());
    }
    lead.push(format!(
        "Spørgsmål til listen kan rettes til {}.",
        request.contact
    ));
    let mut sections = vec![Section {
        heading: format!("Takststigninger over {limit} % i {year}"),
        report: Some(Report {
            notes: made.notes.clone(),
            ..printed(
                &made.increases,
                &[
                    &increase::OFFER,
                    &increase::SERVICE,
                    &increase::OLD,
                    &increase::NEW,
                    &increase::CHANGE,
                    &increase::PER_YEAR,
                ],
                &[&sums::OPERATOR, &sums::INCREASES, &sums::PER_YEAR],
            )
        }),
        cards: made.increases.rows.iter().map(explained).collect(),
        ..Section::default()
    }];
    sections.extend(not_compared(&made.apart));
    Ok(document(request, supervisor, lead, sections))
}

/// An increase with the operator's explanation.
fn explained(row: &Increase) -> Card {
    let more = vec![
        ("Oplyste årsager", row.reasons()),
        ("Spørgsmål", row.question().unwrap_or_default()),
    ];
    let explained = row.explained.as_ref();
    card(
        &row.rise,
        more,
        explained.map_or("", |event| event.text.as_str()),
    )
}

/// What is said when nothing can be compared: that, and not that nothing rose.
fn without_list(
    request: &Request,
    supervisor: Supervisor,
    reason: &str,
    apart: &Answer<NotCompared>,
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

fn not_compared(answer: &Answer<NotCompared>) -> Option<Section> {
    (!answer.rows.is_empty()).then(|| Section {
        heading: "Ydelser, der ikke kan sammenlignes med året før".to_owned(),
        report: Some(printed(
            answer,
            &[&apart::OFFER, &apart::SERVICE, &apart::EXPLANATION],
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
        front: None,
    }
}

//! The paper for the next meeting of the steering group.

use super::{Request, SENDER, basis_words, by_size, card, kroner_words, printed};
use crate::domain::danish::{counted, danish_date};
use crate::domain::meetings::{MeetingKind, next_meeting};
use crate::domain::report::Report;
use crate::export::document::{Card, Document, Section};
use crate::reports::columns::Answer;
use crate::reports::follow_up::calendar::Discussed;
use crate::reports::follow_up::open;
use crate::reports::follow_up::open_case::{self, OpenCase};
use crate::reports::tariffs::apart::{self, NotCompared};
use crate::reports::tariffs::distribution::{self, Step};
use crate::reports::tariffs::increases;
use crate::reports::{Query, ReportError};
use crate::storage::{self, Db, meetings};

/// Composes the paper.
pub fn compose(db: &mut Db, request: &Request) -> Result<Document, ReportError> {
    let query = Query {
        on: Some(request.date),
        year: Some(request.year),
        ..Query::default()
    };
    let mut open = open::answer(db, &query)?;
    by_size(&mut open.cases.rows, |case| &case.rise);
    let earlier = earlier(db, request)?;
    let all = increases::of_year(db, &query)?;
    let year = request.year;
    let (None, Some(asked)) = (&all.incomparable, &all.asked) else {
        let reason = all.incomparable.as_deref().unwrap_or_default();
        let lead = vec![
            meeting_words(db, request)?,
            // That nothing can be said is not that nothing rose.
            format!("Takststigningerne i {year} kan ikke opgøres. {reason}"),
            sender(request),
        ];
        let mut sections = Vec::new();
        sections.extend(earlier.map(|earlier| earlier_cases(&earlier)));
        sections.extend(not_compared(&all.apart));
        return Ok(document(request, lead, sections));
    };
    let limit = &asked.limit;
    let counts = (all.increases.rows.len(), open.cases.rows.len());
    let mut lead = vec![meeting_words(db, request)?];
    lead.push(format!(
        "Styregruppen drøfter to gange om året de takster, der er steget mere end {limit} % fra det ene år til det næste. {}",
        basis_words(asked.basis)
    ));
    lead.extend(all.limit.clone());
    lead.push(format!(
        "I {year} er {} steget mere end {limit} %. {} og mangler at blive indberettet til socialtilsynet, drøftet her eller begge dele.",
        counted(counts.0, "ydelse", "ydelser"),
        counted(counts.1, "sag er åben", "sager er åbne"),
    ));
    lead.extend(kroner_words(open.cases.rows.iter().map(|case| &case.rise)));
    lead.push(sender(request));
    let before = earlier.as_ref().map_or(0, |earlier| earlier.rows.len());
    let apart = not_compared(&all.apart);
    let mut sections = vec![
        proposal(counts.1 + before, apart.is_some()),
        open_cases(&open.cases),
    ];
    sections.extend(earlier.map(|earlier| earlier_cases(&earlier)));
    sections.push(distribution(all.distribution, all.limit.as_ref()));
    sections.extend(apart);
    Ok(document(request, lead, sections))
}

/// The cases of earlier years that are still open; `None` when none is.
fn earlier(
    db: &mut Db,
    request: &Request,
) -> Result<Option<Answer<OpenCase, Discussed>>, ReportError> {
    let query = Query {
        on: Some(request.date),
        ..Query::default()
    };
    let mut cases = open::answer(db, &query)?.cases;
    cases.rows.retain(|case| case.rise.year() < request.year);
    Ok((!cases.rows.is_empty()).then_some(cases))
}

fn sender(request: &Request) -> String {
    format!(
        "Oplægget er udarbejdet af {SENDER}. Kontakt: {}.",
        request.contact
    )
}

fn document(request: &Request, lead: Vec<String>, sections: Vec<Section>) -> Document {
    Document {
        title: format!("Opfølgning på takststigninger i {}", request.year),
        addressee: Some(MeetingKind::SteeringGroup.label().to_owned()),
        date: Some(request.date),
        lead,
        sections,
        front: None,
    }
}

fn meeting_words(db: &mut Db, request: &Request) -> Result<String, ReportError> {
    let version = storage::version(db)?;
    let meetings = meetings::all(db, version)?;
    Ok(match next_meeting(&meetings, request.date) {
        Some(meeting) => format!(
            "Til drøftelse på mødet den {} ({}).",
            danish_date(meeting.date),
            meeting.title
        ),
        None => {
            "Til drøftelse på styregruppens næste møde, som ikke er i kalenderen endnu.".to_owned()
        }
    })
}

fn proposal(open: usize, is_apart: bool) -> Section {
    let paragraphs = match open {
        0 => vec![
            "Det indstilles, at styregruppen tager til efterretning, at alle stigninger er indberettet og drøftet.".to_owned(),
        ],
        n => vec![
            "Det indstilles, at styregruppen".to_owned(),
            format!("1. drøfter {} på grundlag af driftsherrernes forklaringer,", counted(n, "åben stigning", "åbne stigninger")),
            "2. for hver stigning beslutter, om forklaringen tages til efterretning, eller om driftsherren skal uddybe den,".to_owned(),
            format!("3. tager fordelingen af ændringerne{} til efterretning.", if is_apart {
                " og de ydelser, der ikke kan sammenlignes,"
            } else {
                ""
            }),
        ],
    };
    Section {
        heading: "Indstilling".to_owned(),
        paragraphs,
        ..Section::default()
    }
}

fn open_cases(open: &Answer<OpenCase, Discussed>) -> Section {
    let words = if open.rows.is_empty() {
        "Ingen sager er åbne."
    } else {
        "Den største stigning står først. Årets forklaringer og sidste års står efter tabellen."
    };
    Section {
        heading: "Åbne sager".to_owned(),
        paragraphs: vec![words.to_owned()],
        report: Some(printed(
            open,
            &[
                &open_case::OFFER,
                &open_case::SERVICE,
                &open_case::OLD,
                &open_case::NEW,
                &open_case::CHANGE,
                &open_case::PER_YEAR,
            ],
            &[],
        )),
        cards: open.rows.iter().map(explained).collect(),
        ..Section::default()
    }
}

fn earlier_cases(open: &Answer<OpenCase, Discussed>) -> Section {
    Section {
        heading: "Åbne sager fra tidligere år".to_owned(),
        paragraphs: vec![
            "Stigninger fra tidligere år, som endnu ikke er både indberettet og drøftet."
                .to_owned(),
        ],
        report: Some(printed(
            open,
            &[
                &open_case::YEAR,
                &open_case::OFFER,
                &open_case::SERVICE,
                &open_case::OLD,
                &open_case::NEW,
                &open_case::CHANGE,
                &open_case::PER_YEAR,
            ],
            &[],
        )),
        cards: open.rows.iter().map(explained).collect(),
        ..Section::default()
    }
}

/// An open case with its explanation of this year and of the year before.
fn explained(case: &OpenCase) -> Card {
    let more = vec![
        ("Opfølgning", case.state.label().to_owned()),
        ("Oplyste årsager", case.reasons()),
        ("Spørgsmål", case.question().unwrap_or_default()),
        ("Forklaring året før", case.explanation_before().to_owned()),
    ];
    card(&case.rise, more, case.explanation())
}

fn distribution(mut answer: Answer<Step>, limit: Option<&String>) -> Section {
    answer.rows.retain(|step| step.count != 0);
    for chart in &mut answer.frame.series {
        chart.without_empty_labels();
    }
    let notes = answer.frame.notes.iter();
    // The lead has the limit.
    let notes = notes.filter(|note| Some(*note) != limit).cloned();
    Section {
        heading: "Fordelingen af ændringerne".to_owned(),
        paragraphs: vec![
            "Antal ydelser efter, hvor meget taksten er ændret. Trin uden ydelser er udeladt."
                .to_owned(),
        ],
        report: Some(Report {
            series: answer.frame.series.clone(),
            notes: notes.collect(),
            ..printed(&answer, distribution::COLUMNS, &[])
        }),
        ..Section::default()
    }
}

/// `None` when every service is compared.
fn not_compared(answer: &Answer<NotCompared>) -> Option<Section> {
    (!answer.rows.is_empty()).then(|| Section {
        heading: "Ydelser, der ikke kan sammenlignes".to_owned(),
        paragraphs: vec![
            "Nye og lukkede ydelser, manglende år og ændrede enheder indgår ikke i opgørelsen."
                .to_owned(),
        ],
        report: Some(printed(
            answer,
            &[&apart::OFFER, &apart::SERVICE, &apart::EXPLANATION],
            &[],
        )),
        ..Section::default()
    })
}

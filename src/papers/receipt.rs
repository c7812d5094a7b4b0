//! The receipt of a search: what was asked, what was free, and what came of it, on one side.

use crate::domain::danish::{counted, danish_date};
use crate::domain::report::Report;
use crate::domain::searches::{Choice, Event, Part, standing};
use crate::export::document::{Document, Section};
use crate::reports::searches::receipt::Whole;
use crate::reports::searches::shown;

/// What was asked, by whom and when: labels and values.
pub fn facts(whole: &Whole) -> Vec<(&'static str, String)> {
    let (search, asked) = (&whole.search, &whole.search.asked);
    vec![
        ("Kommune", whole.names.area(&asked.municipality).to_owned()),
        ("Paragraf", asked.paragraph.label().to_owned()),
        (
            "Målgruppe",
            whole.names.group(&asked.target_group).to_owned(),
        ),
        ("Behov fra", danish_date(asked.needed_from)),
        (
            "Afsøgt",
            format!("{} af {}", danish_date(search.on), search.by),
        ),
    ]
}

/// How many entries fitted.
pub fn summary(whole: &Whole) -> String {
    match usize::try_from(whole.search.matches) {
        Ok(0) | Err(_) => "Ingen ledig plads passede.".to_owned(),
        Ok(fits) => format!("{} passede.", counted(fits, "opslag", "opslag")),
    }
}

/// Composes the receipt; with the texts of what came of it for whoever may read them.
pub fn compose(whole: &Whole, with_texts: bool) -> Document {
    let came = standing(&whole.events).choice;
    let mut lead: Vec<String> = facts(whole)
        .into_iter()
        .map(|(label, value)| format!("{label}: {value}"))
        .collect();
    lead.push(format!(
        "Valg: {}",
        came.map_or("intet valgt endnu", Choice::label)
    ));
    let tables = Part::ALL.into_iter().filter_map(|part| {
        let report = shown::report(whole, part)?;
        Some(section(part, report))
    });
    let mut sections: Vec<Section> = tables.collect();
    if sections.is_empty() {
        sections.push(Section {
            heading: "Ledigt, da der blev søgt".to_owned(),
            paragraphs: vec![summary(whole)],
            ..Section::default()
        });
    }
    if !whole.events.is_empty() {
        sections.push(Section {
            heading: "Det er der sket".to_owned(),
            paragraphs: whole.events.iter().map(|e| told(e, with_texts)).collect(),
            ..Section::default()
        });
    }
    Document {
        title: format!("Kvittering for afsøgning {}", whole.search.receipt),
        addressee: None,
        date: Some(whole.search.on),
        lead,
        sections,
        front: None,
    }
}

fn section(part: Part, report: Report) -> Section {
    let heading = match part {
        Part::Fits => "Ledige pladser, der passede",
        Part::Later => "Ledige senere, end der var behov",
        Part::OneMoreGroup => "Ville passe, hvis tilbuddet blev godkendt til målgruppen",
    };
    Section {
        heading: heading.to_owned(),
        report: Some(report),
        ..Section::default()
    }
}

fn told(event: &Event, with_texts: bool) -> String {
    let code = event.code.map(|code| format!(" ({})", code.label()));
    let text = match (with_texts, event.text.as_str()) {
        (_, "") | (false, _) => String::new(),
        (true, text) => format!(": {text}"),
    };
    let (day, step) = (danish_date(event.on), event.step.label());
    format!("{day}: {step}{}{text}", code.unwrap_or_default())
}

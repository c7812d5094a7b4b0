//! The list of decisions (beslutninger): what was decided when, and what is still open of it.

use jiff::civil::Date;

use crate::domain::danish::danish_date;
use crate::domain::report::{Column, Report, Role, Table, Unit, Value};
use crate::export::document::{Document, Section};
use crate::reports::ReportError;
use crate::reports::meetings::decisions::{self, Decided};
use crate::storage::data::settings;
use crate::storage::{self, Db};

/// Composes the list; confidential items and meetings that are being prepared for whoever prepares them.
///
/// # Errors
/// The database's own.
pub fn compose(db: &mut Db, prepares: bool, date: Date) -> Result<Document, ReportError> {
    let mut all = decisions::all(db, prepares)?;
    all.retain(|of| prepares || of.meeting.is_public());
    let state = (storage::version(db)?, settings::is_synthetic(db)?);
    let open: Vec<&Decided> = all.iter().filter(|of| of.open).collect();
    let all: Vec<&Decided> = all.iter().collect();
    let section = |heading: &str, list: &[&Decided], none: &str| Section {
        heading: heading.to_owned(),
        paragraphs: if list.is_empty() {
            vec![none.to_owned()]
        } else {
            Vec::new()
        },
        report: (!list.is_empty()).then(|| report(heading, list, state)),
        ..Section::default()
    };
    Ok(Document {
        title: "Beslutninger på møderne".to_owned(),
        date: Some(date),
        sections: vec![
            section(
                "Mangler endnu",
                &open,
                "Ingen beslutning venter på opfølgning.",
            ),
            section(
                "Alle beslutninger",
                &all,
                "Der er ikke skrevet nogen beslutninger endnu.",
            ),
        ],
        ..Document::default()
    })
}

fn report(title: &str, list: &[&Decided], (data_version, synthetic): (i64, bool)) -> Report {
    let column = |key: &'static str, label: &str, role: Role| Column {
        role,
        ..Column::new(key, label, Unit::Text)
    };
    Report {
        name: "",
        title: title.to_owned(),
        filters: Vec::new(),
        data_version,
        synthetic,
        masks: false,
        rows: Table {
            columns: vec![
                column("of", "Møde og punkt", Role::Names),
                column("heading", "Sag", Role::Names),
                column("decision", "Beslutning", Role::Says),
                column("follow_up", "Opfølgning", Role::Says),
                column("due", "Senest", Role::Says),
            ],
            rows: list.iter().map(|of| row(of)).collect(),
        },
        totals: Table::default(),
        notes: Vec::new(),
        sources: Vec::new(),
        series: Vec::new(),
    }
}

fn row(of: &Decided) -> Vec<crate::domain::report::Cell> {
    let (meeting, item) = (&of.meeting, &of.item);
    let decision = item.decision.as_ref();
    let decided = decision.map_or_else(String::new, |decision| {
        let words = [&*format!("{}.", decision.code.past()), &decision.text];
        let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
        words.join(" ")
    });
    let again = (of.came_again.as_ref())
        .map(|next| format!("Kommer igen på mødet {}.", danish_date(next.date)));
    let follow_up = decision.map(|decision| decision.follow_up.clone());
    let follow_up: Vec<String> = (follow_up.into_iter().chain(again))
        .filter(|text| !text.is_empty())
        .collect();
    let due = decision.and_then(|decision| decision.due).map(danish_date);
    let place = format!(
        "{} {}, punkt {}",
        meeting.kind.short_label(),
        danish_date(meeting.date),
        item.number
    );
    [
        place,
        item.wording.heading.clone(),
        decided,
        follow_up.join(" "),
        due.unwrap_or_default(),
    ]
    .map(|text| Value::Text(text).into())
    .into()
}

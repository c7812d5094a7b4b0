//! The list of decisions (beslutninger): what was decided when, and what is still open of it.

use jiff::civil::Date;

use crate::domain::danish::danish_date;
use crate::domain::report::{Cell, Report, Table, Unit};
use crate::export::document::{Document, Section};
use crate::reports::ReportError;
use crate::reports::columns::{Col, Cols, table};
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
    Report {
        name: "",
        title: title.to_owned(),
        filters: Vec::new(),
        data_version,
        synthetic,
        masks: false,
        rows: table(COLUMNS, list.iter().copied()),
        totals: Table::default(),
        notes: Vec::new(),
        sources: Vec::new(),
        series: Vec::new(),
    }
}

static PLACE: Col<Decided> = Col::names("of", "Møde og punkt", Unit::Text, |of| {
    Cell::text(format!(
        "{} {}, punkt {}",
        of.meeting.kind.short_label(),
        danish_date(of.meeting.date),
        of.item.number
    ))
});
static HEADING: Col<Decided> = Col::names("heading", "Sag", Unit::Text, |of| {
    Cell::text(&of.item.wording.heading)
});
static DECISION: Col<Decided> = Col::says("decision", "Beslutning", Unit::Text, |of: &Decided| {
    let decided = of.item.decision.as_ref().map(|decision| {
        let words = [&*format!("{}.", decision.code.past()), &decision.text];
        let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
        words.join(" ")
    });
    Cell::text(decided.unwrap_or_default())
});
static FOLLOW_UP: Col<Decided> =
    Col::says("follow_up", "Opfølgning", Unit::Text, |of: &Decided| {
        let again = (of.came_again.as_ref())
            .map(|next| format!("Kommer igen på mødet {}.", danish_date(next.date)));
        let decision = of.item.decision.as_ref();
        let follow_up = decision.map(|decision| decision.follow_up.clone());
        let words: Vec<String> = (follow_up.into_iter().chain(again))
            .filter(|text| !text.is_empty())
            .collect();
        Cell::text(words.join(" "))
    });
static DUE: Col<Decided> = Col::says("due", "Senest", Unit::Text, |of: &Decided| {
    let decision = of.item.decision.as_ref();
    let due = decision.and_then(|decision| decision.due);
    Cell::text(due.map(danish_date).unwrap_or_default())
});

static COLUMNS: Cols<Decided> = &[&PLACE, &HEADING, &DECISION, &FOLLOW_UP, &DUE];

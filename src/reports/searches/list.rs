//! `searches`: the searches (afsøgninger), the newest first, and what they come to.

use super::SEARCHES;
use super::statistics::{self, Quarter};
use crate::domain::paragraph::Paragraph;
use crate::domain::report::{Cell, Report, Unit, Value};
use crate::domain::searches::{Choice, Code, Search, Standing, standings};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::date_value;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::searches::{events, kept};

const UNSEEN: &str = "Afsøgningerne enkeltvis ses af den kommune, der har lavet dem, af arbejdsgruppen og af rammeaftalesekretariatet. Andre ser antallene pr. kommune og kvartal.";

/// A search, and what it has come to.
pub struct Listed {
    pub search: Search,
    /// Name of the municipality that searched.
    pub municipality: String,
    /// Name of the target group.
    pub target_group: String,
    pub choice: Option<Choice>,
    pub code: Option<Code>,
}

pub static RECEIPT: Col<Listed> = Col::names("receipt", "Kvittering", Unit::Text, |row| {
    let receipt = row.search.receipt.to_string();
    Cell::key(&receipt, &receipt)
});
pub static SEARCHED_ON: Col<Listed> = Col::says("searched_on", "Afsøgt den", Unit::Text, |row| {
    date_value(row.search.on).into()
});
pub static MUNICIPALITY: Col<Listed> = Col::says("municipality", "Kommune", Unit::Text, |row| {
    Cell::key(&row.search.asked.municipality, &row.municipality)
});
pub static PARAGRAPH: Col<Listed> =
    Col::says("paragraph", "Paragraf", Unit::Text, |row: &Listed| {
        let paragraph = row.search.asked.paragraph;
        Cell::key(paragraph.key(), paragraph.label())
    })
    .one_of(|| Paragraph::ALL.map(Paragraph::key).to_vec());
pub static TARGET_GROUP: Col<Listed> = Col::says("target_group", "Målgruppe", Unit::Text, |row| {
    Cell::key(&row.search.asked.target_group, &row.target_group)
});
pub static NEEDED_FROM: Col<Listed> = Col::says("needed_from", "Behov fra", Unit::Text, |row| {
    date_value(row.search.asked.needed_from).into()
});
pub static MATCHES: Col<Listed> = Col::says("matches", "Passede", Unit::Count, |row| {
    Value::Count(row.search.matches).into()
});
pub static CHOICE: Col<Listed> = Col::says("choice", "Valg", Unit::Text, |row: &Listed| {
    let empty = || Value::Empty.into();
    row.choice
        .map_or_else(empty, |c| Cell::key(c.key(), c.label()))
})
.optional()
.one_of(|| Choice::ALL.map(Choice::key).to_vec());
pub static REASON: Col<Listed> = Col::says("reason", "Begrundelse", Unit::Text, |row: &Listed| {
    let empty = || Value::Empty.into();
    row.code
        .map_or_else(empty, |c| Cell::key(c.key(), c.label()))
})
.optional()
.one_of(|| Code::ALL.map(Code::key).to_vec());

pub static COLUMNS: Cols<Listed> = &[
    &RECEIPT,
    &SEARCHED_ON,
    &MUNICIPALITY,
    &PARAGRAPH,
    &TARGET_GROUP,
    &NEEDED_FROM,
    &MATCHES,
    &CHOICE,
    &REASON,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let register = Register::load(db, query)?;
    Ok(answer(db, &register, query)?.report(COLUMNS, statistics::COLUMNS))
}

/// The searches that the reader may see, and the numbers of all.
pub fn answer(
    db: &mut Db,
    register: &Register,
    query: &Query,
) -> Result<Answer<Listed, Quarter>, ReportError> {
    let mut searches = kept::all(db, register.as_of)?;
    let events = events::all(db, register.as_of)?;
    searches.retain(|search| register.covers_search(&search.asked));
    let title = "Afsøgning af ledige pladser".to_owned();
    let mut frame = register.report(db, SEARCHES.name, title, Vec::new(), &[])?;
    let unseen = |search: &Search| !query.searches.reads(&search.asked.municipality);
    if searches.iter().any(unseen) {
        frame.notes.push(UNSEEN.to_owned());
    }
    frame.notes.push(statistics::KNOWN.to_owned());
    let mut answer = Answer::empty(frame);
    for (search, standing) in standings(&searches, &events) {
        if query.searches.reads(&search.asked.municipality) {
            answer.rows.push(listed(register, search, &standing));
        }
    }
    answer.rows.reverse();
    answer.totals = statistics::of(register, &searches, &events);
    Ok(answer)
}

fn listed(register: &Register, search: &Search, standing: &Standing<'_>) -> Listed {
    let asked = &search.asked;
    let group = std::slice::from_ref(&asked.target_group);
    Listed {
        municipality: register.area_name(&asked.municipality).to_owned(),
        target_group: register.group_names(group),
        choice: standing.choice,
        code: standing.by.and_then(|event| event.code),
        search: search.clone(),
    }
}

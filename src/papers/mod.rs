//! Papers ready to send, in Danish: words around reports, as PDF or Excel.
//!
//! [`supervisor`] is the list for a supervising authority, [`steering_group`] the paper for the
//! steering group's next meeting. The figures are the reports'; what is chosen here is which
//! columns are printed, and the words.

pub mod steering_group;
pub mod supervisor;

use jiff::civil::Date;

use crate::domain::offers::Supervisor;
use crate::domain::period::Year;
use crate::domain::report::{Report, Table};
use crate::export::document::Document;
use crate::reports::ReportError;
use crate::reports::tariffs::increases::NOT_COMPARED;
use crate::storage::Db;

/// Who sends the papers.
pub const SENDER: &str = "Rammeaftalesekretariatet for KKR Nordjylland";

/// A paper that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// The increases of the offers that an authority supervises.
    Supervisor(Supervisor),
    /// What the steering group's next meeting has to discuss.
    SteeringGroup,
}

impl Paper {
    /// As it stands in addresses and names of files: `socialtilsyn-nord`.
    pub fn key(self) -> String {
        match self {
            Paper::SteeringGroup => "styregruppe".to_owned(),
            Paper::Supervisor(supervisor) => {
                let name = supervisor.label().to_lowercase();
                name.replace(' ', "-").replace('ø', "oe")
            }
        }
    }

    pub fn from_key(key: &str) -> Option<Paper> {
        let letters = Supervisor::ALL.map(Paper::Supervisor).into_iter();
        letters
            .chain([Paper::SteeringGroup])
            .find(|paper| paper.key() == key)
    }

    /// The words of its link.
    pub fn label(self) -> String {
        match self {
            Paper::SteeringGroup => "Oplæg til styregruppen".to_owned(),
            Paper::Supervisor(supervisor) => format!("Liste til {}", supervisor.label()),
        }
    }
}

/// What a paper is made for.
#[derive(Debug, Clone)]
pub struct Request {
    pub paper: Paper,
    /// The year that the tariffs rose to.
    pub year: Year,
    /// The date it bears, which the next meeting is counted from.
    pub date: Date,
    /// Who answers questions about it.
    pub contact: String,
}

/// Composes a paper.
///
/// # Errors
/// [`ReportError`]
pub fn compose(db: &mut Db, request: &Request) -> Result<Document, ReportError> {
    match request.paper {
        Paper::Supervisor(supervisor) => supervisor::compose(db, request, supervisor),
        Paper::SteeringGroup => steering_group::compose(db, request),
    }
}

/// A report as a paper prints it: these columns, and neither its filters nor the notes that the
/// paper's own words replace.
fn printed(report: Report, columns: &[&str], totals: &[&str]) -> Report {
    let totals = match totals.is_empty() {
        true => Table::default(),
        false => report.totals.only(totals),
    };
    let elsewhere = |note: &String| note.starts_with(NOT_COMPARED) || note.starts_with("Grænsen");
    Report {
        rows: report.rows.only(columns),
        totals,
        filters: Vec::new(),
        notes: report.notes.into_iter().filter(|n| !elsewhere(n)).collect(),
        series: Vec::new(),
        ..report
    }
}

/// A filter as the report understood it, with a decimal comma.
fn filter(report: &Report, key: &str) -> String {
    let found = report.filters.iter().find(|f| f.key == key);
    found.map_or_else(String::new, |f| f.value.replace('.', ","))
}

/// How the changes were measured.
fn basis_words(report: &Report) -> &'static str {
    match filter(report, "basis").as_str() {
        "real" => {
            "Stigningen er opgjort realt: taksten året før er først reguleret med pris- og lønindekset."
        }
        _ => {
            "Stigningen er opgjort nominelt, altså på taksterne, som de er fastsat, uden regulering for pris- og lønudvikling."
        }
    }
}

/// "1 ydelse", "5 ydelser".
fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

/// The sentence about the limit and its source, which the report's notes have.
fn limit_words(report: &Report) -> Option<String> {
    let found = report.notes.iter().find(|n| n.starts_with("Grænsen"));
    found.cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_named_as_in_their_addresses() {
        for supervisor in Supervisor::ALL {
            let paper = Paper::Supervisor(supervisor);
            assert_eq!(Paper::from_key(&paper.key()), Some(paper));
        }
        assert_eq!(
            Paper::Supervisor(Supervisor::East).key(),
            "socialtilsyn-oest"
        );
        assert_eq!(Paper::from_key("socialtilsyn-vest"), None);
    }
}

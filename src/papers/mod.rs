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
use crate::domain::tariffs::TariffBasis;
use crate::export::document::Document;
use crate::reports::ReportError;
use crate::reports::columns::{self, Answer, Col};
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

/// An answer as a paper prints it: these columns, and neither its filters nor notes, which the
/// paper's own words replace.
fn printed<R, T>(answer: &Answer<R, T>, columns: &[&Col<R>], totals: &[&Col<T>]) -> Report {
    Report {
        filters: Vec::new(),
        notes: Vec::new(),
        series: Vec::new(),
        totals: match totals {
            [] => Table::default(),
            totals => columns::table(totals, &answer.totals),
        },
        ..answer.report(columns, &[])
    }
}

/// How the changes were measured.
const fn basis_words(basis: TariffBasis) -> &'static str {
    match basis {
        TariffBasis::Real => {
            "Stigningen er opgjort realt: taksten året før er først reguleret med pris- og lønindekset."
        }
        TariffBasis::Nominal => {
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

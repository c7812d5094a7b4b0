//! Papers ready to send, in Danish: words around reports, as PDF or Excel.
//!
//! [`supervisor`] is the list for a supervising authority, [`steering_group`] the paper for the
//! steering group's next meeting, [`receipt`] that of a search, [`dossier`] the paper of a whole meeting, [`decisions`] the list of what was decided. The figures are the reports'; what is chosen here is which
//! columns are printed, and the words.

pub mod decisions;
pub mod dossier;
pub mod receipt;
pub mod steering_group;
pub mod supervisor;

use jiff::civil::Date;

use crate::domain::danish::counted;
use crate::domain::number::Exact;
use crate::domain::offers::Supervisor;
use crate::domain::period::Year;
use crate::domain::report::{self, Cell, Report, Table};
use crate::domain::tariffs::TariffBasis;
use crate::export::document::{Card, Document};
use crate::export::{self, DocumentFormat, ExportError, Format};
use crate::reports::columns::{self, Answer, Col};
use crate::reports::tariffs::rise::Rise;
use crate::reports::{Question, ReportError, marks};
use crate::storage::Db;

/// Who sends the papers.
pub const SENDER: &str = "Rammeaftalesekretariatet for KKR Nordjylland";

/// A report as a file; as PDF under the columns that its reader needs, with the whole as an annex.
///
/// # Errors
/// [`ExportError`] when the report is malformed or breaks a limit of the format.
pub fn report(
    question: &Question,
    report: &Report,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    if format != Format::Pdf {
        return export::write(report, format);
    }
    let mut document = Document::of_report(report);
    let shown = dossier::needed(question);
    // A question may answer with rows of another kind, which have columns of their own.
    let has = |key: &&str| *key == marks::KEY || report.rows.column(key).is_some();
    if shown.iter().all(has) {
        for section in &mut document.sections {
            section.shown.clone_from(&shown);
        }
    }
    export::write_document(&document, DocumentFormat::Pdf)
}

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

/// The largest increase first: what is most to talk about. Equal ones stay as they were.
fn by_size<R>(rows: &mut [R], rise: fn(&R) -> &Rise) {
    rows.sort_by(|a, b| rise(b).change.cmp(&rise(a).change));
}

/// What some increases come to in a year, with what it rests on; `None` when none can be told.
fn kroner_words<'a>(rises: impl Iterator<Item = &'a Rise>) -> Option<String> {
    let (mut sum, mut told, mut without) = (Exact::default(), false, 0);
    for kroner in rises.map(Rise::kroner_per_year) {
        match kroner {
            Ok(kroner) => (sum, told) = (sum + kroner, true),
            Err(_) => without += 1,
        }
    }
    let amount = report::kroner(&sum).danish();
    let rest = match without {
        0 => String::new(),
        n => format!(
            "; {} kan ikke omregnes og er ikke med",
            counted(n, "ydelse", "ydelser")
        ),
    };
    told.then(|| {
        format!("Tilsammen er det {amount} kr. pr. år, når alle pladser er taget hele året{rest}.")
    })
}

/// An increase with what is said about it; `more` stands between the figures and the text.
fn card(rise: &Rise, more: Vec<(&str, String)>, text: &str) -> Card {
    let shown = |cell: Cell| cell.value.danish();
    let change = format!(
        "{}\u{a0}%: {} \u{2192} {} kr. pr. {}",
        shown(rise.change_cell()),
        shown(rise.old_cell()),
        shown(rise.new_cell()),
        shown(rise.unit_cell())
    );
    let first = [
        ("Driftsherre", rise.offer.operator.clone()),
        ("Stigning", change),
    ];
    let facts = first.into_iter().chain(more);
    Card {
        heading: rise.name(),
        facts: (facts.filter(|(_, value)| !value.is_empty()))
            .map(|(label, value)| (label.to_owned(), value))
            .collect(),
        text: match text {
            "" => "Der er ikke modtaget en forklaring.".to_owned(),
            text => text.to_owned(),
        },
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

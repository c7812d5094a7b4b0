//! What changed a figure since a paper was sent: the upload, the withdrawal, the limit. The question is
//! asked about the data versions between, and each figure is followed to the one that made it what it is.

use super::shown::{Place, Shown};
use crate::domain::danish::danish_date;
use crate::domain::dossier::Frozen;
use crate::domain::parameters::Known;
use crate::reports::ReportError;
use crate::storage::data::versions::{self, DataVersion, What};
use crate::storage::data::{batches, parameters};
use crate::storage::{Db, QueryResult};

/// What did it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A change of the data.
    Data(Cause),
    /// Nothing in the data: a rule or a register is another than when the paper was sent.
    Rule,
    /// The question does not tell: it knows no earlier versions, and several changes may have done it.
    Several,
    /// Figures of single cases: which upload it was would tell of whose cases it is.
    Masked,
}

/// A change of the data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The data version that it made.
    pub number: i64,
    /// RFC 3339, UTC.
    pub moment: String,
    pub who: String,
    /// In Danish: "Filen rettelse.csv er indlæst".
    pub words: String,
    /// The upload that has a receipt of it.
    pub upload: Option<i64>,
}

/// All that was done since, the oldest first.
pub struct Causes(Vec<Cause>);

impl Causes {
    /// What was done since a paper was sent.
    ///
    /// # Errors
    /// The database's own.
    pub fn since(db: &mut Db, paper: &Frozen) -> QueryResult<Causes> {
        let later = |version: &DataVersion| version.number > paper.version + 1;
        let all: Vec<DataVersion> = versions::all(db)?.into_iter().filter(later).collect();
        let mut causes = vec![Cause {
            number: paper.version,
            moment: paper.at.clone(),
            who: paper.by.clone(),
            words: String::new(),
            upload: None,
        }];
        for version in all {
            causes.extend(cause(db, version)?);
        }
        Ok(Causes(causes))
    }

    /// The changes, without the state that the paper was sent on.
    fn done(&self) -> &[Cause] {
        self.0.get(1..).unwrap_or_default()
    }

    /// What did it when it cannot be asked: the one change there is, or none in the data.
    pub fn only(&self) -> By {
        match self.done() {
            [] => By::Rule,
            [only] => By::Data(only.clone()),
            _ => By::Several,
        }
    }

    /// What made each figure what it is now. `ask` answers about a data version.
    ///
    /// # Errors
    /// As `ask`'s.
    pub fn of(
        &self,
        now: &Shown,
        places: &[&Place],
        mut ask: impl FnMut(i64) -> Result<Option<Shown>, ReportError>,
    ) -> Result<Vec<By>, ReportError> {
        let mut found = vec![By::Several; places.len()];
        let Some(sent) = self.0.first() else {
            return Ok(found);
        };
        let Some(then) = ask(sent.number)? else {
            return Ok(found);
        };
        let is_now = |shown: &Shown, figure: &usize| {
            places
                .get(*figure)
                .is_some_and(|place| shown.at(place) == now.at(place))
        };
        let (rule, data): (Vec<usize>, Vec<usize>) =
            (0..places.len()).partition(|figure| is_now(&then, figure));
        for figure in rule {
            found[figure] = By::Rule;
        }
        // Between two states: at the first none of the figures is what it is now, at the last all are.
        let mut open = vec![(0, self.0.len() - 1, data)];
        while let Some((low, high, figures)) = open.pop() {
            if figures.is_empty() || high == low {
                continue;
            }
            if high == low + 1 {
                for figure in figures {
                    found[figure] = By::Data(self.0[high].clone());
                }
                continue;
            }
            let middle = low.midpoint(high);
            let Some(there) = ask(self.0[middle].number)? else {
                continue;
            };
            let (before, after) = figures.iter().partition(|figure| is_now(&there, figure));
            open.push((low, middle, before));
            open.push((middle, high, after));
        }
        Ok(found)
    }
}

/// A data version as a cause; nothing for one that no figure of a report depends on.
fn cause(db: &mut Db, version: DataVersion) -> QueryResult<Option<Cause>> {
    let is = |what: What| what.key() == version.what;
    let mut upload = None;
    let words = if is(What::Upload) {
        let batch = batches::get(db, version.number)?;
        upload = batch.as_ref().map(|batch| batch.number);
        batch.map(|batch| format!("Filen {} er indlæst", batch.file_name))
    } else if is(What::Withdrawal) {
        let batch = batches::withdrawn_at(db, version.number)?;
        upload = batch.as_ref().map(|batch| batch.number);
        batch.map(|batch| format!("Filen {} er trukket tilbage", batch.file_name))
    } else if is(What::Limit) {
        Some(limits(db, version.number)?)
    } else {
        let known = [
            (What::FollowUp, "Opfølgningen på en takststigning er ændret"),
            (What::Vacancy, "En ledig plads er ændret"),
            (What::CaseDeletion, "Gamle sager er slettet"),
            (What::Search, "Der er søgt efter en plads"),
            (What::SearchStep, "En søgning efter en plads er afsluttet"),
            (What::Workplan, "Arbejdsplanen er udvidet"),
            (What::Milestone, "En milepæl i arbejdsplanen er ændret"),
            (What::Meeting, "Mødekalenderen er ændret"),
            (What::MeetingCancelled, "Mødekalenderen er ændret"),
            (What::MeetingStep, "Et møde er sendt, holdt eller afsluttet"),
            (What::Agenda, "En dagsorden er ændret"),
        ];
        let found = known.into_iter().find(|(what, _)| is(*what));
        found.map(|(_, words)| words.to_owned())
    };
    Ok(words.map(|words| Cause {
        number: version.number,
        moment: version.moment,
        who: version.who,
        words,
        upload,
    }))
}

/// The limits that a data version brought.
fn limits(db: &mut Db, version: i64) -> QueryResult<String> {
    let all = parameters::history(db, version)?.into_iter();
    let words = all.filter(|(of, _)| *of == version).map(|(_, parameter)| {
        let known = Known::ALL.iter().find(|known| known.key == parameter.key);
        let label = known.map_or(parameter.key.as_str(), |known| known.label);
        let day = danish_date(parameter.valid_from);
        let value = parameter.danish();
        format!("{label} er sat til {value} {} fra {day}", parameter.unit)
    });
    let words: Vec<String> = words.collect();
    Ok(match words.as_slice() {
        [] => "En grænse er ændret".to_owned(),
        some => some.join("; "),
    })
}

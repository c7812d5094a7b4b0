//! What has changed since a paper was sent: figure by figure, old and new.
//!
//! A figure is found again by what names its row and by its column, never by its place. What a table of
//! single cases shows is told only where the change rests on five or more (domain rule "Disclosure", 6).

use jiff::civil::Date;

use super::causes::{By, Causes};
use super::shown::{Grid, Place, Shown, Text};
use crate::domain::dossier::Frozen;
use crate::domain::moment;
use crate::reports::others::{self, Came, Others};
use crate::reports::{AsOf, Query, Question, ReportError, filters, question};
use crate::storage::meetings::items;
use crate::storage::{Db, dossier};

/// What rests on fewer cases than this is not told.
const TOLD_FROM: i64 = 5;

/// What a masked change is called.
const HIDDEN: &str = "et tal er ændret";

/// A figure that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What names its row, in Danish.
    pub row: String,
    pub column: String,
    pub change: Change,
    /// Where it stands, for programs.
    pub place: Place,
}

/// How it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Old and new as people read them.
    Value(String, String),
    /// The row is no longer there; what stood in it.
    Gone(String),
    /// The row was not there.
    New(String),
    /// May not be told.
    Hidden,
}

impl Change {
    /// In Danish: "532.477.630,00 → 532.500.000,00".
    pub fn words(&self) -> String {
        match self {
            Change::Value(old, new) => format!("{old} \u{2192} {new}"),
            Change::Gone(old) => format!("vises ikke længere (var {old})"),
            Change::New(new) => format!("ny: {new}"),
            Change::Hidden => HIDDEN.to_owned(),
        }
    }
}

/// What has changed since a paper was sent, by what did it: the oldest change of the data first.
#[derive(Debug, Clone, Default)]
pub struct Since(pub Vec<(By, Vec<Told>)>);

/// A changed figure of an item.
#[derive(Debug, Clone)]
pub struct Told {
    /// The item's place, the first is 0.
    pub item: usize,
    pub moved: Moved,
}

impl Since {
    /// How many figures have changed.
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, told)| told.len()).sum()
    }
}

/// Asks the reports and analyses of a paper again, as a reader and about the day that it was sent; confidential
/// items only for whoever sees them. What changed a figure is found by asking about the data versions between.
///
/// # Errors
/// The database's own: a report that is no more has changed in nothing that could be told.
pub fn since(
    db: &mut Db,
    others: &dyn Others,
    (paper, sees_all): (&Frozen, bool),
) -> Result<Since, ReportError> {
    // As the agenda was when the paper was sent.
    let agenda = items::of_meeting(db, &paper.meeting, paper.version + 1)?;
    let agenda: Vec<_> = agenda.into_iter().filter(|item| item.is_on()).collect();
    let mut causes = None;
    let mut all: Vec<(By, Told)> = Vec::new();
    for of in dossier::definitions(db, &paper.number)? {
        let item = agenda.get(of.item);
        let is_seen = sees_all || item.is_some_and(|item| !item.wording.confidential);
        let (true, Some(old)) = (is_seen, Shown::read(&of.answer)) else {
            continue;
        };
        let Some(asked) = Asked::read(paper, (&of.question, &of.filters)) else {
            continue;
        };
        let new = match &asked {
            Asked::Report { .. } => asked.answer(db, None)?,
            Asked::Analysis { name, asked, day } => {
                now(db, others, (name, asked, *day))?.map(|now| now.unwrap_or_else(|| old.empty()))
            }
        };
        let Some(new) = new else {
            continue;
        };
        let mut moved = compare(&old, &new);
        if matches!(asked, Asked::Analysis { .. }) && (old.masks || new.masks) {
            // Nobody knows how many persons are behind the columns of somebody else's query.
            for moved in &mut moved {
                moved.change = Change::Hidden;
            }
        }
        if moved.is_empty() {
            continue;
        }
        let causes = match &mut causes {
            Some(causes) => causes,
            none => none.insert(Causes::since(db, paper)?),
        };
        let places: Vec<&Place> = moved.iter().map(|moved| &moved.place).collect();
        let by = if old.masks || new.masks {
            vec![By::Masked; places.len()]
        } else if asked.can_go_back() {
            causes.of(&new, &places, |version| asked.answer(db, Some(version)))?
        } else {
            vec![causes.only(); places.len()]
        };
        let told = moved.into_iter().map(|moved| Told {
            item: of.item,
            moved,
        });
        all.extend(by.into_iter().zip(told));
    }
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut since = Since::default();
    for (by, told) in all {
        match since.0.last_mut().filter(|(last, _)| *last == by) {
            Some((_, group)) => group.push(told),
            None => since.0.push((by, vec![told])),
        }
    }
    Ok(since)
}

/// What a report or an analysis of a paper was asked.
enum Asked {
    Report {
        question: &'static Question,
        query: Box<Query>,
    },
    Analysis {
        name: String,
        asked: Vec<(String, String)>,
        day: Date,
    },
}

/// What an analysis answers now; nothing inside where none of what was asked is left, and nothing at all of one that
/// cannot be asked any more.
fn now(
    db: &mut Db,
    others: &dyn Others,
    (name, asked, day): (&str, &[(String, String)], Date),
) -> Result<Option<Option<Shown>>, ReportError> {
    Ok(match others.ask(db, (name, asked), day)? {
        Came::Answer(report) => Some(Some(Shown::of(&report))),
        Came::Nothing => Some(None),
        Came::Unknown => None,
    })
}

impl Asked {
    /// Nothing for a table that is nobody's report, and for one that is no more.
    fn read(paper: &Frozen, (name, filters): (&str, &str)) -> Option<Asked> {
        let pairs: Vec<(String, String)> = serde_json::from_str(filters).ok()?;
        let day = moment::day_of(&paper.at);
        if let Some(name) = others::folder(name) {
            return Some(Asked::Analysis {
                name: name.to_owned(),
                asked: pairs,
                day: day?,
            });
        }
        let question = question(name).ok()?;
        let query = question.query(pairs).ok()?;
        let query = match day {
            Some(day) => question.asked_today(query, day),
            None => query,
        };
        let query = Query {
            detail: None,
            ..query
        };
        Some(Asked::Report {
            question,
            query: Box::new(query),
        })
    }

    /// Whether it answers about earlier data versions.
    fn can_go_back(&self) -> bool {
        match self {
            Asked::Report { question, query } => {
                let mut filters = question.filters.iter();
                query.as_of.is_none() && filters.any(|filter| filter.key == filters::AS_OF.key)
            }
            Asked::Analysis { .. } => false,
        }
    }

    /// What a report answers of a data version, or now; nothing where its filters mean nothing there.
    fn answer(&self, db: &mut Db, version: Option<i64>) -> Result<Option<Shown>, ReportError> {
        let Asked::Report { question, query } = self else {
            return Ok(None);
        };
        let query = Query {
            as_of: query.as_of.or(version.map(AsOf::Version)),
            ..(**query).clone()
        };
        match (question.report)(db, &query) {
            Ok(report) => Ok(Some(Shown::of(&report))),
            Err(ReportError::BadFilter { .. }) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// Every figure that is not as it was.
pub fn compare(old: &Shown, new: &Shown) -> Vec<Moved> {
    let masks = old.masks || new.masks;
    let mut moved = tables(&old.rows, &new.rows, (masks, false));
    moved.extend(tables(&old.totals, &new.totals, (masks, true)));
    moved
}

fn tables(old: &Grid, new: &Grid, (masks, is_total): (bool, bool)) -> Vec<Moved> {
    let mut moved = Vec::new();
    for row in &old.rows {
        let names = old.names(row);
        let now = new.rows.iter().find(|row| new.names(row) == names);
        let told = !masks || now.is_some_and(|now| rests_on_enough((old, row), (new, now)));
        for (head, cell) in old.heads.iter().zip(row).filter(|(head, _)| head.figures) {
            let there = now.and_then(|now| new.value(now, &head.key));
            let change = match there {
                Some(there) if there.text == cell.text => continue,
                Some(_) if !told => Change::Hidden,
                Some(there) => Change::Value(cell.text.clone(), there.text.clone()),
                None if masks => Change::Hidden,
                None => Change::Gone(cell.text.clone()),
            };
            moved.push(Moved {
                row: old.words(row),
                column: head.label.clone(),
                change,
                place: Place::of(&names, head, is_total),
            });
        }
    }
    for row in &new.rows {
        let names = new.names(row);
        if old.rows.iter().any(|row| old.names(row) == names) {
            continue;
        }
        for (head, cell) in new.heads.iter().zip(row).filter(|(head, _)| head.figures) {
            moved.push(Moved {
                row: new.words(row),
                column: head.label.clone(),
                change: if masks {
                    Change::Hidden
                } else {
                    Change::New(cell.text.clone())
                },
                place: Place::of(&names, head, is_total),
            });
        }
    }
    moved
}

/// Whether a row of single cases has so many more or fewer that none of them is told of.
fn rests_on_enough((old, row): (&Grid, &[Text]), (new, now): (&Grid, &[Text])) -> bool {
    let masked = row.iter().chain(now).any(|cell| cell.masked);
    let counts = [(old, row), (new, now)].map(|(grid, row)| {
        let at = grid.heads.iter().position(|head| head.unit == "antal")?;
        row[at].key.replace('.', "").parse::<i64>().ok()
    });
    match counts {
        [Some(before), Some(after)] => !masked && (before - after).abs() >= TOLD_FROM,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::{Column, Report, Role, Table, Unit, Value};

    fn shown(masks: bool, rows: &[(&str, Option<i64>, i64)]) -> Shown {
        let column = |key, role, unit| Column {
            role,
            ..Column::new(key, key, unit)
        };
        let row = |(name, cases, cost): &(&str, Option<i64>, i64)| {
            let masked = || Value::Masked {
                reason: "Få.".to_owned(),
            };
            vec![
                Value::Text((*name).to_owned()).into(),
                cases.map_or_else(masked, Value::Count).into(),
                cases
                    .map_or_else(masked, |_| Value::WholeKroner((*cost).into()))
                    .into(),
            ]
        };
        Shown::of(&Report {
            name: "costly-cases",
            title: String::new(),
            filters: Vec::new(),
            data_version: 1,
            synthetic: false,
            masks,
            rows: Table {
                columns: vec![
                    column("municipality", Role::Names, Unit::Text),
                    column("cases", Role::Figure, Unit::Count),
                    column("cost", Role::Figure, Unit::WholeKroner),
                ],
                rows: rows.iter().map(row).collect(),
            },
            totals: Table::default(),
            notes: Vec::new(),
            sources: Vec::new(),
            series: Vec::new(),
        })
    }

    fn words(old: &Shown, new: &Shown) -> Vec<String> {
        let moved = compare(old, new).into_iter();
        moved
            .map(|m| format!("{} {}: {}", m.row, m.column, m.change.words()))
            .collect()
    }

    #[test]
    fn a_figure_is_found_by_its_names_and_not_by_its_place() {
        let old = shown(
            false,
            &[("a", Some(10), 5), ("b", Some(7), 5), ("c", Some(1), 1)],
        );
        let new = shown(
            false,
            &[("d", Some(3), 9), ("b", Some(8), 5), ("a", Some(10), 5)],
        );
        assert_eq!(
            words(&old, &new),
            [
                "b cases: 7 → 8",
                "c cases: vises ikke længere (var 1)",
                "c cost: vises ikke længere (var 1)",
                "d cases: ny: 3",
                "d cost: ny: 9",
            ]
        );
        assert!(compare(&old, &old).is_empty());
    }

    #[test]
    fn a_change_of_few_cases_is_told_without_its_size() {
        let old = shown(
            true,
            &[("a", Some(10), 100), ("b", Some(20), 7), ("c", None, 0)],
        );
        let new = shown(
            true,
            &[("a", Some(14), 140), ("b", Some(25), 9), ("c", Some(5), 8)],
        );
        assert_eq!(
            words(&old, &new),
            [
                "a cases: et tal er ændret",
                "a cost: et tal er ændret",
                "b cases: 20 → 25",
                "b cost: 7 → 9",
                "c cases: et tal er ændret",
                "c cost: et tal er ændret",
            ]
        );
        // The same cases, another cost: it may be that of one.
        let same = shown(
            true,
            &[("a", Some(10), 101), ("b", Some(20), 7), ("c", None, 0)],
        );
        assert_eq!(words(&old, &same), ["a cost: et tal er ændret"]);
    }

    #[test]
    fn what_is_kept_is_read_again_as_it_was() {
        let shown = shown(true, &[("a", Some(10), 100), ("c", None, 0)]);
        assert_eq!(Shown::read(&shown.json()), Some(shown));
        assert_eq!(Shown::read("{}"), None);
    }
}

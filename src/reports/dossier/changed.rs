//! What has changed since a paper was sent: figure by figure, old and new.
//!
//! A figure is found again by what names its row and by its column, never by its place. What a table of
//! single cases shows is told only where the change rests on five or more (domain rule "Disclosure", 6).

use super::shown::{Grid, Shown, Text};

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

/// Every figure that is not as it was.
pub fn compare(old: &Shown, new: &Shown) -> Vec<Moved> {
    let masks = old.masks || new.masks;
    let mut moved = tables(&old.rows, &new.rows, masks);
    moved.extend(tables(&old.totals, &new.totals, masks));
    moved
}

fn tables(old: &Grid, new: &Grid, masks: bool) -> Vec<Moved> {
    let mut moved = Vec::new();
    for row in &old.rows {
        let names = old.names(row);
        let now = new.rows.iter().find(|row| new.names(row) == names);
        let told = !masks || now.is_some_and(|now| rests_on_enough((old, row), (new, now)));
        for (head, cell) in old.heads.iter().zip(row).filter(|(head, _)| head.figures) {
            let there = now.and_then(|now| value(new, now, &head.key));
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
            });
        }
    }
    moved
}

fn value<'a>(grid: &Grid, row: &'a [Text], key: &str) -> Option<&'a Text> {
    let at = grid.heads.iter().position(|head| head.key == key)?;
    row.get(at)
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

//! What a file of the component analysis is warned about: the look at sense, in words.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::changes::data::receipt::{Numbers, Warning, WarningKind};
use crate::domain::components::ComponentFact;
use crate::domain::components::sense::{self, Measure, Odd, Oddity};
use crate::domain::number::{Exact, danish, exact, rounded};
use crate::domain::report::Located;
use crate::import::Line;
use crate::storage::components::facts;
use crate::storage::data::areas;
use crate::storage::{Db, QueryResult};

/// What is odd of the rows. `known` are the facts that hold of the `codes` in the file.
pub(super) fn warnings(
    db: &mut Db,
    rows: &[Line<ComponentFact>],
    (known, codes, now): (&[Located<ComponentFact>], &[String], i64),
) -> QueryResult<Vec<Warning>> {
    let in_file: BTreeSet<&String> = codes.iter().collect();
    let mut others = facts::areas_with_facts(db)?;
    others.retain(|code| !in_file.contains(code));
    let others = facts::holding(db, &others, now)?;
    let areas = areas::all(db)?;
    let names: HashMap<&str, &str> = areas
        .iter()
        .map(|area| (area.code.as_str(), area.name.as_str()))
        .collect();
    let held = known.iter().chain(&others).map(|located| &located.value);
    let odd = sense::look(rows.iter().map(|row| &row.value), held, &areas);
    Ok(odd.into_iter().map(|odd| warning(odd, &names)).collect())
}

fn warning(odd: Odd, names: &HashMap<&str, &str>) -> Warning {
    let name = |code: &str| (*names.get(code).unwrap_or(&code)).to_owned();
    let place: Vec<String> = [
        odd.area.as_deref().map(name),
        odd.paragraph.map(|paragraph| paragraph.label().to_owned()),
        Some(odd.year.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (kind, what, numbers) = told(&odd);
    Warning {
        kind,
        year: odd.year.number(),
        words: match odd.what {
            Oddity::Missing => format!("Mangler: {}, {what}", place[0]),
            _ => format!("{}: {what}", place.join(", ")),
        },
        area: odd.area,
        paragraph: odd.paragraph.map(|paragraph| paragraph.key().to_owned()),
        numbers,
    }
}

/// The kind of a warning, what it says behind its place, and its numbers.
fn told(odd: &Odd) -> (WarningKind, String, Numbers) {
    let last = odd.year.number() - 1;
    match &odd.what {
        Oddity::Change { measure, old, new } => {
            let percent = (new - old) * exact(100, 0) / old;
            let (kind, noun, unit, decimals) = match measure {
                Measure::Expenditure => (WarningKind::Expenditure, "udgiften", " kr.", 2),
                Measure::Persons => (WarningKind::Persons, "helårspersonerne", "", 4),
            };
            let (old, new) = (shown(old, decimals), shown(new, decimals));
            let percent = shown(&percent, 2);
            let words = format!(
                "{noun} er {}{unit} mod {}{unit} i {last} ({} %)",
                danish(new.normalize()),
                danish(old.normalize()),
                danish(percent)
            );
            let numbers = Numbers {
                value: Some(new.to_string()),
                last_year: Some(old.to_string()),
                change_pct: Some(percent.to_string()),
                ..Numbers::default()
            };
            (kind, words, numbers)
        }
        Oddity::Missing => {
            let words = format!("havde tal for {last}, og har ingen for {}", odd.year);
            (WarningKind::Missing, words, Numbers::default())
        }
        Oddity::UnitCost {
            value,
            low,
            high,
            of,
        } => {
            let (numbers, [value, low, high]) = within(value, low, high);
            let words = format!(
                "enhedsudgiften er {value} kr.; de andre kommuners ligger fra {low} til {high} kr. i {of}"
            );
            (WarningKind::UnitCost, words, numbers)
        }
        Oddity::Median { value, low, high } => {
            let (numbers, [value, low, high]) = within(value, low, high);
            let words = format!(
                "medianen af filens enhedsudgifter er {value} kr.; kommunernes lå fra {low} til {high} kr. i {last}"
            );
            (WarningKind::Median, words, numbers)
        }
    }
}

fn within(value: &Exact, low: &Exact, high: &Exact) -> (Numbers, [String; 3]) {
    let [value, low, high] = [value, low, high].map(|exact| shown(exact, 0));
    let numbers = Numbers {
        value: Some(value.to_string()),
        low: Some(low.to_string()),
        high: Some(high.to_string()),
        ..Numbers::default()
    };
    (numbers, [value, low, high].map(danish))
}

/// Rounded for show; nothing that a file may hold is too large for it.
fn shown(value: &Exact, decimals: u32) -> Decimal {
    rounded(value, decimals).unwrap_or(Decimal::MAX)
}

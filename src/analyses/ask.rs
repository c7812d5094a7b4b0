//! What is asked of an analysis: its parameters, each with a value that is allowed.

use jiff::civil::Date;

use super::analysis::{Allowed, Analysis, Parameter};
use super::given::{TODAY, Tables};
use super::view::View;
use crate::domain::report::Filter;
use crate::storage::analyses::Datum;

/// A value of a parameter, as it was understood.
pub struct Chosen {
    pub value: String,
    /// As people read it.
    pub words: String,
    datum: Datum,
}

/// Every parameter's value, in their order, and the day.
pub struct Asked {
    pub chosen: Vec<Chosen>,
    pub today: Date,
}

/// Why something cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The parameter, or what was taken for one.
    pub key: String,
    pub found: String,
    /// Danish: what to do.
    pub words: String,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Wrong { key, found, words } = self;
        write!(f, "Parameteren »{key}« har værdien »{found}«. {words}")
    }
}

/// Reads what is asked; of the parameters that are not named the defaults hold.
///
/// # Errors
/// Everything that is wrong, a parameter at a time.
pub fn read<K: AsRef<str>, V: AsRef<str>>(
    analysis: &Analysis,
    tables: &Tables,
    pairs: &[(K, V)],
    today: Date,
) -> Result<Asked, Vec<Wrong>> {
    let mut wrong = Vec::new();
    for (key, value) in pairs {
        let (key, value) = (key.as_ref(), value.as_ref());
        if !analysis.parameters.iter().any(|p| p.key == key) {
            let known: Vec<&str> = analysis.parameters.iter().map(|p| p.key).collect();
            let words = match known.as_slice() {
                [] => "Analysen har ingen parametre.".to_owned(),
                known => format!("Den findes ikke. Der findes: {}.", known.join(", ")),
            };
            wrong.push(Wrong {
                key: key.to_owned(),
                found: value.to_owned(),
                words,
            });
        }
    }
    let mut chosen = Vec::new();
    for parameter in &analysis.parameters {
        let given = pairs
            .iter()
            .rev()
            .find(|(key, _)| key.as_ref() == parameter.key);
        let given = given.map(|(_, value)| value.as_ref().trim());
        match choose(parameter, given.filter(|text| !text.is_empty()), tables) {
            Ok(one) => chosen.push(one),
            Err(one) => wrong.push(one),
        }
    }
    if wrong.is_empty() {
        Ok(Asked { chosen, today })
    } else {
        Err(wrong)
    }
}

fn choose(parameter: &Parameter, given: Option<&str>, tables: &Tables) -> Result<Chosen, Wrong> {
    let years = years(parameter, tables);
    let value = match (given, &parameter.allowed) {
        (Some(given), _) => given.to_owned(),
        (None, Allowed::YearsOf(_)) => years.last().map_or_else(String::new, i64::to_string),
        (None, _) => parameter.default.clone(),
    };
    // Where there is no year, none is asked for and nothing comes out.
    let datum = match (given, value.is_empty()) {
        (None, true) => Some(Datum::Null),
        _ => parameter.allowed.datum(&value, &years),
    };
    match datum {
        Some(datum) => Ok(Chosen {
            words: words(parameter, &value),
            value,
            datum,
        }),
        None => Err(Wrong {
            key: parameter.key.to_owned(),
            found: value,
            words: parameter.allowed.words(&years),
        }),
    }
}

fn words(parameter: &Parameter, value: &str) -> String {
    let label = match &parameter.allowed {
        Allowed::OneOf(choices) => choices.iter().find(|(v, _)| v == value),
        Allowed::YearsOf(_) | Allowed::Between(..) => None,
    };
    label.map_or(value, |(_, label)| label).to_owned()
}

/// The years that a parameter may be, in order; none where it is of no years.
pub fn years(parameter: &Parameter, tables: &Tables) -> Vec<i64> {
    let Allowed::YearsOf(view) = &parameter.allowed else {
        return Vec::new();
    };
    years_of(view, tables)
}

fn years_of(view: &View, tables: &Tables) -> Vec<i64> {
    let Some(at) = view.columns.iter().position(|c| c.name == "year") else {
        return Vec::new();
    };
    let rows = tables.get(view.name).into_iter().flatten();
    let mut years: Vec<i64> = rows
        .filter_map(|row| match row.get(at) {
            Some(Datum::Whole(year)) => Some(*year),
            _ => None,
        })
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

impl Asked {
    /// The parameters of the query.
    pub fn bound<'a>(&self, analysis: &'a Analysis) -> Vec<(&'a str, Datum)> {
        let named = analysis.parameters.iter().zip(&self.chosen);
        let mut bound: Vec<(&str, Datum)> = named
            .map(|(parameter, chosen)| (parameter.key, chosen.datum.clone()))
            .collect();
        bound.push((TODAY, Datum::Text(self.today.to_string())));
        bound
    }

    /// What was asked, as every file prints it.
    pub fn filters(&self, analysis: &Analysis) -> Vec<Filter> {
        let named = analysis.parameters.iter().zip(&self.chosen);
        named
            .map(|(parameter, chosen)| {
                Filter::new(parameter.key, parameter.label, &chosen.value).in_words(&chosen.words)
            })
            .collect()
    }
}

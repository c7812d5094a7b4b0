//! What is asked of an analysis: its parameters, each with a value that is allowed.

use jiff::civil::Date;

use super::analysis::{ALL, Allowed, Analysis, Parameter};
use super::given::{TODAY, Tables};
use super::view::{AREAS, View};
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
            .filter(|(key, _)| key.as_ref() == parameter.key)
            .map(|(_, value)| value.as_ref().trim())
            .filter(|text| !text.is_empty());
        let one = match parameter.allowed {
            Allowed::Municipalities => municipalities(parameter, given, tables),
            _ => choose(parameter, given.take(1).last(), tables),
        };
        match one {
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
        Allowed::YearsOf(_) | Allowed::Between(..) | Allowed::Municipalities => None,
    };
    label.map_or(value, |(_, label)| label).to_owned()
}

/// Some municipalities, each named by itself or several between commas: the query gets the codes of those that are meant.
fn municipalities<'a>(
    parameter: &Parameter,
    given: impl Iterator<Item = &'a str>,
    tables: &Tables,
) -> Result<Chosen, Wrong> {
    let known = places(tables);
    let named: Vec<&str> = given
        .flat_map(|text| text.split(',').map(str::trim))
        .filter(|code| !code.is_empty() && *code != ALL)
        .collect();
    let unknown = named
        .iter()
        .find(|code| known.iter().all(|(one, _)| one != *code));
    if let Some(found) = unknown {
        return Err(Wrong {
            key: parameter.key.to_owned(),
            found: (*found).to_owned(),
            words: parameter.allowed.words(&[]),
        });
    }
    let meant: Vec<&(String, String)> = known
        .iter()
        .filter(|(code, _)| named.is_empty() || named.contains(&code.as_str()))
        .collect();
    let join = |of: fn(&(String, String)) -> &str, between: &str| {
        let all: Vec<&str> = meant.iter().map(|place| of(place)).collect();
        all.join(between)
    };
    let codes = join(|(code, _)| code, ",");
    let is_all = named.is_empty() || meant.len() == known.len();
    Ok(Chosen {
        value: if is_all {
            ALL.to_owned()
        } else {
            codes.clone()
        },
        words: if is_all {
            "alle kommuner".to_owned()
        } else {
            join(|(_, name)| name, ", ")
        },
        datum: Datum::Text(codes),
    })
}

/// Code and name of each municipality that the tables have, in their order.
pub fn places(tables: &Tables) -> Vec<(String, String)> {
    let rows = tables.get(AREAS.name).into_iter().flatten();
    let place = |row: &Vec<Datum>| match row.as_slice() {
        [Datum::Text(code), Datum::Text(name), ..] => Some((code.clone(), name.clone())),
        _ => None,
    };
    rows.filter_map(place).collect()
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

//! The form of an analysis: a field for each parameter, with what it may be and what is wrong.

use crate::analyses::analysis::{Allowed, Analysis, Parameter};
use crate::analyses::ask::{self, Wrong};
use crate::analyses::facts::Facts;
use crate::web::page::Pairs;
use crate::web::view::filters::Choice;

/// A parameter as a field.
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    /// What can be chosen; of a number nothing.
    pub choices: Vec<Choice>,
    pub value: String,
    /// Whether several can be chosen.
    pub many: bool,
    /// The least and the most, of a number.
    pub bounds: Option<(i64, i64)>,
    pub wrong: Option<String>,
}

/// The fields of what is asked.
pub fn of(analysis: &Analysis, facts: &Facts, pairs: &Pairs, wrong: &[Wrong]) -> Vec<Field> {
    let field = |parameter: &Parameter| {
        let given = pairs.iter().rev().find(|(key, _)| key == parameter.key);
        let given = given.map(|(_, value)| value.trim().to_owned());
        let given = given.filter(|value| !value.is_empty());
        let years = ask::years(parameter, &facts.tables);
        let newest = years.last().map(i64::to_string);
        let (default, choices, bounds) = match &parameter.allowed {
            Allowed::YearsOf(_) => {
                let years = years.iter().rev().map(i64::to_string);
                let pairs = years.map(|year| (year.clone(), year)).collect();
                (newest.unwrap_or_default(), pairs, None)
            }
            Allowed::OneOf(choices) => (parameter.default.clone(), choices.clone(), None),
            Allowed::Municipalities => (String::new(), ask::places(&facts.tables), None),
            Allowed::Between(least, most) => {
                (parameter.default.clone(), Vec::new(), Some((*least, *most)))
            }
        };
        let value = given.unwrap_or(default);
        let many = matches!(parameter.allowed, Allowed::Municipalities);
        let all = pairs.iter().filter(|(key, _)| key == parameter.key);
        let all: Vec<&str> = all
            .flat_map(|(_, value)| value.split(',').map(str::trim))
            .collect();
        let is_chosen = |one: &str| {
            if many {
                all.contains(&one)
            } else {
                one == value
            }
        };
        let choice = |(one, label): (String, String)| {
            let chosen = is_chosen(&one);
            Choice::of(one, label, chosen)
        };
        Field {
            name: parameter.key,
            label: parameter.label,
            choices: choices.into_iter().map(choice).collect(),
            many,
            bounds,
            wrong: wrong
                .iter()
                .find(|wrong| wrong.key == parameter.key)
                .map(|wrong| format!("»{}« kan ikke bruges. {}", wrong.found, wrong.words)),
            value,
        }
    };
    analysis.parameters.iter().map(field).collect()
}

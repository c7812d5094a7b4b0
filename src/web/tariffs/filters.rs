//! The form of the lists of tariffs: year, basis, threshold, municipality.

use crate::domain::period::Year;
use crate::domain::tariffs::TariffBasis;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::data::areas;

use crate::web::view::filters::{Choice, FilterForm, Select};

/// Thresholds that are offered, in percent; any other can be written in the address.
const THRESHOLDS: [&str; 6] = ["3", "4", "5", "7.5", "10", "15"];

/// The form of a page; `known` are the years that have tariffs, `with_limit` offers basis and
/// threshold too.
pub fn load(
    db: &mut Db,
    query: &Query,
    (summary, action): (String, &str),
    (known, with_limit): (&[Year], bool),
) -> Result<FilterForm, ReportError> {
    // Follow-up is of every year: nothing open disappears when a newer year comes.
    let usual = if with_limit {
        "Seneste år"
    } else {
        "Alle år"
    };
    let mut selects = vec![years(known, query, usual)];
    if with_limit {
        selects.extend([bases(query), thresholds(query)]);
    }
    selects.push(municipalities(db, query)?);
    Ok(FilterForm {
        word: None,
        kept: Vec::new(),
        summary,
        action: action.to_owned(),
        selects,
    })
}

fn choice(value: &str, label: impl Into<String>, chosen: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.into(),
        selected: value == chosen,
    }
}

/// Every year with tariffs that has tariffs in the year before, the newest first.
fn years(known: &[Year], query: &Query, usual: &str) -> Select {
    let comparable = |year: &&Year| known.iter().any(|y| y.number() + 1 == year.number());
    let mut years: Vec<Year> = known.iter().filter(comparable).copied().collect();
    years.extend(query.year.filter(|asked| !years.contains(asked)));
    years.sort_unstable();
    let asked = query.year.map(|y| y.to_string()).unwrap_or_default();
    let mut choices = vec![choice("", usual, &asked)];
    let each = years.iter().rev().map(Year::to_string);
    choices.extend(each.map(|year| choice(&year, year.clone(), &asked)));
    Select {
        name: "year",
        label: "År",
        choices,
    }
}

fn bases(query: &Query) -> Select {
    let chosen = query.basis.unwrap_or(TariffBasis::Nominal).key();
    let label = |basis| match basis {
        TariffBasis::Nominal => "Nominelt",
        TariffBasis::Real => "Realt (ud over pris og løn)",
    };
    Select {
        name: "basis",
        label: "Opgørelse",
        choices: TariffBasis::ALL
            .map(|basis| choice(basis.key(), label(basis), chosen))
            .into(),
    }
}

fn thresholds(query: &Query) -> Select {
    let asked = query.threshold.map(|t| t.to_string()).unwrap_or_default();
    let percent = |value: &str| format!("{} %", value.replace('.', ","));
    let mut choices = vec![choice("", "Som i planen", &asked)];
    choices.extend(THRESHOLDS.map(|value| choice(value, percent(value), &asked)));
    if !choices.iter().any(|c| c.selected) {
        choices.push(choice(&asked, percent(&asked), &asked));
    }
    Select {
        name: "threshold",
        label: "Grænse",
        choices,
    }
}

fn municipalities(db: &mut Db, query: &Query) -> Result<Select, ReportError> {
    let areas = areas::home(db)?;
    let asked = query.municipality.clone().unwrap_or_default();
    let mut choices = vec![choice("", "Alle", &asked)];
    choices.extend(
        areas
            .iter()
            .map(|a| choice(&a.code, a.name.clone(), &asked)),
    );
    if !choices.iter().any(|c| c.selected) {
        choices.push(choice(&asked, asked.clone(), &asked));
    }
    Ok(Select {
        name: "municipality",
        label: "Beliggende i",
        choices,
    })
}

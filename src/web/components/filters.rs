//! The form of the pages of the component analysis: area, years, price level, as of.

use std::collections::BTreeSet;

use crate::domain::area::HOME;
use crate::domain::danish::sort_by_name;
use crate::domain::price_level::PriceLevel;
use crate::reports::components::basis::Basis;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::components::{facts, price_index};
use crate::storage::data::areas;
use crate::web::view::filters::{Choice, FilterForm, Select, as_of_select};

/// The form of a page that shows `basis`; `with_area` offers other areas too.
pub fn load(
    db: &mut Db,
    basis: &Basis,
    query: &Query,
    action: &str,
    with_area: bool,
) -> Result<FilterForm, ReportError> {
    let known = basis.known_years();
    let mut selects = Vec::new();
    if with_area {
        selects.push(area_select(db, basis)?);
    }
    for (name, label, asked) in [("from", "Fra", query.from), ("to", "Til", query.to)] {
        let usual = if name == "from" {
            "Første år"
        } else {
            "Seneste år"
        };
        let mut choices = vec![Choice {
            value: String::new(),
            label: usual.to_owned(),
            selected: asked.is_none(),
        }];
        let years: BTreeSet<_> = known.iter().copied().chain(asked).collect();
        choices.extend(years.into_iter().map(|year| Choice {
            value: year.to_string(),
            label: year.to_string(),
            selected: asked == Some(year),
        }));
        selects.push(Select {
            name,
            label,
            choices,
        });
    }
    selects.push(level_select(db, basis, query)?);
    selects.push(as_of_select(db, basis.as_of, query)?);
    Ok(FilterForm {
        word: None,
        kept: Vec::new(),
        summary: summary(basis),
        action: action.to_owned(),
        selects,
    })
}

/// What is shown, in words.
pub fn summary(basis: &Basis) -> String {
    let years = match (basis.years.first(), basis.years.last()) {
        (Some(from), Some(to)) if from != to => format!("{from}\u{2013}{to}"),
        (Some(year), _) => year.to_string(),
        _ => "ingen år".to_owned(),
    };
    let as_of = if basis.as_of < basis.data_version {
        format!(", som kendt ved datastand {}", basis.as_of)
    } else {
        String::new()
    };
    format!(
        "{}, {years}, {}{as_of}",
        basis.area.name,
        basis.level.label()
    )
}

/// The home region and its municipalities, then other areas that have figures.
fn area_select(db: &mut Db, basis: &Basis) -> Result<Select, ReportError> {
    let with_facts = facts::areas_with_facts(db)?;
    let mut home = Vec::new();
    let mut others = Vec::new();
    for area in areas::all(db)? {
        if area.code == HOME {
            continue;
        } else if area.kkr.as_deref() == Some(HOME) {
            home.push(area);
        } else if with_facts.contains(&area.code) || area.code == basis.area.code {
            others.push(area);
        }
    }
    sort_by_name(&mut home);
    sort_by_name(&mut others);
    let first = areas::all(db)?.into_iter().filter(|a| a.code == HOME);
    let choices = first
        .chain(home)
        .chain(others)
        .map(|area| Choice {
            selected: area.code == basis.area.code,
            value: area.code,
            label: area.name,
        })
        .collect();
    Ok(Select {
        name: "area",
        label: "Område",
        choices,
    })
}

/// Levels that figures are stated in or can be converted to.
fn level_select(db: &mut Db, basis: &Basis, query: &Query) -> Result<Select, ReportError> {
    let mut levels: BTreeSet<_> = basis
        .facts
        .iter()
        .map(|l| l.value.key.price_level)
        .collect();
    levels.extend(
        price_index::holding(db, basis.as_of)?
            .into_iter()
            .map(|n| n.value.year),
    );
    let mut levels: Vec<PriceLevel> = levels.into_iter().map(PriceLevel::Fixed).collect();
    levels.push(PriceLevel::Current);
    if let Some(asked) = query.price_level
        && !levels.contains(&asked)
    {
        levels.push(asked);
    }
    let choices = levels
        .into_iter()
        .map(|level| Choice {
            value: level.key(),
            label: level.label(),
            selected: level == basis.level,
        })
        .collect();
    Ok(Select {
        name: "price-level",
        label: "Prisniveau",
        choices,
    })
}

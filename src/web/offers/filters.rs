//! The form of the pages about offers and tariffs: year, paragraph, target group, municipality.

use std::collections::BTreeSet;

use crate::domain::area::Area;
use crate::domain::area::HOME;
use crate::domain::danish::danish_order;
use crate::domain::danish::sort_by_name;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::reports::offers::register::Register;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::web::view::filters::{Choice, FilterForm, Select, as_of_select};

/// The years and price levels that tariffs can be shown in, and those that are shown.
pub struct Shown {
    pub years: Vec<Year>,
    pub year: Option<Year>,
    pub level: PriceLevel,
}

impl FilterForm {
    /// The form of a page made from a register; `shown` adds year and price level.
    pub fn of_register(
        db: &mut Db,
        register: &Register,
        query: &Query,
        action: &str,
        shown: Option<&Shown>,
    ) -> Result<FilterForm, ReportError> {
        let mut selects = Vec::new();
        if let Some(shown) = shown {
            selects.extend(year_select(shown));
        }
        selects.push(paragraph_select(register));
        selects.push(group_select(register));
        selects.push(municipality_select(register));
        if let Some(shown) = shown {
            selects.push(level_select(register, shown));
        }
        selects.push(as_of_select(db, register.as_of, query)?);
        Ok(FilterForm {
            word: None,
            kept: Vec::new(),
            summary: summary(&selects),
            action: action.to_owned(),
            selects,
        })
    }
}

/// The chosen ones, in words.
fn summary(selects: &[Select]) -> String {
    let chosen: Vec<&str> = selects
        .iter()
        .filter_map(|select| select.choices.iter().find(|c| c.selected))
        .filter(|choice| !choice.value.is_empty())
        .map(|choice| choice.label.as_str())
        .collect();
    if chosen.is_empty() {
        "alle tilbud".to_owned()
    } else {
        chosen.join(", ")
    }
}

/// No choice of years where only one offer's are shown, and all of them.
fn year_select(shown: &Shown) -> Option<Select> {
    let chosen = shown.year?;
    let years: BTreeSet<Year> = shown.years.iter().copied().chain([chosen]).collect();
    let years = years.into_iter().rev();
    Some(Select {
        name: "year",
        label: "År",
        choices: years
            .map(|year| Choice::of(year.to_string(), year.to_string(), year == chosen))
            .collect(),
    })
}

fn paragraph_select(register: &Register) -> Select {
    let chosen = register.paragraph;
    let all = Choice::of("", "Alle paragraffer", chosen.is_none());
    let each = Paragraph::ALL
        .into_iter()
        .map(|p| Choice::of(p.key(), p.label(), chosen == Some(p)));
    Select {
        name: "paragraph",
        label: "Paragraf",
        choices: [all].into_iter().chain(each).collect(),
    }
}

/// The target groups that any offer has.
fn group_select(register: &Register) -> Select {
    let chosen = register.target_group.as_ref().map(|g| g.code.as_str());
    let of_offers = register
        .offers
        .values()
        .flat_map(|o| &o.value.target_groups);
    let used: BTreeSet<&str> = of_offers.map(String::as_str).chain(chosen).collect();
    let mut groups: Vec<_> = register
        .groups
        .iter()
        .filter(|g| used.contains(g.code.as_str()))
        .collect();
    let order = danish_order();
    groups.sort_by(|a, b| order(&[&a.name], &[&b.name]));
    let all = Choice::of("", "Alle målgrupper", chosen.is_none());
    let each = groups
        .into_iter()
        .map(|g| Choice::of(&g.code, &g.name, chosen == Some(g.code.as_str())));
    Select {
        name: "target-group",
        label: "Målgruppe",
        choices: [all].into_iter().chain(each).collect(),
    }
}

/// The municipalities of the region, and others that an offer is situated in.
fn municipality_select(register: &Register) -> Select {
    let chosen = register.area.as_ref().map(|a| a.code.as_str());
    let offers = register.offers.values();
    let used: BTreeSet<&str> = offers.map(|o| o.value.municipality.as_str()).collect();
    let wanted = |area: &&Area| {
        let home = area.kkr.as_deref() == Some(HOME);
        home || used.contains(area.code.as_str()) || chosen == Some(area.code.as_str())
    };
    let mut areas: Vec<Area> = register.areas.iter().filter(wanted).cloned().collect();
    sort_by_name(&mut areas);
    let all = Choice::of("", "Alle kommuner", chosen.is_none());
    let each = areas.into_iter().map(|area| {
        let selected = chosen == Some(area.code.as_str());
        Choice::of(area.code, area.name, selected)
    });
    Select {
        name: "municipality",
        label: "Kommune",
        choices: [all].into_iter().chain(each).collect(),
    }
}

/// The levels that tariffs can be moved to.
fn level_select(register: &Register, shown: &Shown) -> Select {
    let mut levels: BTreeSet<PriceLevel> = register.index.years().map(PriceLevel::Fixed).collect();
    levels.extend([shown.level, PriceLevel::Current]);
    Select {
        name: "price-level",
        label: "Prisniveau",
        choices: levels
            .into_iter()
            .map(|level| Choice::of(level.key(), level.label(), level == shown.level))
            .collect(),
    }
}

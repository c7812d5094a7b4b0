//! The published data that an empty database starts with.

use anyhow::{Context, Result, anyhow};

use crate::chance::Chance;
use crate::changes::actor::Actor;
use crate::changes::components::ComponentFile;
use crate::changes::data::uploads::{self, Upload};
use crate::changes::kinds::Kind;
use crate::clock::Clock;
use crate::domain::area::{Area, AreaKind};
use crate::domain::components::reconciliation::{Measure, Printed};
use crate::domain::number::{self, Convention};
use crate::domain::offers::TargetGroup;
use crate::domain::paragraph::{Group, Paragraph};
use crate::domain::parameters::Parameter;
use crate::domain::period::Year;
use crate::domain::workplan::Plan;
use crate::import::{self, Options};
use crate::storage::components::published::{self, Published};
use crate::storage::data::{areas, parameters};
use crate::storage::offers::target_groups;
use crate::storage::workplan::{self, Kept};
use crate::storage::{Db, Store};

const AREAS: &str = include_str!("../reference/areas.csv");
const GROUPS: &str = include_str!("../reference/paragraph_groups.csv");
const TARGET_GROUPS: &str = include_str!("../reference/target_groups.csv");
const PARAMETERS: &str = include_str!("../reference/parameters.csv");
const FACTS: &str = include_str!("../reference/components_nordjylland_pl2023.csv");
const PUBLISHED: &str = include_str!("../reference/components_nordjylland_published.csv");
const WORKPLAN: &str = include_str!("../reference/workplan_2025_2026.json");

const PAPER: &str =
    "KKR Nordjylland, mødet den 20. juni 2025, komponentanalyse 2022-2024 (2023-p/l)";
const PAPER_AREA: &str = "KKR_NORDJYLLAND";
const PAPER_LEVEL: i64 = 2023;

/// Puts the reference data in place: areas and groups always as this version knows them, the
/// published figures and the workplan when they are not there, and every parameter that has no value.
/// Twice is as good as once.
///
/// # Errors
/// The database's own, or reference data that does not hold together (a fault of ours).
pub fn load(store: &Store, clock: Clock) -> Result<()> {
    let wanted = parse_areas()?;
    let target_groups = parse_target_groups()?;
    let plan = parse_workplan()?;
    let complete = store.read::<_, anyhow::Error>(|db| {
        let known = areas::all(db)?;
        Ok(wanted.iter().all(|a| known.contains(a))
            && published::any(db)?
            && target_groups::all(db)? == target_groups
            && has_plan(db, &plan)?
            && lacking(db)?.is_empty())
    })?;
    if !complete {
        store.write::<_, anyhow::Error>(|db| {
            for area in &wanted {
                areas::put(db, area)?;
            }
            for (position, group) in (0i32..).zip(&target_groups) {
                target_groups::put(db, group, position)?;
            }
            for parameter in lacking(db)? {
                parameters::add(db, 0, &parameter)?;
            }
            for (position, group) in (0i32..).zip(parse_groups()?) {
                areas::put_group(db, &group, position)?;
            }
            if !has_plan(db, &plan)? {
                workplan::add_plan(db, &published_plan(&plan))?;
            }
            if !published::any(db)? {
                for figure in parse_published()? {
                    published::add(db, &figure)?;
                }
            }
            Ok(())
        })?;
    }
    let empty = store.data_version()? == 0;
    if empty {
        let upload = Upload {
            kind: Kind::of(&ComponentFile),
            file_name: "components_nordjylland_pl2023.csv",
            bytes: FACTS.as_bytes(),
            options: Options::default(),
        };
        let by = "Referencedata (KKR Nordjylland, 20. juni 2025)";
        let actor = Actor::new(clock, Chance::system(), by);
        uploads::import(store, &actor, &upload)
            .map_err(|e| anyhow!("the reference data is refused: {e}"))?;
    }
    Ok(())
}

/// The values of those parameters that the database has none of yet: a limit that a later version
/// brought is known in an older database too, and one that was changed is left alone.
fn lacking(db: &mut Db) -> Result<Vec<Parameter>> {
    let known = parameters::holding(db, i64::MAX)?;
    let has = |wanted: &Parameter| known.iter().any(|p| p.key == wanted.key);
    let mut wanted = parse_parameters()?;
    wanted.retain(|parameter| !has(parameter));
    Ok(wanted)
}

/// Whether a plan of the same years is there.
fn has_plan(db: &mut Db, plan: &Plan) -> Result<bool> {
    let key = plan.key();
    let there = workplan::plans(db, i64::MAX)?;
    Ok(there.iter().any(|kept| kept.plan.key() == key))
}

/// The plan that every database starts with: nobody added it, on no day.
fn published_plan(plan: &Plan) -> Kept {
    Kept {
        plan: plan.clone(),
        version: 0,
        added_on: None,
        by: plan.source.clone(),
        at: String::new(),
        milestones: Vec::new(),
    }
}

fn parse_workplan() -> Result<Plan> {
    import::workplan(WORKPLAN.as_bytes())
        .map_err(|faults| anyhow!("workplan_2025_2026.json: {faults:?}"))
}

fn parse_areas() -> Result<Vec<Area>> {
    rows(AREAS)
        .map(|row| {
            let [code, name, kind, kkr] = row[..] else {
                return Err(anyhow!("areas.csv: {row:?}"));
            };
            Ok(Area {
                code: code.to_owned(),
                name: name.to_owned(),
                kind: if kind == "kkr" {
                    AreaKind::Kkr
                } else {
                    AreaKind::Municipality
                },
                kkr: Some(kkr.to_owned()).filter(|k| !k.is_empty()),
            })
        })
        .collect()
}

fn parse_groups() -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows(GROUPS) {
        let [key, label, paragraph] = row[..] else {
            return Err(anyhow!("paragraph_groups.csv: {row:?}"));
        };
        let paragraph =
            Paragraph::from_key(paragraph).with_context(|| format!("paragraph {paragraph}"))?;
        match groups.iter_mut().find(|g| g.key == key) {
            Some(group) => group.members.push(paragraph),
            None => groups.push(Group {
                key: key.to_owned(),
                label: label.to_owned(),
                members: vec![paragraph],
            }),
        }
    }
    Ok(groups)
}

fn parse_target_groups() -> Result<Vec<TargetGroup>> {
    rows(TARGET_GROUPS)
        .map(|row| {
            let [code, name, parent, source] = row[..] else {
                return Err(anyhow!("target_groups.csv: {row:?}"));
            };
            Ok(TargetGroup {
                code: code.to_owned(),
                name: name.to_owned(),
                parent: parent.to_owned(),
                source: source.to_owned(),
            })
        })
        .collect()
}

fn parse_parameters() -> Result<Vec<Parameter>> {
    rows(PARAMETERS)
        .map(|row| {
            let [key, valid_from, value, unit, source] = row[..] else {
                return Err(anyhow!("parameters.csv: {row:?}"));
            };
            Ok(Parameter {
                key: key.to_owned(),
                valid_from: valid_from.parse()?,
                value: value.to_owned(),
                unit: unit.to_owned(),
                source: source.to_owned(),
            })
        })
        .collect()
}

/// The printed table: groups down, years and pairs of years across.
fn parse_published() -> Result<Vec<Published>> {
    let groups = parse_groups()?;
    let head: Vec<&str> = PUBLISHED
        .lines()
        .next()
        .unwrap_or_default()
        .split(';')
        .skip(2)
        .collect();
    let mut figures = Vec::new();
    for row in rows(PUBLISHED) {
        let group = Paragraph::parse(row[0])
            .map(|p| p.key().to_owned())
            .or_else(|| {
                groups
                    .iter()
                    .find(|g| g.label == row[0])
                    .map(|g| g.key.clone())
            })
            .with_context(|| format!("group {}", row[0]))?;
        let measure = match row[1] {
            "udgift" => Measure::Expenditure,
            "helaarspersoner" => Measure::FullYearPersons,
            "enhedsudgift" => Measure::UnitCost,
            other => return Err(anyhow!("measure {other}")),
        };
        for (column, text) in head.iter().zip(&row[2..]) {
            let (from, year) = match column.split_once('-') {
                Some((from, to)) => (Some(parse_year(from)?), parse_year(to)?),
                None => (None, parse_year(column)?),
            };
            figures.push(Published {
                area: PAPER_AREA.to_owned(),
                group: group.clone(),
                measure,
                from,
                year,
                price_level: Year::new(PAPER_LEVEL).context("price level")?,
                printed: parse_printed(text)?,
                source: PAPER.to_owned(),
            });
        }
    }
    Ok(figures)
}

fn parse_year(text: &str) -> Result<Year> {
    Year::parse(text).with_context(|| format!("year {text}"))
}

/// The decimals are those printed, zeros too: they say how the figure was rounded.
fn parse_printed(text: &str) -> Result<Printed> {
    let decimals = text
        .split_once(',')
        .map_or(0, |(_, fraction)| fraction.len());
    let decimals = u32::try_from(decimals)?;
    let units = number::parse(text, Convention::Comma)?.to_scale(decimals)?;
    Ok(Printed { units, decimals })
}

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| line.split(';').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_whole() {
        let areas = parse_areas().unwrap();
        let of = |kkr: &str| {
            areas
                .iter()
                .filter(|a| a.kkr.as_deref() == Some(kkr))
                .count()
        };
        assert_eq!(areas.iter().filter(|a| a.is_kkr()).count(), 5);
        assert_eq!(
            [
                of("KKR_HOVEDSTADEN"),
                of("KKR_SJAELLAND"),
                of("KKR_SYDDANMARK"),
                of("KKR_MIDTJYLLAND"),
                of("KKR_NORDJYLLAND")
            ],
            [29, 17, 22, 19, 11]
        );
        let mut codes: Vec<&str> = areas.iter().map(|a| a.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 103);
    }

    #[test]
    fn the_45_target_groups_of_the_terminology() {
        let groups = parse_target_groups().unwrap();
        assert_eq!(groups.len(), 45);
        let distinct = |texts: Vec<&String>| -> usize {
            texts
                .into_iter()
                .collect::<std::collections::BTreeSet<_>>()
                .len()
        };
        assert_eq!(distinct(groups.iter().map(|g| &g.code).collect()), 45);
        assert_eq!(distinct(groups.iter().map(|g| &g.name).collect()), 45);
        // Names are lists in one cell, so none may hold what stands between them.
        assert!(groups.iter().all(|g| !g.name.contains([',', '|', ';'])));
    }

    #[test]
    fn every_parameter_is_a_number_with_a_source() {
        let parameters = parse_parameters().unwrap();
        assert!(!parameters.is_empty());
        assert!(
            parameters
                .iter()
                .all(|p| p.exact().is_some() && !p.source.is_empty())
        );
    }

    #[test]
    fn the_printed_table_has_75_figures() {
        let figures = parse_published().unwrap();
        assert_eq!(figures.len(), 75);
        assert_eq!(figures.iter().filter(|f| f.from.is_some()).count(), 30);
    }
}

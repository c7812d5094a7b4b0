//! Areas and paragraph groups: the register that files and filters are read against.

use diesel::prelude::*;

use crate::domain::area::{Area, AreaKind, HOME};
use crate::domain::danish::sort_by_name;
use crate::domain::paragraph::{Group, Paragraph};
use crate::storage::Db;
use crate::storage::schema::{areas, paragraph_group_members, paragraph_groups};

/// Every area, KKRs and municipalities, by code.
pub fn all(db: &mut Db) -> QueryResult<Vec<Area>> {
    let rows: Vec<(String, String, String, Option<String>)> =
        areas::table.order(areas::code).load(db)?;
    Ok(rows
        .into_iter()
        .map(|(code, name, kind, kkr)| Area {
            code,
            name,
            kind: if kind == "kkr" {
                AreaKind::Kkr
            } else {
                AreaKind::Municipality
            },
            kkr,
        })
        .collect())
}

/// The municipalities of the home region, by name.
pub fn home(db: &mut Db) -> QueryResult<Vec<Area>> {
    let mut home = all(db)?;
    home.retain(|area| area.kkr.as_deref() == Some(HOME));
    sort_by_name(&mut home);
    Ok(home)
}

/// Adds an area, or renames the one that has its code.
///
/// # Errors
/// The database's own; a municipality needs its KKR first.
pub fn put(db: &mut Db, area: &Area) -> QueryResult<()> {
    let kind = if area.is_kkr() { "kkr" } else { "municipality" };
    let values = (
        areas::name.eq(&area.name),
        areas::kind.eq(kind),
        areas::kkr.eq(&area.kkr),
    );
    let changed = diesel::update(areas::table.find(&area.code))
        .set(values)
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(areas::table)
            .values((areas::code.eq(&area.code), values))
            .execute(db)?;
    }
    Ok(())
}

/// The groups in their order, single paragraphs first.
pub fn groups(db: &mut Db) -> QueryResult<Vec<Group>> {
    let mut groups: Vec<Group> = Paragraph::ALL.into_iter().map(Group::single).collect();
    let rows: Vec<(String, String)> = paragraph_groups::table
        .order(paragraph_groups::position)
        .select((paragraph_groups::key, paragraph_groups::label))
        .load(db)?;
    for (key, label) in rows {
        let members: Vec<String> = paragraph_group_members::table
            .filter(paragraph_group_members::group_key.eq(&key))
            .order(paragraph_group_members::position)
            .select(paragraph_group_members::paragraph)
            .load(db)?;
        let members = members
            .iter()
            .filter_map(|m| Paragraph::from_key(m))
            .collect();
        groups.push(Group {
            key,
            label,
            members,
        });
    }
    Ok(groups)
}

/// Adds a group of paragraphs; one with this key stays as it is.
pub fn put_group(db: &mut Db, group: &Group, position: i32) -> QueryResult<()> {
    let there: i64 = paragraph_groups::table
        .find(&group.key)
        .count()
        .get_result(db)?;
    if there > 0 {
        return Ok(());
    }
    diesel::insert_into(paragraph_groups::table)
        .values((
            paragraph_groups::key.eq(&group.key),
            paragraph_groups::label.eq(&group.label),
            paragraph_groups::position.eq(position),
        ))
        .execute(db)?;
    for (place, member) in (0i32..).zip(&group.members) {
        diesel::insert_into(paragraph_group_members::table)
            .values((
                paragraph_group_members::group_key.eq(&group.key),
                paragraph_group_members::paragraph.eq(member.key()),
                paragraph_group_members::position.eq(place),
            ))
            .execute(db)?;
    }
    Ok(())
}

//! Target groups: the register that offers and filters are read against.

use diesel::prelude::*;

use crate::domain::offers::TargetGroup;
use crate::storage::Db;
use crate::storage::schema::target_groups;

/// Every target group, in the order of the terminology.
pub fn all(db: &mut Db) -> QueryResult<Vec<TargetGroup>> {
    let rows: Vec<(String, String, String, String)> = target_groups::table
        .order(target_groups::position)
        .select((
            target_groups::code,
            target_groups::name,
            target_groups::parent,
            target_groups::source,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(code, name, parent, source)| TargetGroup {
            code,
            name,
            parent,
            source,
        })
        .collect())
}

/// Adds a group, or renames the one that has its code.
pub fn put(db: &mut Db, group: &TargetGroup, position: i32) -> QueryResult<()> {
    let values = (
        target_groups::name.eq(&group.name),
        target_groups::parent.eq(&group.parent),
        target_groups::source.eq(&group.source),
        target_groups::position.eq(position),
    );
    let changed = diesel::update(target_groups::table.find(&group.code))
        .set(values)
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(target_groups::table)
            .values((target_groups::code.eq(&group.code), values))
            .execute(db)?;
    }
    Ok(())
}

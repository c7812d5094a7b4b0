//! Parameters by date: rows are added, never changed.

use diesel::prelude::*;
use jiff::civil::Date;

use crate::domain::parameters::Parameter;
use crate::storage::Db;
use crate::storage::schema::parameters;

/// The parameters as they were known at a data version. Of the same key and date only the newest
/// row; by key and date.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<Vec<Parameter>> {
    let mut held: Vec<Parameter> = Vec::new();
    for (_, parameter) in history(db, as_of)? {
        held.retain(|p| p.key != parameter.key || p.valid_from != parameter.valid_from);
        held.push(parameter);
    }
    Ok(held)
}

/// Every value that was known at a data version, with the version that brought it; also those that
/// were replaced. By key, date and version.
pub fn history(db: &mut Db, as_of: i64) -> QueryResult<Vec<(i64, Parameter)>> {
    let rows: Vec<(i64, String, String, String, String, String)> = parameters::table
        .filter(parameters::version.le(as_of))
        .order((parameters::key, parameters::valid_from, parameters::version))
        .select((
            parameters::version,
            parameters::key,
            parameters::valid_from,
            parameters::value,
            parameters::unit,
            parameters::source,
        ))
        .load(db)?;
    let parameter = |(version, key, valid_from, value, unit, source): (_, _, String, _, _, _)| {
        // A date that this version cannot read is no parameter of ours.
        let valid_from: Date = valid_from.parse().ok()?;
        let parameter = Parameter {
            key,
            valid_from,
            value,
            unit,
            source,
        };
        Some((version, parameter))
    };
    Ok(rows.into_iter().filter_map(parameter).collect())
}

/// Adds a value that is known from a data version on: 0 for what was known from the beginning.
pub fn add(db: &mut Db, version: i64, parameter: &Parameter) -> QueryResult<()> {
    diesel::insert_into(parameters::table)
        .values((
            parameters::version.eq(version),
            parameters::key.eq(&parameter.key),
            parameters::valid_from.eq(parameter.valid_from.to_string()),
            parameters::value.eq(&parameter.value),
            parameters::unit.eq(&parameter.unit),
            parameters::source.eq(&parameter.source),
        ))
        .execute(db)?;
    Ok(())
}

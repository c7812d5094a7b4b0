//! Many rows at once. The batch forms of diesel do not exist on the two-database connection, so
//! they live here, one `match` each, and nowhere else.

use diesel::prelude::*;

use super::Db;
use super::schema::{component_facts, index_numbers, population_bands};

/// Rows in one statement to PostgreSQL, which takes at most 65,535 bound values.
const CHUNK: usize = 1000;

#[derive(Insertable)]
#[diesel(table_name = component_facts)]
pub(super) struct ComponentRow<'a> {
    pub batch: i64,
    pub line: i64,
    pub area: &'a str,
    pub paragraph: &'a str,
    pub year: i32,
    pub price_level: i32,
    pub supplier: &'a str,
    pub target_group: &'a str,
    pub expenditure: i64,
    pub persons: i64,
}

#[derive(Insertable)]
#[diesel(table_name = index_numbers)]
pub(super) struct IndexRow<'a> {
    pub batch: i64,
    pub line: i64,
    pub year: i32,
    pub millionths: i64,
    pub source: &'a str,
}

#[derive(Insertable)]
#[diesel(table_name = population_bands)]
pub(super) struct PopulationRow<'a> {
    pub batch: i64,
    pub line: i64,
    pub area: &'a str,
    pub year: i32,
    pub age_from: i32,
    pub age_to: i32,
    pub inhabitants: i64,
}

macro_rules! insert_many {
    ($name:ident, $table:ident, $row:ident) => {
        pub(super) fn $name(db: &mut Db, rows: &[$row<'_>]) -> QueryResult<()> {
            match db {
                Db::Postgres(c) => {
                    for chunk in rows.chunks(CHUNK) {
                        diesel::insert_into($table::table)
                            .values(chunk)
                            .execute(c)?;
                    }
                }
                // One prepared statement for every row: a local file has no round trip to save.
                Db::Sqlite(c) => {
                    for row in rows {
                        diesel::insert_into($table::table).values(row).execute(c)?;
                    }
                }
            }
            Ok(())
        }
    };
}

insert_many!(components, component_facts, ComponentRow);
insert_many!(index_numbers, index_numbers, IndexRow);
insert_many!(population_bands, population_bands, PopulationRow);

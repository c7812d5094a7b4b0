//! Many rows at once. The batch forms of diesel do not exist on the two-database connection, so
//! they live here, one `match` each, and nowhere else.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use diesel::sqlite::Sqlite;

use super::Db;
use super::schema::{
    case_lines, case_years, component_facts, costly_cases, index_numbers, offers, population_bands,
    public_figures, published_cases, stay_results, tariffs,
};

/// Rows in one statement to PostgreSQL, which takes at most 65,535 bound values.
const CHUNK: usize = 1000;
/// Rows in one statement to SQLite. What a statement costs by itself is spread over them: most of it
/// is a copy of each page that it touches, since it could fail half-way.
const TOGETHER: usize = 64;

/// What SQLite's statement for many rows needs to know of one.
trait SqliteRow {
    /// The type that the statement is known by.
    type Id: 'static;
    /// The statement up to the values.
    const INSERT: &'static str;

    fn bind<'b>(&'b self, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()>;
}

/// A statement that adds exactly `N` rows, with a name that the cache of statements knows it by;
/// diesel's own insert would put its text together anew for each row, a fifth of an import's time.
struct Together<'a, R, const N: usize>(&'a [R; N]);

impl<R: SqliteRow, const N: usize> QueryFragment<Sqlite> for Together<'_, R, N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(R::INSERT);
        for (place, row) in self.0.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { ", (" });
            row.bind(&mut out)?;
            out.push_sql(")");
        }
        Ok(())
    }
}

impl<R: SqliteRow, const N: usize> QueryId for Together<'_, R, N> {
    type QueryId = Together<'static, R::Id, N>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<R, const N: usize> RunQueryDsl<SqliteConnection> for Together<'_, R, N> {}

fn add_to_sqlite<R: SqliteRow>(c: &mut SqliteConnection, rows: &[R]) -> QueryResult<()> {
    let (together, rest) = rows.as_chunks::<TOGETHER>();
    for rows in together {
        Together(rows).execute(c)?;
    }
    for row in rest {
        Together(std::array::from_ref(row)).execute(c)?;
    }
    Ok(())
}

/// A row of a table, and the function that adds many of them.
macro_rules! rows {
    ($add:ident: $row:ident of $table:ident { $first:ident: $type:ty => $sql:ty
        $(, $field:ident: $field_type:ty => $field_sql:ty)* $(,)? }) => {
        #[derive(Insertable)]
        #[diesel(table_name = $table)]
        pub(super) struct $row<'a> {
            pub $first: $type,
            $(pub $field: $field_type,)*
        }

        impl SqliteRow for $row<'_> {
            type Id = $row<'static>;
            const INSERT: &'static str = concat!(
                "INSERT INTO ", stringify!($table), " (", stringify!($first),
                $(", ", stringify!($field),)* ") VALUES "
            );

            fn bind<'b>(&'b self, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
                out.push_bind_param::<$sql, _>(&self.$first)?;
                $(
                    out.push_sql(", ");
                    out.push_bind_param::<$field_sql, _>(&self.$field)?;
                )*
                Ok(())
            }
        }

        pub(super) fn $add<'a>(
            db: &mut Db,
            mut rows: impl Iterator<Item = $row<'a>>,
        ) -> QueryResult<()> {
            let mut chunk = Vec::with_capacity(CHUNK);
            loop {
                chunk.clear();
                chunk.extend(rows.by_ref().take(CHUNK));
                if chunk.is_empty() {
                    return Ok(());
                }
                match db {
                    Db::Postgres(c) => {
                        diesel::insert_into($table::table).values(&chunk).execute(c)?;
                    }
                    Db::Sqlite(c) => add_to_sqlite(c, &chunk)?,
                }
            }
        }
    };
}

rows!(components: ComponentRow of component_facts {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    area: &'a str => Text,
    paragraph: &'a str => Text,
    year: i32 => Integer,
    price_level: i32 => Integer,
    supplier: &'a str => Text,
    target_group: &'a str => Text,
    expenditure: i64 => BigInt,
    persons: i64 => BigInt,
});

rows!(index_numbers: IndexRow of index_numbers {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    year: i32 => Integer,
    millionths: i64 => BigInt,
    source: &'a str => Text,
});

rows!(population_bands: PopulationRow of population_bands {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    area: &'a str => Text,
    year: i32 => Integer,
    age_from: i32 => Integer,
    age_to: i32 => Integer,
    inhabitants: i64 => BigInt,
});

rows!(public_figures: PublicFigureRow of public_figures {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    place: i64 => BigInt,
    source: &'a str => Text,
    area: &'a str => Text,
    item: &'a str => Text,
    owner: &'a str => Text,
    part: &'a str => Text,
    period: String => Text,
    units: i64 => BigInt,
});

rows!(stay_results: ResultRow of stay_results {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    offer_id: &'a str => Text,
    year: i32 => Integer,
    quarter: i32 => Integer,
    stays: i64 => BigInt,
    with_goals: i64 => BigInt,
    evaluated: i64 => BigInt,
    met: i64 => BigInt,
});

rows!(offers: OfferRow of offers {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    offer_id: &'a str => Text,
    name: &'a str => Text,
    operator: &'a str => Text,
    form: &'a str => Text,
    municipality: &'a str => Text,
    paragraphs: String => Text,
    target_groups: String => Text,
    places: i64 => BigInt,
    in_agreement: &'a str => Text,
    standard_contract: &'a str => Text,
    sells_places: &'a str => Text,
    supervisor: Option<&'a str> => Nullable<Text>,
});

// Most files give no parts, and binding nine empty values costs a tenth of the import's time.
rows!(plain_tariffs: PlainTariffRow of tariffs {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    offer_id: &'a str => Text,
    service: &'a str => Text,
    paragraph: &'a str => Text,
    year: i32 => Integer,
    amount: i64 => BigInt,
    unit: &'a str => Text,
});

rows!(tariffs: TariffRow of tariffs {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    offer_id: &'a str => Text,
    service: &'a str => Text,
    paragraph: &'a str => Text,
    year: i32 => Integer,
    amount: i64 => BigInt,
    unit: &'a str => Text,
    direct: Option<i64> => Nullable<BigInt>,
    shared: Option<i64> => Nullable<BigInt>,
    overhead: Option<i64> => Nullable<BigInt>,
    depreciation: Option<i64> => Nullable<BigInt>,
    pension: Option<i64> => Nullable<BigInt>,
    supervision: Option<i64> => Nullable<BigInt>,
    adjustment: Option<i64> => Nullable<BigInt>,
    occupancy: Option<i64> => Nullable<BigInt>,
    model: Option<&'a str> => Nullable<Text>,
});

rows!(case_lines: CaseLineRow of case_lines {
    batch: i64 => BigInt,
    line: i64 => BigInt,
    municipality: &'a str => Text,
    year: i32 => Integer,
    pseudonym: &'a str => Text,
    month: Option<i32> => Nullable<Integer>,
    paragraph: &'a str => Text,
    supplier: &'a str => Text,
    offer_id: Option<&'a str> => Nullable<Text>,
    amount: i64 => BigInt,
    under_67: Option<&'a str> => Nullable<Text>,
});

rows!(case_years: CaseYearRow of case_years {
    batch: i64 => BigInt,
    municipality: &'a str => Text,
    year: i32 => Integer,
    lines: i64 => BigInt,
    amount: i64 => BigInt,
});

rows!(costly_cases: CostlyRow of costly_cases {
    batch: i64 => BigInt,
    municipality: &'a str => Text,
    year: i32 => Integer,
    pseudonym: &'a str => Text,
    amount: i64 => BigInt,
    paragraph: &'a str => Text,
    supplier: &'a str => Text,
    refund: Option<i64> => Nullable<BigInt>,
    refund_basis: Option<&'a str> => Nullable<Text>,
});

rows!(published_cases: PublishedRow of published_cases {
    version: i64 => BigInt,
    region: &'a str => Text,
    year: i32 => Integer,
    part: &'a str => Text,
    first_key: &'a str => Text,
    second_key: &'a str => Text,
    cases: i64 => BigInt,
    amount: i64 => BigInt,
    refund: Option<i64> => Nullable<BigInt>,
    refund_is_minimum: &'a str => Text,
    masked: &'a str => Text,
});

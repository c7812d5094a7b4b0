//! News: how often somebody gets them by mail, up to where they were told, and the figures they follow.

use diesel::prelude::*;
use jiff::civil::Date;

use super::Db;
use super::schema::{news_figures, news_readers};
use crate::domain::comments::Address;
use crate::domain::comments::comment::Pair;
use crate::domain::news::Rhythm;

/// How far somebody has been told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub rhythm: Rhythm,
    /// The data version and the day up to which they have read.
    pub read: (i64, Date),
    /// Those up to which mails have told them.
    pub mailed: (i64, Date),
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = news_readers)]
struct Row {
    user_id: String,
    rhythm: String,
    read_version: i64,
    read_day: String,
    mailed_version: i64,
    mailed_day: String,
}

impl Row {
    /// A row that this version cannot read is as good as none.
    fn standing(self) -> Option<Standing> {
        Some(Standing {
            rhythm: Rhythm::from_key(&self.rhythm)?,
            read: (self.read_version, self.read_day.parse().ok()?),
            mailed: (self.mailed_version, self.mailed_day.parse().ok()?),
        })
    }
}

/// How far a user has been told; none who never chose anything.
pub fn of_user(db: &mut Db, user: &str) -> QueryResult<Option<Standing>> {
    let row: Option<Row> = news_readers::table.find(user).first(db).optional()?;
    Ok(row.and_then(Row::standing))
}

/// Everybody who gets news by mail, by id of the user.
pub fn by_mail(db: &mut Db) -> QueryResult<Vec<(String, Standing)>> {
    let rows: Vec<Row> = news_readers::table
        .filter(news_readers::rhythm.ne(Rhythm::Never.key()))
        .order(news_readers::user_id)
        .load(db)?;
    let rows = rows.into_iter();
    Ok(rows
        .filter_map(|row| Some((row.user_id.clone(), row.standing()?)))
        .collect())
}

/// Keeps how far a user has been told, instead of what was kept. The caller holds the lock of writers.
pub fn set(db: &mut Db, user: &str, standing: &Standing) -> QueryResult<()> {
    diesel::delete(news_readers::table.find(user)).execute(db)?;
    diesel::insert_into(news_readers::table)
        .values(Row {
            user_id: user.to_owned(),
            rhythm: standing.rhythm.key().to_owned(),
            read_version: standing.read.0,
            read_day: standing.read.1.to_string(),
            mailed_version: standing.mailed.0,
            mailed_day: standing.mailed.1.to_string(),
        })
        .execute(db)?;
    Ok(())
}

/// A figure that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    pub id: String,
    pub user: String,
    pub at: Address,
    /// What it is, in Danish.
    pub words: String,
    /// What it said when its reader last marked the news as read.
    pub seen: String,
    /// What it said when a mail last told of it.
    pub mailed: String,
    /// RFC 3339, UTC.
    pub since: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = news_figures)]
struct FigureRow {
    id: String,
    user_id: String,
    question: String,
    filters: String,
    names: String,
    figure: String,
    words: String,
    seen: String,
    mailed: String,
    followed_at: String,
}

impl FigureRow {
    /// A row whose address this version cannot read is no figure of ours.
    fn followed(self) -> Option<Followed> {
        Some(Followed {
            id: self.id,
            user: self.user_id,
            at: Address {
                question: self.question,
                filters: read(&self.filters)?,
                row: read(&self.names)?,
                column: self.figure,
            },
            words: self.words,
            seen: self.seen,
            mailed: self.mailed,
            since: self.followed_at,
        })
    }
}

fn written(pairs: &[Pair]) -> String {
    serde_json::to_string(pairs).unwrap_or_default()
}

fn read(text: &str) -> Option<Vec<Pair>> {
    serde_json::from_str(text).ok()
}

/// The figures that a user follows, the one followed first before the others.
pub fn figures(db: &mut Db, user: &str) -> QueryResult<Vec<Followed>> {
    let rows: Vec<FigureRow> = news_figures::table
        .filter(news_figures::user_id.eq(user))
        .order((news_figures::followed_at, news_figures::id))
        .load(db)?;
    Ok(rows.into_iter().filter_map(FigureRow::followed).collect())
}

/// Adds a figure.
pub fn add_figure(db: &mut Db, figure: &Followed) -> QueryResult<()> {
    diesel::insert_into(news_figures::table)
        .values(FigureRow {
            id: figure.id.clone(),
            user_id: figure.user.clone(),
            question: figure.at.question.clone(),
            filters: written(&figure.at.filters),
            names: written(&figure.at.row),
            figure: figure.at.column.clone(),
            words: figure.words.clone(),
            seen: figure.seen.clone(),
            mailed: figure.mailed.clone(),
            followed_at: figure.since.clone(),
        })
        .execute(db)?;
    Ok(())
}

/// Follows a figure no more; false when the user follows none of that id.
pub fn remove_figure(db: &mut Db, user: &str, id: &str) -> QueryResult<bool> {
    let own = news_figures::table
        .filter(news_figures::id.eq(id))
        .filter(news_figures::user_id.eq(user));
    Ok(diesel::delete(own).execute(db)? == 1)
}

/// Keeps what a figure said when its reader marked it as read.
pub fn set_seen(db: &mut Db, user: &str, id: &str, said: &str) -> QueryResult<()> {
    let own = news_figures::table
        .filter(news_figures::id.eq(id))
        .filter(news_figures::user_id.eq(user));
    diesel::update(own)
        .set(news_figures::seen.eq(said))
        .execute(db)?;
    Ok(())
}

/// Keeps what a figure said when a mail told of it.
pub fn set_mailed(db: &mut Db, id: &str, said: &str) -> QueryResult<()> {
    diesel::update(news_figures::table.find(id))
        .set(news_figures::mailed.eq(said))
        .execute(db)?;
    Ok(())
}

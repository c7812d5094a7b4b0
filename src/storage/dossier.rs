//! The papers of meetings as they were sent: written once, read for ever.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::Db;
use super::schema::{frozen_files, frozen_papers, frozen_parameters, frozen_reports};
use crate::domain::dossier::{Definition, File, Form, Frozen, Kept, Part};
use crate::domain::hex::hex;
use crate::domain::parameters::Parameter;

/// A paper's row.
#[derive(Queryable, Selectable)]
#[diesel(table_name = frozen_papers)]
struct Row {
    number: String,
    meeting: String,
    version: i64,
    title: String,
    kind: String,
    held_on: String,
    frozen_at: String,
    frozen_by: String,
    rule: String,
}

impl Row {
    /// A row whose day this version cannot read is no paper of ours.
    fn paper(self) -> Option<Frozen> {
        Some(Frozen {
            number: self.number,
            meeting: self.meeting,
            version: self.version,
            title: self.title,
            kind: self.kind,
            date: self.held_on.parse::<Date>().ok()?,
            at: self.frozen_at,
            by: self.frozen_by,
            rule: self.rule,
        })
    }
}

/// Keeps a paper with all that it rests on.
pub fn add(db: &mut Db, paper: &Frozen, kept: &Kept) -> QueryResult<()> {
    diesel::insert_into(frozen_papers::table)
        .values((
            frozen_papers::number.eq(&paper.number),
            frozen_papers::meeting.eq(&paper.meeting),
            frozen_papers::version.eq(paper.version),
            frozen_papers::title.eq(&paper.title),
            frozen_papers::kind.eq(&paper.kind),
            frozen_papers::held_on.eq(paper.date.to_string()),
            frozen_papers::frozen_at.eq(&paper.at),
            frozen_papers::frozen_by.eq(&paper.by),
            frozen_papers::rule.eq(&paper.rule),
        ))
        .execute(db)?;
    for file in &kept.files {
        add_file(db, &paper.number, file)?;
    }
    for definition in &kept.definitions {
        diesel::insert_into(frozen_reports::table)
            .values((
                frozen_reports::paper.eq(&paper.number),
                frozen_reports::item.eq(i32::try_from(definition.item).unwrap_or(i32::MAX)),
                frozen_reports::question.eq(&definition.question),
                frozen_reports::filters.eq(&definition.filters),
                frozen_reports::answer.eq(&definition.answer),
            ))
            .execute(db)?;
    }
    for parameter in &kept.parameters {
        diesel::insert_into(frozen_parameters::table)
            .values((
                frozen_parameters::paper.eq(&paper.number),
                frozen_parameters::parameter.eq(&parameter.key),
                frozen_parameters::valid_from.eq(parameter.valid_from.to_string()),
                frozen_parameters::value.eq(&parameter.value),
                frozen_parameters::unit.eq(&parameter.unit),
                frozen_parameters::source.eq(&parameter.source),
            ))
            .execute(db)?;
    }
    Ok(())
}

fn add_file(db: &mut Db, paper: &str, file: &File) -> QueryResult<()> {
    diesel::insert_into(frozen_files::table)
        .values((
            frozen_files::paper.eq(paper),
            frozen_files::part.eq(file.part.key()),
            frozen_files::form.eq(file.form.key()),
            frozen_files::sha256.eq(sha256(&file.bytes)),
            frozen_files::content.eq(STANDARD.encode(&file.bytes)),
        ))
        .execute(db)?;
    Ok(())
}

/// The hash of a file's bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The papers of a meeting, in the order they were sent.
pub fn of_meeting(db: &mut Db, meeting: &str) -> QueryResult<Vec<Frozen>> {
    let rows: Vec<Row> = frozen_papers::table
        .filter(frozen_papers::meeting.eq(meeting))
        .order((frozen_papers::version, frozen_papers::number))
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().filter_map(Row::paper).collect())
}

/// Every paper, in the order they were sent.
pub fn all(db: &mut Db) -> QueryResult<Vec<Frozen>> {
    let rows: Vec<Row> = frozen_papers::table
        .order((frozen_papers::version, frozen_papers::number))
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().filter_map(Row::paper).collect())
}

/// How many papers bear a number that begins so: those of meetings of one kind on one day.
pub fn sent_before(db: &mut Db, short: &str, date: Date) -> QueryResult<usize> {
    let first = crate::domain::dossier::number(short, date, 0);
    let again = format!("{first}-");
    let numbers: Vec<String> = frozen_papers::table
        .filter(frozen_papers::held_on.eq(date.to_string()))
        .select(frozen_papers::number)
        .load(db)?;
    let ours = |number: &&String| **number == first || number.starts_with(&again);
    Ok(numbers.iter().filter(ours).count())
}

/// The files that have a hash, with the paper that each is of.
pub fn by_hash(db: &mut Db, sha256: &str) -> QueryResult<Vec<(Frozen, Part, Form)>> {
    let rows: Vec<(Row, String, String)> = frozen_files::table
        .inner_join(frozen_papers::table)
        .filter(frozen_files::sha256.eq(sha256))
        .order((
            frozen_papers::version,
            frozen_papers::number,
            frozen_files::part,
        ))
        .select((Row::as_select(), frozen_files::part, frozen_files::form))
        .load(db)?;
    let known = |(row, part, form): (Row, String, String)| {
        Some((row.paper()?, Part::from_key(&part)?, Form::from_key(&form)?))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// The bytes of a file; `None` when the paper has no such one.
pub fn file(db: &mut Db, paper: &str, part: Part, form: Form) -> QueryResult<Option<Vec<u8>>> {
    let content: Option<String> = frozen_files::table
        .find((paper, part.key(), form.key()))
        .select(frozen_files::content)
        .first(db)
        .optional()?;
    Ok(content.and_then(|content| STANDARD.decode(content).ok()))
}

/// Which files a paper has, with the hash of each.
pub fn files(db: &mut Db, paper: &str) -> QueryResult<Vec<(Part, Form, String)>> {
    let rows: Vec<(String, String, String)> = frozen_files::table
        .filter(frozen_files::paper.eq(paper))
        .select((frozen_files::part, frozen_files::form, frozen_files::sha256))
        .load(db)?;
    let known = |(part, form, hash): (String, String, String)| {
        Some((Part::from_key(&part)?, Form::from_key(&form)?, hash))
    };
    let mut files: Vec<_> = rows.into_iter().filter_map(known).collect();
    files.sort_unstable();
    Ok(files)
}

/// The hash of a form of each meeting's newest whole paper, by the meeting's id.
pub fn newest_hashes(db: &mut Db, form: Form) -> QueryResult<Vec<(String, String)>> {
    let rows = frozen_files::table
        .inner_join(frozen_papers::table)
        .filter(frozen_files::part.eq(Part::All.key()))
        .filter(frozen_files::form.eq(form.key()))
        .order(frozen_papers::version)
        .select((frozen_papers::meeting, frozen_files::sha256));
    let rows: Vec<(String, String)> = rows.load(db)?;
    let mut newest: Vec<(String, String)> = Vec::new();
    for (meeting, hash) in rows {
        newest.retain(|(known, _)| *known != meeting);
        newest.push((meeting, hash));
    }
    Ok(newest)
}

/// What the reports of a paper were asked, and their answers, by item.
pub fn definitions(db: &mut Db, paper: &str) -> QueryResult<Vec<Definition>> {
    let rows: Vec<(i32, String, String, String)> = frozen_reports::table
        .filter(frozen_reports::paper.eq(paper))
        .order(frozen_reports::item)
        .select((
            frozen_reports::item,
            frozen_reports::question,
            frozen_reports::filters,
            frozen_reports::answer,
        ))
        .load(db)?;
    let definition = |(item, question, filters, answer): (i32, _, _, _)| Definition {
        item: usize::try_from(item).unwrap_or(0),
        question,
        filters,
        answer,
    };
    Ok(rows.into_iter().map(definition).collect())
}

/// The limits that held when a paper was sent.
pub fn parameters(db: &mut Db, paper: &str) -> QueryResult<Vec<Parameter>> {
    let rows: Vec<(String, String, String, String, String)> = frozen_parameters::table
        .filter(frozen_parameters::paper.eq(paper))
        .order((frozen_parameters::parameter, frozen_parameters::valid_from))
        .select((
            frozen_parameters::parameter,
            frozen_parameters::valid_from,
            frozen_parameters::value,
            frozen_parameters::unit,
            frozen_parameters::source,
        ))
        .load(db)?;
    let parameter = |(key, day, value, unit, source): (String, String, _, _, _)| {
        Some(Parameter {
            key,
            valid_from: day.parse::<Date>().ok()?,
            value,
            unit,
            source,
        })
    };
    Ok(rows.into_iter().filter_map(parameter).collect())
}

/// What is wrong with the stored files: each that has not the hash that it was sent with.
pub fn wrong(db: &mut Db) -> QueryResult<Vec<String>> {
    let keys: Vec<(String, String, String, String)> = frozen_files::table
        .order((frozen_files::paper, frozen_files::part, frozen_files::form))
        .select((
            frozen_files::paper,
            frozen_files::part,
            frozen_files::form,
            frozen_files::sha256,
        ))
        .load(db)?;
    let mut problems = Vec::new();
    for (paper, part, form, hash) in keys {
        // One at a time: a paper has some megabytes.
        let content: String = frozen_files::table
            .find((&paper, &part, &form))
            .select(frozen_files::content)
            .first(db)?;
        let held = STANDARD.decode(content).map(|bytes| sha256(&bytes));
        if held.as_ref() != Ok(&hash) {
            problems.push(format!(
                "the frozen paper {paper}, {part}.{form}, is not the file that was sent"
            ));
        }
    }
    Ok(problems)
}

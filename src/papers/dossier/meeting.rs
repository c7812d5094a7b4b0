//! The paper of a meeting in the calendar: its agenda as a [`Paper`].

use jiff::civil::Date;

use super::freeze::{Made, keep};
use super::{Body, Item, Paper, PaperError};
use crate::analyses::catalogue::Catalogue;
use crate::analyses::readers;
use crate::domain::danish::danish_date;
use crate::domain::dossier::{Frozen, Kept, number};
use crate::domain::markdown::{self, Block};
use crate::domain::meetings::{self, Content, Meeting, Table};
use crate::domain::report::Report;
use crate::reports::meetings::content;
use crate::storage::data::settings;
use crate::storage::{self, Db, dossier};

/// The version of the rules that figures are worked out by: that of the service.
const RULE: &str = env!("CARGO_PKG_VERSION");

/// The paper of a meeting on a state of the data; `today` is the day that it is composed on.
///
/// # Errors
/// [`PaperError`] for an item whose report is no more.
pub fn paper(
    db: &mut Db,
    analyses: &Catalogue,
    (meeting, items): (&Meeting, &[meetings::Item]),
    (as_of, today): (i64, Date),
) -> Result<Paper, PaperError> {
    let short = meeting.kind.short();
    let before = dossier::sent_before(db, short, meeting.date)?;
    let is_synthetic = settings::is_synthetic(db)?;
    let on = items.iter().filter(|item| item.is_on());
    let items = on
        .map(|of| item(db, analyses, of, (as_of, is_synthetic, today)))
        .collect::<Result<_, PaperError>>()?;
    Ok(Paper {
        number: number(short, meeting.date, before),
        title: meeting.title.clone(),
        kind: meeting.kind.label().to_owned(),
        date: meeting.date,
        place: meeting.place.clone(),
        items,
        as_of,
        today,
    })
}

/// The files of a meeting's paper, made before it is sent.
///
/// # Errors
/// [`PaperError`]; a meeting that is not there has none.
pub fn made(
    db: &mut Db,
    analyses: &Catalogue,
    meeting: &str,
    today: Date,
) -> Result<Made, PaperError> {
    let version = storage::version(db)?;
    let Some(found) = storage::meetings::get(db, meeting, version)? else {
        return Ok(Made::default());
    };
    let items = storage::meetings::items::of_meeting(db, meeting, version)?;
    let paper = paper(db, analyses, (&found, &items), (version, today))?;
    Made::of(db, &paper)
}

/// What is kept when a paper is sent.
pub struct Sent<'a> {
    pub meeting: &'a Meeting,
    pub items: &'a [meetings::Item],
    /// The data version that sending it makes: its figures are of the one before.
    pub version: i64,
    /// RFC 3339, UTC.
    pub at: &'a str,
    pub by: &'a str,
    pub today: Date,
    pub analyses: &'a Catalogue,
}

impl Sent<'_> {
    /// The paper and all that it rests on.
    ///
    /// # Errors
    /// [`PaperError`]; then the paper cannot be sent.
    pub fn keep(&self, db: &mut Db, made: Made) -> Result<(Frozen, Kept), PaperError> {
        let as_of = self.version - 1;
        let paper = paper(
            db,
            self.analyses,
            (self.meeting, self.items),
            (as_of, self.today),
        )?;
        let kept = keep(db, &paper, made)?;
        let frozen = Frozen {
            number: paper.number,
            meeting: self.meeting.id.clone(),
            version: as_of,
            title: paper.title,
            kind: paper.kind,
            date: paper.date,
            at: self.at.to_owned(),
            by: self.by.to_owned(),
            rule: RULE.to_owned(),
        };
        Ok((frozen, kept))
    }
}

fn item(
    db: &mut Db,
    analyses: &Catalogue,
    of: &meetings::Item,
    (as_of, synthetic, today): (i64, bool, Date),
) -> Result<Item, PaperError> {
    let wording = &of.wording;
    Ok(Item {
        number: of.number.to_string(),
        heading: wording.heading.clone(),
        presenter: wording.presenter.clone(),
        confidential: wording.confidential,
        asked: paragraphs(&wording.asks).join("\n"),
        text: paragraphs(&wording.text),
        body: match &wording.content {
            Content::Text => Body::Text,
            Content::Report { question, filters } => {
                let (question, query) = content::asked(question, filters)?;
                Body::Report {
                    question,
                    query: Box::new(query),
                }
            }
            Content::Analysis { name, parameters } => {
                let answer = readers::answer(db, analyses, (name, parameters), today);
                let report = answer.map_err(|error| PaperError::Analysis {
                    item: of.number.to_string(),
                    words: error.to_string(),
                })?;
                Body::Analysis(Box::new(Report {
                    data_version: as_of.min(report.data_version),
                    ..report
                }))
            }
            Content::Table(table) => {
                let report = report(table, &wording.heading, (as_of, synthetic));
                Body::Table(Box::new(report))
            }
        },
    })
}

/// A table that somebody brought, with what does not follow in it.
fn report(table: &Table, title: &str, (as_of, synthetic): (i64, bool)) -> Report {
    let (rows, totals) = table.as_report();
    let marks = table.findings().into_iter().map(|finding| {
        let column = table.columns.get(finding.column);
        let column = column.map_or("", |column| column.label.as_str());
        let row = table.name_of(finding.row);
        format!("{row}, {column}: {}.", finding.words())
    });
    Report {
        name: "",
        title: title.to_owned(),
        filters: Vec::new(),
        data_version: as_of,
        synthetic,
        masks: false,
        notes: marks.chain(table.worked_out()).collect(),
        sources: Vec::new(),
        series: table.picture(title).into_iter().collect(),
        rows,
        totals,
    }
}

/// The paragraphs of a text; an item of a list is one of its own.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for block in markdown::blocks(text) {
        match block {
            Block::Heading { spans, .. } | Block::Paragraph(spans) => {
                paragraphs.push(markdown::plain(&spans));
            }
            Block::List { ordered, items } => {
                let lines = (1..).zip(&items).map(|(number, spans)| {
                    let words = markdown::plain(spans);
                    if ordered {
                        format!("{number}. {words}")
                    } else {
                        format!("\u{2022} {words}")
                    }
                });
                paragraphs.push(lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    paragraphs
}

/// How a meeting is named in a message: "20. juni 2025 (Møde i KKR)".
pub fn named(meeting: &Meeting) -> String {
    format!("{} ({})", danish_date(meeting.date), meeting.title)
}

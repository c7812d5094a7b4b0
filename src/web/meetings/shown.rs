//! An item as its page shows it: its text, its figures, what was decided.

use jiff::civil::Date;

use super::links;
use crate::analyses::catalogue::Catalogue;
use crate::analyses::readers::{self, NoAnswer};
use crate::domain::danish::danish_date;
use crate::domain::markdown::{self, Block};
use crate::domain::meetings::{Content, Decision, Item, Table};
use crate::domain::report::Report;
use crate::export::Format;
use crate::reports::dossier::shown::Shown;
use crate::reports::meetings::content;
use crate::storage::Db;
use crate::web::analyses::links as analysis;
use crate::web::dossier::kept;
use crate::web::error::AppError;
use crate::web::view::chart::ChartView;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link, danish_time};

/// As many rows of a report are shown; the rest is in its files.
const ROWS: usize = 20;
/// As many pictures of a report.
const CHARTS: usize = 2;

/// What a viewer sees of an item.
pub struct ItemView {
    pub id: String,
    pub number: i64,
    pub heading: String,
    /// "Fortroligt", "Tillægspunkt", "10 minutter".
    pub tags: Vec<String>,
    pub blocks: Vec<Block>,
    pub figures: Option<Figures>,
    /// Files of the item alone.
    pub alone: Vec<Link>,
    pub asks: Vec<Block>,
    pub decision: Option<DecisionView>,
    /// Decisions that were replaced, and notes: when and who, what.
    pub history: Vec<[String; 2]>,
    /// Why it was taken off.
    pub withdrawn: Option<String>,
    /// The meeting and item that it was postponed from: words and address.
    pub from: Option<(String, String)>,
    pub is_first: bool,
    pub is_last: bool,
    pub may_write: bool,
    pub may_decide: bool,
    pub is_open: bool,
}

impl ItemView {
    /// One that the viewer may not see: its number alone.
    pub fn hidden(item: &Item) -> ItemView {
        ItemView {
            id: item.id.clone(),
            number: item.number,
            heading: "Fortroligt punkt".to_owned(),
            tags: Vec::new(),
            blocks: Vec::new(),
            figures: None,
            alone: Vec::new(),
            asks: Vec::new(),
            decision: None,
            history: Vec::new(),
            withdrawn: None,
            from: None,
            is_first: false,
            is_last: false,
            may_write: false,
            may_decide: false,
            is_open: false,
        }
    }

    /// All of it but what the viewer may do; with the figures that were sent, where they were.
    pub fn of(
        db: &mut Db,
        item: &Item,
        analyses: &Catalogue,
        (today, kept): (Date, Option<&Shown>),
    ) -> Result<ItemView, AppError> {
        let wording = &item.wording;
        let figures = if let Some(kept) = kept.filter(|_| item.is_on()) {
            Some(of_kept(kept))
        } else if item.is_on() {
            figures(db, item, (analyses, today))?
        } else {
            None
        };
        Ok(ItemView {
            heading: wording.heading.clone(),
            tags: tags(item),
            blocks: markdown::blocks(&wording.text),
            figures,
            asks: markdown::blocks(&wording.asks),
            decision: item.decision.as_ref().map(DecisionView::of),
            history: history(item),
            withdrawn: item.withdrawn.clone(),
            ..ItemView::hidden(item)
        })
    }
}

fn tags(item: &Item) -> Vec<String> {
    let wording = &item.wording;
    let late = item.late.then(|| "Tillægspunkt".to_owned());
    let confidential = wording.confidential.then(|| "Fortroligt".to_owned());
    let presenter = Some(&wording.presenter).filter(|who| !who.is_empty());
    let minutes = wording.minutes.map(|minutes| format!("{minutes} minutter"));
    let presenter = presenter.map(|who| format!("Oplæg: {who}"));
    let tags = [confidential, late, presenter, minutes];
    tags.into_iter().flatten().collect()
}

/// What was decided, in words.
pub struct DecisionView {
    pub code: &'static str,
    pub text: String,
    /// What is to be done, and by when.
    pub follow_up: String,
}

impl DecisionView {
    pub fn of(decision: &Decision) -> DecisionView {
        let due = decision.due.map(danish_date);
        DecisionView {
            code: decision.code.past(),
            text: decision.text.clone(),
            follow_up: match (decision.follow_up.as_str(), due) {
                ("", _) => String::new(),
                (words, Some(due)) => format!("{words} (senest {due})"),
                (words, None) => words.to_owned(),
            },
        }
    }
}

fn history(item: &Item) -> Vec<[String; 2]> {
    let replaced = item.replaced.iter().map(|decision| {
        let words = format!(
            "Tidligere beslutning: {} {}",
            decision.code.past(),
            decision.text
        );
        (
            decision.version,
            [
                format!("{}, {}", danish_time(&decision.at), decision.by),
                words,
            ],
        )
    });
    let notes = item.notes.iter().map(|note| {
        let words = match note.text.as_str() {
            "" => note.kind.label().to_owned(),
            text => format!("{}: {text}", note.kind.label()),
        };
        (
            note.version,
            [format!("{}, {}", danish_date(note.on), note.by), words],
        )
    });
    let mut all: Vec<_> = replaced.chain(notes).collect();
    all.sort_by_key(|(version, _)| *version);
    all.into_iter().map(|(_, words)| words).collect()
}

/// Tables and pictures of an item.
#[derive(Default)]
pub struct Figures {
    pub tables: Vec<TableView>,
    pub charts: Vec<ChartView>,
    pub notes: Vec<String>,
    pub downloads: Vec<Downloads>,
    /// Why there are none.
    pub problem: Option<String>,
}

/// The figures of an item, as a reader sees them: whoever prepares it sees no more in it.
fn figures(
    db: &mut Db,
    item: &Item,
    (analyses, today): (&Catalogue, Date),
) -> Result<Option<Figures>, AppError> {
    match &item.wording.content {
        Content::Text => Ok(None),
        Content::Table(table) => Ok(Some(of_table(table, &item.wording.heading))),
        Content::Analysis { name, parameters } => {
            let answer = readers::answer(db, analyses, (name, parameters), today);
            of_analysis(answer, (name, parameters)).map(Some)
        }
        Content::Report { question, filters } => {
            let asked = content::asked(question, filters);
            let answer = asked.and_then(|(question, query)| {
                let seen = question.asked_today(query.clone(), today);
                Ok((question, query, (question.report)(db, &seen)?))
            });
            Ok(Some(match answer {
                Ok((question, query, report)) => Figures {
                    downloads: vec![Downloads::new("Tallene", question, &query)],
                    ..of_report(&report)
                },
                // What it asks is no more: an area or an offer that is gone.
                Err(error) => match AppError::from(error) {
                    AppError::Invalid { message, .. } => Figures {
                        problem: Some(message),
                        ..Figures::default()
                    },
                    other => return Err(other),
                },
            }))
        }
    }
}

/// The answer of an analysis, with its files; or why there is none.
fn of_analysis(
    answer: Result<Report, NoAnswer>,
    (name, parameters): (&str, &[(String, String)]),
) -> Result<Figures, AppError> {
    match answer {
        Ok(report) => {
            let asked: Vec<(&str, &str)> = parameters
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .collect();
            let address = |format: Format| analysis::file(name, format.extension(), &asked);
            Ok(Figures {
                downloads: vec![Downloads::at("Analysen", address)],
                ..of_report(&report)
            })
        }
        Err(NoAnswer::Report(error)) => Err(error.into()),
        Err(other) => Ok(Figures {
            problem: Some(other.to_string()),
            ..Figures::default()
        }),
    }
}

/// The figures as they were sent.
fn of_kept(shown: &Shown) -> Figures {
    let left = shown.rows.rows.len().saturating_sub(ROWS);
    let more = (left > 0).then(|| format!("{left} rækker til står i papiret."));
    Figures {
        tables: kept::tables(shown, ROWS),
        charts: kept::charts(shown, CHARTS),
        notes: more
            .into_iter()
            .chain(shown.notes.iter().cloned())
            .collect(),
        ..Figures::default()
    }
}

fn of_report(report: &Report) -> Figures {
    let left = report.rows.rows.len().saturating_sub(ROWS);
    let more = (left > 0).then(|| format!("{left} rækker til står i filerne."));
    let totals = (!report.totals.rows.is_empty())
        .then(|| TableView::of_report(format!("{}: i alt", report.title), &report.totals, ROWS));
    Figures {
        tables: std::iter::once(TableView::of_report(
            report.title.clone(),
            &report.rows,
            ROWS,
        ))
        .chain(totals)
        .collect(),
        charts: kept::charts(&Shown::of(report), CHARTS),
        notes: more
            .into_iter()
            .chain(report.notes.iter().cloned())
            .collect(),
        ..Figures::default()
    }
}

/// A table that somebody brought, with what does not follow in it.
pub fn of_table(table: &Table, title: &str) -> Figures {
    let (mut rows, totals) = table.as_report();
    rows.rows.extend(totals.rows);
    let marks = table.findings().into_iter().map(|finding| {
        let column = table
            .columns
            .get(finding.column)
            .map_or("", |c| c.label.as_str());
        let row = table.name_of(finding.row);
        format!("{row}, {column}: {}.", finding.words())
    });
    Figures {
        tables: vec![TableView::of_report(title, &rows, usize::MAX)],
        charts: table
            .picture(title)
            .iter()
            .map(ChartView::grouped)
            .collect(),
        notes: marks.chain(table.worked_out()).collect(),
        ..Figures::default()
    }
}

/// Where a postponed item came from: words and address.
pub fn came_from(date: Date, number: i64, (meeting, item): (&str, &str)) -> (String, String) {
    let words = format!("Udsat fra mødet {} (punkt {number})", danish_date(date));
    (words, links::item(meeting, item))
}

//! Synthetic comments on figures: open with an answer, chosen for the paper, resolved.

use anyhow::Context as _;

use crate::changes::actor::Actor;
use crate::changes::comments::write::{Figure as Found, Written};
use crate::changes::comments::{steps, write};
use crate::domain::comments::Comment;
use crate::reports::comments::address::Figure;
use crate::reports::{FigureAt, Query, origin, question};
use crate::storage::Store;

/// What is done about a comment.
enum Came {
    Answered(&'static str),
    InPaper,
    Resolved,
}

/// Municipality of the writer, question, area, what names the row, column, and the text.
struct Wanted {
    by: &'static str,
    question: &'static str,
    area: Option<&'static str>,
    row: &'static [(&'static str, &'static str)],
    column: &'static str,
    text: &'static str,
    came: Came,
}

const COMMENTS: [Wanted; 3] = [
    Wanted {
        by: "851",
        question: "unit-costs",
        area: None,
        row: &[("group", "SEL_107"), ("year", "2024")],
        column: "unit_cost",
        text: "SYNTETISK: Pladserne er blevet dyrere, fordi flere har brug for støtte om natten.",
        came: Came::Answered("SYNTETISK: Det samme ses hos os."),
    },
    Wanted {
        by: "860",
        question: "unit-costs",
        area: None,
        row: &[("group", "ABL_105"), ("year", "2024")],
        column: "full_year_persons",
        text: "SYNTETISK: Et nyt bofællesskab er åbnet i året.",
        came: Came::InPaper,
    },
    Wanted {
        by: "851",
        question: "unit-costs",
        area: Some("851"),
        row: &[("group", "SEL_108"), ("year", "2023")],
        column: "expenditure",
        text: "SYNTETISK: Er efterreguleringen med i tallet?",
        came: Came::Resolved,
    },
];

/// Writes the comments, each for its own municipality.
pub(super) fn fill(store: &Store, actor: &Actor) -> anyhow::Result<()> {
    for wanted in COMMENTS {
        let chef = actor.clone().bound(wanted.by);
        let comment = written(store, &chef, &wanted).context(wanted.text)?;
        let id = comment.version;
        match wanted.came {
            Came::Answered(text) => steps::reply(store, actor, id, (text, false))?,
            Came::InPaper => steps::into_paper(store, &chef, id, true)?,
            Came::Resolved => steps::resolve(store, &chef, id, true)?,
        }
    }
    Ok(())
}

fn written(store: &Store, chef: &Actor, wanted: &Wanted) -> anyhow::Result<Comment> {
    let which = FigureAt {
        question: question(wanted.question)?,
        query: Query {
            area: wanted.area.map(str::to_owned),
            ..Query::default()
        },
        row: (wanted.row.iter())
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
        column: wanted.column.to_owned(),
    };
    let figure = store.read::<_, anyhow::Error>(|db| {
        let origin = origin::find(db, &which)?.context("no such figure")?;
        let figure = Figure::find(db, &which, &origin.report)?;
        let figure = figure.context("the figure takes no comments")?;
        Ok(Found {
            rights: vec![which.question.right],
            at: figure.at,
            said: figure.said,
            found_in: origin.report.data_version,
            guarded: figure.guarded,
            report: origin.report.title,
            link: String::new(),
        })
    })?;
    let text = wanted.text.to_owned();
    let comment = Written {
        text,
        ..Written::default()
    };
    Ok(write::write(store, chef, &figure, &comment)?)
}

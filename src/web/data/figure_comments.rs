//! The comments on the page of a figure.

use crate::domain::comments::{Now, Thread};
use crate::domain::people::Right;
use crate::reports::FigureAt;
use crate::reports::comments::address::{Figure, is_guarded, takes_comments};
use crate::reports::comments::of_figure;
use crate::reports::origin::Origin;
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::comments::links::LIST;
use crate::web::comments::thread::{Comments, Sent, receivers, told};
use crate::web::error::AppError;
use crate::web::viewer::Viewer;

const EARLIER: &str = "Kommentarer hører til tallet, som det er nu. Siden her viser det, som det var kendt ved en tidligere datastand.";
const NOT_HERE: &str = "Det her tal kan ikke kommenteres.";

/// The comments that a viewer may read, with the forms; `None` for whoever may read none.
pub(super) fn load(
    db: &mut Db,
    viewer: &Viewer,
    (which, origin): (&FigureAt, &Origin),
    sent: Sent,
) -> Result<Option<Comments>, AppError> {
    if !viewer.may(Right::Comment) {
        return Ok(None);
    }
    let areas = areas::home(db)?;
    let figure = Figure::find(db, which, &origin.report)?;
    let (all, said) = match &figure {
        Some(figure) => (of_figure::all(db, figure)?, figure.said.to_string()),
        None => (Vec::new(), String::new()),
    };
    let closed = if !takes_comments(&which.query) {
        Some(EARLIER)
    } else if figure.is_none() {
        Some(NOT_HERE)
    } else {
        None
    };
    let guarded = is_guarded(which.question);
    let bound_to = viewer.who()?.bound_to();
    let as_told = |thread: &Thread| {
        let now = Now::of(&thread.comment.said, Some(&origin.cell.value));
        told(thread, (&now, guarded), bound_to, &areas)
    };
    Ok(Some(Comments {
        base: LIST.to_owned(),
        told: all.iter().map(as_told).collect(),
        closed,
        address: address(which),
        said,
        guarded,
        receivers: receivers(&areas, &sent.form.receivers),
        form: sent.form,
        refused: sent.refused,
    }))
}

/// The address of the page, as its form sends it.
fn address(which: &FigureAt) -> Vec<(String, String)> {
    let row = which.row.iter();
    let row = row.map(|(key, value)| (format!("r.{key}"), value.clone()));
    let filters = which.question.pairs(&which.query).into_iter();
    [("rapport".to_owned(), which.question.name.to_owned())]
        .into_iter()
        .chain(row)
        .chain([("kolonne".to_owned(), which.column.clone())])
        .chain(filters.map(|(key, value)| (key.to_owned(), value)))
        .collect()
}

//! The addresses of the analyses, and which are evidence of a milestone.

use crate::analyses::analysis::Analysis;
use crate::analyses::catalogue::Catalogue;
use crate::domain::people::Right;
use crate::web::projections::links as models;
use crate::web::view::{Link, asking, escape};
use crate::web::viewer::Viewer;

/// The catalogue.
pub const ALL: &str = "/analyser";

/// The page of an analysis.
pub fn analysis(name: &str) -> String {
    format!("{ALL}/{}", escape(name))
}

/// One of its files, with what is asked.
pub fn file(name: &str, ending: &str, asked: &[(&str, &str)]) -> String {
    let address = format!("{}/tal.{ending}", analysis(name));
    asking(address, asked.iter().copied())
}

/// Its page as it is asked.
pub fn asked<'a>(name: &str, asked: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    asking(analysis(name), asked)
}

/// The page that tells where a figure of one comes from: what names its row (`r.KEY`), its column (`kolonne`), the
/// parameters.
pub fn figure<'a>(
    name: &str,
    (row, column): (impl Iterator<Item = (&'a str, &'a str)>, &'a str),
    asked: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let row = row.map(|(key, value)| (format!("r.{key}"), value));
    let column = [(COLUMN.to_owned(), column)];
    let asked = asked.map(|(key, value)| (key.to_owned(), value));
    let pairs = row.chain(column).chain(asked);
    asking(format!("{}/hvorfra", analysis(name)), pairs)
}

/// Where a comment on a figure of one is sent; an answer under it.
pub fn comments(name: &str) -> String {
    format!("{}/kommentarer", analysis(name))
}

/// The key of a figure's column in an address.
pub const COLUMN: &str = "kolonne";

/// Whether somebody may open an analysis.
pub fn may_open(viewer: &Viewer, analysis: &Analysis) -> bool {
    analysis.rights().into_iter().all(|right| viewer.may(right))
}

/// The analyses and models that are evidence of a milestone, of those that the viewer may open.
pub fn of_milestone(catalogue: &Catalogue, milestone: &str, viewer: &Viewer) -> Vec<Link> {
    let is_of =
        |of: &&Analysis| may_open(viewer, of) && of.milestones.iter().any(|key| key == milestone);
    let found = catalogue.analyses.iter().filter(is_of);
    found
        .map(|of| Link::to(analysis(of.name), &of.title))
        .chain(models::of_milestone(milestone).filter(|_| viewer.may(Right::ReadAnalyses)))
        .collect()
}

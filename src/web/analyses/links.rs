//! The addresses of the analyses, and which are evidence of a milestone.

use crate::analyses::analysis::Analysis;
use crate::analyses::catalogue::Catalogue;
use crate::web::view::{Link, encode, escape};
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
    match encode(asked.iter().copied()).as_str() {
        "" => address,
        query => format!("{address}?{query}"),
    }
}

/// Whether somebody may open an analysis.
pub fn may_open(viewer: &Viewer, analysis: &Analysis) -> bool {
    analysis.rights().into_iter().all(|right| viewer.may(right))
}

/// The analyses that are evidence of a milestone, of those that the viewer may open.
pub fn of_milestone(catalogue: &Catalogue, milestone: &str, viewer: &Viewer) -> Vec<Link> {
    let is_of =
        |of: &&Analysis| may_open(viewer, of) && of.milestones.iter().any(|key| key == milestone);
    let found = catalogue.analyses.iter().filter(is_of);
    found
        .map(|of| Link::to(analysis(of.name), &of.title))
        .collect()
}

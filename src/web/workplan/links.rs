//! The addresses of the pages of the workplan.

use crate::reports::Query;
use crate::reports::workplan::WORKPLAN;
use crate::reports::workplan::list::{self, Row};
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::view::{Link, escape};
use crate::web::viewer::Viewer;

/// The board.
pub const BOARD: &str = "/arbejdsplan";

/// The plans there are, and one more.
pub const PLANS: &str = "/arbejdsplan/planer";

/// One's own calendar of due dates.
pub const CALENDAR: &str = "/arbejdsplan/kalender";

/// A document of a milestone.
pub fn document(key: &str, id: &str) -> String {
    format!("{}/dokumenter/{}", milestone(key), escape(id))
}

/// The page of a milestone.
pub fn milestone(key: &str) -> String {
    format!("{BOARD}/{}", escape(key))
}

/// Some milestones by their titles, for whoever may read the workplan.
///
/// # Errors
/// The database's own.
pub fn milestones(
    db: &mut Db,
    viewer: &Viewer,
    is_one: impl Fn(&str) -> bool,
) -> Result<Vec<Link>, AppError> {
    if !viewer.may(WORKPLAN.right) {
        return Ok(Vec::new());
    }
    let plan = list::answer(db, &Query::default())?;
    Ok(titles(&plan.rows, is_one))
}

/// Some milestones of a plan by their titles.
pub fn titles(plan: &[Row], is_one: impl Fn(&str) -> bool) -> Vec<Link> {
    let all = plan.iter().map(|row| &row.tracked.milestone);
    let ours = all.filter(|one| is_one(&one.key));
    ours.map(|one| Link::to(milestone(&one.key), &one.title))
        .collect()
}

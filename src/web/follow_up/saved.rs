//! What is said after a step was saved, and the case that comes next.

use jiff::civil::Date;

use super::open::waiting_for;
use crate::domain::follow_up::CaseKey;
use crate::reports::Query;
use crate::reports::follow_up::open;
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::view::Link;
use crate::web::viewer::Viewer;

/// A step was saved.
pub struct Saved {
    /// The case that waits for the viewer next, as the list of open cases has them; `None` when
    /// none does.
    pub next: Option<Link>,
}

impl Saved {
    pub fn of(
        db: &mut Db,
        viewer: &Viewer,
        case: &CaseKey,
        today: Date,
    ) -> Result<Saved, AppError> {
        let query = Query {
            on: Some(today),
            ..Query::default()
        };
        let open = open::answer(db, &query)?;
        let mut others = open.cases.rows;
        others.retain(|other| other.rise.case() != *case);
        let next = waiting_for(db, viewer, &others)?;
        Ok(Saved { next })
    }
}

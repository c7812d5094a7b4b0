//! Papers of meetings that were sent.

use crate::domain::danish::danish_date;
use crate::domain::news::{Item, Kind, Span, Target};
use crate::reports::ReportError;
use crate::storage::{Db, dossier};

pub(super) fn of(db: &mut Db, span: &Span) -> Result<Vec<Item>, ReportError> {
    let sent = dossier::all(db)?.into_iter();
    let sent = sent.filter(|paper| span.has(paper.version));
    let item = |paper: crate::domain::dossier::Frozen| {
        let date = danish_date(paper.date);
        let words = format!("Papirerne til »{}« {date} er sendt", paper.title);
        Item::new(Kind::Paper, words, Target::Meeting(paper.meeting))
    };
    Ok(sent.map(item).collect())
}

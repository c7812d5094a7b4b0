//! What changed since somebody was last here, in words: of what they may read, a line for each kind,
//! leading to its page.

use crate::changes::kinds::Kind;
use crate::domain::danish::{counted, list};
use crate::domain::people::Right;
use crate::reports::ReportError;
use crate::reports::front::development::Development;
use crate::reports::front::moved::{self, Moved};
use crate::storage::Db;
use crate::storage::data::versions::What;
use crate::web::components::links::{ADDRESS, municipality};
use crate::web::meetings::links as meetings;
use crate::web::places::links as places;
use crate::web::view::Link;
use crate::web::viewer::Viewer;
use crate::web::workplan::links as workplan;

/// The kinds of change that are told of: what makes them, the words, the page, and the right that it
/// needs.
type Told = (
    &'static [What],
    &'static str,
    &'static str,
    &'static str,
    Right,
);

const TOLD: [Told; 8] = [
    (
        &[What::Withdrawal],
        "upload er trukket tilbage",
        "uploads er trukket tilbage",
        "/data",
        Right::ReadFigures,
    ),
    (
        &[What::FollowUp],
        "skridt i opfølgningen på takststigninger",
        "skridt i opfølgningen på takststigninger",
        "/takster/opfoelgning",
        Right::ReadIncreases,
    ),
    (
        &[What::Meeting, What::MeetingCancelled, What::MeetingStep],
        "ændring i møderne",
        "ændringer i møderne",
        meetings::LIST,
        Right::ReadIncreases,
    ),
    (
        &[What::Agenda],
        "ændring af en dagsorden",
        "ændringer af dagsordener",
        meetings::LIST,
        Right::PrepareMeetings,
    ),
    (
        &[What::Vacancy],
        "ændring af ledige pladser",
        "ændringer af ledige pladser",
        places::LIST,
        Right::ReadPlaces,
    ),
    (
        &[What::Milestone, What::Workplan],
        "opdatering af arbejdsplanen",
        "opdateringer af arbejdsplanen",
        workplan::BOARD,
        Right::ReadWorkplan,
    ),
    (
        &[What::Comment, What::CommentStep],
        "kommentar eller svar",
        "kommentarer og svar",
        "/kommentarer",
        Right::Comment,
    ),
    (
        &[What::Mark],
        "ændring af tallenes mærker",
        "ændringer af tallenes mærker",
        "/maerker",
        Right::ReadFigures,
    ),
];

/// The lines, figures that are others first.
///
/// # Errors
/// The database's own.
pub fn lines(
    db: &mut Db,
    viewer: &Viewer,
    areas: &[&Development],
    since: i64,
) -> Result<Vec<Link>, ReportError> {
    let moved = Moved::since(db, since)?;
    let mut lines = Vec::new();
    for area in areas {
        lines.extend(moved::unit_cost(db, area, since)?.map(|other| {
            let words = format!(
                "{}: enhedsudgiften {} er nu {} kr. (før {})",
                area.area.name,
                other.year,
                other.now.danish(),
                other.before.danish()
            );
            let code = &area.area.code;
            Link::to(
                if area.area.is_kkr() {
                    ADDRESS.to_owned()
                } else {
                    municipality(code)
                },
                words,
            )
        }));
    }
    if viewer.may(Right::ReadFigures) {
        lines.extend(uploads(&moved));
    }
    for (kinds, one, many, address, right) in TOLD {
        let count = moved.count(kinds);
        if count > 0 && viewer.may(right) {
            lines.push(Link::to(address, counted(count, one, many)));
        }
    }
    Ok(lines)
}

/// "3 filer er indlæst: Komponentanalyse og Takster".
fn uploads(moved: &Moved) -> Option<Link> {
    let mut kinds: Vec<String> = Vec::new();
    for batch in &moved.uploads {
        let label = Kind::from_key(&batch.kind).map_or(batch.kind.as_str(), |kind| kind.label());
        if !kinds.iter().any(|known| known == label) {
            kinds.push(label.to_owned());
        }
    }
    let count = counted(moved.uploads.len(), "fil er indlæst", "filer er indlæst");
    let link = || Link::to("/data", format!("{count}: {}", list(&kinds)));
    (!moved.uploads.is_empty()).then(link)
}

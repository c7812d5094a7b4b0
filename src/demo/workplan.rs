//! Synthetic updates of the workplan: what was said on days that have come, by milestone.

use jiff::civil::{Date, date};
use sha2::{Digest as _, Sha256};

use crate::changes::actor::Actor;
use crate::domain::hex::hex;
use crate::domain::workplan::{Change, Document, DocumentKind, Progress, Status, Update};
use crate::storage::data::log::{self, Action};
use crate::storage::data::versions::{What, bump_version};
use crate::storage::{Db, QueryResult, Store, StoreError, workplan};

/// A page that says nothing but that it is made up.
const PAGE: &[u8] = include_bytes!("synthetic.pdf");

/// The milestone whose last update has a document.
const WITH_DOCUMENT: &str = "2025H2-visitation";

/// One update: the day, the milestone, what it changes, and why.
struct Said {
    on: Date,
    milestone: &'static str,
    status: Option<Status>,
    due: Option<Date>,
    progress: &'static [(usize, Progress)],
    why: &'static str,
}

const fn said(
    on: Date,
    milestone: &'static str,
    status: Option<Status>,
    progress: &'static [(usize, Progress)],
    why: &'static str,
) -> Said {
    Said {
        on,
        milestone,
        status,
        due: None,
        progress,
        why,
    }
}

fn updates() -> [Said; 14] {
    use Progress::{Begun, Done};
    use Status::{AtRisk, InProgress};
    let finished = Some(Status::Done);
    [
        said(
            date(2025, 9, 3),
            "2025H2-samarbejde",
            Some(InProgress),
            &[(1, Begun)],
            "SYNTETISK: gruppen er nedsat.",
        ),
        said(
            date(2025, 9, 17),
            "2025H2-tilbudsvifte",
            Some(InProgress),
            &[(1, Begun), (2, Begun)],
            "SYNTETISK: data er bestilt.",
        ),
        said(
            date(2025, 11, 12),
            "2025H2-visitation",
            Some(AtRisk),
            &[(1, Begun)],
            "SYNTETISK: takstmodellen forhandles stadig.",
        ),
        said(
            date(2025, 12, 10),
            "2025H2-samarbejde",
            finished,
            &[(1, Done), (2, Done), (3, Done)],
            "SYNTETISK: forslaget er sendt til KKR.",
        ),
        said(
            date(2025, 12, 17),
            "2025H2-tilbudsvifte",
            None,
            &[(1, Done), (2, Done)],
            "SYNTETISK: to analyser er lagt frem.",
        ),
        Said {
            due: Some(date(2026, 3, 31)),
            ..said(
                date(2025, 12, 18),
                "2025H2-visitation",
                None,
                &[],
                "SYNTETISK: fristen er flyttet, til modellen er kendt.",
            )
        },
        said(
            date(2026, 1, 28),
            "2025H2-tilbudsvifte",
            finished,
            &[(3, Done)],
            "SYNTETISK: kortlægningen af tomgangsboliger er færdig.",
        ),
        said(
            date(2026, 2, 11),
            "2026H1-samarbejde",
            Some(InProgress),
            &[(1, Begun), (2, Begun)],
            "SYNTETISK: to modeller regnes igennem.",
        ),
        said(
            date(2026, 3, 25),
            "2025H2-visitation",
            finished,
            &[(1, Done)],
            "SYNTETISK: takstbladet er aftalt.",
        ),
        said(
            date(2026, 4, 22),
            "2026H1-visitation",
            Some(InProgress),
            &[(1, Begun)],
            "SYNTETISK: fire tilbud prøver skemaet.",
        ),
        said(
            date(2026, 6, 17),
            "2026H1-samarbejde",
            finished,
            &[(1, Done), (2, Done)],
            "SYNTETISK: KKR har godkendt forslaget.",
        ),
        said(
            date(2026, 6, 24),
            "2026H1-tilbudsvifte",
            Some(Status::Dropped),
            &[],
            "SYNTETISK: afventer Socialtilsynets nye vejledning.",
        ),
        said(
            date(2026, 9, 9),
            "2026H2-samarbejde",
            Some(InProgress),
            &[(1, Done), (2, Begun)],
            "SYNTETISK: efterårets stigninger er indberettet.",
        ),
        said(
            date(2026, 10, 28),
            "2026H2-tilbudsvifte",
            Some(AtRisk),
            &[(1, Begun)],
            "SYNTETISK: lånereglerne er ikke afklaret.",
        ),
    ]
}

/// Adds what was said up to today.
pub(super) fn fill(store: &Store, actor: &Actor) -> Result<(), StoreError> {
    let (at, today) = (actor.clock.now_text(), actor.clock.today());
    store.write(|db| {
        for said in updates().into_iter().filter(|said| said.on <= today) {
            let version = bump_version(db, &at, &actor.by, What::Milestone)?;
            let update = Update {
                version,
                on: said.on,
                by: actor.by.clone(),
                at: format!("{}T10:00:00Z", said.on),
                why: said.why.to_owned(),
                change: Change {
                    status: said.status,
                    due: said.due,
                    owner: None,
                    progress: said.progress.iter().copied().collect(),
                },
            };
            workplan::add_update(db, said.milestone, &update)?;
            if said.milestone == WITH_DOCUMENT && said.status == Some(Status::Done) {
                attach(db, version)?;
            }
        }
        let action = Action::ChangedWorkplan;
        log::append(db, &at, &actor.by, action, "SYNTETISKE opdateringer", "")?;
        Ok(())
    })
}

fn attach(db: &mut Db, version: i64) -> QueryResult<()> {
    let document = Document {
        id: "synthetic".to_owned(),
        name: "SYNTETISK-takstblad.pdf".to_owned(),
        kind: DocumentKind::Pdf,
        bytes: i64::try_from(PAGE.len()).unwrap_or(i64::MAX),
        sha256: hex(&Sha256::digest(PAGE)),
    };
    workplan::add_document(db, (WITH_DOCUMENT, version), &document, PAGE)
}

//! Whether a file is a meeting's paper, unchanged: its bytes are compared with those that were sent, by
//! their hash.

use crate::domain::danish::danish_date;
use crate::domain::dossier::{Form, Frozen, Part};
use crate::storage::dossier;
use crate::storage::{Db, QueryError};

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A paper, byte for byte as it was sent.
    Unchanged {
        paper: Box<Frozen>,
        part: Part,
        form: Form,
        /// The number of a paper of the same meeting that was sent later.
        newer: Option<String>,
    },
    /// It bears the number of a paper, and is not what was sent.
    Altered(Box<Frozen>),
    /// Not a paper of a meeting here.
    Unknown,
}

impl Verdict {
    pub const fn is_unchanged(&self) -> bool {
        matches!(self, Verdict::Unchanged { .. })
    }

    /// In one sentence, in Danish; in a second what a reader must know.
    pub fn words(&self) -> String {
        match self {
            Verdict::Unchanged {
                paper, part, newer, ..
            } => {
                let later = newer.as_ref().map_or_else(String::new, |number| {
                    format!(" Der er siden sendt et nyt papir til mødet: {number}.")
                });
                format!(
                    "Dette er {} til mødet den {} ({}), uændret.{later}",
                    part.words(),
                    danish_date(paper.date),
                    paper.title,
                )
            }
            Verdict::Altered(paper) => format!(
                "Filen er ikke papiret: den bærer nummeret {}, men er ikke den fil, der blev sendt til mødet den {}.",
                paper.number,
                danish_date(paper.date),
            ),
            Verdict::Unknown => {
                "Filen er ikke et mødepapir herfra, eller den er ændret.".to_owned()
            }
        }
    }
}

/// What a file is.
///
/// # Errors
/// The database's own. Whatever the bytes are, they are no error.
pub fn of(db: &mut Db, bytes: &[u8]) -> Result<Verdict, QueryError> {
    let hash = dossier::sha256(bytes);
    if let Some((paper, part, form)) = dossier::by_hash(db, &hash)?.pop() {
        let all = dossier::of_meeting(db, &paper.meeting)?;
        let newest = all.into_iter().next_back();
        let newer = newest.filter(|newest| newest.number != paper.number);
        return Ok(Verdict::Unchanged {
            paper: Box::new(paper),
            part,
            form,
            newer: newer.map(|newest| newest.number),
        });
    }
    let mut papers = dossier::all(db)?;
    // The longest first: "KKR-2025-06-20-2" is not "KKR-2025-06-20".
    papers.sort_by_key(|paper| std::cmp::Reverse(paper.number.len()));
    let bears = |paper: &Frozen| {
        let number = paper.number.as_bytes();
        bytes.windows(number.len()).any(|part| part == number)
    };
    Ok(match papers.into_iter().find(bears) {
        Some(paper) => Verdict::Altered(Box::new(paper)),
        None => Verdict::Unknown,
    })
}

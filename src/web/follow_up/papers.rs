//! `/takster/papir/NAME`: a paper to send, as PDF or Excel; and which there are, and what each lacks.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::danish::counted;
use crate::domain::follow_up::Next;
use crate::domain::offers::Supervisor;
use crate::domain::period::Year;
use crate::export::{self, DocumentFormat, Format};
use crate::papers::{self, Paper, Request};
use crate::reports::follow_up::open::Open;
use crate::reports::follow_up::open_case::OpenCase;
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// A paper that can be made, as the page of follow-up offers it.
pub(super) struct PaperLink {
    /// As it stands in the address.
    pub name: String,
    /// "Liste til Socialtilsyn Nord, 2026".
    pub words: String,
    /// What it lacks before it is sent, in Danish; `None` when it is ready.
    pub lacks: Option<String>,
}

impl PaperLink {
    /// The steering group's paper, and for each year with open cases a list for each authority that
    /// receives some of them.
    pub fn all(open: &Open) -> Vec<PaperLink> {
        let Some(asked) = &open.asked else {
            return Vec::new();
        };
        let cases = &open.cases.rows;
        let years: BTreeSet<Reverse<Year>> = (cases.iter().map(|case| case.rise.year()))
            .chain([asked.year])
            .map(Reverse)
            .collect();
        let lists = years.into_iter().flat_map(|Reverse(year)| {
            let receives = move |supervisor: &Supervisor| {
                // The two that supervise the region's offers always for the newest year, the others
                // when something is open.
                let usual = matches!(supervisor, Supervisor::North | Supervisor::East);
                (usual && year == asked.year) || cases.iter().any(|c| is_for(c, *supervisor, year))
            };
            Supervisor::ALL
                .into_iter()
                .filter(receives)
                .map(move |supervisor| PaperLink::list(cases, supervisor, year))
        });
        std::iter::once(PaperLink::steering_group(open, asked.year))
            .chain(lists)
            .collect()
    }

    fn of(paper: Paper, year: Year, lacks: Option<String>) -> PaperLink {
        PaperLink {
            name: format!("{}-{year}", paper.key()),
            words: format!("{}, {year}", paper.label()),
            lacks,
        }
    }

    fn steering_group(open: &Open, year: Year) -> PaperLink {
        let all = open.cases.rows.iter();
        let meets = open.cases.totals.iter().any(|meeting| meeting.is_next);
        let lacks = if meets {
            unexplained(all)
        } else {
            Some("der er intet møde i kalenderen".to_owned())
        };
        PaperLink::of(Paper::SteeringGroup, year, lacks)
    }

    fn list(cases: &[OpenCase], supervisor: Supervisor, year: Year) -> PaperLink {
        let own = cases.iter().filter(|c| is_for(c, supervisor, year));
        let lacks = match own.clone().next() {
            Some(_) => unexplained(own),
            None => Some("ingen stigninger er åbne".to_owned()),
        };
        PaperLink::of(Paper::Supervisor(supervisor), year, lacks)
    }
}

fn is_for(case: &OpenCase, supervisor: Supervisor, year: Year) -> bool {
    case.rise.year() == year && case.rise.offer.supervisor() == Some(supervisor)
}

/// How many of some cases have no explanation yet, in Danish; `None` when each has.
fn unexplained<'a>(cases: impl Iterator<Item = &'a OpenCase>) -> Option<String> {
    let awaits =
        |case: &OpenCase| matches!(case.next, Some(Next::Ask | Next::Remind | Next::Await));
    let (mut all, mut without) = (0, 0);
    for case in cases {
        all += 1;
        without += usize::from(awaits(case));
    }
    (without > 0).then(|| {
        let all = counted(all, "stigning", "stigninger");
        format!("mangler forklaring på {without} af {all}")
    })
}

/// Gives the paper `socialtilsyn-nord-2026.pdf`, `styregruppe-2026.xlsx` and the like.
///
/// # Errors
/// [`AppError::NotFound`] for a paper, year or ending that is not known.
pub async fn download(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let (paper, year, format) = read(&name).ok_or(AppError::NotFound)?;
    let request = Request {
        paper,
        year,
        date: state.clock.today(),
        contact: viewer.who()?.signature(),
    };
    let (bytes, saved_as) = state
        .setting(move |state| {
            let paper = state
                .store
                .read::<_, AppError>(|db| Ok(papers::compose(db, &request)?))?;
            let bytes = export::write_document(&paper, format).map_err(AppError::internal)?;
            Ok((bytes, export::document_name(&paper, format)))
        })
        .await?;
    downloads::note(&state, &viewer, format!("/takster/papir/{name}")).await?;
    let kind = match format {
        DocumentFormat::Pdf => Format::Pdf.content_type(),
        DocumentFormat::Xlsx => Format::Xlsx.content_type(),
    };
    Ok(downloads::file(bytes, kind, Some(&saved_as)))
}

fn read(name: &str) -> Option<(Paper, Year, DocumentFormat)> {
    let (name, ending) = name.rsplit_once('.')?;
    let (paper, year) = name.rsplit_once('-')?;
    Some((
        Paper::from_key(paper)?,
        Year::parse(year)?,
        DocumentFormat::from_ending(ending)?,
    ))
}

//! The figures that deliverables are followed by, each leading to the page that it stands on.

use std::collections::BTreeMap;

use crate::domain::workplan::Evidence;
use crate::reports::workplan::evidence::Followed;
use crate::web::cases::links::PUBLISHED;

/// A figure on a card.
pub struct Shown {
    pub address: &'static str,
    pub words: String,
    pub figure: String,
    /// Why there is no figure, or none that may be told.
    pub lack: Option<String>,
}

/// Where the figure stands with everything that belongs to it.
const fn address(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::InAgreement | Evidence::StandardContract => "/tilbud",
        Evidence::SearchedFirst => "/ledige-pladser/afsoegninger",
        Evidence::TariffSpread => "/takster",
        Evidence::PrivatePurchases => "/komponentanalyse?by=supplier",
        Evidence::CostlyCases => PUBLISHED,
        Evidence::VacantDwellings | Evidence::VacantPlaces => "/ledige-pladser",
        Evidence::Occupancy => "/ledige-pladser/belaegning",
        Evidence::EvaluatedInTime => "/analyser/resultatdokumentation",
        Evidence::Increases => "/takster/stigninger",
        Evidence::OpenIncreases => "/takster/opfoelgning",
    }
}

/// The figure of a deliverable; nothing where none tells, or the reader may not see it.
pub fn shown(
    figures: &BTreeMap<Evidence, Followed>,
    milestone: &str,
    number: usize,
) -> Option<Shown> {
    let evidence = Evidence::of(milestone, number)?;
    let followed = figures.get(&evidence)?;
    Some(Shown {
        address: address(evidence),
        words: followed.words.clone(),
        figure: followed.figure(),
        lack: followed.value.lack().map(|reason| reason.into_owned()),
    })
}

/// What the deliverables of a milestone can be followed by.
pub fn wanted(milestone: &str, deliverables: usize) -> impl Iterator<Item = Evidence> {
    (1..=deliverables).filter_map(move |number| Evidence::of(milestone, number))
}

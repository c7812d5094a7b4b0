//! What a filter names in the register: a municipality, a target group, an offer.

use crate::domain::area::Area;
use crate::domain::offers::{Offer, TargetGroup, target_group};
use crate::reports::ReportError;
use crate::reports::components::basis::find_area;
use crate::reports::filters::bad;

/// The municipality or KKR of a filter.
///
/// # Errors
/// [`ReportError::BadFilter`] when there is none of the name.
pub(super) fn municipality(areas: &[Area], text: &str) -> Result<Area, ReportError> {
    match find_area(areas, text) {
        Ok(area) => Ok(area.clone()),
        // The same words, under the name of this filter.
        Err(ReportError::BadFilter { found, problem, .. }) => {
            Err(bad("municipality", &found, problem))
        }
        Err(other) => Err(other),
    }
}

/// The target group of a filter.
///
/// # Errors
/// [`ReportError::BadFilter`] when there is none of the name, with the nearest.
pub(super) fn target_group(groups: &[TargetGroup], text: &str) -> Result<TargetGroup, ReportError> {
    if let Some(group) = target_group::find(groups, text) {
        return Ok(group.clone());
    }
    let folded = target_group::fold(text);
    let near = groups
        .iter()
        .map(|g| {
            (
                strsim::jaro_winkler(&target_group::fold(&g.name), &folded),
                g,
            )
        })
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = near.map_or_else(String::new, |(_, g)| format!(" Mente du {}?", g.name));
    Err(bad(
        "target-group",
        text,
        format!("Målgruppen kendes ikke.{hint} Skriv navn eller kode fra KL's FFB."),
    ))
}

/// Why an id is refused, with the nearest offer.
pub(super) fn unknown_offer<'a>(offers: impl Iterator<Item = &'a Offer>, id: &str) -> ReportError {
    let lower = id.to_lowercase();
    let alike = |offer: &Offer| {
        strsim::jaro_winkler(&offer.id.to_lowercase(), &lower)
            .max(strsim::jaro_winkler(&offer.name.to_lowercase(), &lower))
    };
    let near = offers
        .map(|offer| (alike(offer), offer))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = near.map_or_else(String::new, |(_, o)| {
        format!(" Mente du {} ({})?", o.name, o.id)
    });
    bad(
        "offer",
        id,
        format!("Tilbuddet kendes ikke.{hint} Skriv tilbuddets id."),
    )
}

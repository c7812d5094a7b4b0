//! A new year that not every municipality has reported yet: the region's figures stay those of the
//! newest complete year, and how far the new one is stands beside them.

use super::basis::Basis;
use crate::domain::area::Area;
use crate::domain::components::figures::{Facts, Gap};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// A year after the newest complete one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub year: Year,
    /// How far it is, in Danish: "2025: 10 af 11 kommuner har indberettet".
    pub words: String,
}

/// The years at the end of `basis.years` that are not complete, in order; none when no year is.
pub(super) fn of(basis: &Basis) -> Vec<Pending> {
    let facts = basis.sorted();
    let years = basis.years.iter().rev();
    let mut pending: Vec<Pending> = years.map_while(|y| lacking(basis, &facts, *y)).collect();
    if pending.len() == basis.years.len() {
        return Vec::new();
    }
    pending.reverse();
    pending
}

/// Why the region has no figures of a year, or not all; `None` when it has.
fn lacking(basis: &Basis, facts: &Facts<'_>, year: Year) -> Option<Pending> {
    let gaps = basis.groups.iter();
    let gaps = gaps.filter_map(|group| basis.group_figure(facts, group, year).err());
    let gaps: Vec<Gap> = gaps.filter(|gap| *gap != Gap::NoFacts).collect();
    let reported = basis
        .members
        .iter()
        .filter(|m| has_reported(basis, facts, m, year));
    let (reported, all) = (reported.count(), basis.members.len());
    let lacks = reported < all && (!gaps.is_empty() || !is_stated(basis, facts, year));
    let words = match (lacks, gaps.first()) {
        (true, _) => format!("{year}: {reported} af {all} kommuner har indberettet"),
        (false, Some(gap)) => format!("{year}: {}", basis.reason(gap).trim_end_matches('.')),
        (false, None) => return None,
    };
    Some(Pending { year, words })
}

/// Whether the region's own figures of a year are stated for every paragraph that they are stated
/// for in another year.
fn is_stated(basis: &Basis, facts: &Facts<'_>, year: Year) -> bool {
    let mut stated = paragraphs(basis, facts, &basis.area, &basis.years).peekable();
    stated.peek().is_some() && stated.all(|p| facts.has_any(&basis.area.code, p, &[year]))
}

/// Whether a municipality has figures of a year for every paragraph that it has any for.
fn has_reported(basis: &Basis, facts: &Facts<'_>, member: &Area, year: Year) -> bool {
    let mut known = paragraphs(basis, facts, member, &basis.years).peekable();
    known.peek().is_some() && known.all(|p| facts.has_any(&member.code, p, &[year]))
}

/// The paragraphs that an area has figures for within some years.
fn paragraphs<'a>(
    basis: &'a Basis,
    facts: &'a Facts<'_>,
    area: &'a Area,
    years: &'a [Year],
) -> impl Iterator<Item = Paragraph> + use<'a> {
    let single = basis.groups.iter().filter(|group| group.is_single());
    let all = single.flat_map(|group| group.members.iter().copied());
    all.filter(move |p| facts.has_any(&area.code, *p, years))
}

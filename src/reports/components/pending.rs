//! A new year that not every municipality has reported yet: the region's figures stay those of the
//! newest complete year, and how far the new one is stands beside them.

use crate::domain::area::Area;
use crate::domain::components::figures::Facts;
use crate::domain::paragraph::{Group, Paragraph};
use crate::domain::period::Year;

/// A year after the newest complete one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub year: Year,
    /// How far it is, in Danish: "2025: 10 af 11 kommuner har indberettet".
    pub words: String,
}

/// A region and what was read of it.
pub(super) struct Region<'a> {
    pub area: &'a Area,
    pub members: &'a [Area],
    pub groups: &'a [Group],
    pub facts: &'a Facts<'a>,
    pub years: &'a [Year],
    /// Why a group has no figure of a year, in Danish; `None` when it has one or nobody has any.
    pub gap: &'a dyn Fn(&Group, Year) -> Option<String>,
}

impl Region<'_> {
    /// The years at the end that are not complete, in order; none when no year is.
    pub(super) fn pending(&self) -> Vec<Pending> {
        let years = self.years.iter().rev();
        let mut pending: Vec<Pending> = years.map_while(|y| self.lacking(*y)).collect();
        if pending.len() == self.years.len() {
            return Vec::new();
        }
        pending.reverse();
        pending
    }

    /// Why the region has no figures of a year, or not all; `None` when it has.
    fn lacking(&self, year: Year) -> Option<Pending> {
        let gap = self.groups.iter().find_map(|group| (self.gap)(group, year));
        let reported = self.members.iter().filter(|m| self.has_all(m, year));
        let (reported, all) = (reported.count(), self.members.len());
        let lacks = reported < all && (gap.is_some() || !self.has_all(self.area, year));
        let words = match (lacks, gap) {
            (true, _) => format!("{year}: {reported} af {all} kommuner har indberettet"),
            (false, Some(gap)) => format!("{year}: {}", gap.trim_end_matches('.')),
            (false, None) => return None,
        };
        Some(Pending { year, words })
    }

    /// Whether an area's own figures of a year are there for every paragraph that they are there
    /// for in any year.
    fn has_all(&self, area: &Area, year: Year) -> bool {
        let single = self.groups.iter().filter(|group| group.is_single());
        let paragraphs = single.flat_map(|group| group.members.iter().copied());
        let has = |p: Paragraph, years: &[Year]| self.facts.has_any(&area.code, p, years);
        let mut known = paragraphs.filter(|p| has(*p, self.years)).peekable();
        known.peek().is_some() && known.all(|p| has(p, &[year]))
    }
}

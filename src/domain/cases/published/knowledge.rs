//! What each reader knows of all publications: the own row, how much of every cell is the own, and which
//! cells differ by the own cases alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell::{Of, Place};
use super::earlier::{Content, Moment, Pair, whole};
use super::records::At;
use super::view::Rest;
use crate::domain::cases::small::FEWEST;
use crate::domain::period::Year;
use disclosure::{Fixed, Problem, Reader};

/// What two cells differ by that few make.
pub struct Difference {
    /// Its own number in the question.
    pub cell: usize,
    /// The older and the newer cell.
    pub between: (usize, usize),
    /// Whose it is, when it is all of one municipality.
    pub owner: Option<Arc<str>>,
}

/// Everything that was told, as one question.
pub struct All<'a> {
    pub problem: &'a Problem,
    pub number: &'a BTreeMap<Content, usize>,
    /// The oldest first.
    pub publications: Vec<&'a Moment<'a>>,
    /// What of a part is each municipality's.
    pub owned: &'a BTreeMap<usize, BTreeMap<Arc<str>, Pair>>,
    pub differences: &'a [Difference],
    /// Number and cost in øre of each cell.
    pub all: Vec<(i64, i64)>,
}

/// What readers see of all publications, worked out once for all of them.
pub struct Knowledge<'a> {
    of: All<'a>,
    /// Each municipality's own cells.
    rows: BTreeMap<Arc<str>, BTreeSet<usize>>,
    margins: Vec<Margin<'a>>,
    /// The years of which a band of size that counts anybody was masked.
    masked_bands: BTreeSet<Year>,
}

impl<'a> Knowledge<'a> {
    pub fn new(of: All<'a>) -> Knowledge<'a> {
        let (number, publications) = (of.number, of.publications.clone());
        let mut seen = Knowledge {
            of,
            rows: BTreeMap::new(),
            margins: Vec::new(),
            masked_bands: BTreeSet::new(),
        };
        for (at, _) in number.keys() {
            if let Some(who) = at.1.municipality() {
                seen.rows.entry(who.clone()).or_default();
            }
        }
        // The last publication of a cell: one that is as it was is seen once.
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        for moment in publications {
            for (at, pair) in &moment.pairs {
                let Some(cell) = number.get(&(at.clone(), *pair)).copied() else {
                    continue;
                };
                if let Some(who) = at.1.municipality() {
                    seen.rows.entry(who.clone()).or_default().insert(cell);
                    continue;
                }
                let is_masked = moment.told.get(at) == Some(&false);
                if is_masked && pair.0 > 0 && matches!(at.1, Place::Size(_)) {
                    seen.masked_bands.insert(at.0);
                }
                let Some(of) = seen.owned(moment, at) else {
                    continue;
                };
                let before = last.get(&cell).map(|place| &seen.margins[*place].of);
                if before != Some(&of) {
                    last.insert(cell, seen.margins.len());
                    let pair = *pair;
                    seen.margins.push(Margin { at, pair, cell, of });
                }
            }
        }
        seen
    }

    /// What each municipality has of a cell of all together; `None` when it is not known.
    fn owned(&self, moment: &Moment<'_>, at: &At) -> Option<Owned> {
        if let Some(cases) = moment.cases(at) {
            let mut of: BTreeMap<Arc<str>, (i64, i64)> = BTreeMap::new();
            for case in cases {
                let (count, cost) = of.entry(case.key.municipality.clone()).or_default();
                *count += 1;
                *cost += case.cost.oere();
            }
            return Some(Owned { of, is_all: true });
        }
        let row = |who: &Arc<str>| {
            let municipality = Of::One(who.clone());
            let row = match &at.1 {
                Place::Paragraph { paragraph, .. } => Place::Paragraph {
                    municipality,
                    paragraph: *paragraph,
                },
                Place::Status { became, .. } => Place::Status {
                    became: *became,
                    municipality,
                },
                Place::Supplier { .. } | Place::Size(_) => return None,
            };
            let row = moment.pairs.get(&(at.0, row))?;
            Some((who.clone(), (row.0, row.1.oere())))
        };
        match at.1 {
            Place::Supplier { .. } | Place::Size(_) => None,
            _ => Some(Owned {
                of: self.rows.keys().filter_map(row).collect(),
                is_all: false,
            }),
        }
    }

    /// Whether it does no harm that a municipality knows the rest of a cell: of all costly cases of a
    /// year it would, where a band of size is masked.
    fn may_be_learned(&self, at: &At) -> bool {
        at.1 != Place::REGION || !self.masked_bands.contains(&at.0)
    }

    /// The outsider, and each municipality that ever had cells: what they know, and what is left to them.
    pub fn readers(&self) -> Vec<(Reader, Rest)> {
        let nobody = Rest {
            others: self.of.all.clone(),
            known: vec![false; self.of.all.len()],
        };
        let known = self.rows.keys().map(|who| self.reader(who));
        std::iter::once((Reader::default(), nobody))
            .chain(known)
            .collect()
    }

    fn reader(&self, who: &Arc<str>) -> (Reader, Rest) {
        let rows = self.rows.get(who).into_iter().flatten().copied();
        let mut own: BTreeMap<usize, (i64, i64)> = BTreeMap::new();
        let mut same: BTreeMap<(&At, i64, i64), BTreeSet<usize>> = BTreeMap::new();
        let mut told: BTreeMap<&At, BTreeSet<(i64, i64, i64)>> = BTreeMap::new();
        for margin in &self.margins {
            let Margin { at, pair, cell, .. } = margin;
            let Some((count, cost)) = margin.of(who) else {
                continue;
            };
            if count > 0 {
                own.insert(*cell, (count, cost));
            }
            if count < pair.0 && self.may_be_learned(at) {
                let left = (*at, pair.0 - count, pair.1.oere() - cost);
                if self.of.problem.fixed[*cell] == Fixed::Told {
                    told.entry(at).or_default().insert((pair.0, left.1, left.2));
                }
                same.entry(left).or_default().insert(*cell);
            }
        }
        for (cell, owned) in self.of.owned {
            let mine = owned.get(who);
            own.extend(mine.map(|(count, cost)| (*cell, (*count, cost.oere()))));
        }
        let differences = self.of.differences.iter();
        let mine = differences.filter(|of| of.owner.as_ref() == Some(who));
        let known: BTreeSet<usize> = rows.clone().chain(mine.map(|of| of.cell)).collect();
        let mut rest = Rest {
            others: self.of.all.clone(),
            known: vec![false; self.of.all.len()],
        };
        for (cell, (count, cost)) in &own {
            let others = &mut rest.others[*cell];
            *others = (others.0 - count, others.1 - cost);
        }
        for cell in rows {
            rest.others[cell] = (0, 0);
        }
        for cell in &known {
            rest.known[*cell] = true;
        }
        let reader = Reader {
            known: known.into_iter().collect(),
            own: own.into_iter().map(|(cell, of)| (cell, of.0)).collect(),
            least: Vec::new(),
            same: same
                .into_iter()
                .map(|(left, cells)| self.harmless(&left, cells, &told))
                .filter(|cells| cells.len() > 1)
                .collect(),
        };
        (reader, rest)
    }

    /// Those of some cells that a reader may learn of from each other: none that is masked since it
    /// differs by few from what was told.
    fn harmless(
        &self,
        left: &(&At, i64, i64),
        cells: BTreeSet<usize>,
        told: &BTreeMap<&At, BTreeSet<(i64, i64, i64)>>,
    ) -> Vec<usize> {
        let few = whole(FEWEST);
        let is_far = |cell: &usize| {
            let count = self.of.problem.counts[*cell];
            let mut others = told.get(left.0).into_iter().flatten();
            self.of.problem.fixed[*cell] == Fixed::Told
                || others
                    .all(|(of, a, b)| (*a, *b) == (left.1, left.2) || (of - count).abs() >= few)
        };
        cells.into_iter().filter(is_far).collect()
    }
}

/// A cell of all municipalities together as it was published, and what each of them has of it: number and cost,
/// in øre.
struct Margin<'a> {
    at: &'a At,
    pair: Pair,
    cell: usize,
    of: Owned,
}

#[derive(PartialEq, Eq)]
struct Owned {
    of: BTreeMap<Arc<str>, (i64, i64)>,
    /// Whether the cases are known, so that whoever is not named has none.
    is_all: bool,
}

impl Margin<'_> {
    fn of(&self, who: &Arc<str>) -> Option<(i64, i64)> {
        let none = self.of.is_all.then_some((0, 0));
        self.of.of.get(who).copied().or(none)
    }
}

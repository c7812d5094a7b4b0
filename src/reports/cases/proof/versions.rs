//! All publications of a region as whoever kept them reads them: a cell that says the same in two of
//! them is one, and who is told of it once knows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Tables;
use super::facts::{Fact, Pair, Said, facts, limit, said};
use super::parts::{Owner, Parts};
use super::persons::Version;
use super::reader::{Seen, readers, seen};
use super::spread::of_spread;
use crate::domain::cases::published::Place;
use crate::domain::period::Year;

/// What a fact says, to tell it from others.
type Words = (Vec<(usize, u64, u64)>, bool, u64);

/// A cell's number, what is left of it without the own cases, and where it stands.
type Left<'a> = (usize, Pair, Version<'a>);

/// Fewer persons are a small group.
const FEWEST: usize = 5;

/// What is known of them whoever reads. Cells and parts are numbered together, cells first.
pub struct Versions<'a> {
    publications: &'a [Tables],
    /// The number of each cell of each publication.
    numbers: Vec<Vec<usize>>,
    cells: usize,
    /// Whose the parts are that nobody is shown.
    owners: Vec<Owner>,
    facts: Vec<Fact>,
    /// What a case of each costs more than, in millions.
    pub limits: Vec<f64>,
}

impl<'a> Versions<'a> {
    pub fn new(publications: &'a [Tables]) -> Versions<'a> {
        let mut known: BTreeMap<Said, usize> = BTreeMap::new();
        let mut limits = Vec::new();
        let mut numbers = Vec::new();
        for tables in publications {
            let mut of = Vec::with_capacity(tables.cells.len());
            for cell in &tables.cells {
                let next = known.len();
                let number = *known.entry(said(cell)).or_insert(next);
                if number == next {
                    limits.push(limit(cell, &tables.rules));
                }
                of.push(number);
            }
            numbers.push(of);
        }
        let parts = Parts::new(publications, &known);
        limits.extend(&parts.limits);
        let mut versions = Versions {
            publications,
            numbers,
            cells: known.len(),
            owners: parts.owners,
            facts: Vec::new(),
            limits,
        };
        let all = publications.iter().map(facts).collect();
        versions.facts = once(versions.renumbered(all).chain(parts.facts));
        versions
    }

    /// Facts of each publication, over the cells of all.
    fn renumbered(&self, of: Vec<Vec<Fact>>) -> impl Iterator<Item = Fact> + '_ {
        let all = of.into_iter().zip(&self.numbers);
        all.flat_map(|(facts, numbers)| {
            facts.into_iter().map(|mut fact| {
                for term in &mut fact.terms {
                    term.0 = numbers[term.0];
                }
                fact
            })
        })
    }

    /// Everything that a reader knows of how they hang together.
    pub fn facts_for(&self, who: Option<&Arc<str>>) -> Vec<Fact> {
        let all = self.publications.iter();
        let of_spread = all.map(|tables| of_spread(tables, who)).collect();
        once(self.facts.iter().cloned().chain(self.renumbered(of_spread)))
    }

    /// The outsider, and each municipality that had cells.
    pub fn readers(&self) -> Vec<Option<Arc<str>>> {
        let all = self.publications.iter();
        let all: BTreeSet<_> = all.flat_map(|tables| readers(&tables.cells)).collect();
        all.into_iter().collect()
    }

    /// What a reader sees of each: what was told once is known, and so is what differs from it by the
    /// reader's own cases alone.
    pub fn seen(&self, who: Option<&Arc<str>>) -> Vec<Seen> {
        let mut all: Vec<Option<Seen>> = vec![None; self.cells];
        // What is left of a cell when the reader takes the own away, in whole cases and øre.
        let mut left: BTreeMap<(&Year, &Place), Vec<Left<'_>>> = BTreeMap::new();
        for (tables, numbers) in self.publications.iter().zip(&self.numbers) {
            let of = seen(tables, who);
            for ((cell, seen), number) in tables.cells.iter().zip(of).zip(numbers) {
                let rest = seen.rest;
                let known = &mut all[*number];
                *known = Some(known.map_or(seen.seen, |known| known.and(seen.seen)));
                if let Some(rest) = rest {
                    let place = left.entry((&cell.year, &cell.place)).or_default();
                    place.push((*number, rest, Version { tables, cell }));
                }
            }
        }
        for of_place in left.values().filter(|_| who.is_some()) {
            let is_told = |of: &&Left<'_>| matches!(all[of.0], Some(Seen::Known(_)));
            let told: Vec<Left<'_>> = of_place.iter().filter(is_told).copied().collect();
            for (other, its, version) in of_place {
                let is_its = |rest: &Pair| {
                    (rest.0 - its.0).abs() + (rest.1 - its.1).abs() < 1e-7 && rest.0 > 0.5
                };
                // What differs by few others from what was told is to be guarded.
                let is_far =
                    |(_, rest, of): &Left<'_>| is_its(rest) || version.changed(of, who) >= FEWEST;
                if told.iter().any(|(_, rest, _)| is_its(rest)) && told.iter().all(is_far) {
                    all[*other] = Some(Seen::Known(*its));
                }
            }
        }
        let cells = all.into_iter().map(|seen| seen.unwrap_or(Seen::Untried));
        let parts = self.owners.iter().map(|owner| owner.seen(who));
        cells.chain(parts).collect()
    }
}

/// Each fact once.
fn once(facts: impl Iterator<Item = Fact>) -> Vec<Fact> {
    let mut said: BTreeSet<Words> = BTreeSet::new();
    let words = |fact: &Fact| -> Words {
        let terms = fact.terms.iter();
        let terms = terms.map(|(cell, a, b)| (*cell, a.to_bits(), b.to_bits()));
        (terms.collect(), fact.is_exact, fact.known.to_bits())
    };
    facts.filter(|fact| said.insert(words(fact))).collect()
}

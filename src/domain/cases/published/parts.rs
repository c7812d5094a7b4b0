//! What nobody is shown: how much of a supplier's cell each municipality's cases are. Two versions of
//! such a cell differ by what a municipality sent, and its own cells tell how much that can be.
//!
//! Municipalities whose cases never changed are taken together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell::{Of, Place};
use super::earlier::{Content, Moment, Pair, whole};
use super::records::At;
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// A municipality, or all that never changed.
type Who = Option<Arc<str>>;

/// A hidden part: whose, where and how many. Parts of the same number and cost are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub who: Who,
    pub year: Year,
    supplier: Supplier,
    paragraph: Paragraph,
    pub pair: Pair,
    /// Whether it is of a municipality that came alone: where the region's cell changed it has some.
    pub has_some: bool,
}

impl Part {
    /// The cell that it is a part of.
    pub fn at(&self) -> At {
        at(self.year, self.supplier, self.paragraph)
    }
}

/// A cell that was told or masked, or a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    Cell(Content),
    Part(Part),
}

/// The parts with what each municipality has of them, and what they add up to.
#[derive(Debug, Default)]
pub struct Parts {
    pub parts: BTreeMap<Part, BTreeMap<Arc<str>, Pair>>,
    /// Both sides.
    pub sums: BTreeSet<(Vec<Term>, Vec<Term>)>,
}

/// Of a municipality: number and cost by supplier and paragraph.
type Own = BTreeMap<(Supplier, Paragraph), Pair>;

impl Parts {
    /// Of all publications together.
    pub fn new(moments: &[&Moment<'_>]) -> Parts {
        let years = moments.iter().flat_map(|moment| moment.pairs.keys());
        let years: BTreeSet<Year> = years.map(|at| at.0).collect();
        let mut parts = Parts::default();
        for year in years {
            let known = moments.iter().filter(|moment| is_known(moment, year));
            let known: Vec<&Moment<'_>> = known.copied().collect();
            parts.of_year(year, &known);
        }
        parts
    }

    fn of_year(&mut self, year: Year, moments: &[&Moment<'_>]) {
        let owned: Vec<BTreeMap<Arc<str>, Own>> =
            moments.iter().map(|of| owned(of, year)).collect();
        let everybody: BTreeSet<&Arc<str>> = owned.iter().flat_map(BTreeMap::keys).collect();
        let still = |who: &&Arc<str>| owned.iter().all(|of| of.get(*who) == owned[0].get(*who));
        let rest: BTreeSet<&Arc<str>> = everybody.into_iter().filter(still).collect();
        let alone = alone(year, moments, &owned);
        for paragraph in Paragraph::ALL {
            let is_split = Supplier::ALL.iter().any(|supplier| {
                let of = |moment: &&Moment<'_>| {
                    moment.pairs.get(&at(year, *supplier, paragraph)).copied()
                };
                moments.iter().any(|moment| of(moment) != of(&moments[0]))
            });
            if is_split {
                for (moment, owned) in moments.iter().zip(&owned) {
                    self.of_paragraph((year, paragraph), moment, owned, (&rest, &alone));
                }
            }
        }
    }

    fn of_paragraph(
        &mut self,
        (year, paragraph): (Year, Paragraph),
        moment: &Moment<'_>,
        owned: &BTreeMap<Arc<str>, Own>,
        (rest, alone): (&BTreeSet<&Arc<str>>, &BTreeSet<Arc<str>>),
    ) {
        let mut across: BTreeMap<Who, Vec<Term>> = BTreeMap::new();
        for supplier in Supplier::ALL {
            let mut found: BTreeMap<Who, (Pair, BTreeMap<Arc<str>, Pair>)> = BTreeMap::new();
            for (code, own) in owned {
                let Some(pair) = own.get(&(supplier, paragraph)) else {
                    continue;
                };
                let who = (!rest.contains(code)).then(|| code.clone());
                let (sum, of) = found.entry(who).or_default();
                *sum = (sum.0 + pair.0, sum.1 + pair.1);
                of.insert(code.clone(), *pair);
            }
            let mut down = Vec::new();
            for (who, (pair, of)) in found {
                let part = Part {
                    who: who.clone(),
                    year,
                    supplier,
                    paragraph,
                    pair,
                    has_some: who.as_ref().is_some_and(|who| alone.contains(who)),
                };
                self.parts.insert(part.clone(), of);
                across
                    .entry(who)
                    .or_default()
                    .push(Term::Part(part.clone()));
                down.push(Term::Part(part));
            }
            let whole = moment.content(&at(year, supplier, paragraph));
            self.sums
                .insert((down, whole.map(Term::Cell).into_iter().collect()));
        }
        for (who, parts) in across {
            let row = |code: &Arc<str>| {
                let municipality = Of::One(code.clone());
                let paragraph = Of::One(paragraph);
                let place = Place::Paragraph {
                    municipality,
                    paragraph,
                };
                moment.content(&(year, place)).map(Term::Cell)
            };
            let rows = match &who {
                Some(code) => row(code).into_iter().collect(),
                None => rest.iter().filter_map(|code| row(code)).collect(),
            };
            self.sums.insert((parts, rows));
        }
    }
}

fn at(year: Year, supplier: Supplier, paragraph: Paragraph) -> At {
    let paragraph = Of::One(paragraph);
    (
        year,
        Place::Supplier {
            supplier,
            paragraph,
        },
    )
}

/// Whether the cases under all suppliers' cells of a year are known.
fn is_known(moment: &Moment<'_>, year: Year) -> bool {
    let mut all = Supplier::ALL
        .into_iter()
        .flat_map(|supplier| Paragraph::ALL.map(|paragraph| at(year, supplier, paragraph)));
    all.all(|at| moment.cases.contains_key(&at))
}

/// What each municipality has of every supplier and paragraph; one without cases has nothing.
fn owned(moment: &Moment<'_>, year: Year) -> BTreeMap<Arc<str>, Own> {
    let mut owned: BTreeMap<Arc<str>, Own> = BTreeMap::new();
    for supplier in Supplier::ALL {
        for paragraph in Paragraph::ALL {
            let cases = moment.cases(&at(year, supplier, paragraph));
            for case in cases.unwrap_or_default() {
                let own = owned.entry(case.key.municipality.clone()).or_default();
                let sum = own.entry((supplier, paragraph)).or_insert((0, Money::ZERO));
                *sum = (sum.0 + whole(1), sum.1 + case.cost);
            }
        }
    }
    owned
}

/// The municipalities that came to a year alone, so that all that changed is theirs.
fn alone(
    year: Year,
    moments: &[&Moment<'_>],
    owned: &[BTreeMap<Arc<str>, Own>],
) -> BTreeSet<Arc<str>> {
    let rows = |moment: &Moment<'_>| -> BTreeSet<Arc<str>> {
        let codes = moment
            .of_year(year)
            .filter_map(|(at, _)| at.1.municipality());
        codes.cloned().collect()
    };
    let mut alone = BTreeSet::new();
    for (moments, owned) in moments.windows(2).zip(owned.windows(2)) {
        let (before, after) = (rows(moments[0]), rows(moments[1]));
        let come: Vec<&Arc<str>> = after.difference(&before).collect();
        let still = before
            .iter()
            .all(|who| owned[0].get(who) == owned[1].get(who));
        if let ([who], true) = (&come[..], still) {
            alone.insert((*who).clone());
        }
    }
    alone
}

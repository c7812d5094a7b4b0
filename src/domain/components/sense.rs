//! A look at sense (rimelighed): what of a file's figures lies so far from what is known that
//! somebody should look again. Warnings, never refusals: a figure may be odd and right.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::{ComponentFact, FactKey};
use crate::domain::area::Area;
use crate::domain::number::{Exact, exact, ratio};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// Less than a quarter of the year before (−75 %) or more than three times it (+200 %). The largest
/// change of a paragraph in the published figures is under 10 %; a slip of the pen (a decimal
/// comma, thousands for kroner, two columns exchanged) is a tenth or ten times at least.
const LEAST_OF_LAST_YEAR: (i64, i64) = (1, 4);
const MOST_OF_LAST_YEAR: (i64, i64) = (3, 1);

/// Below as many full-year persons in both years one citizen more or less is a large part: nothing
/// is said of such a change, and their unit cost is measured against nobody's.
const PERSONS: i64 = 5;

/// The same for expenditure, in kroner: what two to three citizens cost.
const KRONER: i64 = 2_000_000;

/// A unit cost is odd above twice the highest of the others, or below half of the lowest. One of
/// them is always the highest: that alone says nothing.
const TIMES_THE_OTHERS: i128 = 2;

/// So many municipalities make a range.
const ENOUGH: usize = 4;

/// What is odd, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    pub year: Year,
    /// Its code; none where it is about all of a file's municipalities.
    pub area: Option<String>,
    /// None where it is about all paragraphs.
    pub paragraph: Option<Paragraph>,
    pub what: Oddity,
}

/// What is odd of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// Far from the year before.
    Change {
        measure: Measure,
        old: Exact,
        new: Exact,
    },
    /// No figure, where there was one the year before and the others have theirs.
    Missing,
    /// A unit cost far from the others' of the same year, or of the year before.
    UnitCost {
        value: Exact,
        low: Exact,
        high: Exact,
        /// The year that the others' are of.
        of: Year,
    },
    /// The middle of a file's unit costs outside the range of the year before.
    Median {
        value: Exact,
        low: Exact,
        high: Exact,
    },
}

/// What a fact states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// In kroner.
    Expenditure,
    Persons,
}

/// Where a figure stands: area, paragraph, year, price level.
type Place<'a> = (&'a str, Paragraph, Year, Year);

/// Expenditure in øre and persons in ten-thousandths.
type Stated = (i64, i64);

/// Figures by their place.
struct Figures<'a>(BTreeMap<Place<'a>, Stated>);

impl<'a> Figures<'a> {
    /// The unsplit fact of each place, else the sum of the coarsest split.
    fn of(facts: impl Iterator<Item = &'a ComponentFact>) -> Figures<'a> {
        // A file has up to 500,000 rows, and a few thousand places.
        let mut split: HashMap<Place<'a>, [Option<Stated>; 4], RandomState> = HashMap::default();
        for fact in facts {
            let key = &fact.key;
            let place = (key.area.as_str(), key.paragraph, key.year, key.price_level);
            let (money, persons) =
                split.entry(place).or_default()[detail(key)].get_or_insert((0, 0));
            *money = money.saturating_add(fact.expenditure.oere());
            *persons = persons.saturating_add(fact.persons.ten_thousandths());
        }
        let coarsest = |(place, split): (_, [Option<Stated>; 4])| {
            split
                .into_iter()
                .flatten()
                .next()
                .map(|stated| (place, stated))
        };
        Figures(split.into_iter().filter_map(coarsest).collect())
    }
}

/// How finely a fact is split, the coarsest first.
fn detail(key: &FactKey) -> usize {
    usize::from(key.supplier.is_some()) + 2 * usize::from(key.target_group.is_some())
}

/// What is odd of the facts that a file brings, `held` being those that hold before it.
pub fn look<'a>(
    brought: impl Iterator<Item = &'a ComponentFact>,
    held: impl Iterator<Item = &'a ComponentFact>,
    areas: &[Area],
) -> Vec<Odd> {
    let look = Look {
        brought: Figures::of(brought),
        held: Figures::of(held),
        areas: areas
            .iter()
            .map(|area| (area.code.as_str(), area))
            .collect(),
    };
    let mut odd = look.changes();
    odd.extend(look.missing());
    odd.extend(look.unit_costs());
    odd.extend(look.medians());
    odd
}

struct Look<'a> {
    brought: Figures<'a>,
    held: Figures<'a>,
    areas: BTreeMap<&'a str, &'a Area>,
}

impl<'a> Look<'a> {
    fn stated(&self, place: &Place<'a>) -> Option<Stated> {
        let brought = self.brought.0.get(place);
        brought.or_else(|| self.held.0.get(place)).copied()
    }

    fn is_municipality(&self, code: &str) -> bool {
        self.areas.get(code).is_some_and(|area| !area.is_kkr())
    }

    fn changes(&self) -> Vec<Odd> {
        let odd = self.brought.0.iter().flat_map(|(place, (money, persons))| {
            let before = before(place).and_then(|before| self.stated(&before));
            let (old_money, old_persons) = before.unwrap_or_default();
            let found = [
                (Measure::Expenditure, old_money, *money, 2, KRONER * 100),
                (Measure::Persons, old_persons, *persons, 4, PERSONS * 10_000),
            ];
            found
                .into_iter()
                .filter(|(_, old, new, _, least)| is_far(*old, *new, *least))
                .map(|(measure, old, new, scale, _)| Odd {
                    year: place.2,
                    area: Some(place.0.to_owned()),
                    paragraph: Some(place.1),
                    what: Oddity::Change {
                        measure,
                        old: exact(old, scale),
                        new: exact(new, scale),
                    },
                })
        });
        odd.collect()
    }

    /// The municipalities without a year that most of those beside them have in the file.
    fn missing(&self) -> Vec<Odd> {
        let (brought, held) = (self.by_year(&self.brought), self.by_year(&self.held));
        let of = |years: &BTreeMap<Year, BTreeSet<&'a str>>, year| {
            years.get(&year).cloned().unwrap_or_default()
        };
        let odd = brought.iter().flat_map(|(year, here)| {
            let last = year.before();
            let before: BTreeSet<&str> = last.map_or_else(BTreeSet::new, |last| {
                of(&held, last)
                    .union(&of(&brought, last))
                    .copied()
                    .collect()
            });
            let most =
                before.len() >= ENOUGH && 2 * here.intersection(&before).count() > before.len();
            let there = of(&held, *year);
            let lacking = before
                .into_iter()
                .filter(move |code| most && !here.contains(code) && !there.contains(code));
            lacking.map(|code| Odd {
                year: *year,
                area: Some(code.to_owned()),
                paragraph: None,
                what: Oddity::Missing,
            })
        });
        odd.collect()
    }

    fn by_year(&self, figures: &Figures<'a>) -> BTreeMap<Year, BTreeSet<&'a str>> {
        let mut years: BTreeMap<Year, BTreeSet<&str>> = BTreeMap::new();
        for (area, _, year, _) in figures
            .0
            .keys()
            .filter(|(area, ..)| self.is_municipality(area))
        {
            years.entry(*year).or_default().insert(area);
        }
        years
    }

    fn unit_costs(&self) -> Vec<Odd> {
        let all = self.fields(&[&self.held, &self.brought]);
        let sorted: BTreeMap<&Field, Vec<(UnitCost, &str)>> = all
            .iter()
            .map(|(field, costs)| {
                let mut sorted: Vec<_> = costs.iter().map(|(code, cost)| (*cost, *code)).collect();
                sorted.sort_unstable();
                (field, sorted)
            })
            .collect();
        let brought = self.brought.0.keys();
        let odd = brought.filter_map(|(area, paragraph, year, level)| {
            let here = (*paragraph, *year, *level);
            let value = all.get(&here)?.get(area)?;
            let others = |field: &Field| range_without(sorted.get(field)?, area);
            // Whoever is the first with a year is held against the one before.
            let (of, (low, high)) = match others(&here) {
                Some(range) => (*year, range),
                None => {
                    let ((), _, last, of_last) = before(&((), *paragraph, *year, *level))?;
                    (last, others(&(*paragraph, last, of_last))?)
                }
            };
            let is_odd = *value > high.times_the_others() || value.times_the_others() < low;
            is_odd.then(|| Odd {
                year: *year,
                area: Some((*area).to_owned()),
                paragraph: Some(*paragraph),
                what: Oddity::UnitCost {
                    value: value.exact(),
                    low: low.exact(),
                    high: high.exact(),
                    of,
                },
            })
        });
        odd.collect()
    }

    fn medians(&self) -> Vec<Odd> {
        let (brought, held) = (self.fields(&[&self.brought]), self.fields(&[&self.held]));
        let odd = brought
            .iter()
            .filter_map(|((paragraph, year, level), field)| {
                let ((), _, last, of_last) = before(&((), *paragraph, *year, *level))?;
                let before = held.get(&(*paragraph, last, of_last))?;
                let (low, high) = range(before.values())?;
                let value = median(field.values())?;
                let (low, high) = (low.exact(), high.exact());
                let is_odd = value < low || value > high;
                is_odd.then_some(Odd {
                    year: *year,
                    area: None,
                    paragraph: Some(*paragraph),
                    what: Oddity::Median { value, low, high },
                })
            });
        odd.collect()
    }

    /// The unit costs of the municipalities, by paragraph, year and price level; of several the
    /// last figures count.
    fn fields(&self, figures: &[&Figures<'a>]) -> BTreeMap<Field, BTreeMap<&'a str, UnitCost>> {
        let mut fields: BTreeMap<Field, BTreeMap<&str, UnitCost>> = BTreeMap::new();
        for ((area, paragraph, year, level), (money, persons)) in figures.iter().flat_map(|f| &f.0)
        {
            if self.is_municipality(area) && *persons >= PERSONS * 10_000 {
                let cost = UnitCost {
                    money: i128::from(*money),
                    persons: i128::from(*persons),
                };
                let field = fields.entry((*paragraph, *year, *level)).or_default();
                field.insert(area, cost);
            }
        }
        fields
    }
}

/// Expenditure in øre over persons in ten-thousandths, more than none: held against others without
/// being reduced, which takes most of the time of some thousand of them.
#[derive(Debug, Clone, Copy)]
struct UnitCost {
    money: i128,
    persons: i128,
}

impl UnitCost {
    fn exact(self) -> Exact {
        ratio(self.money * 100, self.persons)
    }

    fn times_the_others(self) -> UnitCost {
        UnitCost {
            money: self.money * TIMES_THE_OTHERS,
            ..self
        }
    }
}

impl Ord for UnitCost {
    fn cmp(&self, other: &UnitCost) -> Ordering {
        // Both are of 64 bits, and one is doubled at most.
        (self.money * other.persons).cmp(&(other.money * self.persons))
    }
}

impl PartialOrd for UnitCost {
    fn partial_cmp(&self, other: &UnitCost) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for UnitCost {
    fn eq(&self, other: &UnitCost) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for UnitCost {}

/// Paragraph, year and price level.
type Field = (Paragraph, Year, Year);

/// The same a year before: in the same price level, or each in its own.
fn before<A: Copy>(
    (area, paragraph, year, level): &(A, Paragraph, Year, Year),
) -> Option<(A, Paragraph, Year, Year)> {
    let last = year.before()?;
    Some((
        *area,
        *paragraph,
        last,
        if level == year { last } else { *level },
    ))
}

/// Whether a change is outside the span; `least` is what is too little to say anything of.
fn is_far(old: i64, new: i64, least: i64) -> bool {
    let outside = |(times, parts): (i64, i64)| {
        (i128::from(new) * i128::from(parts)).cmp(&(i128::from(old) * i128::from(times)))
    };
    old > 0
        && old.max(new) >= least
        && (outside(LEAST_OF_LAST_YEAR).is_lt() || outside(MOST_OF_LAST_YEAR).is_gt())
}

/// The lowest and the highest of enough others, of costs in order.
fn range_without(sorted: &[(UnitCost, &str)], area: &str) -> Option<(UnitCost, UnitCost)> {
    let mut others = sorted.iter().filter(|(_, code)| *code != area);
    let enough = others.clone().take(ENOUGH).count() == ENOUGH;
    let ((low, _), (high, _)) = (others.next()?, others.next_back()?);
    enough.then_some((*low, *high))
}

/// The lowest and the highest of enough.
fn range<'e>(costs: impl Iterator<Item = &'e UnitCost> + Clone) -> Option<(UnitCost, UnitCost)> {
    let enough = costs.clone().count() >= ENOUGH;
    let (low, high) = (costs.clone().min()?, costs.max()?);
    enough.then_some((*low, *high))
}

/// The middle of enough.
fn median<'e>(costs: impl Iterator<Item = &'e UnitCost>) -> Option<Exact> {
    let mut costs: Vec<&UnitCost> = costs.collect();
    costs.sort();
    let (half, odd) = (costs.len() / 2, costs.len() % 2 == 1);
    if costs.len() < ENOUGH {
        return None;
    }
    Some(if odd {
        costs[half].exact()
    } else {
        (costs[half - 1].exact() + costs[half].exact()) / exact(2, 0)
    })
}

#[cfg(test)]
mod tests;

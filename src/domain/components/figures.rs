//! From facts to figures: which facts make the figure of an area, a paragraph and a year.
//!
//! Two rules meet here. A total that is stated counts before the sum of its splits, for an area
//! and its suppliers as for a KKR and its municipalities; where both exist both are kept and
//! compared. And a sum is a figure only when it is complete: a municipality that has figures for
//! other years but not for this one makes the sum a gap with a name, never a smaller number.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{ComponentFact, Supplier};
use crate::domain::money::Money;
use crate::domain::number::Exact;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::{MissingIndex, PriceIndex, PriceLevel};
use crate::domain::report::{FactRef, Located};

/// Expenditure and persons of something in one year, with the facts under them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// DKK in the asked price level.
    pub expenditure: Exact,
    /// Full-year persons.
    pub persons: Exact,
    /// In the order they were added up.
    pub facts: Vec<FactRef>,
    /// The price levels that facts were converted from.
    pub converted_from: BTreeSet<Year>,
    /// The index numbers that they were converted with.
    pub index: BTreeSet<FactRef>,
    /// How the one fact under it was converted; nothing where there are several, or it was not.
    pub moved: Option<Moved>,
}

/// A stated expenditure and the two index numbers that moved it to another price level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub stated: Money,
    /// The index of the fact's own price level, in millionths.
    pub from: i64,
    /// The index of the price level asked for.
    pub to: i64,
}

impl Figure {
    /// All that its expenditure was made of: facts, and the index numbers that moved them.
    pub fn under(&self) -> Vec<FactRef> {
        self.facts.iter().chain(&self.index).copied().collect()
    }

    /// Adds another figure of the same price level.
    #[must_use]
    pub fn plus(mut self, other: &Figure) -> Figure {
        self.moved = other.moved.filter(|_| self.facts.is_empty());
        self.expenditure += &other.expenditure;
        self.persons += &other.persons;
        self.facts.extend(&other.facts);
        self.converted_from.extend(&other.converted_from);
        self.index.extend(&other.index);
        self
    }

    /// Sums figures of one price level; `None` of none.
    pub fn sum<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Option<Figure> {
        figures.into_iter().fold(None, |sum: Option<Figure>, f| {
            Some(sum.unwrap_or_default().plus(f))
        })
    }
}

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// No fact at all.
    NoFacts,
    /// Facts, but in a price level that cannot be converted.
    MissingIndex(MissingIndex),
    /// A sum whose named parts have figures for other years, but not for this one.
    Incomplete { missing: Vec<String> },
}

/// The facts of a paragraph and year in one area, as one figure or split.
type Cell<'a> = Vec<&'a Located<ComponentFact>>;
/// The supplier and target group of a fact that is split by them.
type Part<'a> = (Option<Supplier>, Option<&'a str>);

/// Facts in the order needed to make figures of them.
pub struct Facts<'a> {
    cells: BTreeMap<(&'a str, Paragraph, Year), Cell<'a>>,
    level: PriceLevel,
    index: &'a PriceIndex,
}

impl<'a> Facts<'a> {
    /// Sorts facts that hold (one for each key) for figures in a price level.
    pub fn new(
        facts: &'a [Located<ComponentFact>],
        level: PriceLevel,
        index: &'a PriceIndex,
    ) -> Facts<'a> {
        let mut cells: BTreeMap<(&str, Paragraph, Year), Cell> = BTreeMap::new();
        for located in facts {
            let key = &located.value.key;
            cells
                .entry((&key.area, key.paragraph, key.year))
                .or_default()
                .push(located);
        }
        Facts {
            cells,
            level,
            index,
        }
    }

    /// The figure of one area: the unsplit fact, else the sum of the coarsest split.
    pub fn own(&self, area: &str, paragraph: Paragraph, year: Year) -> Result<Figure, Gap> {
        let details = [(false, false), (true, false), (false, true), (true, true)];
        details
            .into_iter()
            .map(|detail| self.at_detail(area, paragraph, year, detail, None))
            .find(|figure| *figure != Err(Gap::NoFacts))
            .unwrap_or(Err(Gap::NoFacts))
    }

    /// The sum of the supplier split, of one supplier or of all: what is stated by supplier.
    pub fn by_supplier(
        &self,
        area: &str,
        paragraph: Paragraph,
        year: Year,
        supplier: Option<Supplier>,
    ) -> Result<Figure, Gap> {
        [(true, false), (true, true)]
            .into_iter()
            .map(|detail| self.at_detail(area, paragraph, year, detail, supplier))
            .find(|figure| *figure != Err(Gap::NoFacts))
            .unwrap_or(Err(Gap::NoFacts))
    }

    /// What is stated of each kind of supplier and target group together.
    ///
    /// # Errors
    /// A part is in a price level that cannot be converted.
    pub fn by_target_group(
        &self,
        area: &str,
        paragraph: Paragraph,
        year: Year,
    ) -> Result<Vec<(Supplier, &'a str, Figure)>, Gap> {
        let parts = self.chosen(area, paragraph, year, (true, true));
        let part = |((supplier, group), located): (Part<'a>, _)| {
            let part = supplier.zip(group)?;
            Some(self.convert(located).map(|figure| (part.0, part.1, figure)))
        };
        parts.into_iter().filter_map(part).collect()
    }

    fn at_detail(
        &self,
        area: &str,
        paragraph: Paragraph,
        year: Year,
        detail: (bool, bool),
        only: Option<Supplier>,
    ) -> Result<Figure, Gap> {
        let figures: Vec<Figure> = self
            .chosen(area, paragraph, year, detail)
            .into_iter()
            .filter(|((supplier, _), _)| only.is_none() || *supplier == only)
            .map(|(_, located)| self.convert(located))
            .collect::<Result<_, _>>()?;
        Figure::sum(&figures).ok_or(Gap::NoFacts)
    }

    /// The facts that are split by supplier, by target group, by both or not at all. The same thing
    /// stated in two price levels: the asked one, else the newest.
    fn chosen(
        &self,
        area: &str,
        paragraph: Paragraph,
        year: Year,
        (by_supplier, by_group): (bool, bool),
    ) -> BTreeMap<Part<'a>, &'a Located<ComponentFact>> {
        let cell = self
            .cells
            .get(&(area, paragraph, year))
            .map_or(&[][..], Vec::as_slice);
        let wanted = self.level.level_for(year);
        let rank =
            |l: &Located<ComponentFact>| (l.value.key.price_level == wanted, l.at.batch, l.at.line);
        let mut chosen = BTreeMap::new();
        for &located in cell {
            let key = &located.value.key;
            if key.supplier.is_some() != by_supplier || key.target_group.is_some() != by_group {
                continue;
            }
            let place = chosen
                .entry((key.supplier, key.target_group.as_deref()))
                .or_insert(located);
            if rank(located) > rank(place) {
                *place = located;
            }
        }
        chosen
    }

    fn convert(&self, located: &Located<ComponentFact>) -> Result<Figure, Gap> {
        let fact = &located.value;
        let wanted = self.level.level_for(fact.key.year);
        let factor = self
            .index
            .factor(fact.key.price_level, wanted)
            .map_err(Gap::MissingIndex)?;
        let converted = (fact.key.price_level != wanted).then_some(fact.key.price_level);
        let number = |year| self.index.millionths(year);
        let moved = converted.and_then(|from| {
            Some(Moved {
                stated: fact.expenditure,
                from: number(from)?,
                to: number(wanted)?,
            })
        });
        let index = converted.map(|from| self.index.facts(&[from, wanted]));
        Ok(Figure {
            expenditure: fact.expenditure.exact() * factor,
            persons: fact.persons.exact(),
            facts: vec![located.at],
            converted_from: converted.into_iter().collect(),
            index: index.into_iter().flatten().collect(),
            moved,
        })
    }

    /// The sum of members (a KKR's municipalities), complete over `years`.
    ///
    /// # Errors
    /// [`Gap::Incomplete`] naming the members that have figures in other years of `years`.
    pub fn sum_of(
        &self,
        members: &[String],
        paragraph: Paragraph,
        year: Year,
        years: &[Year],
    ) -> Result<Figure, Gap> {
        let mut figures = Vec::new();
        let mut missing = Vec::new();
        for member in members {
            match self.own(member, paragraph, year) {
                Ok(figure) => figures.push(figure),
                Err(Gap::NoFacts) if self.has_any(member, paragraph, years) => {
                    missing.push(member.clone())
                }
                Err(Gap::NoFacts) => {}
                Err(gap) => return Err(gap),
            }
        }
        match Figure::sum(&figures) {
            None => Err(Gap::NoFacts),
            Some(_) if !missing.is_empty() => Err(Gap::Incomplete { missing }),
            Some(sum) => Ok(sum),
        }
    }

    /// The figure of an area: stated, else the sum of its members.
    pub fn of_area(
        &self,
        area: &str,
        members: &[String],
        paragraph: Paragraph,
        year: Year,
        years: &[Year],
    ) -> Result<Figure, Gap> {
        match self.own(area, paragraph, year) {
            Err(Gap::NoFacts) if !members.is_empty() => {
                self.sum_of(members, paragraph, year, years)
            }
            other => other,
        }
    }

    /// Whether an area has any fact for a paragraph within the years.
    pub fn has_any(&self, area: &str, paragraph: Paragraph, years: &[Year]) -> bool {
        years
            .iter()
            .any(|year| self.cells.contains_key(&(area, paragraph, *year)))
    }

    /// The years that any of the areas has a fact for, in order.
    pub fn years(&self, areas: &[String]) -> Vec<Year> {
        let years: BTreeSet<Year> = self
            .cells
            .keys()
            .filter(|(area, ..)| areas.iter().any(|a| a == area))
            .map(|(_, _, year)| *year)
            .collect();
        years.into_iter().collect()
    }
}

/// The price level that most of the facts are stated in; of equals the latest. The level of a
/// report that names none.
pub fn usual_level(facts: &[Located<ComponentFact>]) -> Option<Year> {
    let mut counts: BTreeMap<Year, usize> = BTreeMap::new();
    for located in facts {
        *counts.entry(located.value.key.price_level).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(year, count)| (*count, *year))
        .map(|(year, _)| year)
}

#[cfg(test)]
mod tests {
    use super::super::fact::FactKey;
    use super::*;
    use crate::domain::number;
    use crate::domain::persons::FullYearPersons;
    use crate::domain::price_level::IndexNumber;

    fn year(n: i64) -> Year {
        Year::new(n).unwrap()
    }

    fn fact(
        line: i64,
        area: &str,
        y: i64,
        level: i64,
        supplier: Option<Supplier>,
        kroner: i64,
    ) -> Located<ComponentFact> {
        Located {
            at: FactRef { batch: line, line },
            value: ComponentFact {
                key: FactKey {
                    area: area.into(),
                    paragraph: Paragraph::Sel107,
                    year: year(y),
                    price_level: year(level),
                    supplier,
                    target_group: None,
                },
                expenditure: Money::from_oere(kroner * 100),
                persons: FullYearPersons::from_ten_thousandths(10_000),
            },
        }
    }

    fn kroner(figure: Result<Figure, Gap>) -> Exact {
        figure.unwrap().expenditure
    }

    const P: Paragraph = Paragraph::Sel107;

    #[test]
    fn the_stated_total_counts_before_its_split() {
        let index = PriceIndex::default();
        let facts = [
            fact(1, "851", 2022, 2023, None, 100),
            fact(2, "851", 2022, 2023, Some(Supplier::Private), 70),
            fact(3, "851", 2023, 2023, Some(Supplier::Private), 70),
            fact(4, "851", 2023, 2023, Some(Supplier::Municipal), 20),
        ];
        let facts = Facts::new(&facts, PriceLevel::Fixed(year(2023)), &index);
        assert_eq!(
            kroner(facts.own("851", P, year(2022))),
            number::exact(100, 0)
        );
        assert_eq!(
            kroner(facts.own("851", P, year(2023))),
            number::exact(90, 0)
        );
        let private = facts.by_supplier("851", P, year(2022), Some(Supplier::Private));
        assert_eq!(kroner(private), number::exact(70, 0));
        assert_eq!(facts.own("851", P, year(2024)), Err(Gap::NoFacts));
    }

    #[test]
    fn price_levels_are_converted_or_named_never_mixed() {
        let facts = [
            fact(1, "851", 2022, 2022, None, 100),
            fact(2, "851", 2022, 2023, None, 103),
        ];
        let none = PriceIndex::default();
        let at = |level| Facts::new(&facts, PriceLevel::Fixed(year(level)), &none);
        assert_eq!(
            kroner(at(2022).own("851", P, year(2022))),
            number::exact(100, 0)
        );
        assert_eq!(
            kroner(at(2023).own("851", P, year(2022))),
            number::exact(103, 0)
        );
        assert!(matches!(
            at(2024).own("851", P, year(2022)),
            Err(Gap::MissingIndex(_))
        ));
        let number = |line, y, millionths| Located {
            at: FactRef { batch: 9, line },
            value: IndexNumber {
                year: year(y),
                millionths,
                source: String::new(),
            },
        };
        let numbers = [
            number(1, 2022, 97_000_000),
            number(2, 2023, 100_000_000),
            number(3, 2024, 110_000_000),
        ];
        let index: PriceIndex = numbers.iter().collect();
        let at = |level| Facts::new(&facts, PriceLevel::Fixed(year(level)), &index);
        let moved = at(2024).own("851", P, year(2022)).unwrap();
        assert_eq!(moved.expenditure, number::exact(1133, 1));
        // What moved it is under it: the two index numbers and no other.
        let lines = |of: &Figure| of.under().iter().map(|at| (at.batch, at.line)).collect();
        let under: Vec<(i64, i64)> = lines(&moved);
        assert_eq!(under, [(2, 2), (9, 2), (9, 3)]);
        let stated = at(2023).own("851", P, year(2022)).unwrap();
        let under: Vec<(i64, i64)> = lines(&stated);
        assert_eq!(under, [(2, 2)]);
    }

    #[test]
    fn a_sum_that_lacks_a_member_is_a_gap_with_its_name() {
        let index = PriceIndex::default();
        let stored = [
            fact(1, "851", 2022, 2023, None, 100),
            fact(2, "860", 2022, 2023, None, 50),
            fact(3, "851", 2023, 2023, None, 110),
        ];
        let facts = Facts::new(&stored, PriceLevel::Fixed(year(2023)), &index);
        let members = ["851".to_owned(), "860".to_owned(), "825".to_owned()];
        let years = [year(2022), year(2023)];
        let sum = |y| facts.of_area("KKR", &members, P, year(y), &years);
        assert_eq!(kroner(sum(2022)), number::exact(150, 0));
        assert_eq!(
            sum(2023),
            Err(Gap::Incomplete {
                missing: vec!["860".into()]
            })
        );
        assert_eq!(usual_level(&stored), Some(year(2023)));
    }
}

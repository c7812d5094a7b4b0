//! Which cases each cell adds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell::{Became, Of, Place};
use crate::domain::cases::{Costly, Size};
use crate::domain::components::Supplier;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// The municipalities' years that have lines.
pub type Lines = BTreeSet<(Arc<str>, Year)>;

/// A cell of a year.
pub type At = (Year, Place);

/// The cells of all four tables, and the costly cases that each adds, by number.
#[derive(Debug, Default)]
pub struct Records {
    pub cells: BTreeMap<At, Vec<usize>>,
    /// Sums that everybody knows of: the parts, and the whole.
    pub sums: Vec<(Vec<At>, At)>,
}

const PARAGRAPHS: [Of<Paragraph>; 5] = [
    Of::One(Paragraph::ALL[0]),
    Of::One(Paragraph::ALL[1]),
    Of::One(Paragraph::ALL[2]),
    Of::One(Paragraph::ALL[3]),
    Of::All,
];

const STATUSES: [Of<Became>; 4] = [
    Of::One(Became::New),
    Of::One(Became::Continuing),
    Of::One(Became::Gone),
    Of::All,
];

impl Records {
    /// The tables of a region. Cases of a municipality's year without lines are not known to be
    /// none, so it has no cells.
    pub fn new(costly: &[Costly], lines: &Lines) -> Records {
        let mut records = Records::default();
        let years: BTreeSet<Year> = lines.iter().map(|(_, year)| *year).collect();
        for year in years {
            let with = |year: Year| {
                let of_year = lines.iter().filter(move |(_, of)| *of == year);
                of_year
                    .map(|(municipality, _)| municipality.clone())
                    .collect()
            };
            let municipalities: BTreeSet<Arc<str>> = with(year);
            records.by_paragraph(year, &municipalities);
            records.by_supplier(year);
            records.by_size(year);
            let before: BTreeSet<Arc<str>> = year.before().map(with).unwrap_or_default();
            let followed: BTreeSet<Arc<str>> =
                municipalities.intersection(&before).cloned().collect();
            if let Some(before) = year.before().filter(|_| !followed.is_empty()) {
                records.by_status((before, year), &followed);
            }
        }
        records.fill(costly);
        records
    }

    fn cell(&mut self, at: &At) {
        self.cells.entry(at.clone()).or_default();
    }

    fn add_up(&mut self, parts: Vec<At>, whole: At) {
        parts.iter().chain([&whole]).for_each(|at| self.cell(at));
        self.sums.push((parts, whole));
    }

    fn by_paragraph(&mut self, year: Year, municipalities: &BTreeSet<Arc<str>>) {
        let at = |municipality: &Of<Arc<str>>, paragraph| {
            let municipality = municipality.clone();
            let place = Place::Paragraph {
                municipality,
                paragraph,
            };
            (year, place)
        };
        let each: Vec<Of<Arc<str>>> = municipalities.iter().cloned().map(Of::One).collect();
        for municipality in each.iter().chain([&Of::All]) {
            let parts = PARAGRAPHS[..4].iter().map(|p| at(municipality, *p));
            self.add_up(parts.collect(), at(municipality, Of::All));
        }
        for paragraph in PARAGRAPHS {
            let parts = each.iter().map(|municipality| at(municipality, paragraph));
            self.add_up(parts.collect(), at(&Of::All, paragraph));
        }
    }

    fn by_supplier(&mut self, year: Year) {
        let at = |supplier, paragraph| {
            let place = Place::Supplier {
                supplier,
                paragraph,
            };
            (year, place)
        };
        for paragraph in PARAGRAPHS {
            let parts = Supplier::ALL.map(|supplier| at(supplier, paragraph));
            let whole = Place::Paragraph {
                municipality: Of::All,
                paragraph,
            };
            self.add_up(parts.to_vec(), (year, whole));
        }
        for supplier in Supplier::ALL {
            let parts = PARAGRAPHS[..4].iter().map(|p| at(supplier, *p)).collect();
            self.add_up(parts, at(supplier, Of::All));
        }
    }

    fn by_size(&mut self, year: Year) {
        let parts = Size::ALL.map(|size| (year, Place::Size(size)));
        self.add_up(parts.to_vec(), (year, Place::REGION));
    }

    /// New and continuing cases are the costly ones of the year, continuing and gone ones those of
    /// the year before.
    fn by_status(&mut self, (before, year): (Year, Year), followed: &BTreeSet<Arc<str>>) {
        let at = |became, municipality: &Of<Arc<str>>| {
            let municipality = municipality.clone();
            let place = Place::Status {
                became,
                municipality,
            };
            (year, place)
        };
        let each: Vec<Of<Arc<str>>> = followed.iter().cloned().map(Of::One).collect();
        for municipality in &each {
            let [new, continuing, gone, _] = STATUSES.map(|became| at(became, municipality));
            let of = |year| {
                let municipality = municipality.clone();
                let paragraph = Of::All;
                let place = Place::Paragraph {
                    municipality,
                    paragraph,
                };
                (year, place)
            };
            self.add_up(vec![new, continuing.clone()], of(year));
            self.add_up(vec![continuing, gone], of(before));
        }
        for municipality in each.iter().chain([&Of::All]) {
            let parts = STATUSES[..3].iter().map(|became| at(*became, municipality));
            self.add_up(parts.collect(), at(Of::All, municipality));
        }
        for became in STATUSES {
            let parts = each.iter().map(|municipality| at(became, municipality));
            self.add_up(parts.collect(), at(became, &Of::All));
        }
    }

    fn fill(&mut self, costly: &[Costly]) {
        let known: BTreeMap<_, usize> = costly
            .iter()
            .enumerate()
            .map(|(number, case)| ((&case.key, case.year), number))
            .collect();
        for (number, case) in costly.iter().enumerate() {
            let own = [Of::One(case.key.municipality.clone()), Of::All];
            for municipality in &own {
                for paragraph in [Of::One(case.paragraph), Of::All] {
                    let place = Place::Paragraph {
                        municipality: municipality.clone(),
                        paragraph,
                    };
                    self.count(case.year, place, number);
                }
            }
            for paragraph in [Of::One(case.paragraph), Of::All] {
                let supplier = case.supplier;
                let place = Place::Supplier {
                    supplier,
                    paragraph,
                };
                self.count(case.year, place, number);
            }
            self.count(case.year, Place::Size(Size::of(case.cost)), number);
            let beside = |year: Option<Year>| {
                year.is_some_and(|year| known.contains_key(&(&case.key, year)))
            };
            let status = if beside(case.year.before()) {
                Became::Continuing
            } else {
                Became::New
            };
            self.became(Some(case.year), status, &own, number);
            if !beside(case.year.after()) {
                self.became(case.year.after(), Became::Gone, &own, number);
            }
        }
    }

    /// Of municipalities whose cases cannot be followed into the year, no cell is there to count.
    fn became(&mut self, year: Option<Year>, became: Became, own: &[Of<Arc<str>>], number: usize) {
        let Some(year) = year else { return };
        let place = |became, municipality: &Of<Arc<str>>| Place::Status {
            became,
            municipality: municipality.clone(),
        };
        if !self
            .cells
            .contains_key(&(year, place(Of::One(became), &own[0])))
        {
            return;
        }
        for municipality in own {
            for became in [Of::One(became), Of::All] {
                self.count(year, place(became, municipality), number);
            }
        }
    }

    fn count(&mut self, year: Year, place: Place, number: usize) {
        if let Some(records) = self.cells.get_mut(&(year, place)) {
            records.push(number);
        }
    }
}

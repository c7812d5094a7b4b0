//! Made-up regions as questions: four linked tables of each year, of municipalities of which one is
//! much larger, and of cases that stay or go.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{Problem, Reader, Sum};

/// Stands for all of them where others are numbered.
const ALL: u64 = 1_000;
const PARAGRAPHS: u64 = 4;
const SUPPLIERS: u64 = 3;
const SIZES: u64 = 4;

/// New, continuing, gone.
const NEW: u64 = 0;
const CONTINUING: u64 = 1;
const GONE: u64 = 2;

/// The same numbers for the same seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }

    fn pick(&mut self, weights: &[u64]) -> u64 {
        let mut at = self.below(weights.iter().sum());
        for (number, weight) in (0..).zip(weights) {
            if at < *weight {
                return number;
            }
            at -= weight;
        }
        unreachable!()
    }
}

/// A costly case of a year.
struct Case {
    person: u64,
    year: usize,
    municipality: u64,
    paragraph: u64,
    supplier: u64,
    size: u64,
}

fn cases(seed: u64, municipalities: u64, years: usize) -> Vec<Case> {
    let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let weights: Vec<u64> = (0..municipalities)
        .map(|m| if m == 0 { 90 } else { 3 + numbers.below(40) })
        .collect();
    let mut cases = Vec::new();
    for person in 0..municipalities * 30 {
        let municipality = numbers.pick(&weights);
        let mut paragraph = numbers.pick(&[32, 35, 22, 11]);
        let supplier = numbers.pick(&[50, 15, 35]);
        let mut size = numbers.pick(&[60, 25, 12, 5]);
        let mut there = numbers.below(100) < 60;
        for year in 0..years {
            if there {
                cases.push(Case {
                    person,
                    year,
                    municipality,
                    paragraph,
                    supplier,
                    size,
                });
            }
            there = numbers.below(100) < if there { 82 } else { 27 };
            if numbers.below(10) == 0 {
                paragraph = 1;
            }
            if numbers.below(5) == 0 {
                size = 0;
            }
        }
    }
    cases
}

/// Year, table, and the two names of a cell.
type At = (usize, char, u64, u64);

#[derive(Default)]
struct Tables {
    cells: BTreeMap<At, Vec<usize>>,
    sums: Vec<(Vec<At>, At)>,
}

impl Tables {
    fn new(cases: &[Case], municipalities: u64, years: usize) -> Tables {
        let mut tables = Tables::default();
        for year in 0..years {
            let of = |m, p| (year, 'p', m, p);
            tables.crossed(of, municipalities, PARAGRAPHS);
            for paragraph in (0..PARAGRAPHS).chain([ALL]) {
                let parts = (0..SUPPLIERS).map(|s| (year, 's', s, paragraph));
                tables.add_up(parts.collect(), of(ALL, paragraph));
            }
            for supplier in 0..SUPPLIERS {
                let parts = (0..PARAGRAPHS).map(|p| (year, 's', supplier, p));
                tables.add_up(parts.collect(), (year, 's', supplier, ALL));
            }
            let parts = (0..SIZES).map(|size| (year, 'z', size, ALL));
            tables.add_up(parts.collect(), of(ALL, ALL));
            if year == 0 {
                continue;
            }
            let became = |status, m| (year, 't', status, m);
            tables.crossed(became, 3, municipalities);
            for m in 0..municipalities {
                let now = vec![became(NEW, m), became(CONTINUING, m)];
                tables.add_up(now, of(m, ALL));
                let before = vec![became(CONTINUING, m), became(GONE, m)];
                tables.add_up(before, (year - 1, 'p', m, ALL));
            }
        }
        tables.fill(cases);
        tables
    }

    fn crossed(&mut self, at: impl Fn(u64, u64) -> At, down: u64, across: u64) {
        for first in (0..down).chain([ALL]) {
            let parts = (0..across).map(|second| at(first, second));
            self.add_up(parts.collect(), at(first, ALL));
        }
        for second in (0..across).chain([ALL]) {
            let parts = (0..down).map(|first| at(first, second));
            self.add_up(parts.collect(), at(ALL, second));
        }
    }

    fn add_up(&mut self, parts: Vec<At>, whole: At) {
        for at in parts.iter().chain([&whole]) {
            self.cells.entry(*at).or_default();
        }
        self.sums.push((parts, whole));
    }

    fn fill(&mut self, cases: &[Case]) {
        let known: BTreeSet<(u64, usize)> = cases.iter().map(|c| (c.person, c.year)).collect();
        for (number, case) in cases.iter().enumerate() {
            let year = case.year;
            for paragraph in [case.paragraph, ALL] {
                for m in [case.municipality, ALL] {
                    self.count((year, 'p', m, paragraph), number);
                }
                self.count((year, 's', case.supplier, paragraph), number);
            }
            self.count((year, 'z', case.size, ALL), number);
            let was = year > 0 && known.contains(&(case.person, year - 1));
            let status = if was { CONTINUING } else { NEW };
            let mut became = vec![(year, status)];
            if !known.contains(&(case.person, year + 1)) {
                became.push((year + 1, GONE));
            }
            for (year, status) in became {
                for m in [case.municipality, ALL] {
                    for status in [status, ALL] {
                        self.count((year, 't', status, m), number);
                    }
                }
            }
        }
    }

    /// Of the first year, and the one after the last, nothing is followed.
    fn count(&mut self, at: At, number: usize) {
        if let Some(cell) = self.cells.get_mut(&at) {
            cell.push(number);
        }
    }

    fn problem(self, cases: &[Case], municipalities: u64) -> Problem {
        let number: BTreeMap<At, usize> = self.cells.keys().copied().zip(0..).collect();
        let counts: Vec<i64> = self.cells.values().map(|of| of.len() as i64).collect();
        let mut same: BTreeMap<&[usize], usize> = BTreeMap::new();
        let class = self.cells.values().enumerate().map(|(cell, records)| {
            if records.is_empty() {
                cell
            } else {
                *same.entry(records).or_insert(cell)
            }
        });
        let class: Vec<usize> = class.collect();
        let margin = |at: &At| match at.1 {
            'p' => at.2 == ALL,
            _ => at.1 != 'z' && at.3 == ALL,
        };
        let sum = |(parts, whole): &(Vec<At>, At)| Sum {
            left: parts.iter().map(|part| number[part]).collect(),
            right: vec![number[whole]],
        };
        let is_small = |count: i64| (1..=4).contains(&count);
        let mut problem = Problem::new(counts, is_small, self.sums.iter().map(sum).collect());
        problem.class = class;
        problem.part = self.cells.keys().map(|at| at.0).collect();
        problem.weight = self
            .cells
            .keys()
            .map(|at| if margin(at) { 8 } else { 2 })
            .collect();
        for m in 0..municipalities {
            let mut reader = Reader::default();
            for (cell, (at, records)) in self.cells.iter().enumerate() {
                let is_own_row = (at.1 == 'p' && at.2 == m) || (at.1 == 't' && at.3 == m);
                if is_own_row {
                    reader.known.push(cell);
                    continue;
                }
                let own = records
                    .iter()
                    .filter(|case| cases[**case].municipality == m);
                match own.count() {
                    0 => {}
                    own => reader.own.push((cell, own as i64)),
                }
            }
            problem.readers.push(reader);
        }
        problem
    }
}

/// The tables of a region, and everybody who reads them.
pub fn region(seed: u64, municipalities: u64, years: usize) -> Problem {
    let cases = cases(seed, municipalities, years);
    Tables::new(&cases, municipalities, years).problem(&cases, municipalities)
}

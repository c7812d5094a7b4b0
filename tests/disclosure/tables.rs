//! Tables to mask: the reference table R1, two from published vignettes, and made-up regions.

use std::collections::BTreeMap;

use disclosure::{Problem, Reader, Sum};

pub struct Tables {
    pub name: String,
    pub problem: Problem,
}

/// Which cases a cell counts, by number.
type Records = Vec<usize>;

/// Cells by name, with what they count; sums of cells that belong together.
#[derive(Default)]
struct Set {
    cells: Vec<Records>,
    at: BTreeMap<String, usize>,
    sums: Vec<Sum>,
    /// The municipality of each case, and the cells of each municipality's own row.
    owner: Vec<usize>,
    rows: Vec<Vec<usize>>,
}

impl Set {
    fn cell(&mut self, name: String) -> usize {
        let next = self.cells.len();
        let at = *self.at.entry(name).or_insert(next);
        if at == next {
            self.cells.push(Vec::new());
        }
        at
    }

    fn count(&mut self, name: String, case: usize) {
        let at = self.cell(name);
        self.cells[at].push(case);
    }

    fn add_up(&mut self, parts: Vec<String>, whole: String) {
        let left = parts.into_iter().map(|part| self.cell(part)).collect();
        let right = vec![self.cell(whole)];
        self.sums.push(Sum { left, right });
    }

    fn problem(self, small: i64) -> Problem {
        let counts = self.cells.iter().map(|cases| cases.len() as i64).collect();
        let mut problem = Problem::new(counts, |n| (1..=small).contains(&n), self.sums);
        let mut same: BTreeMap<&Records, usize> = BTreeMap::new();
        for (cell, cases) in self.cells.iter().enumerate() {
            problem.class[cell] = *same.entry(cases).or_insert(cell);
        }
        for (municipality, row) in self.rows.iter().enumerate() {
            let mine = |cases: &Records| {
                let own = cases
                    .iter()
                    .filter(|case| self.owner[**case] == municipality);
                own.count() as i64
            };
            let outside = (0..self.cells.len()).filter(|cell| !row.contains(cell));
            let own = outside.map(|cell| (cell, mine(&self.cells[cell])));
            problem.readers.push(Reader {
                least: Vec::new(),
                own: own.filter(|own| own.1 > 0).collect(),
                known: row.clone(),
                same: Vec::new(),
            });
        }
        problem
    }
}

/// Municipality × paragraph with both totals; the rows are readers.
fn by_paragraph(set: &mut Set, municipalities: usize, paragraphs: usize) {
    let name = |m: usize, p: usize| format!("m{m} p{p}");
    for m in 0..=municipalities {
        let parts = (0..paragraphs).map(|p| name(m, p)).collect();
        set.add_up(parts, name(m, paragraphs));
    }
    for p in 0..=paragraphs {
        let parts = (0..municipalities).map(|m| name(m, p)).collect();
        set.add_up(parts, name(municipalities, p));
    }
    for m in 0..municipalities {
        let row = (0..=paragraphs).map(|p| set.cell(name(m, p))).collect();
        set.rows.push(row);
    }
}

/// A case of a municipality in the four cells of its paragraph.
fn add_case(set: &mut Set, at: (usize, usize), of: (usize, usize)) -> usize {
    let case = set.owner.len();
    set.owner.push(at.0);
    for m in [at.0, of.0] {
        for p in [at.1, of.1] {
            set.count(format!("m{m} p{p}"), case);
        }
    }
    case
}

/// R1: costly cases by municipality and paragraph, made up at a realistic scale.
pub fn reference() -> Tables {
    let lines = include_str!("R1.csv").lines().skip(1);
    let rows: Vec<Vec<usize>> = lines
        .map(|line| {
            line.split(';')
                .skip(1)
                .map(|n| n.parse().unwrap())
                .collect()
        })
        .collect();
    let mut set = Set::default();
    by_paragraph(&mut set, rows.len(), 4);
    for (m, row) in rows.iter().enumerate() {
        for (p, cases) in row.iter().enumerate() {
            for _ in 0..*cases {
                add_case(&mut set, (m, p), (rows.len(), 4));
            }
        }
    }
    Tables {
        name: "R1".to_owned(),
        problem: set.problem(4),
    }
}

/// Three countries by age (old, young, both), with their total; and, if wanted, the two of the
/// union and the one that is not in it. An outsider reads them.
pub fn countries(
    counts: &[[usize; 2]; 3],
    small: i64,
    with_union: bool,
) -> (Tables, impl Fn(&str, usize) -> usize) {
    let names = ["Iceland", "Portugal", "Spain"];
    let name = |country: &str, age: usize| format!("{country} {age}");
    let mut set = Set::default();
    let mut all: Vec<&str> = names.to_vec();
    all.push("total");
    if with_union {
        all.extend(["EU", "non-EU"]);
    }
    for country in &all {
        let parts = vec![name(country, 0), name(country, 1)];
        set.add_up(parts, name(country, 2));
    }
    for age in 0..3 {
        let parts = |of: &[&str]| of.iter().map(|country| name(country, age)).collect();
        set.add_up(parts(&names), name("total", age));
        if with_union {
            set.add_up(parts(&["Portugal", "Spain"]), name("EU", age));
            set.add_up(parts(&["Iceland"]), name("non-EU", age));
        }
    }
    for (country, ages) in names.iter().zip(counts) {
        for (age, count) in ages.iter().enumerate() {
            for _ in 0..*count {
                let case = set.owner.len();
                set.owner.push(usize::MAX);
                let mut groups = vec![*country, "total"];
                if with_union {
                    groups.push(if *country == "Iceland" {
                        "non-EU"
                    } else {
                        "EU"
                    });
                }
                for group in groups {
                    set.count(name(group, age), case);
                    set.count(name(group, 2), case);
                }
            }
        }
    }
    let at = set.at.clone();
    let tables = Tables {
        name: "countries".to_owned(),
        problem: set.problem(small),
    };
    (tables, move |country, age| at[&name(country, age)])
}

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

    fn pick(&mut self, weights: &[u64]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return index;
            }
            at -= weight;
        }
        unreachable!("it is below the sum")
    }
}

/// A year of a made-up region: the cases of eleven municipalities by paragraph, supplier and size.
pub fn region(seed: u64) -> Tables {
    const MUNICIPALITIES: usize = 11;
    let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut set = Set::default();
    by_paragraph(&mut set, MUNICIPALITIES, 4);
    let supplier = |s: usize, p: usize| format!("s{s} p{p}");
    for p in 0..=4 {
        let parts = (0..3).map(|s| supplier(s, p)).collect();
        set.add_up(parts, format!("m{MUNICIPALITIES} p{p}"));
    }
    for s in 0..3 {
        let parts = (0..4).map(|p| supplier(s, p)).collect();
        set.add_up(parts, supplier(s, 4));
    }
    let sizes = (0..4).map(|size| format!("z{size}")).collect();
    set.add_up(sizes, format!("m{MUNICIPALITIES} p4"));
    let weights: Vec<u64> = (0..MUNICIPALITIES)
        .map(|m| if m == 0 { 90 } else { 3 + numbers.below(40) })
        .collect();
    for _ in 0..190 + numbers.below(40) {
        let (m, p) = (numbers.pick(&weights), numbers.pick(&[32, 35, 22, 11]));
        let case = add_case(&mut set, (m, p), (MUNICIPALITIES, 4));
        let s = numbers.pick(&[50, 15, 35]);
        set.count(supplier(s, p), case);
        set.count(supplier(s, 4), case);
        set.count(format!("z{}", numbers.pick(&[60, 25, 12, 5])), case);
    }
    Tables {
        name: format!("region {seed}"),
        problem: set.problem(4),
    }
}

//! Made-up regions: eleven municipalities, one much larger, cases that stay or go.

use std::collections::BTreeSet;
use std::sync::Arc;

use cockpit::domain::cases::published::Lines;
use cockpit::domain::cases::{CaseKey, Costly, Rules};
use cockpit::domain::components::Supplier;
use cockpit::domain::money::Money;
use cockpit::domain::paragraph::Paragraph;
use cockpit::domain::period::Year;

/// The same numbers for the same seed.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }

    fn pick<T: Copy>(&mut self, of: &[(T, u64)]) -> T {
        let mut at = self.below(of.iter().map(|o| o.1).sum());
        for (what, weight) in of {
            if at < *weight {
                return *what;
            }
            at -= weight;
        }
        unreachable!()
    }
}

pub fn region(seed: u64, years: &[i64]) -> (Vec<Costly>, Lines, Rules) {
    let mut numbers = Numbers::new(seed);
    let codes: Vec<Arc<str>> = (0..11).map(|m| format!("{}", 800 + m).into()).collect();
    let weights: Vec<(usize, u64)> = (0..11)
        .map(|m| (m, if m == 0 { 90 } else { 3 + numbers.below(40) }))
        .collect();
    let years: Vec<Year> = years.iter().map(|y| Year::new(*y).unwrap()).collect();
    let limit = Money::from_oere(200_000_000);
    let mut rules = Rules::default();
    let mut costly = Vec::new();
    for year in &years {
        rules = rules.with_limit(*year, limit);
    }
    for person in 0..330 {
        let m = numbers.pick(&weights);
        let mut paragraph = numbers.pick(&[
            (Paragraph::Sel107, 32),
            (Paragraph::Sel108, 35),
            (Paragraph::Abl105, 22),
            (Paragraph::Sel85, 11),
        ]);
        let supplier = numbers.pick(&[
            (Supplier::Municipal, 50),
            (Supplier::Regional, 15),
            (Supplier::Private, 35),
        ]);
        let mut size = numbers.pick(&[(201, 60), (301, 25), (401, 12), (601, 5)]);
        let mut there = numbers.below(100) < 60;
        for year in &years {
            if there {
                costly.push(Costly {
                    key: CaseKey {
                        municipality: codes[m].clone(),
                        case: format!("p{person}").into(),
                    },
                    year: *year,
                    cost: Money::from_oere((size * 1_000_000 + numbers.below(90_000_000)) as i64),
                    paragraph,
                    supplier,
                    refund: None,
                });
            }
            there = numbers.below(100) < if there { 82 } else { 27 };
            if numbers.below(10) == 0 {
                paragraph = Paragraph::Sel108;
            }
            if numbers.below(5) == 0 {
                size = 201;
            }
        }
    }
    costly.sort();
    let lines: BTreeSet<_> = codes
        .iter()
        .flat_map(|code| years.iter().map(|year| (code.clone(), *year)))
        .collect();
    (costly, lines, rules)
}

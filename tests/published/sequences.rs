//! Made-up regions that are published again and again: municipalities send their cases one after the
//! other, correct them, add one, and take a file back. All publications together are attacked.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use cockpit::domain::cases::published::{
    Cell, Composition, Earlier, Lines, Step, Why, next, tables,
};
use cockpit::domain::cases::{Costly, Refund, RefundBasis, Rules};
use cockpit::domain::money::Money;
use cockpit::domain::paragraph::Paragraph;
use cockpit::reports::cases::proof::{Tables, attacked_together};

use super::region::{Numbers, region};

/// A region as it is published, step by step.
struct Published {
    rules: Rules,
    publications: Vec<Earlier>,
    /// Why changes waited, one by one.
    waited: Vec<Why>,
}

impl Published {
    fn new(rules: Rules) -> Published {
        Published {
            rules,
            publications: Vec::new(),
            waited: Vec::new(),
        }
    }

    /// What is published of these cases, after all that was before.
    fn publish(&mut self, costly: &[Costly], lines: &Lines) {
        let now = Composition {
            costly: costly.to_vec(),
            lines: lines.clone(),
        };
        let mut of = now.clone();
        match next(&now, &self.rules, &self.publications, 11) {
            Step::Publish { cells, wait } => {
                of.costly.retain(|case| !wait.contains(&case.year));
                of.lines.retain(|(_, year)| !wait.contains(year));
                if let Some(last) = self.publications.last() {
                    let costly = last
                        .of
                        .costly
                        .iter()
                        .filter(|case| wait.contains(&case.year));
                    of.costly.extend(costly.cloned());
                    let lines = last.of.lines.iter().filter(|(_, year)| wait.contains(year));
                    of.lines.extend(lines.cloned());
                }
                of.costly.sort();
                self.publications.push(Earlier { cells, of });
            }
            Step::Stays { waits } => self.waited.extend(waits),
        }
    }

    /// Nobody works anything out of all of them.
    fn holds(&self, what: &str) {
        let tables = self.publications.iter().map(|of| Tables {
            cells: of.cells.clone(),
            costly: of.of.costly.clone(),
            rules: self.rules.clone(),
            ..Tables::default()
        });
        let tables: Vec<Tables> = tables.collect();
        let found = attacked_together(&tables).unwrap_or_else(|e| panic!("{what}: {e}"));
        for (who, found) in found {
            let told = (found.determined, found.narrow);
            assert_eq!(told, (0, 0), "{what}, as {who:?}");
        }
    }

    /// How many changes waited, and of them those of which no masks were proven.
    fn waited(&self) -> (usize, usize) {
        let not_proven = self.waited.iter().filter(|why| **why == Why::NotProven);
        (self.waited.len(), not_proven.count())
    }

    fn told(&self) -> (usize, usize) {
        told(&self.publications.last().expect("one").cells)
    }
}

/// How many cells that count anybody are told, of how many.
fn told(cells: &[Cell]) -> (usize, usize) {
    let some = cells.iter().filter(|cell| cell.measures.cases > 0);
    (
        some.clone().filter(|cell| !cell.masked).count(),
        some.count(),
    )
}

fn of(costly: &[Costly], lines: &Lines, codes: &BTreeSet<Arc<str>>) -> (Vec<Costly>, Lines) {
    let own = costly
        .iter()
        .filter(|case| codes.contains(&case.key.municipality));
    let lines = lines.iter().filter(|(code, _)| codes.contains(code));
    (own.cloned().collect(), lines.cloned().collect())
}

fn codes(lines: &Lines) -> Vec<Arc<str>> {
    let codes: BTreeSet<Arc<str>> = lines.iter().map(|(code, _)| code.clone()).collect();
    codes.into_iter().collect()
}

/// A change of one municipality's cases: of one person, or of some.
fn changed(costly: &[Costly], code: &Arc<str>, numbers: &mut Numbers, step: u64) -> Vec<Costly> {
    let mut changed = costly.to_vec();
    let is_own = |at: &usize| costly[*at].key.municipality == *code;
    let own: Vec<usize> = (0..costly.len()).filter(is_own).collect();
    let many = if numbers.below(3) == 0 {
        1
    } else {
        5 + numbers.below(8) as usize
    };
    let from = numbers.below(own.len().max(1) as u64) as usize;
    let chosen: Vec<usize> = own
        .iter()
        .cycle()
        .skip(from)
        .take(many.min(own.len()))
        .copied()
        .collect();
    match numbers.below(4) {
        // Another cost.
        0 => chosen.iter().for_each(|at| {
            changed[*at].cost = changed[*at].cost + Money::from_oere(10_000_000);
        }),
        // More cases.
        1 => changed.extend(chosen.iter().map(|at| {
            let mut more = costly[*at].clone();
            more.key.case = format!("more{step}of{at}").into();
            more.cost = more.cost + Money::from_oere(1_234_500);
            more
        })),
        // Fewer.
        2 => {
            let gone: BTreeSet<usize> = chosen.into_iter().collect();
            let mut at = 0..;
            changed.retain(|_| !gone.contains(&at.next().unwrap_or(0)));
        }
        // Under another paragraph.
        _ => chosen
            .iter()
            .for_each(|at| changed[*at].paragraph = Paragraph::Abl105),
    }
    changed.sort();
    changed
}

/// A region that told of a hole once: a municipality knew what differed from a told sum by its own cases alone, and
/// so what was left of it, which is another cell.
const ONCE_OPEN: u64 = 94;

/// Three to six changes of a region that was published whole: corrections, more cases, fewer, and files
/// that are taken back.
#[test]
fn no_reader_works_anything_out_of_all_versions() {
    // Every third of them: the attack on several publications takes longest.
    for seed in super::regions().step_by(3).chain([ONCE_OPEN]) {
        let (mut costly, lines, rules) = region(seed, &super::YEARS);
        let mut numbers = Numbers::new(seed + 1_000);
        let mut region = Published::new(rules);
        region.publish(&costly, &lines);
        let all = codes(&lines);
        let mut before = Vec::new();
        for step in 0..3 + numbers.below(4) {
            if numbers.below(4) == 0
                && let Some(back) = before.pop()
            {
                costly = back;
            } else {
                before.push(costly.clone());
                for _ in 0..1 + numbers.below(3) {
                    let code = &all[numbers.below(11) as usize];
                    costly = changed(&costly, code, &mut numbers, step);
                }
            }
            region.publish(&costly, &lines);
        }
        let publications = region.publications.len();
        let (waited, not_proven) = region.waited();
        let (told, of) = region.told();
        println!(
            "region {seed}: {publications} published, {waited} waited ({not_proven} not proven), {told} of {of} told"
        );
        region.holds(&format!("region {seed}"));
    }
}

/// Eleven municipalities one after the other, then a correction, and it is taken back.
#[test]
fn one_after_the_other_tells_nobody_of_anybody() {
    let (costly, lines, rules) = region(1, &[2024]);
    let mut region = Published::new(rules.clone());
    let mut there = BTreeSet::new();
    let all = codes(&lines);
    for code in &all {
        there.insert(code.clone());
        let (own, with) = of(&costly, &lines, &there);
        let begun = Instant::now();
        region.publish(&own, &with);
        let at_once = told(&tables(&own, &with, &rules).expect("proven"));
        println!(
            "{code}: {:?}, at once {at_once:?}, {:.2} s",
            region.told(),
            begun.elapsed().as_secs_f64()
        );
    }
    let alone = told(&tables(&costly, &lines, &rules).expect("proven"));
    println!("told {:?}, at once {alone:?}", region.told());
    let begun = Instant::now();
    region.holds("all eleven");
    println!("attacked in {:.2} s", begun.elapsed().as_secs_f64());
    let mut corrected = costly.clone();
    corrected[100].cost = corrected[100].cost + Money::from_oere(100);
    for cases in [&corrected, &costly] {
        let begun = Instant::now();
        region.publish(cases, &lines);
        println!(
            "{:?}, {:.2} s",
            region.told(),
            begun.elapsed().as_secs_f64()
        );
    }
    println!(
        "{} published, {:?}",
        region.publications.len(),
        region.waited
    );
    region.holds("corrected and back");
}

fn refund(oere: i64) -> Option<Refund> {
    Some(Refund {
        amount: Money::from_oere(oere),
        basis: RefundBasis::Months,
    })
}

/// A region of one year in which nothing is small: twelve cases of each municipality and paragraph.
fn even() -> (Vec<Costly>, Lines, Rules) {
    let (made_up, lines, rules) = region(1, &[2024]);
    let all = codes(&lines);
    let mut costly = Vec::new();
    for (at, code) in all.iter().enumerate() {
        for case in 0..48 {
            let mut one = made_up[0].clone();
            one.key.municipality = code.clone();
            one.key.case = format!("even{at}of{case}").into();
            one.paragraph = Paragraph::ALL[case % 4];
            one.cost = Money::from_oere(210_000_000 + 9_000_001 * (case / 4) as i64);
            one.refund = refund(10_000_000);
            costly.push(one);
        }
    }
    costly.sort();
    (costly, lines, rules)
}

/// Refunds alone are corrected: of some persons of a municipality, and of six persons of each of three
/// others under the same paragraph. Their sum is far from what it was and may be told, and so may the
/// three: a refund of few is what is left when they are taken away, since it adds up like a number.
#[test]
fn a_refund_that_few_change_is_not_what_is_left_of_a_sum() {
    let (costly, lines, rules) = even();
    let all = codes(&lines);
    for few in [1, 4, 5] {
        let mut corrected = costly.clone();
        for (code, many) in all.iter().zip([few, 6, 6, 6]) {
            let own = corrected.iter_mut().filter(|case| {
                case.key.municipality == *code && case.paragraph == Paragraph::Sel107
            });
            own.take(many)
                .for_each(|case| case.refund = refund(12_345_600));
        }
        let mut region = Published::new(rules.clone());
        region.publish(&costly, &lines);
        let (told, all_cells) = region.told();
        assert_eq!(told, all_cells, "nothing is small");
        region.publish(&corrected, &lines);
        let last = &region.publications.last().expect("one").cells;
        let tables = super::of(last, &corrected, &rules);
        assert!(
            !super::elimination::is_determined(&tables),
            "{few} persons' refund follows from what is told"
        );
        let (published, why) = (region.publications.len(), region.waited);
        let expected = if few < 5 {
            (1, vec![Why::NotProven])
        } else {
            (2, Vec::new())
        };
        assert_eq!((published, why), expected, "{few} persons");
    }
}

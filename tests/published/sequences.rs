//! Made-up regions that are published again and again: municipalities send their cases one after the
//! other, correct them, add one, and take a file back. All publications together are attacked.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use cockpit::domain::cases::published::{Cell, Composition, Earlier, Lines, Step, next, tables};
use cockpit::domain::cases::{Costly, Refund, RefundBasis, Rules};
use cockpit::domain::money::Money;
use cockpit::domain::paragraph::Paragraph;
use cockpit::reports::cases::proof::{Tables, attacked_together};

use super::region::{Numbers, region};

/// A region as it is published, step by step.
struct Published {
    rules: Rules,
    publications: Vec<Earlier>,
    /// How many changes wait.
    waited: usize,
}

impl Published {
    fn new(rules: Rules) -> Published {
        Published {
            rules,
            publications: Vec::new(),
            waited: 0,
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
            Step::Stays { waits } => self.waited += usize::from(waits),
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

/// Three to six changes of a region that was published whole: corrections, more cases, fewer, and files
/// that are taken back.
#[test]
fn no_reader_works_anything_out_of_all_versions() {
    // Every third of them: the attack on several publications takes longest.
    for seed in super::regions().step_by(3) {
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
        let (publications, waited) = (region.publications.len(), region.waited);
        let (told, of) = region.told();
        println!("region {seed}: {publications} published, {waited} waited, {told} of {of} told");
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
        "{} published, {} waited",
        region.publications.len(),
        region.waited
    );
    region.holds("corrected and back");
}

/// Refunds alone are corrected: of one person of a municipality, and of six persons of each of three
/// others under the same paragraph. Their sum is far from what it was, and may be told; who is told of
/// it and of the three could take them away. A refund adds up like a number, within its year.
#[test]
fn a_refund_that_few_change_is_not_what_is_left_of_a_sum() {
    let (mut published, mut hidden) = (0, 0);
    for seed in 1..=4 {
        let refund = |oere| {
            Some(Refund {
                amount: Money::from_oere(oere),
                basis: RefundBasis::Months,
            })
        };
        let (mut costly, lines, rules) = region(seed, &[2024]);
        costly
            .iter_mut()
            .for_each(|case| case.refund = refund(10_000_000));
        let all = codes(&lines);
        for paragraph in Paragraph::ALL {
            let cases_of = |code: &Arc<str>| -> Vec<usize> {
                let is_of = |at: &usize| {
                    costly[*at].key.municipality == *code && costly[*at].paragraph == paragraph
                };
                (0..costly.len()).filter(is_of).collect()
            };
            let large: Vec<Vec<usize>> = all
                .iter()
                .map(cases_of)
                .filter(|cases| cases.len() >= 6)
                .collect();
            let [one, others @ ..] = &large[..] else {
                continue;
            };
            let mut corrected = costly.clone();
            let chosen = one.iter().take(1);
            let chosen = chosen.chain(others.iter().take(3).flat_map(|of| of.iter().take(6)));
            for at in chosen {
                corrected[*at].refund = refund(12_345_600);
            }
            let mut region = Published::new(rules.clone());
            region.publish(&costly, &lines);
            region.publish(&corrected, &lines);
            let [first, .., last] = &region.publications[..] else {
                continue;
            };
            published += 1;
            let both = first.cells.iter().zip(&last.cells);
            hidden += both.filter(|(a, b)| b.masked && !a.masked).count();
            let tables = super::of(&last.cells, &corrected, &rules);
            assert!(
                !super::elimination::is_determined(&tables),
                "region {seed}, {paragraph:?}"
            );
        }
    }
    println!("{published} published, {hidden} cells hidden for their refund");
    assert!(published > 0 && hidden > 0, "nothing was tried");
}

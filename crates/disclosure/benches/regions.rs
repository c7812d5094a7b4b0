//! How long masks take: `cargo bench -p disclosure`, or `-- 10` for regions of ten years alone.

#[path = "../tests/made_up/mod.rs"]
mod made_up;

use std::time::Instant;

/// How many municipalities the country's five regions have.
const COUNTRY: [u64; 5] = [11, 19, 22, 17, 29];

fn main() {
    let mut words = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'));
    let wanted = words.next().map(|word| word.parse::<usize>());
    // Words are for another bench.
    let Ok(wanted) = wanted.transpose() else {
        return;
    };
    for years in [1, 2, 4, 10] {
        if wanted.is_some_and(|wanted| wanted != years) {
            continue;
        }
        for seed in 1..=3 {
            let of = made_up::region(seed, 11, years);
            took(&format!("{years} years, region {seed}"), &[of]);
        }
    }
    if wanted.is_none_or(|wanted| wanted == 98) {
        let country: Vec<_> = COUNTRY
            .into_iter()
            .zip(7..)
            .map(|(municipalities, seed)| made_up::region(seed, municipalities, 10))
            .collect();
        took("98 municipalities, 10 years", &country);
    }
}

fn took(what: &str, problems: &[disclosure::Problem]) {
    let begun = Instant::now();
    let masked: usize = problems
        .iter()
        .map(|of| disclosure::masks(of).expect("proven"))
        .map(|masked| masked.iter().filter(|masked| **masked).count())
        .sum();
    let cells: usize = problems.iter().map(|of| of.counts.len()).sum();
    println!(
        "{what}: {:.3} s, {masked} of {cells} cells masked",
        begun.elapsed().as_secs_f64()
    );
}

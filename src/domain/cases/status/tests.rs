use super::*;
use crate::domain::cases::{CaseLine, sum};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;

const LIMIT: Money = Money::from_oere(200_000_000);

fn year(number: i64) -> Year {
    Year::new(number).unwrap()
}

fn key(municipality: &str, case: &str) -> CaseKey {
    CaseKey {
        municipality: municipality.into(),
        case: case.into(),
    }
}

fn statuses(lines: &[(&str, &str, i64, i64)], asked: (&str, &str, i64)) -> Option<Status> {
    let line = |(municipality, case, of, kroner): &(&str, &str, i64, i64)| CaseLine {
        municipality: (*municipality).into(),
        case: (*case).into(),
        year: year(*of),
        month: None,
        paragraph: Paragraph::Sel107,
        supplier: Supplier::Municipal,
        offer: None,
        cost: Money::from_oere(kroner * 100),
        under_67: None,
    };
    let lines: Vec<CaseLine> = lines.iter().map(line).collect();
    let cases = sum(&lines);
    let rules = (2022..2026).fold(Rules::default(), |r, y| r.with_limit(year(y), LIMIT));
    Years::new(&cases).status(&key(asked.0, asked.1), year(asked.2), &rules)
}

#[test]
fn a_case_is_new_continuing_or_gone() {
    let lines = [
        ("851", "stays", 2022, 3_000_000),
        ("851", "stays", 2023, 2_000_001),
        ("851", "rises", 2022, 2_000_000),
        ("851", "rises", 2023, 3_000_000),
        ("851", "comes", 2023, 3_000_000),
        ("851", "falls", 2022, 3_000_000),
        ("851", "falls", 2023, 2_000_000),
        ("851", "leaves", 2022, 3_000_000),
    ];
    let of = |case| statuses(&lines, ("851", case, 2023));
    assert_eq!(of("stays"), Some(Status::Continuing));
    assert_eq!(of("rises"), Some(Status::New { known: true }));
    assert_eq!(of("comes"), Some(Status::New { known: false }));
    assert_eq!(of("falls"), Some(Status::Gone));
    assert_eq!(of("leaves"), Some(Status::Gone));
    assert_eq!(of("nobody"), None);
}

#[test]
fn a_year_that_the_municipality_has_no_lines_for_is_no_year_before() {
    let lines = [
        ("851", "a", 2023, 3_000_000),
        ("851", "a", 2025, 3_000_000),
        ("846", "b", 2022, 3_000_000),
        ("846", "b", 2024, 3_000_000),
    ];
    assert_eq!(statuses(&lines, ("851", "a", 2023)), None);
    // Neither is a gap, nor a year that has not come in: nothing is gone in it.
    assert_eq!(statuses(&lines, ("851", "a", 2024)), None);
    assert_eq!(statuses(&lines, ("851", "a", 2025)), None);
}

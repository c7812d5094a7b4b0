use proptest::prelude::*;

use super::*;

fn line(paragraph: Paragraph, supplier: Supplier, oere: i64) -> CaseLine {
    CaseLine {
        municipality: "851".into(),
        case: "a".into(),
        year: Year::FIRST,
        month: None,
        paragraph,
        supplier,
        offer: None,
        cost: Money::from_oere(oere),
        under_67: None,
    }
}

fn only(lines: &[CaseLine]) -> CaseYear {
    let mut cases = sum(lines);
    assert_eq!(cases.len(), 1);
    cases.remove(0)
}

#[test]
fn two_million_exactly_is_not_costly_and_an_oere_more_is() {
    let limit = Money::from_oere(200_000_000);
    let at = |oere| only(&[line(Paragraph::Sel107, Supplier::Municipal, oere)]).is_costly(limit);
    assert!(!at(200_000_000));
    assert!(at(200_000_001));
}

#[test]
fn a_case_counts_once_where_most_of_it_is_paid() {
    let case = only(&[
        line(Paragraph::Sel85, Supplier::Private, 60),
        line(Paragraph::Sel107, Supplier::Municipal, 50),
        line(Paragraph::Sel107, Supplier::Regional, 55),
    ]);
    // § 107 has 105 in two suppliers; private has 60 in one paragraph.
    assert_eq!(case.paragraph(), Paragraph::Sel107);
    assert_eq!(case.supplier(), Supplier::Private);
    assert_eq!(case.cost, Money::from_oere(165));
    assert_eq!(case.parts.len(), 3);
}

#[test]
fn ties_go_by_the_stated_order() {
    let tie = |paragraphs: [Paragraph; 2], suppliers: [Supplier; 2]| {
        let lines = [0, 1].map(|i: usize| line(paragraphs[i], suppliers[i], 100));
        let case = only(&lines);
        (case.paragraph(), case.supplier())
    };
    assert_eq!(
        tie(
            [Paragraph::Sel85, Paragraph::Abl105],
            [Supplier::Private, Supplier::Regional]
        ),
        (Paragraph::Abl105, Supplier::Regional)
    );
    assert_eq!(
        tie(
            [Paragraph::Sel108, Paragraph::Sel107],
            [Supplier::Regional, Supplier::Municipal]
        ),
        (Paragraph::Sel107, Supplier::Municipal)
    );
}

#[test]
fn the_same_pseudonym_elsewhere_is_another_case() {
    let mut other = line(Paragraph::Sel107, Supplier::Municipal, 1);
    other.municipality = "846".into();
    let lines = [line(Paragraph::Sel107, Supplier::Municipal, 1), other];
    assert_eq!(sum(&lines).len(), 2);
}

#[test]
fn months_are_known_where_every_line_has_one() {
    let mut january = line(Paragraph::Sel107, Supplier::Municipal, 7);
    january.month = Some(1);
    let mut older = january.clone();
    older.under_67 = Some(false);
    let case = only(&[january.clone(), older]);
    let months = case.months.unwrap();
    assert_eq!(months[0], Money::from_oere(7));
    assert_eq!(case.cost_under_67, Money::from_oere(7));
    assert_eq!(case.cost, Money::from_oere(14));
    let without = line(Paragraph::Sel107, Supplier::Municipal, 1);
    assert_eq!(only(&[january, without]).months, None);
}

fn any_line() -> impl Strategy<Value = CaseLine> {
    let texts = (0usize..3, 0usize..3, prop::option::of(0usize..2));
    let kinds = (0usize..4, 0usize..3, 0i64..3);
    let rest = (
        prop::option::of(1u8..13),
        -50_000_000i64..300_000_000,
        prop::option::of(any::<bool>()),
    );
    (texts, kinds, rest).prop_map(|(texts, kinds, (month, oere, under_67))| CaseLine {
        municipality: ["846", "849", "851"][texts.0].into(),
        case: ["a", "b", "c"][texts.1].into(),
        year: Year::new(2022 + kinds.2).unwrap(),
        month,
        paragraph: Paragraph::ALL[kinds.0],
        supplier: Supplier::ALL[kinds.1],
        offer: texts.2.map(|offer| ["X", "Y"][offer].into()),
        cost: Money::from_oere(oere),
        under_67,
    })
}

proptest! {
    #[test]
    fn order_splits_and_merged_files_change_nothing(
        lines in prop::collection::vec(any_line(), 1..40),
        cut in 0usize..40,
        at in 0usize..40,
        part in -1000i64..1_000_000,
        turn in 0usize..40,
    ) {
        let expected = sum(&lines);
        let total: Money = lines.iter().map(|l| l.cost).sum();
        prop_assert_eq!(expected.iter().map(|c| c.cost).sum::<Money>(), total);

        let mut other = lines.clone();
        // A line in two.
        let split = at % other.len();
        let mut half = other[split].clone();
        half.cost = Money::from_oere(part);
        other[split].cost = Money::from_oere(other[split].cost.oere() - part);
        other.push(half);
        // Another order.
        other.reverse();
        let turn = turn % other.len();
        other.rotate_left(turn);
        prop_assert_eq!(&sum(&other), &expected);
        // Two files.
        let (first, second) = lines.split_at(cut % lines.len());
        prop_assert_eq!(&sum(second.iter().chain(first)), &expected);
        for case in &expected {
            prop_assert_eq!(case.parts.iter().map(|p| p.cost).sum::<Money>(), case.cost);
        }
    }
}

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use super::{Amount, Decomposition, Member, NotDecomposable, decompose};
use crate::domain::number::{Exact, exact, round_half_away};

fn amount((oere, persons): (i64, i64)) -> Amount {
    Amount {
        expenditure: exact(oere, 2),
        persons: exact(persons, 4),
    }
}

/// Øre and ten-thousandths of a person.
type Stated = (i64, i64);

fn members(list: &[(&str, Stated, Stated)]) -> Vec<Member> {
    list.iter()
        .map(|(key, from, to)| Member {
            key: (*key).into(),
            from: amount(*from),
            to: amount(*to),
        })
        .collect()
}

fn whole(decomposition: &Decomposition) -> [i64; 4] {
    let total = decomposition.whole().1;
    [total.volume, total.mix, total.unit_cost, total.change].map(|n| i64::try_from(n).unwrap())
}

/// domain.md, component analysis, 7: the meeting's own three paragraphs 2022 to 2024.
#[test]
fn the_drivers_of_the_meeting() {
    let meeting = members(&[
        (
            "SEL_107",
            (53_247_763_000, 6_260_000),
            (51_469_594_400, 6_023_000),
        ),
        (
            "SEL_108",
            (40_198_098_600, 3_399_000),
            (42_362_290_900, 3_687_000),
        ),
        (
            "ABL_105",
            (114_200_797_200, 14_020_000),
            (117_222_714_500, 13_516_000),
        ),
    ]);
    let [volume, mix, unit_cost, change] = whole(&decompose(&meeting).unwrap());
    assert_eq!(change, 34_079_410);
    assert_eq!(volume + mix + unit_cost, change);
    let millions = |kroner: i64| format!("{:.2}", kroner as i128 as i64 / 10_000);
    assert_eq!(
        [volume, mix, unit_cost].map(millions),
        ["-4044", "1144", "6308"]
    );
}

/// One paragraph: volume = ΔQ·(U0+U1)/2 and unit cost = ΔU·(Q0+Q1)/2, computed by hand.
#[test]
fn one_member_has_no_mix() {
    let one = members(&[("a", (10_000, 20_000), (18_000, 30_000))]);
    // E 100 → 180, Q 2 → 3, U 50 → 60: volume 1·55, unit cost 10·2.5.
    assert_eq!(whole(&decompose(&one).unwrap()), [55, 0, 25, 80]);
}

#[test]
fn who_enters_is_mix() {
    let entering = members(&[
        ("a", (10_000, 20_000), (10_000, 20_000)),
        ("b", (0, 0), (30_000, 20_000)),
    ]);
    let decomposition = decompose(&entering).unwrap();
    let b = &decomposition.members[1].1;
    assert!(b.unit_cost.is_zero());
    assert_eq!(b.change(), exact(300, 0));
    // Q 2 → 4, U 50 → 100: volume 2·75 = 150; mix 3·(−½·50 + ½·150) = 150.
    assert_eq!(whole(&decomposition), [150, 150, 0, 300]);
}

#[test]
fn without_persons_there_is_nothing_to_divide_by() {
    assert_eq!(decompose(&[]), Err(NotDecomposable::NoMembers));
    let before = members(&[("a", (100, 0), (100, 10))]);
    assert_eq!(decompose(&before), Err(NotDecomposable::NoPersonsBefore));
    let after = members(&[("a", (100, 10), (100, 0))]);
    assert_eq!(decompose(&after), Err(NotDecomposable::NoPersonsAfter));
}

/// Zero persons often, so that members enter and leave; expenditure without persons too.
fn year() -> impl Strategy<Value = (i64, i64)> {
    let persons = prop_oneof![2 => Just(0i64), 6 => 1i64..5_000_000];
    let oere = prop_oneof![1 => Just(0i64), 6 => -1_000_000i64..200_000_000_000];
    (oere, persons)
}

fn any_members() -> impl Strategy<Value = Vec<Member>> {
    prop::collection::vec((year(), year()), 1..12).prop_map(|years| {
        years
            .into_iter()
            .enumerate()
            .map(|(i, (from, to))| Member {
                key: format!("{i:02}"),
                from: amount(from),
                to: amount(to),
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn parts_add_up_exactly_and_to_the_krone(members in any_members()) {
        let Ok(decomposition) = decompose(&members) else { return Ok(()) };
        let change: Exact = members.iter().map(|m| &m.to.expenditure - &m.from.expenditure).sum();
        prop_assert_eq!(&decomposition.total.change(), &change);
        for (member, (key, parts)) in members.iter().zip(&decomposition.members) {
            prop_assert_eq!(&member.key, key);
            prop_assert_eq!(parts.change(), &member.to.expenditure - &member.from.expenditure);
        }
        let (rows, total) = decomposition.whole();
        prop_assert_eq!(&total.change, &round_half_away(&change, 0));
        prop_assert_eq!(&total.volume + &total.mix + &total.unit_cost, total.change.clone());
        let sum = |part: fn(&super::WholeParts) -> &BigInt| rows.iter().map(|(_, r)| part(r)).sum::<BigInt>();
        prop_assert_eq!(sum(|r| &r.volume), total.volume.clone());
        prop_assert_eq!(sum(|r| &r.mix), total.mix.clone());
        prop_assert_eq!(sum(|r| &r.unit_cost), total.unit_cost.clone());
        prop_assert_eq!(sum(|r| &r.change), total.change.clone());
        let near = |whole: &BigInt, value: &Exact| (Exact::from_integer(whole.clone()) - value).abs() < exact(3, 0);
        for ((_, row), (_, parts)) in rows.iter().zip(&decomposition.members) {
            prop_assert_eq!(&row.volume + &row.mix + &row.unit_cost, row.change.clone());
            prop_assert!(near(&row.volume, &parts.volume) && near(&row.mix, &parts.mix) && near(&row.unit_cost, &parts.unit_cost));
        }
    }

    #[test]
    fn the_order_of_members_does_not_matter((members, shuffled) in any_members().prop_flat_map(|m| (Just(m.clone()), Just(m).prop_shuffle()))) {
        prop_assert_eq!(decompose(&members).map(|d| d.whole()), decompose(&shuffled).map(|d| d.whole()));
    }

    #[test]
    fn swapping_the_years_changes_the_sign(members in any_members()) {
        let swapped: Vec<Member> = members.iter().cloned()
            .map(|m| Member { key: m.key, from: m.to, to: m.from }).collect();
        if let (Ok(there), Ok(back)) = (decompose(&members), decompose(&swapped)) {
            let (there, back) = (there.whole(), back.whole());
            let negated = |w: &super::WholeParts| [-&w.volume, -&w.mix, -&w.unit_cost, -&w.change];
            let plain = |w: &super::WholeParts| [w.volume.clone(), w.mix.clone(), w.unit_cost.clone(), w.change.clone()];
            prop_assert_eq!(negated(&there.1), plain(&back.1));
            for ((_, a), (_, b)) in there.0.iter().zip(&back.0) {
                prop_assert_eq!(negated(a), plain(b));
            }
        }
    }
}

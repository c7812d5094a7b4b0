//! Unit costs and changes, exact; rounding is the reader's last step.

use num_traits::{Signed, Zero};

use crate::domain::number::{self, Exact};

/// Unit cost (enhedsudgift) = expenditure / full-year persons, in DKK per full-year person.
/// `None` without persons: there is no unit cost then, and never zero.
pub fn unit_cost(expenditure: &Exact, persons: &Exact) -> Option<Exact> {
    persons.is_positive().then(|| expenditure / persons)
}

/// Change from a to b in percent: (b − a) / a × 100. `None` when a is zero. For a negative a the
/// sign follows the direction of the movement: from −100 to −50 is a rise.
pub fn change_pct(a: &Exact, b: &Exact) -> Option<Exact> {
    // (b − a) / |a| with one reduction, at the end.
    let difference = b.numer() * a.denom() - a.numer() * b.denom();
    (!a.is_zero()).then(|| number::quotient(difference * 100, a.numer().abs() * b.denom()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::rounded;
    use proptest::prelude::*;

    #[test]
    fn without_persons_or_base_there_is_no_figure() {
        let n = |v| number::exact(v, 0);
        assert_eq!(unit_cost(&n(100), &n(0)), None);
        assert_eq!(change_pct(&n(0), &n(100)), None);
        assert_eq!(unit_cost(&n(100), &n(4)), Some(n(25)));
    }

    #[test]
    fn the_published_changes_of_section_107() {
        let pct = |a, b| {
            change_pct(&number::exact(a, 1), &number::exact(b, 1)).and_then(|c| rounded(&c, 2))
        };
        assert_eq!(
            pct(5_324_776_300, 5_146_959_440).unwrap().to_string(),
            "-3.34"
        );
        assert_eq!(pct(6260, 6023).unwrap().to_string(), "-3.79");
        assert_eq!(pct(6164, 6023).unwrap().to_string(), "-2.29");
    }

    proptest! {
        #[test]
        fn a_change_is_the_difference_over_the_first(
            a in any::<(i64, i32)>(), b in any::<(i64, i32)>()
        ) {
            let value = |(n, d): (i64, i32)| {
                Exact::new(n.into(), (i64::from(d).abs() + 1).into())
            };
            let (a, b) = (value(a), value(b));
            let plain = (!a.is_zero()).then(|| (&b - &a) / a.abs() * number::exact(100, 0));
            prop_assert_eq!(change_pct(&a, &b), plain);
        }
    }
}

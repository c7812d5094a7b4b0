//! What is too small a group to tell of.

use std::collections::BTreeSet;

use super::costly::Costly;

/// Fewer cases are a small group.
pub const FEWEST: usize = 5;

/// Whether nothing may be told of the cost of these cases: they are few; or the largest is more
/// than 85 % of it; or the second largest could tell the largest to within a tenth, since what all
/// others cost is less than that. Of no cases nothing is hidden.
pub fn is_small<'a>(cases: impl IntoIterator<Item = &'a Costly>) -> bool {
    let oere = |case: &Costly| i128::from(case.cost.oere());
    are_few(cases.into_iter().map(oere).collect())
}

/// The same of what each costs, or of what each changes a cost by, in øre.
pub fn are_few(mut costs: Vec<i128>) -> bool {
    costs.sort_unstable_by(|a, b| b.cmp(a));
    let total: i128 = costs.iter().sum();
    let Some(first) = costs.first() else {
        return false;
    };
    let second = costs.get(1).unwrap_or(&0);
    costs.len() < FEWEST || first * 100 > total * 85 || (total - first - second) * 10 < *first
}

/// The same as anybody sees it: each municipality knows what its own cases change and takes that
/// away. Of what one municipality changes alone it learns nothing itself.
pub fn are_few_to_anybody(changes: &[(&str, i128)]) -> bool {
    let without = |reader: Option<&str>| {
        let of_others = changes.iter().filter(|(code, _)| Some(*code) != reader);
        are_few(of_others.map(|(_, change)| *change).collect())
    };
    let municipalities: BTreeSet<&str> = changes.iter().map(|(code, _)| *code).collect();
    without(None) || municipalities.into_iter().any(|code| without(Some(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes<'a>(of: &[(&'a str, usize)]) -> Vec<(&'a str, i128)> {
        let each = |(code, persons): &(&'a str, usize)| vec![(*code, 1_000); *persons];
        of.iter().flat_map(each).collect()
    }

    #[test]
    fn what_one_municipality_changes_is_judged_as_the_others_see_it() {
        assert!(!are_few_to_anybody(&[]));
        assert!(are_few_to_anybody(&changes(&[("851", 4)])));
        assert!(!are_few_to_anybody(&changes(&[("851", 5)])));
    }

    #[test]
    fn who_knows_the_own_persons_does_not_learn_of_few_others() {
        // Eight in all, but 851 takes its six away.
        assert!(are_few_to_anybody(&changes(&[("851", 6), ("860", 2)])));
        assert!(!are_few_to_anybody(&changes(&[("851", 6), ("860", 5)])));
        // Whoever takes the own away sees five of three others.
        let of_four = [("851", 2), ("860", 2), ("810", 2), ("787", 1)];
        assert!(!are_few_to_anybody(&changes(&of_four)));
    }
}

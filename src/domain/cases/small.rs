//! What is too small a group to tell of.

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

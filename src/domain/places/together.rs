//! Entries beside each other: which are about the same days, and whether they are more than the
//! offer has.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::entry::{About, Entry};
use super::timeline::Timeline;

/// The entries of the same offer, kind and paragraph that are vacant on some of the same days: they
/// may be the same places, so whoever logs sees them before it is saved.
pub fn overlapping<'a>(
    entries: &'a [Entry],
    about: &About,
    from: Date,
    to: Option<Date>,
) -> Vec<&'a Entry> {
    let same = |entry: &&Entry| {
        let other = &entry.about;
        (&other.offer_id, other.kind, other.paragraph)
            == (&about.offer_id, about.kind, about.paragraph)
    };
    entries
        .iter()
        .filter(same)
        .filter(|entry| entry.timeline().meets(from, to))
        .collect()
}

/// The most that are vacant at once on the days that one entry is, with those beside it, and the
/// first such day; `None` when it never is.
pub fn most_beside(one: &Timeline, others: &[Timeline]) -> Option<(Date, i64)> {
    let days = others.iter().chain([one]).flat_map(Timeline::pieces);
    let days: BTreeSet<Date> = days.map(|piece| piece.from).collect();
    let mut most: Option<(Date, i64)> = None;
    for day in days.into_iter().filter(|day| one.vacant_on(*day) > 0) {
        let beside = others.iter().map(|line| line.vacant_on(day)).sum::<i64>();
        let vacant = one.vacant_on(day) + beside;
        if most.is_none_or(|(_, most)| vacant > most) {
            most = Some((day, vacant));
        }
    }
    most
}

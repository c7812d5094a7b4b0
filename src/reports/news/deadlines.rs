//! What is due in seven days: explanations that were asked for, milestones one owns, entries of vacant places
//! that one confirms. Those of one day are one piece of news.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Scope;
use super::requests::{cases, waits};
use crate::domain::danish::{counted, danish_date};
use crate::domain::follow_up::CaseKey;
use crate::domain::news::{Item, Kind, Reader, Span, Target};
use crate::domain::people::{Right, Role};
use crate::domain::places::fresh::CONFIRM_WITHIN;
use crate::domain::workplan::{Owner, Tracked};
use crate::reports::ReportError;
use crate::storage::places::{self, Wanted};
use crate::storage::{Db, workplan};

pub(super) fn of(
    db: &mut Db,
    reader: &Reader,
    (scope, span): (&Scope, &Span),
) -> Result<Vec<Item>, ReportError> {
    let may = |right| reader.standing.may(right);
    let mut items = Vec::new();
    if may(Right::Explain) || may(Right::FollowUp) {
        items.extend(explanations(db, reader, (scope, span))?);
    }
    if may(Right::UpdateMilestones) {
        items.extend(milestones(db, reader, span)?);
    }
    if may(Right::LogPlaces) {
        items.extend(confirmations(db, (scope, span))?);
    }
    Ok(items)
}

/// A chef's own, to give; of whoever follows up all, to wait for.
fn explanations(
    db: &mut Db,
    reader: &Reader,
    (scope, span): (&Scope, &Span),
) -> Result<Vec<Item>, ReportError> {
    let mut by_day: BTreeMap<Date, Vec<CaseKey>> = BTreeMap::new();
    for (case, events) in cases(db, span.versions.1)? {
        let Some(asked) = waits(&events) else {
            continue;
        };
        let Some(due) = asked.due.filter(|due| span.nears(*due, asked.version)) else {
            continue;
        };
        if scope.sees(&case.offer_id) {
            by_day.entry(due).or_default().push(case);
        }
    }
    let gives = reader.standing.may(Right::Explain);
    let item = |(due, mut cases): (Date, Vec<CaseKey>)| {
        let many = counted(cases.len(), "forklaring", "forklaringer");
        let verb = if gives { "skal gives" } else { "ventes" };
        let words = format!("{many} {verb} senest {}", danish_date(due));
        let target = match (cases.pop(), cases.is_empty()) {
            (Some(case), true) => Target::Case(case),
            _ => Target::FollowUp,
        };
        Item::new(Kind::Deadline, words, target)
    };
    Ok(by_day.into_iter().map(item).collect())
}

/// A working group's own, or the secretariat's.
fn milestones(db: &mut Db, reader: &Reader, span: &Span) -> Result<Vec<Item>, ReportError> {
    let owner = match reader.standing.role() {
        Some(Role::Secretariat) => Owner::Secretariat,
        _ => Owner::WorkingGroup,
    };
    let kept = workplan::plans(db, span.versions.1)?.into_iter();
    let all = kept
        .filter(|kept| kept.is_there_on(span.days.1))
        .flat_map(|kept| kept.milestones);
    let near = |tracked: Tracked| {
        let standing = tracked.newest();
        let open = standing.owner == owner && !standing.status.is_closed();
        (open && span.nears(standing.due, tracked.version())).then(|| {
            let due = danish_date(standing.due);
            let words = format!("Milepælen »{}« har frist {due}", tracked.milestone.title);
            let target = Target::Milestone(tracked.milestone.key);
            (standing.due, Item::new(Kind::Deadline, words, target))
        })
    };
    let mut found: Vec<(Date, Item)> = all.filter_map(near).collect();
    found.sort_by_key(|(due, _)| *due);
    Ok(found.into_iter().map(|(_, item)| item).collect())
}

/// Entries of the offers that one answers for.
fn confirmations(db: &mut Db, (scope, span): (&Scope, &Span)) -> Result<Vec<Item>, ReportError> {
    let today = span.days.1;
    let open = places::entries(db, Wanted::OpenOn(today), span.versions.1)?;
    let mut by_day: BTreeMap<Date, usize> = BTreeMap::new();
    for entry in open {
        let due = entry
            .confirmed_on(today)
            .saturating_add(i64::from(CONFIRM_WITHIN).days());
        if scope.answers_for(&entry.about.offer_id) && span.nears(due, 0) {
            *by_day.entry(due).or_default() += 1;
        }
    }
    let item = |(due, count)| {
        let entries = counted(
            count,
            "opslag om ledige pladser",
            "opslag om ledige pladser",
        );
        let words = format!("{entries} skal bekræftes senest {}", danish_date(due));
        Item::new(Kind::Deadline, words, Target::OwnPlaces)
    };
    Ok(by_day.into_iter().map(item).collect())
}

//! How milestones and their updates are put in words.

use jiff::civil::Date;

use crate::domain::danish::danish_date;
use crate::domain::places::fresh::days_between;
use crate::domain::workplan::{Standing, Status, Tracked, Update};

/// A shape for each status, so that nobody has to tell them by colour.
pub const fn shape(status: Status) -> &'static str {
    match status {
        Status::Planned => "\u{25CB}",
        Status::InProgress => "\u{25D0}",
        Status::AtRisk => "\u{25B2}",
        Status::Done => "\u{2714}",
        Status::Dropped => "\u{2715}",
    }
}

/// "1 af 3".
pub fn done_of_all(standing: &Standing) -> String {
    format!("{} af {}", standing.done(), standing.progress.len())
}

/// "i dag", "i morgen", "om 12 dage", "for 3 dage siden".
pub fn away(due: Date, day: Date) -> String {
    match days_between(day, due) {
        0 => "i dag".to_owned(),
        1 => "i morgen".to_owned(),
        -1 => "i går".to_owned(),
        days if days < 0 => format!("for {} dage siden", -days),
        days => format!("om {days} dage"),
    }
}

/// What an update changed of what stood before it; a note alone changes nothing.
pub fn changed(before: &Standing, update: &Update) -> Vec<String> {
    let change = &update.change;
    let mut words = Vec::new();
    words.extend(change.status.map(|new| {
        let old = before.status.label();
        format!("Status: {old} → {}", new.label())
    }));
    words.extend(change.due.map(|new| {
        let old = danish_date(before.due);
        format!("Frist: {old} → {}", danish_date(new))
    }));
    words.extend(change.owner.map(|new| {
        let old = before.owner.label();
        format!("Ansvarlig: {old} → {}", new.label())
    }));
    words.extend(change.progress.iter().map(|(number, new)| {
        let old = number.checked_sub(1).and_then(|at| before.progress.get(at));
        let old = old.map_or("", |old| old.label());
        format!("Leverance {number}: {old} → {}", new.label())
    }));
    if words.is_empty() {
        words.push("Bemærkning".to_owned());
    }
    words
}

/// Each update with what it changed, the oldest first.
pub fn history(tracked: &Tracked) -> Vec<(&Update, Vec<String>)> {
    let mut stands = tracked.planned();
    let mut told = Vec::new();
    for update in &tracked.updates {
        told.push((update, changed(&stands, update)));
        stands = stands.after(update);
    }
    told
}

/// What was said since an update was seen, the oldest first.
pub fn since(tracked: &Tracked, seen: i64) -> Vec<String> {
    let told = history(tracked).into_iter();
    told.filter(|(update, _)| update.version > seen)
        .map(|(update, changed)| {
            let (by, changed) = (&update.by, changed.join("; "));
            format!("{by}: {changed}. {}", update.why)
        })
        .collect()
}

//! The picture of a plan: a line of time, and on it each milestone from the first day of its half-year
//! to the day that it is due. A drawing of the server's own; the table beside it says the same.

use jiff::civil::Date;

use super::words;
use crate::domain::places::fresh::days_between;
use crate::domain::workplan::HalfYear;
use crate::reports::workplan::list::Row;

/// In units of the drawing, which is as wide as its place.
pub const WIDTH: i32 = 400;
const MARGIN: i32 = 8;
const HEAD: i32 = 30;
const GROUP: i32 = 26;
const LINE: i32 = 34;
/// Letters of a title that fit on a line.
const LETTERS: usize = 62;

pub struct Timeline {
    pub height: i32,
    /// What it shows, for who does not see it.
    pub label: String,
    pub periods: Vec<Tick>,
    pub groups: Vec<Group>,
    pub bars: Vec<Bar>,
    /// Where the day is that is asked about, when it lies in the plan.
    pub day: Option<i32>,
}

/// The first day of a half-year.
pub struct Tick {
    pub x: i32,
    pub words: String,
}

/// The name of a focus area over its milestones.
pub struct Group {
    pub y: i32,
    pub words: String,
}

/// A milestone.
pub struct Bar {
    pub title: String,
    pub title_y: i32,
    pub y: i32,
    pub x: i32,
    pub width: i32,
    /// Where it is due, with the shape of its status.
    pub due: i32,
    pub shape_y: i32,
    pub shape: &'static str,
    pub class: &'static str,
    /// From the due date to the day, of one that is overdue.
    pub late: Option<i32>,
}

/// Days of a plan on a line.
struct Scale {
    first: Date,
    days: i32,
}

impl Scale {
    fn x(&self, day: Date) -> i32 {
        let passed = days_between(self.first, day).clamp(0, self.days);
        MARGIN + (WIDTH - 2 * MARGIN) * passed / self.days
    }
}

impl Timeline {
    /// The milestones of a plan, focus area by focus area.
    pub fn new(periods: &[HalfYear], areas: &[(&str, Vec<&Row>)], day: Date) -> Timeline {
        let rows = || areas.iter().flat_map(|(_, rows)| rows);
        let starts = periods.iter().map(|period| period.starts).min();
        let ends = periods.iter().map(|period| period.ends);
        let last = ends.chain(rows().map(|row| row.standing.due)).max();
        let first = starts.unwrap_or(day);
        let scale = Scale {
            first,
            days: days_between(first, last.unwrap_or(day)).max(1),
        };
        let mut y = HEAD;
        let (mut groups, mut bars) = (Vec::new(), Vec::new());
        for (title, rows) in areas.iter().filter(|(_, rows)| !rows.is_empty()) {
            groups.push(Group {
                y: y + 17,
                words: shortened(title),
            });
            y += GROUP;
            for row in rows {
                bars.push(bar(row, y, &scale, day));
                y += LINE;
            }
        }
        let within = (scale.first..=last.unwrap_or(day)).contains(&day);
        let late = rows().filter(|row| row.is_overdue()).count();
        Timeline {
            height: y + 8,
            label: format!(
                "Tidslinje med {} milepæle; overskredet: {late}. Tabellen ved siden af siger det samme.",
                rows().count()
            ),
            periods: periods
                .iter()
                .map(|period| Tick {
                    x: scale.x(period.starts),
                    words: period.title.clone(),
                })
                .collect(),
            groups,
            bars,
            day: within.then(|| scale.x(day)),
        }
    }
}

fn bar(row: &Row, y: i32, scale: &Scale, day: Date) -> Bar {
    let (starts, due) = (
        scale.x(row.tracked.period.starts),
        scale.x(row.standing.due),
    );
    let status = row.standing.status;
    Bar {
        title: shortened(&row.tracked.milestone.title),
        title_y: y + 11,
        y: y + 17,
        x: starts,
        width: (due - starts).max(4),
        due: due.min(WIDTH - MARGIN),
        shape_y: y + 25,
        shape: words::shape(status),
        class: status.key(),
        late: row.is_overdue().then(|| (scale.x(day) - due).max(2)),
    }
}

/// As much of a title as fits.
fn shortened(title: &str) -> String {
    if title.chars().count() <= LETTERS {
        return title.to_owned();
    }
    let kept: String = title.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

//! What place-days are counted of: of each entry the days between two changes of its number, as whole
//! numbers. They are kept beside the entries in this form, so that the occupancy of ten years is one walk over them.

use std::fmt::Write as _;
use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::day_taken::DayTaken;
use super::entry::Entry;
use super::fresh::{day_number, days_between};
use crate::domain::money::Money;
use crate::domain::number::{Exact, exact, ratio};

/// Consecutive days on which the same number of one entry stood empty. An entry of which none ever did has one
/// without days: that somebody logged it tells something too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first day, as [`day_number`] has it.
    pub from: i32,
    /// The first day after it; `None` while it is open.
    pub until: Option<i32>,
    pub vacant: i64,
    /// How many of them were taken on the first day after it.
    pub taken: i64,
    /// Of a dwelling: what one costs a month.
    pub rent: Option<Money>,
}

impl Span {
    /// Place-days within a period, as [`super::Timeline::place_days`] counts them.
    pub fn place_days(&self, period: &Range<i32>, day_taken: &DayTaken) -> i64 {
        let until = self.until.unwrap_or(period.end).min(period.end);
        let days = (until - self.from.max(period.start)).max(0);
        let last = self
            .until
            .filter(|day| self.taken > 0 && period.contains(day));
        let taken = last.filter(|day| day_taken.counts(*day));
        i64::from(days) * self.vacant + taken.map_or(0, |_| self.taken)
    }
}

/// The spans of some entries, by their first days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Those of entries.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Spans {
        let mut spans: Vec<Span> = entries.into_iter().flat_map(spans_of).collect();
        spans.sort_by_key(|span| (span.from, span.until.unwrap_or(i32::MAX)));
        Spans(spans)
    }

    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// The first day that anything was said to be vacant on.
    pub fn first(&self) -> Option<i32> {
        self.0.first().map(|span| span.from)
    }

    /// Place-days within a period: from its first day up to, and not counting, its last.
    pub fn place_days(&self, period: &Range<Date>, day_taken: &DayTaken) -> i64 {
        let period = day_number(period.start)..day_number(period.end);
        let spans = self.begun(period.end).iter();
        spans.map(|span| span.place_days(&period, day_taken)).sum()
    }

    /// Adds the place-days of consecutive periods to a sum for each: `bounds` are their first days, in order, and
    /// the first day after the last of them, as [`day_number`] has them.
    pub fn add_to(&self, sums: &mut [i64], bounds: &[i32], day_taken: &DayTaken) {
        let (Some(start), Some(end)) = (bounds.first().copied(), bounds.last().copied()) else {
            return;
        };
        let period_of = |day: i32| {
            bounds
                .partition_point(|bound| *bound <= day)
                .saturating_sub(1)
        };
        for span in self.begun(end) {
            let until = span.until.unwrap_or(end).min(end);
            let mut from = span.from.max(start);
            let mut at = period_of(from);
            while from < until {
                let next = bounds[at + 1].min(until);
                sums[at] += i64::from(next - from) * span.vacant;
                (from, at) = (next, at + 1);
            }
            let last = span
                .until
                .filter(|day| span.taken > 0 && (start..end).contains(day));
            if let Some(day) = last.filter(|day| day_taken.counts(*day)) {
                sums[period_of(day)] += span.taken;
            }
        }
    }

    /// The rent that dwellings lost in a period, in kroner: of each month the days that they stood empty
    /// over the days of that month, times what a month costs. `None` where one stood empty and no rent
    /// is stated.
    pub fn rent_lost(&self, period: &Range<Date>, day_taken: &DayTaken) -> Option<Exact> {
        let mut sum = exact(0, 0);
        let mut first = period.start.first_of_month();
        while first < period.end {
            let next = first.checked_add(1.month()).ok()?;
            let within = day_number(first.max(period.start))..day_number(next.min(period.end));
            for span in self.begun(within.end) {
                let days = span.place_days(&within, day_taken);
                if days > 0 {
                    let part = ratio(i128::from(days), i128::from(days_between(first, next)));
                    sum += part * span.rent?.exact();
                }
            }
            first = next;
        }
        Some(sum)
    }

    /// Those that begin before a day.
    fn begun(&self, end: i32) -> &[Span] {
        &self.0[..self.0.partition_point(|span| span.from < end)]
    }

    /// As they are kept: `from,days,vacant,taken,rent`, between semicolons. Days are left out while it is
    /// open, the rent (in øre) where there is none.
    pub fn kept(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 14);
        for span in &self.0 {
            if !text.is_empty() {
                text.push(';');
            }
            let days = span.until.map(|until| (until - span.from).to_string());
            let (from, days) = (span.from, days.unwrap_or_default());
            let _ = write!(text, "{from},{days},{},{}", span.vacant, span.taken);
            if let Some(rent) = span.rent {
                let _ = write!(text, ",{}", rent.oere());
            }
        }
        text
    }

    /// Reads what [`Spans::kept`] wrote; `None` where it did not.
    pub fn read(text: &str) -> Option<Spans> {
        if text.is_empty() {
            return Some(Spans::default());
        }
        let mut spans = Vec::with_capacity(text.len() / 10);
        for one in text.split(';') {
            let mut numbers = one.split(',');
            let mut next = || match numbers.next()? {
                "" => Some(None),
                number => number.parse::<i64>().ok().map(Some),
            };
            let from = i32::try_from(next()??).ok()?;
            let until = match next()? {
                Some(days) => Some(from.checked_add(i32::try_from(days).ok()?)?),
                None => None,
            };
            spans.push(Span {
                from,
                until,
                vacant: next()??,
                taken: next()??,
                rent: next().flatten().map(Money::from_oere),
            });
        }
        Some(Spans(spans))
    }
}

fn spans_of(entry: &Entry) -> Vec<Span> {
    let timeline = entry.timeline();
    let pieces = timeline.pieces();
    let rent = entry.terms().rent;
    let span = |(at, piece): (usize, &super::Piece)| {
        let next = pieces.get(at + 1);
        Span {
            from: day_number(piece.from),
            until: next.map(|next| day_number(next.from)),
            vacant: piece.vacant,
            taken: next.map_or(0, |next| next.taken),
            rent,
        }
    };
    let vacant = |span: &Span| span.vacant > 0 && span.until != Some(span.from);
    let mut spans: Vec<Span> = pieces.iter().enumerate().map(span).filter(vacant).collect();
    // Since when it is known counts from the first day that was said, empty or not.
    let first = pieces.first().map(|piece| day_number(piece.from));
    if let Some(first) = first.filter(|first| spans.first().is_none_or(|s| s.from > *first)) {
        spans.insert(
            0,
            Span {
                from: first,
                until: Some(first),
                vacant: 0,
                taken: 0,
                rent: None,
            },
        );
    }
    spans
}

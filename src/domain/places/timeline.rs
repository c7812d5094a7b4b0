//! How many are vacant on which day, and what they add up to in place-days.

use std::ops::Range;

use jiff::civil::Date;

use super::day_taken::DayTaken;
use super::fresh::days_between;

/// From a day on so many are vacant, until the next piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub from: Date,
    pub vacant: i64,
    /// Of those vacant the day before, how many were taken on `from`: the others that went were
    /// closed, or never were.
    pub taken: i64,
}

/// The pieces of an entry, in order of their days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline(Vec<Piece>);

impl Timeline {
    /// What is last said of a day holds: each step covers every day from its own on, and takes
    /// away what earlier steps said of them.
    ///
    /// `words` are the day, the number and whether it was by taking; `first` is the first day and
    /// `to` the last word's end.
    pub(super) fn of(
        words: impl Iterator<Item = (Date, i64, bool)>,
        first: Date,
        to: Option<Date>,
    ) -> Timeline {
        let mut line = Timeline::default();
        for (on, vacant, by_taking) in words {
            // The first word holds from the first day, also when that day was moved since.
            let on = if line.0.is_empty() {
                first
            } else {
                on.max(first)
            };
            line.say(on, vacant, by_taking);
        }
        if let Some(to) = to {
            line.say(to.max(first), 0, true);
        }
        line
    }

    /// So many from a day up to, and not with, another.
    pub fn between(from: Date, to: Option<Date>, vacant: i64) -> Timeline {
        let mut line = Timeline::default();
        line.say(from, vacant, false);
        if let Some(to) = to {
            line.say(to.max(from), 0, true);
        }
        line
    }

    /// From a day on there are so many; what was said of later days is taken back.
    fn say(&mut self, on: Date, vacant: i64, by_taking: bool) {
        let stands = |piece: &Piece| piece.from <= on && piece.vacant == vacant;
        if self.0.last().is_some_and(stands) {
            return;
        }
        self.0.retain(|piece| piece.from < on);
        let had = self.0.last().map_or(0, |piece| piece.vacant);
        let taken = if by_taking { (had - vacant).max(0) } else { 0 };
        self.0.push(Piece {
            from: on,
            vacant,
            taken,
        });
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// How many are vacant on a day.
    pub fn vacant_on(&self, day: Date) -> i64 {
        let held = self.0.iter().rev().find(|piece| piece.from <= day);
        held.map_or(0, |piece| piece.vacant)
    }

    /// The first day from which none is vacant any more; `None` while it is open.
    pub fn ends(&self) -> Option<Date> {
        let ended = self.0.iter().rev().take_while(|piece| piece.vacant == 0);
        ended.last().map(|piece| piece.from)
    }

    /// Whether any is vacant on some day of both: the days of the second are from a day up to, and
    /// not with, another (open where there is none).
    pub fn meets(&self, from: Date, to: Option<Date>) -> bool {
        let nexts = self.0.iter().skip(1).map(|next| Some(next.from));
        self.0
            .iter()
            .zip(nexts.chain([None]))
            .any(|(piece, until)| {
                piece.vacant > 0
                    && to.is_none_or(|to| piece.from < to)
                    && until.is_none_or(|until| from < until)
                    && to.is_none_or(|to| from < to)
            })
    }

    /// Place-days (pladsdøgn) within a period: from its first day up to, and not counting, its
    /// last. Whoever asks "as of" a day lets the period end there: an open entry counts to it.
    ///
    /// A place is vacant from its first day up to, and not counting, the day it is taken, unless
    /// the parameter says that this day counts; one that was closed is not vacant from that day.
    pub fn place_days(&self, period: &Range<Date>, day_taken: &DayTaken) -> i64 {
        let mut sum = 0;
        for (at, piece) in self.0.iter().enumerate() {
            let until = self.0.get(at + 1).map_or(period.end, |next| next.from);
            let (from, to) = (piece.from.max(period.start), until.min(period.end));
            sum += i64::from(days_between(from, to).max(0)) * piece.vacant;
            if piece.taken > 0 && period.contains(&piece.from) && day_taken.counts_on(piece.from) {
                sum += piece.taken;
            }
        }
        sum
    }
}

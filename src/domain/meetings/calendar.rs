//! Meetings that increases are discussed at, and which comes next.

use jiff::civil::Date;

use super::life::State;

/// A meeting (møde): of KKR, of the steering group (Den Administrative Styregruppe), or another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub id: String,
    /// The data version that added it.
    pub version: i64,
    pub date: Date,
    pub title: String,
    /// Empty where none is known.
    pub place: String,
    pub kind: MeetingKind,
    pub state: State,
    /// The data version that its paper was sent at for the first time: from then on items keep
    /// their numbers, and what is added is late.
    pub first_sent: Option<i64>,
    pub added_by: String,
    /// RFC 3339, UTC.
    pub added_at: String,
    pub cancelled: Option<Cancelled>,
}

impl Meeting {
    /// Whether it can still be prepared, held and so on.
    pub fn is_on(&self) -> bool {
        self.cancelled.is_none()
    }

    /// Whether others than those who prepare it may see its agenda: once that was sent, and for ever
    /// after, unless it is being prepared again.
    pub fn is_public(&self) -> bool {
        self.state != State::Planned
    }
}

/// That a meeting was cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancelled {
    pub version: i64,
    pub by: String,
    pub at: String,
    pub why: String,
}

/// Whose meeting it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingKind {
    /// The mayors' board of the region's municipalities (Kommunekontaktrådet).
    Kkr,
    /// Den Administrative Styregruppe (DAS), twice a year.
    SteeringGroup,
    Other,
}

impl MeetingKind {
    pub const ALL: [MeetingKind; 3] = [
        MeetingKind::Kkr,
        MeetingKind::SteeringGroup,
        MeetingKind::Other,
    ];

    /// The key in forms and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            MeetingKind::Kkr => "kkr",
            MeetingKind::SteeringGroup => "steering_group",
            MeetingKind::Other => "other",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            MeetingKind::Kkr => "KKR Nordjylland",
            MeetingKind::SteeringGroup => "Den Administrative Styregruppe",
            MeetingKind::Other => "Andet møde",
        }
    }

    /// As the number of a paper begins: "KKR-2025-06-20". Plain letters: it is looked for in the bytes of
    /// files, and stands in their names.
    pub const fn short(self) -> &'static str {
        match self {
            MeetingKind::Kkr => "KKR",
            MeetingKind::SteeringGroup => "DAS",
            MeetingKind::Other => "MOEDE",
        }
    }

    /// As people call it in short: "KKR".
    pub const fn short_label(self) -> &'static str {
        match self {
            MeetingKind::Kkr => "KKR",
            MeetingKind::SteeringGroup => "Styregruppen",
            MeetingKind::Other => "Andet møde",
        }
    }

    pub fn from_key(key: &str) -> Option<MeetingKind> {
        MeetingKind::ALL.into_iter().find(|k| k.key() == key)
    }
}

/// The first meeting of the steering group on a day or after it that was not cancelled.
pub fn next_meeting(meetings: &[Meeting], on: Date) -> Option<&Meeting> {
    meetings
        .iter()
        .filter(|m| m.kind == MeetingKind::SteeringGroup && m.cancelled.is_none() && m.date >= on)
        .min_by_key(|m| (m.date, m.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_meeting_is_not_a_cancelled_one() {
        let meeting = |version: i64, day, cancelled: bool| Meeting {
            id: version.to_string(),
            version,
            date: Date::constant(2026, 5, day),
            title: String::new(),
            place: String::new(),
            kind: MeetingKind::SteeringGroup,
            state: State::Planned,
            first_sent: None,
            added_by: String::new(),
            added_at: String::new(),
            cancelled: cancelled.then(|| Cancelled {
                version: 9,
                by: String::new(),
                at: String::new(),
                why: String::new(),
            }),
        };
        let meetings = [
            meeting(1, 20, false),
            meeting(2, 10, true),
            meeting(3, 12, false),
        ];
        let next = |day| next_meeting(&meetings, Date::constant(2026, 5, day)).map(|m| m.version);
        assert_eq!(next(1), Some(3));
        assert_eq!(next(12), Some(3));
        assert_eq!(next(13), Some(1));
        assert_eq!(next(21), None);
    }
}

//! Meetings: [`calendar`] (a meeting, and which comes next), [`life`] (planned, sent, held, closed),
//! [`agenda`] (its items), [`decision`] (what became of them), [`table`] (figures that somebody brings).

pub mod agenda;
pub mod calendar;
pub mod decision;
pub mod life;
pub mod table;

pub use agenda::{Content, Item};
pub use calendar::{Cancelled, Meeting, MeetingKind, next_meeting};
pub use decision::{Code, Decision, Note, NoteKind};
pub use life::{State, Step, Stepped};
pub use table::Table;

//! `/moeder`: meetings, their agendas and what was decided.

pub mod list;

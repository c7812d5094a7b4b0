//! Pages about single cases: [`published`] is what everybody may be told, and [`control`] whether it
//! gives anybody away; [`own`] is the list of a head of department's own municipality, and
//! [`own_case`] one of them. Of the own none is ever cached, here or in a browser, and every look is
//! in the log.

pub mod control;
pub mod links;
pub mod own;
pub mod own_case;
pub mod published;
mod words;

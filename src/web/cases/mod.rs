//! Pages about single cases: [`own`] is the list of a head of department's own municipality, and
//! [`own_case`] one of them. None of them is ever cached, here or in a browser, and every look is
//! in the log.

pub mod links;
pub mod own;
pub mod own_case;
mod words;

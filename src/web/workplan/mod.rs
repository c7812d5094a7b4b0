//! Pages of the workplan.
//!
//! Reading order: [`board`] (`/arbejdsplan`), [`timeline`] (its picture), [`milestone`]
//! (`/arbejdsplan/KEY`: one milestone, what was said of it, and what can be), [`documents`] (what is attached to it), [`plans`] (`/arbejdsplan/planer`), [`calendar`] (due dates for calendar programs),
//! [`evidence`] (figures on cards), [`sent`], [`words`] and [`links`].

pub mod board;
pub mod calendar;
pub mod documents;
pub mod evidence;
pub mod links;
pub mod milestone;
pub mod plans;
pub mod sent;
pub mod timeline;
pub mod words;

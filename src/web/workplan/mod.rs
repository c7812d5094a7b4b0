//! Pages of the workplan.
//!
//! Reading order: [`board`] (`/arbejdsplan`), [`timeline`] (its picture), [`milestone`]
//! (`/arbejdsplan/KEY`: one milestone, what was said of it, and what can be), [`sent`], [`words`] and
//! [`links`].

pub mod board;
pub mod links;
pub mod milestone;
pub mod sent;
pub mod timeline;
pub mod words;

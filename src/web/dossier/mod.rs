//! Pages of meetings' papers: [`verify`] whether a file is one.

pub mod verify;

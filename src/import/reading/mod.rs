//! From bytes to rows of text with their lines, whatever program wrote the file.
//!
//! Reading order: [`detect`] (what the file is), [`encoding`] and [`csv`], [`archive`] with
//! [`xlsx`] (its parts in [`package`]) and [`ods`], [`numbers`] (what a cell's number is as text), [`rows`] (what all give).

pub(super) mod archive;
pub(super) mod csv;
pub(super) mod detect;
pub(super) mod encoding;
pub(super) mod numbers;
pub(super) mod ods;
mod package;
pub(super) mod rows;
pub(super) mod xlsx;

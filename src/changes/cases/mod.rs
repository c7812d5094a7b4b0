//! Single cases: what a file of lines changes ([`CaseFile`]), that somebody looked ([`looks`]), what
//! a head of department wrote when a case was gone through ([`reviews`]), the [`deletion`] of what
//! is too old, and the [`publish`]ed tables, made anew whenever one of these changes them.

pub mod deletion;
mod file;
pub mod looks;
mod publish;
pub mod reviews;

pub use file::CaseFile;

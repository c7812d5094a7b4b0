//! Single cases: what a file of lines changes ([`CaseFile`]), that somebody looked ([`looks`]), what
//! a head of department wrote when a case was gone through ([`reviews`]), and the [`deletion`] of what
//! is too old.

pub mod deletion;
mod file;
pub mod looks;
pub mod reviews;

pub use file::CaseFile;

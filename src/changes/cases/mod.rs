//! Single cases: what a file of lines changes ([`CaseFile`]), that somebody looked ([`looks`]), what
//! a head of department wrote when a case was gone through ([`reviews`]), the [`deletion`] of what
//! is too old, the [`publish`]ed tables, made anew whenever one of these changes them, and the
//! [`checks`] of these.

pub mod checks;
pub mod deletion;
mod file;
pub mod looks;
mod publish;
pub mod reviews;

pub use file::CaseFile;

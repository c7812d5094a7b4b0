//! The papers of meetings: what a report of one shows ([`shown`]), what has [`changed`] since it was sent
//! and by what ([`causes`]), and whether a file is one ([`verdict`]).

pub mod causes;
pub mod changed;
pub mod shown;
pub mod verdict;

//! Pages of the analyses. [`list`] is the catalogue, [`analysis`] one of them with its form and its
//! answer, [`files`] the same as a file; [`asked`] reads and runs for both, [`links`] has the addresses.

pub mod analysis;
mod asked;
mod fields;
pub mod files;
pub mod links;
pub mod list;

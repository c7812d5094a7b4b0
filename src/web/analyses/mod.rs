//! Pages of the analyses. [`list`] is the catalogue, [`analysis`] one of them with its form and its
//! answer, [`files`] the same as a file, [`figure`] where one of its figures comes from, with its [`comments`], [`follow`] who is told when it changes;
//! [`asked`] reads and runs for both, [`links`] has the addresses.

pub mod analysis;
mod asked;
pub mod comments;
mod fields;
pub mod figure;
pub mod files;
pub mod follow;
pub mod links;
pub mod list;

//! What an upload changes of the component analysis: `files` (what each kind of file brings), `measures`
//! (what such a file changes: numbers at a key), `sense` (what of it is so far from what is known that
//! somebody should look again).

mod files;
mod measures;
mod sense;

pub use files::{ComponentFile, PopulationFile, PriceIndexFile};

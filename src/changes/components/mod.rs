//! What an upload changes of the component analysis: `files` (what each kind of file brings), `sense`
//! (what of it is so far from what is known that somebody should look again).

mod files;
mod sense;

pub use files::{ComponentFile, PopulationFile, PriceIndexFile};

//! Pages of meetings' papers: [`paper`] freezes them and shows them as they were sent, with what has
//! changed [`since`]; [`files`] gives them out, [`verify`] says whether a file is one, [`screen`] shows an item on a wall.

pub mod files;
pub mod kept;
pub mod paper;
pub mod screen;
pub mod since;
pub mod verify;

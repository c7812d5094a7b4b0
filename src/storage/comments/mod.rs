//! Comments on figures, only ever added ([`kept`]), what came of them ([`events`]), and whether all of
//! it can be read ([`check`]); `tables` is what diesel knows.

pub mod check;
pub mod events;
pub mod kept;
mod tables;

//! Comments on figures: the list ([`list`]), and what is done about one ([`steps`]); on the page of a
//! figure its own ([`thread`]), with their forms in `web::data::comments`. [`links`] has the addresses.

pub mod links;
pub mod list;
pub mod steps;
pub mod thread;

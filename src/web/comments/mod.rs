//! Comments on figures: the list ([`list`]), and what is done about one ([`steps`]); on the page of a
//! figure its own ([`thread`]), with their forms in `web::data::comments` and `web::analyses::comments` and what both
//! do in [`forms`]. [`links`] has the addresses.

pub mod forms;
pub mod links;
pub mod list;
pub mod steps;
pub mod thread;

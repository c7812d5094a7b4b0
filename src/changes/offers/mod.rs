//! Offers: what a file of them changes, and one of a form.

pub mod compare;
pub mod form;

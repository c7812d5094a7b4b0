//! Offers: one of a form.

pub mod form;

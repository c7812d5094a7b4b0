//! Questions to what was done here: the [`log`].

pub mod log;

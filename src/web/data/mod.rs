//! Pages of data.
//!
//! [`uploads`] (`/data`), [`receipt`] (one upload), [`origin`] (where a figure comes from),
//! [`settings`] (limits by date), [`log`].

pub mod log;
pub mod origin;
pub mod receipt;
pub mod settings;
pub mod uploads;

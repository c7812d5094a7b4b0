//! What holds for all subjects: uploads, areas, limits by date, settings, and the log.
//!
//! [`batches`] (uploads), [`areas`], [`parameters`], [`settings`], [`log`].

pub mod areas;
pub mod batches;
pub mod log;
pub mod parameters;
pub mod settings;

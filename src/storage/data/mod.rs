//! What holds for all subjects: uploads, the data versions, areas, limits by date, settings, and the log.
//!
//! [`batches`] (uploads), [`versions`], [`areas`], [`parameters`], [`settings`], [`log`].

pub mod areas;
pub mod batches;
pub mod log;
pub mod parameters;
pub mod settings;
pub mod versions;

//! Pages of data.
//!
//! [`uploads`] (`/data`), [`receipt`] (one upload), `leads` (where it leads on), [`origin`] (where a figure comes from, with its `figure_comments` and the forms of [`comments`]),
//! [`templates`] (what is filled in before it is a file), [`settings`] (limits by date), [`log`].

pub mod comments;
mod figure_comments;
mod leads;
pub mod log;
pub mod origin;
pub mod receipt;
pub mod settings;
pub mod templates;
pub mod uploads;

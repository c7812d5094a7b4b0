//! The API: one resource, one file.

pub mod imports;
pub mod log;
pub mod openapi;
pub mod reports;

//! The cost cockpit of the specialised social-care area for adults.

pub mod domain;
pub mod export;
pub mod import;

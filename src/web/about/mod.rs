//! Pages about the service: its [`accessibility`], its API ([`api_docs`]), its guide ([`help`]).

pub mod accessibility;
pub mod api_docs;
pub mod help;

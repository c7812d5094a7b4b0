//! Pages about the service: its [`accessibility`], its API ([`api_docs`]).

pub mod accessibility;
pub mod api_docs;

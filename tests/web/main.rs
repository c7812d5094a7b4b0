//! The service through its real router: the API, the guard, the error table, the cache.

#[path = "../support/mod.rs"]
mod support;

mod api;
mod app;
mod guard;

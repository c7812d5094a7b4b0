//! The service through its real router: the API, the guard, the error table, the cache.

#[path = "../support/mod.rs"]
mod support;

mod account;
mod agree;
mod analyses;
mod analysis_figures;
mod api;
mod app;
mod cases;
mod comments;
mod comments_masked;
mod compare;
mod components;
mod data;
mod described;
mod drawn;
mod evidence;
mod follow_up;
mod forms;
mod guard;
mod help;
mod kept;
mod log;
mod map;
mod marks;
mod meetings;
mod news;
mod offers;
mod overview;
mod own_cases;
mod papers;
mod places;
mod projections;
mod published_cases;
mod reminders;
mod rights;
mod searches;
mod second_factor;
mod seen;
mod settings;
mod sign_in;
mod tariffs;
mod templates;
mod users;
mod workplan;

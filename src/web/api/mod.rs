//! The API: one resource, one file.

mod body;
pub mod imports;
pub mod log;
mod meeting_schemas;
pub mod meetings;
mod milestone_schemas;
pub mod milestones;
pub mod openapi;
mod own_cases;
pub mod reports;
mod schemas;
pub mod searches;
pub mod vacancies;
mod vacancy_schemas;

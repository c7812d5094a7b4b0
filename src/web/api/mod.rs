//! The API: one resource, one file.

pub mod imports;
pub mod log;
pub mod openapi;
mod own_cases;
pub mod reports;
mod schemas;
pub mod searches;
pub mod vacancies;
mod vacancy_schemas;

#![warn(clippy::print_stdout, clippy::print_stderr)]
//! The cost cockpit of the specialised social-care area for adults.
//!
//! The map, in reading order:

/// The rules of the field, pure.
pub mod domain;

/// Files in: bytes to facts, or every error of the file.
pub mod import;

/// The database: snapshots, transactions, one file per noun.
pub mod storage;

/// Every write by a person: uploads, follow-up, limits, people.
pub mod changes;

/// The published data that an empty database starts with.
pub mod reference;

/// One question, one report.
pub mod reports;

/// Reports out as files: JSON, CSV, Excel, PDF; papers of several reports.
pub mod export;

/// Questions as folders of SQL: read, checked, run.
pub mod analyses;

/// Papers ready to send: words around reports.
pub mod papers;

/// Mails out: what is queued, by SMTP.
pub mod mailing;

/// Pages for people, an API for scripts.
pub mod web;

/// The command line.
pub mod cli;

/// A synthetic region to try everything on.
pub mod demo;

/// Results on stdout, messages on stderr.
pub mod output;

/// The clock as an argument.
pub mod clock;

/// Randomness as an argument: ids and secrets.
pub mod chance;

/// Settings, checked.
pub mod config;

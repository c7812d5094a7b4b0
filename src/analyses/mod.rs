//! Analyses: questions as folders that anyone can read, check and add to (`docs/ANALYSES.md`).
//!
//! A [`folder`] is a [`description`] (parameters, columns), a query ([`sql`]), its method, and cases
//! ([`case`]). The query reads [`view`]s, whose rows [`facts`] takes from the answers that every page
//! has, and runs in a database of its own ([`crate::storage::analyses`]). [`ask`] reads the
//! parameters, [`answer`] makes typed cells of what came out, [`report`] the report of them, [`readers`] that of every reader.
//! [`catalogue`] has all folders, and those with a [`fault`].

pub mod analysis;
pub mod answer;
pub mod ask;
pub mod case;
pub mod catalogue;
pub mod description;
pub mod facts;
pub mod fault;
pub mod folder;
pub mod given;
mod kept;
pub mod kind;
pub mod readers;
mod refused;
pub mod report;
pub mod sql;
pub mod view;
mod written;

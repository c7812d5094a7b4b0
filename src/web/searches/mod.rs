//! Pages of searches for vacant places: [`search`] (form and result in one), [`receipt`] (what was
//! free, and what came of it), [`steps`] (its forms), [`list`] (the searches and their statistics).
//! [`found`] turns what a search shows into lines, [`words`] has the sentences, [`links`] the addresses.

mod found;
pub mod links;
pub mod list;
pub mod receipt;
pub mod search;
pub mod steps;
pub mod words;

//! Changes: every write by a person, in one transaction with its line in the log.
//!
//! Pages, API and command line call these functions; nothing else writes. [`actor`] (who changes,
//! and the one way that it is done), [`texts`] (what somebody writes, and what is wrong with it at
//! which field), [`kinds`] (the kinds of file that there are), [`background`] (what gives way to pages); then a room a subject: [`data`]
//! (uploads, withdrawals, limits by date), [`components`], [`offers`], [`tariffs`] and [`cases`] (what an upload changes
//! of each), [`results`] (the same of result documentation), [`statbank`] (and of the files of Danmarks Statistik), [`follow_up`] (what is done about an increase), [`meetings`], [`places`] (what stands
//! vacant), [`comments`] (what is said about figures), [`marks`], [`people`], [`mail`] (what is sent to them), [`workplan`] (what is said of a milestone).

pub mod actor;
pub mod background;
pub mod cases;
pub mod comments;
pub mod components;
pub mod data;
pub mod follow_up;
pub mod kinds;
pub mod mail;
pub mod marks;
pub mod meetings;
pub mod offers;
pub mod people;
pub mod places;
pub mod results;
pub mod searches;
pub mod statbank;
pub mod tariffs;
pub mod texts;
pub mod workplan;

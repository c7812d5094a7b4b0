//! Analyses as folders: read and refused by line, run in a place where nothing can be broken or found,
//! exact to the last digit, and masked whatever a folder says.

#[path = "../support/mod.rs"]
mod support;

mod folders;
mod hostile;
mod px;
mod results;
mod shipped;
mod statbank;

//! What the front page (forside) is made of.
//!
//! [`development`] (an area in a few figures), [`waiting`] (what needs whoever looks), [`story`] (what there is to tell of a municipality), [`moved`] (what
//! changed since a data version). None of it is a question of its own: each figure leads to the page
//! whose question it is.

pub mod development;
pub mod moved;
pub mod story;
pub mod waiting;

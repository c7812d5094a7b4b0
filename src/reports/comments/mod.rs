//! Comments on figures: the one address of a figure ([`address`]), the comments on it ([`of_figure`]),
//! those beside the figures of an answer ([`beside`]), and how the figure of each stands now ([`listed`]), in the
//! answer that it is asked for again ([`answers`]).

pub mod address;
pub mod answers;
pub mod beside;
pub mod listed;
pub mod of_figure;

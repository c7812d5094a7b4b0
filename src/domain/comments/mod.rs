//! Comments on a figure (kommentarer): what one is and what came of it ([`comment`]), the figure as it
//! was said ([`said`]), how it stands today and what may be told of that ([`moved`]), and what a text
//! about a small group may not hold ([`numbers`]). Source: domain.md, "Comments and marks".

pub mod comment;
pub mod moved;
pub mod numbers;
pub mod said;

pub use comment::{Address, Comment, Event, Standing, Step, Thread};
pub use moved::Now;
pub use said::Said;

//! Search before buying privately (afsøgning): what is asked, what fits and in which order, the
//! receipt's number, and what came of it.
//!
//! Reading order: [`asked`], [`receipt`], [`distance`], [`vacant`], [`matching`], [`choice`],
//! [`standing`], [`answerer`], [`reader`].

pub mod answerer;
pub mod asked;
pub mod choice;
pub mod distance;
pub mod matching;
pub mod reader;
pub mod receipt;
pub mod standing;
pub mod vacant;

pub use answerer::Answerer;
pub use asked::{Asked, Search};
pub use choice::{Choice, Code, Event, Step};
pub use distance::Distance;
pub use matching::{Match, Part, Tier, search};
pub use reader::Reader;
pub use receipt::Receipt;
pub use standing::{Purchase, Standing, purchases, standing, standings};
pub use vacant::{DayTariff, Vacant};

//! Who may read which searches: paragraph, target group, municipality and day together could tell of
//! a person, so outside the municipality there are numbers alone.

/// Whose searches somebody may read one by one. It is no filter: whoever asks is told by the door
/// they come in by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Reader {
    /// Numbers by municipality and quarter, and no search.
    #[default]
    Statistics,
    /// Those of the municipality with this code.
    Own(String),
    /// All of them.
    All,
}

impl Reader {
    pub fn reads(&self, municipality: &str) -> bool {
        match self {
            Reader::Statistics => false,
            Reader::Own(code) => code == municipality,
            Reader::All => true,
        }
    }
}

//! Whose cases somebody may see.

/// Whose single cases somebody may see one by one: a chef the own municipality's, whoever holds the
/// database all, everybody else none. It is no filter: whoever asks is told by the door they come in by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Sees {
    #[default]
    Nobodys,
    /// Of the municipality with this code.
    Own(String),
    Everybodys,
}

impl Sees {
    pub fn sees(&self, municipality: &str) -> bool {
        match self {
            Sees::Nobodys => false,
            Sees::Own(code) => code == municipality,
            Sees::Everybodys => true,
        }
    }
}

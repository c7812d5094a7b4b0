//! The kinds of file that there are: one line each.

pub use super::data::file_kind::Kind;
use crate::changes::cases::CaseFile;
use crate::changes::components::{ComponentFile, PopulationFile, PriceIndexFile};
use crate::changes::offers::compare::OfferFile;
use crate::changes::tariffs::TariffFile;

impl Kind {
    /// In the order of the pages.
    pub const ALL: &'static [Kind] = &[
        Kind::of(&ComponentFile),
        Kind::of(&PriceIndexFile),
        Kind::of(&PopulationFile),
        Kind::of(&OfferFile),
        Kind::of(&TariffFile),
        Kind::of(&CaseFile),
    ];

    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_has_a_key_of_its_own_a_label_and_columns() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(*kind));
            assert!(!kind.label().is_empty() && kind.columns().len() >= 3);
        }
        assert_eq!(Kind::from_key("x"), None);
    }
}

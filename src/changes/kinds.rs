//! The kinds of file that there are: one line each.

pub use super::data::file_kind::Kind;
use crate::changes::cases::CaseFile;
use crate::changes::components::{ComponentFile, PopulationFile, PriceIndexFile};
use crate::changes::offers::compare::OfferFile;
use crate::changes::places::VacancyFile;
use crate::changes::results::ResultFile;
use crate::changes::statbank::{Folk1aFile, Hand01File, Regk31File, Regk100File};
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
        Kind::of(&VacancyFile),
        Kind::of(&ResultFile),
        Kind::of(&Hand01File),
        Kind::of(&Regk31File),
        Kind::of(&Regk100File),
        Kind::of(&Folk1aFile),
    ];

    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Column, file_columns};

    #[test]
    fn every_kind_of_file_has_a_key_of_its_own_a_label_and_columns() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(*kind));
            assert!(!kind.label().is_empty() && kind.columns().len() >= 3);
        }
        assert_eq!(Kind::from_key("x"), None);
    }

    #[test]
    fn the_reader_of_files_knows_every_kind_by_the_same_name() {
        let keys = |columns: &'static [Column]| columns.iter().map(|column| column.key);
        let known = file_columns::KINDS.iter();
        assert!(
            known
                .map(|(label, _)| *label)
                .eq(Kind::ALL.iter().map(|kind| kind.label()))
        );
        for (kind, (_, columns)) in Kind::ALL.iter().zip(file_columns::KINDS) {
            assert!(keys(columns).eq(keys(kind.columns())), "{kind:?}");
        }
    }
}

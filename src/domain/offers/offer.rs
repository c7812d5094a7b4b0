//! Offers (tilbud): institutions and services that sell places, and who supervises them.

use crate::domain::area::{self, Area};
use crate::domain::components::Supplier;
use crate::domain::paragraph::Paragraph;

/// Who runs an offer (driftsform): the same three as the suppliers of the component analysis.
pub type OperatingForm = Supplier;

/// An offer (tilbud) as the register knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The identity in every file, for example its number in Tilbudsportalen.
    pub id: String,
    pub name: String,
    /// Who operates it (driftsherre): a municipality, the region, or a private owner.
    pub operator: String,
    pub form: OperatingForm,
    /// Code of the municipality it is situated in.
    pub municipality: String,
    /// The paragraphs it sells places under; at least one.
    pub paragraphs: Vec<Paragraph>,
    /// Codes of its target groups; at least one.
    pub target_groups: Vec<String>,
    /// Places (pladser).
    pub places: i64,
    /// Whether it is in the framework agreement (rammeaftale).
    pub in_agreement: bool,
    /// Whether it uses the standard contract (standardkontrakt).
    pub standard_contract: bool,
    /// Whether it sells places to others than its operator.
    pub sells_places: bool,
    /// Who receives reports about it; `None` when it is neither stated nor known.
    pub supervisor: Option<Supervisor>,
}

impl Offer {
    /// Whether a municipality operates it: whose chef explains its tariffs.
    pub fn is_operated_by(&self, municipality: &Area) -> bool {
        operates(municipality, self.form, &self.operator)
    }
}

/// Whether an operator's name and form are those of a municipality.
pub fn operates(municipality: &Area, form: OperatingForm, operator: &str) -> bool {
    form == OperatingForm::Municipal && area::is_named(municipality, operator)
}

/// The five authorities that supervise offers (socialtilsyn).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Supervisor {
    North,
    Central,
    South,
    East,
    Capital,
}

/// Situated in Hjørring, which runs Socialtilsyn Nord itself: under Socialtilsyn Øst.
const HJOERRING: &str = "860";
/// The region that Socialtilsyn Nord covers.
const NORTH: &str = "KKR_NORDJYLLAND";

impl Supervisor {
    pub const ALL: [Supervisor; 5] = [
        Supervisor::North,
        Supervisor::Central,
        Supervisor::South,
        Supervisor::East,
        Supervisor::Capital,
    ];

    /// The key in reports and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Supervisor::North => "north",
            Supervisor::Central => "central",
            Supervisor::South => "south",
            Supervisor::East => "east",
            Supervisor::Capital => "capital",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Supervisor::North => "Socialtilsyn Nord",
            Supervisor::Central => "Socialtilsyn Midt",
            Supervisor::South => "Socialtilsyn Syd",
            Supervisor::East => "Socialtilsyn Øst",
            Supervisor::Capital => "Socialtilsyn Hovedstaden",
        }
    }

    pub fn from_key(key: &str) -> Option<Supervisor> {
        Supervisor::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Reads an authority as people write it: "Nord", "Socialtilsyn Øst", and the keys.
    pub fn parse(text: &str) -> Option<Supervisor> {
        let lower = text.trim().to_lowercase();
        let name = lower.strip_prefix("socialtilsyn").unwrap_or(&lower).trim();
        match name {
            "nord" | "north" => Some(Supervisor::North),
            "midt" | "central" => Some(Supervisor::Central),
            "syd" | "south" => Some(Supervisor::South),
            "øst" | "oest" | "east" => Some(Supervisor::East),
            "hovedstaden" | "capital" => Some(Supervisor::Capital),
            _ => None,
        }
    }

    /// The authority of an offer whose file names none. Outside the north it is not guessed.
    pub fn usual(municipality: &str, kkr: Option<&str>) -> Option<Supervisor> {
        match (municipality, kkr) {
            (HJOERRING, _) => Some(Supervisor::East),
            (_, Some(NORTH)) => Some(Supervisor::North),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::area::AreaKind;

    #[test]
    fn hjoerring_is_under_east_and_the_rest_of_the_north_under_north() {
        assert_eq!(
            Supervisor::usual("860", Some("KKR_NORDJYLLAND")),
            Some(Supervisor::East)
        );
        assert_eq!(
            Supervisor::usual("851", Some("KKR_NORDJYLLAND")),
            Some(Supervisor::North)
        );
        assert_eq!(Supervisor::usual("751", Some("KKR_MIDTJYLLAND")), None);
        for supervisor in Supervisor::ALL {
            assert_eq!(Supervisor::parse(supervisor.label()), Some(supervisor));
            assert_eq!(Supervisor::from_key(supervisor.key()), Some(supervisor));
        }
        assert_eq!(Supervisor::parse("Vest"), None);
    }

    #[test]
    fn only_a_municipal_offer_is_operated_by_a_municipality() {
        let aalborg = Area {
            code: "851".into(),
            name: "Aalborg".into(),
            kind: AreaKind::Municipality,
            kkr: None,
        };
        let mut offer = Offer {
            id: "1".into(),
            name: "Bakkehuset".into(),
            operator: "Ålborg Kommune".into(),
            form: OperatingForm::Municipal,
            municipality: "860".into(),
            paragraphs: vec![Paragraph::Sel107],
            target_groups: Vec::new(),
            places: 1,
            in_agreement: true,
            standard_contract: true,
            sells_places: true,
            supervisor: None,
        };
        assert!(offer.is_operated_by(&aalborg));
        offer.form = OperatingForm::Private;
        assert!(!offer.is_operated_by(&aalborg));
    }
}

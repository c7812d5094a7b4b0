//! What a deliverable can be followed by: figures that the cockpit has.

/// The figures that tell whether a deliverable has come true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// Offers that sell places and are in the framework agreement.
    InAgreement,
    /// Offers that use the standard contract.
    StandardContract,
    /// Searches for public places before a place is bought privately.
    SearchedFirst,
    /// How far tariffs of the same kind lie apart.
    TariffSpread,
    /// Expenditure on private suppliers.
    PrivatePurchases,
    /// Single cases over the limit.
    CostlyCases,
    /// Dwellings that stand empty.
    VacantDwellings,
    /// Place-days used of those available.
    Occupancy,
    /// Places that stand empty.
    VacantPlaces,
    /// Stays with goals whose goals were evaluated in time.
    EvaluatedInTime,
    /// Tariff increases over the limit.
    Increases,
    /// Those of them that are not reported and discussed yet.
    OpenIncreases,
}

/// By milestone and number of the deliverable, the first is 1: the plan of 2025-2026 (KKR
/// Nordjylland, 20 June 2025, annex 3.5).
const OF_DELIVERABLES: [(&str, usize, Evidence); 12] = [
    ("2025H2-samarbejde", 1, Evidence::InAgreement),
    ("2025H2-samarbejde", 2, Evidence::StandardContract),
    ("2025H2-samarbejde", 3, Evidence::SearchedFirst),
    ("2025H2-visitation", 1, Evidence::TariffSpread),
    ("2025H2-tilbudsvifte", 1, Evidence::PrivatePurchases),
    ("2025H2-tilbudsvifte", 2, Evidence::CostlyCases),
    ("2025H2-tilbudsvifte", 3, Evidence::VacantDwellings),
    ("2026H1-samarbejde", 1, Evidence::Occupancy),
    ("2026H1-samarbejde", 2, Evidence::VacantPlaces),
    ("2026H1-visitation", 1, Evidence::EvaluatedInTime),
    ("2026H2-samarbejde", 1, Evidence::Increases),
    ("2026H2-samarbejde", 2, Evidence::OpenIncreases),
];

impl Evidence {
    /// What a deliverable is followed by; nothing where no figure tells.
    pub fn of(milestone: &str, number: usize) -> Option<Evidence> {
        let found = OF_DELIVERABLES
            .iter()
            .find(|(key, at, _)| *key == milestone && *at == number);
        found.map(|(.., evidence)| *evidence)
    }
}

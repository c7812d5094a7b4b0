//! A place that can be had, as a search sees it.

use jiff::civil::Date;

use crate::domain::fold;
use crate::domain::money::Money;
use crate::domain::offers::OperatingForm;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::tariffs::{Tariff, TariffUnit};

/// The service that is what a place costs, where an offer has several.
const MAIN: &str = "hovedydelse";

/// What a place costs a day, and in which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayTariff {
    pub amount: Money,
    pub year: Year,
}

/// Places of one entry (ledige pladser), with what is told of its offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacant {
    /// Id of the entry.
    pub entry: String,
    pub offer_id: String,
    pub offer: String,
    /// Who operates it (driftsherre).
    pub operator: String,
    pub form: OperatingForm,
    /// Code of the municipality that the offer lies in.
    pub municipality: String,
    /// Whether the offer is in the framework agreement.
    pub in_agreement: bool,
    pub paragraph: Paragraph,
    /// Codes of the target groups that the places are approved for.
    pub target_groups: Vec<String>,
    pub places: i64,
    pub from: Date,
    /// The first day that it is not free any more.
    pub to: Option<Date>,
    /// Whether it is staffed and can be taken at once; `None` when nobody said.
    pub staffed: Option<bool>,
    pub confirmed_on: Date,
    /// Whether it was confirmed too long ago to be believed.
    pub stale: bool,
    pub tariff: Option<DayTariff>,
}

/// Whether a tariff is one by day and night under a paragraph.
pub fn is_by_day(tariff: &Tariff, paragraph: Paragraph) -> bool {
    tariff.paragraph == paragraph && tariff.unit == TariffUnit::FullDay
}

/// What a place under a paragraph costs a day when it is needed in a year: the offer's tariff of that
/// year, or of the newest before it. Of several services it is the main one, and where none is
/// called so, nobody can tell which: nothing.
pub fn day_tariff<'a>(
    tariffs: impl Iterator<Item = &'a Tariff> + Clone,
    paragraph: Paragraph,
    needed: i32,
) -> Option<DayTariff> {
    let daily = tariffs
        .filter(|t| is_by_day(t, paragraph))
        .filter(|t| t.year.number() <= needed);
    let year = daily.clone().map(|t| t.year).max()?;
    let of_year: Vec<&Tariff> = daily.filter(|t| t.year == year).collect();
    let found = match of_year.as_slice() {
        [one] => one,
        several => several.iter().find(|t| fold::key(&t.service) == MAIN)?,
    };
    Some(DayTariff {
        amount: found.amount,
        year,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tariff(service: &str, year: i64, oere: i64) -> Tariff {
        Tariff {
            offer_id: "A".into(),
            service: service.into(),
            paragraph: Paragraph::Sel107,
            year: Year::new(year).unwrap(),
            amount: Money::from_oere(oere),
            unit: TariffUnit::FullDay,
            parts: None,
        }
    }

    #[test]
    fn a_place_costs_what_the_main_service_of_the_year_does() {
        let tariffs = [
            tariff("Hovedydelse", 2025, 1),
            tariff("Hovedydelse", 2026, 2),
            tariff("Aflastning", 2026, 3),
            tariff("Hovedydelse", 2027, 4),
        ];
        let of = |paragraph, year| day_tariff(tariffs.iter(), paragraph, year);
        let amount = |year| of(Paragraph::Sel107, year).map(|t| t.amount.oere());
        assert_eq!(amount(2026), Some(2));
        assert_eq!(amount(2025), Some(1));
        // The newest that is known; none from before the first.
        assert_eq!(amount(2028), Some(4));
        assert_eq!(amount(2024), None);
        assert_eq!(of(Paragraph::Sel108, 2026), None);
        let two = [tariff("Trin 1", 2026, 1), tariff("Trin 2", 2026, 2)];
        assert_eq!(day_tariff(two.iter(), Paragraph::Sel107, 2026), None);
        assert_eq!(
            day_tariff(two[..1].iter(), Paragraph::Sel107, 2026).map(|t| t.amount.oere()),
            Some(1)
        );
    }
}

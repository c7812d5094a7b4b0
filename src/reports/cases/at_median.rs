//! What a municipality's own cases would cost at the region's median tariff of the same paragraph
//! and target group: a question to ask, no verdict.

use std::collections::BTreeMap;

use super::own_row::OwnCase;
use crate::domain::cases::{AtMedian, CasePart, NotAsked, at_median};
use crate::domain::money::Money;
use crate::domain::number::Exact;
use crate::domain::offers::Offer;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::tariffs::TariffUnit;
use crate::reports::ReportError;
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::tariffs::{self, Wanted};
use crate::storage::{self, Db};

/// The region's tariffs for day and night in a year.
pub struct Tariffs {
    /// Offers in the municipality's region, by id.
    offers: BTreeMap<String, Offer>,
    /// The tariffs under each paragraph, with the offer's id.
    tariffs: BTreeMap<Paragraph, Vec<(String, Money)>>,
}

/// All that can be asked of a municipality's cases in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Cases with a part that has a figure, and cases in all.
    pub cases: usize,
    pub of: usize,
    /// What those parts cost, and what they would at the median, in kroner.
    pub cost: Money,
    pub at_median: Exact,
}

impl Tariffs {
    /// Reads what holds now.
    pub fn load(db: &mut Db, municipality: &str, year: Year) -> Result<Tariffs, ReportError> {
        let now = storage::version(db)?;
        let areas = areas::all(db)?;
        let kkr = |code: &str| areas.iter().find(|a| a.code == code)?.kkr.clone();
        let region = kkr(municipality);
        let mut offers: BTreeMap<String, Offer> = BTreeMap::new();
        for (id, offer) in register::holding(db, now)? {
            let offer = offer.value;
            if kkr(&offer.municipality) == region {
                offers.insert(id, offer);
            }
        }
        let mut by_paragraph: BTreeMap<Paragraph, Vec<(String, Money)>> = BTreeMap::new();
        for tariff in tariffs::holding(db, &Wanted::Years(vec![year]), now)? {
            let tariff = tariff.value;
            if tariff.unit == TariffUnit::FullDay {
                let of = by_paragraph.entry(tariff.paragraph).or_default();
                of.push((tariff.offer_id.to_string(), tariff.amount));
            }
        }
        Ok(Tariffs {
            offers,
            tariffs: by_paragraph,
        })
    }

    /// A part of a case at the median.
    ///
    /// # Errors
    /// Why there is no figure.
    pub fn part(&self, part: &CasePart) -> Result<AtMedian, NotAsked> {
        let id = part.offer.as_deref().ok_or(NotAsked::NoOffer)?;
        let offer = self.offers.get(id).ok_or(NotAsked::NoTariff)?;
        let all = self
            .tariffs
            .get(&part.paragraph)
            .map_or(&[][..], Vec::as_slice);
        let own = all.iter().filter(|(of, _)| of == id);
        let own: Vec<Money> = own.map(|(_, amount)| *amount).collect();
        let alike = |of: &str| {
            let groups = self.offers.get(of).map(|other| &other.target_groups);
            groups.is_some_and(|groups| groups.iter().any(|g| offer.target_groups.contains(g)))
        };
        let field = all.iter().filter(|(of, _)| alike(of));
        at_median(part.cost, &own, field.map(|(_, amount)| *amount).collect())
    }

    /// All parts of some cases together; `None` when none has a figure.
    pub fn all<'a>(&self, cases: impl IntoIterator<Item = &'a OwnCase>) -> Option<Asked> {
        let mut asked = Asked {
            cases: 0,
            of: 0,
            cost: Money::ZERO,
            at_median: Money::ZERO.exact(),
        };
        for case in cases.into_iter().filter_map(|case| case.now.as_ref()) {
            let parts = case.parts.iter().map(|part| (part, self.part(part)));
            let figures = parts.filter_map(|(part, at)| Some((part.cost, at.ok()?.cost)));
            let figures: Vec<(Money, Exact)> = figures.collect();
            asked.of += 1;
            asked.cases += usize::from(!figures.is_empty());
            for (cost, at_median) in figures {
                asked.cost = asked.cost + cost;
                asked.at_median += at_median;
            }
        }
        (asked.cases > 0).then_some(asked)
    }
}

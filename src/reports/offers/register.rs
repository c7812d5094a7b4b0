//! What every report of offers and tariffs starts from: the register, the filters, the index.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::named;
use crate::domain::area::Area;
use crate::domain::danish::danish_order;
use crate::domain::offers::{Offer, Supervisor, TargetGroup};
use crate::domain::paragraph::Paragraph;
use crate::domain::price_level::PriceIndex;
use crate::domain::report::{Column, FactRef, Filter, Located, Report, Table};
use crate::domain::searches::Asked;
use crate::reports::components::basis::{self, sources_of};
use crate::reports::{Query, ReportError, words};
use crate::storage::components::price_index;
use crate::storage::data::{areas, settings};
use crate::storage::offers::{register, target_groups};
use crate::storage::{self, Db};

pub(in crate::reports) const NOTHING: &str =
    "Der er ikke indlæst nogen takster endnu. Indlæs tilbud og takster på siden Data.";

/// Everything read for a report of offers, from one snapshot.
pub struct Register {
    pub data_version: i64,
    /// The version that is read at: `data_version`, or an earlier one that was asked for.
    pub as_of: i64,
    pub synthetic: bool,
    pub areas: Vec<Area>,
    pub groups: Vec<TargetGroup>,
    pub offers: BTreeMap<String, Located<Arc<Offer>>>,
    pub index: PriceIndex,
    /// The municipality or KKR asked for.
    pub area: Option<Area>,
    pub paragraph: Option<Paragraph>,
    pub target_group: Option<TargetGroup>,
    /// Id of the offer asked for.
    pub offer: Option<String>,
    pub supervisor: Option<Supervisor>,
}

impl Register {
    /// Reads what a query asks for.
    ///
    /// # Errors
    /// [`ReportError`]: a filter that names nothing, or the database's own.
    pub fn load(db: &mut Db, query: &Query) -> Result<Register, ReportError> {
        let data_version = storage::version(db)?;
        let as_of = basis::as_of(db, query, data_version)?;
        let areas = areas::all(db)?;
        let groups = target_groups::all(db)?;
        let offers = register::holding(db, as_of)?;
        let area = match &query.municipality {
            Some(text) => Some(named::municipality(&areas, text)?),
            None => None,
        };
        let target_group = match &query.target_group {
            Some(text) => Some(named::target_group(&groups, text)?),
            None => None,
        };
        if let Some(id) = &query.offer
            && !offers.contains_key(id)
        {
            return Err(named::unknown_offer(offers.values().map(|o| &o.value), id));
        }
        Ok(Register {
            data_version,
            as_of,
            synthetic: settings::is_synthetic(db)?,
            index: price_index::index(db, as_of)?,
            areas,
            groups,
            offers: offers
                .into_iter()
                .map(|(id, offer)| (id, shared(offer)))
                .collect(),
            area,
            paragraph: query.paragraph,
            target_group,
            offer: query.offer.clone(),
            supervisor: query.supervisor,
        })
    }

    /// An offer by its id.
    pub fn get(&self, id: &str) -> Option<&Offer> {
        self.offers.get(id).map(|offer| &*offer.value)
    }

    /// Whether the filters of municipality, target group, supervisor and offer let an offer through. One that
    /// is in no register any more is shown only when nothing is filtered.
    pub fn shows(&self, id: &str) -> bool {
        if self.offer.as_deref().is_some_and(|asked| asked != id) {
            return false;
        }
        self.is_in_area(id) && self.has_target_group(id) && self.has_supervisor(id)
    }

    /// The offers that those filters let through, where there are any.
    pub fn narrowed(&self) -> Option<Vec<String>> {
        if let Some(asked) = &self.offer {
            // It may be in no register any more.
            return Some(vec![asked.clone()]);
        }
        let is_narrowed =
            self.area.is_some() || self.target_group.is_some() || self.supervisor.is_some();
        let shown = self.offers.keys().filter(|id| self.shows(id));
        is_narrowed.then(|| shown.cloned().collect())
    }

    /// Whether an offer lies in the municipality or KKR asked for.
    pub fn is_in_area(&self, id: &str) -> bool {
        let Some(offer) = self.get(id) else {
            return self.area.is_none();
        };
        self.covers(&offer.municipality)
    }

    /// Whether a municipality is the one asked for, or one of the KKR asked for.
    fn covers(&self, municipality: &str) -> bool {
        let in_area = |area: &Area| {
            if area.is_kkr() {
                self.areas
                    .iter()
                    .any(|a| a.code == municipality && a.kkr.as_deref() == Some(&area.code))
            } else {
                municipality == area.code
            }
        };
        self.area.as_ref().is_none_or(in_area)
    }

    /// Whether the filters of municipality, paragraph and target group let a search through.
    pub fn covers_search(&self, asked: &Asked) -> bool {
        let group = self.target_group.as_ref();
        self.covers(&asked.municipality)
            && self.paragraph.is_none_or(|p| p == asked.paragraph)
            && group.is_none_or(|group| group.code == asked.target_group)
    }

    /// Whether an offer is under the authority asked for.
    fn has_supervisor(&self, id: &str) -> bool {
        let Some(supervisor) = self.supervisor else {
            return true;
        };
        let offer = self.get(id);
        offer.is_some_and(|offer| offer.supervisor == Some(supervisor))
    }

    /// Whether an offer is for the target group asked for.
    pub fn has_target_group(&self, id: &str) -> bool {
        let Some(group) = &self.target_group else {
            return true;
        };
        let offer = self.get(id);
        offer.is_some_and(|offer| offer.target_groups.contains(&group.code))
    }

    /// The name of an offer; its id when no register has it.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.get(id).map_or(id, |offer| offer.name.as_str())
    }

    /// Who operates an offer; empty when no register has it.
    pub fn operator(&self, id: &str) -> &str {
        self.get(id).map_or("", |offer| offer.operator.as_str())
    }

    /// The name of an area; its code when it is not in the register.
    pub fn area_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.areas
            .iter()
            .find(|a| a.code == code)
            .map_or(code, |a| a.name.as_str())
    }

    /// The place of each offer, as Danes sort them by their keys: the offers are few and the
    /// services many, so each offer is given its place once.
    pub fn places<'a, const N: usize>(
        offers: impl Iterator<Item = &'a str>,
        key: impl Fn(&'a str) -> [&'a str; N],
    ) -> HashMap<String, usize> {
        let order = danish_order();
        let offers: BTreeSet<&str> = offers.collect();
        let mut keyed: Vec<_> = offers
            .into_iter()
            .map(|offer| (key(offer), offer))
            .collect();
        keyed.sort_by(|(a, _), (b, _)| order(a, b));
        let placed = keyed.into_iter().zip(0..);
        placed
            .map(|((_, offer), place)| (offer.to_owned(), place))
            .collect()
    }

    /// Names of target groups, between commas.
    pub fn group_names(&self, codes: &[String]) -> String {
        let name = |code: &String| {
            let found = self.groups.iter().find(|g| g.code == *code);
            found.map_or_else(|| code.clone(), |g| g.name.clone())
        };
        codes.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// An empty report with everything but the tables; `rest` are its own filters.
    pub fn report(
        &self,
        db: &mut Db,
        name: &'static str,
        title: String,
        mut filters: Vec<Filter>,
        refs: &[FactRef],
    ) -> Result<Report, ReportError> {
        let paragraph = self.paragraph;
        filters.extend(
            paragraph.map(|p| Filter::new("paragraph", "Paragraf", p.key()).in_words(p.label())),
        );
        let mut filter = |key, label, value: Option<String>| {
            filters.extend(value.map(|value| Filter::new(key, label, value)));
        };
        filter(
            "municipality",
            "Kommune",
            self.area.as_ref().map(|a| a.name.clone()),
        );
        filter(
            "target-group",
            "Målgruppe",
            self.target_group.as_ref().map(|g| g.name.clone()),
        );
        filter("offer", "Tilbud", self.offer.clone());
        filter(
            "supervisor",
            "Socialtilsyn",
            self.supervisor.map(|s| s.label().to_owned()),
        );
        filter("as-of", "Datastand", Some(self.as_of.to_string()));
        let mut notes = Vec::new();
        if self.as_of < self.data_version {
            notes.push(words::as_known(self.as_of, self.data_version));
        }
        Ok(Report {
            name,
            title,
            filters,
            data_version: self.data_version,
            synthetic: self.synthetic,
            masks: false,
            rows: Table::default(),
            totals: Table::default(),
            notes,
            sources: sources_of(db, refs)?,
            series: Vec::new(),
        })
    }
}

/// An offer that several rows name, kept once.
fn shared(offer: Located<Offer>) -> Located<Arc<Offer>> {
    Located {
        at: offer.at,
        value: Arc::new(offer.value),
    }
}

/// The report of tariffs where none is stored.
pub(in crate::reports) fn nothing(
    db: &mut Db,
    register: &Register,
    name: &'static str,
    columns: Vec<Column>,
) -> Result<Report, ReportError> {
    let mut report = register.report(db, name, "Takster".to_owned(), Vec::new(), &[])?;
    report.rows.columns = columns;
    report.notes.push(NOTHING.to_owned());
    Ok(report)
}

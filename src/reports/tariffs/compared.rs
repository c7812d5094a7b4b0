//! Two years of tariffs beside each other: what rose, by how much, and what cannot be compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::components::unit_cost;
use crate::domain::danish::danish_order;
use crate::domain::follow_up::{Amounts, CaseKey};
use crate::domain::number;
use crate::domain::number::{Exact, danish};
use crate::domain::parameters::{self, InForce, TARIFF_INCREASE_THRESHOLD};
use crate::domain::period::Year;
use crate::domain::price_level::{MissingIndex, PriceLevel};
use crate::domain::report::{FactRef, Filter, Located};
use crate::domain::tariffs::{Apart, Outcome, Tariff, TariffBasis, exceeds, judge};
use crate::reports::offers::register::Register;
use crate::reports::{Query, ReportError, words};
use crate::storage::tariffs::{self, Wanted};
use crate::storage::{self, Db};

/// The services of a year against the year before.
pub struct Increases {
    pub register: Register,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
    pub year: Year,
    /// In percent.
    pub threshold: Exact,
    /// The limit in force for the year, in words; whatever limit was asked for.
    pub limit: Option<String>,
    pub basis: TariffBasis,
    /// Moves a tariff of the year before to this year's prices and wages.
    pub factor: Result<Exact, MissingIndex>,
    /// Every service that both years have, by operator, offer and service.
    pub compared: Vec<Compared>,
    /// In the same order.
    pub apart: Vec<Uncompared>,
    /// Why nothing can be said about increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// What holds for all of it, in Danish.
    pub notes: Vec<String>,
    /// The facts behind it.
    pub facts: Vec<FactRef>,
}

/// A service with its two tariffs.
pub struct Compared {
    pub old: Located<Tariff>,
    pub new: Located<Tariff>,
    /// In percent, exact.
    pub change: Exact,
    /// `None` when the index lacks one of the years.
    pub real_change: Option<Exact>,
    /// More than the threshold on the basis asked for.
    pub flagged: bool,
}

impl Compared {
    pub fn case(&self) -> CaseKey {
        CaseKey {
            offer_id: self.new.value.offer_id.to_string(),
            service: self.new.value.service.to_string(),
            year: self.new.value.year,
        }
    }

    pub fn amounts(&self) -> Amounts {
        Amounts {
            old: self.old.value.amount,
            new: self.new.value.amount,
        }
    }
}

/// A service that is not compared.
#[derive(Debug, Clone)]
pub struct Uncompared {
    pub offer_id: String,
    pub service: String,
    pub why: Apart,
    pub old: Option<Located<Tariff>>,
    pub new: Option<Located<Tariff>>,
}

impl Uncompared {
    /// Why, in Danish.
    pub fn reason(&self, year: Year) -> String {
        match self.why {
            Apart::New => format!("ny ydelse i {year}; der er ingen takst i årene før"),
            Apart::Closed => {
                format!("ingen takst i {year}: ydelsen er lukket, eller taksten er ikke indlæst")
            }
            Apart::Gap { missing, nearest } => {
                format!("der mangler en takst for {missing}; den nærmeste er fra {nearest}")
            }
            Apart::UnitChange { old, new } => {
                format!("enheden er ændret fra {} til {}", old.label(), new.label())
            }
        }
    }
}

/// What there was to read.
pub enum Loaded {
    Years(Box<Increases>),
    /// There is no tariff at all.
    Nothing(Box<Register>),
}

impl Increases {
    /// Reads and judges what a query asks for.
    pub fn load(db: &mut Db, query: &Query) -> Result<Loaded, ReportError> {
        let register = Register::load(db, query)?;
        Increases::with(db, query, register)
    }

    /// Reads and judges the services of one offer, which may be in no register any more.
    pub fn of_offer(db: &mut Db, year: Year, offer: &str) -> Result<Loaded, ReportError> {
        let query = Query {
            year: Some(year),
            ..Query::default()
        };
        let register = Register {
            offer: Some(offer.to_owned()),
            ..Register::load(db, &query)?
        };
        Increases::with(db, &query, register)
    }

    fn with(db: &mut Db, query: &Query, register: Register) -> Result<Loaded, ReportError> {
        let years = tariffs::years(db, register.as_of)?;
        let Some(year) = query.year.or_else(|| years.last().copied()) else {
            return Ok(Loaded::Nothing(Box::new(register)));
        };
        let mut notes = Vec::new();
        let known = storage::data::parameters::holding(db, register.as_of)?;
        let in_force = parameters::for_year(&known, TARIFF_INCREASE_THRESHOLD, year);
        let threshold = threshold(query, in_force, &mut notes);
        let before = year.before();
        let factor = before.map_or(Ok(number::exact(1, 0)), |before| {
            register.index.factor(before, year)
        });
        let basis = query.basis.unwrap_or(TariffBasis::Nominal);
        let mut loaded = Increases {
            register,
            years,
            year,
            threshold,
            limit: in_force.map(limit_words),
            basis,
            factor,
            compared: Vec::new(),
            apart: Vec::new(),
            incomparable: None,
            notes,
            facts: Vec::new(),
        };
        loaded.notes.extend(loaded.missing_index());
        let has = |wanted: Year| loaded.years.contains(&wanted);
        let earlier = loaded.years.iter().any(|y| *y < year);
        let both = before.filter(|b| has(*b) && has(year));
        if let Some(before) = before.filter(|_| earlier && has(year)) {
            loaded.judge_all(db, before)?;
        }
        loaded.note_incomparable(both);
        Ok(Loaded::Years(Box::new(loaded)))
    }

    /// `before`: the year before, when there are tariffs of both years.
    fn note_incomparable(&mut self, before: Option<Year>) {
        let year = self.year;
        let reason = match before {
            None => format!(
                "Der er ikke indlæst takster for både {year} og året før, så intet kan sammenlignes."
            ),
            Some(before) if self.compared.is_empty() => {
                format!("Ingen ydelse har en takst i samme enhed i både {before} og {year}.")
            }
            Some(_) => {
                if let (TariffBasis::Real, Some(words)) = (self.basis, self.missing_index()) {
                    self.incomparable = Some(words);
                }
                return;
            }
        };
        self.notes.push(reason.clone());
        self.incomparable = Some(reason);
    }

    /// What the lack of an index number means, in Danish; `None` when none is lacking.
    fn missing_index(&self) -> Option<String> {
        let missing = self.factor.as_ref().err()?;
        let what = match self.basis {
            TariffBasis::Nominal => "Den reale ændring kan ikke beregnes",
            TariffBasis::Real => "Intet kan sammenlignes realt",
        };
        let words = words::missing_index(&missing.missing, PriceLevel::Fixed(self.year));
        Some(format!("{what}. {words}"))
    }

    fn judge_all(&mut self, db: &mut Db, before: Year) -> Result<(), ReportError> {
        type Pair = (Option<Located<Tariff>>, Option<Located<Tariff>>);
        let as_of = self.register.as_of;
        let wanted = match &self.register.offer {
            Some(offer) => Wanted::Offers(vec![offer.clone()]),
            None => Wanted::Years(vec![before, self.year]),
        };
        let held = tariffs::holding(db, &wanted, as_of)?;
        let mut pairs: BTreeMap<(std::sync::Arc<str>, std::sync::Arc<str>), Pair> = BTreeMap::new();
        for held in held {
            let tariff = &held.value;
            let paragraph = self.register.paragraph;
            let wanted = (tariff.year == before || tariff.year == self.year)
                && paragraph.is_none_or(|p| tariff.paragraph == p);
            if !wanted || !self.register.shows(&tariff.offer_id) {
                continue;
            }
            let key = (tariff.offer_id.clone(), tariff.service.clone());
            let pair = pairs.entry(key).or_default();
            if tariff.year == before {
                pair.0 = Some(held)
            } else {
                pair.1 = Some(held)
            }
        }
        let alone: BTreeSet<&str> = pairs
            .iter()
            .filter(|(_, (old, new))| old.is_none() || new.is_none())
            .map(|((offer, _), _)| &**offer)
            .collect();
        let alone: Vec<String> = alone.into_iter().map(str::to_owned).collect();
        let years = tariffs::years_of(db, &alone, as_of)?;
        for ((offer, service), (old, new)) in pairs {
            let key = (offer.to_string(), service.to_string());
            let known = years.get(&key).map_or(&[][..], Vec::as_slice);
            let (of_old, of_new) = (
                old.as_ref().map(|o| &o.value),
                new.as_ref().map(|n| &n.value),
            );
            if let Some(Outcome::Apart(why)) = judge(self.year, of_old, of_new, known) {
                self.apart.push(Uncompared {
                    offer_id: key.0,
                    service: key.1,
                    why,
                    old,
                    new,
                });
            } else if let (Some(old), Some(new)) = (old, new) {
                self.compared.extend(self.compare(old, new));
            }
        }
        self.sort();
        let facts = self.compared.iter().flat_map(|c| [c.old.at, c.new.at]);
        self.facts = facts.collect();
        Ok(())
    }

    fn compare(&self, old: Located<Tariff>, new: Located<Tariff>) -> Option<Compared> {
        let (a, b) = (old.value.amount.exact(), new.value.amount.exact());
        let factor = self.factor.as_ref().ok();
        let moved = factor.map(|factor| number::product(&a, factor));
        let flagged = match self.basis {
            TariffBasis::Nominal => exceeds(&a, &b, &self.threshold),
            TariffBasis::Real => moved
                .as_ref()
                .is_some_and(|a| exceeds(a, &b, &self.threshold)),
        };
        Some(Compared {
            change: unit_cost::change_pct(&a, &b)?,
            real_change: moved.and_then(|a| unit_cost::change_pct(&a, &b)),
            flagged,
            old,
            new,
        })
    }

    /// By operator, offer and service, as Danes sort them.
    fn sort(&mut self) {
        // Only what is listed has to be in order: thousands of comparisons would cost.
        let (mut flagged, rest): (Vec<_>, Vec<_>) =
            self.compared.drain(..).partition(|c| c.flagged);
        let offers = flagged.iter().map(|c| &*c.new.value.offer_id);
        let listed = offers.chain(self.apart.iter().map(|a| a.offer_id.as_str()));
        let register = &self.register;
        let key = |offer| [register.operator(offer), register.name(offer), offer];
        let places = Register::places(listed, key);
        let order = danish_order();
        let by = |(a, b): (&str, &str), (of_a, of_b): (&str, &str)| {
            let place = |offer| places.get(offer);
            place(a)
                .cmp(&place(b))
                .then_with(|| order(&[of_a], &[of_b]))
        };
        flagged.sort_by(|a, b| {
            let (a, b) = (&a.new.value, &b.new.value);
            by((&a.offer_id, &b.offer_id), (&a.service, &b.service))
        });
        self.apart
            .sort_by(|a, b| by((&a.offer_id, &b.offer_id), (&a.service, &b.service)));
        flagged.extend(rest);
        self.compared = flagged;
    }

    /// Those that rose by more than the threshold, in order.
    pub fn flagged(&self) -> impl Iterator<Item = &Compared> {
        self.compared.iter().filter(|c| c.flagged)
    }

    /// The notes without the limit in force, which has its own place.
    pub fn general_notes(&self) -> Vec<String> {
        let limit = self.limit.as_ref();
        let notes = self.notes.iter().filter(|note| Some(*note) != limit);
        notes.cloned().collect()
    }

    /// The threshold as people write it: "5".
    pub fn threshold_text(&self) -> String {
        number::rounded(&self.threshold, 2).map_or_else(String::new, |d| danish(d.normalize()))
    }

    /// The filters of the reports made from this.
    pub fn filters(&self) -> Vec<Filter> {
        let threshold = number::rounded(&self.threshold, 2)
            .map_or_else(String::new, |d| d.normalize().to_string());
        vec![
            Filter::new("year", "År", self.year.to_string()),
            Filter::new("threshold", "Grænse (%)", threshold).in_words(self.threshold_text()),
            Filter::new("basis", "Opgørelse", self.basis.key()).in_words(self.basis.label()),
        ]
    }
}

/// The threshold asked for, else the one in force for the year.
fn threshold(query: &Query, in_force: Option<InForce<'_>>, notes: &mut Vec<String>) -> Exact {
    if let Some(asked) = query.threshold {
        return asked.exact();
    }
    let Some((found, value)) = in_force.and_then(|f| Some((f, f.parameter.exact()?))) else {
        notes.push(
            "Der er ikke sat nogen grænse under Indstillinger; der regnes med 5 %.".to_owned(),
        );
        return number::exact(5, 0);
    };
    notes.push(limit_words(found));
    value
}

/// The limit with its date and source, in Danish.
fn limit_words(limit: InForce<'_>) -> String {
    let before = if limit.before_its_date {
        ", og den bruges også for årene før"
    } else {
        ""
    };
    format!(
        "Grænsen er {} % fra {}{before}. Kilde: {}.",
        limit.parameter.danish(),
        words::date(limit.parameter.valid_from),
        limit.parameter.source
    )
}

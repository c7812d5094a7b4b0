//! Two years of tariffs beside each other: what rose, by how much, and what cannot be compared.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use num_traits::Zero as _;

use crate::domain::components::unit_cost;
use crate::domain::follow_up::{Amounts, CaseKey};
use crate::domain::number;
use crate::domain::number::{Exact, danish};
use crate::domain::parameters::{self, InForce, Parameter, TARIFF_INCREASE_THRESHOLD};
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
    pub register: Arc<Register>,
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
    /// Every service that both years have; those that rose by more than the threshold first, by operator, offer and
    /// service once they are put in order.
    pub compared: Vec<Compared>,
    /// In that order too.
    pub apart: Vec<Uncompared>,
    /// Why nothing can be said about increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// What holds for all of it, in Danish.
    pub notes: Vec<String>,
    /// The facts behind it.
    pub facts: Vec<FactRef>,
    /// Where the index numbers of the two years came from.
    pub index: Arc<[FactRef]>,
}

/// A service with its two tariffs.
pub struct Compared {
    pub old: Located<Tariff>,
    pub new: Located<Tariff>,
    /// More than the threshold on the basis asked for.
    pub flagged: bool,
}

impl Compared {
    /// In percent, exact; `None` when the old tariff is zero.
    pub fn change(&self) -> Option<Exact> {
        let Amounts { old, new } = self.amounts();
        unit_cost::change_pct(&old.exact(), &new.exact())
    }

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

/// What there was to read: of a year, or of several.
pub enum Loaded<T = Box<Increases>> {
    Years(T),
    /// There is no tariff at all.
    Nothing(Arc<Register>),
}

/// What is read once, however many years are judged.
struct Basis {
    register: Arc<Register>,
    /// The years that have tariffs, in order.
    years: Vec<Year>,
    limits: Vec<Parameter>,
}

/// The tariffs of a year, by offer and service.
type OfYear<'a> = Vec<&'a Located<Tariff>>;

/// Of a service its tariff of the year before, and of the year.
type Pair = (Option<Located<Tariff>>, Option<Located<Tariff>>);

impl Basis {
    fn load(db: &mut Db, register: Register) -> Result<Basis, ReportError> {
        Ok(Basis {
            years: tariffs::years(db, register.as_of)?,
            limits: storage::data::parameters::holding(db, register.as_of)?,
            register: Arc::new(register),
        })
    }

    /// A year of which nothing is judged yet.
    fn year(&self, query: &Query, year: Year) -> Increases {
        let mut notes = Vec::new();
        let in_force = parameters::for_year(&self.limits, TARIFF_INCREASE_THRESHOLD, year);
        let threshold = threshold(query, in_force, &mut notes);
        let factor = year.before().map_or(Ok(number::exact(1, 0)), |before| {
            self.register.index.factor(before, year)
        });
        let mut loaded = Increases {
            register: self.register.clone(),
            years: self.years.clone(),
            year,
            threshold,
            limit: in_force.map(limit_words),
            basis: query.basis.unwrap_or(TariffBasis::Nominal),
            factor,
            compared: Vec::new(),
            apart: Vec::new(),
            incomparable: None,
            notes,
            facts: Vec::new(),
            index: year.before().map_or_else(Arc::default, |before| {
                self.register.index.facts(&[before, year]).into()
            }),
        };
        loaded.notes.extend(loaded.missing_index());
        loaded
    }

    /// The tariffs of some years; where few offers were asked for, theirs of every year.
    fn held(&self, db: &mut Db, years: Vec<Year>) -> Result<Vec<Located<Tariff>>, ReportError> {
        let few = self.register.narrowed();
        let few = few.filter(|offers| offers.len() <= tariffs::NAMED);
        let wanted = few.map_or(Wanted::Years(years), Wanted::Offers);
        Ok(tariffs::holding(db, &wanted, self.register.as_of)?)
    }

    /// Whether there are tariffs of a year, and of any before it: then its services are judged.
    fn is_judged(&self, year: Year) -> bool {
        self.years.contains(&year) && self.years.first().is_some_and(|first| *first < year)
    }
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

    /// Reads the tariffs once and judges every year that has any, the newest first; none is put in order yet.
    pub fn of_every_year(
        db: &mut Db,
        query: &Query,
    ) -> Result<Loaded<Vec<Increases>>, ReportError> {
        let register = Register::load(db, query)?;
        let basis = Basis::load(db, register)?;
        if basis.years.is_empty() {
            return Ok(Loaded::Nothing(basis.register));
        }
        let held = basis.held(db, basis.years.clone())?;
        let of_years = by_year(&basis.register, &held);
        let of = |year: Option<Year>| year.and_then(|year| of_years.get(&year));
        let judged = basis.years.iter().rev().map(|year| {
            let mut loaded = basis.year(query, *year);
            if basis.is_judged(*year) {
                let pairs = paired(of(year.before()), of(Some(*year)));
                loaded.judge_all(pairs, |offer, service| years_in(&held, offer, service));
            }
            loaded.note_incomparable();
            loaded
        });
        Ok(Loaded::Years(judged.collect()))
    }

    fn with(db: &mut Db, query: &Query, register: Register) -> Result<Loaded, ReportError> {
        let basis = Basis::load(db, register)?;
        let Some(year) = query.year.or_else(|| basis.years.last().copied()) else {
            return Ok(Loaded::Nothing(basis.register));
        };
        let mut loaded = basis.year(query, year);
        if let Some(before) = year.before().filter(|_| basis.is_judged(year)) {
            let held = basis.held(db, vec![before, year])?;
            let of_years = by_year(&basis.register, &held);
            let pairs = paired(of_years.get(&before), of_years.get(&year));
            let years = tariffs::years_of(db, &alone(&pairs), basis.register.as_of)?;
            loaded.judge_all(pairs, |offer, service| {
                let key = (offer.to_owned(), service.to_owned());
                years.get(&key).cloned().unwrap_or_default()
            });
        }
        loaded.note_incomparable();
        Increases::put_in_order(std::slice::from_mut(&mut loaded));
        Ok(Loaded::Years(Box::new(loaded)))
    }

    /// Says why nothing can be compared, where nothing can.
    fn note_incomparable(&mut self) {
        let year = self.year;
        let has = |wanted: Year| self.years.contains(&wanted);
        let both = year.before().filter(|b| has(*b) && has(year));
        let reason = match both {
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

    /// Judges the services; `known` tells in which years one of an offer has a tariff.
    fn judge_all(&mut self, pairs: Vec<Pair>, known: impl Fn(&str, &str) -> Vec<Year>) {
        self.compared.reserve(pairs.len());
        self.facts.reserve(2 * pairs.len());
        for (old, new) in pairs {
            let Some(either) = old.as_ref().or(new.as_ref()) else {
                continue;
            };
            let (offer, service) = (&either.value.offer_id, &either.value.service);
            let years = match (&old, &new) {
                (Some(_), Some(_)) => Vec::new(),
                _ => known(offer, service),
            };
            let (of_old, of_new) = (
                old.as_ref().map(|of| &of.value),
                new.as_ref().map(|of| &of.value),
            );
            if let Some(Outcome::Apart(why)) = judge(self.year, of_old, of_new, &years) {
                self.apart.push(Uncompared {
                    offer_id: offer.to_string(),
                    service: service.to_string(),
                    why,
                    old,
                    new,
                });
            } else if let (Some(old), Some(new)) = (old, new)
                && let Some(compared) = self.compare(old, new)
            {
                self.facts.extend([compared.old.at, compared.new.at]);
                self.compared.push(compared);
            }
        }
    }

    fn compare(&self, old: Located<Tariff>, new: Located<Tariff>) -> Option<Compared> {
        let (a, b) = (old.value.amount.exact(), new.value.amount.exact());
        if a.is_zero() {
            return None;
        }
        let flagged = match self.basis {
            TariffBasis::Nominal => exceeds(&a, &b, &self.threshold),
            TariffBasis::Real => self
                .moved(&a)
                .is_some_and(|a| exceeds(&a, &b, &self.threshold)),
        };
        Some(Compared { flagged, old, new })
    }

    /// A tariff of the year before in this year's prices and wages; `None` when the index lacks one of the years.
    fn moved(&self, old: &Exact) -> Option<Exact> {
        let factor = self.factor.as_ref().ok();
        factor.map(|factor| number::product(old, factor))
    }

    /// The change of a service in percent with the old tariff moved by the index; `None` when the index lacks one of
    /// the years, or the old tariff is zero.
    pub fn real_change(&self, of: &Compared) -> Option<Exact> {
        let Amounts { old, new } = of.amounts();
        let moved = self.moved(&old.exact())?;
        unit_cost::change_pct(&moved, &new.exact())
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

/// Of tariffs by offer, service and year those that the filters let through, each year's in that order.
fn by_year<'a>(register: &Register, held: &'a [Located<Tariff>]) -> BTreeMap<Year, OfYear<'a>> {
    let mut of_years: BTreeMap<Year, OfYear<'_>> = BTreeMap::new();
    for of_offer in held.chunk_by(|a, b| a.value.offer_id == b.value.offer_id) {
        if !register.shows(&of_offer[0].value.offer_id) {
            continue;
        }
        let wanted = |of: &&Located<Tariff>| {
            let paragraph = register.paragraph;
            paragraph.is_none_or(|paragraph| of.value.paragraph == paragraph)
        };
        for of in of_offer.iter().filter(wanted) {
            of_years.entry(of.value.year).or_default().push(of);
        }
    }
    of_years
}

/// The services of two years beside each other; those of each year come by offer and service.
fn paired(old: Option<&OfYear<'_>>, new: Option<&OfYear<'_>>) -> Vec<Pair> {
    let of = |year: Option<&OfYear<'_>>| year.map_or(0, Vec::len);
    let mut pairs = Vec::with_capacity(of(old).max(of(new)));
    let mut old = old.into_iter().flatten().peekable();
    let mut new = new.into_iter().flatten().peekable();
    let key = |of: &&&Located<Tariff>| (of.value.offer_id.clone(), of.value.service.clone());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => break pairs,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => key(a).cmp(&key(b)),
        };
        let take = |of: Option<&&Located<Tariff>>| of.copied().cloned();
        pairs.push((
            take(if order.is_le() { old.next() } else { None }),
            take(if order.is_ge() { new.next() } else { None }),
        ));
    }
}

/// The offers of services that one of two years lacks, each once.
fn alone(pairs: &[Pair]) -> Vec<String> {
    let alone = pairs.iter().filter_map(|pair| match pair {
        (Some(alone), None) | (None, Some(alone)) => Some(&*alone.value.offer_id),
        (Some(_), Some(_)) | (None, None) => None,
    });
    let alone: BTreeSet<&str> = alone.collect();
    alone.into_iter().map(str::to_owned).collect()
}

/// The years that a service has a tariff in; the tariffs come by offer, service and year.
fn years_in(held: &[Located<Tariff>], offer: &str, service: &str) -> Vec<Year> {
    let key =
        |of: &Located<Tariff>| (&*of.value.offer_id, &*of.value.service).cmp(&(offer, service));
    let from = held.partition_point(|of| key(of).is_lt());
    let of_service = held[from..].iter().take_while(|of| key(of).is_eq());
    of_service.map(|of| of.value.year).collect()
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

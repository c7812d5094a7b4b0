//! Everything about a municipality's own cases, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::own_row::OwnCase;
use crate::domain::cases::{CaseKey, CaseYear, Review, Rules, Years, refund, sum};
use crate::domain::danish::danish_date;
use crate::domain::number::{self, danish};
use crate::domain::parameters::{self, COSTLY_CASE_LIMIT};
use crate::domain::period::Year;
use crate::reports::ReportError;
use crate::storage::cases::{self, reviews};
use crate::storage::data::{areas, parameters as limits};
use crate::storage::offers::register;
use crate::storage::{self, Db};

/// Names of offers by id.
#[derive(Debug, Clone, Default)]
pub struct OfferNames(BTreeMap<Arc<str>, String>);

impl OfferNames {
    /// An offer's name; its id when no register has it any more.
    pub fn of<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }
}

/// Everything about a municipality's cases, from one snapshot.
pub struct Loaded {
    pub municipality: String,
    pub cases: Vec<CaseYear>,
    pub rules: Rules,
    pub offers: OfferNames,
    /// The years that have lines, in order.
    pub years: Vec<Year>,
    /// Of each case the oldest first.
    reviews: BTreeMap<CaseKey, Vec<Review>>,
    /// How the limit is stated, by year.
    limits: BTreeMap<Year, String>,
    today: Date,
}

impl Loaded {
    /// Reads the lines that hold now.
    pub fn load(db: &mut Db, municipality: &str, today: Date) -> Result<Loaded, ReportError> {
        let now = storage::version(db)?;
        let lines = cases::holding(db, Some(&[municipality.to_owned()]), now)?;
        let cases = sum(lines.iter().map(|line| &line.value));
        let years: BTreeSet<Year> = cases.iter().map(|case| case.year).collect();
        let known = limits::holding(db, now)?;
        let area = areas::all(db)?.into_iter().find(|a| a.code == municipality);
        let offers = register::holding(db, now)?.into_iter();
        let mut of_case: BTreeMap<CaseKey, Vec<Review>> = BTreeMap::new();
        for review in reviews::of(db, municipality)? {
            of_case.entry(review.case.clone()).or_default().push(review);
        }
        Ok(Loaded {
            municipality: area.map_or_else(|| municipality.to_owned(), |area| area.name),
            rules: Rules::of(
                &known,
                years
                    .iter()
                    .flat_map(|year| [Some(*year), year.before()])
                    .flatten(),
            ),
            limits: years
                .iter()
                .filter_map(|year| Some((*year, limit_in_words(&known, *year)?)))
                .collect(),
            offers: OfferNames(
                offers
                    .map(|(id, offer)| (id.into(), offer.value.name))
                    .collect(),
            ),
            reviews: of_case,
            years: years.into_iter().collect(),
            cases,
            today,
        })
    }

    /// The reviews of a case, the oldest first.
    pub fn reviews(&self, key: &CaseKey) -> &[Review] {
        self.reviews.get(key).map_or(&[], Vec::as_slice)
    }

    /// A case as it stands in a year.
    pub fn case(&self, years: &Years<'_>, key: &CaseKey, year: Year) -> OwnCase {
        let of = |year: Year| years.case(key, year).cloned();
        let followed = years.can_follow(&key.municipality, year);
        let now = of(year);
        let thresholds = self.rules.thresholds(year);
        let refunded = now.as_ref().zip(thresholds);
        // The newest takes the place of the ones before.
        let review = self.reviews(key).last().cloned();
        OwnCase {
            year,
            status: years.status(key, year, &self.rules),
            refund: refunded.map(|(case, thresholds)| refund(case, thresholds)),
            costs: self
                .years
                .iter()
                .map(|y| (*y, years.case(key, *y).map(|case| case.cost)))
                .collect(),
            before: year.before().filter(|_| followed).and_then(of),
            followed,
            overdue: review
                .as_ref()
                .is_some_and(|review| review.is_overdue(self.today)),
            key: key.clone(),
            review,
            now,
        }
    }

    /// What holds for the cases of a year, in Danish.
    pub fn notes(&self, year: Year) -> Vec<String> {
        let mut notes: Vec<String> = self.limits.get(&year).cloned().into_iter().collect();
        let of_year = || self.cases.iter().filter(move |case| case.year == year);
        if self.rules.thresholds(year).is_none() {
            notes.push(format!(
                "Der er ikke angivet beløbsgrænser for refusion i {year}, så refusion og nettoudgift vises ikke. En administrator tilføjer dem under Indstillinger."
            ));
        } else {
            notes.push("Refusionen (SEL § 176) er et skøn: indtægter, engangsudgifter og objektiv finansiering er ikke kendt. »Mindst« står, hvor linjerne ikke har måneder; så er nettoudgiften højst det viste.".to_owned());
        }
        if of_year().any(|case| case.age_supposed) {
            notes.push("Hvor linjerne ikke fortæller, om borgeren er under 67 år, regnes refusionen, som om borgeren er det.".to_owned());
        }
        if !self.years.contains(&year.before().unwrap_or(year)) {
            notes.push(format!(
                "Der er ingen linjer for året før {year}, så status og ændring kan ikke vises."
            ));
        }
        notes
    }
}

/// How the limit of a year is stated, in Danish.
pub fn limit_in_words(known: &[parameters::Parameter], year: Year) -> Option<String> {
    let used = parameters::for_year(known, COSTLY_CASE_LIMIT, year)?;
    let from = danish_date(used.parameter.valid_from);
    Some(format!(
        "En sag er dyr, når den koster mere end {} kr. på et år (gælder fra {from}{}; kilde: {}).",
        danish(
            used.parameter
                .exact()
                .and_then(|limit| number::rounded(&limit, 0))?
        ),
        if used.before_its_date {
            ", brugt også for årene før"
        } else {
            ""
        },
        used.parameter.source
    ))
}

//! The demands of the workplan's first milestone, and how many offers meet each.

use std::sync::Arc;

use super::public_first::Purchases;
use crate::domain::number;
use crate::domain::offers::Offer;
use crate::domain::report::{self, Cell, FactRef, Located, Unit, Value};
use crate::reports::columns::{Col, Cols};
use crate::reports::words::with_unit;

/// Of more offers only those that do not meet a demand are under its figures.
const LISTED: usize = 200;

/// What is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demanded {
    /// Every offer that sells places is in the framework agreement.
    InAgreement,
    /// Every offer uses the standard contract.
    StandardContract,
    /// Public places are always looked for first.
    PublicFirst,
}

impl Demanded {
    pub const ALL: [Demanded; 3] = [
        Demanded::InAgreement,
        Demanded::StandardContract,
        Demanded::PublicFirst,
    ];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Demanded::InAgreement => "in_agreement",
            Demanded::StandardContract => "standard_contract",
            Demanded::PublicFirst => "public_first",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Demanded::InAgreement => "Alle tilbud, som sælger pladser, indgår i rammeaftalen",
            Demanded::StandardContract => "Alle bruger standardkontrakter",
            Demanded::PublicFirst => {
                "Ledige kommunale og regionale pladser afsøges altid før private leverandører"
            }
        }
    }
}

/// A demand and how far it is met.
#[derive(Debug, Clone)]
pub struct Demand {
    pub demanded: Demanded,
    /// Or why that cannot be said, in Danish.
    pub counted: Result<Counted, &'static str>,
}

/// How many meet a demand.
#[derive(Debug, Clone)]
pub struct Counted {
    /// What it is a demand to: offers, or private purchases.
    what: &'static str,
    /// How many it is a demand to.
    pub of: usize,
    /// How many of them do not meet it.
    unmet: usize,
    /// Those, by name, where they are offers.
    pub missing: Vec<Arc<Offer>>,
    /// Where the offers came from that it is a demand to.
    facts: Vec<FactRef>,
    missing_facts: Vec<FactRef>,
}

impl Counted {
    pub fn met(&self) -> usize {
        self.of - self.unmet
    }

    fn met_percent(&self) -> Option<Value> {
        let hundredfold = i128::from(as_count(self.met())) * 100;
        (self.of > 0)
            .then(|| report::percent(&number::ratio(hundredfold, as_count(self.of).into())))
    }
}

pub static DEMAND: Col<Demand> = Col::names(
    "demand",
    "Krav i arbejdsplanen",
    Unit::Text,
    |row: &Demand| Cell::key(row.demanded.key(), row.demanded.label()),
)
.one_of(|| Demanded::ALL.map(Demanded::key).to_vec());
pub static MET: Col<Demand> = Col::figure("met", "Opfyldt", Unit::Count, |row| {
    row.figure(|counted| {
        let (of, missing) = (count(counted.of), count(counted.unmet));
        let what = counted.what;
        let formula = format!(
            "opfyldt = {what}, som kravet gælder \u{2212} {what}, som mangler at opfylde det"
        );
        let numbers = format!("{} \u{2212} {}", of.danish(), missing.danish());
        counted.told(count(counted.met()), &formula, &numbers)
    })
});
pub static OF: Col<Demand> = Col::figure("of", "Ud af", Unit::Count, |row| {
    row.figure(|counted| {
        let what = counted.what;
        let formula = format!("ud af = antallet af {what}, som kravet gælder");
        counted.told(count(counted.of), &formula, &format!("antal {what}"))
    })
});
pub static MISSING: Col<Demand> = Col::figure("missing", "Mangler", Unit::Count, |row| {
    row.figure(|counted| {
        let what = counted.what;
        let formula =
            format!("mangler = antallet af {what}, som kravet gælder, og som ikke opfylder det");
        let numbers = format!("antal {what}");
        let mut cell = counted.told(count(counted.unmet), &formula, &numbers);
        if let Some(derivation) = &mut cell.derivation {
            derivation.facts.clone_from(&counted.missing_facts);
        }
        cell
    })
});
pub static MET_PERCENT: Col<Demand> =
    Col::figure("met_pct", "Andel opfyldt", Unit::Percent, |row| {
        row.figure(|counted| {
            let Some(value) = counted.met_percent() else {
                return Cell::missing(format!("Der er ingen {}, som kravet gælder.", counted.what));
            };
            let (met, of) = (count(counted.met()), count(counted.of));
            let formula = "andel opfyldt = opfyldt / ud af × 100";
            let numbers = format!("{} / {} × 100", met.danish(), of.danish());
            counted.told(value, formula, &numbers)
        })
    });

pub static COLUMNS: Cols<Demand> = &[&DEMAND, &MET, &OF, &MISSING, &MET_PERCENT];

impl Demand {
    /// Who is missing, in words; nothing when nobody is.
    pub fn note(&self) -> Option<String> {
        let missing = &self.counted.as_ref().ok()?.missing;
        let names: Vec<String> = missing
            .iter()
            .map(|offer| format!("{} ({})", offer.name, offer.id))
            .collect();
        (!names.is_empty())
            .then(|| format!("{}. Mangler: {}.", self.demanded.label(), names.join("; ")))
    }

    fn figure(&self, of: fn(&Counted) -> Cell) -> Cell {
        match &self.counted {
            Ok(counted) => of(counted),
            Err(reason) => Cell::missing(*reason),
        }
    }
}

impl Counted {
    fn told(&self, value: Value, formula: &str, numbers: &str) -> Cell {
        let numbers = format!("{numbers} = {}", with_unit(&value));
        Cell::told(value, formula, numbers, self.facts.clone())
    }
}

fn as_count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn count(n: usize) -> Value {
    Value::Count(as_count(n))
}

/// The demands to some offers and to the private purchases, in the order of the workplan.
pub(super) fn of(
    offers: &[&Located<Arc<Offer>>],
    purchases: Result<Purchases, &'static str>,
) -> Vec<Demand> {
    vec![
        Demand {
            demanded: Demanded::InAgreement,
            counted: Ok(counted(offers, |o| o.sells_places, |o| o.in_agreement)),
        },
        Demand {
            demanded: Demanded::StandardContract,
            counted: Ok(counted(offers, |_| true, |o| o.standard_contract)),
        },
        Demand {
            demanded: Demanded::PublicFirst,
            counted: purchases.map(Counted::of_purchases),
        },
    ]
}

impl Counted {
    fn of_purchases(purchases: Purchases) -> Counted {
        Counted {
            what: "private køb",
            of: purchases.all,
            unmet: purchases.all - purchases.searched_before,
            missing: Vec::new(),
            facts: Vec::new(),
            missing_facts: Vec::new(),
        }
    }
}

fn counted(
    offers: &[&Located<Arc<Offer>>],
    demanded_of: fn(&Offer) -> bool,
    meets: fn(&Offer) -> bool,
) -> Counted {
    let of = || offers.iter().filter(|offer| demanded_of(&offer.value));
    let missing = || of().filter(|offer| !meets(&offer.value));
    let missing_facts: Vec<FactRef> = missing().take(LISTED).map(|offer| offer.at).collect();
    let of_all = of().count();
    Counted {
        what: "tilbud",
        of: of_all,
        unmet: missing().count(),
        missing: missing().map(|offer| offer.value.clone()).collect(),
        facts: if of_all <= LISTED {
            of().map(|offer| offer.at).collect()
        } else {
            missing_facts.clone()
        },
        missing_facts,
    }
}

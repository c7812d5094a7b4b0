//! `investment`: what an investment is worth that saves something every year, and what it costs as a
//! loan.

use super::INVESTMENT;
use super::frame::{assumed_alone, in_kroner, kroner, one_line};
use crate::domain::money::Money;
use crate::domain::number::Exact;
use crate::domain::projections::investment::{Step, annuity, course, paid_back};
use crate::domain::report::{self, Cell, Chart, Filter, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::filters::Percentage;
use crate::reports::words::{plain, with_unit};
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// What is assumed where nothing else is asked: the example of the paper.
pub const AMOUNT: Money = Money::from_oere(1_000_000_000);
pub const SAVING: Money = Money::from_oere(240_000_000);
pub const RATE: Percentage = Percentage::whole(4);
pub const YEARS: u32 = 5;

/// The assumptions in use.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub amount: Money,
    pub saving: Money,
    pub rate: Percentage,
    pub years: u32,
}

impl Terms {
    pub fn of(query: &Query) -> Terms {
        let of = &query.assumed;
        Terms {
            amount: of.amount.unwrap_or(AMOUNT),
            saving: of.saving.unwrap_or(SAVING),
            rate: of.rate.unwrap_or(RATE),
            years: of.years.unwrap_or(YEARS),
        }
    }

    fn rate_words(&self) -> String {
        with_unit(&report::percent(&self.rate.exact()))
    }
}

/// A year, with the terms it was worked out under.
pub struct Of {
    pub step: Step,
    terms: Terms,
}

pub static YEAR: Col<Of> = Col::names("year", "År", Unit::Count, |row: &Of| {
    Value::Count(row.step.year.into()).into()
});
pub static FLOW: Col<Of> = Col::figure("flow", "Ind eller ud", Unit::Kroner, |row: &Of| {
    let formula = if row.step.year == 0 {
        "det, der investeres nu"
    } else {
        "det, der spares om året"
    };
    plain(report::kroner(&row.step.flow), formula, Vec::new())
});
pub static PRESENT: Col<Of> =
    Col::figure("present_value", "Nutidsværdi", Unit::Kroner, |row: &Of| {
        let numbers = format!(
            "{} / (1 + {}) ^ {}",
            kroner(&row.step.flow),
            row.terms.rate_words(),
            row.step.year
        );
        let value = report::kroner(&row.step.present);
        Cell::told(value, "beløb / (1 + rente) ^ år", numbers, Vec::new())
    });
pub static ACCUMULATED: Col<Of> = Col::figure(
    "accumulated",
    "Nutidsværdi i alt",
    Unit::Kroner,
    |row: &Of| {
        let formula = "summen af nutidsværdierne til og med året";
        plain(report::kroner(&row.step.accumulated), formula, Vec::new())
    },
);

pub static COLUMNS: Cols<Of> = &[&YEAR, &FLOW, &PRESENT, &ACCUMULATED];

/// What the course comes to.
pub struct Outcome {
    pub terms: Terms,
    pub value: Exact,
    pub paid_back: Option<u32>,
}

pub static OF_AMOUNT: Col<Outcome> =
    Col::says("amount", "Investering", Unit::Text, |row: &Outcome| {
        Cell::text(kroner(&row.terms.amount.exact()))
    });
pub static ANNUITY: Col<Outcome> = Col::figure(
    "annuity",
    "Ydelse pr. år som lån",
    Unit::Kroner,
    |row: &Outcome| {
        let terms = &row.terms;
        let amount = terms.amount.exact();
        match annuity(&amount, &terms.rate.exact(), terms.years) {
            Some(yearly) => {
                let numbers = format!(
                    "{} × {rate} / (1 \u{2212} (1 + {rate}) ^ \u{2212}{})",
                    kroner(&amount),
                    terms.years,
                    rate = terms.rate_words(),
                );
                let formula = "beløb × rente / (1 \u{2212} (1 + rente) ^ \u{2212}år)";
                Cell::told(report::kroner(&yearly), formula, numbers, Vec::new())
            }
            None => Cell::missing("Et lån over nul år har ingen ydelse."),
        }
    },
);
pub static VALUE: Col<Outcome> = Col::figure(
    "net_present_value",
    "Nutidsværdi i alt",
    Unit::Kroner,
    |row: &Outcome| {
        let formula = "summen af årenes nutidsværdier";
        plain(report::kroner(&row.value), formula, Vec::new())
    },
);
pub static PAID_BACK: Col<Outcome> = Col::figure(
    "paid_back_after",
    "Tjent hjem efter år",
    Unit::Count,
    |row: &Outcome| match row.paid_back {
        Some(year) => plain(
            Value::Count(year.into()),
            "det første år, hvor nutidsværdien i alt ikke er under nul",
            Vec::new(),
        ),
        None => Cell::missing("Investeringen tjenes ikke hjem i perioden."),
    },
);

pub static TOTALS: Cols<Outcome> = &[&OF_AMOUNT, &ANNUITY, &VALUE, &PAID_BACK];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// The investment year by year.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Of, Outcome>, ReportError> {
    let terms = Terms::of(query);
    let filters = vec![
        in_kroner("amount", "Investering", terms.amount),
        in_kroner("saving", "Besparelse pr. år", terms.saving),
        Filter::new("rate", "Rente", terms.rate.to_string()).in_words(terms.rate_words()),
        Filter::new("years", "År", terms.years.to_string()),
    ];
    let title = "Hvad en investering er værd";
    let mut frame = assumed_alone(db, INVESTMENT.name, title, filters)?;
    let (amount, saving) = (terms.amount.exact(), terms.saving.exact());
    let steps = course(&amount, &saving, &terms.rate.exact(), terms.years);
    frame.series.push(chart(&steps));
    let outcome = steps.last().map(|last| Outcome {
        terms,
        value: last.accumulated.clone(),
        paid_back: paid_back(&steps),
    });
    Ok(Answer {
        frame,
        totals: outcome.into_iter().collect(),
        rows: steps.into_iter().map(|step| Of { step, terms }).collect(),
    })
}

fn chart(steps: &[Step]) -> Chart {
    let title = "Nutidsværdi i alt, år for år";
    let words = ("accumulated", title, "Nutidsværdi i alt");
    let points = steps
        .iter()
        .map(|step| (step.year.to_string(), report::kroner(&step.accumulated)));
    one_line(words, Unit::Kroner, points)
}

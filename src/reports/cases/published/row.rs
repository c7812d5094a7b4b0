//! A row of a published table, and its columns.

use super::spent::Share;
use crate::domain::cases::published::{Measures, Told};
use crate::domain::number::{Exact, danish, exact};
use crate::domain::period::Year;
use crate::domain::report::{Cell, Unit, Value, kroner, percent, whole_kroner};
use crate::reports::columns::{Col, Cols};
use crate::reports::words;

/// Why a figure is masked: one sentence for all, since which reason it is would be telling.
pub const MASKED: &str =
    "Tallet bygger på få borgere, eller det kunne bruges til at regne et sådant tal ud.";

/// What a row or column is called: key for programs, words for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub key: String,
    pub label: String,
}

impl Name {
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Name {
        Name {
            key: key.into(),
            label: label.into(),
        }
    }

    /// A margin.
    pub fn total() -> Name {
        Name::new("total", "I alt")
    }

    fn cell(&self) -> Cell {
        Cell::key(&self.key, &self.label)
    }
}

/// A row: what it is of, and what is told.
#[derive(Debug, Clone)]
pub struct Published {
    /// The first naming column of its table: municipality, supplier, status or size.
    pub first: Name,
    /// The second, where the table has one: paragraph or municipality.
    pub second: Name,
    pub year: Year,
    pub told: Told,
    /// Of all expenditure; nothing in the table of what became of cases.
    pub share: Option<Share>,
}

impl Published {
    /// Whether it is the margin of both.
    pub fn is_whole(&self) -> bool {
        self.first == Name::total() && self.second == Name::total()
    }

    /// Whether it is a margin of its table.
    pub fn is_total(&self) -> bool {
        let total = Name::total();
        self.first == total || self.second == total
    }
}

fn measured(row: &Published, of: impl Fn(&Measures) -> Cell) -> Cell {
    match &row.told {
        Told::Shown(measures) => of(measures),
        Told::Masked => Cell::masked(MASKED),
    }
}

/// A figure that was added up when the tables were made; the cases under it are told to nobody
/// outside their municipality.
fn added(value: Value, formula: &str) -> Cell {
    words::plain(value, formula, Vec::new())
}

/// How an exact amount is rounded, once.
type Rounding = fn(&Exact) -> Value;

fn cases(row: &Published) -> Cell {
    measured(row, |of| {
        added(
            Value::Count(of.cases),
            "sager med udgift over grænsen, talt én gang hver",
        )
    })
}

fn cost(row: &Published, rounded: Rounding) -> Cell {
    measured(row, |of| {
        added(
            rounded(&of.cost.exact()),
            "summen af sagernes udgift i året, før refusion",
        )
    })
}

fn average(row: &Published, rounded: Rounding) -> Cell {
    measured(row, |of| {
        if of.cases == 0 {
            return Cell::missing("Der er ingen dyre sager at tage gennemsnittet af.");
        }
        let value = rounded(&(of.cost.exact() / exact(of.cases, 0)));
        let numbers = format!(
            "{} / {} = {}",
            danish(of.cost.decimal()),
            of.cases,
            value.danish()
        );
        Cell::told(
            value,
            "gennemsnit = udgift / antal sager",
            numbers,
            Vec::new(),
        )
    })
}

fn refund(row: &Published, rounded: Rounding) -> Cell {
    measured(row, |of| match of.refund {
        Some(refund) => added(
            rounded(&refund.exact()),
            "summen af sagernes refusion efter SEL § 176, et skøn",
        ),
        None => Cell::missing("Der er ikke angivet beløbsgrænser for refusion i året."),
    })
}

/// Masked with the cost, which it would tell; and where few persons stand on its other side.
fn share(row: &Published) -> Cell {
    measured(row, |_| match &row.share {
        None => Value::Empty.into(),
        Some(Share::Masked) => Cell::masked(MASKED),
        Some(Share::Missing(reason)) => Cell::missing(reason),
        Some(Share::Told { cost, of, facts }) => {
            let value = percent(&(cost / of * exact(100, 0)));
            let in_words = |amount: &Exact| words::with_unit(&kroner(amount));
            let numbers = format!(
                "{} / {} = {}",
                in_words(cost),
                in_words(of),
                words::with_unit(&value)
            );
            Cell::told(
                value,
                "andel = de dyre sagers udgift / al udgift i årets egne priser",
                numbers,
                facts.clone(),
            )
        }
    })
}

fn refund_is_minimum(row: &Published) -> Cell {
    measured(row, |of| match of.refund {
        Some(_) => Value::YesNo(of.refund_is_minimum).into(),
        None => Value::Empty.into(),
    })
}

macro_rules! columns {
    ($of:ident: $($column:ident),*; $($more:ident),*) => {
        pub static $of: Cols<Published> = &[
            $(&$column,)* &YEAR, &CASES, &COST, &AVERAGE, &REFUND, &REFUND_IS_MINIMUM,
            $(&$more,)*
        ];
    };
}

pub static MUNICIPALITY: Col<Published> =
    Col::names("municipality", "Kommune", Unit::Text, |row| {
        row.first.cell()
    });
pub static PARAGRAPH: Col<Published> =
    Col::names("paragraph", "Paragraf", Unit::Text, |row| row.second.cell());
pub static SUPPLIER: Col<Published> = Col::names("supplier", "Leverandør", Unit::Text, |row| {
    row.first.cell()
});
pub static STATUS: Col<Published> =
    Col::names("status", "Status", Unit::Text, |row| row.first.cell());
pub static OF_MUNICIPALITY: Col<Published> =
    Col::names("municipality", "Kommune", Unit::Text, |row| {
        row.second.cell()
    });
pub static SIZE: Col<Published> = Col::names("size", "Sagens størrelse", Unit::Text, |row| {
    row.first.cell()
});
pub static YEAR: Col<Published> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.year).into()
});
pub static CASES: Col<Published> = Col::figure("cases", "Dyre sager", Unit::Count, cases);
pub static COST: Col<Published> =
    Col::figure("cost", "Udgift", Unit::Kroner, |row| cost(row, kroner));
pub static AVERAGE: Col<Published> =
    Col::figure("average", "Gennemsnit pr. sag", Unit::Kroner, |row| {
        average(row, kroner)
    });
pub static REFUND: Col<Published> = Col::figure("refund", "Refusion", Unit::Kroner, |row| {
    refund(row, kroner)
});
pub static SHARE: Col<Published> = Col::figure("share", "Andel af al udgift", Unit::Percent, share);
pub static REFUND_IS_MINIMUM: Col<Published> = Col::says(
    "refund_is_minimum",
    "Refusionen er mindst",
    Unit::YesNo,
    refund_is_minimum,
)
.optional();

/// The same as pages show them, where øre are noise.
pub static WHOLE_COST: Col<Published> = Col::figure("cost", "Udgift", Unit::WholeKroner, |row| {
    cost(row, whole_kroner)
});
pub static WHOLE_AVERAGE: Col<Published> =
    Col::figure("average", "Gennemsnit pr. sag", Unit::WholeKroner, |row| {
        average(row, whole_kroner)
    });
pub static WHOLE_REFUND: Col<Published> =
    Col::figure("refund", "Refusion", Unit::WholeKroner, |row| {
        refund(row, whole_kroner)
    });

columns!(BY_PARAGRAPH: MUNICIPALITY, PARAGRAPH; SHARE);
columns!(BY_SUPPLIER: SUPPLIER, PARAGRAPH; SHARE);
columns!(BY_STATUS: STATUS, OF_MUNICIPALITY;);
columns!(BY_SIZE: SIZE; SHARE);

//! What the increases of each operator come to, and of all.

use super::increase::Increase;
use crate::domain::number::Exact;
use crate::domain::report::{self, Cell, Unit, Value};
use crate::reports::columns::{Col, Cols};

/// The increases of one operator, or of all.
pub struct Sum {
    pub whose: Whose,
    /// What can be said; or why nothing can, in Danish.
    pub figures: Result<Figures, String>,
}

/// Whose increases were added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Name of the operator; empty when the offers are in no register.
    Operator(String),
    All,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    pub increases: i64,
    kroner: Exact,
    /// Increases without an amount a year.
    without: i64,
    pub open: i64,
}

impl Figures {
    fn add(&mut self, increase: &Increase) {
        self.increases += 1;
        self.open += i64::from(increase.state.is_open());
        match increase.rise.kroner_per_year() {
            Ok(kroner) => self.kroner += kroner,
            Err(_) => self.without += 1,
        }
    }

    /// DKK a year of those that have an amount; `None` when none of them has.
    pub fn kroner_per_year(&self) -> Option<&Exact> {
        let none = self.increases > 0 && self.increases == self.without;
        (!none).then_some(&self.kroner)
    }

    fn per_year_cell(&self) -> Cell {
        match self.kroner_per_year() {
            Some(kroner) => report::kroner(kroner).into(),
            None => Cell::missing("Ingen af stigningerne kan omregnes til kroner pr. år."),
        }
    }
}

impl Sum {
    fn cell(&self, cell: impl Fn(&Figures) -> Cell) -> Cell {
        match &self.figures {
            Ok(figures) => cell(figures),
            Err(reason) => Cell::missing(reason),
        }
    }
}

pub static OPERATOR: Col<Sum> = Col::names("operator", "Driftsherre", Unit::Text, |sum| match &sum
    .whose
{
    Whose::Operator(name) => Cell::key(name, name),
    Whose::All => Cell::key("total", "I alt"),
});
pub static INCREASES: Col<Sum> = Col::figure("increases", "Stigninger", Unit::Count, |sum| {
    sum.cell(|figures| Value::Count(figures.increases).into())
});
pub static PER_YEAR: Col<Sum> =
    Col::figure("kroner_per_year", "Kroner pr. år", Unit::Kroner, |sum| {
        sum.cell(Figures::per_year_cell)
    });
pub static NOT_COUNTED: Col<Sum> = Col::figure("not_counted", "Uden beløb", Unit::Count, |sum| {
    sum.cell(|figures| Value::Count(figures.without).into())
});
pub static OPEN: Col<Sum> = Col::figure("open", "Åbne", Unit::Count, |sum| {
    sum.cell(|figures| Value::Count(figures.open).into())
});

pub static COLUMNS: Cols<Sum> = &[&OPERATOR, &INCREASES, &PER_YEAR, &NOT_COUNTED, &OPEN];

/// One sum for each operator, in the order of the increases, and one for all; what cannot be said
/// is no zero.
pub(super) fn of(increases: &[Increase], incomparable: Option<&str>) -> Vec<Sum> {
    if let Some(reason) = incomparable {
        return vec![Sum {
            whose: Whose::All,
            figures: Err(reason.to_owned()),
        }];
    }
    let mut operators: Vec<(&str, Figures)> = Vec::new();
    let mut all = Figures::default();
    for increase in increases {
        let operator = increase.rise.offer.operator.as_str();
        if operators.last().is_none_or(|(last, _)| *last != operator) {
            operators.push((operator, Figures::default()));
        }
        if let Some((_, figures)) = operators.last_mut() {
            figures.add(increase);
        }
        all.add(increase);
    }
    let own = operators.into_iter().map(|(operator, figures)| Sum {
        whose: Whose::Operator(operator.to_owned()),
        figures: Ok(figures),
    });
    let all = Sum {
        whose: Whose::All,
        figures: Ok(all),
    };
    own.chain([all]).collect()
}

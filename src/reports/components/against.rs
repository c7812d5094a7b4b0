//! Where a KKR reports a figure and its municipalities do too: both, and whether they agree.

use super::basis::Basis;
use super::items;
use crate::domain::components::figures::{Facts, Figure};
use crate::domain::components::reconciliation::Measure;
use crate::domain::number::Exact;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Unit, Value};
use crate::reports::columns::{Col, Cols};
use crate::reports::words;

/// A figure that was reported as such, against the sum of the municipalities.
pub struct Against {
    paragraph: Paragraph,
    measure: Measure,
    year: Year,
    reported: Figure,
    sum: Figure,
}

impl Against {
    fn of<'a>(&self, figure: &'a Figure) -> &'a Exact {
        match self.measure {
            Measure::FullYearPersons => &figure.persons,
            _ => &figure.expenditure,
        }
    }

    /// Whether the two are the same, exactly.
    pub fn agrees(&self) -> bool {
        self.of(&self.reported) == self.of(&self.sum)
    }

    fn shown(&self, figure: &Figure) -> Value {
        items::shown(self.measure, self.of(figure))
    }

    fn cell(&self, figure: &Figure, formula: &str) -> Cell {
        let value = self.shown(figure);
        words::plain(value, formula, figure.facts.clone())
    }

    /// What differs, in Danish; `None` when nothing does.
    pub(super) fn note(&self, area: &str) -> Option<String> {
        (!self.agrees()).then(|| {
            format!(
                "{} {}: {} er {} for {area}, men {} som summen af kommunerne.",
                self.paragraph,
                self.year,
                self.measure.label().to_lowercase(),
                words::with_unit(&self.shown(&self.reported)),
                words::with_unit(&self.shown(&self.sum))
            )
        })
    }
}

pub static GROUP: Col<Against> = Col::names("group", "Gruppe", Unit::Text, |row: &Against| {
    Cell::key(row.paragraph.key(), row.paragraph.label())
})
.one_of(|| Paragraph::ALL.map(Paragraph::key).to_vec());
pub static MEASURE: Col<Against> =
    Col::names("measure", "Nøgletal", Unit::Text, |row: &Against| {
        Cell::key(row.measure.key(), row.measure.label())
    })
    .one_of(|| Measure::ALL.map(Measure::key).to_vec());
pub static YEAR: Col<Against> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.year).into()
});
pub static REPORTED: Col<Against> =
    Col::figure("reported", "Indberettet samlet", Unit::Mixed, |row| {
        row.cell(&row.reported, "tallet, som det er indberettet samlet")
    });
pub static SUM: Col<Against> = Col::figure(
    "sum_of_municipalities",
    "Sum af kommunerne",
    Unit::Mixed,
    |row| row.cell(&row.sum, "summen af kommunernes tal"),
);
pub static AGREES: Col<Against> = Col::says("agrees", "Stemmer", Unit::YesNo, |row| {
    Value::YesNo(row.agrees()).into()
});

pub static COLUMNS: Cols<Against> = &[&GROUP, &MEASURE, &YEAR, &REPORTED, &SUM, &AGREES];

/// Every paragraph and year that both are known of.
pub(super) fn municipalities(basis: &Basis, facts: &Facts) -> Vec<Against> {
    let mut rows = Vec::new();
    for paragraph in Paragraph::ALL {
        for year in &basis.years {
            let Ok(reported) = facts.own(&basis.area.code, paragraph, *year) else {
                continue;
            };
            let Ok(sum) = facts.sum_of(&basis.member_codes(), paragraph, *year, &basis.years)
            else {
                continue;
            };
            for measure in [Measure::Expenditure, Measure::FullYearPersons] {
                rows.push(Against {
                    paragraph,
                    measure,
                    year: *year,
                    reported: reported.clone(),
                    sum: sum.clone(),
                });
            }
        }
    }
    rows
}

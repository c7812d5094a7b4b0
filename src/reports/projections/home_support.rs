//! `home-support`: what it would save to support some of those in residential places at home, for a
//! range of what they would need there.

use std::sync::Arc;

use super::HOME_SUPPORT;
use super::frame::{kroner, one_line};
use crate::domain::number::{Exact, danish, exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::projections::home_support::{Moved, NEEDS};
use crate::domain::report::{self, Cell, Chart, FactRef, Filter, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::components::basis::Basis;
use crate::reports::filters::{Percentage, bad};
use crate::reports::words::{plain, with_unit};
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// How many are moved where nothing else is asked.
pub const SHARE: Percentage = Percentage::whole(10);

/// What a reader must not forget.
pub const CAUTION: &str = "Behovene er ikke ens: de, der bor i botilbud, har brug for mere støtte end dem, der i dag får støtte i eget hjem. Hvor meget mere, ved ingen på forhånd. Derfor vises besparelsen for flere behov, fra det samme som gennemsnittet i dag til det mangedobbelte. Anlæg, boliger og omstilling er ikke regnet med.";

/// What is known of the year, and what is assumed.
#[derive(Clone)]
pub struct Known {
    pub year: Year,
    pub paragraph: Paragraph,
    pub moved: Moved,
    facts: Vec<FactRef>,
}

impl Known {
    fn cell(&self, value: Value, formula: &str, numbers: String) -> Cell {
        Cell::told(value, formula, numbers, self.facts.clone())
    }
}

/// The saving at one need.
pub struct Scenario {
    /// In percent of what a person at home costs today.
    pub need: i64,
    known: Arc<Known>,
}

impl Scenario {
    fn need(&self) -> Exact {
        exact(self.need, 0)
    }

    fn saving(&self) -> Value {
        report::whole_kroner(&self.known.moved.saving(&self.need()))
    }
}

pub static NEED: Col<Scenario> = Col::names("need_pct", "Behov", Unit::Text, |row| {
    Cell::key(
        row.need.to_string(),
        format!("{} %", danish(row.need.into())),
    )
});
pub static HOME_COST: Col<Scenario> =
    Col::figure("home_cost", "Pr. person i eget hjem", Unit::Kroner, |row| {
        let known = &row.known;
        let value = report::kroner(&known.moved.home_cost(&row.need()));
        let numbers = format!(
            "{} × {}",
            kroner(&known.moved.home),
            with_unit(&report::percent(&row.need()))
        );
        known.cell(value, "enhedsudgift SEL § 85 × behov", numbers)
    });
pub static SAVING: Col<Scenario> = Col::figure(
    "saving",
    "Besparelse pr. år",
    Unit::WholeKroner,
    |row: &Scenario| {
        let known = &row.known;
        let of = &known.moved;
        let numbers = format!(
            "{} × ({} \u{2212} {})",
            report::persons(&of.moved()).danish(),
            kroner(&of.residential),
            kroner(&of.home_cost(&row.need()))
        );
        let formula = "flyttede helårspersoner × (enhedsudgift i botilbud \u{2212} støtte i eget hjem pr. person)";
        known.cell(row.saving(), formula, numbers)
    },
);

pub static COLUMNS: Cols<Scenario> = &[&NEED, &HOME_COST, &SAVING];

pub static YEAR: Col<Known> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.year).into()
});
pub static PARAGRAPH: Col<Known> = Col::names("paragraph", "Fra", Unit::Text, |row: &Known| {
    Cell::key(row.paragraph.key(), row.paragraph.label())
});
pub static MOVED: Col<Known> = Col::figure("moved", "Flyttes", Unit::Persons, |row: &Known| {
    let of = &row.moved;
    let numbers = format!(
        "{} × {}",
        report::persons(&of.persons).danish(),
        with_unit(&report::percent(&of.share))
    );
    let value = report::persons(&of.moved());
    row.cell(value, "helårspersoner × andel, der flyttes", numbers)
});
pub static RESIDENTIAL: Col<Known> = Col::figure(
    "residential",
    "Enhedsudgift i botilbud",
    Unit::Kroner,
    |row: &Known| {
        let value = report::kroner(&row.moved.residential);
        plain(value, "udgift / helårspersoner", row.facts.clone())
    },
);
pub static HOME: Col<Known> = Col::figure(
    "home",
    "Enhedsudgift SEL § 85",
    Unit::Kroner,
    |row: &Known| {
        let value = report::kroner(&row.moved.home);
        plain(value, "udgift / helårspersoner", row.facts.clone())
    },
);
pub static BREAK_EVEN: Col<Known> = Col::figure(
    "break_even_pct",
    "Intet spares fra et behov på",
    Unit::Percent,
    |row: &Known| match row.moved.break_even() {
        Some(need) => {
            let numbers = format!(
                "{} / {} × 100",
                kroner(&row.moved.residential),
                kroner(&row.moved.home)
            );
            let formula = "enhedsudgift i botilbud / enhedsudgift SEL § 85 × 100";
            row.cell(report::percent(&need), formula, numbers)
        }
        None => Cell::missing("Støtte i eget hjem koster ingenting i året."),
    },
);

pub static TOTALS: Cols<Known> = &[&YEAR, &PARAGRAPH, &MOVED, &RESIDENTIAL, &HOME, &BREAK_EVEN];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// The saving by need, and what it is worked out from.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Scenario, Known>, ReportError> {
    let paragraph = query.paragraph.unwrap_or(Paragraph::Sel107);
    if paragraph == Paragraph::Sel85 {
        let problem = "SEL § 85 er støtten i eget hjem. Vælg SEL_107, SEL_108 eller ABL_105.";
        return Err(bad("paragraph", paragraph.key(), problem));
    }
    let share = query.assumed.share.unwrap_or(SHARE);
    let basis = Basis::load(db, query)?;
    let year = query.year.or(basis.years.last().copied());
    let mut rest = vec![
        Filter::new("paragraph", "Fra", paragraph.key()).in_words(paragraph.label()),
        Filter::new("share", "Flyttes", share.to_string())
            .in_words(with_unit(&report::percent(&share.exact()))),
    ];
    rest.extend(year.map(|year| Filter::new("year", "År", year.to_string())));
    let title = format!(
        "Støtte i eget hjem i stedet for {}: {}",
        paragraph.label(),
        basis.area.name
    );
    let mut frame = basis.report(db, HOME_SUPPORT.name, title, rest)?;
    frame.notes.push(CAUTION.to_owned());
    let Some(year) = year else {
        frame.notes.push("Der er ingen tal for området.".to_owned());
        return Ok(Answer::empty(frame));
    };
    let facts = basis.sorted();
    let of = |paragraph| basis.figure(&facts, paragraph, year);
    let (residential, home) = match (of(paragraph), of(Paragraph::Sel85)) {
        (Ok(residential), Ok(home)) => (residential, home),
        (Err(gap), _) | (_, Err(gap)) => {
            frame.notes.push(format!("{year}: {}", basis.reason(&gap)));
            return Ok(Answer::empty(frame));
        }
    };
    let zero = exact(0, 0);
    if residential.persons == zero || home.persons == zero {
        let why = format!("{year}: Der er ingen helårspersoner at regne en enhedsudgift med.");
        frame.notes.push(why);
        return Ok(Answer::empty(frame));
    }
    let known = Arc::new(Known {
        year,
        paragraph,
        facts: residential
            .under()
            .into_iter()
            .chain(home.under())
            .collect(),
        moved: Moved {
            share: share.exact(),
            residential: &residential.expenditure / &residential.persons,
            home: &home.expenditure / &home.persons,
            persons: residential.persons,
        },
    });
    let rows: Vec<Scenario> = NEEDS
        .into_iter()
        .map(|need| Scenario {
            need,
            known: known.clone(),
        })
        .collect();
    frame.series.push(chart(&rows));
    Ok(Answer {
        frame,
        rows,
        totals: vec![Known::clone(&known)],
    })
}

fn chart(rows: &[Scenario]) -> Chart {
    let words = ("saving", "Besparelse pr. år efter behov", "Besparelse");
    let points = rows
        .iter()
        .map(|row| (format!("{} %", row.need), row.saving()));
    one_line(words, Unit::WholeKroner, points)
}

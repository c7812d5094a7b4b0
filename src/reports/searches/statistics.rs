//! What searches come to: by the municipality that searched and the quarter, without anything that
//! could tell of one of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::number;
use crate::domain::report::{self, Cell, Unit, Value};
use crate::domain::searches::{Choice, Code, Event, Search, standings};
use crate::reports::columns::{Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::with_unit;

/// Beside every number of private purchases.
pub const KNOWN: &str = "De private køb er dem, der er skrevet på en afsøgning. Køb, som ingen har skrevet på en afsøgning, er ikke med. En afsøgning ligger før købet, når den er lavet senest samme dag.";

/// What a municipality's searches of a quarter come to.
#[derive(Debug, Clone, Default)]
pub struct Quarter {
    /// Code.
    pub municipality: String,
    pub municipality_name: String,
    pub year: i16,
    /// From 1 to 4.
    pub quarter: i8,
    pub searches: i64,
    pub taken: i64,
    pub refused: i64,
    /// Private purchases of the quarter, by the day of the purchase.
    pub private: i64,
    /// Of these, those that were searched first.
    pub searched_before: i64,
    /// Of these, those of each code, in the order of [`Code::ALL`].
    pub codes: [i64; Code::ALL.len()],
}

impl Quarter {
    fn count(value: i64, formula: &str) -> Cell {
        Cell::told(
            Value::Count(value),
            formula,
            Value::Count(value).danish(),
            Vec::new(),
        )
    }

    fn code(&self, code: Code) -> Cell {
        let place = Code::ALL.iter().position(|c| *c == code).unwrap_or(0);
        let formula = format!("private køb med begrundelsen »{}«", code.label());
        Quarter::count(self.codes[place], &formula)
    }

    /// Share of the private purchases that were searched first.
    fn share(&self) -> Cell {
        share(self.searched_before, self.private)
    }
}

/// Share of private purchases that were searched first; "–" where there are none.
pub fn share(before: i64, private: i64) -> Cell {
    if private == 0 {
        return Cell::missing("Der er ikke skrevet private køb på afsøgningerne.");
    }
    let value = report::percent(&number::ratio(i128::from(before) * 100, private.into()));
    let numbers = format!("{before} / {private} × 100 = {}", with_unit(&value));
    Cell::told(
        value,
        "andel = private køb med en afsøgning før / private køb × 100",
        numbers,
        Vec::new(),
    )
}

pub static MUNICIPALITY: Col<Quarter> = Col::names("municipality", "Kommune", Unit::Text, |row| {
    Cell::key(&row.municipality, &row.municipality_name)
});
pub static QUARTER: Col<Quarter> = Col::names("quarter", "Kvartal", Unit::Text, |row| {
    let (year, quarter) = (row.year, row.quarter);
    Cell::key(
        format!("{year}K{quarter}"),
        format!("{quarter}. kvartal {year}"),
    )
});
pub static SEARCHES: Col<Quarter> = Col::figure("searches", "Afsøgninger", Unit::Count, |row| {
    Quarter::count(row.searches, "afsøgninger lavet i kvartalet")
});
pub static TAKEN: Col<Quarter> = Col::figure("taken", "Plads taget", Unit::Count, |row| {
    Quarter::count(
        row.taken,
        "afsøgninger fra kvartalet, der endte med en plads",
    )
});
pub static REFUSED: Col<Quarter> = Col::figure("refused", "Afvist", Unit::Count, |row| {
    Quarter::count(
        row.refused,
        "afsøgninger fra kvartalet, som driftsherren afviste",
    )
});
pub static PRIVATE: Col<Quarter> = Col::figure("private", "Private køb", Unit::Count, |row| {
    Quarter::count(row.private, "private køb i kvartalet")
});
pub static BEFORE: Col<Quarter> = Col::figure(
    "searched_before",
    "Med afsøgning før",
    Unit::Count,
    |row| {
        Quarter::count(
            row.searched_before,
            "private køb i kvartalet med en afsøgning før",
        )
    },
);
pub static SHARE: Col<Quarter> = Col::figure("share_pct", "Andel", Unit::Percent, Quarter::share);
pub static NO_MATCH: Col<Quarter> = Col::figure("no_match", "Ingen passer", Unit::Count, |row| {
    row.code(Code::NoMatch)
});
pub static NONE_IN_TIME: Col<Quarter> =
    Col::figure("none_in_time", "Ingen i tide", Unit::Count, |row| {
        row.code(Code::NoneInTime)
    });
pub static FREE_CHOICE: Col<Quarter> =
    Col::figure("free_choice", "Frit valg", Unit::Count, |row| {
        row.code(Code::FreeChoice)
    });
pub static URGENT: Col<Quarter> =
    Col::figure("urgent", "Akut", Unit::Count, |row| row.code(Code::Urgent));
pub static CONTINUES: Col<Quarter> =
    Col::figure("continues_stay", "Fortsætter", Unit::Count, |row| {
        row.code(Code::ContinuesStay)
    });
pub static OTHER: Col<Quarter> =
    Col::figure("other", "Andet", Unit::Count, |row| row.code(Code::Other));

pub static COLUMNS: Cols<Quarter> = &[
    &MUNICIPALITY,
    &QUARTER,
    &SEARCHES,
    &TAKEN,
    &REFUSED,
    &PRIVATE,
    &BEFORE,
    &SHARE,
    &NO_MATCH,
    &NONE_IN_TIME,
    &FREE_CHOICE,
    &URGENT,
    &CONTINUES,
    &OTHER,
];

/// Adds searches up, the newest quarter first, and within it by municipality. A search counts in the
/// quarter it was made in, a purchase in that of the purchase.
pub(super) fn of(register: &Register, searches: &[Search], events: &[Event]) -> Vec<Quarter> {
    let mut quarters: BTreeMap<(i16, i8, String), Quarter> = BTreeMap::new();
    for (search, standing) in standings(searches, events) {
        let code = &search.asked.municipality;
        let mut quarter = |day: Date, add: &dyn Fn(&mut Quarter)| {
            let (year, number) = (day.year(), (day.month() + 2) / 3);
            let quarter = quarters.entry((year, number, code.clone()));
            add(quarter.or_insert_with(|| Quarter {
                municipality: code.clone(),
                municipality_name: register.area_name(code).to_owned(),
                year,
                quarter: number,
                ..Quarter::default()
            }));
        };
        quarter(search.on, &|of| {
            of.searches += 1;
            of.taken += i64::from(standing.choice == Some(Choice::Taken));
            of.refused += i64::from(standing.choice == Some(Choice::Refused));
        });
        if let Some(purchase) = standing.purchase(search) {
            quarter(purchase.event.on, &|of| {
                of.private += 1;
                of.searched_before += i64::from(purchase.had_search_before());
                let codes = of.codes.iter_mut().zip(Code::ALL);
                for (count, code) in codes {
                    *count += i64::from(purchase.event.code == Some(code));
                }
            });
        }
    }
    let mut quarters: Vec<Quarter> = quarters.into_values().collect();
    quarters.sort_by_key(|of| Reverse((of.year, of.quarter)));
    quarters
}

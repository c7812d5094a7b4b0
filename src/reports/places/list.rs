//! `vacancies`: the places and dwellings that stand empty on a day.

use jiff::civil::Date;

use super::VACANCIES;
use super::counted::counted_to;
use crate::domain::danish::{danish_date, danish_order};
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::places::{Entry, PlaceKind, State};
use crate::domain::report::{self, Cell, FactRef, Filter, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::words::{date_value, plain};
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::places::{self, Wanted};

/// An entry on a day.
pub struct Vacancy {
    pub entry: Entry,
    /// The day that is asked about.
    pub on: Date,
    /// How many stand empty that day.
    pub places: i64,
    pub state: State,
    /// Code and name of the municipality that they are kept for.
    pub reserved_for: Option<(String, String)>,
    pub offer: String,
    pub operator: String,
    /// Names of target groups, between commas: the entry's own, else the offer's.
    pub target_groups: String,
    /// Where they lie: code and name of the municipality.
    pub municipality: (String, String),
    pub rent: Option<Money>,
}

impl Vacancy {
    pub fn confirmed_on(&self) -> Date {
        self.entry.confirmed_on(self.on)
    }

    pub fn is_stale(&self) -> bool {
        self.entry.is_stale(self.on)
    }

    /// Days it has stood empty on the day.
    pub fn days_empty(&self) -> i32 {
        (self.on - self.entry.terms_on(self.on).from)
            .get_days()
            .max(0)
    }

    /// The row of the upload that its words came from, where one said them.
    fn said_by(&self) -> Vec<FactRef> {
        self.entry.newest.source.into_iter().collect()
    }

    fn told(&self, value: Value, formula: &str) -> Cell {
        plain(value, formula, self.said_by())
    }
}

pub static ID: Col<Vacancy> = Col::names("id", "Nummer", Unit::Text, |row| {
    Cell::key(row.entry.id.to_string(), row.entry.id.to_string())
});
pub static OFFER_ID: Col<Vacancy> = Col::says("offer_id", "Tilbuds-id", Unit::Text, |row| {
    Cell::key(&row.entry.about.offer_id, &row.entry.about.offer_id)
});
pub static OFFER: Col<Vacancy> =
    Col::says("offer", "Tilbud", Unit::Text, |row| Cell::text(&row.offer));
pub static OPERATOR: Col<Vacancy> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.operator)
});
pub static KIND: Col<Vacancy> = Col::says("kind", "Type", Unit::Text, |row: &Vacancy| {
    let kind = row.entry.about.kind;
    Cell::key(kind.key(), kind.label())
})
.one_of(|| PlaceKind::ALL.map(PlaceKind::key).to_vec());
pub static PARAGRAPH: Col<Vacancy> = Col::says("paragraph", "Paragraf", Unit::Text, |row| {
    let paragraph = row.entry.about.paragraph;
    Cell::key(paragraph.key(), paragraph.label())
});
pub static TARGET_GROUPS: Col<Vacancy> =
    Col::says("target_groups", "Målgrupper", Unit::Text, |row| {
        Cell::text(&row.target_groups)
    });
pub static PLACES: Col<Vacancy> = Col::figure("places", "Antal", Unit::Count, |row| {
    row.told(
        Value::Count(row.places),
        "så mange, som er meldt ledige den dag",
    )
});
pub static STATE: Col<Vacancy> = Col::says("state", "Tilstand", Unit::Text, |row: &Vacancy| {
    let words = match &row.reserved_for {
        Some((_, name)) => format!("{} til {name}", row.state.label()),
        None => row.state.label().to_owned(),
    };
    Cell::key(row.state.key(), words)
})
.one_of(|| State::ALL.map(State::key).to_vec());
pub static STAFFED: Col<Vacancy> = Col::says(
    "staffed",
    "Bemandet",
    Unit::YesNo,
    |row: &Vacancy| match row.entry.terms_on(row.on).staffed {
        Some(staffed) => Value::YesNo(staffed).into(),
        None => Cell::missing("Det er ikke oplyst, om pladsen er bemandet."),
    },
)
.optional();
pub static FROM: Col<Vacancy> = Col::says("from", "Ledig fra", Unit::Text, |row| {
    date_value(row.entry.terms_on(row.on).from).into()
});
pub static TO: Col<Vacancy> = Col::says("to", "Til", Unit::Text, |row: &Vacancy| {
    match row.entry.terms_on(row.on).to {
        Some(to) => date_value(to).into(),
        None => Value::Empty.into(),
    }
})
.optional();
pub static CONFIRMED_ON: Col<Vacancy> = Col::says("confirmed_on", "Bekræftet", Unit::Text, |row| {
    date_value(row.confirmed_on()).into()
});
pub static STALE: Col<Vacancy> = Col::says("stale", "Forældet", Unit::YesNo, |row| {
    Value::YesNo(row.is_stale()).into()
});
pub static RENT: Col<Vacancy> = Col::figure(
    "rent_per_month",
    "Husleje pr. måned",
    Unit::Kroner,
    |row| match (row.rent, row.entry.about.kind) {
        (Some(rent), _) => row.told(
            report::kroner(&rent.exact()),
            "huslejen, som den er oplyst for én bolig",
        ),
        (None, PlaceKind::Dwelling) => Cell::missing("Huslejen er ikke oplyst."),
        (None, PlaceKind::Place) => Value::Empty.into(),
    },
);

pub static COLUMNS: Cols<Vacancy> = &[
    &ID,
    &OFFER_ID,
    &OFFER,
    &OPERATOR,
    &KIND,
    &PARAGRAPH,
    &TARGET_GROUPS,
    &PLACES,
    &STATE,
    &STAFFED,
    &FROM,
    &TO,
    &CONFIRMED_ON,
    &STALE,
    &RENT,
];

/// How many of a kind, in all.
pub struct Sum {
    pub kind: PlaceKind,
    pub places: i64,
    pub stale: i64,
}

fn added(count: i64, formula: &str) -> Cell {
    Cell::told(
        Value::Count(count),
        formula,
        danish(count.into()),
        Vec::new(),
    )
}

pub static SUM_KIND: Col<Sum> = Col::names("kind", "Type", Unit::Text, |row: &Sum| {
    Cell::key(row.kind.key(), row.kind.many())
})
.one_of(|| PlaceKind::ALL.map(PlaceKind::key).to_vec());
pub static SUM_PLACES: Col<Sum> = Col::figure("places", "Antal", Unit::Count, |row| {
    added(row.places, "summen af listens antal")
});
pub static SUM_STALE: Col<Sum> =
    Col::figure("stale_places", "Heraf forældet", Unit::Count, |row| {
        added(row.stale, "summen af antal i forældede opslag")
    });

pub static TOTALS: Cols<Sum> = &[&SUM_KIND, &SUM_PLACES, &SUM_STALE];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// What stands empty on the day asked for, by offer.
///
/// # Errors
/// [`ReportError`]: a filter that names nothing, or the database's own.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Vacancy, Sum>, ReportError> {
    let register = Register::load(db, query)?;
    let on = counted_to(db, query, register.as_of)?;
    let day = Filter::new("on", "Dag", on.to_string()).in_words(danish_date(on));
    let title = "Ledige pladser og boliger".to_owned();
    let frame = register.report(db, VACANCIES.name, title, vec![day], &[])?;
    let mut answer = Answer::empty(frame);
    let open = places::entries(db, Wanted::OpenOn(on), register.as_of)?;
    let open = open.into_iter().filter(|entry| shows(&register, entry));
    answer.rows = open
        .filter_map(|entry| vacancy(&register, entry, on))
        .collect();
    let order = danish_order();
    answer.rows.sort_by(|a, b| {
        let key = |row: &Vacancy| [row.offer.clone(), row.entry.about.offer_id.clone()];
        let (x, y) = (key(a), key(b));
        order(&[&x[0], &x[1]], &[&y[0], &y[1]]).then(a.entry.id.cmp(&b.entry.id))
    });
    for kind in PlaceKind::ALL {
        let rows = || {
            answer
                .rows
                .iter()
                .filter(|row| row.entry.about.kind == kind)
        };
        if rows().next().is_some() {
            let sum = Sum {
                kind,
                places: rows().map(|row| row.places).sum(),
                stale: rows()
                    .filter(|row| row.is_stale())
                    .map(|row| row.places)
                    .sum(),
            };
            answer.totals.push(sum);
        }
    }
    if answer.totals.iter().any(|sum| sum.stale > 0) {
        answer.frame.notes.push(
            "Et forældet opslag er ikke bekræftet i 14 dage. Ring, før du regner med pladsen."
                .to_owned(),
        );
    }
    Ok(answer)
}

/// Whether the filters let an entry through. One without target groups is for those of its offer.
fn shows(register: &Register, entry: &Entry) -> bool {
    let about = &entry.about;
    let paragraph = register.paragraph;
    let own = &entry.terms().target_groups;
    let is_for = |code: &String| {
        if own.is_empty() {
            register.has_target_group(&about.offer_id)
        } else {
            own.contains(code)
        }
    };
    paragraph.is_none_or(|paragraph| paragraph == about.paragraph)
        && register.is_in_area(&about.offer_id)
        && register
            .target_group
            .as_ref()
            .is_none_or(|group| is_for(&group.code))
}

/// An entry as it is on a day; `None` when none of it stands empty that day.
fn vacancy(register: &Register, entry: Entry, on: Date) -> Option<Vacancy> {
    let places = entry.timeline().vacant_on(on);
    if places == 0 {
        return None;
    }
    let terms = entry.terms_on(on);
    let offer = register.get(&entry.about.offer_id);
    let groups = match (terms.target_groups.is_empty(), offer) {
        (true, Some(offer)) => &offer.target_groups,
        _ => &terms.target_groups,
    };
    let named = |code: &String| (code.clone(), register.area_name(code).to_owned());
    Some(Vacancy {
        on,
        places,
        state: terms.state,
        reserved_for: terms.reserved_for.as_ref().map(named),
        offer: register.name(&entry.about.offer_id).to_owned(),
        operator: register.operator(&entry.about.offer_id).to_owned(),
        target_groups: register.group_names(groups),
        municipality: offer
            .map(|offer| named(&offer.municipality))
            .unwrap_or_default(),
        rent: terms.rent,
        entry,
    })
}

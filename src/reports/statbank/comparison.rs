//! `public-comparison`: full-year persons and expenditure of the component analysis beside the services and the
//! accounts that Danmarks Statistik publishes, municipality by municipality.

use num_traits::Zero as _;

use super::PUBLIC_COMPARISON;
use super::held::{Figure, Held, Made, not_uploaded};
use crate::domain::components::figures::{Facts, Gap};
use crate::domain::number::{Exact, danish, exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{self, Cell, FactRef, Filter, Report, Unit, Value, kroner, percent};
use crate::domain::statbank::{function_of, service_of};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::components::basis::{Basis, sources_of};
use crate::reports::words::{plain, with_unit};
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// What everything of Danmarks Statistik is told with.
pub const SOURCE: &str = "Kilde til de offentlige tal: Danmarks Statistik, statistikbanken.dk (HAND01, REGK31, REGK100, FOLK1A), CC BY 4.0.";

/// A municipality's paragraph in a year.
pub struct Row {
    /// Code and name.
    pub municipality: (String, String),
    pub paragraph: Paragraph,
    pub year: Year,
    /// Of the component analysis, and where it came from.
    pub persons: Result<(Exact, Vec<FactRef>), String>,
    /// In the year's own prices.
    pub expenditure: Result<(Exact, Vec<FactRef>), String>,
    pub public_persons: Figure,
    pub accounts: Figure,
    pub private: Figure,
    /// On 1 January.
    pub inhabitants: Result<(i64, FactRef), String>,
}

impl Row {
    /// Everything stored that its figures are made of.
    pub fn facts(&self) -> Vec<FactRef> {
        let own = [&self.persons, &self.expenditure];
        let own = own.into_iter().flatten().flat_map(|(_, facts)| facts);
        let made = [&self.public_persons, &self.accounts, &self.private];
        let made = made.into_iter().flatten().flat_map(|made| &made.facts);
        let inhabitants = self.inhabitants.iter().map(|(_, at)| at);
        own.chain(made).chain(inhabitants).copied().collect()
    }
}

fn own(of: &Result<(Exact, Vec<FactRef>), String>, to: fn(&Exact) -> Value, words: &str) -> Cell {
    match of {
        Ok((value, facts)) => plain(to(value), words, facts.clone()),
        Err(reason) => Cell::missing(reason),
    }
}

fn public(of: &Figure, to: fn(&Exact) -> Value, words: &str) -> Cell {
    match of {
        Ok(made) => {
            let formula = format!("{words} ({})", made.table.name());
            Cell::told(to(&made.value), formula, &made.numbers, made.facts.clone())
        }
        Err(reason) => Cell::missing(reason),
    }
}

/// How far the component analysis lies from the public figure, of the public one.
fn difference(
    own: &Result<(Exact, Vec<FactRef>), String>,
    public: &Figure,
    to: fn(&Exact) -> Value,
) -> Cell {
    let (own, public) = match (own, public) {
        (Ok(own), Ok(public)) => (own, public),
        (Err(reason), _) | (_, Err(reason)) => return Cell::missing(reason),
    };
    if public.value.is_zero() {
        return Cell::missing("Det offentlige tal er nul.");
    }
    let value = percent(&((&own.0 - &public.value) / &public.value * exact(100, 0)));
    let [a, b] = [&own.0, &public.value].map(|value| with_unit(&to(value)));
    let facts = own.1.iter().chain(&public.facts).copied().collect();
    Cell::told(
        value,
        "forskel = (komponentanalysen \u{2212} det offentlige tal) / det offentlige tal × 100",
        format!("({a} \u{2212} {b}) / {b} × 100"),
        facts,
    )
}

fn per_inhabitant(row: &Row) -> Cell {
    match (&row.accounts, &row.inhabitants) {
        (Ok(Made { value, facts, .. }), Ok((inhabitants, at))) => {
            let answer = kroner(&(value / exact(*inhabitants, 0)));
            let numbers = format!(
                "{} / {}",
                with_unit(&kroner(value)),
                danish((*inhabitants).into())
            );
            let facts = facts.iter().chain([at]).copied().collect();
            Cell::told(
                answer,
                "regnskab / indbyggere den 1. januar (FOLK1A)",
                numbers,
                facts,
            )
        }
        (Err(reason), _) | (_, Err(reason)) => Cell::missing(reason),
    }
}

static MUNICIPALITY: Col<Row> = Col::names("municipality", "Kommune", Unit::Text, |row: &Row| {
    Cell::key(&row.municipality.0, &row.municipality.1)
});
static PARAGRAPH: Col<Row> = Col::names("paragraph", "Paragraf", Unit::Text, |row: &Row| {
    Cell::key(row.paragraph.key(), row.paragraph.label())
})
.one_of(|| Paragraph::ALL.map(Paragraph::key).to_vec());
static YEAR: Col<Row> = Col::names("year", "År", Unit::Year, |row: &Row| {
    Value::Year(row.year).into()
});
static PERSONS: Col<Row> = Col::figure("persons", "Helårspersoner", Unit::Persons, |row: &Row| {
    own(
        &row.persons,
        report::persons,
        "helårspersoner, som de er indlæst",
    )
});
static PUBLIC_PERSONS: Col<Row> = Col::figure(
    "public_persons",
    "Ydelser, Danmarks Statistik",
    Unit::Persons,
    |row: &Row| {
        let words = "gennemsnittet af årets fire kvartaler";
        public(&row.public_persons, report::persons, words)
    },
);
static PERSONS_DIFFERENCE: Col<Row> = Col::figure(
    "persons_difference_pct",
    "Forskel i personer",
    Unit::Percent,
    |row: &Row| difference(&row.persons, &row.public_persons, report::persons),
);
static EXPENDITURE: Col<Row> = Col::figure(
    "expenditure",
    "Udgift, løbende priser",
    Unit::Kroner,
    |row: &Row| own(&row.expenditure, kroner, "udgiften i årets egne priser"),
);
static ACCOUNTS: Col<Row> = Col::figure(
    "public_expenditure",
    "Regnskab, Danmarks Statistik",
    Unit::Kroner,
    |row: &Row| public(&row.accounts, kroner, "nettodriftsudgift på funktionen"),
);
static EXPENDITURE_DIFFERENCE: Col<Row> = Col::figure(
    "expenditure_difference_pct",
    "Forskel i udgift",
    Unit::Percent,
    |row: &Row| difference(&row.expenditure, &row.accounts, kroner),
);
static PRIVATE: Col<Row> = Col::figure(
    "public_private_expenditure",
    "Heraf selvejende og private",
    Unit::Kroner,
    |row: &Row| {
        public(
            &row.private,
            kroner,
            "ejerforhold selvejende/private og private leverandører",
        )
    },
);
static PER_INHABITANT: Col<Row> = Col::figure(
    "public_per_inhabitant",
    "Regnskab pr. indbygger",
    Unit::Kroner,
    per_inhabitant,
);

pub static COLUMNS: Cols<Row> = &[
    &MUNICIPALITY,
    &PARAGRAPH,
    &YEAR,
    &PERSONS,
    &PUBLIC_PERSONS,
    &PERSONS_DIFFERENCE,
    &EXPENDITURE,
    &ACCOUNTS,
    &EXPENDITURE_DIFFERENCE,
    &PRIVATE,
    &PER_INHABITANT,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, &[]))
}

/// Every municipality, paragraph and year that the component analysis has a figure for.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Row>, ReportError> {
    let basis = Basis::load(db, query)?;
    let current = basis.asked(&Query {
        price_level: Some(PriceLevel::Current),
        ..query.clone()
    });
    let municipalities: Vec<(String, String)> = match basis.members.as_slice() {
        [] => vec![(basis.area.code.clone(), basis.area.name.clone())],
        members => {
            let named = members
                .iter()
                .map(|area| (area.code.clone(), area.name.clone()));
            named.collect()
        }
    };
    let codes: Vec<String> = municipalities
        .iter()
        .map(|(code, _)| code.clone())
        .collect();
    let held = Held::load(db, &codes, basis.as_of)?;
    let years = basis.known_years();
    let (usual, own_prices) = (basis.sorted(), current.sorted());
    let figures = [(&basis, &usual), (&current, &own_prices)];
    let mut rows = Vec::new();
    for municipality in &municipalities {
        for paragraph in Paragraph::ALL {
            if query.paragraph.is_some_and(|asked| asked != paragraph) {
                continue;
            }
            for year in &years {
                if query.year.is_none_or(|asked| asked == *year) {
                    let of = (municipality, paragraph, *year);
                    rows.extend(row(figures, &held, of, &years));
                }
            }
        }
    }
    let frame = frame(db, (&basis, &held, &rows), query)?;
    Ok(Answer {
        frame,
        rows,
        totals: Vec::new(),
    })
}

/// Nothing where the component analysis has none.
fn row(
    [usual, own_prices]: [(&Basis, &Facts<'_>); 2],
    held: &Held,
    (municipality, paragraph, year): (&(String, String), Paragraph, Year),
    years: &[Year],
) -> Option<Row> {
    let code = municipality.0.as_str();
    let of = |(basis, facts): (&Basis, &Facts<'_>)| {
        let figure = facts.of_area(code, &[], paragraph, year, years);
        figure.map_err(|gap| (gap == Gap::NoFacts, basis.reason(&gap)))
    };
    let (usual, own_prices) = (of(usual), of(own_prices));
    if matches!(usual, Err((true, _))) {
        return None;
    }
    Some(Row {
        municipality: municipality.clone(),
        paragraph,
        year,
        // Persons have no price level: those of either will do.
        persons: match (usual, &own_prices) {
            (Ok(figure), _) => Ok((figure.persons, figure.facts)),
            (Err(_), Ok(figure)) => Ok((figure.persons.clone(), figure.facts.clone())),
            (Err((_, reason)), Err(_)) => Err(reason),
        },
        expenditure: match own_prices {
            Ok(figure) => {
                let facts = figure.under();
                Ok((figure.expenditure, facts))
            }
            Err((_, reason)) => Err(reason),
        },
        public_persons: held.persons(code, paragraph, year),
        accounts: held.accounts(code, paragraph, year),
        private: held.private(code, paragraph, year),
        inhabitants: held.inhabitants(code, year),
    })
}

fn frame(
    db: &mut Db,
    (basis, held, rows): (&Basis, &Held, &[Row]),
    query: &Query,
) -> Result<Report, ReportError> {
    let title = format!("Offentlig sammenligning, {}", basis.area.name);
    let mut rest = Vec::new();
    rest.extend(
        query
            .year
            .map(|year| Filter::new("year", "År", year.to_string())),
    );
    rest.extend(query.paragraph.map(|paragraph| {
        Filter::new("paragraph", "Paragraf", paragraph.key()).in_words(paragraph.label())
    }));
    let mut frame = basis.report(db, PUBLIC_COMPARISON.name, title, rest)?;
    let asked = ["area", "as-of", "year", "paragraph"];
    frame.filters.retain(|filter| asked.contains(&filter.key));
    let facts: Vec<FactRef> = rows.iter().flat_map(Row::facts).collect();
    frame.sources = sources_of(db, &facts)?;
    frame.notes.extend(notes(held));
    Ok(frame)
}

/// What is lacking, why the figures differ, and whose they are.
fn notes(held: &Held) -> Vec<String> {
    let lacking: Vec<String> = held.lacking().into_iter().map(not_uploaded).collect();
    let mut notes = Vec::new();
    if !lacking.is_empty() {
        notes.push(format!(
            "{} Hent tabellerne på statistikbanken.dk, og indlæs dem på siden Data.",
            lacking.join(" ")
        ));
    }
    notes.push("Personer: HAND01 tæller ydelser, gennemsnitligt pr. dag i kvartalet, og året er gennemsnittet af fire kvartaler. Komponentanalysen tæller helårspersoner. Den, der har to ydelser, tæller to gange i HAND01.".to_owned());
    notes.push("Udgift: regnskabet er driftskonti, netto, i løbende priser. Det, andre kommuner betaler for pladser, er trukket fra; statsrefusion er det ikke. Komponentanalysen er omregnet til løbende priser.".to_owned());
    notes.push(counterparts());
    notes.push("Funktion 5.38.38 rummer foruden § 85 også §§ 95, 96, 102 og 118, så regnskabet for § 85 er større end støtten i hjemmet.".to_owned());
    notes.push(SOURCE.to_owned());
    notes
}

/// Which services and functions are counted beside which paragraphs.
fn counterparts() -> String {
    let of = |paragraph: Paragraph| {
        let (service, function) = (service_of(paragraph), function_of(paragraph));
        let code = |code: &str| {
            let (a, rest) = code.split_at(1);
            let (b, c) = rest.split_at(2);
            format!("{a}.{b}.{c}")
        };
        format!(
            "{} ved ydelse {} og funktion {}",
            paragraph.label(),
            service.map_or("–", |of| of.code),
            function.map_or_else(|| "–".to_owned(), |of| code(of.code))
        )
    };
    let all: Vec<String> = Paragraph::ALL.into_iter().map(of).collect();
    format!("Modstykker: {}.", all.join("; "))
}

//! `cockpit demo`: a synthetic region whose totals are the published ones.
//!
//! Every figure of a municipality is made up by the rules below and marked as such on every page
//! and file; what adds up to a published total does so to the krone. No chance is involved: the
//! same region comes out every time.

mod cases;
mod comments;
mod follow_up;
mod groups;
mod offers;
mod places;
mod searches;
mod workplan;

use std::fmt::Write as _;

use anyhow::{Context, Result, anyhow, bail};

use crate::chance::Chance;
use crate::changes::actor::Actor;
use crate::changes::cases::CaseFile;
use crate::changes::components::{ComponentFile, PopulationFile, PriceIndexFile};
use crate::changes::data::receipt::Receipt;
use crate::changes::data::uploads::{self, Upload};
use crate::changes::kinds::Kind;
use crate::changes::meetings;
use crate::changes::offers::compare::OfferFile;
use crate::changes::results::ResultFile;
use crate::changes::tariffs::TariffFile;
use crate::clock::Clock;
use crate::domain::area::HOME;
use crate::domain::components::{ComponentFact, Supplier};
use crate::domain::money::Money;
use crate::domain::number::Convention;
use crate::domain::paragraph::Paragraph;
use crate::domain::persons::FullYearPersons;
use crate::domain::report::Located;
use crate::import::Options;
use crate::storage::Store;
use crate::storage::components::facts;
use crate::storage::data::{batches, settings};

/// Who the receipts name.
const BY: &str = "cockpit demo (SYNTETISKE DATA)";

/// The municipalities with a weight close to their size, in thousands of inhabitants.
const MUNICIPALITIES: [(&str, u64); 11] = [
    ("773", 20),
    ("787", 43),
    ("810", 36),
    ("813", 58),
    ("820", 36),
    ("825", 2),
    ("840", 31),
    ("846", 41),
    ("849", 38),
    ("851", 222),
    ("860", 63),
];

const YEARS: [i32; 6] = [2019, 2020, 2021, 2022, 2023, 2024];

/// Years before the published ones, in thousandths of the published 2022: expenditure, persons.
const BEFORE: [(i32, i64, i64); 3] = [(2019, 951, 968), (2020, 966, 979), (2021, 984, 991)];

/// Made-up price and wage index, 2023 = 100.
const INDEX: [(i32, &str); 8] = [
    (2019, "89,6"),
    (2020, "91,5"),
    (2021, "93,0"),
    (2022, "95,4"),
    (2023, "100,0"),
    (2024, "103,6"),
    (2025, "106,7"),
    (2026, "109,4"),
];

/// Fills an empty database.
///
/// # Errors
/// When anything but the reference data is stored, or the database's own.
pub fn fill(store: &Store, clock: Clock) -> Result<Vec<Receipt>> {
    let published = store.read::<_, anyhow::Error>(|db| {
        let uploads = batches::all(db)?;
        if uploads.len() > 1 || settings::is_synthetic(db)? {
            bail!("the database holds data already; demo fills an empty one (name another with --database-url)");
        }
        let version = crate::storage::version(db)?;
        Ok(facts::holding(db, &[HOME.to_owned()], version)?)
    })?;
    // The mark comes first: if anything after it fails, nothing made up stands unmarked.
    store.write::<_, anyhow::Error>(|db| Ok(settings::set(db, settings::SYNTHETIC, "yes")?))?;
    let files = [
        (
            Kind::of(&ComponentFile),
            "syntetiske_komponenter.csv",
            component_file(&published)?,
        ),
        (
            Kind::of(&PriceIndexFile),
            "syntetisk_indeks.csv",
            index_file(),
        ),
        (
            Kind::of(&PopulationFile),
            "syntetisk_folketal.csv",
            population_file(),
        ),
        (
            Kind::of(&OfferFile),
            "syntetiske_tilbud.csv",
            offers::offers()?,
        ),
        (
            Kind::of(&TariffFile),
            "syntetiske_takster.csv",
            offers::tariffs()?,
        ),
        (
            Kind::of(&ResultFile),
            "syntetisk_resultatdokumentation.csv",
            offers::results()?,
        ),
        (
            Kind::of(&CaseFile),
            "syntetiske_enkeltsager.csv",
            cases::cases()?,
        ),
        (
            Kind::of(&ComponentFile),
            "syntetiske_maalgrupper.csv",
            groups::file(&published)?,
        ),
    ];
    let actor = Actor::new(clock, Chance::system(), BY);
    let receipts: Result<Vec<Receipt>> = files
        .into_iter()
        .map(|(kind, file_name, text)| {
            let options = Options {
                decimal: Some(Convention::Comma),
                ..Options::default()
            };
            let upload = Upload {
                kind,
                file_name,
                bytes: text.as_bytes(),
                options,
            };
            uploads::import(store, &actor, &upload)
                .map_err(|e| anyhow!("the synthetic file {file_name} is refused: {e}"))
        })
        .collect();
    let receipts = receipts?;
    follow_up::fill(store, &actor).context("the synthetic follow-up is refused")?;
    meetings::example::add(store, &actor).context("the example of a meeting is refused")?;
    places::fill(store, &actor).context("the synthetic vacant places are refused")?;
    searches::fill(store, &actor).context("the synthetic searches are refused")?;
    comments::fill(store, &actor).context("the synthetic comments are refused")?;
    workplan::fill(store, &actor).context("the synthetic workplan is refused")?;
    Ok(receipts)
}

/// What a municipality spends at one kind of supplier.
struct Stated {
    cell: Cell,
    kroner: Money,
    /// In tenths, as the øre of an amount.
    persons: Money,
    level: i32,
}

/// Every municipality and kind of supplier of a paragraph and year: together the region's total.
fn stated(
    published: &[Located<ComponentFact>],
    paragraph: Paragraph,
    year: i32,
) -> Result<Vec<Stated>> {
    let (expenditure, persons, level) = total(published, paragraph, year)?;
    let cells = cells(paragraph, year);
    let tenths = Money::from_oere(persons.ten_thousandths() / 1000);
    let persons = tenths.allocate(&cells.iter().map(|c| c.persons).collect::<Vec<_>>());
    let weights: Vec<u64> = cells
        .iter()
        .zip(&persons)
        .map(|(cell, persons)| cell.price * u64::try_from(persons.oere()).unwrap_or(0))
        .collect();
    let kroner = Money::from_oere(expenditure.oere() / 100).allocate(&weights);
    let parts = cells.into_iter().zip(persons).zip(kroner);
    let stated = |((cell, persons), kroner)| Stated {
        cell,
        kroner,
        persons,
        level,
    };
    Ok(parts.map(stated).collect())
}

impl Stated {
    /// Writes it as a row of a file of components, with what stands after the supplier.
    fn write(&self, text: &mut String, paragraph: Paragraph, year: i32, after: &str) -> Result<()> {
        let (whole, tenth) = (self.persons.oere() / 10, self.persons.oere() % 10);
        writeln!(
            text,
            "{};{};{year};{};{whole},{tenth};{};{}{after}",
            self.cell.municipality,
            paragraph.label(),
            self.kroner.oere(),
            self.level,
            self.cell.supplier.label().to_lowercase()
        )?;
        Ok(())
    }
}

fn component_file(published: &[Located<ComponentFact>]) -> Result<String> {
    let mut text =
        String::from("omraade;paragraf;aar;udgift;helaarspersoner;prisniveau;leverandoer\n");
    for paragraph in Paragraph::ALL {
        for year in YEARS {
            for stated in stated(published, paragraph, year)? {
                stated.write(&mut text, paragraph, year, "")?;
            }
        }
    }
    Ok(text)
}

/// The region's total: published, or for the years before 2022 a share of the published 2022.
fn total(
    published: &[Located<ComponentFact>],
    paragraph: Paragraph,
    year: i32,
) -> Result<(Money, FullYearPersons, i32)> {
    let of = |year: i32| {
        published
            .iter()
            .map(|l| &l.value)
            .find(|f| f.key.paragraph == paragraph && f.key.year.number() == year)
            .with_context(|| format!("no published figure of {} {year}", paragraph.key()))
    };
    let Some((_, money, persons)) = BEFORE.iter().find(|(y, ..)| *y == year) else {
        let fact = of(year)?;
        return Ok((
            fact.expenditure,
            fact.persons,
            fact.key.price_level.number(),
        ));
    };
    let fact = of(2022)?;
    // Whole kroner and tenths of a person, as the published table has them.
    let oere = fact.expenditure.oere() / 100_000 * money * 100;
    let persons = fact.persons.ten_thousandths() / 1_000_000 * persons * 1000;
    Ok((
        Money::from_oere(oere),
        FullYearPersons::from_ten_thousandths(persons),
        fact.key.price_level.number(),
    ))
}

#[derive(Clone, Copy)]
struct Cell {
    municipality: &'static str,
    supplier: Supplier,
    /// Weight of the persons.
    persons: u64,
    /// Weight of one person's expenditure.
    price: u64,
}

/// Municipalities by suppliers, with weights that differ a little by paragraph and drift by year.
fn cells(paragraph: Paragraph, year: i32) -> Vec<Cell> {
    let since = u64::try_from(year - YEARS[0]).unwrap_or(0);
    let kind = paragraph as u64;
    let mut cells = Vec::new();
    for (place, (municipality, size)) in (0u64..).zip(MUNICIPALITIES) {
        let level = 900 + (place * 37 + kind * 53) % 200;
        let drift = ((place * 11 + kind * 7) % 9) * since;
        for supplier in Supplier::ALL {
            let (share, price) = match supplier {
                Supplier::Municipal => (680 - 6 * since, 1000),
                Supplier::Regional => (170, 1120),
                Supplier::Private => (150 + 6 * since, 1060 + 8 * since),
            };
            cells.push(Cell {
                municipality,
                supplier,
                persons: size * (level + drift) * share,
                price: price * (940 + (place * 29 + kind * 17) % 120),
            });
        }
    }
    cells
}

fn index_file() -> String {
    let mut text = String::from("aar;indeks;kilde\n");
    for (year, index) in INDEX {
        text.push_str(&format!("{year};{index};SYNTETISK\n"));
    }
    text
}

fn population_file() -> String {
    let mut text = String::from("kommune;aar;alder_fra;alder_til;antal\n");
    for (municipality, size) in MUNICIPALITIES {
        for (since, year) in (0u64..).zip(YEARS) {
            // Four fifths are adults; the large grow and the small shrink a little.
            let drift = if size > 50 {
                1000 + 4 * since
            } else {
                1000 - 3 * since
            };
            let adults = size * 8 * drift / 10;
            text.push_str(&format!(
                "{municipality};{year};18;66;{}\n",
                adults * 7 / 10
            ));
            text.push_str(&format!(
                "{municipality};{year};67;125;{}\n",
                adults * 3 / 10
            ));
        }
    }
    text
}

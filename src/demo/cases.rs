//! Synthetic case lines: some two hundred costly persons a year and as many below the limit, most
//! of whom stay from year to year. Small municipalities have hardly any, as they do.

use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::MUNICIPALITIES;
use super::offers::{Operator, id, operator};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::paragraph::Paragraph;
use crate::domain::pseudonym::Pseudonyms;

/// The last four years of the components.
const YEARS: std::ops::RangeInclusive<u64> = 2021..=2024;
/// No secret: nobody stands behind these pseudonyms.
const KEY: &[u8] = b"SYNTETISKE DATA, ingen hemmelighed";

/// Persons who begin as costly for a hundred thousand inhabitants, and persons below the limit.
const COSTLY: u64 = 33;
const BELOW: u64 = 45;
/// How many of a hundred are somebody else the next year.
const TURNOVER: u64 = 12;

/// Municipalities whose lines carry a month, and one whose lines do not tell the age.
const BY_MONTH: [&str; 4] = ["787", "813", "846", "860"];
const WITHOUT_AGE: &str = "849";

/// Of a hundred costly persons, up to which one costs so many thousand kroner, from and below.
const SIZES: [(u64, u64, u64); 4] = [
    (53, 2_030, 3_000),
    (81, 3_000, 4_000),
    (95, 4_000, 6_000),
    (100, 6_000, 8_500),
];
const BELOW_LIMIT: (u64, u64) = (380, 1_990);

/// Of a hundred persons, up to which one lives under which paragraph.
const PARAGRAPHS: [(u64, Paragraph); 4] = [
    (26, Paragraph::Sel107),
    (69, Paragraph::Sel108),
    (94, Paragraph::Abl105),
    (100, Paragraph::Sel85),
];
/// The same by the supplier's kind: the costliest places are sold by others than municipalities
/// more often than most are.
const SUPPLIERS: [(u64, Supplier); 3] = [
    (45, Supplier::Municipal),
    (68, Supplier::Regional),
    (100, Supplier::Private),
];

/// The file of case lines.
pub(super) fn cases() -> Result<String> {
    let pseudonyms = Pseudonyms::new(KEY).context("the key is too short")?;
    let mut text =
        String::from("sag;kommune;aar;maaned;paragraf;leverandoer;tilbud_id;udgift;under_67\n");
    for (code, size) in MUNICIPALITIES {
        let costly = (size * COSTLY / 100).max(1);
        for slot in 0..costly + size * BELOW / 100 {
            let mut person = Person::new(code, slot, *YEARS.start(), slot < costly);
            for year in YEARS {
                let draw = Draw::of(&[code, "turnover"], slot, year);
                if year > *YEARS.start() && draw.below(100, 0) < TURNOVER {
                    person = Person::new(code, slot, year, slot < costly);
                }
                person.lines(&mut text, year, &pseudonyms)?;
            }
        }
    }
    Ok(text)
}

/// Somebody who stays for some years.
struct Person {
    municipality: &'static str,
    slot: u64,
    /// The first year.
    since: u64,
    costly: bool,
    draw: Draw,
}

impl Person {
    fn new(municipality: &'static str, slot: u64, since: u64, costly: bool) -> Person {
        Person {
            municipality,
            slot,
            since,
            costly,
            draw: Draw::of(&[municipality, "person"], slot, since),
        }
    }

    /// The cost of a year in kroner: it moves a little every year, so that some cross the limit.
    fn cost(&self, year: u64) -> u64 {
        let (from, to) = if self.costly {
            let (_, from, to) = among(&SIZES, self.draw.below(100, 1), |size| size.0);
            (from, to)
        } else {
            BELOW_LIMIT
        };
        let mut cost = from * 1000 + self.draw.below((to - from) * 1000, 2);
        for year in self.since..year {
            let moved = Draw::of(&[self.municipality, "move"], self.slot, year).below(11, 0);
            cost = cost * (980 + moved * 10) / 1000;
        }
        cost
    }

    fn paragraph(&self) -> Paragraph {
        among(&PARAGRAPHS, self.draw.below(100, 3), |paragraph| {
            paragraph.0
        })
        .1
    }

    /// One of the offers with this paragraph, of the supplier's kind.
    fn offer(&self, supplier: Supplier) -> Option<u64> {
        let place = Paragraph::ALL.iter().position(|p| *p == self.paragraph())?;
        let of_kind = |n: &u64| match operator(*n) {
            Operator::Municipality(_) => supplier == Supplier::Municipal,
            Operator::Other(_) if n % 5 == 3 => supplier == Supplier::Regional,
            Operator::Other(_) => supplier == Supplier::Private,
        };
        let offers = super::offers::with_paragraph(place).filter(of_kind);
        let offers: Vec<u64> = offers.collect();
        let at = self.draw.below(offers.len().max(1) as u64, 4);
        offers.get(usize::try_from(at).ok()?).copied()
    }

    /// A line of the stay, and for one in three a line of support beside it; a line a month where
    /// the municipality tells months. A newcomer there begins within the year.
    fn lines(&self, text: &mut String, year: u64, pseudonyms: &Pseudonyms) -> Result<()> {
        let cost = self.cost(year);
        let beside = match self.draw.below(3, 5) {
            0 => cost * (60 + self.draw.below(120, 6)) / 1000,
            _ => 0,
        };
        let name = format!("{}/{}/{}", self.municipality, self.slot, self.since);
        let case = pseudonyms.of(&name);
        let supplier = among(&SUPPLIERS, self.draw.below(100, 7), |kind| kind.0).1;
        let stay = (self.paragraph(), supplier, self.offer(supplier));
        let support = (Paragraph::Sel85, Supplier::Municipal, None);
        for (of, kroner) in [(stay, cost - beside), (support, beside)] {
            for (month, part) in self.months(year, kroner)? {
                self.line(text, &case, (year, &month), of, part)?;
            }
        }
        Ok(())
    }

    fn months(&self, year: u64, kroner: u64) -> Result<Vec<(String, Money)>> {
        let whole = Money::from_oere(i64::try_from(kroner * 100)?);
        if kroner == 0 {
            return Ok(Vec::new());
        }
        if !BY_MONTH.contains(&self.municipality) {
            return Ok(vec![(String::new(), whole)]);
        }
        let newcomer = year == self.since && year > *YEARS.start();
        let first = 1 + if newcomer { self.draw.below(7, 8) } else { 0 };
        let months: Vec<u64> = (first..=12).collect();
        let weights: Vec<u64> = months.iter().map(|month| 20 + month % 3).collect();
        let parts = whole.allocate(&weights);
        Ok(months.iter().map(u64::to_string).zip(parts).collect())
    }

    fn line(
        &self,
        text: &mut String,
        case: &str,
        (year, month): (u64, &str),
        (paragraph, supplier, offer): (Paragraph, Supplier, Option<u64>),
        part: Money,
    ) -> Result<()> {
        let under_67 = match self.draw.below(12, 9) {
            _ if self.municipality == WITHOUT_AGE => "",
            0 => "nej",
            _ => "ja",
        };
        writeln!(
            text,
            "{case};{};{year};{month};{};{};{};{};{under_67}",
            self.municipality,
            paragraph.label(),
            supplier.label().to_lowercase(),
            offer.map(id).unwrap_or_default(),
            danish(part.decimal()),
        )?;
        Ok(())
    }
}

/// The first row whose upper end a number lies below.
fn among<T: Copy>(rows: &[T], number: u64, end: impl Fn(&T) -> u64) -> T {
    let found = rows.iter().find(|row| number < end(row));
    found.copied().unwrap_or(rows[rows.len() - 1])
}

/// Numbers that follow from what they are about, and look as if they did not.
struct Draw(u64);

impl Draw {
    fn of(words: &[&str], slot: u64, year: u64) -> Draw {
        let bytes = words.iter().flat_map(|word| word.bytes());
        let seed = bytes.fold(slot << 16 ^ year, |seed, byte| {
            mixed(seed ^ u64::from(byte))
        });
        Draw(seed)
    }

    /// The n-th number, below a limit above zero.
    fn below(&self, limit: u64, n: u64) -> u64 {
        mixed(self.0 ^ mixed(n)) % limit
    }
}

/// The finalizer of SplitMix64.
fn mixed(seed: u64) -> u64 {
    let seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    seed ^ (seed >> 31)
}

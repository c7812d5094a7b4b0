//! Facts of the component analysis: expenditure and full-year persons by area, paragraph and year.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::domain::area::Area;
use crate::domain::components::{ComponentFact, FactKey, Supplier};
use crate::domain::fold;
use crate::domain::money::Money;
use crate::domain::number::{Convention, NumberError};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::persons::FullYearPersons;
use crate::domain::price_level::PriceLevel;
use crate::import::Amounts;
use crate::import::areas::{Found, Places};
use crate::import::cells::Fields;
use crate::import::columns::{Choices, Column, Layout};
use crate::import::errors::RowError;
use crate::import::faults::Errors;
use crate::import::table;
use crate::import::totals;
use crate::import::{Options, Parsed, messages};

const AREA: usize = 0;
const PARAGRAPH: usize = 1;
const YEAR: usize = 2;
const EXPENDITURE: usize = 3;
const PERSONS: usize = 4;
const PRICE_LEVEL: usize = 5;
const SUPPLIER: usize = 6;
const TARGET_GROUP: usize = 7;

pub(in crate::import) const COLUMNS: &[Column] = &[
    Column::text("omraade", "kommunens kode eller navn, eller KKR'et").of(Choices::Areas),
    Column::text("paragraf", "fx SEL § 107").of(Choices::Paragraphs),
    Column::text("aar", "året med fire cifre").of(Choices::Years),
    Column::money("udgift", "udgiften i kroner"),
    Column::number("helaarspersoner", "antal helårspersoner"),
    Column::text("prisniveau", "et år, eller løbende").of(Choices::PriceLevels),
    Column::text("leverandoer", "kommunal, regional eller privat")
        .of(Choices::Suppliers)
        .optional(),
    Column::text("maalgruppe", "målgruppen").optional(),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: Some(AREA),
    exported: &["Enhedsudgift"],
};

/// 100 billion kroner: more than any area spends, and half a million such rows still add up in øre.
const MAX_OERE: u64 = 10_000_000_000_000;
/// More than there are people in the country, in ten-thousandths.
const MAX_PERSONS: i64 = 10_000_000 * 10_000;

/// What is known of a key that has been read: its line and its value.
type Seen = HashMap<Key, (u32, Money, FullYearPersons), RandomState>;

/// Spellings that have been read before, so that each is understood once.
type Known<T> = HashMap<String, T, RandomState>;

/// A fact's key by numbers, so that 100,000 of them are compared without a text.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    area: u32,
    paragraph: Paragraph,
    year: Year,
    price_level: Year,
    supplier: Option<Supplier>,
    target_group: Option<u32>,
}

/// See [`super::facts`].
pub(in crate::import) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
) -> Result<Parsed<ComponentFact>, Vec<RowError>> {
    let mut places = Places::new(areas, options);
    let mut paragraphs = Known::default();
    let (mut groups, mut words) = (Known::default(), Known::default());
    let mut seen = Seen::default();
    seen.reserve(table::rows_at_most(bytes));
    table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        // Every column is read before any fault ends the row, so that all are told at once.
        let area = area(fields, &mut places, errors);
        let paragraph = paragraph(fields, &mut paragraphs, errors);
        let year = fields.year(YEAR, errors);
        let expenditure = fields.number(
            EXPENDITURE,
            |t, c| expenditure(t, c, fields.amounts),
            errors,
        );
        let persons = persons(fields, errors);
        let price_level = price_level(fields, year, errors);
        let supplier = supplier(fields, errors);
        let target_group = target_group(fields, &mut words, errors);
        let (area, paragraph, year) = (area?, paragraph?, year?);
        let (expenditure, persons) = (expenditure?, persons?);
        let (price_level, supplier) = (price_level?, supplier.ok()?);
        let target_group = target_group.ok()?;
        let key = Key {
            area: area.index,
            paragraph,
            year,
            price_level,
            supplier,
            target_group: target_group.map(|name| numbered(&mut groups, name)),
        };
        let fact = ComponentFact {
            key: FactKey {
                area: area.code.to_owned(),
                paragraph,
                year,
                price_level,
                supplier,
                target_group: target_group.map(str::to_owned),
            },
            expenditure,
            persons,
        };
        match seen.get(&key) {
            Some(first) => {
                let key = described(&fact.key, area.name);
                let same = (first.1, first.2) == (expenditure, persons);
                errors.push(if same {
                    messages::repeated_row(&key, first.0, fields.line())
                } else {
                    messages::two_values(&key, first.0, fields.line())
                });
                None
            }
            None => {
                seen.insert(key, (fields.line(), expenditure, persons));
                Some(fact)
            }
        }
    })
}

fn area<'a>(
    fields: &Fields<'_>,
    places: &mut Places<'a>,
    errors: &mut Errors,
) -> Option<Found<'a>> {
    let text = fields.text(AREA, errors)?;
    let found = places.find(text);
    if let Some(error) = found.as_ref().and_then(|found| places.foreign(text, found)) {
        fields.refuse(AREA, error, errors);
        return None;
    }
    if found.is_none() {
        fields.refuse(AREA, places.unknown(text), errors);
    }
    found
}

fn paragraph(
    fields: &Fields<'_>,
    known: &mut Known<Paragraph>,
    errors: &mut Errors,
) -> Option<Paragraph> {
    let text = fields.text(PARAGRAPH, errors)?;
    if let Some(paragraph) = known.get(text) {
        return Some(*paragraph);
    }
    let Some(paragraph) = Paragraph::parse(text) else {
        fields.refuse(PARAGRAPH, messages::unknown_paragraph(text), errors);
        return None;
    };
    known.insert(text.to_owned(), paragraph);
    Some(paragraph)
}

/// A negative expenditure is read: corrections may exceed a year's own.
fn expenditure(text: &str, convention: Convention, amounts: Amounts) -> Result<Money, NumberError> {
    amounts.money((text, convention), MAX_OERE)
}

fn persons(fields: &Fields<'_>, errors: &mut Errors) -> Option<FullYearPersons> {
    let parse = |text: &str, convention| {
        let persons = FullYearPersons::parse(text, convention)?;
        if persons.ten_thousandths() <= MAX_PERSONS {
            Ok(persons)
        } else {
            Err(NumberError::TooLarge)
        }
    };
    let persons = fields.number(PERSONS, parse, errors)?;
    if persons < FullYearPersons::ZERO {
        let error = messages::negative_number(fields.describe_number(PERSONS));
        fields.refuse(PERSONS, error, errors);
        return None;
    }
    Some(persons)
}

/// A year, or the fact's own. Without a year of its own the row is refused already.
fn price_level(fields: &Fields<'_>, year: Option<Year>, errors: &mut Errors) -> Option<Year> {
    let text = fields.text(PRICE_LEVEL, errors)?;
    match PriceLevel::parse(text) {
        Some(PriceLevel::Fixed(level)) => return Some(level),
        Some(PriceLevel::Current) => return year,
        None => {}
    }
    fields.refuse(PRICE_LEVEL, messages::unknown_price_level(text), errors);
    None
}

fn supplier(fields: &Fields<'_>, errors: &mut Errors) -> Result<Option<Supplier>, ()> {
    let Some(text) = fields.optional(SUPPLIER, errors)? else {
        return Ok(None);
    };
    let supplier = Supplier::parse(text);
    if supplier.is_none() {
        fields.refuse(SUPPLIER, messages::unknown_supplier(text), errors);
        return Err(());
    }
    Ok(supplier)
}

/// What stands in the column of target groups.
#[derive(Clone, Copy)]
enum Word {
    Group,
    Total,
    NoValue,
}

/// The target group; none where the file says that there is none.
fn target_group<'a>(
    fields: &Fields<'a>,
    words: &mut Known<Word>,
    errors: &mut Errors,
) -> Result<Option<&'a str>, ()> {
    let group = fields.optional(TARGET_GROUP, errors)?;
    let Some(text) = group.filter(|text| text.len() <= LONGEST_WORD) else {
        return Ok(group);
    };
    let word = words.get(text).copied().unwrap_or_else(|| {
        let word = Word::of(text);
        words.insert(text.to_owned(), word);
        word
    });
    match word {
        Word::Group => Ok(group),
        Word::NoValue => Ok(None),
        Word::Total => {
            fields.refuse(TARGET_GROUP, messages::total_as_group(text), errors);
            Err(())
        }
    }
}

impl Word {
    fn of(text: &str) -> Word {
        let key = fold::key(text);
        if totals::TOTALS.contains(&key.as_str()) {
            Word::Total
        } else if NO_VALUE.contains(&key.as_str()) {
            Word::NoValue
        } else {
            Word::Group
        }
    }
}

/// How databases and people write that there is no value.
const NO_VALUE: [&str; 8] = ["na", "n/a", "null", "nan", "none", "-", "(tom)", "(blank)"];
/// Longer than every word of [`NO_VALUE`] and [`totals::TOTALS`].
const LONGEST_WORD: usize = 16;

/// The number of a name, given when it or another spelling of it is first seen.
fn numbered(names: &mut Known<u32>, name: &str) -> u32 {
    if let Some(number) = names.get(name) {
        return *number;
    }
    // A file has at most as many names as rows, and their number is limited.
    let number = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let number = *names.entry(fold::key(name)).or_insert(number);
    names.insert(name.to_owned(), number);
    number
}

fn described(key: &FactKey, area: &str) -> String {
    let mut text = format!("{area}, {}, {}", key.paragraph, key.year);
    if let Some(supplier) = key.supplier {
        text.push_str(&format!(", {}", supplier.label().to_lowercase()));
    }
    if let Some(group) = &key.target_group {
        text.push_str(&format!(", {}", crate::import::errors::shown(group)));
    }
    text.push_str(&format!(" ({}-priser)", key.price_level));
    text
}

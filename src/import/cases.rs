//! Lines of single cases: what was paid for a pseudonym in a year, by paragraph and supplier.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::areas::{Found, Places};
use super::cells::Fields;
use super::columns::{Choices, Column, Layout};
use super::faults::Errors;
use super::reading::rows::Value;
use super::table;
use super::{Options, Parsed, RowError, messages};
use crate::domain::area::Area;
use crate::domain::cases::CaseLine;
use crate::domain::components::Supplier;
use crate::domain::danish::MONTHS;
use crate::domain::fold;
use crate::domain::offers::Offer;
use crate::domain::paragraph::Paragraph;

const CASE: usize = 0;
const MUNICIPALITY: usize = 1;
const YEAR: usize = 2;
const MONTH: usize = 3;
const PARAGRAPH: usize = 4;
const SUPPLIER: usize = 5;
const OFFER: usize = 6;
const COST: usize = 7;
const UNDER_67: usize = 8;

pub(super) const COLUMNS: &[Column] = &[
    Column::text(
        "sag",
        "borgerens pseudonym i kommunen, aldrig et personnummer",
    ),
    Column::text("kommune", "kommunens kode eller navn").of(Choices::Municipalities),
    Column::text("aar", "året med fire cifre").of(Choices::Years),
    Column::text("maaned", "måneden, 1 til 12")
        .of(Choices::Months)
        .optional(),
    Column::text("paragraf", "fx SEL § 107").of(Choices::Paragraphs),
    Column::text("leverandoer", "kommunal, regional eller privat").of(Choices::Suppliers),
    Column::id("tilbud_id", "tilbuddets id")
        .of(Choices::Offers)
        .optional(),
    Column::money("udgift", "udgiften i kroner, før refusion og indtægter"),
    Column::text("under_67", "ja eller nej")
        .of(Choices::YesNo)
        .optional(),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: Some(CASE),
    exported: &[],
};

/// A billion kroner for one citizen in one line is a typing error.
const MAX_OERE: u64 = 100_000_000_000;

/// Spellings that have been read before, so that each is understood once.
type Known<T> = HashMap<String, T, RandomState>;

/// What the rows have named so far.
struct Names<'a> {
    places: Places<'a>,
    municipalities: Known<Arc<str>>,
    cases: Known<Arc<str>>,
    paragraphs: Known<Paragraph>,
    suppliers: Known<Supplier>,
    /// By the id in any spelling.
    offers: Known<Arc<str>>,
}

/// See [`super::cases`].
pub(super) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
    offers: &[Offer],
) -> Result<Parsed<CaseLine>, Vec<RowError>> {
    let mut names = Names {
        places: Places::new(areas, options),
        municipalities: Known::default(),
        cases: Known::default(),
        paragraphs: Known::default(),
        suppliers: Known::default(),
        offers: offers
            .iter()
            .map(|offer| (fold::key(&offer.id), offer.id.as_str().into()))
            .collect(),
    };
    table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        line(fields, &mut names, errors)
    })
}

/// Every column is read before any fault ends the row, so that all are told at once. Two rows that
/// are alike are two payments.
fn line(fields: &Fields<'_>, names: &mut Names<'_>, errors: &mut Errors) -> Option<CaseLine> {
    let case = fields
        .text(CASE, errors)
        .map(|text| shared(&mut names.cases, text, fold::key));
    let municipality = names
        .places
        .municipality(fields, MUNICIPALITY, messages::not_a_municipality, errors)
        .map(|found: Found<'_>| shared(&mut names.municipalities, found.code, str::to_owned));
    let year = fields.year(YEAR, errors);
    let month = month(fields, errors);
    let paragraph = known(fields, PARAGRAPH, &mut names.paragraphs, errors, |text| {
        Paragraph::parse(text).ok_or_else(|| messages::unknown_paragraph(text))
    });
    let supplier = known(fields, SUPPLIER, &mut names.suppliers, errors, |text| {
        Supplier::parse(text).ok_or_else(|| messages::unknown_supplier_of_case(text))
    });
    let offer = offer(fields, &names.offers, errors);
    let cost = fields.number(
        COST,
        |text, convention| fields.amounts.money((text, convention), MAX_OERE),
        errors,
    );
    let under_67 = under_67(fields, errors);
    Some(CaseLine {
        municipality: municipality?,
        case: case?,
        year: year?,
        month: month.ok()?,
        paragraph: paragraph?,
        supplier: supplier?,
        offer: offer.ok()?,
        cost: cost?,
        under_67: under_67.ok()?,
    })
}

/// The text as the rows share it; another spelling of one that was read is the same.
fn shared(names: &mut Known<Arc<str>>, text: &str, key: fn(&str) -> String) -> Arc<str> {
    if let Some(known) = names.get(text) {
        return known.clone();
    }
    let tidy: Arc<str> = key(text).as_str().into();
    let known = names.entry(tidy.to_string()).or_insert(tidy).clone();
    names.insert(text.to_owned(), known.clone());
    known
}

fn known<T: Copy>(
    fields: &Fields<'_>,
    column: usize,
    read: &mut Known<T>,
    errors: &mut Errors,
    parse: impl Fn(&str) -> Result<T, RowError>,
) -> Option<T> {
    let text = fields.text(column, errors)?;
    if let Some(value) = read.get(text) {
        return Some(*value);
    }
    match parse(text) {
        Ok(value) => {
            read.insert(text.to_owned(), value);
            Some(value)
        }
        Err(error) => {
            fields.refuse(column, error, errors);
            None
        }
    }
}

fn month(fields: &Fields<'_>, errors: &mut Errors) -> Result<Option<u8>, ()> {
    let Some(text) = fields.optional(MONTH, errors)? else {
        return Ok(None);
    };
    let word = text.to_lowercase();
    let named = || MONTHS.iter().position(|month| *month == word);
    let month = match word.parse::<usize>() {
        Ok(number) => Some(number).filter(|number| (1..=12).contains(number)),
        Err(_) => named().map(|place| place + 1),
    };
    let month = month.and_then(|month| u8::try_from(month).ok());
    if month.is_none() {
        fields.refuse(MONTH, messages::not_a_month(text), errors);
        return Err(());
    }
    Ok(month)
}

fn offer(
    fields: &Fields<'_>,
    offers: &Known<Arc<str>>,
    errors: &mut Errors,
) -> Result<Option<Arc<str>>, ()> {
    let Some(text) = fields.optional(OFFER, errors)? else {
        return Ok(None);
    };
    let found = offers.get(&fold::key(text)).cloned();
    if found.is_none() {
        fields.refuse(OFFER, messages::unknown_offer(text, None), errors);
        return Err(());
    }
    Ok(found)
}

fn under_67(fields: &Fields<'_>, errors: &mut Errors) -> Result<Option<bool>, ()> {
    match fields.value(UNDER_67) {
        Value::Empty => Ok(None),
        _ => fields.yes_no(UNDER_67, errors).map(Some).ok_or(()),
    }
}

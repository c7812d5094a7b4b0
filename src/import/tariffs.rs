//! Tariffs: what one unit of a service of an offer costs in a year, with its parts where given.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::cells::Fields;
use super::columns::{Choices, Column, Layout};
use super::errors::{RowError, shown};
use super::faults::Errors;
use super::known_offers::KnownOffers;
use super::table;
use super::{Amounts, Operated, Options, Parsed, messages};
use crate::domain::area::Area;
use crate::domain::fold;
use crate::domain::money::Money;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::offers::Offer;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::tariffs::{Part, Tariff, TariffParts, TariffUnit};

const OFFER: usize = 0;
const SERVICE: usize = 1;
const PARAGRAPH: usize = 2;
const YEAR: usize = 3;
const AMOUNT: usize = 4;
const UNIT: usize = 5;
/// The first of the parts, which stand in the order of [`Part::ALL`].
const PARTS: usize = 6;
const OCCUPANCY: usize = 13;
const MODEL: usize = 14;

pub(super) const COLUMNS: &[Column] = &[
    Column::id("tilbud_id", "tilbuddets id eller dets nøjagtige navn")
        .of(Choices::Offers)
        .exported_as("Tilbuds-id"),
    Column::text("ydelse", "ydelsens navn"),
    Column::text("paragraf", "fx SEL § 107").of(Choices::Paragraphs),
    Column::text("aar", "året med fire cifre").of(Choices::Years),
    Column::money("takst", "taksten i kroner for én enhed"),
    Column::text("enhed", "døgn, dag, time eller måned").of(Choices::Units),
    Column::money("direkte", "direkte omkostninger i taksten")
        .exported_as("Direkte omkostninger")
        .optional(),
    Column::money("faelles", "fælles omkostninger i taksten")
        .exported_as("Fælles omkostninger")
        .optional(),
    Column::money("overhead", "central ledelse og administration i taksten").optional(),
    Column::money("afskrivning", "afskrivning og forrentning i taksten")
        .exported_as("Afskrivning og forrentning")
        .optional(),
    Column::money("pension", "tjenestemandspension i taksten")
        .exported_as("Tjenestemandspension")
        .optional(),
    Column::money("tilsynsbidrag", "betaling for tilsyn i taksten").optional(),
    Column::money(
        "regulering",
        "over- eller underskud fra tidligere år i taksten",
    )
    .exported_as("Regulering fra tidligere år")
    .optional(),
    Column::percent("belaegning", "den forudsatte belægning i procent")
        .exported_as("Forudsat belægning")
        .optional(),
    Column::text("takstmodel", "den takstmodel, taksten er beregnet efter").optional(),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: Some(SERVICE),
    exported: &[
        "Tilbud",
        "Målgrupper",
        "Takst i faste priser",
        "Ændring",
        "Real ændring",
        "Ikke oplyst",
        "Median",
        "Afvigelse fra median",
        "Plads i feltet",
        "Takster i feltet",
    ],
};

/// A million kroner for one unit is a typing error.
const MAX_OERE: u64 = 100_000_000;
/// Occupancy in hundredths of a percent: more than full, when places are shared.
const MAX_OCCUPANCY: i64 = 12_000;
/// Below it a fraction is meant: 0,95 for 95 percent.
const MIN_OCCUPANCY: i64 = 2_000;

/// Spellings that have been read before, so that each is understood once.
type Known<T> = HashMap<String, T, RandomState>;
/// What is known of a service and year that has been read: its line and its tariff.
type Seen = HashMap<(u32, u32, Year), (u32, Money, TariffUnit), RandomState>;

/// See [`super::tariffs`].
pub(super) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    areas: &[Area],
    known: &[Offer],
) -> Result<Parsed<Tariff>, Vec<RowError>> {
    let mut offers = KnownOffers::new(known, Operated::of(options, areas)?);
    let mut services: Known<(u32, Arc<str>)> = Known::default();
    let mut paragraphs: Known<Paragraph> = Known::default();
    let mut units: Known<TariffUnit> = Known::default();
    let mut seen = Seen::default();
    seen.reserve(table::rows_at_most(bytes));
    table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        // Every column is read before any fault ends the row, so that all are told at once.
        let offer = offers.of(OFFER, fields, errors);
        let service = fields
            .text(SERVICE, errors)
            .map(|text| numbered(&mut services, text));
        let paragraph = paragraph(fields, &mut paragraphs, errors);
        let year = fields.year(YEAR, errors);
        let amount = amount(fields, errors);
        let unit = unit(fields, &mut units, errors);
        let parts = parts(fields, errors);
        let (offer, service, paragraph) = (offer?, service?, paragraph?);
        let (year, amount, unit, parts) = (year?, amount?, unit?, parts.ok()?);
        let of = offers.get(offer)?;
        if !of.paragraphs.contains(&paragraph) {
            let has: Vec<&str> = of.paragraphs.iter().map(|p| p.label()).collect();
            let error =
                messages::paragraph_not_of_offer(paragraph.label(), &of.name, &has.join(", "));
            fields.refuse(PARAGRAPH, error, errors);
            return None;
        }
        if let Some(parts) = parts.as_ref().filter(|p| p.contradict(amount)) {
            let sum: Money = parts.amounts.iter().flatten().copied().sum();
            fields.refuse(AMOUNT, messages::parts_do_not_add_up(amount, sum), errors);
            return None;
        }
        match seen.insert((offer, service.0, year), (fields.line(), amount, unit)) {
            None => Some(Tariff {
                offer_id: offers.shared_id(offer)?,
                service: service.1,
                paragraph,
                year,
                amount,
                unit,
                parts: parts.map(Box::new),
            }),
            Some(first) => {
                let key = format!("{}, {}, {year}", shown(&of.id), shown(&service.1));
                errors.push(if (first.1, first.2) == (amount, unit) {
                    messages::repeated_row(&key, first.0, fields.line())
                } else {
                    messages::two_tariffs(&key, first.0, fields.line())
                });
                None
            }
        }
    })
}

/// The number of a name, given when it is first seen, and the name as the rows share it. Spaces
/// between words count as one.
fn numbered(names: &mut Known<(u32, Arc<str>)>, name: &str) -> (u32, Arc<str>) {
    if let Some(known) = names.get(name) {
        return known.clone();
    }
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A file has at most as many names as rows, and their number is limited.
    let number = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let known = names
        .entry(fold::key(&tidy))
        .or_insert_with(|| (number, tidy.as_str().into()))
        .clone();
    names.insert(name.to_owned(), known.clone());
    known
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
        let error = messages::unknown_paragraph_of_offer(text);
        fields.refuse(PARAGRAPH, error, errors);
        return None;
    };
    known.insert(text.to_owned(), paragraph);
    Some(paragraph)
}

fn unit(
    fields: &Fields<'_>,
    known: &mut Known<TariffUnit>,
    errors: &mut Errors,
) -> Option<TariffUnit> {
    let text = fields.text(UNIT, errors)?;
    if let Some(unit) = known.get(text) {
        return Some(*unit);
    }
    let Some(unit) = TariffUnit::parse(text) else {
        fields.refuse(UNIT, messages::unknown_unit(text), errors);
        return None;
    };
    known.insert(text.to_owned(), unit);
    Some(unit)
}

fn kroner(text: &str, convention: Convention, amounts: Amounts) -> Result<Money, NumberError> {
    amounts.money((text, convention), MAX_OERE)
}

fn amount(fields: &Fields<'_>, errors: &mut Errors) -> Option<Money> {
    let amount = fields.number(AMOUNT, |t, c| kroner(t, c, fields.amounts), errors)?;
    if amount <= Money::ZERO {
        let error = messages::tariff_not_positive(fields.describe_number(AMOUNT));
        fields.refuse(AMOUNT, error, errors);
        return None;
    }
    Some(amount)
}

/// The parts, the occupancy and the model; `None` when none is given.
fn parts(fields: &Fields<'_>, errors: &mut Errors) -> Result<Option<TariffParts>, ()> {
    let has = |column: usize| fields.header.place(column).is_some();
    if !(PARTS..=MODEL).any(has) {
        return Ok(None);
    }
    let mut parts = TariffParts::default();
    let mut sound = true;
    for part in Part::ALL {
        let column = PARTS + part as usize;
        match fields.optional_number(column, |t, c| kroner(t, c, fields.amounts), errors) {
            Ok(Some(amount)) if amount < Money::ZERO && part != Part::Adjustment => {
                sound = false;
                let error = messages::negative_part(fields.describe_number(column));
                fields.refuse(column, error, errors);
            }
            Ok(amount) => parts.amounts[part as usize] = amount,
            Err(()) => sound = false,
        }
    }
    let hundredths = |text: &str, convention| number::parse(text, convention)?.to_scale(2);
    match fields.optional_number(OCCUPANCY, hundredths, errors) {
        Ok(Some(occupancy)) if !(MIN_OCCUPANCY..=MAX_OCCUPANCY).contains(&occupancy) => {
            sound = false;
            let error = messages::occupancy_out_of_range(fields.describe_number(OCCUPANCY));
            fields.refuse(OCCUPANCY, error, errors);
        }
        Ok(occupancy) => parts.occupancy = occupancy,
        Err(()) => sound = false,
    }
    match fields.optional(MODEL, errors) {
        Ok(model) => parts.model = model.map(str::to_owned),
        Err(()) => sound = false,
    }
    if sound {
        Ok((!parts.is_empty()).then_some(parts))
    } else {
        Err(())
    }
}

//! Vacant places and dwellings: what a list says is vacant, from when.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use jiff::civil::Date;

use super::cells::Fields;
use super::columns::{Choices, Column, Layout};
use super::faults::Errors;
use super::offers::{members_of, whole_places};
use super::reading::rows::{Value, describe};
use super::table;
use super::{Operated, Options, Parsed, RowError, messages};
use crate::domain::area::Area;
use crate::domain::danish::{danish_date, read_date};
use crate::domain::fold;
use crate::domain::money::Money;
use crate::domain::offers::{Offer, TargetGroup};
use crate::domain::paragraph::Paragraph;
use crate::domain::places::together::most_beside;
use crate::domain::places::{About, Entry, Listed, PlaceKind, Timeline};

const OFFER: usize = 0;
const KIND: usize = 1;
const PARAGRAPH: usize = 2;
const TARGET_GROUPS: usize = 3;
const COUNT: usize = 4;
const FROM: usize = 5;
const TO: usize = 6;
const STAFFED: usize = 7;
const REASON: usize = 8;
const RENT: usize = 9;

pub(super) const COLUMNS: &[Column] = &[
    Column::id("tilbud_id", "tilbuddets id")
        .of(Choices::Offers)
        .exported_as("Tilbuds-id"),
    Column::text("type", "plads eller bolig").of(Choices::PlaceKinds),
    Column::text("paragraf", "fx SEL § 107").of(Choices::Paragraphs),
    Column::list(
        "maalgrupper",
        "målgruppernes navne eller koder; tilbuddets egne, hvor cellen er tom",
    )
    .optional(),
    Column::count("pladser", "hvor mange der er ledige").exported_as("Antal"),
    Column::date("fra", "den første ledige dag").exported_as("Ledig fra"),
    Column::date("til", "den første dag, der ikke er ledigt mere").optional(),
    Column::text(
        "bemandet",
        "ja eller nej: om der er personale, så pladsen kan bruges straks",
    )
    .of(Choices::YesNo)
    .optional(),
    Column::text("aarsag", "hvorfor der er ledigt, intet om borgere").optional(),
    Column::money("husleje_md", "en boligs husleje pr. måned")
        .exported_as("Husleje pr. måned")
        .optional(),
];

const LAYOUT: Layout = Layout {
    columns: COLUMNS,
    name: Some(OFFER),
    exported: &[
        "Nummer",
        "Tilbud",
        "Driftsherre",
        "Tilstand",
        "Bekræftet",
        "Forældet",
    ],
};

/// A million kroner a month is a typing error.
const MAX_OERE: u64 = 100_000_000;

/// What a list is read against.
pub(super) struct Known<'a> {
    pub areas: &'a [Area],
    pub groups: &'a [TargetGroup],
    pub offers: &'a [Offer],
    /// The entries of these offers as they stand.
    pub entries: &'a [Entry],
}

/// See [`super::vacancies`].
pub(super) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    known: &Known<'_>,
) -> Result<Parsed<Listed>, Vec<RowError>> {
    let operated = Operated::of(options, known.areas)?;
    let by_id: HashMap<String, &Offer, RandomState> = known
        .offers
        .iter()
        .map(|offer| (fold::key(&offer.id), offer))
        .collect();
    let mut seen: HashMap<About, u32, RandomState> = HashMap::default();
    let parsed = table::read(bytes, file_name, options, &LAYOUT, |fields, errors| {
        let offer = offer(fields, &by_id, &operated, errors);
        let kind = kind(fields, errors);
        let paragraph = paragraph(fields, offer, errors);
        let target_groups = match fields.optional(TARGET_GROUPS, errors) {
            Ok(None) => Some(Vec::new()),
            Ok(Some(text)) => members_of((text, TARGET_GROUPS), fields, known.groups, errors),
            Err(()) => None,
        };
        let places = count(fields, errors);
        let from = date(fields, FROM, errors);
        let to = match fields.value(TO) {
            Value::Empty => Some(None),
            _ => date(fields, TO, errors).map(Some),
        };
        let staffed = match fields.value(STAFFED) {
            Value::Empty => Some(None),
            _ => fields.yes_no(STAFFED, errors).map(Some),
        };
        let reason = fields.optional(REASON, errors);
        let rent = rent(fields, kind, errors);
        let (from, to) = (from?, to?);
        if let Some(to) = to.filter(|to| *to <= from) {
            fields.refuse(TO, messages::dates_reversed(from, to), errors);
            return None;
        }
        let offer = offer?;
        let about = About {
            offer_id: offer.id.clone(),
            kind: kind?,
            paragraph: paragraph?,
            listed_from: from,
        };
        let listed = Listed {
            to,
            places: places?,
            target_groups: target_groups?,
            staffed: staffed?,
            reason: reason.ok()?.unwrap_or_default().to_owned(),
            rent: rent.ok()?,
            about,
        };
        if let Some(first) = seen.get(&listed.about) {
            let from = danish_date(from);
            let what = format!("{}, {} fra {from}", offer.name, listed.about.kind.label());
            errors.push(messages::entry_repeated(&what, *first, fields.line()));
            return None;
        }
        seen.insert(listed.about.clone(), fields.line());
        Some(listed)
    })?;
    let faults = too_many(&parsed, known);
    if faults.is_empty() {
        Ok(parsed)
    } else {
        Err(faults)
    }
}

fn offer<'a>(
    fields: &Fields<'_>,
    by_id: &HashMap<String, &'a Offer, RandomState>,
    operated: &Operated<'_>,
    errors: &mut Errors,
) -> Option<&'a Offer> {
    let text = fields.text(OFFER, errors)?;
    let Some(offer) = by_id.get(&fold::key(text)) else {
        fields.refuse(OFFER, messages::unknown_offer(text, None), errors);
        return None;
    };
    if let Some(error) = operated.foreign(offer.form, &offer.operator) {
        fields.refuse(OFFER, error, errors);
        return None;
    }
    Some(offer)
}

fn kind(fields: &Fields<'_>, errors: &mut Errors) -> Option<PlaceKind> {
    let text = fields.text(KIND, errors)?;
    // Our own exports write the key of some columns.
    let kind = PlaceKind::parse(text);
    if kind.is_none() {
        fields.refuse(KIND, messages::unknown_place_kind(text), errors);
    }
    kind
}

fn paragraph(fields: &Fields<'_>, offer: Option<&Offer>, errors: &mut Errors) -> Option<Paragraph> {
    let text = fields.text(PARAGRAPH, errors)?;
    let Some(paragraph) = Paragraph::parse(text) else {
        fields.refuse(PARAGRAPH, messages::unknown_paragraph(text), errors);
        return None;
    };
    if let Some(offer) = offer
        && !offer.paragraphs.contains(&paragraph)
    {
        let has: Vec<&str> = offer.paragraphs.iter().map(|p| p.label()).collect();
        let has = has.join(", ");
        let error = messages::paragraph_not_of_offer(text, &offer.name, &has);
        fields.refuse(PARAGRAPH, error, errors);
        return None;
    }
    Some(paragraph)
}

fn count(fields: &Fields<'_>, errors: &mut Errors) -> Option<i64> {
    let count = whole_places(fields, COUNT, errors)?;
    if count < 1 {
        let error = messages::no_places(fields.describe_number(COUNT));
        fields.refuse(COUNT, error, errors);
        return None;
    }
    Some(count)
}

/// A day. With strokes the month may stand first or second, and nobody can tell. `None`: the fault
/// is kept.
fn date(fields: &Fields<'_>, column: usize, errors: &mut Errors) -> Option<Date> {
    let found = match fields.value(column) {
        Value::Date(day) => day.parse().ok(),
        Value::Text(text) if !text.contains('/') => read_date(text),
        Value::Text(_) | Value::Number(_) => None,
        _ => {
            fields.text(column, errors)?;
            None
        }
    };
    // Nobody's vacant place is of another century: a slip of the pen.
    let found = found.filter(|day| (2007..=2100).contains(&day.year()));
    if found.is_none() {
        let error = messages::not_a_date(describe(fields.value(column)));
        fields.refuse(column, error, errors);
    }
    found
}

fn rent(
    fields: &Fields<'_>,
    kind: Option<PlaceKind>,
    errors: &mut Errors,
) -> Result<Option<Money>, ()> {
    if fields.value(RENT) == Value::Empty {
        return Ok(None);
    }
    let parse = |text: &str, convention| fields.amounts.money((text, convention), MAX_OERE);
    let rent = fields.number(RENT, parse, errors).ok_or(())?;
    if kind == Some(PlaceKind::Place) {
        let error = messages::rent_of_place(fields.describe_number(RENT));
        fields.refuse(RENT, error, errors);
        return Err(());
    }
    if rent <= Money::ZERO {
        let error = messages::rent_not_positive(fields.describe_number(RENT));
        fields.refuse(RENT, error, errors);
        return Err(());
    }
    Ok(Some(rent))
}

/// The rows with which more stand empty at once than their offer has: beside each other, and
/// beside the entries that the file does not speak of.
fn too_many(parsed: &Parsed<Listed>, known: &Known<'_>) -> Vec<RowError> {
    let mut lines: HashMap<(&str, PlaceKind), Vec<(u32, Timeline)>, RandomState> =
        HashMap::default();
    for row in &parsed.rows {
        let about = &row.value.about;
        lines
            .entry((&about.offer_id, about.kind))
            .or_default()
            .push((row.line, row.value.timeline()));
    }
    let spoken: std::collections::HashSet<&About, RandomState> =
        parsed.rows.iter().map(|row| &row.value.about).collect();
    let mut beside: HashMap<(&str, PlaceKind), Vec<Timeline>, RandomState> = HashMap::default();
    let others = known.entries.iter().filter(|e| !spoken.contains(&e.about));
    for entry in others {
        let about = &entry.about;
        let key = (about.offer_id.as_str(), about.kind);
        if lines.contains_key(&key) {
            beside.entry(key).or_default().push(entry.timeline());
        }
    }
    let mut faults = Vec::new();
    for ((id, kind), rows) in &lines {
        let Some(offer) = known.offers.iter().find(|offer| offer.id == *id) else {
            continue;
        };
        let mut stand = beside.remove(&(*id, *kind)).unwrap_or_default();
        for (line, timeline) in rows {
            if let Some((day, vacant)) = most_beside(timeline, &stand)
                && vacant > offer.places
            {
                let error =
                    messages::more_than_the_offer_has((vacant, offer.places), day, &offer.name);
                faults.push(error.on_line(*line).in_column(COLUMNS[COUNT].key));
            }
            stand.push(timeline.clone());
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults
}

//! What somebody writes of vacant places, field by field, and what is wrong with it.

use jiff::civil::Date;

use crate::changes::texts::{Fault, Field, optional};
use crate::domain::area::{self, Area};
use crate::domain::money::Money;
use crate::domain::number::{self, Convention};
use crate::domain::offers::{Offer, TargetGroup, target_group};
use crate::domain::paragraph::Paragraph;
use crate::domain::places::PlaceKind;

pub const OFFER: Field = Field::new("tilbud", "tilbud").asking("Skriv tilbuddets navn.");
pub const KIND: Field = Field::new("type", "plads eller bolig");
pub const PLACES: Field = Field::new("pladser", "antal");
pub const FROM: Field = Field::new("fra", "ledig fra");
pub const TO: Field = Field::new("til", "ledig til");
pub const PARAGRAPH: Field = Field::new("paragraf", "paragraf");
pub const TARGET_GROUPS: Field = Field::new("maalgrupper", "målgrupper");
pub const STAFFED: Field = Field::new("bemandet", "bemandet");
pub const REASON: Field = Field::new("aarsag", "årsag").at_most(400);
pub const CONTACT: Field = Field::new("kontakt", "kontakt").at_most(200);
pub const RENT: Field = Field::new("husleje_md", "husleje pr. måned");
/// The day that a change holds from.
pub const ON: Field = Field::new("dato", "gælder fra");
pub const MUNICIPALITY: Field =
    Field::new("kommune", "kommune").asking("Vælg den kommune, der er reserveret til.");

/// More than any offer has.
const MOST_PLACES: i64 = 9_999;

/// A day as browsers send it, or as people write it.
type ReadDate = fn(&str) -> Option<Date>;

/// A day that must be there.
///
/// # Errors
/// [`Fault`] at the field.
pub fn day(field: Field, text: &str, read: ReadDate) -> Result<Date, Fault> {
    read(text).ok_or_else(|| field.fault("Skriv en dato, for eksempel 01-02-2027."))
}

/// A day that may be left out.
///
/// # Errors
/// [`Fault`] at the field.
pub fn day_or_none(field: Field, text: &str, read: ReadDate) -> Result<Option<Date>, Fault> {
    match text.trim() {
        "" => Ok(None),
        text => day(field, text, read).map(Some),
    }
}

/// How many places.
///
/// # Errors
/// [`Fault`] at [`PLACES`].
pub fn places(text: &str) -> Result<i64, Fault> {
    let count = text.trim().parse().ok();
    count
        .filter(|count| (1..=MOST_PLACES).contains(count))
        .ok_or_else(|| PLACES.fault("Skriv et helt antal på mindst 1."))
}

/// Place or dwelling; a place where nothing is said.
///
/// # Errors
/// [`Fault`] at [`KIND`].
pub fn kind(text: &str) -> Result<PlaceKind, Fault> {
    match text.trim() {
        "" => Ok(PlaceKind::Place),
        text => PlaceKind::parse(text).ok_or_else(|| KIND.fault("Vælg plads eller bolig.")),
    }
}

/// Ja, nej, or not said.
///
/// # Errors
/// [`Fault`] at [`STAFFED`].
pub fn staffed(text: &str) -> Result<Option<bool>, Fault> {
    match text.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "ja" | "yes" | "true" => Ok(Some(true)),
        "nej" | "no" | "false" => Ok(Some(false)),
        _ => Err(STAFFED.fault("Vælg ja eller nej.")),
    }
}

/// What a dwelling costs a month; a place has no rent.
///
/// # Errors
/// [`Fault`] at [`RENT`].
pub fn rent(kind: PlaceKind, text: &str, convention: Convention) -> Result<Option<Money>, Fault> {
    let text = text.trim();
    match (text, kind) {
        ("", _) => Ok(None),
        (_, PlaceKind::Place) => {
            Err(RENT.fault("Kun en bolig har husleje. Slet beløbet, eller vælg bolig."))
        }
        (text, PlaceKind::Dwelling) => number::parse(text, convention)
            .and_then(|scaled| scaled.to_scale(2))
            .ok()
            .filter(|oere| *oere > 0)
            .map(|oere| Some(Money::from_oere(oere)))
            .ok_or_else(|| RENT.fault("Skriv beløbet i kroner, for eksempel 6.250,00.")),
    }
}

/// The paragraph of an offer's place: what is said, or its only or first one.
///
/// # Errors
/// [`Fault`] at [`PARAGRAPH`].
pub fn paragraph(text: &str, offer: &Offer) -> Result<Paragraph, Fault> {
    let usual = || offer.paragraphs.first().copied();
    let known = match text.trim() {
        "" => usual(),
        text => Paragraph::parse(text).filter(|one| offer.paragraphs.contains(one)),
    };
    known.ok_or_else(|| {
        let sold: Vec<&str> = offer.paragraphs.iter().map(|p| p.label()).collect();
        let sold = sold.join(", ");
        PARAGRAPH.fault(format!("Tilbuddet har kun pladser efter {sold}."))
    })
}

/// Target groups by code or name; those of the offer where none is said.
///
/// # Errors
/// [`Fault`] at [`TARGET_GROUPS`].
pub fn target_groups(
    said: &[String],
    offer: &Offer,
    known: &[TargetGroup],
) -> Result<Vec<String>, Fault> {
    let said: Vec<&String> = said.iter().filter(|text| !text.trim().is_empty()).collect();
    if said.is_empty() {
        return Ok(offer.target_groups.clone());
    }
    said.into_iter()
        .map(|text| {
            let written = optional(TARGET_GROUPS, text)?;
            if let Some(group) = target_group::find(known, &written) {
                return Ok(group.code.clone());
            }
            let own = target_group::own_name(&written);
            let of_offer = offer.target_groups.iter().find(|code| **code == own);
            of_offer
                .cloned()
                .ok_or_else(|| TARGET_GROUPS.fault("Vælg blandt tilbuddets målgrupper.".to_owned()))
        })
        .collect()
}

/// The offer that somebody means by its id, its name, or both as the list of suggestions has them.
///
/// # Errors
/// [`Fault`] at [`OFFER`].
pub fn offer_of<'a>(text: &str, offers: &'a [Offer]) -> Result<&'a Offer, Fault> {
    let text = crate::changes::texts::required(OFFER, text)?;
    let by_id = |id: &str| offers.iter().find(|offer| offer.id == id);
    if let Some(found) = by_id(&text) {
        return Ok(found);
    }
    let in_brackets = text
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .and_then(|(_, id)| by_id(id.trim()));
    if let Some(found) = in_brackets {
        return Ok(found);
    }
    let folded = crate::domain::fold::key(&text);
    let mut named = offers
        .iter()
        .filter(|offer| crate::domain::fold::key(&offer.name) == folded);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(OFFER.fault(
            "Flere tilbud hedder sådan. Vælg det rigtige på listen, med tilbuddets id efter.",
        )),
        (None, _) => Err(OFFER.fault(
            "Intet tilbud, du kan melde for, hedder sådan. Skriv begyndelsen, og vælg på listen.",
        )),
    }
}

/// A municipality by code or name.
///
/// # Errors
/// [`Fault`] at [`MUNICIPALITY`].
pub fn municipality(text: &str, areas: &[Area]) -> Result<String, Fault> {
    let text = crate::changes::texts::required(MUNICIPALITY, text)?;
    area::find(areas, &text)
        .filter(|area| !area.is_kkr())
        .map(|area| area.code.clone())
        .ok_or_else(|| MUNICIPALITY.fault("Kommunen findes ikke. Vælg den på listen."))
}

//! The offers that a row may name: by id, or by the exact name; and by whom they may be named.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::cells::Fields;
use super::errors::RowError;
use super::faults::{Errors, LISTED_ERRORS};
use super::header::likeness;
use super::{Operated, messages};
use crate::domain::fold;
use crate::domain::offers::Offer;

/// Spellings that have been read before, so that each is understood once.
type Known<T> = HashMap<String, T, RandomState>;

/// The offers a row may name.
pub(super) struct KnownOffers<'a> {
    offers: &'a [Offer],
    operated: Operated<'a>,
    by_id: HashMap<&'a str, u32, RandomState>,
    /// By the id in any spelling.
    by_key: HashMap<String, u32, RandomState>,
    /// By the name in any spelling: all that have it.
    by_name: HashMap<String, Vec<u32>, RandomState>,
    /// The ids as they are shared by the rows.
    ids: Vec<Arc<str>>,
    /// Unknown ones, with the nearest known: comparing with every offer costs.
    unknown: Known<Option<usize>>,
}

fn by_name(offers: &[Offer]) -> HashMap<String, Vec<u32>, RandomState> {
    let mut names: HashMap<String, Vec<u32>, RandomState> = HashMap::default();
    for (at, offer) in (0u32..).zip(offers) {
        names.entry(fold::key(&offer.name)).or_default().push(at);
    }
    names
}

impl<'a> KnownOffers<'a> {
    pub(super) fn new(offers: &'a [Offer], operated: Operated<'a>) -> KnownOffers<'a> {
        KnownOffers {
            offers,
            operated,
            by_id: (0u32..)
                .zip(offers)
                .map(|(i, o)| (o.id.as_str(), i))
                .collect(),
            by_key: (0u32..)
                .zip(offers)
                .map(|(i, o)| (fold::key(&o.id), i))
                .collect(),
            by_name: by_name(offers),
            ids: offers.iter().map(|o| o.id.as_str().into()).collect(),
            unknown: Known::default(),
        }
    }

    /// The offer that a cell names by its id or by its exact name, by its place among those known. `None`: the
    /// fault is kept.
    pub(super) fn of(
        &mut self,
        column: usize,
        fields: &Fields<'_>,
        errors: &mut Errors,
    ) -> Option<u32> {
        let text = fields.text(column, errors)?;
        let mut found = self
            .by_id
            .get(text)
            .or_else(|| self.by_key.get(&fold::key(text)))
            .copied();
        if found.is_none() {
            match self.named(text) {
                [one] => {
                    found = Some(*one);
                    fields.told.by_name.borrow_mut().add(fields.line());
                }
                [] => {
                    let error = self.refusal(text);
                    fields.refuse(column, error, errors);
                }
                many => {
                    let ids = many.iter().map(|at| self.id(*at)).collect::<Vec<_>>();
                    fields.refuse(column, messages::offer_name_twice(text, &ids), errors);
                }
            }
        }
        let offer = found.and_then(|index| self.get(index));
        if let Some(error) =
            offer.and_then(|offer| self.operated.foreign(offer.form, &offer.operator))
        {
            fields.refuse(column, error, errors);
            return None;
        }
        found
    }

    pub(super) fn get(&self, offer: u32) -> Option<&'a Offer> {
        self.offers.get(usize::try_from(offer).ok()?)
    }

    /// The id of an offer, as the rows share it.
    pub(super) fn shared_id(&self, offer: u32) -> Option<Arc<str>> {
        self.ids.get(usize::try_from(offer).ok()?).cloned()
    }

    /// The offers of a name.
    fn named(&self, text: &str) -> &[u32] {
        self.by_name
            .get(&fold::key(text))
            .map_or(&[], Vec::as_slice)
    }

    fn id(&self, offer: u32) -> &str {
        self.get(offer).map_or("", |offer| &offer.id)
    }

    fn refusal(&mut self, text: &str) -> RowError {
        let nearest = match self.unknown.get(text) {
            Some(nearest) => *nearest,
            // More of them are counted, not listed.
            None if self.unknown.len() >= LISTED_ERRORS => None,
            None => {
                let nearest = self.nearest(text);
                self.unknown.insert(text.to_owned(), nearest);
                nearest
            }
        };
        let nearest = nearest.and_then(|i| self.offers.get(i));
        messages::unknown_offer(
            text,
            nearest.map(|offer| (offer.name.as_str(), offer.id.as_str())),
        )
    }

    fn nearest(&self, text: &str) -> Option<usize> {
        let short: String = text.chars().take(60).collect();
        let folded = short.to_lowercase();
        let alike = |offer: &Offer| {
            likeness(&folded, &offer.id.to_lowercase())
                .max(likeness(&folded, &offer.name.to_lowercase()))
        };
        self.offers
            .iter()
            .enumerate()
            .map(|(i, offer)| (alike(offer), i))
            .filter(|(alike, _)| *alike >= 0.5)
            // Of equals the first.
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, i)| i)
    }
}

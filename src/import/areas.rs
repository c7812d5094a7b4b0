//! Areas as files write them: each spelling is looked up once.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Options;
use super::cells::Fields;
use super::errors::RowError;
use super::faults::Errors;
use super::header::likeness;
use super::messages;
use crate::domain::area::{self, Area};

/// The areas, with the spellings seen so far.
pub(super) struct Places<'a> {
    areas: &'a [Area],
    /// The one municipality that rows may be about.
    bound_to: Option<&'a str>,
    seen: HashMap<String, u32, RandomState>,
}

/// An area that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub index: u32,
    pub code: &'a str,
    pub name: &'a str,
    pub is_kkr: bool,
    pub kkr: Option<&'a str>,
}

impl<'a> Places<'a> {
    pub(super) fn new(areas: &'a [Area], options: &'a Options) -> Places<'a> {
        Places {
            areas,
            bound_to: options.bound_to.as_deref(),
            seen: HashMap::default(),
        }
    }

    /// By code or name.
    pub(super) fn find(&mut self, text: &str) -> Option<Found<'a>> {
        let index = match self.seen.get(text) {
            Some(index) => *index,
            None => {
                let found = area::find(self.areas, text)?;
                let index = self.areas.iter().position(|area| area.code == found.code)?;
                let index = u32::try_from(index).ok()?;
                self.seen.insert(text.to_owned(), index);
                index
            }
        };
        let area = self.areas.get(usize::try_from(index).ok()?)?;
        Some(Found {
            index,
            code: &area.code,
            name: &area.name,
            is_kkr: area.is_kkr(),
            kkr: area.kkr.as_deref(),
        })
    }

    /// The municipality that a column names, or its refusal: `of_kkr` is that of a KKR's name.
    pub(super) fn municipality(
        &mut self,
        fields: &Fields<'_>,
        column: usize,
        of_kkr: fn(&str) -> RowError,
        errors: &mut Errors,
    ) -> Option<Found<'a>> {
        let text = fields.text(column, errors)?;
        let found = self.find(text);
        let error = match &found {
            None => Some(self.unknown(text)),
            Some(found) if found.is_kkr => Some(of_kkr(text)),
            Some(found) => self.foreign(text, found),
        };
        match error {
            None => found,
            Some(error) => {
                fields.refuse(column, error, errors);
                None
            }
        }
    }

    /// The refusal of an area that is not the uploader's own.
    pub(super) fn foreign(&self, text: &str, found: &Found<'a>) -> Option<RowError> {
        let own = self.bound_to.filter(|own| *own != found.code)?;
        let name = self.areas.iter().find(|area| area.code == own);
        Some(messages::foreign_area(
            text,
            name.map_or(own, |area| &area.name),
        ))
    }

    /// The refusal of an unknown name, with the nearest known one.
    pub(super) fn unknown(&self, text: &str) -> RowError {
        // Folding a very long text would cost, and it is no misspelt name.
        let short: String = text.chars().take(60).collect();
        let folded = area::fold(&short);
        if area::is_christiansoe(&short) {
            return messages::christiansoe(text);
        }
        let nearest = self
            .areas
            .iter()
            .map(|area| {
                let by_name = likeness(&area::fold(&area.name), &folded);
                let by_code = likeness(&area.code.to_lowercase(), &folded);
                (by_name.max(by_code), area)
            })
            .filter(|(alike, _)| *alike >= 0.6)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, area)| (area.name.as_str(), area.code.as_str()));
        messages::unknown_area(text, nearest)
    }
}

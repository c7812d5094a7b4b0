//! Who answers when somebody asks an operator for a place.

use std::collections::BTreeSet;

use crate::domain::area::Area;
use crate::domain::offers::operates;

use super::Vacant;

/// Whose the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answerer<'a> {
    /// The chef of the municipality that operates the offer.
    Chef(&'a Area),
    /// The municipality has no chef with an account: whoever is bound to no municipality writes its
    /// answer down. Its chef may answer as soon as there is one.
    WrittenDown(&'a Area),
    /// The region, a private owner, a municipality outside the region: whoever is bound to none.
    NoMunicipality,
}

impl<'a> Answerer<'a> {
    /// Of a place: `home` are the region's municipalities, `with_chef` those of them that have a chef who
    /// may come in.
    pub fn of(vacant: &Vacant, home: &'a [Area], with_chef: &BTreeSet<String>) -> Answerer<'a> {
        let operator = home
            .iter()
            .find(|area| operates(area, vacant.form, &vacant.operator));
        match operator {
            Some(area) if with_chef.contains(&area.code) => Answerer::Chef(area),
            Some(area) => Answerer::WrittenDown(area),
            None => Answerer::NoMunicipality,
        }
    }

    /// Whether it is for somebody to answer who is bound to a municipality, or to none.
    pub fn is(self, bound_to: Option<&str>) -> bool {
        match self {
            Answerer::Chef(area) => bound_to == Some(&area.code),
            Answerer::WrittenDown(area) => bound_to.is_none_or(|code| code == area.code),
            Answerer::NoMunicipality => bound_to.is_none(),
        }
    }
}

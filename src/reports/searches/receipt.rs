//! One search with everything it showed, and what came of it: the receipt.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::area::Area;
use crate::domain::offers::TargetGroup;
use crate::domain::searches::{Answerer, Event, Match, Receipt, Search, Step, Vacant, standing};
use crate::reports::ReportError;
use crate::storage::data::{areas, settings};
use crate::storage::offers::target_groups;
use crate::storage::people::users;
use crate::storage::searches::{events, kept};
use crate::storage::{self, Db};

/// Everything that a receipt shows.
pub struct Whole {
    pub search: Search,
    pub names: Names,
    /// As they were when it was searched.
    pub matches: Vec<Match>,
    /// The oldest first.
    pub events: Vec<Event>,
    /// By entry: who asks for it now, or got it, of other searches: name of the municipality.
    pub others: BTreeMap<String, (String, Event)>,
    pub synthetic: bool,
    pub data_version: i64,
}

/// What codes are called.
pub struct Names {
    areas: Vec<Area>,
    groups: Vec<TargetGroup>,
    /// The region's municipalities, and the codes of those that have a chef who may come in.
    home: Vec<Area>,
    with_chef: BTreeSet<String>,
}

impl Names {
    pub fn load(db: &mut Db) -> Result<Names, ReportError> {
        Ok(Names {
            areas: areas::all(db)?,
            groups: target_groups::all(db)?,
            home: areas::home(db)?,
            with_chef: users::with_chef(db)?,
        })
    }

    /// The municipality that operates a place and has no chef here to answer for it.
    pub fn without_chef(&self, vacant: &Vacant) -> Option<&str> {
        match Answerer::of(vacant, &self.home, &self.with_chef) {
            Answerer::WrittenDown(area) => Some(&area.name),
            Answerer::Chef(_) | Answerer::NoMunicipality => None,
        }
    }

    /// The name of a municipality; its code when no register has it.
    pub fn area<'a>(&'a self, code: &'a str) -> &'a str {
        let found = self.areas.iter().find(|area| area.code == code);
        found.map_or(code, |area| area.name.as_str())
    }

    /// The name of a target group; its code when the terminology does not have it.
    pub fn group<'a>(&'a self, code: &'a str) -> &'a str {
        let found = self.groups.iter().find(|group| group.code == code);
        found.map_or(code, |group| group.name.as_str())
    }

    pub fn groups(&self) -> &[TargetGroup] {
        &self.groups
    }
}

/// The receipt of a number; `None` when there is none.
///
/// # Errors
/// The database's own.
pub fn of(db: &mut Db, receipt: Receipt) -> Result<Option<Whole>, ReportError> {
    let Some(search) = kept::by_receipt(db, receipt)? else {
        return Ok(None);
    };
    let names = Names::load(db)?;
    let matches = kept::matches(db, &search)?;
    Ok(Some(Whole {
        others: others(db, &search, &names, &matches)?,
        events: events::of_search(db, search.version)?,
        synthetic: settings::is_synthetic(db)?,
        data_version: storage::version(db)?,
        matches,
        names,
        search,
    }))
}

/// Who of other searches asks for an entry, or got it; the newest of each.
fn others(
    db: &mut Db,
    search: &Search,
    names: &Names,
    matches: &[Match],
) -> Result<BTreeMap<String, (String, Event)>, ReportError> {
    let entries: Vec<String> = matches.iter().map(|of| of.vacant.entry.clone()).collect();
    let mut events = events::of_entries(db, &entries)?;
    events.retain(|event| event.search != search.version);
    let versions: Vec<i64> = events.iter().map(|event| event.search).collect();
    let mut held = BTreeMap::new();
    for other in kept::by_version(db, &versions)? {
        let own = events.iter().filter(|event| event.search == other.version);
        let open = standing(own.clone()).open;
        let got = own.filter(|event| event.step == Step::Accepted);
        for event in open.into_iter().chain(got) {
            let who = names.area(&other.asked.municipality).to_owned();
            if let Some(entry) = &event.entry {
                held.insert(entry.clone(), (who, event.clone()));
            }
        }
    }
    Ok(held)
}

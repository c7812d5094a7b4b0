//! What is open on a day, as lines of the page: what is free now, what becomes so, what nobody has
//! confirmed, and the dwellings apart.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::links::LIST;
use super::words;
use crate::domain::area::{self, Area};
use crate::domain::danish::danish_order;
use crate::domain::number::danish;
use crate::domain::offers::{Offer, TargetGroup, target_group};
use crate::domain::paragraph::Paragraph;
use crate::domain::places::fresh::days_between;
use crate::domain::places::{Entry, PlaceKind};
use crate::reports::Query;
use crate::reports::places::confirmed::{self, Upkeep};
use crate::storage::data::areas;
use crate::storage::offers::{register, target_groups};
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db, QueryResult};
use crate::web::view::{asking, read_date};

/// What is asked of the page, as its address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The day; today where none is said.
    pub on: String,
    pub paragraph: String,
    #[serde(rename = "target-group")]
    pub target_group: String,
    pub municipality: String,
    /// The number of the page.
    pub side: String,
}

/// The registers that lines are written with.
pub struct Registers {
    pub offers: BTreeMap<String, Offer>,
    pub areas: Vec<Area>,
    pub groups: Vec<TargetGroup>,
}

impl Registers {
    /// As they are now.
    pub fn load(db: &mut Db) -> QueryResult<Registers> {
        let now = storage::version(db)?;
        let offers = register::holding(db, now)?.into_iter();
        Ok(Registers {
            offers: offers.map(|(id, offer)| (id, offer.value)).collect(),
            areas: areas::all(db)?,
            groups: target_groups::all(db)?,
        })
    }

    /// The name of a target group by its code.
    pub fn group<'a>(&'a self, code: &'a str) -> &'a str {
        let known = self.groups.iter().find(|group| group.code == code);
        known.map_or(code, |group| &group.name)
    }
}

/// "27.09.2026".
fn short(date: Date) -> String {
    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
}

/// The part of the page that a line belongs to, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Free on the day, and confirmed lately.
    Now,
    /// Free from a later day.
    Later,
    /// Nobody has confirmed it for more than 14 days.
    Stale,
    /// Dwellings, fresh ones before stale ones.
    Dwellings,
}

impl Part {
    pub const ALL: [Part; 4] = [Part::Now, Part::Later, Part::Stale, Part::Dwellings];

    pub const fn heading(self) -> &'static str {
        match self {
            Part::Now => "Ledige nu",
            Part::Later => "Bliver ledige",
            Part::Stale => "Ikke bekræftet i 14 dage",
            Part::Dwellings => "Tomme boliger",
        }
    }
}

/// One entry on the page.
pub struct Line {
    pub part: Part,
    pub id: i64,
    /// The data version of its newest step.
    pub version: i64,
    pub offer: String,
    /// Code of the municipality that it lies in.
    pub municipality: String,
    /// Municipality, paragraph and what else tells places apart.
    pub about: String,
    pub places: i64,
    /// With figures, so that a column of them is narrow.
    pub from: String,
    /// "for 3 dage siden".
    pub confirmed: String,
    pub is_stale: bool,
    /// Of a dwelling: how long it has stood empty.
    pub empty: String,
    /// Confirmed on the day itself.
    pub is_of_today: bool,
}

/// The lines of a day, part by part, the longest empty first.
pub struct Board {
    pub lines: Vec<Line>,
    /// Places that are free on the day and fresh, and in how many offers.
    pub places: i64,
    pub offers: usize,
    /// How many of whose entries are confirmed in time, wherever they lie that is asked for.
    pub upkeep: Vec<Upkeep>,
}

impl Asked {
    /// The day that is asked for.
    pub fn day(&self, today: Date) -> Date {
        read_date(&self.on).unwrap_or(today)
    }

    /// The same as a question takes it, of a day.
    pub fn query(&self, day: Date) -> Query {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Query {
            on: Some(day),
            paragraph: Paragraph::parse(&self.paragraph),
            target_group: said(&self.target_group),
            municipality: said(&self.municipality),
            ..Query::default()
        }
    }

    /// What is asked for in so many words: today is not, where no day is said.
    pub fn said(&self, today: Date) -> Query {
        let day = self.day(today);
        Query {
            on: read_date(&self.on),
            ..self.query(day)
        }
    }

    /// The address of the same, of a page where one is named.
    pub fn address(&self, page: Option<usize>) -> String {
        let number = page.map(|page| page.to_string()).unwrap_or_default();
        let pairs = [
            ("on", self.on.as_str()),
            ("paragraph", &self.paragraph),
            ("target-group", &self.target_group),
            ("municipality", &self.municipality),
            ("side", &number),
        ];
        asking(
            LIST,
            pairs.into_iter().filter(|(_, value)| !value.is_empty()),
        )
    }

    fn lies_in(&self, offer: &Offer, registers: &Registers) -> bool {
        let area = area::find(&registers.areas, &self.municipality);
        area.is_none_or(|area| area.is_kkr() || offer.municipality == area.code)
    }

    fn takes(&self, entry: &Entry, offer: &Offer, registers: &Registers) -> bool {
        let paragraph = Paragraph::parse(&self.paragraph);
        let group = target_group::find(&registers.groups, &self.target_group);
        let group = group.map_or(self.target_group.as_str(), |group| &group.code);
        paragraph.is_none_or(|paragraph| entry.about.paragraph == paragraph)
            && self.lies_in(offer, registers)
            && (group.is_empty() || entry.terms().target_groups.iter().any(|g| g == group))
    }
}

impl Board {
    /// What is open.
    pub fn load(db: &mut Db, asked: &Asked, today: Date) -> QueryResult<(Board, Registers)> {
        let day = asked.day(today);
        let now = storage::version(db)?;
        let open = places::entries(db, Wanted::OpenOn(day), now)?;
        let registers = Registers::load(db)?;
        let mut lines: Vec<(Date, Line, String)> = Vec::new();
        for entry in &open {
            let Some(offer) = registers.offers.get(&entry.about.offer_id) else {
                continue;
            };
            if asked.takes(entry, offer, &registers) {
                let line = Line::of(entry, offer, &registers, day);
                lines.push((entry.from(), line, offer.id.clone()));
            }
        }
        let mut kept_up = Vec::new();
        for entry in &open {
            let offer = registers.offers.get(&entry.about.offer_id);
            let offer = offer.filter(|offer| asked.lies_in(offer, &registers));
            kept_up.extend(offer.map(|offer| (offer.operator.as_str(), entry)));
        }
        let upkeep = confirmed::count(kept_up, day);
        let order = danish_order();
        lines.sort_by(|(a_from, a, _), (b_from, b, _)| {
            (a.part, a.is_stale, a_from)
                .cmp(&(b.part, b.is_stale, b_from))
                .then_with(|| order(&[&a.offer], &[&b.offer]))
        });
        let free = || lines.iter().filter(|(_, line, _)| line.part == Part::Now);
        let places = free().map(|(_, line, _)| line.places).sum();
        let offers: std::collections::BTreeSet<&String> = free().map(|(.., id)| id).collect();
        let offers = offers.len();
        Ok((
            Board {
                places,
                offers,
                upkeep,
                lines: lines.into_iter().map(|(_, line, _)| line).collect(),
            },
            registers,
        ))
    }
}

impl Line {
    /// An entry as it is on a day.
    pub fn of(entry: &Entry, offer: &Offer, registers: &Registers, day: Date) -> Line {
        let terms = entry.terms_on(day.max(entry.from()));
        let (kind, is_stale) = (entry.about.kind, entry.is_stale(day));
        let confirmed = days_between(entry.confirmed_on(day), day);
        let part = match kind {
            PlaceKind::Dwelling => Part::Dwellings,
            PlaceKind::Place if is_stale => Part::Stale,
            PlaceKind::Place if entry.from() > day => Part::Later,
            PlaceKind::Place => Part::Now,
        };
        let groups = terms.target_groups.iter();
        let groups: Vec<&str> = groups.map(|code| registers.group(code)).collect();
        let mut about = vec![
            words::municipality(&registers.areas, &offer.municipality).to_owned(),
            entry.about.paragraph.label().to_owned(),
        ];
        about.extend(
            terms
                .reserved_for
                .iter()
                .map(|_| words::state(terms, &registers.areas)),
        );
        about.extend(words::staffed(terms).map(str::to_owned));
        about.extend(
            terms
                .rent
                .map(|rent| format!("husleje {} kr./md.", danish(rent.decimal()))),
        );
        about.extend((!groups.is_empty()).then(|| groups.join(", ")));
        let empty = days_between(entry.from(), day).max(0);
        Line {
            part,
            id: entry.id,
            version: entry.version(),
            offer: offer.name.clone(),
            municipality: offer.municipality.clone(),
            about: about.join(" · "),
            places: entry.timeline().vacant_on(day.max(entry.from())),
            from: short(entry.from()),
            confirmed: words::ago(confirmed),
            is_stale,
            empty: match empty {
                1 => "1 dag".to_owned(),
                days => format!("{days} dage"),
            },
            is_of_today: confirmed == 0,
        }
    }
}

//! What is free where: the region as tiles, and the table of the same figures.

use std::collections::BTreeMap;

use super::board::{Line, Part};
use crate::domain::area::Area;
use crate::domain::danish::counted;
use crate::web::view::encode;
use crate::web::view::region::{self, Place};

/// The picture and the table of the same figures.
pub struct Tiles {
    pub tiles: Vec<Tile>,
    /// As Danes sort the names.
    pub rows: Vec<Counted>,
    /// What a screen reader is told instead of the picture.
    pub label: &'static str,
}

/// What is open in a municipality.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    pub name: String,
    /// The address of the page narrowed to it.
    pub address: String,
    /// Places that are free on the day and confirmed lately.
    pub free: i64,
    /// Places that nobody has confirmed for more than 14 days.
    pub stale: i64,
    pub dwellings: i64,
}

/// A tile with its figures.
pub struct Tile {
    pub place: Place,
    pub of: Counted,
}

impl Tile {
    /// How it is drawn.
    pub fn class(&self) -> &'static str {
        match (self.of.free > 0, self.of.stale > 0) {
            (true, true) => "tile has-free has-stale",
            (true, false) => "tile has-free",
            (false, true) => "tile has-stale",
            (false, false) => "tile",
        }
    }

    /// What the tile says when it is pointed at.
    pub fn title(&self) -> String {
        let Counted {
            name, free, stale, ..
        } = &self.of;
        let dwellings = self.dwellings();
        format!("{name}: {free} ledige, {stale} ikke bekræftet, {dwellings}")
    }

    /// "2 boliger".
    pub fn dwellings(&self) -> String {
        let number = usize::try_from(self.of.dwellings).unwrap_or(0);
        counted(number, "bolig", "boliger")
    }
}

impl Tiles {
    /// Of the lines of the page; `home` are the region's municipalities in their order.
    pub fn of(lines: &[Line], home: &[Area], day: &str) -> Tiles {
        let mut by_code: BTreeMap<&str, Counted> = BTreeMap::new();
        for area in home {
            let pairs = [("on", day), ("municipality", area.code.as_str())];
            let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
            let counted = Counted {
                name: area.name.clone(),
                address: format!("/ledige-pladser?{}", encode(said)),
                ..Counted::default()
            };
            by_code.insert(&area.code, counted);
        }
        for line in lines {
            if let Some(counted) = by_code.get_mut(line.municipality.as_str()) {
                match line.part {
                    Part::Now => counted.free += line.places,
                    Part::Stale => counted.stale += line.places,
                    Part::Dwellings => counted.dwellings += line.places,
                    Part::Later => {}
                }
            }
        }
        let tile = |place: Place| {
            let of = by_code.get(place.code)?.clone();
            Some(Tile { place, of })
        };
        let of = |area: &Area| by_code.get(area.code.as_str()).cloned();
        Tiles {
            tiles: region::places().filter_map(tile).collect(),
            rows: home.iter().filter_map(of).collect(),
            label: "Skematisk kort: et felt for hver kommune. Tallene står i tabellen.",
        }
    }
}

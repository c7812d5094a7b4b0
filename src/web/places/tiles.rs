//! The region as tiles: one for each municipality, roughly where it lies. The outlines of the real map
//! would need a source; a tile of the same size for each shows small municipalities as well as large ones.

use std::collections::BTreeMap;

use super::board::{Line, Part};
use crate::domain::area::Area;
use crate::domain::danish::counted;
use crate::web::view::encode;

/// Column and row of the tile of each municipality, and its name as it fits in. From knowledge of the
/// map: north is up, Thy and Mors lie in the west, Læsø in the sea to the east.
const PLACES: [(&str, (u32, u32), &str); 11] = [
    ("860", (2, 0), "Hjørring"),
    ("813", (3, 0), "Frederiksh."),
    ("825", (4, 0), "Læsø"),
    ("787", (0, 1), "Thisted"),
    ("849", (1, 1), "Jammerbugt"),
    ("810", (2, 1), "Brønderslev"),
    ("773", (0, 2), "Morsø"),
    ("820", (1, 2), "Vesthimm."),
    ("851", (2, 2), "Aalborg"),
    ("840", (2, 3), "Rebild"),
    ("846", (3, 3), "Mariagerfj."),
];

/// From the corner of one tile to the next.
const APART: u32 = 74;

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
    pub x: u32,
    pub y: u32,
    pub short: &'static str,
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
        let tile = |(code, (column, row), short): &(&str, (u32, u32), &'static str)| {
            Some(Tile {
                x: column * APART,
                y: row * APART,
                short,
                of: by_code.get(code)?.clone(),
            })
        };
        let of = |area: &Area| by_code.get(area.code.as_str()).cloned();
        Tiles {
            tiles: PLACES.iter().filter_map(tile).collect(),
            rows: home.iter().filter_map(of).collect(),
            label: "Skematisk kort: et felt for hver kommune. Tallene står i tabellen.",
        }
    }
}

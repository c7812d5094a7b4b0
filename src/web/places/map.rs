//! What is free where: the region drawn, and the table of the same figures.

use std::collections::BTreeMap;

use super::board::{Line, Part};
use crate::domain::area::Area;
use crate::domain::danish::counted;
use crate::web::view::encode;
use crate::web::view::region::{self, Place};

/// The picture and the table of the same figures.
pub struct RegionMap {
    /// Empty where there are no outlines. Those with a dashed edge come last: nothing covers it.
    pub shapes: Vec<Shape>,
    /// As Danes sort the names.
    pub rows: Vec<Counted>,
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

/// A municipality of the picture, with its figures.
pub struct Shape {
    pub place: &'static Place,
    pub of: Counted,
}

impl Shape {
    /// How it is drawn.
    pub fn class(&self) -> &'static str {
        match (self.of.free > 0, self.of.stale > 0) {
            (true, true) => "land has-free has-stale",
            (true, false) => "land has-free",
            (false, true) => "land has-stale",
            (false, false) => "land",
        }
    }

    /// What it says when it is pointed at, and to a screen reader.
    pub fn title(&self) -> String {
        let Counted {
            name, free, stale, ..
        } = &self.of;
        let dwellings = self.dwellings();
        format!("{name}: {free} ledige, {stale} ikke bekræftet, {dwellings}")
    }

    /// What stands after the free places: " ? 2 ⌂ 1", two that nobody has confirmed and a dwelling.
    pub fn marks(&self) -> String {
        let Counted {
            stale, dwellings, ..
        } = self.of;
        let marks = [("?", stale), ("⌂", dwellings)];
        let any = marks.into_iter().filter(|(_, number)| *number > 0);
        any.map(|(mark, number)| format!(" {mark} {number}"))
            .collect()
    }

    /// "2 boliger".
    pub fn dwellings(&self) -> String {
        let number = usize::try_from(self.of.dwellings).unwrap_or(0);
        counted(number, "bolig", "boliger")
    }
}

impl RegionMap {
    /// Of the lines of the page; `home` are the region's municipalities in their order.
    pub fn of(lines: &[Line], home: &[Area], day: &str) -> RegionMap {
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
        let shape = |place: &'static Place| {
            let of = by_code.get(place.code)?.clone();
            Some(Shape { place, of })
        };
        let mut shapes: Vec<Shape> = region::places().iter().filter_map(shape).collect();
        shapes.sort_by_key(|shape| shape.of.stale > 0);
        let of = |area: &Area| by_code.get(area.code.as_str()).cloned();
        RegionMap {
            shapes,
            rows: home.iter().filter_map(of).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::area::AreaKind;

    fn municipality(code: &str, name: &str) -> Area {
        Area {
            code: code.to_owned(),
            name: name.to_owned(),
            kind: AreaKind::Municipality,
            kkr: Some("KKR_TEST".to_owned()),
        }
    }

    #[test]
    fn a_region_without_outlines_has_the_table_alone() {
        let home = [
            municipality("730", "Randers"),
            municipality("851", "Aalborg"),
        ];
        let mixed = RegionMap::of(&[], &home, "");
        assert_eq!((mixed.shapes.len(), mixed.rows.len()), (1, 2));
        let other = RegionMap::of(&[], &home[..1], "2026-01-01");
        assert_eq!((other.shapes.len(), other.rows.len()), (0, 1));
        assert_eq!(
            other.rows[0].address,
            "/ledige-pladser?on=2026-01-01&municipality=730"
        );
    }
}

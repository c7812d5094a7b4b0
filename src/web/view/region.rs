//! How the region is drawn: the outline of each municipality, and where its name and figure stand.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::domain::outlines::{self, Outline, Point};

/// The point of the plane in the drawing's upper left corner, in metres.
const CORNER: Point = Point {
    east: 450_000,
    north: 6_404_000,
};
/// Metres that one step of the drawing stands for.
const STEP: i32 = 100;

/// The drawing's size: columns and rows of [`STEP`].
pub const VIEW: &str = "0 0 1900 1380";

/// Where the name of each municipality begins, or has its middle, and the name as it fits in. The
/// narrow ones in the east have it beside them, over the sea.
const NAMES: [(&str, (u32, u32), Side, &str); 11] = [
    ("860", (1128, 335), Side::On, "Hjørring"),
    ("813", (1440, 255), Side::EastOf, "Frederikshavn"),
    ("825", (1722, 665), Side::Below, "Læsø"),
    ("787", (262, 830), Side::On, "Thisted"),
    ("849", (730, 722), Side::On, "Jammerbugt"),
    ("810", (1170, 585), Side::On, "Brønderslev"),
    ("773", (318, 1075), Side::On, "Morsø"),
    ("820", (692, 1045), Side::On, "Vesthimm."),
    ("851", (1085, 855), Side::On, "Aalborg"),
    ("840", (1060, 1005), Side::On, "Rebild"),
    ("846", (1130, 1138), Side::On, "Mariagerfj."),
];

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let place = |(code, (x, y), side, short)| {
        let outline = outlines::all().iter().find(|one| one.code == code)?;
        Some(Place {
            code,
            path: path(outline),
            x,
            y,
            side,
            short,
        })
    };
    NAMES.into_iter().filter_map(place).collect()
});

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On the municipality, around its middle.
    On,
    /// Beside it, from the coast.
    EastOf,
    /// Under it, around its middle.
    Below,
}

impl Side {
    /// As SVG has it (`text-anchor`).
    pub const fn anchor(self) -> &'static str {
        match self {
            Side::On | Side::Below => "middle",
            Side::EastOf => "start",
        }
    }

    /// Whether the words stand on the colour of the municipality.
    pub const fn is_on(self) -> bool {
        matches!(self, Side::On)
    }
}

/// A municipality in the drawing.
#[derive(Debug)]
pub struct Place {
    pub code: &'static str,
    /// Its outline, as SVG has it (`d`).
    pub path: String,
    pub x: u32,
    pub y: u32,
    pub side: Side,
    pub short: &'static str,
}

/// The municipalities that there is an outline of, from the north.
pub fn places() -> &'static [Place] {
    &PLACES
}

/// From one point to the next in whole steps, so that neighbours meet exactly.
fn path(outline: &Outline) -> String {
    let step = |point: &Point| {
        let (east, north) = (point.east - CORNER.east, CORNER.north - point.north);
        (east / STEP, north / STEP)
    };
    let mut path = String::new();
    for ring in &outline.rings {
        let mut before = None;
        for (x, y) in ring.iter().map(step) {
            let _ = match before {
                None => write!(path, "M{x} {y}"),
                Some((left, top)) => write!(path, "l{} {}", x - left, y - top),
            };
            before = Some((x, y));
        }
        path.push('z');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outline_is_drawn_and_has_its_name() {
        assert_eq!(places().len(), outlines::all().len());
        for place in places() {
            let outline = outlines::all().iter().find(|one| one.code == place.code);
            let outline = outline.expect("an outline");
            let rings = place.path.matches('M').count();
            assert_eq!(rings, outline.rings.len(), "{}", place.code);
            for point in outline.rings.iter().flatten() {
                let (x, y) = (point.east - CORNER.east, CORNER.north - point.north);
                let inside = (0..=1900 * STEP).contains(&x) && (0..=1380 * STEP).contains(&y);
                assert!(inside, "{} {point:?}", place.code);
            }
        }
    }

    #[test]
    fn a_name_that_stands_on_a_municipality_begins_in_it() {
        for place in places().iter().filter(|place| place.side.is_on()) {
            let at = Point {
                east: CORNER.east + i32::try_from(place.x).expect("small") * STEP,
                north: CORNER.north - i32::try_from(place.y).expect("small") * STEP,
            };
            let whose = outlines::all().iter().find(|outline| holds(outline, at));
            assert_eq!(whose.map(|outline| outline.code), Some(place.code));
        }
    }

    /// Whether a line from the point to the east crosses the outline an odd number of times.
    fn holds(outline: &Outline, at: Point) -> bool {
        let crossings = outline.rings.iter().flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).filter(move |(a, b)| {
                let passes = (a.north > at.north) != (b.north > at.north);
                let rise = i64::from(b.north - a.north);
                let along = i64::from(b.east - a.east) * i64::from(at.north - a.north);
                let east = i64::from(at.east - a.east) * rise;
                passes && if rise > 0 { east < along } else { east > along }
            })
        });
        crossings.count() % 2 == 1
    }
}

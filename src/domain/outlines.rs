//! The outlines of the region's municipalities (omrids), as a map is drawn from them.

use std::sync::LazyLock;

/// A line for each ring, of the municipality that it belongs to.
const FILE: &str = include_str!("../../reference/outlines.csv");

static ALL: LazyLock<Vec<Outline>> = LazyLock::new(|| read(FILE).unwrap_or_default());

/// A point of the plane: metres east and north in ETRS89 / UTM zone 32 (EPSG:25832).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    pub east: i32,
    pub north: i32,
}

/// The outline of a municipality, thinned: what lies apart (an island, a piece beyond the fjord) is a ring
/// of its own. Source: reference/README.md. Neighbours share the points of their border.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The municipality's code (kommunekode).
    pub code: &'static str,
    /// Each closed: the last point leads back to the first, which is not said again.
    pub rings: Vec<Vec<Point>>,
}

/// A line of the file that is no ring.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {0} of the outlines is no ring")]
pub struct NoRing(pub usize);

/// Of all municipalities that there is an outline of, by code: those of KKR Nordjylland.
pub fn all() -> &'static [Outline] {
    &ALL
}

/// Reads the file: the code, and the ring's points as "east north" between commas.
///
/// # Errors
/// [`NoRing`]: a line without a code, or with fewer than three points.
fn read(file: &'static str) -> Result<Vec<Outline>, NoRing> {
    let mut outlines: Vec<Outline> = Vec::new();
    for (number, line) in (1..).zip(file.lines()).skip(1) {
        let (code, ring) = ring(line).ok_or(NoRing(number))?;
        match outlines.last_mut().filter(|last| last.code == code) {
            Some(last) => last.rings.push(ring),
            None => outlines.push(Outline {
                code,
                rings: vec![ring],
            }),
        }
    }
    Ok(outlines)
}

fn ring(line: &str) -> Option<(&str, Vec<Point>)> {
    let (code, points) = line.split_once(';')?;
    let point = |text: &str| {
        let (east, north) = text.split_once(' ')?;
        Some(Point {
            east: east.parse().ok()?,
            north: north.parse().ok()?,
        })
    };
    let points: Vec<Point> = points.split(',').map(point).collect::<Option<_>>()?;
    (points.len() >= 3).then_some((code, points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    type Edge = (Point, Point);

    fn edges(ring: &[Point]) -> impl Iterator<Item = Edge> + '_ {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(from, to)| (*from, *to))
    }

    /// Twice the area between `a`, `b` and `c`: above zero where they turn left.
    fn turn(a: Point, b: Point, c: Point) -> i64 {
        let across = |p: Point, q: Point| {
            i64::from(p.east) * i64::from(q.north) - i64::from(p.north) * i64::from(q.east)
        };
        across(a, b) + across(b, c) + across(c, a)
    }

    /// In square kilometres, by Gauss's formula, rounded.
    fn area(outline: &Outline) -> i64 {
        let first = |ring: &[Point]| ring[0];
        let twice = |ring: &Vec<Point>| -> i64 {
            edges(ring)
                .map(|(from, to)| turn(first(ring), from, to))
                .sum()
        };
        let metres: i64 = outline.rings.iter().map(|ring| twice(ring).abs() / 2).sum();
        (metres + 500_000) / 1_000_000
    }

    #[test]
    fn the_regions_eleven_have_one_each() {
        let outlines = read(FILE).expect("each line is a ring");
        let codes: Vec<&str> = outlines.iter().map(|outline| outline.code).collect();
        let areas = include_str!("../../reference/areas.csv");
        let mut of_region: Vec<&str> = areas
            .lines()
            .filter(|line| line.ends_with(";KKR_NORDJYLLAND"))
            .filter_map(|line| line.split(';').next())
            .collect();
        of_region.sort_unstable();
        assert_eq!(codes, of_region);
        assert_eq!(all(), outlines);
    }

    #[test]
    fn each_is_as_large_as_is_published() {
        // Square kilometres as Danmarks Statistik publishes them (ARE207), rounded.
        let published: BTreeMap<&str, i64> = BTreeMap::from([
            ("773", 366),
            ("787", 1074),
            ("810", 633),
            ("813", 650),
            ("820", 769),
            ("825", 122),
            ("840", 621),
            ("846", 718),
            ("849", 865),
            ("851", 1137),
            ("860", 926),
        ]);
        for outline in all() {
            let (drawn, told) = (area(outline), published[outline.code]);
            // Thinned, and without the smallest islands: Læsø has lost most, one part in twenty.
            let apart = (drawn - told).abs() * 20;
            assert!(apart <= told, "{}: {drawn} of {told}", outline.code);
        }
        let all_told: i64 = published.values().sum();
        let drawn: i64 = all().iter().map(area).sum();
        assert!((drawn - all_told).abs() * 100 <= all_told, "{drawn}");
    }

    #[test]
    fn neighbours_by_land_share_their_border_and_nobody_else_does() {
        let mut whose: BTreeMap<Edge, &str> = BTreeMap::new();
        for outline in all() {
            for edge in outline.rings.iter().flat_map(|ring| edges(ring)) {
                assert_eq!(whose.insert(edge, outline.code), None, "{edge:?} twice");
            }
        }
        let shared: BTreeSet<(&str, &str)> = whose
            .iter()
            .filter_map(|((from, to), code)| Some((*code, *whose.get(&(*to, *from))?)))
            .filter(|(code, other)| code < other)
            .collect();
        let table = include_str!("../../reference/neighbours.csv");
        let by_water = ["Vilsundbroen", "færgen Frederikshavn-Læsø"];
        let by_land: BTreeSet<(&str, &str)> = table
            .lines()
            .skip(1)
            .filter_map(|line| {
                let cells: Vec<&str> = line.split(';').collect();
                let [a, b, joined] = cells[..] else {
                    return None;
                };
                (!by_water.contains(&joined)).then_some((a, b))
            })
            .collect();
        // Vesthimmerland and Jammerbugt are joined by a bridge, and by land north of it.
        assert!(by_land.contains(&("820", "849")));
        assert_eq!(shared, by_land);
    }

    #[test]
    fn no_ring_crosses_itself() {
        for outline in all() {
            for ring in &outline.rings {
                let edges: Vec<Edge> = edges(ring).collect();
                for (at, (a, b)) in edges.iter().enumerate() {
                    for (c, d) in &edges[at + 1..] {
                        let apart = a != c && a != d && b != c && b != d;
                        let sides = |p, q, r, s| turn(p, q, r).signum() * turn(p, q, s).signum();
                        let cross = sides(*a, *b, *c, *d) < 0 && sides(*c, *d, *a, *b) < 0;
                        assert!(!(apart && cross), "{} at {a:?}", outline.code);
                    }
                }
            }
        }
    }

    #[test]
    fn a_line_that_is_no_ring_is_named() {
        for (file, line) in [
            ("kommune;omrids\n851;1 2,3 4\n", 2),
            ("kommune;omrids\n851;1 2,3 4,5 x\n", 2),
            ("kommune;omrids\n851;1 2,3 4,5 7\n851\n", 3),
        ] {
            assert_eq!(read(file), Err(NoRing(line)), "{file}");
        }
    }
}

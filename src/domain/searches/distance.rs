//! How far a place lies from the municipality that needs it, by the neighbours of the region.

use std::sync::LazyLock;

/// Pairs of neighbours, with what joins them.
const TABLE: &str = include_str!("../../../reference/neighbours.csv");

static NEIGHBOURS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let pair = |line: &'static str| {
        let mut cells = line.split(';');
        Some((cells.next()?, cells.next()?))
    };
    TABLE.lines().skip(1).filter_map(pair).collect()
});

/// A group of distance (afstandsgruppe), the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distance {
    /// In the municipality itself.
    Own,
    /// In one that it borders on, or that a bridge or ferry joins it with.
    Neighbour,
    /// In another of the region's.
    Region,
    /// In none of the region's: whose neighbour it is, the table does not have.
    Elsewhere,
}

impl Distance {
    pub const ALL: [Distance; 4] = [
        Distance::Own,
        Distance::Neighbour,
        Distance::Region,
        Distance::Elsewhere,
    ];

    /// From one municipality to another, by their codes.
    pub fn between(from: &str, to: &str) -> Distance {
        let joined = |(a, b): &(&str, &str)| (*a, *b) == (from, to) || (*a, *b) == (to, from);
        if from == to {
            Distance::Own
        } else if NEIGHBOURS.iter().any(joined) {
            Distance::Neighbour
        } else if is_of_region(from) && is_of_region(to) {
            Distance::Region
        } else {
            Distance::Elsewhere
        }
    }

    pub const fn key(self) -> &'static str {
        match self {
            Distance::Own => "own",
            Distance::Neighbour => "neighbour",
            Distance::Region => "region",
            Distance::Elsewhere => "elsewhere",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Distance::Own => "egen kommune",
            Distance::Neighbour => "nabokommune",
            Distance::Region => "i regionen",
            Distance::Elsewhere => "uden for Nordjylland",
        }
    }

    pub fn from_key(key: &str) -> Option<Distance> {
        Distance::ALL.into_iter().find(|d| d.key() == key)
    }
}

/// Whether a municipality is one of the table's: each of the region's eleven has a neighbour in it.
pub fn is_of_region(code: &str) -> bool {
    NEIGHBOURS.iter().any(|(a, b)| *a == code || *b == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_has_the_regions_eleven_and_nobody_else() {
        let areas = include_str!("../../../reference/areas.csv");
        let of_region: BTreeSet<&str> = areas
            .lines()
            .filter(|line| line.ends_with(";KKR_NORDJYLLAND"))
            .filter_map(|line| line.split(';').next())
            .collect();
        let in_table: BTreeSet<&str> = NEIGHBOURS.iter().flat_map(|(a, b)| [*a, *b]).collect();
        assert_eq!(of_region.len(), 11);
        assert_eq!(in_table, of_region);
        // Each pair once, the smaller code first.
        let pairs: BTreeSet<_> = NEIGHBOURS.iter().collect();
        assert_eq!(pairs.len(), NEIGHBOURS.len());
        assert!(NEIGHBOURS.iter().all(|(a, b)| a < b));
    }

    #[test]
    fn near_is_the_same_from_both_sides() {
        let (aalborg, hjoerring, rebild, laesoe, randers) = ("851", "860", "840", "825", "730");
        assert_eq!(Distance::between(aalborg, aalborg), Distance::Own);
        assert_eq!(Distance::between(aalborg, rebild), Distance::Neighbour);
        assert_eq!(Distance::between(rebild, aalborg), Distance::Neighbour);
        assert_eq!(Distance::between(laesoe, "813"), Distance::Neighbour);
        assert_eq!(Distance::between(aalborg, hjoerring), Distance::Region);
        // Randers borders on Mariagerfjord, but the table is the region's.
        assert_eq!(Distance::between("846", randers), Distance::Elsewhere);
        assert_eq!(Distance::between(randers, randers), Distance::Own);
        assert!(Distance::Own < Distance::Neighbour && Distance::Region < Distance::Elsewhere);
        for distance in Distance::ALL {
            assert_eq!(Distance::from_key(distance.key()), Some(distance));
        }
    }
}

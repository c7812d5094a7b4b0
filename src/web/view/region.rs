//! Where the municipalities of the region lie, as tiles: one for each, roughly where it is. The outlines of
//! the real map would need a source; a tile of the same size for each shows small ones as well as large.

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

/// Where a tile stands in the drawing, and what it says first.
pub struct Place {
    pub code: &'static str,
    pub x: u32,
    pub y: u32,
    pub short: &'static str,
}

/// The tiles of the region, from the north.
pub fn places() -> impl Iterator<Item = Place> {
    PLACES.iter().map(|(code, (column, row), short)| Place {
        code,
        x: column * APART,
        y: row * APART,
        short,
    })
}

//! The table of figures of Danmarks Statistik.

diesel::table! {
    public_figures (batch, line, place) {
        batch -> BigInt,
        line -> BigInt,
        place -> BigInt,
        source -> Text,
        area -> Text,
        item -> Text,
        owner -> Text,
        part -> Text,
        period -> Text,
        units -> BigInt,
    }
}

//! The table of result documentation.

diesel::table! {
    stay_results (batch, line) {
        batch -> BigInt,
        line -> BigInt,
        offer_id -> Text,
        year -> Integer,
        quarter -> Integer,
        stays -> BigInt,
        with_goals -> BigInt,
        evaluated -> BigInt,
        met -> BigInt,
    }
}

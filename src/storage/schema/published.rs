//! What is published of single cases, and what was before.

diesel::table! {
    published_cases (region, year, part, first_key, second_key) {
        version -> BigInt,
        region -> Text,
        year -> Integer,
        part -> Text,
        first_key -> Text,
        second_key -> Text,
        cases -> BigInt,
        amount -> BigInt,
        refund -> Nullable<BigInt>,
        refund_is_minimum -> Text,
        masked -> Text,
    }
}

diesel::table! {
    earlier_publications (region, version, year, part, first_key, second_key) {
        version -> BigInt,
        region -> Text,
        year -> Integer,
        part -> Text,
        first_key -> Text,
        second_key -> Text,
        cases -> BigInt,
        amount -> BigInt,
        refund -> Nullable<BigInt>,
        refund_is_minimum -> Text,
        masked -> Text,
    }
}

diesel::table! {
    kept_publications (region) {
        region -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    publication_years (region, year, version) {
        region -> Text,
        year -> Integer,
        version -> BigInt,
        composed -> BigInt,
    }
}

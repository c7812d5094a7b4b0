//! The tables of searches as diesel sees them; the truth is in `migrations/`.

diesel::table! {
    searches (version) {
        version -> BigInt,
        year -> Integer,
        number -> BigInt,
        municipality -> Text,
        paragraph -> Text,
        target_group -> Text,
        needed_from -> Text,
        searched_on -> Text,
        searched_by -> Text,
        searched_at -> Text,
        matches -> BigInt,
    }
}

diesel::table! {
    search_matches (search, position) {
        search -> BigInt,
        position -> Integer,
        part -> Text,
        entry -> Text,
        offer_id -> Text,
        offer -> Text,
        operator -> Text,
        form -> Text,
        municipality -> Text,
        in_agreement -> Text,
        distance -> Text,
        target_groups -> Text,
        places -> BigInt,
        free_from -> Text,
        free_to -> Nullable<Text>,
        staffed -> Nullable<Text>,
        confirmed_on -> Text,
        stale -> Text,
        tariff -> Nullable<BigInt>,
        tariff_year -> Nullable<Integer>,
    }
}

diesel::table! {
    search_events (version) {
        version -> BigInt,
        search -> BigInt,
        kind -> Text,
        entry -> Nullable<Text>,
        code -> Nullable<Text>,
        happened_on -> Text,
        text -> Text,
        done_by -> Text,
        done_at -> Text,
    }
}

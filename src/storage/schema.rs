//! The tables as diesel sees them; the truth is in `migrations/`.

diesel::table! {
    data_version (id) {
        id -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    areas (code) {
        code -> Text,
        name -> Text,
        kind -> Text,
        kkr -> Nullable<Text>,
    }
}

diesel::table! {
    paragraph_groups (key) {
        key -> Text,
        label -> Text,
        position -> Integer,
    }
}

diesel::table! {
    paragraph_group_members (group_key, paragraph) {
        group_key -> Text,
        paragraph -> Text,
        position -> Integer,
    }
}

diesel::table! {
    batches (number) {
        number -> BigInt,
        kind -> Text,
        file_name -> Text,
        sha256 -> Text,
        bytes -> BigInt,
        sheet -> Nullable<Text>,
        uploaded_by -> Text,
        uploaded_at -> Text,
        rows_in -> BigInt,
        rows_kept -> BigInt,
        sum_money -> BigInt,
        sum_quantity -> BigInt,
        receipt -> Text,
        withdrawn_number -> Nullable<BigInt>,
        withdrawn_by -> Nullable<Text>,
        withdrawn_at -> Nullable<Text>,
        withdrawn_why -> Nullable<Text>,
    }
}

diesel::table! {
    component_facts (batch, line) {
        batch -> BigInt,
        line -> BigInt,
        area -> Text,
        paragraph -> Text,
        year -> Integer,
        price_level -> Integer,
        supplier -> Text,
        target_group -> Text,
        expenditure -> BigInt,
        persons -> BigInt,
    }
}

diesel::table! {
    index_numbers (batch, line) {
        batch -> BigInt,
        line -> BigInt,
        year -> Integer,
        millionths -> BigInt,
        source -> Text,
    }
}

diesel::table! {
    population_bands (batch, line) {
        batch -> BigInt,
        line -> BigInt,
        area -> Text,
        year -> Integer,
        age_from -> Integer,
        age_to -> Integer,
        inhabitants -> BigInt,
    }
}

diesel::table! {
    published_figures (area, group_key, measure, year_from, year) {
        area -> Text,
        group_key -> Text,
        measure -> Text,
        year_from -> Integer,
        year -> Integer,
        price_level -> Integer,
        units -> BigInt,
        decimals -> Integer,
        source -> Text,
    }
}

diesel::joinable!(component_facts -> batches (batch));
diesel::joinable!(index_numbers -> batches (batch));
diesel::joinable!(population_bands -> batches (batch));
diesel::allow_tables_to_appear_in_same_query!(
    batches,
    component_facts,
    index_numbers,
    population_bands
);

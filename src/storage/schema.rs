//! The tables as diesel sees them; the truth is in `migrations/`.

diesel::table! {
    data_version (id) {
        id -> Integer,
        version -> BigInt,
        access -> Nullable<BigInt>,
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
        owner -> Nullable<Text>,
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

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        role -> Text,
        municipality -> Nullable<Text>,
        password -> Nullable<Text>,
        issuer -> Nullable<Text>,
        subject -> Nullable<Text>,
        created_at -> Text,
        created_by -> Text,
        disabled_at -> Nullable<Text>,
    }
}

diesel::table! {
    links (secret_hash) {
        secret_hash -> Text,
        kind -> Text,
        user_id -> Nullable<Text>,
        created_at -> Text,
        expires_at -> Text,
        used_at -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        secret_hash -> Text,
        user_id -> Text,
        agent -> Text,
        created_at -> Text,
        seen_at -> Text,
        expires_at -> Text,
        ended_at -> Nullable<Text>,
    }
}

diesel::table! {
    tokens (id) {
        id -> Text,
        secret_hash -> Text,
        user_id -> Text,
        name -> Text,
        created_at -> Text,
        expires_at -> Text,
        seen_at -> Nullable<Text>,
        ended_at -> Nullable<Text>,
    }
}

diesel::table! {
    attempts (id) {
        id -> Text,
        subject -> Text,
        at -> Text,
    }
}

diesel::table! {
    openid_flows (state_hash) {
        state_hash -> Text,
        provider -> Text,
        nonce -> Text,
        verifier -> Text,
        next -> Text,
        expires_at -> Text,
    }
}

diesel::table! {
    log_entries (number) {
        number -> BigInt,
        at -> Text,
        who -> Text,
        action -> Text,
        object -> Text,
        detail -> Text,
        hash -> Text,
    }
}

diesel::table! {
    log_head (id) {
        id -> Integer,
        number -> BigInt,
        hash -> Text,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(tokens -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(users, sessions, tokens);

diesel::joinable!(component_facts -> batches (batch));
diesel::joinable!(index_numbers -> batches (batch));
diesel::joinable!(population_bands -> batches (batch));
diesel::allow_tables_to_appear_in_same_query!(
    batches,
    component_facts,
    index_numbers,
    population_bands
);

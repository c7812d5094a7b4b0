//! The tables as diesel sees them; the truth is in `migrations/`.

mod board;
mod factors;
mod news;
mod results;
mod statbank;
mod workplan;

pub use board::*;
pub use factors::*;
pub use news::*;
pub use results::*;
pub use statbank::*;
pub use workplan::*;
mod papers;
pub use papers::*;
mod published;
pub use published::*;

diesel::table! {
    data_version (id) {
        id -> Integer,
        version -> BigInt,
        access -> Nullable<BigInt>,
    }
}

diesel::table! {
    versions (number) {
        number -> BigInt,
        moment -> Text,
        who -> Text,
        what -> Text,
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
    target_groups (code) {
        code -> Text,
        name -> Text,
        parent -> Text,
        source -> Text,
        position -> Integer,
    }
}

diesel::table! {
    offers (batch, line) {
        batch -> BigInt,
        line -> BigInt,
        offer_id -> Text,
        name -> Text,
        operator -> Text,
        form -> Text,
        municipality -> Text,
        paragraphs -> Text,
        target_groups -> Text,
        places -> BigInt,
        in_agreement -> Text,
        standard_contract -> Text,
        sells_places -> Text,
        supervisor -> Nullable<Text>,
    }
}

diesel::table! {
    tariffs (batch, line) {
        batch -> BigInt,
        line -> BigInt,
        offer_id -> Text,
        service -> Text,
        paragraph -> Text,
        year -> Integer,
        amount -> BigInt,
        unit -> Text,
        direct -> Nullable<BigInt>,
        shared -> Nullable<BigInt>,
        overhead -> Nullable<BigInt>,
        depreciation -> Nullable<BigInt>,
        pension -> Nullable<BigInt>,
        supervision -> Nullable<BigInt>,
        adjustment -> Nullable<BigInt>,
        occupancy -> Nullable<BigInt>,
        model -> Nullable<Text>,
    }
}

diesel::table! {
    tariff_years (batch, year) {
        batch -> BigInt,
        year -> Integer,
    }
}

diesel::table! {
    parameters (key, valid_from, version) {
        version -> BigInt,
        key -> Text,
        valid_from -> Text,
        value -> Text,
        unit -> Text,
        source -> Text,
    }
}

diesel::table! {
    steering_meetings (id) {
        id -> Text,
        version -> BigInt,
        held_on -> Text,
        title -> Text,
        kind -> Text,
        added_by -> Text,
        added_at -> Text,
        cancelled_version -> Nullable<BigInt>,
        cancelled_by -> Nullable<Text>,
        cancelled_at -> Nullable<Text>,
        cancelled_why -> Nullable<Text>,
    }
}

diesel::table! {
    tariff_case_events (version) {
        version -> BigInt,
        id -> Text,
        offer_id -> Text,
        service -> Text,
        year -> Integer,
        kind -> Text,
        happened_on -> Text,
        due -> Nullable<Text>,
        done_by -> Text,
        done_at -> Text,
        text -> Text,
        reference -> Text,
        meeting -> Nullable<Text>,
        old_amount -> BigInt,
        new_amount -> BigInt,
        reasons -> Text,
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
        administrator -> Nullable<Text>,
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

diesel::table! {
    case_lines (batch, line) {
        batch -> BigInt,
        line -> BigInt,
        municipality -> Text,
        year -> Integer,
        pseudonym -> Text,
        month -> Nullable<Integer>,
        paragraph -> Text,
        supplier -> Text,
        offer_id -> Nullable<Text>,
        amount -> BigInt,
        under_67 -> Nullable<Text>,
    }
}

diesel::table! {
    case_years (batch, municipality, year) {
        batch -> BigInt,
        municipality -> Text,
        year -> Integer,
        lines -> BigInt,
        amount -> BigInt,
    }
}

diesel::table! {
    case_reviews (number) {
        number -> BigInt,
        municipality -> Text,
        pseudonym -> Text,
        reviewed_on -> Text,
        next_due -> Nullable<Text>,
        note -> Text,
        written_by -> Text,
        written_at -> Text,
    }
}

diesel::table! {
    case_deletions (batch, municipality, year) {
        batch -> BigInt,
        municipality -> Text,
        year -> Integer,
        lines -> BigInt,
        amount -> BigInt,
        version -> BigInt,
    }
}

diesel::joinable!(sessions -> users (user_id));

diesel::joinable!(tokens -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(users, sessions, tokens);

diesel::table! {
    costly_cases (batch, municipality, year, pseudonym) {
        batch -> BigInt,
        municipality -> Text,
        year -> Integer,
        pseudonym -> Text,
        amount -> BigInt,
        paragraph -> Text,
        supplier -> Text,
        refund -> Nullable<BigInt>,
        refund_basis -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(case_lines, case_reviews);

diesel::joinable!(case_years -> batches (batch));

diesel::joinable!(component_facts -> batches (batch));

diesel::joinable!(offers -> batches (batch));

diesel::joinable!(tariffs -> batches (batch));
diesel::joinable!(tariff_years -> batches (batch));

diesel::joinable!(stay_results -> batches (batch));

diesel::joinable!(public_figures -> batches (batch));

diesel::joinable!(index_numbers -> batches (batch));

diesel::joinable!(population_bands -> batches (batch));

diesel::allow_tables_to_appear_in_same_query!(
    batches,
    case_years,
    component_facts,
    index_numbers,
    offers,
    population_bands,
    public_figures,
    stay_results,
    tariff_years,
    tariffs
);

//! The tables of the second factor.

diesel::table! {
    second_factors (user_id) {
        user_id -> Text,
        secret -> Text,
        confirmed_at -> Nullable<Text>,
        last_step -> BigInt,
        wrong -> Integer,
        waits_until -> Nullable<Text>,
    }
}

diesel::table! {
    recovery_codes (code_hash) {
        code_hash -> Text,
        user_id -> Text,
        used_at -> Nullable<Text>,
    }
}

diesel::table! {
    half_sign_ins (secret_hash) {
        secret_hash -> Text,
        user_id -> Text,
        way -> Text,
        expires_at -> Text,
    }
}

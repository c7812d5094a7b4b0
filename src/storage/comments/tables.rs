//! The tables of comments as diesel sees them; the truth is in `migrations/`.

diesel::table! {
    comments (version) {
        version -> BigInt,
        question -> Text,
        filters -> Text,
        names -> Text,
        figure -> Text,
        said -> Text,
        text -> Text,
        municipality -> Nullable<Text>,
        written_by -> Text,
        written_at -> Text,
    }
}

diesel::table! {
    comment_receivers (comment, position) {
        comment -> BigInt,
        position -> Integer,
        receiver -> Text,
    }
}

diesel::table! {
    comment_steps (version) {
        version -> BigInt,
        comment -> BigInt,
        step -> Text,
        text -> Text,
        done_by -> Text,
        done_at -> Text,
    }
}

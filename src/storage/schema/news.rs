//! The tables of news.

diesel::table! {
    news_readers (user_id) {
        user_id -> Text,
        rhythm -> Text,
        read_version -> BigInt,
        read_day -> Text,
        mailed_version -> BigInt,
        mailed_day -> Text,
    }
}

diesel::table! {
    news_figures (id) {
        id -> Text,
        user_id -> Text,
        question -> Text,
        filters -> Text,
        names -> Text,
        figure -> Text,
        words -> Text,
        seen -> Text,
        mailed -> Text,
        followed_at -> Text,
    }
}

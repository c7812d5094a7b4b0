//! Tables of vacant places, of mails, and of the check of what is published.

use super::{batches, users};

diesel::table! {
    vacancies (id) {
        id -> BigInt,
        offer_id -> Text,
        kind -> Text,
        paragraph -> Text,
        listed_from -> Text,
        ended_on -> Text,
        ended_version -> BigInt,
    }
}

diesel::table! {
    vacancy_steps (vacancy, version) {
        vacancy -> BigInt,
        version -> BigInt,
        act -> Text,
        holds_from -> Text,
        starts_on -> Text,
        ends_on -> Nullable<Text>,
        places -> BigInt,
        state -> Text,
        reserved_for -> Nullable<Text>,
        target_groups -> Text,
        staffed -> Nullable<Text>,
        reason -> Text,
        contact -> Text,
        rent -> Nullable<BigInt>,
        said_on -> Text,
        said_by -> Text,
        said_at -> Text,
        batch -> Nullable<BigInt>,
        line -> Nullable<BigInt>,
    }
}

diesel::table! {
    vacancy_confirmations (vacancy, version) {
        vacancy -> BigInt,
        version -> BigInt,
        confirmed_on -> Text,
        confirmed_by -> Text,
        confirmed_at -> Text,
    }
}

diesel::table! {
    vacancy_spans (offer_id, kind, paragraph) {
        offer_id -> Text,
        kind -> Text,
        paragraph -> Text,
        version -> BigInt,
        spans -> Text,
    }
}

diesel::joinable!(vacancy_steps -> vacancies (vacancy));

diesel::joinable!(vacancy_confirmations -> vacancies (vacancy));

diesel::allow_tables_to_appear_in_same_query!(
    batches,
    vacancies,
    vacancy_confirmations,
    vacancy_steps
);

diesel::table! {
    disclosure_checks (number) {
        number -> BigInt,
        data_version -> BigInt,
        began_at -> Text,
        run_by -> Text,
        milliseconds -> BigInt,
    }
}

diesel::table! {
    disclosure_findings (check_number, region, reader) {
        check_number -> BigInt,
        region -> Text,
        reader -> Text,
        masked -> BigInt,
        determined -> BigInt,
        narrow -> BigInt,
        untried -> BigInt,
    }
}

diesel::table! {
    disclosure_failures (check_number, region) {
        check_number -> BigInt,
        region -> Text,
        reason -> Text,
    }
}

diesel::joinable!(disclosure_findings -> disclosure_checks (check_number));

diesel::joinable!(disclosure_failures -> disclosure_checks (check_number));

diesel::table! {
    outbox (id) {
        id -> Text,
        cause -> Text,
        user_id -> Text,
        subject -> Text,
        body -> Text,
        answers -> Nullable<Text>,
        queued_at -> Text,
        due_at -> Text,
        attempts -> Integer,
        claimed_until -> Nullable<Text>,
        sent_at -> Nullable<Text>,
        given_up_at -> Nullable<Text>,
        reason -> Text,
    }
}

diesel::table! {
    mail_links (secret_hash) {
        secret_hash -> Text,
        mail -> Text,
        made_at -> Text,
        expires_at -> Text,
    }
}

diesel::table! {
    mail_answers (mail) {
        mail -> Text,
        answer -> Text,
        answered_at -> Text,
    }
}

diesel::table! {
    mail_wishes (user_id, kind) {
        user_id -> Text,
        kind -> Text,
        wanted -> Text,
    }
}

diesel::table! {
    calendars (id) {
        id -> Text,
        secret_hash -> Text,
        user_id -> Text,
        kind -> Text,
        made_at -> Text,
        ended_at -> Nullable<Text>,
    }
}

diesel::joinable!(calendars -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(calendars, users);

diesel::joinable!(outbox -> users (user_id));

diesel::joinable!(mail_links -> outbox (mail));

diesel::allow_tables_to_appear_in_same_query!(mail_answers, mail_links, outbox, users);

diesel::table! {
    saved_views (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        address -> Text,
        made_at -> Text,
        ended_at -> Nullable<Text>,
    }
}

//! The papers of meetings as they were sent.

diesel::table! {
    frozen_papers (number) {
        number -> Text,
        meeting -> Text,
        version -> BigInt,
        title -> Text,
        kind -> Text,
        held_on -> Text,
        frozen_at -> Text,
        frozen_by -> Text,
        rule -> Text,
    }
}

diesel::table! {
    frozen_files (paper, part, form) {
        paper -> Text,
        part -> Text,
        form -> Text,
        sha256 -> Text,
        content -> Text,
    }
}

diesel::table! {
    frozen_reports (paper, item) {
        paper -> Text,
        item -> Integer,
        question -> Text,
        filters -> Text,
        answer -> Text,
    }
}

diesel::table! {
    frozen_parameters (paper, parameter, valid_from) {
        paper -> Text,
        parameter -> Text,
        valid_from -> Text,
        value -> Text,
        unit -> Text,
        source -> Text,
    }
}

diesel::joinable!(frozen_files -> frozen_papers (paper));

diesel::allow_tables_to_appear_in_same_query!(frozen_files, frozen_papers);

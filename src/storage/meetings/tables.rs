//! The tables of meetings as diesel sees them; the truth is in `migrations/`.

diesel::table! {
    meeting_details (meeting, version) {
        meeting -> Text,
        version -> BigInt,
        held_on -> Text,
        title -> Text,
        kind -> Text,
        place -> Text,
        written_by -> Text,
        written_at -> Text,
    }
}

diesel::table! {
    meeting_steps (version) {
        version -> BigInt,
        meeting -> Text,
        step -> Text,
        state -> Text,
        why -> Text,
        done_by -> Text,
        done_at -> Text,
    }
}

diesel::table! {
    meeting_items (id) {
        id -> Text,
        meeting -> Text,
        version -> BigInt,
        late -> Text,
        postponed_from -> Nullable<Text>,
        added_by -> Text,
        added_at -> Text,
    }
}

diesel::table! {
    meeting_item_places (item, version) {
        item -> Text,
        version -> BigInt,
        place -> BigInt,
    }
}

diesel::table! {
    meeting_item_texts (item, version) {
        item -> Text,
        version -> BigInt,
        heading -> Text,
        body -> Text,
        content -> Text,
        question -> Nullable<Text>,
        filters -> Nullable<Text>,
        grid -> Nullable<Text>,
        asks -> Text,
        presenter -> Text,
        minutes -> Nullable<BigInt>,
        confidential -> Text,
        gone -> Text,
        withdrawn -> Nullable<Text>,
        written_by -> Text,
        written_at -> Text,
    }
}

diesel::table! {
    meeting_decisions (item, version) {
        item -> Text,
        version -> BigInt,
        code -> Text,
        text -> Text,
        follow_up -> Text,
        due -> Nullable<Text>,
        decided_by -> Text,
        decided_at -> Text,
    }
}

diesel::table! {
    meeting_item_notes (item, version) {
        item -> Text,
        version -> BigInt,
        kind -> Text,
        text -> Text,
        noted_on -> Text,
        noted_by -> Text,
        noted_at -> Text,
    }
}

diesel::joinable!(meeting_item_places -> meeting_items (item));

diesel::joinable!(meeting_item_texts -> meeting_items (item));

diesel::joinable!(meeting_decisions -> meeting_items (item));

diesel::joinable!(meeting_item_notes -> meeting_items (item));

diesel::allow_tables_to_appear_in_same_query!(
    meeting_items,
    meeting_item_places,
    meeting_item_texts,
    meeting_decisions,
    meeting_item_notes
);

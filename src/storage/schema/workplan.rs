//! Tables of the workplan.

diesel::table! {
    workplans (key) {
        key -> Text,
        version -> BigInt,
        title -> Text,
        source -> Text,
        added_on -> Nullable<Text>,
        added_by -> Text,
        added_at -> Text,
    }
}

diesel::table! {
    workplan_focus_areas (workplan, key) {
        workplan -> Text,
        key -> Text,
        title -> Text,
        position -> Integer,
    }
}

diesel::table! {
    workplan_periods (workplan, key) {
        workplan -> Text,
        key -> Text,
        title -> Text,
        starts_on -> Text,
        ends_on -> Text,
        position -> Integer,
    }
}

diesel::table! {
    milestones (key) {
        key -> Text,
        workplan -> Text,
        period -> Text,
        focus_area -> Text,
        owner -> Text,
        title -> Text,
        position -> Integer,
    }
}

diesel::table! {
    deliverables (milestone, position) {
        milestone -> Text,
        position -> Integer,
        title -> Text,
    }
}

diesel::table! {
    milestone_updates (milestone, version) {
        milestone -> Text,
        version -> BigInt,
        said_on -> Text,
        said_by -> Text,
        said_at -> Text,
        why -> Text,
        status -> Nullable<Text>,
        due_on -> Nullable<Text>,
        owner -> Nullable<Text>,
    }
}

diesel::table! {
    milestone_documents (id) {
        id -> Text,
        milestone -> Text,
        version -> BigInt,
        name -> Text,
        kind -> Text,
        bytes -> BigInt,
        sha256 -> Text,
    }
}

diesel::table! {
    milestone_document_parts (document, part) {
        document -> Text,
        part -> Integer,
        content -> Text,
    }
}

diesel::table! {
    deliverable_updates (milestone, version, position) {
        milestone -> Text,
        version -> BigInt,
        position -> Integer,
        progress -> Text,
    }
}
